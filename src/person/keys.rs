//! What names one person: the slugs of the address, and the stable ids that the page shows.
//!
//! Knows no page; whoever has read one fills it in.

use super::Slug;

/// Everything by which one person is known at one moment. All of it names the same person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonKeys {
    /// Slugs of the address, vanity or member id (`ACoAA…`): the one asked for and the one landed on.
    pub slugs: Vec<Slug>,
    /// The numeric member id that the page shows.
    pub member: Option<String>,
    /// The member id (`ACoAA…`) that the card shows; its letter case counts.
    pub hashed: Option<String>,
}

impl PersonKeys {
    /// Whether nothing names anybody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.slugs.is_empty() && self.member.is_none() && self.hashed.is_none()
    }

    /// Whether both name one person: by one name of a kind, unless two stable ids differ.
    #[must_use]
    pub fn meet(&self, other: &Self) -> bool {
        if let (Some(one), Some(two)) = (&self.member, &other.member) {
            return one == two;
        }
        let hashed = |keys: &Self| {
            let slugs = keys.slugs.iter().filter(|slug| slug.is_hashed());
            let decoded: Vec<String> = slugs.map(|slug| slug.decoded().to_owned()).collect();
            decoded.into_iter().chain(keys.hashed.clone()).collect::<Vec<_>>()
        };
        let (mine, theirs) = (hashed(self), hashed(other));
        mine.iter().any(|id| theirs.contains(id)) || self.slugs.iter().any(|slug| other.slugs.contains(slug))
    }

    /// The same keys and one more slug, unless it is there already.
    #[must_use]
    pub fn with_slug(mut self, slug: &Slug) -> Self {
        if !self.slugs.contains(slug) {
            self.slugs.push(slug.clone());
        }
        self
    }
}

impl From<&Slug> for PersonKeys {
    fn from(slug: &Slug) -> Self {
        Self::default().with_slug(slug)
    }
}

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
        let (mine, theirs) = (self.opaque_ids(), other.opaque_ids());
        mine.iter().any(|id| theirs.contains(id)) || self.slugs.iter().any(|slug| other.slugs.contains(slug))
    }

    /// Whether a page that shows `page` alone is about somebody else: ids go before addresses, which may be given
    /// to others and anew.
    #[must_use]
    pub fn is_another(&self, page: &Self) -> bool {
        if let (Some(one), Some(two)) = (&self.member, &page.member) {
            return one != two;
        }
        let (mine, theirs) = (self.opaque_ids(), page.opaque_ids());
        if !mine.is_empty() && !theirs.is_empty() {
            return !mine.iter().any(|id| theirs.contains(id));
        }
        !page.slugs.iter().any(|slug| self.slugs.contains(slug))
    }

    fn opaque_ids(&self) -> Vec<String> {
        let slugs = self.slugs.iter().filter(|slug| slug.is_hashed());
        let decoded = slugs.map(|slug| slug.decoded().to_owned());
        decoded.chain(self.hashed.clone()).collect()
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

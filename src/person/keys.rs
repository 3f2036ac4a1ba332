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

    /// Whether the ids are one person's, as far as both have any of a kind.
    #[must_use]
    pub fn share_an_id(&self, other: &Self) -> Option<bool> {
        if let (Some(one), Some(two)) = (&self.member, &other.member) {
            return Some(one == two);
        }
        let (mine, theirs) = (self.opaque_ids(), other.opaque_ids());
        let have_both = !mine.is_empty() && !theirs.is_empty();
        have_both.then(|| mine.iter().any(|id| theirs.contains(id)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_one_person_from_another_where_both_have_one() {
        let with = |member: Option<&str>, hashed: Option<&str>| PersonKeys {
            member: member.map(str::to_owned),
            hashed: hashed.map(str::to_owned),
            ..PersonKeys::default()
        };
        let known = with(Some("7"), Some("ACoAAone"));
        for (page, share) in [
            (with(Some("7"), Some("ACoAAtwo")), Some(true)),
            (with(Some("8"), Some("ACoAAone")), Some(false)),
            (with(None, Some("ACoAAone")), Some(true)),
            (with(None, Some("ACoAAtwo")), Some(false)),
            (with(None, None), None),
        ] {
            assert_eq!(known.share_an_id(&page), share, "{page:?}");
        }
    }
}

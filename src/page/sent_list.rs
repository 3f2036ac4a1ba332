//! Reading the list of sent invitations: whether somebody stands in it.
//!
//! Second witness of a recovery, and only for "not sent": a list that names nobody may not have
//! loaded, so it says nothing.

use super::annotate::{Address, Extent, hits};
use super::document::DocumentError;
use super::finder::Finder;
use super::rule_set::{RuleSet, person_in_path};
use super::snapshot::Snapshot;
use crate::person::Slug;

/// Whether the list names one of the slugs; `None` where this is not the list, or it names nobody at all.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn names(rules: &RuleSet, snapshot: &Snapshot, slugs: &[Slug]) -> Result<Option<bool>, DocumentError> {
    let url = url::Url::parse(&snapshot.url);
    let path = url.map(|url| url.path().to_owned()).unwrap_or_default();
    let address = Address {
        path: &path,
        status: snapshot.status,
        owner: None,
    };
    let (html, index, _) = rules.read(&snapshot.html, &address, Extent::Controls)?;
    let links = hits(Finder::new(&html, &index), rules.reading(), "sent_person");
    let mut named = links
        .iter()
        .filter_map(|link| link.value().attr("href"))
        .filter_map(slug_of)
        .peekable();
    if named.peek().is_none() {
        return Ok(None);
    }
    Ok(Some(named.any(|slug| slugs.contains(&slug))))
}

fn slug_of(href: &str) -> Option<Slug> {
    let base = url::Url::parse("https://www.linkedin.com/").ok()?;
    person_in_path(base.join(href).ok()?.path())
}

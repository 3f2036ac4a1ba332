//! Whose account a page is shown to: read from the navigation that every signed-in page has.
//!
//! A reader over a snapshot. What the page does not prove stays unknown; nothing is guessed.

use scraper::ElementRef;

use super::annotate::{Address, Extent, first};
use super::document::DocumentError;
use super::finder::{Finder, attribute};
use super::rule_set::RuleSet;
use super::snapshot::Snapshot;

/// Longest name that is believed, in characters.
const MAX_NAME: usize = 100;

/// Who is signed in, as far as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The name in the navigation.
    pub name: Option<String>,
    /// What the account pays for.
    pub plan: Plan,
    /// The language of the user interface: the page's own tag, such as `en`.
    pub language: Option<String>,
}

/// What an account pays for, as far as the navigation proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// It is offered Premium.
    Free,
    /// It is led to its own Premium.
    Premium,
    /// Neither is shown, or both are.
    Unknown,
}

impl Plan {
    /// The name used in answers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Plan::Free => "free",
            Plan::Premium => "premium",
            Plan::Unknown => "unknown",
        }
    }
}

/// Reads whose account it is; `None` where the page has no navigation of somebody who is signed in.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn read(rules: &RuleSet, snapshot: &Snapshot) -> Result<Option<Owner>, DocumentError> {
    let address = Address {
        path: "",
        status: snapshot.status,
        owner: None,
    };
    let (html, index, notes) = rules.read(&snapshot.html, &address, Extent::Controls)?;
    let page = Finder::new(&html, &index);
    let find = |key: &str| first(page, rules.reading(), key);
    if find("nav").is_none() {
        return Ok(None);
    }
    let plan = match (find("owner_free").is_some(), find("owner_premium").is_some()) {
        (true, false) => Plan::Free,
        (false, true) => Plan::Premium,
        (true, true) | (false, false) => Plan::Unknown,
    };
    Ok(Some(Owner {
        name: find("owner_name").and_then(|element| name_in(&element)),
        plan,
        language: notes.language,
    }))
}

/// A picture's words, or the text of anything else.
fn name_in(element: &ElementRef) -> Option<String> {
    let text = match attribute(element, "alt") {
        Some(words) => words.to_owned(),
        None => element.text().collect::<Vec<_>>().join(" "),
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() <= MAX_NAME).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_from(nav: &str) -> Option<Owner> {
        let rules = RuleSet::built_in().unwrap();
        let snapshot = Snapshot {
            url: "https://www.linkedin.com/feed/".to_owned(),
            html: format!("<html lang=\"de\"><head></head><body>{nav}</body></html>"),
            ..Snapshot::default()
        };
        read(&rules, &snapshot).unwrap()
    }

    const PHOTO: &str = "<img class=\"global-nav__me-photo\" alt=\" Olive  Owner\">";
    const OFFER: &str = "<a href=\"/premium/products/?upsellOrderOrigin=premium_nav_upsell_text\">Premium testen</a>";
    const OWN: &str = "<a href=\"/premium/my-premium/\">Premium</a>";

    fn nav(inside: &str) -> Option<Owner> {
        read_from(&format!("<header id=\"global-nav\">{inside}</header>"))
    }

    #[test]
    fn the_navigation_names_its_owner() {
        let owner = nav(PHOTO).unwrap();
        assert_eq!(owner.name.as_deref(), Some("Olive Owner"));
        assert_eq!(owner.language.as_deref(), Some("de"));
        assert_eq!(owner.plan, Plan::Unknown);
    }

    #[test]
    fn the_plan_is_told_only_where_one_mark_and_not_the_other_stands_in_the_navigation() {
        assert_eq!(nav(OFFER).unwrap().plan, Plan::Free);
        assert_eq!(nav(OWN).unwrap().plan, Plan::Premium);
        assert_eq!(nav(&format!("{OFFER}{OWN}")).unwrap().plan, Plan::Unknown);
        let elsewhere = format!("<header id=\"global-nav\"></header><main>{OFFER}</main>");
        assert_eq!(read_from(&elsewhere).unwrap().plan, Plan::Unknown);
        let newer = format!("<nav data-testid=\"primary-nav\">{OWN}</nav>");
        assert_eq!(read_from(&newer).unwrap().plan, Plan::Premium);
    }

    #[test]
    fn without_the_navigation_nobody_is_signed_in_and_a_name_in_the_page_is_nobodys() {
        assert_eq!(read_from(&format!("<main>{PHOTO}</main>")), None);
        let owner = nav("<img class=\"global-nav__me-photo\" alt=\"\">").unwrap();
        assert_eq!(owner.name, None);
    }
}

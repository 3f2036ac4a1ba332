//! A redesign renames things: whatever one name is changed into, no page becomes another.
//!
//! Each class, id, key, role and test id of a recorded page is renamed wherever it stands, and each kind of
//! attribute is taken away. What is left may be known, or not; it is never known for something else.

use std::collections::BTreeSet;
use std::ops::Range;

use linkwright::page::{PageState, Snapshot};

use crate::corpus::{Fixture, corpus, recognise};
use crate::refuse;

/// A page with one change, and what was changed.
struct Redesigned {
    what: String,
    html: String,
}

#[test]
fn whatever_a_redesign_renames_no_page_is_taken_for_another() {
    let mut tried = 0;
    let mut faults = Vec::new();
    for page in corpus().iter().filter(|page| is_tried(page)) {
        for Redesigned { what, html } in redesigned(&page.snapshot.html) {
            let seen = recognise(&Snapshot {
                html,
                ..page.snapshot.clone()
            });
            tried += 1;
            if !may_be_taken_for(page, seen.state) {
                faults.push(format!("{} without {what}: {} by {}", page.name, seen.state, seen.rule));
            }
        }
    }
    assert!(tried > 4_000, "only {tried} pages");
    refuse(&faults);
}

/// The person's card, its menu and the dialogs, in one language of each front end.
fn is_tried(page: &Fixture) -> bool {
    let rooms = ["person/", "menu/", "invite/"];
    let is_recorded = page.text.contains("source: sandbox");
    is_recorded && page.name.contains("-en") && rooms.iter().any(|room| page.name.starts_with(room))
}

/// What a page may be seen as, once one of its signs is gone.
fn may_be_taken_for(page: &Fixture, seen: PageState) -> bool {
    let was = |other| page.state == other;
    seen == page.state
        || match seen {
            PageState::Unknown | PageState::Loading => true,
            // Nothing is said before More was opened, once more if it is open: its menu tells.
            PageState::MoreMenuClosed => !page.name.starts_with("invite/"),
            // Connect is there, in the card or under More.
            PageState::Connectable => was(PageState::ConnectUnderMore),
            // Without its pills the oldest dialog is a choice whose button cannot be pressed.
            PageState::InviteChoice => was(PageState::InviteRelation),
            _ => false,
        }
}

/// Every attribute: where it stands with the blank before it, its name, and its value.
fn attributes(html: &str) -> Vec<(Range<usize>, &str, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = html[at..].find("=\"").map(|next| at + next) {
        let value = equals + 2;
        let Some(end) = html[value..].find('"').map(|next| value + next) else {
            break;
        };
        let start = html[..equals].rfind(char::is_whitespace).unwrap_or(0);
        let is_in_tag = html[..start].rfind('<') > html[..start].rfind('>');
        let name = &html[start + 1..equals];
        if is_in_tag && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
            found.push((start..end + 1, name, &html[value..end]));
            at = end + 1;
        } else {
            at = value;
        }
    }
    found
}

/// Every change of one name.
fn redesigned(html: &str) -> Vec<Redesigned> {
    let all = attributes(html);
    let theirs = || all.iter().filter(|(_, name, _)| !name.starts_with("lw-"));
    let names: BTreeSet<&str> = theirs().map(|(_, name, _)| *name).collect();
    let every: BTreeSet<(&str, &str)> = theirs()
        .flat_map(|(_, name, value)| tokens(name, value).map(|token| (*name, token)))
        .collect();
    let gone = names.into_iter().map(|gone| Redesigned {
        what: gone.to_owned(),
        html: changed(html, &all, |name, value| (name != gone).then(|| value.to_owned())),
    });
    let renamed = every.into_iter().map(|(kind, token)| Redesigned {
        what: format!("{kind} {token}"),
        html: changed(html, &all, |name, value| {
            let other = |one| if one == token { "zzyx" } else { one };
            let renamed = || tokens(name, value).map(other).collect::<Vec<_>>().join(" ");
            Some(if name == kind { renamed() } else { value.to_owned() })
        }),
    });
    gone.chain(renamed).collect()
}

/// Classes are many, everything else is one.
fn tokens<'a>(name: &str, value: &'a str) -> impl Iterator<Item = &'a str> {
    let (many, one) = match name {
        "class" => (value, None),
        _ => ("", Some(value)),
    };
    many.split_ascii_whitespace().chain(one)
}

/// The page with every attribute as `change` wants it, `None` without it.
fn changed(html: &str, all: &[(Range<usize>, &str, &str)], change: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut page = String::with_capacity(html.len());
    let mut at = 0;
    for (place, name, value) in all {
        page.push_str(&html[at..place.start]);
        if let Some(value) = change(name, value) {
            page.push_str(&format!(" {name}=\"{value}\""));
        }
        at = place.end;
    }
    page.push_str(&html[at..]);
    page
}

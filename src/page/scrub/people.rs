//! Who is named on a page: by the card, the dialog, the navigation, by links, and by labels with a name in them.

use std::collections::BTreeSet;

use scraper::ElementRef;

use super::text::pieces;
use crate::page::annotate::{Notes, hits};
use crate::page::finder::{Finder, attribute};
use crate::page::label::normalise;
use crate::page::link::named_in_link;
use crate::page::rule::Reading;
use crate::page::text::{labels, text_of};
use crate::page::words::Dictionary;
use crate::person::Slug;

/// More words, or more characters, are no name.
const MOST_WORDS: usize = 10;
const MOST_CHARS: usize = 60;
/// Where names stand alone.
pub(super) const NAMED: [&str; 3] = ["name", "dialog_name", "owner_name"];

/// Everybody on a page.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Whole names, that of the page's own person first.
    pub(super) names: Vec<String>,
    /// What names people in addresses, decoded; that of the page's own person first.
    pub(super) slugs: Vec<String>,
}

impl People {
    /// Reads everybody's names.
    pub(super) fn of(
        page: Finder,
        reading: &Reading,
        notes: &Notes,
        dictionary: Option<&Dictionary>,
        owner: Option<&Slug>,
        address: &str,
    ) -> People {
        let mut people = People::default();
        let is_nobody = |name: &str| dictionary.is_some_and(|words| words.stands_for_nobody(name));
        let name = |people: &mut People, text: &str| {
            let text = normalise(text);
            if is_name(&text) && !is_nobody(&text) && !people.names.contains(&text) {
                people.names.push(text);
            }
        };
        // On other pages the title names no person.
        if let Some(own) = notes.name.as_ref().filter(|_| owner.is_some()) {
            name(&mut people, own);
        }
        for element in NAMED.iter().flat_map(|key| hits(page, reading, key)) {
            name(&mut people, attribute(&element, "alt").unwrap_or(&text_of(&element)));
        }
        for element in page.all() {
            for label in labels(&element) {
                let Some(words) = dictionary else { continue };
                if words.wording(&label, &people.names).is_some() {
                    continue;
                }
                // The shortest has the most of the wording around it.
                if let Some(found) = words.names_in(&label).into_iter().min_by_key(|name| name.len()) {
                    name(&mut people, found);
                }
            }
        }
        for link in page.tagged("a").filter(is_of_a_person) {
            let text = text_of(&link);
            if looks_like_a_name(&text) && dictionary.is_none_or(|words| words.wording(&text, &[]).is_none()) {
                name(&mut people, &text);
            }
        }
        people.slugs = slugs(page, owner, address);
        people
    }
}

fn is_name(text: &str) -> bool {
    let words = pieces(text).into_iter().filter(|piece| piece.is_word()).count();
    (1..=MOST_WORDS).contains(&words) && text.chars().count() <= MOST_CHARS
}

fn is_of_a_person(link: &ElementRef) -> bool {
    attribute(link, "href").and_then(named_in_link).is_some()
}

/// Two words or more, each with a capital in front.
fn looks_like_a_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let is_capital = |word: &str| word.chars().next().is_some_and(|first| first.is_uppercase());
    text.contains(' ') && words.all(is_capital)
}

fn slugs(page: Finder, owner: Option<&Slug>, address: &str) -> Vec<String> {
    let named = owner.cloned().or_else(|| named_in_link(address));
    let mut slugs: Vec<String> = named.map(|slug| slug.decoded().to_owned()).into_iter().collect();
    let mut known: BTreeSet<String> = slugs.iter().cloned().collect();
    for element in page.all() {
        let values = element.value().attrs().map(|(_, value)| value);
        for slug in values.filter_map(named_in_link) {
            if known.insert(slug.decoded().to_owned()) {
                slugs.push(slug.decoded().to_owned());
            }
        }
    }
    slugs
}

//! What `st.openPersonPage` reads: the basic information on a person's card.
//!
//! A reader over a snapshot. What the page does not say stays empty; nothing is guessed.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::annotate::{Address, Extent, first, hits, in_region};
use super::document::DocumentError;
use super::finder::{Finder, attribute};
use super::label::{normalise, without_number};
use super::rule_set::{RuleSet, person_in_path};
use super::snapshot::Snapshot;
use super::text::{text_of, written};
use crate::outcome::{BasicInfo, ConnectionDegree};
use crate::person::Slug;

/// Reads the basic information of the person whose page this is.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn read(rules: &RuleSet, snapshot: &Snapshot) -> Result<BasicInfo, DocumentError> {
    let path = url::Url::parse(&snapshot.url)
        .map(|url| url.path().to_owned())
        .unwrap_or_default();
    let owner = person_in_path(&path);
    let address = Address {
        path: &path,
        status: snapshot.status,
        owner: owner.as_ref(),
    };
    let (html, index, notes) = rules.read(&snapshot.html, &address, Extent::Information)?;
    let card = Card {
        page: Finder::new(&html, &index),
        rules,
    };
    let member = card.member();
    Ok(BasicInfo {
        name: card.text("name").or(notes.name),
        public_url: owner.filter(|slug| !slug.is_hashed()).map(|slug| address_of(&slug)),
        hashed_url: member
            .as_deref()
            .and_then(Slug::from_path_segment)
            .map(|slug| address_of(&slug)),
        headline: card.text("headline").or_else(|| card.line_behind_name()),
        location: card.text("location").or_else(|| card.line_before_contact()),
        country_code: None,
        position: None,
        about: card.text("about"),
        company_name: card.text("company"),
        company_hashed_url: None,
        followers_count: card.followers(),
        avatar_url: card.avatar(),
        urn: card.urn(),
        viewer_state: card.degree(),
    })
}

fn address_of(slug: &Slug) -> String {
    format!("https://www.linkedin.com/in/{}", slug.encoded())
}

struct Card<'a> {
    page: Finder<'a>,
    rules: &'a RuleSet,
}

impl<'a> Card<'a> {
    fn text(&self, key: &str) -> Option<String> {
        let element = first(self.page, self.rules.reading(), key)?;
        Some(written(&element)).filter(|text| !text.is_empty())
    }

    fn card(&self) -> Option<ElementRef<'a>> {
        first(self.page, self.rules.reading(), "card")
    }

    /// Pieces of the card behind the name that have a text of their own.
    fn lines(&self) -> Vec<(ElementRef<'a>, String)> {
        let (Some(card), Some(name)) = (self.card(), first(self.page, self.rules.reading(), "name")) else {
            return Vec::new();
        };
        let mut lines: Vec<(ElementRef<'a>, String)> = Vec::new();
        let behind_name = card
            .descendants()
            .skip_while(|node| node.id() != name.id())
            .filter(|node| !node.ancestors().any(|above| above.id() == name.id()));
        for node in behind_name {
            let is_text = node.value().as_text().is_some_and(|text| !normalise(text).is_empty());
            let Some(element) = node.parent().and_then(ElementRef::wrap).filter(|_| is_text) else {
                continue;
            };
            if lines.last().is_none_or(|(last, _)| last.id() != element.id()) {
                lines.push((element, written(&element)));
            }
        }
        lines
    }

    /// The first line behind the name that says something of the person, and is not the place.
    fn line_behind_name(&self) -> Option<String> {
        let lines = self.lines();
        let marked = first(self.page, self.rules.reading(), "location");
        let place = marked.or_else(|| self.place(&lines).map(|(element, _)| *element));
        let place = place.map(|element| element.id());
        let mut told = lines.iter().filter(|(element, text)| is_told(element, text));
        told.next()
            .filter(|(element, _)| Some(element.id()) != place)
            .map(|(_, text)| text.clone())
    }

    fn line_before_contact(&self) -> Option<String> {
        self.place(&self.lines()).map(|(_, text)| text.clone())
    }

    /// The line before the contact information. Where there is none but one, it may as well be the headline:
    /// then it is the place only if it stands with the contact information, and apart from the name.
    fn place<'l>(&self, lines: &'l [(ElementRef<'a>, String)]) -> Option<&'l (ElementRef<'a>, String)> {
        let at = lines.iter().position(|(element, _)| is_contact(element))?;
        let mut told = lines[..at]
            .iter()
            .rev()
            .filter(|(element, text)| is_told(element, text));
        let place = told.next()?;
        if told.next().is_some() {
            return Some(place);
        }
        let name = first(self.page, self.rules.reading(), "name")?;
        let around = lines[at].0.ancestors().find(|above| holds(above, &place.0))?;
        (!holds(&around, &name)).then_some(place)
    }

    /// The opaque member id, `ACoAA…`, inside the card's own key.
    fn member(&self) -> Option<String> {
        let card = self.card()?;
        let keys = card.value().attrs().map(|(_, value)| value);
        keys.filter_map(|value| value.find("ACoAA").map(|at| &value[at..]))
            .map(|tail| {
                let end = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
                &tail[..end.unwrap_or(tail.len())]
            })
            // The key runs on without a separator behind the id's 39 characters.
            .map(|tail| tail.chars().take(39).collect())
            .next()
    }

    fn urn(&self) -> Option<String> {
        let card = self.card()?;
        let number = |text: &str| {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            (!digits.is_empty()).then_some(digits)
        };
        let own = attribute(&card, "data-member-id").and_then(number);
        let inside = || {
            let nodes = card.descendants().filter_map(ElementRef::wrap);
            nodes
                .flat_map(|element| element.value().attrs().map(|(_, value)| value))
                .find_map(|key| key.split_once("urn:li:member:").and_then(|(_, rest)| number(rest)))
        };
        own.or_else(inside).map(|number| format!("urn:li:member:{number}"))
    }

    fn followers(&self) -> Option<u64> {
        let hits = hits(self.page, self.rules.reading(), "followers");
        hits.iter()
            .filter(|element| {
                let words = attribute(element, "lw-word").unwrap_or_default();
                words.split(' ').any(|word| word == "followers")
            })
            .find_map(|element| without_number(&text_of(element)).map(|(_, number)| number))
    }

    fn avatar(&self) -> Option<String> {
        let image = first(self.page, self.rules.reading(), "avatar")?;
        let source = attribute(&image, "src")?;
        source.starts_with("http").then(|| source.to_owned())
    }

    fn degree(&self) -> Option<ConnectionDegree> {
        let card = self.card()?;
        let mut degrees: Vec<&str> = card
            .descendants()
            .filter_map(ElementRef::wrap)
            .filter_map(|element| attribute(&element, "lw-degree"))
            .collect();
        degrees.sort_unstable();
        degrees.dedup();
        match degrees.as_slice() {
            ["1"] => Some(ConnectionDegree::First),
            ["2"] => Some(ConnectionDegree::Second),
            ["3"] => Some(ConnectionDegree::ThirdOrMore),
            // No line, or lines that contradict each other.
            _ => None,
        }
    }
}

/// Whether an element stands in this part of the page, or is it.
fn holds(part: &NodeRef<'_, Node>, element: &ElementRef) -> bool {
    element.id() == part.id() || element.ancestors().any(|above| above.id() == part.id())
}

/// Whether a line says something of the person: no degree, no pronouns, no control, more than one character.
fn is_told(element: &ElementRef, text: &str) -> bool {
    let says = text.chars().count() > 1 && !are_pronouns(text);
    says && !is_control(element) && !within(element, has_degree) && !explains_degree(element)
}

/// A degree stands beside its own explanation for screen readers, both in one badge.
fn explains_degree(element: &ElementRef) -> bool {
    let badge = element.parent().and_then(ElementRef::wrap);
    let badge = badge.filter(|badge| element.value().name() == "span" && badge.value().name() == "span");
    badge.is_some_and(|badge| {
        badge
            .children()
            .filter_map(ElementRef::wrap)
            .any(|child| has_degree(&child))
    })
}

fn within(element: &ElementRef, test: impl Fn(&ElementRef) -> bool) -> bool {
    test(element)
        || element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .take_while(|above| !in_card_itself(above))
            .any(|above| test(&above))
}

fn in_card_itself(element: &ElementRef) -> bool {
    attribute(element, "lw-region").is_some() && in_region(element, "card")
}

fn is_control(element: &ElementRef) -> bool {
    within(element, |one| {
        matches!(one.value().name(), "button" | "a" | "svg") || attribute(one, "role").is_some()
    })
}

/// `She/Her`, `(he/him/his)`: short words parted by slashes, nothing else.
fn are_pronouns(text: &str) -> bool {
    let bare = text.trim_start_matches('(').trim_end_matches(')');
    bare.contains('/')
        && text.chars().count() <= 24
        && bare.split('/').all(|word| word.trim().chars().all(char::is_alphabetic))
}

fn is_contact(element: &ElementRef) -> bool {
    within(element, |one| {
        attribute(one, "href").is_some_and(|href| href.contains("/overlay/contact-info"))
    })
}

fn has_degree(element: &ElementRef) -> bool {
    attribute(element, "lw-degree").is_some()
}

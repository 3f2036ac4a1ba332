//! The last look at a scrubbed page: whatever was replaced is looked for, and whatever looks personal.
//!
//! Reads the finished text anew, and trusts nothing that was said while it was made.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use scraper::Node;

use super::invention::{Invention, member_id_in};
use super::key::{email_in, humps, is_random};
use super::tree::READ;
use super::{Scrubbed, words};
use crate::page::document;

/// Longest time for reading the page anew.
const BUDGET: Duration = Duration::from_secs(20);
/// Shorter words may be anybody's.
const WORD: usize = 4;
/// As many digits name somebody, if they were not invented.
const DIGITS: usize = 7;
/// A word that everything invented has.
const OURS: &str = "example";
/// The site's own name is nobody's.
const SITE: &str = "linkedin";
/// What stands on no page that was drawn for others.
const TRACES: [&str; 6] = ["licdn", "li_at", "jsessionid", "bcookie", "bscookie", "csrf="];

/// What should not be there, without saying it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// What kind of thing it is.
    pub what: &'static str,
    /// How many places.
    pub places: usize,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = if self.places == 1 { "place" } else { "places" };
        write!(f, "{} ({} {places})", self.what, self.places)
    }
}

pub(super) fn find(text: &str, of: &Scrubbed) -> Vec<Leak> {
    let (people, invention, vocabulary) = (&of.people, &of.invention, &of.vocabulary);
    let mut found: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut add = |what: &'static str, places: usize| {
        if places > 0 {
            *found.entry(what).or_default() += places;
        }
    };
    let decoded = percent_decode_str(text).decode_utf8_lossy().to_lowercase();
    let plain = decoded
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replace("&quot;", "\"");
    for name in people.names.iter().filter(|name| !is_of(name, vocabulary)) {
        add("a name", whole_places(&plain, &name.to_lowercase()));
    }
    for slug in &people.slugs {
        add("a slug", whole_places(&plain, &slug.to_lowercase()));
    }
    for (what, original) in invention.originals() {
        add(what, whole_places(&plain, &original.to_lowercase()));
    }
    for trace in TRACES {
        add(
            "a trace of the site's own pictures or of a session",
            plain.matches(trace).count(),
        );
    }
    add("an e-mail address", emails(text));
    add("a URN", urns(text, invention));
    add("a member id", member_ids(text, invention));
    add("a host that is neither the site nor an example", hosts(&plain));
    add(
        "a random key",
        runs(text)
            .filter(|run| is_random(run) && !is_ours(run, invention))
            .count(),
    );
    add(
        "a long number",
        runs(text)
            .flat_map(humps)
            .filter(|run| is_number(run) && !is_ours(run, invention))
            .count(),
    );
    add("a word of the page's own text", left_words(text, of));
    found.into_iter().map(|(what, places)| Leak { what, places }).collect()
}

/// A name of nothing but wordings: somebody may be called `More`.
fn is_of(name: &str, vocabulary: &HashSet<String>) -> bool {
    words(name).iter().all(|word| vocabulary.contains(word))
}

/// Places where a text stands and touches no letter and no digit.
fn whole_places(text: &str, what: &str) -> usize {
    if what.chars().count() < 2 {
        return 0;
    }
    let is_apart = |at: usize| {
        let before = text[..at].chars().next_back();
        let behind = text[at + what.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
    };
    let is_long = what.chars().count() >= 8;
    text.match_indices(what)
        .filter(|(at, _)| is_long || is_apart(*at))
        .count()
}

fn emails(text: &str) -> usize {
    let starts = text.match_indices('@').map(|(at, _)| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
        let local = text[..at].chars().rev().take_while(|c| is_part(*c)).count();
        &text[at - local..]
    });
    let addresses = starts.filter_map(|rest| email_in(rest).map(|length| &rest[..length]));
    addresses.filter(|address| !address.ends_with("@example.com")).count()
}

fn urns(text: &str, invention: &Invention) -> usize {
    let values = text.match_indices("urn:li:").map(|(at, start)| {
        let rest = &text[at + start.len()..];
        let value = rest.split_once(':').map_or("", |(_, value)| value);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(value.len());
        &value[..end]
    });
    values.filter(|value| !invention.has_issued(value)).count()
}

fn member_ids(text: &str, invention: &Invention) -> usize {
    let ids = text.match_indices("AC").filter_map(|(at, _)| {
        let length = member_id_in(&text[at..])?;
        Some(&text[at..at + length])
    });
    ids.filter(|id| !invention.has_issued(id)).count()
}

fn hosts(text: &str) -> usize {
    let hosts = text.match_indices("://").map(|(at, start)| {
        let rest = &text[at + start.len()..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c)))
            .unwrap_or(rest.len());
        &rest[..end]
    });
    hosts
        .filter(|host| *host != "www.linkedin.com" && !host.ends_with(".example.com"))
        .count()
}

fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|run| !run.is_empty())
}

fn is_number(run: &str) -> bool {
    run.len() >= DIGITS && run.bytes().all(|byte| byte.is_ascii_digit())
}

/// Invented here, or a part of something that was.
fn is_ours(run: &str, invention: &Invention) -> bool {
    invention.has_issued(run) || invention.is_part_of_issued(run)
}

/// The words of a `meta`: none in a key, and in JSON those of the values.
fn told(content: &str) -> Vec<String> {
    match serde_json::from_str(content) {
        Ok(serde_json::Value::Object(members)) => members
            .values()
            .filter_map(|value| value.as_str())
            .flat_map(words)
            .collect(),
        Ok(_) | Err(_) if content.contains(char::is_whitespace) => words(content),
        Ok(_) | Err(_) => Vec::new(),
    }
}

/// Words of the original, in what people read, that are no wordings.
fn left_words(text: &str, of: &Scrubbed) -> usize {
    let names: HashSet<String> = of.people.names.iter().flat_map(|name| words(name)).collect();
    let is_telling = |word: &&String| {
        let length = word.chars().count();
        let is_letters = word.chars().all(|c| !c.is_ascii_digit());
        let is_ours = matches!(word.as_str(), OURS | SITE);
        !is_ours
            && is_letters
            && (length >= WORD || (names.contains(*word) && length > 1))
            && !of.vocabulary.contains(*word)
    };
    let originals: HashSet<&str> = of.said.iter().filter(is_telling).map(String::as_str).collect();
    let Ok(html) = document::parse(text, BUDGET) else {
        return 1;
    };
    let mut left = 0;
    for node in html.tree.nodes() {
        let said: Vec<String> = match node.value() {
            Node::Text(text) => words(text),
            Node::Element(element) => element
                .attrs()
                .filter(|(name, _)| READ.contains(name))
                .flat_map(|(name, value)| if name == "content" { told(value) } else { words(value) })
                .collect(),
            // The trace is in words of our own.
            Node::Comment(_) | Node::Document | Node::Fragment | Node::Doctype(_) | Node::ProcessingInstruction(_) => {
                Vec::new()
            }
        };
        let is_left = |word: &&String| originals.contains(word.as_str());
        left += said.iter().filter(is_left).count();
    }
    left
}

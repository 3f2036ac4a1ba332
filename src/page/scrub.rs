//! A page without the people on it: names, texts, pictures and ids are replaced, structure and the
//! site's own wordings stay.
//!
//! Nothing is kept that is not known to be harmless, and what was replaced is looked for once more in
//! what came out. Pure; knows no file.

mod address;
mod cut;
mod invention;
mod key;
mod leak;
mod people;
mod text;
mod tree;

use std::collections::HashSet;
use std::sync::Arc;

use super::annotate::{Address, Extent, hits};
use super::document::DocumentError;
use super::finder::Finder;
use super::label::is_unspaced;
use super::rule_set::{RuleSet, person_in_path};
use super::snapshot::Snapshot;
use super::text::text_of;
use invention::Invention;
use key::Keys;
use people::{NAMED, People};
use text::{Piece, Wordings, pieces};
use tree::{READ, Scrubber};

pub use cut::cut_down;
pub use invention::Kind;
pub use leak::Leak;

/// A page that was scrubbed, and what that took.
#[derive(Debug)]
pub struct Scrubbed {
    /// The page: its address, its status, its HTML. Nothing else of the look is kept.
    pub snapshot: Snapshot,
    /// What was replaced.
    pub replaced: Vec<Replaced>,
    invention: Invention,
    keys: Keys,
    people: People,
    vocabulary: Arc<HashSet<String>>,
    /// Every word that the page said, in lower case.
    said: HashSet<String>,
}

/// Everything of one kind that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// What it was.
    pub kind: Kind,
    /// How often it stood on the page.
    pub count: usize,
    /// Some of what stands there now; never what stood there before.
    pub now: Vec<String>,
}

/// Scrubs a page.
///
/// # Errors
/// A page too large or too costly to read; see [`DocumentError`].
pub fn scrub(rules: &RuleSet, snapshot: &Snapshot) -> Result<Scrubbed, DocumentError> {
    let path = url::Url::parse(&snapshot.url).map(|url| url.path().to_owned());
    let path = path.unwrap_or_default();
    let owner = person_in_path(&path);
    let place = Address {
        path: &path,
        status: snapshot.status,
        owner: owner.as_ref(),
    };
    let (mut html, index, notes) = rules.read(&snapshot.html, &place, Extent::Information)?;
    let page = Finder::new(&html, &index);
    let reading = rules.reading();
    let dictionary = rules.words.dictionary(notes.language.as_deref());
    let people = People::of(page, reading, &notes, dictionary, owner.as_ref(), &snapshot.url);
    let keys = Keys::new(rules, &people.slugs, &people.names);
    let vocabulary = rules.words.vocabulary(words);
    let said = said(page);
    let mut invention = prepared(page, &snapshot.html, &people, Arc::clone(&vocabulary));
    let address = match snapshot.url.as_str() {
        "" => String::new(),
        address => address::scrub(address, &keys, &mut invention),
    };
    let named: HashSet<_> = NAMED
        .iter()
        .flat_map(|key| hits(page, reading, key))
        .filter(|element| dictionary.is_none_or(|words| !words.stands_for_nobody(&text_of(element))))
        .map(|element| element.id())
        .collect();
    let (names, first_names) = (by_length(people.names.clone()), with_first_names(&people.names));
    let scrubber = Scrubber {
        keys: &keys,
        wordings: Wordings {
            dictionary,
            names: &names,
        },
        in_toasts: Wordings {
            dictionary,
            names: &first_names,
        },
    };
    let changes = scrubber.changes(page, &named, &mut invention);
    changes.apply(&mut html);
    let counts = invention.counts().into_iter();
    Ok(Scrubbed {
        snapshot: Snapshot {
            url: address,
            status: snapshot.status,
            html: html.html(),
            ..Snapshot::default()
        },
        replaced: counts.map(|(kind, count, now)| Replaced { kind, count, now }).collect(),
        invention,
        keys,
        people,
        vocabulary,
        said,
    })
}

impl Scrubbed {
    /// A line about the page, such as one of a trace, without what names anybody: addresses and names as
    /// on the page, and nothing that stands in quotes.
    pub fn line(&mut self, line: &str) -> String {
        let ours = self.keys.without_names();
        let mut out: Vec<String> = Vec::new();
        let mut is_quoted = false;
        for word in line.split(' ') {
            let quotes = word.matches(['"', '<', '>']).count();
            if is_quoted || quotes > 0 {
                is_quoted = is_quoted != (quotes % 2 == 1);
                continue;
            }
            out.push(if word.contains("://") || word.starts_with('/') {
                address::scrub(word, &self.keys, &mut self.invention)
            } else {
                ours.scrub(word, &mut self.invention)
            });
        }
        out.join(" ").replace("--", "- -")
    }

    /// What still names somebody, or looks as if it did, in a text that was made of this page.
    pub fn leaks(&self, text: &str) -> Vec<Leak> {
        leak::find(text, self)
    }
}

/// Every word that the page says to people, in texts and in labels.
fn said(page: Finder) -> HashSet<String> {
    let mut said = HashSet::new();
    for element in page.all() {
        let texts = element
            .children()
            .filter_map(|node| node.value().as_text().map(|text| &**text));
        let labels = element.value().attrs().filter(|(name, _)| READ.contains(name));
        said.extend(texts.chain(labels.map(|(_, value)| value)).flat_map(words));
    }
    said
}

/// With everything that stands on the page or means something taken, and everybody's name known.
fn prepared(page: Finder, html: &str, people: &People, vocabulary: Arc<HashSet<String>>) -> Invention {
    let mut invention = Invention::beside(html, vocabulary);
    people.slugs.iter().for_each(|slug| invention.take(slug.to_lowercase()));
    for element in page.all() {
        let own = element
            .children()
            .filter_map(|node| node.value().as_text().map(|text| &**text));
        let read = element.value().attrs().map(|(_, value)| value);
        for word in own.chain(read).flat_map(words) {
            invention.take(word);
        }
    }
    for name in &people.names {
        invention.name(pieces(name).into_iter().filter_map(|piece| match piece {
            Piece::Word(word) => Some(word),
            Piece::Unspaced(_) | Piece::Digits(_) | Piece::Email(_) | Piece::Token(_) | Piece::Between(_) => None,
        }));
    }
    invention
}

/// The words and numbers of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    let word = |piece: Piece| match piece {
        Piece::Word(word) | Piece::Unspaced(word) | Piece::Digits(word) | Piece::Email(word) | Piece::Token(word) => {
            Some(word.to_lowercase())
        }
        Piece::Between(_) => None,
    };
    pieces(text).into_iter().filter_map(word).collect()
}

fn by_length(mut names: Vec<String>) -> Vec<String> {
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
    names
}

/// Toasts call people by their first names.
fn with_first_names(names: &[String]) -> Vec<String> {
    let first = names
        .iter()
        .filter_map(|name| name.split(' ').next())
        .map(str::to_owned);
    by_length(names.iter().cloned().chain(first).collect())
}

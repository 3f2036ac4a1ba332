//! A selector, compiled, with what can be told of its hits before asking it.
//!
//! Most selectors ask for things that most pages do not have. Their tags and attributes are read off
//! the text once, so that a [`Finder`](super::finder::Finder) asks only elements that may answer.

use std::fmt;
use std::ops::Deref;

use html5ever::LocalName;
use scraper::Selector;

/// A tag or an attribute that an element must have to be a hit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// Local name, lower case.
    Tag(LocalName),
    /// Attribute name, lower case; `id` and `class` for `#…` and `.…`.
    Attribute(LocalName),
}

/// Where something stands in the selector files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File name, without its directory.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A compiled selector and its keys.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    selector: Selector,
    /// As it was written.
    pub(super) text: String,
    /// Where it was written; of no file for one that was made here.
    pub(super) place: Place,
    /// Every one of these must occur somewhere on the page.
    pub(super) required: Vec<Key>,
    /// Every one of these the hit itself has.
    pub(super) own: Vec<Key>,
    /// The region that hits lie in.
    pub(super) region: Option<String>,
    /// What the page as a whole must be: the first compound of `html[lw-status='404'] main`.
    pub(super) page: Option<Selector>,
}

impl Query {
    /// Reads the keys off the text that was compiled to `selector`.
    pub(super) fn new(text: &str, selector: Selector) -> Query {
        let compounds = compounds(text).unwrap_or_default();
        let keys: Vec<Vec<Key>> = compounds.iter().map(|compound| keys(compound)).collect();
        let html = Key::Tag(LocalName::from("html"));
        let walks_aside = compounds.iter().any(|compound| compound.starts_with('+'));
        Query {
            selector,
            text: text.to_owned(),
            place: Place::default(),
            own: keys.last().cloned().unwrap_or_default(),
            required: keys.iter().flatten().cloned().collect(),
            region: compounds
                .first()
                .filter(|_| !walks_aside)
                .and_then(|compound| region(compound)),
            page: compounds
                .first()
                .filter(|_| compounds.len() > 1 && keys.first().is_some_and(|keys| keys.contains(&html)))
                .and_then(|compound| Selector::parse(compound).ok()),
        }
    }
}

impl Deref for Query {
    type Target = Selector;

    fn deref(&self) -> &Selector {
        &self.selector
    }
}

/// Steps over strings, brackets and parentheses: what is inside them is nobody's combinator.
struct Depth {
    level: i32,
    quote: Option<char>,
}

impl Depth {
    fn is_inside(&mut self, c: char) -> bool {
        match (self.quote, c) {
            (Some(open), _) => {
                if c == open {
                    self.quote = None;
                }
                return true;
            }
            (None, '"' | '\'') => {
                self.quote = Some(c);
                return true;
            }
            (None, '(' | '[') => {
                self.level += 1;
                return self.level > 1;
            }
            (None, ')' | ']') => {
                self.level -= 1;
                return self.level > 0;
            }
            (None, _) => {}
        }
        self.level > 0
    }
}

/// The compounds of a complex selector, a `+` kept in front; `None` for a list or an escape.
fn compounds(text: &str) -> Option<Vec<String>> {
    if text.contains('\\') {
        return None;
    }
    let mut depth = Depth { level: 0, quote: None };
    let mut compounds = vec![String::new()];
    let mut sideways = false;
    for c in text.trim().chars() {
        let inside = depth.is_inside(c);
        let last = compounds.len() - 1;
        match c {
            ',' if !inside => return None,
            ' ' | '\n' | '\t' | '>' | '+' if !inside => {
                sideways |= c == '+';
                if !compounds[last].is_empty() {
                    compounds.push(String::new());
                }
            }
            _ => {
                if std::mem::take(&mut sideways) {
                    compounds[last].push('+');
                }
                compounds[last].push(c);
            }
        }
    }
    Some(compounds)
}

/// Tags and attributes that stand outside of any pseudo-class.
fn keys(compound: &str) -> Vec<Key> {
    let compound = compound.trim_start_matches('+');
    let name = |rest: &str| -> String {
        let name = rest.trim_start().chars();
        name.take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let mut keys = Vec::new();
    let tag = name(compound);
    if !tag.is_empty() {
        keys.push(Key::Tag(LocalName::from(tag)));
    }
    let mut depth = Depth { level: 0, quote: None };
    for (at, c) in compound.char_indices() {
        let was_inside = depth.level > 0 || depth.quote.is_some();
        let _ = depth.is_inside(c);
        match c {
            '[' if !was_inside => keys.push(Key::Attribute(LocalName::from(name(&compound[at + 1..])))),
            '#' if !was_inside => keys.push(Key::Attribute(LocalName::from("id"))),
            '.' if !was_inside => keys.push(Key::Attribute(LocalName::from("class"))),
            _ => {}
        }
    }
    keys
}

/// `card` of `[lw-region~='card']` in front of other parts.
fn region(compound: &str) -> Option<String> {
    let (_, rest) = compound.split_once("[lw-region~='")?;
    let (name, _) = rest.split_once("']")?;
    let outside = compound
        .find(':')
        .is_none_or(|colon| compound.find("[lw-region").is_some_and(|at| at < colon));
    outside.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::new(text, Selector::parse(text).unwrap())
    }

    #[test]
    fn keys_are_what_every_hit_must_have() {
        let found = query("[lw-region~='card'] a[lw-owner='this'][href*='/a b/']:not([role='x'])");
        assert_eq!(found.region.as_deref(), Some("card"));
        let attribute = |name: &str| Key::Attribute(LocalName::from(name));
        assert_eq!(
            found.own,
            [Key::Tag(LocalName::from("a")), attribute("lw-owner"), attribute("href")]
        );
        assert_eq!(found.required.len(), 4);
    }

    #[test]
    fn a_page_as_a_whole_is_asked_once() {
        assert!(query("html[lw-status='404'] main").page.is_some());
        for text in ["html[lw-status='404']", ":is(html) main", "html main, p", "main p"] {
            assert!(query(text).page.is_none(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_off_is_asked_of_everybody() {
        assert!(query("a, b").own.is_empty());
        assert!(query(":is(h1, h2)").own.is_empty());
        assert_eq!(query(":is([lw-region~='card'], p) a").region, None);
        assert_eq!(query("[lw-region~='card'] + p").region, None);
        assert_eq!(query("svg[id='clock-small']").own.len(), 2);
    }
}

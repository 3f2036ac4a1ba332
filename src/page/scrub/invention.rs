//! Invented words, names, numbers and ids in place of those of a page: the same for the same, with
//! nothing of the original in them. Knows no page.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::outcome::wire_words;

wire_words! {
    /// What kind of thing was replaced.
    #[derive(PartialOrd, Ord)]
    pub enum Kind {
        /// A person's name, or a part of it.
        Name = "names",
        /// The part of an address that names a person.
        Slug = "slugs",
        /// A member id in an address or a key.
        MemberId = "member ids",
        /// What stands behind `urn:li:`.
        Urn = "URNs",
        /// An e-mail address.
        Email = "e-mail addresses",
        /// The address of a picture.
        Picture = "pictures",
        /// Any other address, or a part of one.
        Address = "addresses",
        /// A random or long key, a token.
        Token = "keys and tokens",
        /// A number of three digits or more.
        Number = "numbers",
        /// A word of free text.
        Word = "words of free text",
    }
}

const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
const VOWELS: &[u8] = b"aeiou";
/// For scripts that put no spaces between words.
const KANA: [char; 12] = ['ア', 'カ', 'サ', 'タ', 'ナ', 'ハ', 'マ', 'ヤ', 'ラ', 'ワ', 'キ', 'ミ'];
const FIRST_NAMES: [&str; 16] = [
    "ada", "cleo", "gero", "hedda", "ivo", "juna", "kuno", "lene", "milo", "nele", "otis", "pia", "runa", "silas",
    "tilda", "urs",
];
const LAST_NAMES: [&str; 8] = [
    "example", "sample", "specimen", "fictus", "madeup", "mockley", "inventa", "nobody",
];
/// What stands in everything that is invented but words and numbers.
const LOOKS: [&str; 3] = ["example", "00000000-0000", "9000000"];
/// How long a member id is.
const MEMBER_ID: usize = 39;

/// All that was invented for one page.
#[derive(Debug, Default)]
pub(super) struct Invention {
    words: HashMap<String, String>,
    ids: HashMap<(Kind, String), String>,
    /// What may not be invented: it stands on the page, or means something to the rules.
    taken: HashSet<String>,
    vocabulary: Arc<HashSet<String>>,
    /// Everything that was invented.
    issued: HashSet<String>,
    drawn: HashMap<usize, usize>,
    /// The page, in lower case, where it has something that looks invented already.
    page: Option<String>,
    counts: BTreeMap<Kind, usize>,
    shown: BTreeMap<Kind, Vec<String>>,
}

impl Invention {
    fn is_taken(&self, word: &str) -> bool {
        self.taken.contains(word) || self.vocabulary.contains(word)
    }

    /// For a page, in which nothing that is invented must stand already.
    pub(super) fn beside(page: &str, vocabulary: Arc<HashSet<String>>) -> Invention {
        let page = page.to_lowercase();
        let looks_invented = LOOKS.iter().any(|look| page.contains(look));
        Invention {
            page: looks_invented.then_some(page),
            vocabulary,
            ..Invention::default()
        }
    }

    /// Never to be invented, in lower case.
    pub(super) fn take(&mut self, word: String) {
        self.taken.insert(word);
    }

    /// Whether something was invented here.
    pub(super) fn has_issued(&self, text: &str) -> bool {
        self.issued.contains(text)
    }

    /// Whether something that was invented holds this.
    pub(super) fn is_part_of_issued(&self, text: &str) -> bool {
        self.issued.iter().any(|issued| issued.contains(text))
    }

    /// Everything but words that was replaced, with what it was; short ones may stand for anything.
    pub(super) fn originals(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let long = self.ids.keys().filter_map(|(kind, original)| {
            let what = match kind {
                Kind::Slug => "a slug",
                Kind::MemberId => "a member id",
                Kind::Urn => "a URN",
                Kind::Email => "an e-mail address",
                Kind::Picture => "the address of a picture",
                Kind::Token => "a key",
                Kind::Address | Kind::Number | Kind::Name | Kind::Word => return None,
            };
            Some((what, original.as_str()))
        });
        long.filter(|(_, original)| original.len() > 4)
    }

    /// What was replaced: the kind, how often, and some of what stands in its place.
    pub(super) fn counts(&self) -> Vec<(Kind, usize, Vec<String>)> {
        let shown = |kind: &Kind| self.shown.get(kind).cloned().unwrap_or_default();
        self.counts
            .iter()
            .map(|(kind, count)| (*kind, *count, shown(kind)))
            .collect()
    }

    fn count(&mut self, kind: Kind, invented: &str) {
        *self.counts.entry(kind).or_default() += 1;
        let shown = self.shown.entry(kind).or_default();
        if shown.len() < 3 && !shown.iter().any(|one| one == invented) {
            shown.push(invented.to_owned());
        }
    }

    /// A name is known before any word is replaced: its words get names in their place.
    pub(super) fn name<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        for (at, word) in words.enumerate() {
            let word = word.to_lowercase();
            if self.words.contains_key(&word) || word.chars().any(super::is_unspaced) {
                continue;
            }
            let pool: &[&str] = if at == 0 { &FIRST_NAMES } else { &LAST_NAMES };
            let free = pool
                .iter()
                .find(|name| !self.is_taken(name) && !self.issued.contains(**name));
            if let Some(name) = free {
                self.issued.insert((*name).to_owned());
                self.words.insert(word, (*name).to_owned());
            }
        }
    }

    /// Another word of the same length and case.
    pub(super) fn word(&mut self, word: &str, kind: Kind) -> String {
        let lower = word.to_lowercase();
        let invented = match self.words.get(&lower) {
            Some(known) => known.clone(),
            None => {
                let fresh = self.fresh_word(&lower);
                self.words.insert(lower, fresh.clone());
                fresh
            }
        };
        let invented = in_case_of(word, &invented);
        self.count(kind, &invented);
        invented
    }

    fn fresh_word(&mut self, word: &str) -> String {
        let length = word.chars().count();
        let is_unspaced = word.chars().any(super::is_unspaced);
        // A short word has few to choose from; then one of them stands for several.
        for _ in 0..2000 {
            let drawn = self.drawn.entry(length).or_default();
            *drawn += 1;
            let fresh = if is_unspaced {
                kana(*drawn, length)
            } else {
                latin(*drawn, length)
            };
            if !self.is_taken(&fresh) && !self.issued.contains(&fresh) {
                self.issued.insert(fresh.clone());
                return fresh;
            }
        }
        latin(1, length)
    }

    /// Other digits, as many.
    pub(super) fn digits(&mut self, digits: &str) -> String {
        let length = digits.len();
        self.id(Kind::Number, digits, |n| {
            let tail = format!("{n:0>length$}");
            let mut text: String = std::iter::repeat_n('9', length.saturating_sub(tail.len())).collect();
            text.push_str(&tail);
            let start = text.len() - length;
            let text = text.split_off(start);
            // No number that begins with a nought where none did.
            text.replacen('0', "9", usize::from(text.starts_with('0')))
        })
    }

    /// The slug of somebody.
    pub(super) fn slug(&mut self, slug: &str) -> String {
        if let Some(length) = member_id_in(slug).filter(|length| *length == slug.len()) {
            return self.member_id(&slug[..length]);
        }
        self.id(Kind::Slug, &slug.to_lowercase(), |n| match FIRST_NAMES.get(n) {
            Some(first) => format!("{first}-example"),
            None => format!("example-{n}"),
        })
    }

    /// A member id of the same length.
    pub(super) fn member_id(&mut self, id: &str) -> String {
        let length = id.len();
        self.id(Kind::MemberId, id, |n| {
            format!("{:x<length$}", format!("ACoAAExample{n:04}"))
        })
    }

    /// An e-mail address.
    pub(super) fn email(&mut self, address: &str) -> String {
        self.id(Kind::Email, &address.to_lowercase(), |n| {
            format!("person-{n}@example.com")
        })
    }

    /// A key of the form of a UUID.
    pub(super) fn uuid(&mut self, uuid: &str) -> String {
        self.id(Kind::Token, uuid, |n| format!("00000000-0000-4000-8000-{n:012x}"))
    }

    /// Any other random key.
    pub(super) fn token(&mut self, token: &str) -> String {
        self.id(Kind::Token, token, |n| format!("exampletoken{n}"))
    }

    /// What stands behind `urn:li:KIND:`.
    pub(super) fn urn(&mut self, value: &str) -> String {
        self.id(Kind::Urn, value, |n| format!("9000000{n:02}"))
    }

    /// A piece of a path, or a host's first name.
    pub(super) fn piece(&mut self, piece: &str) -> String {
        self.id(Kind::Address, piece, |n| format!("example-{n}"))
    }

    /// A picture; `marks` are pieces of its address that rules ask for.
    pub(super) fn picture(&mut self, address: &str, marks: &str) -> String {
        self.id(Kind::Picture, address, |n| {
            format!("https://media.example.com/{n}{marks}")
        })
    }

    fn id(&mut self, kind: Kind, original: &str, make: impl Fn(usize) -> String) -> String {
        let key = (kind, original.to_owned());
        if let Some(known) = self.ids.get(&key).cloned() {
            self.count(kind, &known);
            return known;
        }
        let mut n = self.ids.keys().filter(|(other, _)| *other == kind).count();
        let mut fresh = make(n);
        let is_there = |fresh: &str| {
            let lower = fresh.to_lowercase();
            let page = self.page.as_ref().filter(|_| kind != Kind::Number);
            self.is_taken(&lower) || self.issued.contains(fresh) || page.is_some_and(|page| page.contains(&lower))
        };
        while is_there(&fresh) && n < 100_000 {
            n += 1;
            fresh = make(n);
        }
        self.issued.insert(fresh.clone());
        self.ids.insert(key, fresh.clone());
        self.count(kind, &fresh);
        fresh
    }
}

/// The length of the member id that a text begins with, if it does.
pub(super) fn member_id_in(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("AC")?;
    let is_kind = rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.get(1..3) == Some("AA");
    let length = text
        .bytes()
        .take(MEMBER_ID)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    (is_kind && length >= 12).then_some(length)
}

/// The n-th word of a length, of syllables that mean nothing.
fn latin(n: usize, length: usize) -> String {
    // Words of different lengths are no beginnings of each other.
    let mut rest = n.wrapping_mul(7919).wrapping_add(length.wrapping_mul(104_729));
    (0..length)
        .map(|at| {
            let letters = if at % 2 == 0 { CONSONANTS } else { VOWELS };
            let letter = letters[(rest + at * 3) % letters.len()];
            rest /= letters.len();
            char::from(letter)
        })
        .collect()
}

fn kana(n: usize, length: usize) -> String {
    let mut rest = n.wrapping_mul(7);
    (0..length)
        .map(|at| {
            let letter = KANA[(rest + at * 5) % KANA.len()];
            rest /= KANA.len();
            letter
        })
        .collect()
}

fn in_case_of(like: &str, word: &str) -> String {
    let mut letters = like.chars();
    let starts = letters.next().is_some_and(char::is_uppercase);
    let goes_on = like.chars().count() > 1 && letters.all(|c| !c.is_lowercase());
    match (starts, goes_on) {
        (true, true) => word.to_uppercase(),
        (true, false) => {
            let mut letters = word.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        }
        (false, _) => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_has_the_same_in_its_place_whatever_its_case() {
        let mut invention = Invention::default();
        let one = invention.word("Karl", Kind::Word);
        assert_eq!(one.len(), 4);
        assert!(one.starts_with(char::is_uppercase));
        assert_eq!(invention.word("KARL", Kind::Word), one.to_uppercase());
        assert_eq!(invention.word("karl", Kind::Word), one.to_lowercase());
        assert_ne!(invention.word("kurt", Kind::Word), one.to_lowercase());
    }

    #[test]
    fn what_is_taken_is_not_invented() {
        let mut invention = Invention::default();
        invention.take("ada".to_owned());
        invention.name(["Karl", "König"].into_iter());
        assert_eq!(invention.word("Karl", Kind::Name), "Cleo");
        assert_eq!(invention.word("König", Kind::Name), "Example");
        invention.take("ada-example".to_owned());
        assert_eq!(invention.slug("karl-koenig"), "cleo-example");
    }

    #[test]
    fn numbers_keep_their_length_and_ids_their_form() {
        let mut invention = Invention::default();
        for digits in ["123", "99999", "1234567890123"] {
            let other = invention.digits(digits);
            assert_eq!(other.len(), digits.len());
            assert_ne!(other, digits);
            assert!(other.bytes().all(|byte| byte.is_ascii_digit()), "{other}");
        }
        let id = "ACoAAz9wqf0FFGWC3Caw1EimBfKQX7xMR3kN5PO";
        assert_eq!(member_id_in(&format!("{id}Topcard")), Some(39));
        assert_eq!(invention.slug(id).len(), id.len());
        assert_eq!(member_id_in("ACTION"), None);
    }
}

//! The marks and words that selectors ask for, against those that there are: a slip in either would match nothing,
//! and nobody would be told.
//!
//! Knows no page.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::query::Query;
use crate::suggestion::closest;

/// Every mark that annotating puts on a page; `docs/rules.md` says what each means.
const MARKS: [&str; 17] = [
    "lw-count",
    "lw-degree",
    "lw-filled",
    "lw-handle",
    "lw-left-out",
    "lw-main",
    "lw-named",
    "lw-names",
    "lw-nav",
    "lw-owner",
    "lw-path",
    "lw-person",
    "lw-region",
    "lw-status",
    "lw-unclear",
    "lw-word",
    "lw-words",
];
/// Those of them whose values are words.
const OF_WORDS: [&str; 2] = ["lw-word", "lw-named"];
/// A word that the page itself brings, by `error_words` of `reading.toml`.
const OF_THE_PAGE: &str = "error";

/// A table of words with the place of every key.
pub(super) type PlacedWords = BTreeMap<String, BTreeMap<Spanned<String>, Vec<String>>>;

/// One attribute of ours in a selector, and the whole values asked for.
struct Asked<'q> {
    mark: &'q str,
    values: &'q str,
}

fn asked(query: &Query) -> impl Iterator<Item = Asked<'_>> {
    let attributes = query.text.split('[').skip(1);
    attributes.filter_map(|attribute| one(attribute.split(']').next()?))
}

/// What stands between brackets, if it is a mark.
fn one(attribute: &str) -> Option<Asked<'_>> {
    let (left, right) = attribute.split_once('=').unwrap_or((attribute, ""));
    let left = left.trim();
    // A beginning or a part of a value is no word.
    let is_whole = !left.ends_with(['^', '$', '*', '|']);
    let mark = left.trim_end_matches(['~', '^', '$', '*', '|']).trim_end();
    mark.starts_with("lw-").then_some(Asked {
        mark,
        values: if is_whole { unquoted(right.trim()) } else { "" },
    })
}

/// A value as it stands behind `=`, with or without quotes and a flag.
fn unquoted(value: &str) -> &str {
    match value.chars().next() {
        Some(quote @ ('\'' | '"')) => value.split(quote).nth(1),
        Some(_) | None => value.split_whitespace().next(),
    }
    .unwrap_or_default()
}

impl<'q> Asked<'q> {
    /// The words asked for.
    fn words(&self) -> impl Iterator<Item = &'q str> + use<'q> {
        let values = if OF_WORDS.contains(&self.mark) { self.values } else { "" };
        values.split_whitespace()
    }

    /// Why nothing can be a hit.
    fn faults(&self, known: &[&str]) -> Vec<String> {
        if !MARKS.contains(&self.mark) {
            let meant = meant(self.mark, &MARKS);
            return vec![format!("there is no mark `{}`{meant}", self.mark)];
        }
        let strange = self.words().filter(|word| !known.contains(word));
        let fault = |word: &str| format!("no language of words.toml has the word `{word}`{}", meant(word, known));
        strange.map(fault).collect()
    }
}

/// What a selector asks for and nothing can have: a mark that there is not, or a word that no language has.
pub(super) fn asked_in_vain<'q>(
    queries: impl Iterator<Item = &'q Query>,
    known: &BTreeSet<&str>,
) -> Vec<(&'q Query, String)> {
    let known: Vec<&str> = known.iter().copied().chain([OF_THE_PAGE]).collect();
    let mut all = Vec::new();
    for query in queries {
        let faults = asked(query).flat_map(|asked| asked.faults(&known));
        all.extend(faults.map(|fault| (query, fault)));
    }
    all
}

/// Keys of a table that neither a built-in table has nor a selector asks for: where they stand, and what was meant.
pub(super) fn never_asked<'q>(
    table: &PlacedWords,
    built_in: &BTreeSet<&str>,
    queries: impl Iterator<Item = &'q Query>,
) -> Vec<(usize, String)> {
    let asked: BTreeSet<&str> = queries.flat_map(asked).flat_map(|asked| asked.words()).collect();
    let known: Vec<&str> = built_in.iter().copied().collect();
    let is_stray = |key: &&Spanned<String>| {
        let name = key.get_ref().as_str();
        !built_in.contains(name) && !asked.contains(name)
    };
    let keys = table.values().flat_map(BTreeMap::keys).filter(is_stray);
    keys.map(|key| {
        let meant = meant(key.get_ref(), &known);
        let message = format!("no rule asks for the word `{}`{meant}", key.get_ref());
        (key.span().start, message)
    })
    .collect()
}

fn meant(name: &str, known: &[&str]) -> String {
    closest(name, known).map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use scraper::Selector;

    use super::*;

    fn query(text: &str) -> Query {
        Query::new(text, Selector::parse(text).expect("a selector"))
    }

    #[test]
    fn a_slip_in_a_mark_or_a_word_is_found_and_nothing_else_is() {
        let known = BTreeSet::from(["pending", "more"]);
        let told = |text: &str| {
            let query = query(text);
            let faults = asked_in_vain(std::iter::once(&query), &known);
            faults.into_iter().map(|(_, fault)| fault).collect::<Vec<_>>()
        };
        assert!(told("[lw-region~='card'] a[lw-word~='pending']:has([lw-named=\"more\"])").is_empty());
        assert!(told("html[lw-main='full'] [lw-word] [lw-word~='error'] a[href*='=']").is_empty());
        assert!(
            told("[ lw-word ~= pending ] [lw-word^='pen'] [lw-word='more pending'] [lw-word~='more' i]").is_empty()
        );
        assert_eq!(
            told("[lw-regoin~='card'] [lw-word~='pendng']"),
            [
                "there is no mark `lw-regoin`; did you mean `lw-region`?",
                "no language of words.toml has the word `pendng`; did you mean `pending`?"
            ]
        );
    }

    #[test]
    fn a_word_of_ones_own_needs_a_rule_that_asks_for_it() {
        let table: PlacedWords =
            toml::from_str("[en]\npending = [\"x\"]\npendng = [\"y\"]\n[de]\nmine = [\"z\"]\n").expect("words");
        let built_in = BTreeSet::from(["pending"]);
        let rule = query("[lw-word~=mine]");
        let stray = never_asked(&table, &built_in, std::iter::once(&rule));
        assert_eq!(
            stray,
            [(
                21,
                "no rule asks for the word `pendng`; did you mean `pending`?".to_owned()
            )]
        );
    }
}

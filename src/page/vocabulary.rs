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

/// One attribute of ours in a selector, and the value asked for.
struct Asked<'q> {
    mark: &'q str,
    value: Option<&'q str>,
}

fn asked(query: &Query) -> impl Iterator<Item = Asked<'_>> {
    query.text.split('[').skip(1).filter_map(|attribute| {
        let attribute = attribute.trim_start();
        let end = attribute.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let (mark, rest) = attribute.split_at(end.unwrap_or(attribute.len()));
        let value = rest.split(['\'', '"']).nth(1).filter(|_| rest.contains('='));
        mark.starts_with("lw-").then_some(Asked { mark, value })
    })
}

/// The words that a selector asks for.
fn words(query: &Query) -> impl Iterator<Item = &str> {
    let of_words = |asked: &Asked| OF_WORDS.contains(&asked.mark);
    asked(query).filter(of_words).filter_map(|asked| asked.value)
}

/// What a selector asks for and nothing can have: a mark that there is not, or a word that no language has.
pub(super) fn asked_in_vain<'q>(
    queries: impl Iterator<Item = &'q Query>,
    known: &BTreeSet<&str>,
) -> Vec<(&'q Query, String)> {
    let words: Vec<&str> = known.iter().copied().chain([OF_THE_PAGE]).collect();
    let fault = |asked: Asked<'q>| match asked.value {
        _ if !MARKS.contains(&asked.mark) => Some(format!(
            "there is no mark `{}`{}",
            asked.mark,
            meant(asked.mark, &MARKS)
        )),
        Some(word) if OF_WORDS.contains(&asked.mark) && !words.contains(&word) => Some(format!(
            "no language of words.toml has the word `{word}`{}",
            meant(word, &words)
        )),
        Some(_) | None => None,
    };
    queries
        .flat_map(|query| asked(query).filter_map(fault).map(move |fault| (query, fault)))
        .collect()
}

/// Keys of a table that neither a built-in table has nor a selector asks for: where they stand, and what was meant.
pub(super) fn never_asked<'q>(
    table: &PlacedWords,
    built_in: &BTreeSet<&str>,
    queries: impl Iterator<Item = &'q Query>,
) -> Vec<(usize, String)> {
    let asked: BTreeSet<&str> = queries.flat_map(words).collect();
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
        let rule = query("[lw-word~='mine']");
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

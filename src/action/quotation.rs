//! LinkedIn's own words, without what was typed: a page may say a note or an address again.
//!
//! Answers, progress and the ledger keep these words longer than they may keep a note.

use crate::workflow::{Email, Note};

/// So many words of a note in a row are the note's; fewer may be anybody's.
const RUN: usize = 3;

/// What stands in place of what is left out.
const LEFT_OUT: &str = "…";

/// The words without addresses, without the request's own address, and without what is of its note.
pub(super) fn quote(words: &str, note: Option<&Note>, email: Option<&Email>) -> String {
    let said: Vec<&str> = words.split_whitespace().collect();
    let plain: Vec<String> = said.iter().map(|word| bare(word)).collect();
    let address = email.map(|email| email.as_str().to_lowercase());
    let is_address =
        |word: &String| word.contains('@') || address.as_ref().is_some_and(|own| word.contains(own.as_str()));
    let mut is_hidden: Vec<bool> = plain.iter().map(is_address).collect();
    let typed: Vec<String> = note
        .into_iter()
        .flat_map(|note| note.as_str().split_whitespace())
        .map(bare)
        .collect();
    let run = RUN.min(typed.len());
    if run > 0 {
        for (at, here) in plain.windows(run).enumerate() {
            if typed.windows(run).any(|there| there == here) {
                is_hidden[at..at + run].fill(true);
            }
        }
    }
    let mut kept: Vec<&str> = Vec::new();
    for (word, is_hidden) in said.into_iter().zip(is_hidden) {
        let shown = if is_hidden { LEFT_OUT } else { word };
        if shown != LEFT_OUT || kept.last() != Some(&LEFT_OUT) {
            kept.push(shown);
        }
    }
    kept.join(" ")
}

/// A word as it is compared: without what stands around it.
fn bare(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric())
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(words: &str, note: &str) -> String {
        let note = Note::parse(note).unwrap();
        let email = Email::parse("Ada@Example.com").unwrap();
        quote(words, Some(&note), Some(&email))
    }

    #[test]
    fn what_was_typed_is_left_out_and_linkedins_own_words_stay() {
        for (words, note, expected) in [
            (
                "Your invitation was not sent.",
                "Hi Ada,\nyour talk was great",
                "Your invitation was not sent.",
            ),
            ("We don't know ada@example.com.", "Hi", "We don't know …"),
            ("Not sent to (other@example.org).", "Hi", "Not sent to …"),
            (
                "\"Hi Ada, your talk was\" cannot be sent",
                "Hi Ada,\nyour talk was great",
                "… cannot be sent",
            ),
            ("SECRET was not read", "secret", "… was not read"),
            ("A talk was given", "your talk was great", "A talk was given"),
        ] {
            assert_eq!(quoted(words, note), expected);
        }
        assert_eq!(quote("It is here.", None, None), "It is here.");
    }
}

//! Texts without people in them: wordings that LinkedIn itself uses stay, every other word is invented.
//!
//! The shape stays: spaces, punctuation, length and case.

use unicode_normalization::char::is_combining_mark;

use super::invention::{Invention, Kind};
use super::is_unspaced;
use super::key::{email_in, is_random};
use crate::page::label::{MAX_LABEL, normalise};
use crate::page::words::Dictionary;

/// Words that stand for nobody wherever they stand.
const NOBODY: [&str; 1] = ["LinkedIn"];
/// Punctuation beyond ASCII that is kept as it is.
const PUNCTUATION: &str = "·•–—‘’“”„«»‹›…、。，：（）「」『』・¿¡";
/// Digits that are kept: days, degrees, places on a list.
const SHORT_NUMBER: usize = 2;
/// Longest number that may be a counter or a limit where it stands alone.
const COUNTER: usize = 4;

/// A piece of a text that is kept or replaced as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Letters of a script that puts spaces between words.
    Word(&'t str),
    /// Letters of one that does not.
    Unspaced(&'t str),
    Digits(&'t str),
    Email(&'t str),
    /// A random key in the middle of a text.
    Token(&'t str),
    /// Everything else.
    Between(char),
}

impl<'t> Piece<'t> {
    /// Whether it counts as a word: what stands between words does not.
    pub(super) fn is_word(self) -> bool {
        !matches!(self, Piece::Between(_))
    }

    fn written(self) -> &'t str {
        match self {
            Piece::Word(text)
            | Piece::Unspaced(text)
            | Piece::Digits(text)
            | Piece::Email(text)
            | Piece::Token(text) => text,
            Piece::Between(_) => "",
        }
    }
}

/// The pieces of a text, in order; nothing is left out.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut is_inside = false;
    while let Some(first) = rest.chars().next() {
        let email = if is_inside { None } else { email_in(rest) };
        let run = |test: &dyn Fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let key = if is_inside {
            0
        } else {
            run(&|c| c.is_ascii_alphanumeric())
        };
        let (length, piece): (usize, Piece) = if let Some(length) = email {
            (length, Piece::Email(&rest[..length]))
        } else if is_random(&rest[..key]) {
            (key, Piece::Token(&rest[..key]))
        } else if first.is_ascii_digit() {
            let length = run(&|c| c.is_ascii_digit());
            (length, Piece::Digits(&rest[..length]))
        } else if is_unspaced(first) {
            let length = run(&is_unspaced);
            (length, Piece::Unspaced(&rest[..length]))
        } else if is_letter(first) {
            let length = run(&|c| is_letter(c) && !is_unspaced(c));
            (length, Piece::Word(&rest[..length]))
        } else {
            (first.len_utf8(), Piece::Between(first))
        };
        is_inside = piece.is_word();
        pieces.push(piece);
        rest = &rest[length..];
    }
    pieces
}

fn is_letter(c: char) -> bool {
    !c.is_ascii_digit() && (c.is_alphanumeric() || is_combining_mark(c))
}

/// What becomes of a word of a known wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays.
    Kept,
    /// A name stands there.
    Name,
    /// It is free text.
    Free,
}

/// The names of the people of a page, and the words of its language.
pub(super) struct Wordings<'a> {
    pub(super) dictionary: Option<&'a Dictionary>,
    /// Whole names and the first names of toasts, the longest first.
    pub(super) names: &'a [String],
}

impl Wordings<'_> {
    /// What becomes of each word of a label; `None` if it is no wording of LinkedIn's.
    ///
    /// `opens`: a control that opens something is named for what it opens, whoever is called like it.
    pub(super) fn fates(&self, text: &str, opens: bool) -> Option<Vec<Fate>> {
        if text.len() > MAX_LABEL * 8 {
            return None;
        }
        let label = normalise(text);
        let words: Vec<&str> = pieces(&label)
            .into_iter()
            .filter(|piece| piece.is_word())
            .map(Piece::written)
            .collect();
        if words.is_empty() || label.chars().count() > MAX_LABEL {
            return None;
        }
        if is_counter(&label) {
            return Some(vec![Fate::Kept; words.len()]);
        }
        let names = if opens { &[] } else { self.names };
        let wording = self.dictionary?.wording(&label, names)?;
        let known = pieces(&label[..wording.length])
            .into_iter()
            .filter(|piece| piece.is_word())
            .count();
        let mut fates: Vec<Fate> = (0..words.len())
            .map(|at| if at < known { Fate::Kept } else { Fate::Free })
            .collect();
        if let Some(name) = &wording.name {
            mark_name(name, &words, &mut fates);
        }
        if wording.has_number {
            let digits = words
                .iter()
                .zip(&mut fates)
                .filter(|(word, _)| word.len() > SHORT_NUMBER && is_number(word));
            digits.for_each(|(_, fate)| *fate = Fate::Free);
        }
        Some(fates)
    }

    /// Replaces what is in a text, by the fates of its words.
    pub(super) fn written(&self, text: &str, fates: &[Fate], invention: &mut Invention) -> String {
        let mut fates = fates.iter();
        let mut out = String::new();
        for piece in pieces(text) {
            let fate = if piece.is_word() {
                fates.next().copied().unwrap_or(Fate::Free)
            } else {
                Fate::Free
            };
            match (fate, piece) {
                (Fate::Kept, Piece::Unspaced(run)) => out.push_str(&self.without_names(run, invention)),
                (Fate::Kept, piece) => out.push_str(piece.written()),
                (Fate::Name, Piece::Word(word) | Piece::Unspaced(word)) => {
                    out.push_str(&invention.word(word, Kind::Name));
                }
                (Fate::Name | Fate::Free, piece) => out.push_str(&free(piece, invention)),
            }
        }
        out
    }

    /// A whole text: a wording keeps its words, free text keeps none.
    pub(super) fn scrub(&self, text: &str, opens: bool, invention: &mut Invention) -> String {
        let fates = self.fates(text, opens).unwrap_or_default();
        self.written(text, &fates, invention)
    }

    /// Names may touch other words in scripts without spaces.
    fn without_names(&self, run: &str, invention: &mut Invention) -> String {
        let name = self
            .names
            .iter()
            .find(|name| name.chars().all(is_unspaced) && run.contains(name.as_str()));
        match name {
            Some(name) => run.replace(name.as_str(), &invention.word(name, Kind::Name)),
            None => run.to_owned(),
        }
    }
}

/// Marks every place where the words of a name stand one behind the other.
fn mark_name(name: &str, words: &[&str], fates: &mut [Fate]) {
    let parts: Vec<&str> = pieces(name)
        .into_iter()
        .filter(|piece| piece.is_word())
        .map(Piece::written)
        .collect();
    if parts.is_empty() || parts.len() > words.len() {
        return;
    }
    for start in 0..=words.len() - parts.len() {
        if words[start..].starts_with(&parts) {
            fates[start..start + parts.len()].fill(Fate::Name);
        }
    }
}

/// A number alone, or two with a slash between: no more than a counter.
fn is_counter(label: &str) -> bool {
    let is_short = |part: &str| part.len() <= COUNTER && is_number(part);
    match label.split_once('/') {
        Some((one, other)) => is_short(one.trim()) && is_short(other.trim()),
        None => is_short(label),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A piece of free text.
fn free(piece: Piece, invention: &mut Invention) -> String {
    match piece {
        Piece::Word(word) if NOBODY.contains(&word) => word.to_owned(),
        Piece::Word(word) | Piece::Unspaced(word) => invention.word(word, Kind::Word),
        Piece::Digits(digits) if digits.len() <= SHORT_NUMBER => digits.to_owned(),
        Piece::Digits(digits) => invention.digits(digits),
        Piece::Email(address) => invention.email(address),
        Piece::Token(token) => invention.token(token),
        Piece::Between(c) if c.is_ascii() || c.is_whitespace() || PUNCTUATION.contains(c) => c.to_string(),
        // Emoji and signs may be somebody's own.
        Piece::Between(_) => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::words::Words;

    fn scrub(text: &str, names: &[&str]) -> String {
        let table = "[en]\ninvite = [\"Invite {X} to connect\", \"Connect\"]\nrefused = [\"Invitation not sent to {X}.{...}\"]\nfollowers = [\"{N} followers\"]\n[ja]\ninvite = [\"{X}さんにつながりを申請\"]";
        let words = Words::new(toml::from_str(table).unwrap());
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let wordings = Wordings {
            dictionary: words.dictionary(None),
            names: &names,
        };
        let mut invention = Invention::default();
        for name in &names {
            invention.name(name.split(' '));
        }
        wordings.scrub(text, false, &mut invention)
    }

    #[test]
    fn a_wording_keeps_its_words_and_another_name_stands_in_it() {
        let karl = ["Karl König"];
        assert_eq!(
            scrub("Invite Karl König to connect", &karl),
            "Invite Ada Example to connect"
        );
        assert_eq!(scrub("Connect", &karl), "Connect");
        assert_eq!(scrub("1,204 followers", &karl), "1,900 followers");
        assert_eq!(scrub("0/200", &karl), "0/200");
        assert_eq!(scrub("山田花子さんにつながりを申請", &["山田花子"]).chars().count(), 14);
        assert!(scrub("山田花子さんにつながりを申請", &["山田花子"]).ends_with("さんにつながりを申請"));
    }

    #[test]
    fn free_text_keeps_its_shape_and_no_word() {
        let text = "Karl König, Head of Bridges (1998–2024) ✨ karl@firma.example";
        let scrubbed = scrub(text, &["Karl König"]);
        assert!(scrubbed.starts_with("Ada Example, "), "{scrubbed}");
        assert!(scrubbed.ends_with(" * person-0@example.com"), "{scrubbed}");
        for word in ["Head", "Bridges", "1998", "2024", "firma"] {
            assert!(!scrubbed.contains(word), "{scrubbed}");
        }
        let tail = scrub("Invitation not sent to Karl König. Ask Grace instead.", &["Karl König"]);
        assert!(tail.starts_with("Invitation not sent to Ada Example. "), "{tail}");
        assert!(!tail.contains("Grace"), "{tail}");
    }

    #[test]
    fn pieces_leave_nothing_out() {
        for text in ["", "a b", "田中さん 12/3", "x@y.example!", "é’s", "a@b"] {
            let all: String = pieces(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Between(c) => c.to_string(),
                    piece => piece.written().to_owned(),
                })
                .collect();
            assert_eq!(all, text);
        }
    }
}

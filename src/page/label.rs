//! Labels made comparable: spaces, quotes, names and numbers.
//!
//! Pure text. Labels are always compared whole, never by containing a word.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Longest label that is compared, in characters; longer texts are prose.
pub(crate) const MAX_LABEL: usize = 300;

/// NFC, one space between words, plain quotes, no separator dot in front, no full stop at the end.
pub(crate) fn normalise(text: &str) -> String {
    let plain: Cow<str> = if text.is_ascii() {
        text.into()
    } else {
        plain(text).into()
    };
    let words: Vec<&str> = plain
        .split(char::is_whitespace)
        .filter(|word| !word.is_empty())
        .collect();
    let joined = words.join(" ");
    let front = joined.trim_start_matches(['\u{b7}', '\u{2022}', ' ']);
    let cut = front.trim_end_matches('\u{3002}');
    // "1." is a degree, "Thanks." a sentence: only a stop behind a letter is dropped.
    match cut.strip_suffix('.') {
        Some(rest) if rest.ends_with(|c: char| c.is_alphabetic() || c == ')') => rest.to_owned(),
        _ => cut.to_owned(),
    }
}

/// NFC, plain quotes and spaces, nothing that only steers the direction of writing.
fn plain(text: &str) -> String {
    text.nfc()
        .filter_map(|c| match c {
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => Some('\''),
            '\u{201c}' | '\u{201d}' => Some('"'),
            c if c.is_whitespace() => Some(' '),
            c => Some(c),
        })
        .collect()
}

/// Takes the person's name out of a label: `Invite Ada to connect` → `Invite {X} to connect`.
///
/// The name must stand alone: it may not touch another letter or digit, so that `Ada` is not
/// found in `Adam`. `None` where it does not occur.
pub(crate) fn without_name(label: &str, name: &str) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    label.match_indices(name).find_map(|(at, found)| {
        let (before, after) = (&label[..at], &label[at + found.len()..]);
        let touches_before = before.chars().next_back().is_some_and(joins) && name.starts_with(joins);
        let touches_after = after.chars().next().is_some_and(joins) && name.ends_with(joins);
        (!touches_before && !touches_after).then(|| format!("{before}{{X}}{after}"))
    })
}

/// A letter or digit of a script that puts spaces between words; others may touch a name.
fn joins(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

/// A letter of a script that puts no spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{e00}'..='\u{eff}')
}

/// Takes the first whole number out: `1,204 followers` → (`{N} followers`, 1204).
///
/// Digits may be grouped by commas, stops, apostrophes or spaces; the last group has three.
/// `None` for fractions and abbreviations (`1.5K`): they are no whole numbers.
pub(crate) fn without_number(label: &str) -> Option<(String, u64)> {
    let start = label.find(|c: char| c.is_ascii_digit())?;
    let mut rest = &label[start..];
    let mut number = String::new();
    let first = leading_digits(rest);
    number.push_str(first);
    rest = &rest[first.len()..];
    while let Some(group) = following_group(rest) {
        number.push_str(group);
        rest = &rest[1 + group.len()..];
    }
    let fraction = rest.starts_with(['.', ',']) && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let number = number.parse().ok()?;
    (!fraction).then(|| (format!("{}{{N}}{rest}", &label[..start]), number))
}

fn leading_digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

/// Three digits behind one separator (two where more groups follow, as India writes them).
fn following_group(text: &str) -> Option<&str> {
    let tail = text.strip_prefix([',', '.', '\'', ' '])?;
    let digits = leading_digits(tail);
    let more = tail[digits.len()..].starts_with(',');
    (digits.len() == 3 || (digits.len() == 2 && more)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_compared_without_typography() {
        assert_eq!(normalise(" \u{b7}\u{a0}1st "), "1st");
        assert_eq!(normalise("You\u{2019}ve  reached it."), "You've reached it");
        assert_eq!(normalise("· 1."), "1.");
    }

    #[test]
    fn a_name_is_cut_out_whole_or_not_at_all() {
        assert_eq!(
            without_name("Invite Ada to connect", "Ada").as_deref(),
            Some("Invite {X} to connect")
        );
        assert_eq!(without_name("Invite Adam to connect", "Ada"), None);
        assert_eq!(
            without_name("田中花子さんにつながりを申請", "田中花子").as_deref(),
            Some("{X}さんにつながりを申請")
        );
        assert_eq!(
            without_name("Emma Exampleさんにつながりを申請", "Emma Example").as_deref(),
            Some("{X}さんにつながりを申請")
        );
    }

    #[test]
    fn a_number_is_cut_out() {
        assert_eq!(without_number("12 left"), Some(("{N} left".to_owned(), 12)));
        assert_eq!(without_number("none"), None);
    }

    #[test]
    fn groups_of_thousands_are_one_number() {
        for (label, number) in [
            ("1,234 followers", 1234),
            ("12.345 Follower", 12_345),
            ("1 234 567 abonnés", 1_234_567),
            ("12'345 Follower", 12_345),
            ("1,23,456 followers", 123_456),
            ("500 followers", 500),
        ] {
            let (cut, found) = without_number(label).unwrap();
            assert_eq!(found, number, "{label}");
            assert!(cut.starts_with("{N} "), "{cut}");
        }
        assert_eq!(without_number("1.5K followers"), None);
        assert_eq!(without_number("0/200").unwrap().0, "{N}/200");
    }
}

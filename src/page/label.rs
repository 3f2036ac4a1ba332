//! Labels made comparable: spaces, quotes, names and numbers.
//!
//! Pure text. Labels are always compared whole, never by containing a word.

use unicode_normalization::UnicodeNormalization;

/// Longest label that is compared, in characters; longer texts are prose.
pub(crate) const MAX_LABEL: usize = 300;

/// NFC, one space between words, plain quotes, no separator dot in front, no full stop at the end.
pub(crate) fn normalise(text: &str) -> String {
    let plain: String = text
        .nfc()
        .filter_map(|c| match c {
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => Some('\''),
            '\u{201c}' | '\u{201d}' => Some('"'),
            c if c.is_whitespace() => Some(' '),
            c => Some(c),
        })
        .collect();
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let joined = words.join(" ");
    let front = joined.trim_start_matches(['\u{b7}', '\u{2022}', ' ']);
    let cut = front.trim_end_matches('\u{3002}');
    // "1." is a degree, "Thanks." a sentence: only a stop behind a letter is dropped.
    match cut.strip_suffix('.') {
        Some(rest) if rest.ends_with(|c: char| c.is_alphabetic() || c == ')') => rest.to_owned(),
        _ => cut.to_owned(),
    }
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
        let touches_before = before.ends_with(char::is_alphanumeric) && is_spaced(name);
        let touches_after = after.starts_with(char::is_alphanumeric) && is_spaced(name);
        (!touches_before && !touches_after).then(|| format!("{before}{{X}}{after}"))
    })
}

/// Scripts without spaces between words let a name touch its neighbours.
fn is_spaced(name: &str) -> bool {
    !name
        .chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// Takes the first whole number out: `3 left` → (`{N} left`, 3).
pub(crate) fn without_number(label: &str) -> Option<(String, u64)> {
    let start = label.find(|c: char| c.is_ascii_digit())?;
    let digits: String = label[start..].chars().take_while(char::is_ascii_digit).collect();
    let number = digits.parse().ok()?;
    Some((
        format!("{}{{N}}{}", &label[..start], &label[start + digits.len()..]),
        number,
    ))
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
    }

    #[test]
    fn a_number_is_cut_out() {
        assert_eq!(without_number("12 left"), Some(("{N} left".to_owned(), 12)));
        assert_eq!(without_number("none"), None);
    }
}

//! Names as pages write them: with titles or without, whole or shortened.

use super::label::{is_unspaced, normalise};

/// Longest name, in words; what is longer is a sentence.
const MOST_WORDS: usize = 8;

/// Whether a text that stands where a name may stand can be one: nobody is called "3 invitations left".
pub(crate) fn can_be_one(text: &str) -> bool {
    let words = words(text);
    !words.is_empty() && words.len() <= MOST_WORDS && !text.chars().any(|c| c.is_numeric())
}

/// Whether two texts name one person: titles may stand around the name, middle names be left out, the family come
/// first, and a first name is name enough.
pub(crate) fn are_one(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    if one.len() > 1 && sorted(&one) == sorted(&other) {
        return true;
    }
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    match short.as_slice() {
        [] => false,
        [first] => long.first() == Some(first),
        several => {
            let mut rest = long.iter();
            several.iter().all(|word| rest.any(|at| at == word))
        }
    }
}

/// Whether two names have nothing in common. Names of scripts without spaces are compared letter by letter.
pub(crate) fn are_strangers(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    !one.is_empty() && !other.is_empty() && !one.iter().any(|part| other.contains(part))
}

fn sorted(words: &[String]) -> Vec<&String> {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort();
    words
}

/// The same without the abbreviations in front: `Dr. Ada` → `Ada`. One letter is an initial.
pub(super) fn without_title(name: &str) -> &str {
    match name.split_once(' ') {
        Some((first, rest)) if first.ends_with('.') && first.chars().count() > 2 => without_title(rest),
        Some(_) | None => name,
    }
}

/// A normalised name as the labels of controls may write it, best first: as it stands, without what is in brackets,
/// without what is behind a comma, without titles. Of a name of several words at least two are left.
pub(super) fn forms(name: &str) -> Vec<String> {
    let plain = without_brackets(name);
    let before = plain
        .split_once(',')
        .map_or(plain.as_str(), |(before, _)| before.trim_end());
    let mut forms = vec![name.to_owned()];
    for form in [&plain, before, without_title(before)] {
        if words(form).len() > 1 && !forms.iter().any(|known| known == form) {
            forms.push(form.to_owned());
        }
    }
    forms
}

/// `Ada (she/her) Example` → `Ada Example`.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    let outside = name.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn words(name: &str) -> Vec<String> {
    let name = normalise(name).to_lowercase();
    let words = without_title(&name).split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn parts(name: &str) -> Vec<String> {
    let words = words(name).into_iter();
    words
        .flat_map(|word| match word.chars().any(is_unspaced) {
            true => word.chars().map(String::from).collect(),
            false => vec![word],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_middle_names_may_be_left_out_and_nothing_else() {
        for (card, dialog, one) in [
            ("Dr. Ada Example, PhD", "Ada Example", true),
            ("ADA EXAMPLE", "Ada Example", true),
            ("Ada B. Example", "Ada Example", true),
            ("Ada Example", "Ada", true),
            ("Prof. Dr. Ada Example", "Ada", true),
            ("A. Example", "Example", false),
            ("\u{200e}Ada\u{a0}Example", "Ada Example", true),
            ("田中 太郎", "田中", true),
            ("Ada Example", "Example", false),
            ("Ada Example", "Ada Other", false),
            ("Dr. Ada Example", "Dr. Bob Example", false),
            ("Example Ada", "Ada Example", true),
            ("Example Ada B.", "Ada Example", false),
            ("Ada Example", "", false),
        ] {
            assert_eq!(are_one(card, dialog), one, "{card} {dialog}");
            assert_eq!(are_one(dialog, card), one, "{dialog} {card}");
        }
    }

    #[test]
    fn controls_may_leave_out_brackets_letters_behind_a_comma_and_titles() {
        for (name, others) in [
            ("Ada Example", &[][..]),
            ("Ada", &[]),
            ("Ada Example (She/Her)", &["Ada Example"]),
            (
                "Dr. Ada Example, PhD (she/her)",
                &["Dr. Ada Example, PhD", "Dr. Ada Example", "Ada Example"],
            ),
            ("Example, Ada", &[]),
            ("Ada, PhD", &[]),
            ("Ada (Example", &[]),
        ] {
            let forms = forms(name);
            assert_eq!(forms[0], name);
            assert_eq!(forms[1..], *others, "{name}");
        }
    }

    #[test]
    fn strangers_share_no_part_of_their_names() {
        for (one, other, strangers) in [
            ("Ada Example", "Olga Other", true),
            ("Ada Example", "Ada Other", false),
            ("Ada Example (she/her)", "Example, Ada", false),
            ("田中太郎", "太郎 田中", false),
            ("田中太郎", "佐藤花子", true),
            ("Ada Example", "", false),
        ] {
            assert_eq!(are_strangers(one, other), strangers, "{one} {other}");
        }
    }

    #[test]
    fn what_counts_or_is_a_sentence_is_no_name() {
        for (text, can_be) in [
            ("Ada Example", true),
            ("田中太郎", true),
            ("1 personalized invitation remaining for this month.", false),
            ("残り３件", false),
            ("Write a note that tells her why you want to connect", false),
            ("…", false),
        ] {
            assert_eq!(can_be_one(text), can_be, "{text}");
        }
    }
}

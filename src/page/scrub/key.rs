//! Keys without people in them: ids, classes, test ids and the like, whose pattern must stay.
//!
//! Most of a key is the site's own wording, which new rules are written for, so it is kept but for
//! what names somebody or is random.

use std::collections::HashSet;

use super::invention::{Invention, Kind, member_id_in};
use crate::page::rule_set::RuleSet;

/// Digits that are counted through by a page may be fewer; these may name somebody.
const NAMING_DIGITS: usize = 5;
/// The shortest run of letters and digits that may be a random key.
const RANDOM: usize = 16;
/// The shortest slug that is looked for inside of other words.
const INSIDE: usize = 4;
/// How names of session cookies are spelt, in lower case.
const COOKIES: [&str; 7] = [
    "li_at",
    "jsessionid",
    "li_rm",
    "bcookie",
    "bscookie",
    "liap",
    "csrftoken",
];

/// What is known of the keys of one page.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// What selectors ask for, in quotes.
    known: HashSet<String>,
    pictures: Vec<String>,
    /// Slugs that the page names, the longest first, in lower case.
    slugs: Vec<String>,
    /// Parts of names, in lower case, but for words that selectors ask for.
    names: HashSet<String>,
}

impl Keys {
    /// What the selectors ask for, with the slugs and names of a page.
    pub(super) fn new(rules: &RuleSet, slugs: &[String], names: &[String]) -> Keys {
        let mut keys = Keys::default();
        for text in rules.selectors() {
            for quoted in text.split('\'').skip(1).step_by(2) {
                let pieces = quoted.split(['/', '?']).filter(|piece| !piece.is_empty());
                keys.known.extend(pieces.map(str::to_owned));
                keys.known.insert(quoted.to_owned());
            }
            let asked = text.split("[src*='").skip(1).filter_map(|rest| rest.split('\'').next());
            keys.pictures.extend(asked.map(str::to_owned));
        }
        keys.pictures.sort();
        keys.pictures.dedup();
        keys.slugs = slugs.iter().map(|slug| slug.to_lowercase()).collect();
        keys.slugs
            .sort_by_key(|slug| (std::cmp::Reverse(slug.len()), slug.clone()));
        keys.slugs.dedup();
        let parts = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
        keys.names = parts
            .filter(|part| part.chars().count() >= INSIDE)
            .map(str::to_lowercase)
            .collect();
        let asked = keys
            .known
            .iter()
            .flat_map(|known| known.split(|c: char| !c.is_alphanumeric()));
        for word in asked.flat_map(humps).map(str::to_lowercase) {
            keys.names.remove(&word);
        }
        keys
    }

    /// Whether a selector asks for exactly this.
    pub(super) fn is_known(&self, text: &str) -> bool {
        self.known.contains(text)
    }

    /// Pieces of the addresses of pictures that selectors ask for.
    pub(super) fn asked_of_pictures(&self) -> impl Iterator<Item = &str> {
        self.pictures.iter().map(String::as_str)
    }

    /// Whether this is somebody's slug.
    pub(super) fn is_slug(&self, text: &str) -> bool {
        self.slugs.contains(&text.to_lowercase())
    }

    /// The same keys without the parts of names: for words of our own, which are no keys of the page.
    pub(super) fn without_names(&self) -> Keys {
        Keys {
            known: HashSet::new(),
            names: HashSet::new(),
            pictures: Vec::new(),
            slugs: self.slugs.clone(),
        }
    }

    /// A value of one or several keys.
    pub(super) fn scrub(&self, value: &str, invention: &mut Invention) -> String {
        if self.is_known(value) {
            return value.to_owned();
        }
        let mut text = value.to_owned();
        for slug in self.slugs.iter().filter(|slug| slug.len() >= INSIDE || **slug == value) {
            text = replaced(&text, slug, |_| invention.slug(slug));
        }
        let mut out = String::new();
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let taken = self.step(rest, &out, invention);
            match taken {
                Some((length, piece)) => {
                    out.push_str(&piece);
                    rest = &rest[length..];
                }
                None => {
                    let (run, behind) = rest.split_at(run_in(rest));
                    out.push_str(&self.run(run, invention));
                    rest = behind;
                }
            }
        }
        out
    }

    /// What begins here and is replaced as one.
    fn step(&self, rest: &str, before: &str, invention: &mut Invention) -> Option<(usize, String)> {
        if let Some(length) = urn_in(rest) {
            return Some((length, urn(&rest[..length], invention)));
        }
        if let Some(length) = email_in(rest) {
            return Some((length, invention.email(&rest[..length])));
        }
        let lower = rest.get(..10.min(rest.len())).unwrap_or_default().to_ascii_lowercase();
        if let Some(cookie) = COOKIES.iter().find(|cookie| lower.starts_with(**cookie)) {
            return Some((cookie_in(rest, cookie.len()), invention.token(cookie)));
        }
        if let Some(length) = member_id_in(rest) {
            let id = &rest[..length];
            let is_ours = invention.has_issued(id);
            return Some((
                length,
                if is_ours {
                    id.to_owned()
                } else {
                    invention.member_id(id)
                },
            ));
        }
        let touches = before.ends_with(|c: char| c.is_ascii_alphanumeric());
        if !touches && let Some(length) = uuid_in(rest) {
            return Some((length, invention.uuid(&rest[..length])));
        }
        None
    }

    /// A run of letters and digits.
    fn run(&self, run: &str, invention: &mut Invention) -> String {
        if run.bytes().all(|byte| byte.is_ascii_digit()) && run.len() >= NAMING_DIGITS {
            return invention.digits(run);
        }
        if is_random(run) && !invention.has_issued(run) && !self.is_known(run) {
            return invention.token(run);
        }
        if self.names.contains(&run.to_lowercase()) {
            return invention.word(run, Kind::Name);
        }
        self.humps(run, invention)
    }

    /// `profileKarlCard`: names and long numbers inside of a run.
    fn humps(&self, run: &str, invention: &mut Invention) -> String {
        let mut out = String::new();
        for hump in humps(run) {
            if hump.len() >= NAMING_DIGITS && hump.bytes().all(|byte| byte.is_ascii_digit()) {
                out.push_str(&invention.digits(hump));
            } else if self.names.contains(&hump.to_lowercase()) {
                out.push_str(&invention.word(hump, Kind::Name));
            } else {
                out.push_str(hump);
            }
        }
        out
    }
}

/// The length of a cookie's name with its value.
fn cookie_in(text: &str, name: usize) -> usize {
    match text[name..].strip_prefix('=') {
        Some(value) => name + 1 + value.find([';', ',', '&', ' ', '"', '\'']).unwrap_or(value.len()),
        None => name,
    }
}

/// The length of the letters and digits in front, up to a member id; of one character, if it is neither.
fn run_in(text: &str) -> usize {
    let first = text.chars().next().map_or(1, char::len_utf8);
    let run = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let id = text[..run].match_indices("AC").map(|(at, _)| at);
    let id = id.filter(|at| *at > 0).find(|at| member_id_in(&text[*at..]).is_some());
    id.unwrap_or(run).max(first)
}

/// Parts of a run: letters from one capital to the next, digits.
pub(super) fn humps(run: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = run.char_indices().collect();
    for pair in chars.windows(2) {
        let [(_, one), (at, other)] = pair else { continue };
        let turns = (one.is_lowercase() && other.is_uppercase()) || (one.is_ascii_digit() != other.is_ascii_digit());
        if turns {
            parts.push(&run[start..*at]);
            start = *at;
        }
    }
    parts.push(&run[start..]);
    parts
}

/// Letters and digits that change their kind too often for words.
pub(super) fn is_random(run: &str) -> bool {
    let length = run.chars().count();
    length >= RANDOM && (humps(run).len() - 1) * 9 >= length * 2
}

fn urn_in(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("urn:li:")?;
    let kind = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        .count();
    let value = rest[kind..].strip_prefix(':')?;
    let of = |test: &dyn Fn(&u8) -> bool| value.bytes().take_while(|byte| test(byte)).count();
    let length = match (member_id_in(value), value.as_bytes().first()) {
        (Some(length), _) => length,
        (None, Some(byte)) if byte.is_ascii_digit() => of(&|byte| byte.is_ascii_digit()),
        (None, _) => of(&|byte| byte.is_ascii_alphanumeric() || b"-_:().,%=".contains(byte)),
    };
    (kind > 0 && length > 0).then_some("urn:li:".len() + kind + 1 + length)
}

/// The value of a URN without what closes the text around it.
fn urn(text: &str, invention: &mut Invention) -> String {
    let rest = text.strip_prefix("urn:li:").unwrap_or(text);
    let (kind, value) = rest.split_once(':').unwrap_or((rest, ""));
    if invention.has_issued(value) {
        return text.to_owned();
    }
    format!("urn:li:{kind}:{}", invention.urn(value))
}

/// The length of an e-mail address that begins here.
pub(super) fn email_in(text: &str) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
    let local = text.bytes().take_while(is_part).count();
    let domain = text[local..].strip_prefix('@')?;
    let length = domain
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
        .count();
    let domain = domain[..length].trim_end_matches(['.', '-']);
    (local > 0 && domain.contains('.')).then_some(local + 1 + domain.len())
}

fn uuid_in(text: &str) -> Option<usize> {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let mut at = 0;
    for (place, group) in GROUPS.iter().enumerate() {
        if place > 0 {
            at += text.get(at..)?.starts_with('-').then_some(1)?;
        }
        let digits = text.get(at..at + group)?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
        at += group;
    }
    Some(at)
}

/// Every place of a lower-case text, whatever case it is written in.
fn replaced(text: &str, what: &str, mut with: impl FnMut(&str) -> String) -> String {
    let lower = text.to_lowercase();
    if lower.len() != text.len() || !lower.contains(what) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in lower.match_indices(what) {
        if text.is_char_boundary(at) && text.is_char_boundary(at + what.len()) {
            out.push_str(&text[from..at]);
            out.push_str(&with(&text[at..at + what.len()]));
            from = at + what.len();
        }
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrub(value: &str) -> String {
        let rules = RuleSet::built_in().unwrap();
        let keys = Keys::new(&rules, &["karl-koenig".to_owned()], &["Karl König".to_owned()]);
        keys.scrub(value, &mut Invention::default())
    }

    #[test]
    fn the_pattern_of_a_key_stays_and_who_is_in_it_goes() {
        for (key, other) in [
            (
                "com.linkedin.sdui.profile.card.refkarl-koenigActivity",
                "com.linkedin.sdui.profile.card.refada-exampleActivity",
            ),
            (
                "com.linkedin.sdui.profile.card.refACoAAz9wqf0FFGWC3Caw1EimBfKQX7xMR3kN5POTopcard",
                "com.linkedin.sdui.profile.card.refACoAAExample0000xxxxxxxxxxxxxxxxxxxxxxxTopcard",
            ),
            (
                "urn:li:fsu_profileActionDelegate:100100",
                "urn:li:fsu_profileActionDelegate:900000000",
            ),
            (
                "d1fbb370-d03b-2f53-d13b-30e6d23b3279",
                "00000000-0000-4000-8000-000000000000",
            ),
            ("DdUWZqGJwuEPeEeLmKzOYlIKMUBjqgEOZpTo", "exampletoken0"),
            (
                "pv-top-card-profile-picture__image--show",
                "pv-top-card-profile-picture__image--show",
            ),
            ("ember78-profile-overflow-action", "ember78-profile-overflow-action"),
            ("li_at=AQEDARxyz; a", "exampletoken0; a"),
            ("cardKarlMain", "cardFibaMain"),
        ] {
            let scrubbed = scrub(key);
            if key.contains("Karl") {
                assert!(!scrubbed.contains("Karl") && scrubbed.starts_with("card"), "{scrubbed}");
            } else {
                assert_eq!(scrubbed, other, "{key}");
            }
        }
    }

    #[test]
    fn random_keys_are_told_from_words() {
        for random in [
            "d41d8cd98f00b204e9800998ecf8427e",
            "AQEDAR8fGh2kLm0pQrStUvWx",
            "DdUWZqGJwuEPeEeLmKzO",
        ] {
            assert!(is_random(random), "{random}");
        }
        for word in [
            "profileActionDelegate",
            "PremiumUpsellOrderOrigin",
            "fsdprofilecardsOnProfile",
        ] {
            assert!(!is_random(word), "{word}");
        }
    }
}

//! The part of a person's URL that names the person.
//!
//! Decoded once, normalised, checked; holds no syntax of URLs, selectors or scripts. Knows no hosts.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::PersonUrlError;

/// The longest slug, in characters, decoded.
const MAX_CHARS: usize = 100;

/// What a slug leaves as it is when it is encoded.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// How every member id begins that stands in place of a slug.
const HASHED: &str = "ACoAA";

const ZERO_WIDTH_JOINER: char = '\u{200D}';
const EMOJI_STYLE: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';
const BLACK_FLAG: char = '\u{1F3F4}';

/// A person's slug: decoded, NFC, lower-case unless it is a member id (`ACoAA…`).
///
/// Two slugs are the same person's URL exactly if they are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// Reads one path segment or one query value as it stands in a link of a page. Percent escapes are decoded once.
    ///
    /// `None` if it cannot be a person's slug.
    #[must_use]
    pub fn from_path_segment(segment: &str) -> Option<Self> {
        Self::parse(segment).ok()
    }

    /// Reads the slug out of the path of a page's address, on whatever host: `/in/<slug>` and anything after it.
    ///
    /// For the address that a browser has landed on; what a caller writes goes through
    /// [`PersonUrl::parse`](super::PersonUrl::parse).
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let segment = path.strip_prefix("/in/")?.split('/').next()?;
        Self::from_path_segment(segment)
    }

    /// Reads a slug as [`decoded`](Self::decoded) gives it.
    ///
    /// `None` if it cannot be a person's slug.
    #[must_use]
    pub fn from_decoded(text: &str) -> Option<Self> {
        Self::parse(&utf8_percent_encode(text, PLAIN).to_string()).ok()
    }

    pub(super) fn parse(segment: &str) -> Result<Self, PersonUrlError> {
        let decoded = decode(segment)?;
        if decoded.contains('%') {
            return Err(PersonUrlError::EncodedTwice);
        }
        let slug = normalise(&decoded);
        check(&slug)?;
        Ok(Self(slug))
    }

    /// The slug in plain characters.
    #[must_use]
    pub fn decoded(&self) -> &str {
        &self.0
    }

    /// The slug as one path segment: percent-encoded UTF-8 with upper-case digits, as LinkedIn's links write it.
    #[must_use]
    pub fn encoded(&self) -> String {
        utf8_percent_encode(&self.0, PLAIN).to_string()
    }

    /// Whether this is a member id, whose letter case counts and which LinkedIn redirects to the public slug.
    #[must_use]
    pub fn is_hashed(&self) -> bool {
        is_hashed(&self.0)
    }
}

/// Decodes percent escapes once, strictly.
pub(super) fn decode(segment: &str) -> Result<String, PersonUrlError> {
    let escapes = segment.split('%').skip(1);
    for escape in escapes {
        let digits = escape.as_bytes().get(..2).unwrap_or_default();
        if digits.len() != 2 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(PersonUrlError::PercentEscape);
        }
    }
    let text = percent_decode_str(segment).decode_utf8();
    text.map(std::borrow::Cow::into_owned)
        .map_err(|_| PersonUrlError::SlugNotUtf8)
}

fn normalise(text: &str) -> String {
    let composed: String = text.nfc().collect();
    if is_hashed(&composed) {
        return composed;
    }
    composed.to_lowercase().nfc().collect()
}

fn is_hashed(slug: &str) -> bool {
    let base64url = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    slug.len() > HASHED.len() && slug.starts_with(HASHED) && slug.bytes().all(base64url)
}

fn check(slug: &str) -> Result<(), PersonUrlError> {
    if slug.chars().count() > MAX_CHARS {
        return Err(PersonUrlError::SlugTooLong);
    }
    if !slug.chars().all(may_stand_in_slug) || !invisible_parts_belong_to_emoji(slug) {
        return Err(PersonUrlError::SlugCharacter);
    }
    if !slug.contains(|c: char| c.is_alphanumeric() || is_emoji(c)) {
        return Err(PersonUrlError::SlugCharacter);
    }
    match slug {
        "me" => Err(PersonUrlError::SlugMe),
        "unavailable" => Err(PersonUrlError::SlugReserved),
        _ => Ok(()),
    }
}

/// Letters, marks, digits, `-`, emoji; and `_`, which member ids hold and which means nothing in a URL.
fn may_stand_in_slug(c: char) -> bool {
    let listed = c == '-' || c == '_' || c == ZERO_WIDTH_JOINER || is_tag(c);
    listed || is_emoji(c) || ((c.is_alphanumeric() || is_combining_mark(c)) && !is_blank(c))
}

/// The invisible parts of emoji stand only inside emoji; anywhere else they make look-alikes.
fn invisible_parts_belong_to_emoji(slug: &str) -> bool {
    let chars: Vec<char> = slug.chars().collect();
    chars.iter().enumerate().all(|(at, c)| {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(at + 1).copied();
        match *c {
            ZERO_WIDTH_JOINER => before.is_some_and(|c| is_emoji(c) || c == EMOJI_STYLE) && after.is_some_and(is_emoji),
            EMOJI_STYLE => before.is_some_and(is_emoji) || after == Some(KEYCAP),
            c if is_tag(c) => before.is_some_and(|c| c == BLACK_FLAG || is_tag(c)),
            _ => true,
        }
    })
}

/// The letters that spell a region after a black flag.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// Letters and marks that show nothing.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}' | '\u{FFA0}'
            | '\u{180B}'..='\u{180F}'
            | '\u{FE00}'..='\u{FE0E}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// The blocks in which emoji and the symbols around them stand.
fn is_emoji(c: char) -> bool {
    matches!(
        c,
        '\u{A9}' | '\u{AE}' | '\u{2122}'
            | '\u{2190}'..='\u{21FF}'
            | '\u{2300}'..='\u{23FF}'
            | '\u{25A0}'..='\u{27BF}'
            | '\u{2B00}'..='\u{2BFF}'
            | '\u{1F000}'..='\u{1FAFF}'
    )
}

/// Characters that nobody sees and that make two texts look alike; the joiner of emoji is not one.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}'
            | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
    )
}

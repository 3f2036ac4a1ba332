//! Text that a caller gives and that is typed into a page or echoed: note, e-mail address, label.
//!
//! Typed text can press keys, so what could is refused here. Knows no page and no keyboard.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The longest note, in UTF-16 code units, as a browser's text area counts.
pub const MAX_NOTE: usize = 300;

/// The longest label, in UTF-16 code units.
pub const MAX_LABEL: usize = 256;

/// The longest e-mail address, in bytes.
pub const MAX_EMAIL: usize = 254;

/// Why a text is refused. `Display` is a sentence with the cure that never repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TextError {
    /// Empty, or nothing but white space: there is nothing to send.
    #[error("The text is empty or blank; leave it out instead, and its cell empty in a list.")]
    Blank,
    /// Over the limit.
    #[error("The text is {length} {unit} long, and at most {limit} are taken; shorten it.")]
    TooLong {
        /// How long it is.
        length: usize,
        /// The limit that counts here.
        limit: usize,
        /// What is counted.
        unit: &'static str,
    },
    /// U+000D, also before a line feed.
    #[error("The text holds a carriage return; write line breaks as \\n alone.")]
    CarriageReturn,
    /// A line feed where no line break may stand.
    #[error("The text holds a line break; write it on one line.")]
    LineBreak,
    /// Any other control character.
    #[error("The text holds a control character (a tab, for example); remove it.")]
    ControlCharacter,
    /// U+E000 to U+F8FF: WebDriver presses keys for these.
    #[error("The text holds a private-use character (U+E000 to U+F8FF), which presses keys; remove it.")]
    PrivateUse,
    /// U+2028 or U+2029, which not every page keeps.
    #[error("The text holds a Unicode line or paragraph separator; write line breaks as \\n.")]
    LineSeparator,
    /// A code point that is no character and never will be.
    #[error("The text holds a Unicode noncharacter; remove it.")]
    Noncharacter,
    /// Not the form of an e-mail address.
    #[error("This is no e-mail address; give one like ada@example.com, ASCII only, without a display name.")]
    NoEmail,
}

impl TextError {
    /// A stable word for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "textBlank",
            Self::TooLong { .. } => "textTooLong",
            Self::CarriageReturn => "textCarriageReturn",
            Self::LineBreak => "textLineBreak",
            Self::ControlCharacter => "textControlCharacter",
            Self::PrivateUse => "textPrivateUse",
            Self::LineSeparator => "textLineSeparator",
            Self::Noncharacter => "textNoncharacter",
            Self::NoEmail => "notAnEmail",
        }
    }
}

/// A note that can be typed: not blank, at most 300 UTF-16 code units, no character that presses keys.
///
/// `Debug` shows the length only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Note(String);

impl Note {
    /// Takes a text as a note.
    ///
    /// # Errors
    /// [`TextError`]; line feeds are allowed, every other control character is not.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        check_characters(text.chars().filter(|c| *c != '\n'))?;
        check_length(text, MAX_NOTE)?;
        if text.chars().all(is_blank) {
            return Err(TextError::Blank);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The length as a browser counts it.
    #[must_use]
    pub fn utf16_len(&self) -> usize {
        utf16_len(&self.0)
    }
}

/// An e-mail address in its plain form: ASCII, one `@`, a domain with a dot.
///
/// `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Takes a text as an e-mail address; its letter case is kept.
    ///
    /// # Errors
    /// [`TextError`]. Quoted local parts, comments, address literals and internationalised addresses are refused.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        check_characters(text.chars())?;
        if text.len() > MAX_EMAIL {
            return Err(TextError::TooLong {
                length: text.len(),
                limit: MAX_EMAIL,
                unit: "characters",
            });
        }
        let (local, domain) = text.split_once('@').ok_or(TextError::NoEmail)?;
        if !is_local_part(local) || !is_domain(domain) {
            return Err(TextError::NoEmail);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks a label: at most 256 UTF-16 code units, one line, no control characters; it may be empty.
///
/// # Errors
/// [`TextError`].
pub fn check_label(text: &str) -> Result<(), TextError> {
    check_characters(text.chars())?;
    check_length(text, MAX_LABEL)
}

fn check_length(text: &str, limit: usize) -> Result<(), TextError> {
    let length = utf16_len(text);
    if length > limit {
        return Err(TextError::TooLong {
            length,
            limit,
            unit: "UTF-16 code units",
        });
    }
    Ok(())
}

fn check_characters(mut chars: impl Iterator<Item = char>) -> Result<(), TextError> {
    chars.try_for_each(|c| match c {
        '\r' => Err(TextError::CarriageReturn),
        '\n' => Err(TextError::LineBreak),
        c if c.is_control() => Err(TextError::ControlCharacter),
        '\u{E000}'..='\u{F8FF}' => Err(TextError::PrivateUse),
        '\u{2028}' | '\u{2029}' => Err(TextError::LineSeparator),
        c if is_noncharacter(c) => Err(TextError::Noncharacter),
        _ => Ok(()),
    })
}

fn is_noncharacter(c: char) -> bool {
    let last_of_plane = u32::from(c) & 0xFFFE == 0xFFFE;
    last_of_plane || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// White space, and what shows nothing by itself: Unicode's default ignorables, and the empty Braille pattern.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

fn is_local_part(local: &str) -> bool {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b);
    let is_atom = |part: &str| !part.is_empty() && part.bytes().all(atom);
    local.len() <= 64 && local.split('.').all(is_atom)
}

fn is_domain(domain: &str) -> bool {
    let Some((_, top)) = domain.rsplit_once('.') else {
        return false;
    };
    let top_is_a_name = top.len() >= 2 && top.starts_with(|c: char| c.is_ascii_alphabetic());
    top_is_a_name && domain.split('.').all(is_host_label)
}

fn is_host_label(label: &str) -> bool {
    let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let edges = label.starts_with('-') || label.ends_with('-');
    plain && !edges && (1..=63).contains(&label.len())
}

impl FromStr for Note {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl FromStr for Email {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Note({} UTF-16 units)", self.utf16_len())
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl Serialize for Note {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

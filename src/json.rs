//! A cursor over the caller's JSON: it knows its pointer, its duplicates and its leftovers.
//!
//! Reading into `serde_json::Value` would keep the last of two equal keys in silence, and derived
//! structs lose the place of a fault. Knows no workflow: only documents, members and their kinds.

mod cursor;
mod fault;
mod tree;

pub use cursor::{Cursor, Fields};
pub use fault::{Fault, FaultType, Faults, MAX_FAULTS};

use tree::{Node, ReadError};

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// The deepest nesting that is read: how many objects and arrays may be open at once.
pub const MAX_DEPTH: u32 = 64;

/// A whole JSON document, in the order in which it was written.
#[derive(Debug)]
pub struct Document {
    root: Node,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// One fault of type `invalidRequestPayload` with an empty pointer: a document that cannot be
    /// read has no members to point at. Its message gives line and column where there are any.
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        Self::parse_within(bytes, MAX_BYTES)
    }

    /// The same with another bound on its size.
    pub(crate) fn parse_within(bytes: &[u8], most: usize) -> Result<Self, Fault> {
        let text = decode(bytes, most)?;
        tree::read(text)
            .map(|root| Self { root })
            .map_err(|error| refuse(&error))
    }

    /// The cursor at the whole document; `name` is what messages call it.
    #[must_use]
    pub fn root(&self, name: &'static str) -> Cursor<'_> {
        Cursor::at_root(&self.root, name)
    }

    /// Reports every member whose name stands twice in its object, wherever it is.
    ///
    /// Names are compared after unescaping, so `"note"` and `"n\u006fte"` are equal.
    pub fn report_duplicates(&self, faults: &mut Faults) {
        cursor::report_duplicates(&self.root, faults);
    }
}

fn decode(bytes: &[u8], most: usize) -> Result<&str, Fault> {
    if bytes.len() > most {
        return Err(Fault::document(
            "documentTooLarge",
            "The document is larger than 256 KiB; split the workflow into smaller ones.".to_owned(),
        ));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return Err(Fault::document(
            "byteOrderMark",
            "The document begins with a byte order mark; save it as UTF-8 without one.".to_owned(),
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        Fault::document(
            "notUtf8",
            format!(
                "The document is not UTF-8 (first bad byte at offset {}); save it as UTF-8.",
                error.valid_up_to()
            ),
        )
    })
}

fn refuse(error: &ReadError) -> Fault {
    match error {
        ReadError::TooDeep => Fault::document(
            "documentTooDeep",
            format!("The document is nested deeper than {MAX_DEPTH} levels; a workflow needs far fewer."),
        ),
        ReadError::Empty => Fault::document(
            "documentEmpty",
            "The document is empty; give one action object or an array of them.".to_owned(),
        ),
        ReadError::LoneSurrogate { line, column } => Fault::document(
            "loneSurrogate",
            format!(
                "A \\u escape holds half a surrogate pair at line {line} column {column}; write the whole character."
            ),
        ),
        ReadError::Trailing { line, column } => Fault::document(
            "trailingCharacters",
            format!(
                "Something follows the end of the JSON document at line {line} column {column}; give one document only."
            ),
        ),
        // serde_json's syntax messages are fixed phrases that never quote the document.
        ReadError::Syntax(what) => Fault::document(
            "notJson",
            format!("The document cannot be read as JSON: {what}. Mend that place and try again."),
        ),
    }
}

//! What is wrong with a caller's document, and where.
//!
//! Knows no workflow; messages and codes are made by those who judge.

use serde::Serialize;

/// How many faults one answer lists; a document with more has a last line that says so.
pub const MAX_FAULTS: usize = 1000;

/// Whose fault it is, in the vendor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FaultType {
    /// An action, a parameter or a constraint.
    InvalidWorkflow,
    /// The document itself: not JSON, bad encoding, too large, too deep, duplicate members.
    InvalidRequestPayload,
}

impl FaultType {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidWorkflow => "invalidWorkflow",
            Self::InvalidRequestPayload => "invalidRequestPayload",
        }
    }
}

/// One fault: `{type, pointer, code, message}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{pointer:?}: {message} ({code})")]
pub struct Fault {
    /// Whose fault it is.
    #[serde(rename = "type")]
    pub kind: FaultType,
    /// RFC 6901 pointer to the very member; a missing member is pointed at where it should stand.
    ///
    /// A member with a name above 64 bytes is not named: the pointer then ends at its object.
    pub pointer: String,
    /// A stable word for programs.
    pub code: &'static str,
    /// One or two sentences for people, at most 300 characters, with the cure, never with the value.
    pub message: String,
}

impl Fault {
    /// A fault of the document as a whole.
    #[must_use]
    pub fn document(code: &'static str, message: String) -> Self {
        Self {
            kind: FaultType::InvalidRequestPayload,
            pointer: String::new(),
            code,
            message,
        }
    }
}

/// Collects faults in any order and gives them back in the order of the document.
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<(u32, Fault)>,
    unlisted: usize,
}

impl Faults {
    /// Adds a fault that belongs to the `place`-th value of the document.
    pub(super) fn push(&mut self, place: u32, fault: Fault) {
        if self.is_full() {
            self.count_unlisted();
        } else {
            self.found.push((place, fault));
        }
    }

    /// Whether further faults are only counted.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= MAX_FAULTS
    }

    /// Counts a fault that is not described.
    pub(super) fn count_unlisted(&mut self) {
        self.unlisted += 1;
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The faults in the order of the document.
    #[must_use]
    pub fn into_list(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|(place, _)| *place);
        let mut list: Vec<_> = self.found.into_iter().map(|(_, fault)| fault).collect();
        if self.unlisted > 0 {
            let message = format!("{} more faults are not listed; mend these first.", self.unlisted);
            list.push(Fault::document("moreFaults", message));
        }
        list
    }
}

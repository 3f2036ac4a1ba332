//! A workflow that is handed in under a key: however often it comes, it is one workflow.
//!
//! Knows no database. Of key and workflow only keyed hashes are kept.

use std::fmt;
use std::str::FromStr;

use super::{Unfinished, WorkflowId};

/// Longest key, in characters.
const LONGEST: usize = 255;

/// The caller's own name for one submission: 1 to 255 visible ASCII characters.
#[derive(Clone, PartialEq, Eq)]
pub struct SubmissionKey(String);

impl SubmissionKey {
    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A key may say something about its owner's customers.
impl fmt::Debug for SubmissionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubmissionKey(…)")
    }
}

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key has 1 to {LONGEST} visible ASCII characters and no spaces, such as a UUID")]
pub struct NoSubmissionKey;

impl FromStr for SubmissionKey {
    type Err = NoSubmissionKey;

    fn from_str(text: &str) -> Result<Self, NoSubmissionKey> {
        let is_key = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_key.then(|| Self(text.to_owned())).ok_or(NoSubmissionKey)
    }
}

/// What the ledger makes of a workflow under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// The first under its key; it is accepted now.
    New(WorkflowId),
    /// It was accepted before, and is taken up where it stands.
    Before(Unfinished),
    /// The key stands for another workflow. Nothing was accepted.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_visible_and_of_bounded_length() {
        for key in [
            "1",
            "order-17/Ada",
            "0b8e6c1e-6a0f-4a52-9f0c-2f3c5d7a9b11",
            &"x".repeat(255),
        ] {
            assert_eq!(key.parse::<SubmissionKey>().map(|key| key.0), Ok(key.to_owned()));
        }
        for text in ["", " ", "a b", "a\n", "\u{7f}", "schlüssel", &"x".repeat(256)] {
            assert_eq!(text.parse::<SubmissionKey>(), Err(NoSubmissionKey), "{text:?}");
        }
    }
}

//! What was seen where an answer is no plain success: the page, what was done, perhaps a picture.
//!
//! Holds personal data by nature: it stays on this machine, in files of its own, for a while. Knows no
//! engine; whoever sees something hands it over.

mod folder;
mod store;

use std::fmt;

use crate::ledger::EvidenceId;
use crate::page::Snapshot;

pub use store::{Facts, Kept, Store};

/// How much is kept, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether anything is kept at all.
    pub keep: bool,
    /// For how many days.
    pub days: u32,
    /// At most so much in all; the oldest goes first.
    pub megabytes: u32,
    /// Whether a picture of the window is kept too.
    pub screenshots: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            keep: true,
            days: 14,
            megabytes: 200,
            screenshots: false,
        }
    }
}

/// What was seen of one person when an action ended without plain success.
#[derive(Debug, Clone, Default)]
pub struct Sighting {
    /// The page as it was seen last; none if no look at this person's page succeeded.
    pub snapshot: Option<Snapshot>,
    /// What was seen and done on it, line by line.
    pub trace: String,
    /// The action.
    pub action: &'static str,
    /// What was answered: an error's type or a failure's reason.
    pub word: &'static str,
    /// A PNG of the window.
    pub screenshot: Option<Vec<u8>>,
}

/// Somebody who keeps what was seen.
pub trait Keeper {
    /// Whether a picture of the window is wanted.
    fn wants_screenshots(&self) -> bool;

    /// Keeps it under this name; says which older evidence had to go for it.
    ///
    /// # Errors
    /// Nothing of it was kept.
    fn keep(&mut self, id: &EvidenceId, seen: &Sighting) -> Result<Vec<EvidenceId>, EvidenceError>;
}

/// Why evidence could not be kept or read, with the cure. No answer depends on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EvidenceError(String);

impl EvidenceError {
    fn new(what: impl fmt::Display) -> EvidenceError {
        EvidenceError(what.to_string())
    }
}

//! The world: a browser that can open, look and apply. Three verbs.
//!
//! Knows pages only as snapshots and inputs only by handle; what they mean is decided elsewhere.

pub mod driver;
mod http;
pub mod launch;
pub mod profile_directory;
pub mod replay;
pub mod webdriver;

use std::time::Duration;

use crate::page::{Input, Snapshot};

/// Why the browser did not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrowserError {
    /// Something that a person must install or put right.
    #[error("{0}")]
    NotSetUp(String),
    /// Browser or driver did not start.
    #[error("{0}")]
    Unavailable(String),
    /// The address did not load; the word is the browser's.
    #[error("the page did not load: {0}")]
    NotLoaded(String),
    /// The command was disturbed (a navigation, an alert, an element drawn anew): look again.
    #[error("the page was busy: {0}")]
    Disturbed(String),
    /// Browser or driver is gone, or did not answer in time. The session is not used again.
    #[error("the browser was lost: {0}")]
    Lost(String),
}

/// How long a look may wait in the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wait {
    /// Longest wait; the look answers as soon as the page stands still.
    pub at_most: Duration,
    /// Fingerprint of the last look: wait until the page differs from it.
    pub changed_from: Option<String>,
}

/// The very element that the rules judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The look that gave the handle.
    pub look: u64,
    /// Place in that look's registry.
    pub handle: u32,
    /// Document that was looked at.
    pub document: f64,
    /// Path of the address that was looked at.
    pub path: String,
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// The driver says it was done. For text: it was read back equal.
    Done,
    /// It was certainly not done, for this reason; looking again may help.
    NotYet(String),
}

/// A browser, real or replayed.
#[expect(
    async_fn_in_trait,
    reason = "used generically inside this crate; no caller needs Send bounds"
)]
pub trait Browser {
    /// Loads an address anew, even if it is already shown.
    async fn open(&mut self, url: &str) -> Result<(), BrowserError>;
    /// One look: what a person could see now.
    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError>;
    /// One input on the element that was judged.
    async fn apply(&mut self, input: &Input, target: &Target) -> Result<Applied, BrowserError>;
}

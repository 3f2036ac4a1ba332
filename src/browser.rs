//! The world: a browser that can open, look and apply. Three verbs.
//!
//! Knows pages only as snapshots and inputs only by handle; what they mean is decided elsewhere.

pub mod driver;
pub mod endpoint;
pub mod equipment;
pub mod fence;
mod guard;
mod http;
mod kept_settings;
pub mod launch;
pub mod lock;
pub mod process;
pub mod profile_directory;
mod record;
pub mod replay;
mod temporary;
pub mod webdriver;

use std::time::Duration;

use crate::page::{Excerpt, Input, Snapshot};

/// Why the browser did not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrowserError {
    /// Something that a person must install or put right.
    #[error("{0}")]
    NotSetUp(String),
    /// Browser or driver did not start.
    #[error("{0}")]
    Unavailable(String),
    /// Another process of ours works with the profile.
    #[error("{0}")]
    Busy(String),
    /// The address did not load; the word is the browser's.
    #[error("the page did not load: {0}")]
    NotLoaded(String),
    /// The command was disturbed (a navigation, an alert, an element drawn anew): look again.
    #[error("the page was busy: {0}")]
    Disturbed(String),
    /// Somebody asked for the end of the run.
    #[error("the run was interrupted by a signal; nothing was clicked after it")]
    Interrupted,
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
    /// Answer at the first difference, and say whether the page was still moving then. An input on what
    /// was seen so waits until the page has stood still, and is not applied if it has changed since.
    pub early: bool,
    /// An early look is taken a frame behind the first difference, and 20 ms at least, with all that has changed until then.
    pub drawn: bool,
    /// What may be left out; nothing, if a whole look is wanted.
    pub excerpt: Option<Excerpt>,
}

impl Wait {
    /// Until the page differs from the last look, but no longer than this.
    pub fn for_change(at_most: Duration, changed_from: Option<String>) -> Wait {
        Wait {
            at_most,
            changed_from,
            ..Wait::default()
        }
    }
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

/// What a page has asked its server for, by requests for data and for scripts that may ask for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Questions {
    /// Something that was not answered yet.
    Open,
    /// It was answered everything, too late for the last look to be sure to show it; after so long from now a look is.
    JustAnswered(Duration),
    /// It was answered everything, and the last look shows it.
    Answered,
    /// Nothing that is known of.
    Nothing,
}

/// How long after its server's answer a page may take to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawing {
    /// Where the answer was waited for: what is slow to answer may be slow to draw.
    pub slow: Duration,
    /// Where it had come before anybody asked for it.
    pub quick: Duration,
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

    /// Which document is shown, as [`Snapshot::document`] says it.
    async fn document(&mut self) -> Result<f64, BrowserError> {
        Ok(self.look(&Wait::default()).await?.document)
    }

    /// What the page has asked its server since its load or the last input.
    async fn questions(&mut self, drawing: &Drawing) -> Questions {
        let _ = drawing;
        Questions::Nothing
    }

    /// A PNG of what the window shows, where there is a window and it can be had.
    async fn screenshot(&mut self) -> Option<Vec<u8>> {
        None
    }
}

/// Where browsers come from, and how every one of them is ended.
#[expect(
    async_fn_in_trait,
    reason = "used generically inside this crate; no caller needs Send bounds"
)]
pub trait Launcher {
    /// What it starts.
    type Browser: Browser;

    /// Starts a browser with a session.
    async fn launch(&mut self) -> Result<Self::Browser, BrowserError>;

    /// Ends every browser that could still act for this account, and proves it.
    async fn fence(&mut self) -> Result<(), BrowserError>;

    /// Ends a session and its browser in good order.
    async fn close(&mut self, browser: Self::Browser);

    /// Whether an end was asked for: nothing new is started then.
    fn is_over(&self) -> bool {
        false
    }
}

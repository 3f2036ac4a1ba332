//! Which browser is driven where nobody names one, and what with.
//!
//! Starts nothing. What belongs to one kind of browser is given away for that kind only.

use std::path::{Path, PathBuf};

use crate::browser::driver::BrowserKind;
use crate::browser::endpoint::Endpoint;

/// The table `[browser]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrowserSettings {
    pub(super) name: Option<BrowserKind>,
    pub(super) binary: Option<PathBuf>,
    pub(super) driver: Option<PathBuf>,
    /// Whether the window is shown.
    pub headed: bool,
    /// A driver or Grid that already runs, in place of one of ours. Holds no credentials of its own.
    pub webdriver: Option<Endpoint>,
}

impl BrowserSettings {
    /// The kind to drive where nobody names one.
    #[must_use]
    pub fn kind(&self) -> BrowserKind {
        self.name.unwrap_or(BrowserKind::Chrome)
    }

    /// The browser's program, if `kind` is the one that it belongs to.
    #[must_use]
    pub fn binary(&self, kind: BrowserKind) -> Option<&Path> {
        self.binary.as_deref().filter(|_| kind == self.kind())
    }

    /// The driver's program, if `kind` is the one that it belongs to.
    #[must_use]
    pub fn driver(&self, kind: BrowserKind) -> Option<&Path> {
        self.driver.as_deref().filter(|_| kind == self.kind())
    }
}

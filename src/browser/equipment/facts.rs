//! What each browser and its driver are called, where they lie, and how to get them. One table for each system.

use std::path::PathBuf;

use super::super::driver::BrowserKind;
use super::version::Names;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

/// What is to be known about one browser and its driver.
pub(super) struct Facts {
    /// Program name of the driver, without what the system puts behind every such name.
    pub(super) driver: &'static str,
    /// What the driver calls itself when asked for its version, in small letters.
    pub(super) driver_brands: &'static [&'static str],
    /// Environment variable that names the driver.
    pub(super) variable: &'static str,
    /// Where drivers are usually put.
    pub(super) driver_places: &'static [&'static str],
    /// The browser in words.
    pub(super) browser: &'static str,
    /// Program names of the browser, best first, the same way.
    pub(super) browsers: &'static [&'static str],
    /// Where browsers are usually put.
    pub(super) browser_places: &'static [&'static str],
    /// What the browser calls itself when asked for its version, in small letters.
    pub(super) brands: &'static [&'static str],
    /// What to do when something is missing.
    pub(super) cure: &'static str,
}

impl Facts {
    /// What the browser calls itself; a driver may say the browser's name too.
    pub(super) fn names(&self) -> Names {
        Names {
            brands: self.brands,
            others: self.driver_brands,
        }
    }

    /// What the driver calls itself.
    pub(super) fn driver_names(&self) -> Names {
        Names {
            brands: self.driver_brands,
            others: &[],
        }
    }
}

impl BrowserKind {
    pub(super) fn facts(self) -> &'static Facts {
        match self {
            BrowserKind::Chrome => &system::CHROME,
            BrowserKind::Edge => &system::EDGE,
            BrowserKind::Firefox => &system::FIREFOX,
        }
    }
}

/// A place of the table on this machine, if there can be one.
pub(super) fn place(text: &str) -> Option<PathBuf> {
    system::place(text)
}

//! The browser profile that an account is signed in to: where it lies, whose it is, who uses it.
//!
//! Knows no driver. Reads what browsers leave in their profile directories.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use super::BrowserError;
use super::driver::BrowserKind;
use super::lock::ProfileLock;
use crate::account::AccountName;
use crate::files;

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::holder;
#[cfg(windows)]
pub(super) use windows::holder;

/// Where an account's profile for a browser lies below the data directory.
pub fn of(data: &Path, account: &AccountName, kind: BrowserKind) -> PathBuf {
    account.profiles(data).join(kind.name())
}

/// Makes the directory if it is missing, readable for its owner only, and gives its path without symbolic links.
///
/// # Errors
/// [`BrowserError::NotSetUp`] where it cannot be made or belongs to somebody else.
pub fn make(directory: &Path) -> Result<PathBuf, BrowserError> {
    let refused = |why: String| {
        BrowserError::NotSetUp(format!(
            "the profile directory {} cannot be used: {why}; choose another with --data-dir",
            directory.display()
        ))
    };
    make_private(directory).map_err(|error| refused(error.to_string()))?;
    let real = files::real_path(directory).map_err(|error| refused(error.to_string()))?;
    let facts = fs::metadata(&real).map_err(|error| refused(error.to_string()))?;
    if !files::is_ours(&facts) {
        return Err(refused("it belongs to somebody else".to_owned()));
    }
    Ok(real)
}

fn make_private(directory: &Path) -> Result<(), Error> {
    files::private_directory().create(directory)?;
    files::make_private(directory)
}

/// Removes a profile that the caller owns, and the link if it was reached by one.
///
/// # Errors
/// [`BrowserError::Unavailable`] where something in it cannot be removed.
pub(super) fn remove(directory: &Path, lock: ProfileLock) -> Result<(), BrowserError> {
    let failed = |error: Error| {
        let place = directory.display();
        BrowserError::Unavailable(format!(
            "the profile {place} cannot be removed: {error}; remove it by hand"
        ))
    };
    let profile = lock.profile().to_owned();
    let removed = fs::remove_dir_all(&profile);
    drop(lock);
    match removed {
        // Older Windows keep the lock's file, and so the directory, until the lock is given back.
        Err(_) if cfg!(windows) => fs::remove_dir_all(&profile).map_err(failed)?,
        removed => removed.map_err(failed)?,
    }
    match fs::remove_file(directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Who uses a profile, by what browsers leave in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    /// Nobody; what may lie there is stale.
    Nobody,
    /// A process of this machine, by its number if it is told.
    Process(Option<i32>),
    /// A process of another machine, or of a container that had another name.
    #[cfg_attr(windows, expect(dead_code, reason = "nothing on Windows names the machine"))]
    Elsewhere(String),
}

/// After our own browser has ended: removes what it left, unless somebody else has come meanwhile.
pub(super) fn settle(profile: &Path, kind: BrowserKind) {
    if holder(profile, kind) == Holder::Nobody {
        clear(profile, kind);
    }
}

/// Removes what dead browsers left: it would send a driver to processes that are no longer theirs.
pub(super) fn clear(profile: &Path, kind: BrowserKind) {
    let names: &[&str] = match kind {
        BrowserKind::Chrome | BrowserKind::Edge => &[
            "SingletonLock",
            "SingletonSocket",
            "SingletonCookie",
            "DevToolsActivePort",
        ],
        BrowserKind::Firefox => &["lock", "MarionetteActivePort"],
    };
    for name in names {
        // Usually there is nothing to remove.
        let _ = fs::remove_file(profile.join(name));
    }
    if kind.is_chromium() {
        // What it would open again after a crash: pages, with what was typed into their forms.
        let _ = fs::remove_dir_all(profile.join("Default/Sessions"));
    }
}

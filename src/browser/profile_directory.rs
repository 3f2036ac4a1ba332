//! The browser profile that an account is signed in to: where it lies, whose it is, who uses it.
//!
//! Knows no driver. Reads what browsers leave in their profile directories.

use std::fs::{self, DirBuilder, Permissions};
use std::io::{Error, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::{Flock, FlockType, Pid, fcntl_getlk, test_kill_process};

use super::BrowserError;
use super::driver::BrowserKind;
use super::lock::ProfileLock;
use super::process::Identity;
use crate::account::AccountName;

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
    let real = fs::canonicalize(directory).map_err(|error| refused(error.to_string()))?;
    let facts = fs::metadata(&real).map_err(|error| refused(error.to_string()))?;
    if facts.uid() != rustix::process::geteuid().as_raw() {
        return Err(refused("it belongs to somebody else".to_owned()));
    }
    Ok(real)
}

fn make_private(directory: &Path) -> Result<(), Error> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    fs::set_permissions(directory, Permissions::from_mode(0o700))
}

/// Removes a profile that the caller owns, and the link if it was reached by one.
///
/// # Errors
/// [`BrowserError::Unavailable`] where something in it cannot be removed.
pub(super) fn remove(directory: &Path, lock: &ProfileLock) -> Result<(), BrowserError> {
    let failed = |error: Error| {
        let place = directory.display();
        BrowserError::Unavailable(format!(
            "the profile {place} cannot be removed: {error}; remove it by hand"
        ))
    };
    fs::remove_dir_all(lock.profile()).map_err(failed)?;
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
    Elsewhere(String),
}

/// Asks the profile who uses it.
pub(super) fn holder(profile: &Path, kind: BrowserKind) -> Holder {
    match kind {
        BrowserKind::Chrome | BrowserKind::Edge => chrome_holder(profile),
        BrowserKind::Firefox => firefox_holder(profile),
    }
}

/// Chromium leaves a symbolic link that names host and process.
fn chrome_holder(profile: &Path) -> Holder {
    let Ok(link) = fs::read_link(profile.join("SingletonLock")) else {
        return Holder::Nobody;
    };
    let link = link.to_string_lossy().into_owned();
    let Some((host, pid)) = link.rsplit_once('-') else {
        return Holder::Nobody;
    };
    if host != rustix::system::uname().nodename().to_string_lossy() {
        return Holder::Elsewhere(host.to_owned());
    }
    match pid.parse() {
        Ok(pid) if is_alive(pid) => Holder::Process(Some(pid)),
        _ => Holder::Nobody,
    }
}

/// Firefox locks a file with `fcntl`, and the system knows who holds that.
fn firefox_holder(profile: &Path) -> Holder {
    let Ok(file) = fs::File::open(profile.join(".parentlock")) else {
        return Holder::Nobody;
    };
    let question = Flock::from(FlockType::WriteLock);
    match fcntl_getlk(&file, &question) {
        Ok(Some(held)) => Holder::Process(held.pid.map(|pid| pid.as_raw_nonzero().get())),
        Ok(None) | Err(_) => Holder::Nobody,
    }
}

fn is_alive(pid: i32) -> bool {
    let Some(number) = Pid::from_raw(pid) else {
        return false;
    };
    match test_kill_process(number) {
        Ok(()) | Err(rustix::io::Errno::PERM) => !is_zombie(pid),
        Err(_) => false,
    }
}

/// A dead process that nobody has collected yet holds nothing. Told by `/proc`, where there is one.
fn is_zombie(pid: i32) -> bool {
    Path::new(&format!("/proc/{pid}/stat")).exists() && Identity::of(pid).is_none()
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
}

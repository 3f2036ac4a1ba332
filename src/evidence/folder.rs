//! Directories and files that nobody can lead astray: never reached through a link, made new or not at all.
//!
//! Knows nothing of what is in them.

use std::io::{self, ErrorKind};

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::Folder;
#[cfg(windows)]
pub(super) use windows::Folder;

/// A name in a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) is_directory: bool,
    /// Seconds since 1970.
    pub(super) changed: i64,
}

fn refused(name: &str, why: &str) -> io::Error {
    io::Error::new(ErrorKind::PermissionDenied, format!("`{name}` {why}"))
}

//! The ledger's file before SQLite opens it: who may read it, and that it is what it seems.
//!
//! Knows no SQL.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::files;
use crate::ledger::LedgerError;

/// What SQLite writes beside the file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Closing a file gives up every lock that this process has on it, SQLite's too. So a file that may be
/// open elsewhere in this process is never opened here, and making a new one is done alone.
static ALONE: Mutex<()> = Mutex::new(());

/// Held while a ledger is opened.
pub(super) fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes directory and file if they are missing, and refuses what others could read or swap.
pub(super) fn prepare(path: &Path) -> Result<(), LedgerError> {
    if path.to_str().is_none() {
        return Err(refused(path, "its path is not UTF-8; choose another directory"));
    }
    let directory = directory_of(path);
    make_directory(&directory)?;
    check_directory(&directory)?;
    match fs::symlink_metadata(path) {
        Ok(found) => {
            check_file(path, &found)?;
            check_emptied(path, &found)?;
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Whoever took the ledger away wants a new one. Where this cannot be removed, none is made either.
            let _ = fs::remove_file(mark_of(path));
            make_file(path, &directory)?;
        }
        Err(error) => return Err(refused(path, &unseen(&error))),
    }
    BESIDE.iter().try_for_each(|ending| check_beside(path, ending))
}

/// Whether there is a ledger; that it was never there is told only where it can be known.
pub(super) fn is_there(path: &Path) -> Result<bool, LedgerError> {
    let directory = directory_of(path);
    match fs::metadata(&directory) {
        Ok(found) if !found.is_dir() => return Err(refused(&directory, "it is no directory; choose one")),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(refused(&directory, &unseen(&error))),
    }
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(refused(path, &unseen(&error))),
        Err(_) if mark_of(path).exists() => {
            let why = "it is gone, and was there; put a copy back. Otherwise the next run begins a new one, which knows nobody";
            Err(refused(path, why))
        }
        Err(_) => Ok(false),
    }
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn make_directory(directory: &Path) -> Result<(), LedgerError> {
    files::private_directory().create(directory).map_err(|error| {
        refused(
            directory,
            &format!("the directory cannot be made: {error}; choose another place"),
        )
    })
}

/// Whoever can write the directory can put another file in the ledger's place.
fn check_directory(directory: &Path) -> Result<(), LedgerError> {
    let found = fs::metadata(directory)
        .map_err(|error| refused(directory, &format!("the directory cannot be looked at: {error}")))?;
    if !files::is_ours_or_roots(&found) {
        return Err(refused(
            directory,
            "the directory belongs to another user; choose one of your own",
        ));
    }
    if files::is_writable_by_others(&found) {
        let cure = format!(
            "others can write in the directory; take that away with `chmod go-w {}`",
            directory.display()
        );
        return Err(refused(directory, &cure));
    }
    Ok(())
}

fn check_file(path: &Path, found: &Metadata) -> Result<(), LedgerError> {
    if found.file_type().is_symlink() {
        return Err(refused(
            path,
            "it is a symbolic link; put the file itself there, or choose another directory",
        ));
    }
    if !found.is_file() {
        return Err(refused(
            path,
            "it is no file; move it away, or choose another directory",
        ));
    }
    if !files::is_ours(found) {
        return Err(refused(
            path,
            "it belongs to another user; run as that user, or choose another directory",
        ));
    }
    if files::has_second_name(found) {
        return Err(refused(
            path,
            "it has a second name (a hard link); remove one of the two",
        ));
    }
    if files::is_open_to_others(found) {
        let cure = format!(
            "others can read or write it; take that away with `chmod 600 {}`",
            path.display()
        );
        return Err(refused(path, &cure));
    }
    Ok(())
}

fn check_beside(path: &Path, ending: &str) -> Result<(), LedgerError> {
    let beside = beside(path, ending);
    match fs::symlink_metadata(&beside) {
        Ok(found) => check_file(&beside, &found),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(refused(&beside, &unseen(&error))),
    }
}

/// A file that was cut down to nothing looks like a new ledger, and would forget whom we have invited.
fn check_emptied(path: &Path, found: &Metadata) -> Result<(), LedgerError> {
    let is_empty = |path: &Path| fs::metadata(path).map_or(true, |found| found.len() == 0);
    if found.len() > 0 || !is_empty(&beside(path, "-wal")) || !mark_of(path).exists() {
        return Ok(());
    }
    let why = format!(
        "it is empty, and was not; put a copy back. To begin a new one, look by hand who was invited before, and remove it together with {}",
        mark_of(path).display()
    );
    Err(refused(path, &why))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file beside the ledger that says that something stands in it.
fn mark_of(path: &Path) -> PathBuf {
    beside(path, ".begun")
}

/// Something stands in the ledger from now on.
pub(super) fn remember(path: &Path) -> Result<(), LedgerError> {
    let made = files::private_file().write(true).create_new(true).open(mark_of(path));
    match made {
        Ok(_) => files::sync_directory(&directory_of(path))
            .map_err(|error| refused(path, &format!("its directory cannot be synced: {error}"))),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(refused(&mark_of(path), &format!("it cannot be made: {error}"))),
    }
}

fn make_file(path: &Path, directory: &Path) -> Result<(), LedgerError> {
    match files::private_file().write(true).create_new(true).open(path) {
        // The name must outlast a power cut as well.
        Ok(_) => files::sync_directory(directory)
            .map_err(|error| refused(directory, &format!("it cannot be synced: {error}"))),
        // Somebody else was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(path).map_err(|error| refused(path, &error.to_string()))?;
            check_file(path, &found)
        }
        Err(error) if is_full(&error) => Err(LedgerError::Failed(format!(
            "the ledger {} cannot be made: the disk is full; free some space and try again",
            path.display()
        ))),
        Err(error) => {
            let cure = format!("it cannot be made: {error}; choose a directory that you can write in");
            Err(refused(path, &cure))
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    error.kind() == ErrorKind::StorageFull || error.kind() == ErrorKind::QuotaExceeded
}

fn unseen(error: &std::io::Error) -> String {
    format!("it cannot be looked at: {error}; run as the user whose it is, or choose another data directory")
}

fn refused(path: &Path, why: &str) -> LedgerError {
    LedgerError::Refused(format!("the ledger cannot be used ({}): {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_lies_in_the_current_directory() {
        assert_eq!(directory_of(Path::new("ledger.sqlite3")), Path::new("."));
        assert_eq!(directory_of(Path::new("a/ledger.sqlite3")), Path::new("a"));
    }

    #[test]
    fn whoever_is_slower_takes_the_file_that_is_there() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.sqlite3");
        for _ in 0..2 {
            make_file(&path, directory.path()).unwrap();
        }
    }

    #[test]
    fn a_full_disk_and_a_used_up_quota_are_full() {
        assert!(is_full(&ErrorKind::StorageFull.into()));
        assert!(is_full(&ErrorKind::QuotaExceeded.into()));
        assert!(!is_full(&ErrorKind::PermissionDenied.into()));
    }
}

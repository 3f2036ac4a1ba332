//! The same by Windows' means. What a user makes in a directory of their own is theirs alone there, and
//! the standard library tells no owners, modes and second names: such questions get the harmless answer.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// `FILE_FLAG_OPEN_REPARSE_POINT`: a link itself is opened, and is no regular file then.
const NO_FOLLOW: u32 = 0x0020_0000;

/// Makes directories, with those above.
#[must_use]
pub fn private_directory() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

/// Opens files, and never through a link.
#[must_use]
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(NO_FOLLOW);
    options
}

/// An empty file. Copies of the handle share one place in it, so nobody writes over the others.
///
/// # Errors
/// Where it cannot be made.
pub fn private_log(path: &Path) -> io::Result<File> {
    private_file().write(true).create(true).truncate(true).open(path)
}

/// A directory with a name that nothing has yet; it is removed when it is dropped.
///
/// # Errors
/// Where it cannot be made.
pub fn temporary_directory(prefix: &str, place: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).tempdir_in(place)
}

/// Nothing is to be taken away from anybody.
///
/// # Errors
/// None.
pub fn make_private(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Nobody else's can be told.
#[must_use]
pub fn is_ours(_: &Metadata) -> bool {
    true
}

/// Nobody else's can be told.
#[must_use]
pub fn is_ours_or_roots(_: &Metadata) -> bool {
    true
}

/// Told by access lists, which are not read.
#[must_use]
pub fn is_open_to_others(_: &Metadata) -> bool {
    false
}

/// Told by access lists, which are not read.
#[must_use]
pub fn is_writable_by_others(_: &Metadata) -> bool {
    false
}

/// The standard library does not tell yet.
#[must_use]
pub fn has_second_name(_: &Metadata) -> bool {
    false
}

/// Not looked at: no name such as `/dev/stdout` leads there.
#[must_use]
pub fn is_our_output(_: &Metadata) -> bool {
    false
}

/// Programs are told by the ends of their names.
#[must_use]
pub fn may_run(path: &Path) -> bool {
    let end = path.extension().unwrap_or_default();
    ["exe", "com", "bat", "cmd"]
        .iter()
        .any(|known| end.eq_ignore_ascii_case(known))
}

/// Whether we may write in a directory. Only trying tells.
#[must_use]
pub fn may_write(directory: &Path) -> bool {
    tempfile::tempfile_in(directory).is_ok()
}

/// NTFS keeps a journal of its names, and directories cannot be synced.
///
/// # Errors
/// None.
pub fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// An absolute path. Links stay: without them Windows gives `\\?\` paths, which browsers do not take.
///
/// # Errors
/// Where nothing is there.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    fs::metadata(path)?;
    std::path::absolute(path)
}

/// Whether two paths lead to the same file or directory.
#[must_use]
pub fn are_same(one: &Path, other: &Path) -> bool {
    same_file::is_same_file(one, other).unwrap_or(false)
}

/// Whether an open file is the one that has this name.
#[must_use]
pub fn is_at(file: &File, path: &Path) -> bool {
    let held = file.try_clone().and_then(same_file::Handle::from_file);
    let found = same_file::Handle::from_path(path);
    matches!((held, found), (Ok(held), Ok(found)) if held == found)
}

/// Chromium's sandbox works for everybody.
#[must_use]
pub fn is_root() -> bool {
    false
}

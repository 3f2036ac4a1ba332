//! The same by Unix' means: owners, modes, numbers of devices and files.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, Mode, OFlags};
use tempfile::TempDir;

/// Makes directories, with those above, that only their owner can read.
#[must_use]
pub fn private_directory() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

/// Opens files that only their owner can read where they are made, and never through a link.
#[must_use]
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    // NONBLOCK, so that a FIFO in its place is refused instead of waited for.
    let flags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK);
    options.mode(0o600).custom_flags(flags.bits().cast_signed());
    options
}

/// An empty private file in which everybody who has it writes at the end.
///
/// # Errors
/// Where it cannot be made, or is a link.
pub fn private_log(path: &Path) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?;
    Ok(File::from(file))
}

/// A private directory with a name that nothing has yet; it is removed when it is dropped.
///
/// # Errors
/// Where it cannot be made.
pub fn temporary_directory(prefix: &str, place: &Path) -> io::Result<TempDir> {
    tempfile::Builder::new()
        .prefix(prefix)
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(place)
}

/// Takes a directory away from everybody but its owner.
///
/// # Errors
/// Where it is not ours.
pub fn make_private(directory: &Path) -> io::Result<()> {
    fs::set_permissions(directory, Permissions::from_mode(0o700))
}

/// Whether it belongs to the user that we run as.
#[must_use]
pub fn is_ours(facts: &Metadata) -> bool {
    facts.uid() == rustix::process::geteuid().as_raw()
}

/// Whether it belongs to our user, or to root, who can do everything anyway.
#[must_use]
pub fn is_ours_or_roots(facts: &Metadata) -> bool {
    is_trusted(facts.uid(), rustix::process::geteuid().as_raw())
}

const fn is_trusted(owner: u32, me: u32) -> bool {
    owner == me || owner == 0
}

/// Whether anybody else can do anything with it.
#[must_use]
pub fn is_open_to_others(facts: &Metadata) -> bool {
    facts.mode() & 0o077 != 0
}

/// Whether anybody else can write it.
#[must_use]
pub fn is_writable_by_others(facts: &Metadata) -> bool {
    facts.mode() & 0o022 != 0
}

/// Whether a file has a second name, a hard link.
#[must_use]
pub fn has_second_name(facts: &Metadata) -> bool {
    facts.nlink() > 1
}

/// Whether a file is what stdout or stderr goes to.
#[must_use]
pub fn is_our_output(facts: &Metadata) -> bool {
    let is_here = |found: io::Result<File>| {
        let found = found.and_then(|file| file.metadata());
        found.is_ok_and(|found| (found.dev(), found.ino()) == (facts.dev(), facts.ino()))
    };
    let [out, err] = [
        io::stdout().as_fd().try_clone_to_owned(),
        io::stderr().as_fd().try_clone_to_owned(),
    ];
    is_here(out.map(File::from)) || is_here(err.map(File::from))
}

/// Whether we may run a file.
#[must_use]
pub fn may_run(path: &Path) -> bool {
    rustix::fs::access(path, Access::EXEC_OK).is_ok()
}

/// Whether we may write in a directory.
#[must_use]
pub fn may_write(directory: &Path) -> bool {
    rustix::fs::access(directory, Access::WRITE_OK).is_ok()
}

/// Lets the names in a directory outlast a power cut.
///
/// # Errors
/// Where the disk says so.
pub fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// A path without symbolic links.
///
/// # Errors
/// Where nothing is there.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// Whether two paths lead to the same file or directory.
#[must_use]
pub fn are_same(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| fs::metadata(path).ok().map(|facts| (facts.dev(), facts.ino()));
    let one = place(one);
    one.is_some() && one == place(other)
}

/// Whether an open file is the one that has this name.
#[must_use]
pub fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(held), Ok(found)) = (file.metadata(), fs::symlink_metadata(path)) else {
        return false;
    };
    (held.dev(), held.ino()) == (found.dev(), found.ino())
}

/// Whether we run as root, where Chromium's sandbox cannot.
#[must_use]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_or_roots_is_trusted() {
        assert!(is_trusted(1000, 1000));
        assert!(is_trusted(0, 1000));
        assert!(!is_trusted(1001, 1000));
        assert!(!is_trusted(1001, 0), "not even by root");
    }
}

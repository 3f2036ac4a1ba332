//! A file that is whole at every moment: whoever reads it finds what stood there before, or all of what stands there now.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

use linkwright::files;
use serde::Serialize;

/// What stands there now; an error for what is no plain file, such as a device or a pipe.
pub(crate) fn existing(file: &Path) -> io::Result<Vec<u8>> {
    must_be_plain(file)?;
    fs::read(file)
}

/// A device would be lost under a file that takes its place, and a pipe is never read to its end.
fn must_be_plain(file: &Path) -> io::Result<()> {
    match fs::metadata(file) {
        Ok(known) if !known.is_file() => Err(io::Error::other("it is no plain file")),
        // What is written there already would be lost, and with it the name that leads to it, such as /dev/stdout.
        Ok(known) if files::is_our_output(&known) => Err(io::Error::other("stdout or stderr goes there")),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Puts these bytes in the place of a file, and where a link leads; a new one takes over the permissions of `like`.
pub(crate) fn replace(file: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let file = &file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let known = [Some(file.as_path()), like]
        .into_iter()
        .flatten()
        .find_map(|file| fs::metadata(file).ok());
    put(file, bytes, known.map(|known| known.permissions()))
}

/// The same for a file that is no secret: a new one may be read by whoever the user lets read files.
pub(crate) fn publish(file: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::metadata(file) {
        Ok(known) => put(file, bytes, Some(known.permissions())),
        Err(_) => put_by(&mut open_to_readers(), file, bytes, None),
    }
}

#[cfg(unix)]
fn open_to_readers() -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(0o666));
    builder
}

#[cfg(windows)]
fn open_to_readers() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

/// Puts a value in the place of a file, as JSON that only its owner may read.
pub(crate) fn replace_private(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    put(file, format!("{text}\n").as_bytes(), None)
}

/// By way of a new file beside it; without permissions it is for its owner only, as temporary files are.
fn put(file: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    put_by(&mut tempfile::Builder::new(), file, bytes, permissions)
}

fn put_by(
    builder: &mut tempfile::Builder,
    file: &Path,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> io::Result<()> {
    must_be_plain(file)?;
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut fresh = builder.prefix(".linkwright-").tempfile_in(directory)?;
    fresh.write_all(bytes)?;
    if let Some(permissions) = permissions {
        fresh.as_file().set_permissions(permissions)?;
    }
    fresh.as_file().sync_all()?;
    fresh.persist(file).map_err(|error| error.error)?;
    File::open(directory)?.sync_all()
}

//! A file that is whole at every moment: whoever reads it finds what stood there before, or all of what stands there now.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

/// Puts these bytes in the place of a file; a new one takes over the permissions of `like`.
pub(crate) fn replace(file: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let known = [Some(file), like]
        .into_iter()
        .flatten()
        .find_map(|file| fs::metadata(file).ok());
    put(file, bytes, known.map(|known| known.permissions()))
}

/// Puts a value in the place of a file, as JSON that only its owner may read.
pub(crate) fn replace_private(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    put(file, format!("{text}\n").as_bytes(), None)
}

/// By way of a new file beside it; without permissions it is for its owner only, as temporary files are.
fn put(file: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut fresh = tempfile::Builder::new().prefix(".linkwright-").tempfile_in(directory)?;
    fresh.write_all(bytes)?;
    if let Some(permissions) = permissions {
        fresh.as_file().set_permissions(permissions)?;
    }
    fresh.as_file().sync_all()?;
    fresh.persist(file).map_err(|error| error.error)?;
    File::open(directory)?.sync_all()
}

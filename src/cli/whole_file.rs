//! A file that is whole at every moment: whoever reads it finds what stood there before, or all of what stands there now.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Puts these bytes in the place of a file; a new one takes over the permissions of `like`.
pub(crate) fn replace(file: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut fresh = tempfile::Builder::new().prefix(".linkwright-").tempfile_in(directory)?;
    fresh.write_all(bytes)?;
    let known = [Some(file), like]
        .into_iter()
        .flatten()
        .find_map(|file| fs::metadata(file).ok());
    if let Some(known) = known {
        fresh.as_file().set_permissions(known.permissions())?;
    }
    fresh.as_file().sync_all()?;
    fresh.persist(file).map_err(|error| error.error)?;
    File::open(directory)?.sync_all()
}

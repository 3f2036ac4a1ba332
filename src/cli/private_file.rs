//! Small JSON files in the data directory that only their owner may read: whole or not there.
//!
//! Knows nothing of what they say.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

/// Puts a value in the place of a file, by way of a new one beside it (mode 0600).
pub(crate) fn write(file: &Path, value: &impl Serialize) -> io::Result<()> {
    let directory = file.parent().unwrap_or(Path::new("."));
    // Temporary files are made with mode 0600.
    let mut new = tempfile::NamedTempFile::new_in(directory)?;
    let text = serde_json::to_string_pretty(value)?;
    writeln!(new, "{text}")?;
    new.as_file().sync_all()?;
    new.persist(file)?;
    Ok(())
}

//! Folders by Windows' means: by their paths, with a look for links before each step.
//!
//! Between look and step a link could be put there, but only by somebody who can write in the user's own directory.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Entry, refused};
use crate::files;

/// A directory that is no link.
#[derive(Debug)]
pub(in crate::evidence) struct Folder(PathBuf);

impl Folder {
    /// A folder `name` below a directory that the owner has chosen, which may be a link itself.
    pub(in crate::evidence) fn below(directory: &Path, name: &str, is_made: bool) -> io::Result<Option<Folder>> {
        match fs::metadata(directory) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound && !is_made => return Ok(None),
            Err(error) => return Err(error),
        }
        let outside = Folder(directory.to_owned());
        if is_made {
            match fs::create_dir(outside.0.join(name)) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        outside.open(name)
    }

    /// A folder in this one; `None` if it is not there.
    pub(in crate::evidence) fn open(&self, name: &str) -> io::Result<Option<Folder>> {
        match self.facts(name)? {
            None => Ok(None),
            Some(facts) if facts.is_dir() => Ok(Some(Folder(self.0.join(name)))),
            Some(_) => Err(refused(name, "is a link or no directory; move it away")),
        }
    }

    /// A new folder in this one; refused if anything has its name.
    pub(in crate::evidence) fn make(&self, name: &str) -> io::Result<Folder> {
        fs::create_dir(self.0.join(name))?;
        self.open(name)?
            .ok_or_else(|| refused(name, "is gone as soon as it is made"))
    }

    /// A new file; refused if anything has its name.
    pub(in crate::evidence) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut file = files::private_file()
            .write(true)
            .create_new(true)
            .open(self.0.join(name))?;
        file.write_all(bytes)
    }

    /// A whole file; `None` if it is not there. What is no plain file is refused.
    pub(in crate::evidence) fn read(&self, name: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match files::private_file().read(true).open(self.0.join(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if !file.metadata()?.is_file() {
            return Err(refused(name, "is no plain file"));
        }
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Everything in it, links as they are.
    pub(in crate::evidence) fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let Ok(name) = entry?.file_name().into_string() else {
                continue;
            };
            // Somebody else may have been faster.
            let Some(facts) = self.facts(&name)? else { continue };
            entries.push(Entry {
                is_directory: facts.is_dir(),
                changed: changed(&facts),
                name,
            });
        }
        Ok(entries)
    }

    /// What its files take, in bytes.
    pub(in crate::evidence) fn size(&self) -> io::Result<u64> {
        let mut size = 0;
        for entry in self.entries()? {
            size += fs::symlink_metadata(self.0.join(entry.name))?.len();
        }
        Ok(size)
    }

    /// Removes a folder in this one with the files in it; names are removed, never what links lead to.
    pub(in crate::evidence) fn remove(&self, name: &str) -> io::Result<()> {
        let Some(folder) = self.open(name)? else {
            return Ok(());
        };
        for entry in folder.entries()? {
            if !entry.is_directory {
                fs::remove_file(folder.0.join(entry.name))?;
            }
        }
        match fs::remove_dir(&folder.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn facts(&self, name: &str) -> io::Result<Option<Metadata>> {
        match fs::symlink_metadata(self.0.join(name)) {
            Ok(facts) => Ok(Some(facts)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn changed(facts: &Metadata) -> i64 {
    let since = facts
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since
        .and_then(|since| i64::try_from(since.as_secs()).ok())
        .unwrap_or_default()
}

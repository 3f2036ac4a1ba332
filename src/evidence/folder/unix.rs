//! Folders by Unix' means: everything is opened by its name in a directory that is open already.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, Stat, fstat, mkdirat, openat, statat, unlinkat};

use super::{Entry, refused};

/// An open directory of ours, which nobody else can read.
#[derive(Debug)]
pub(in crate::evidence) struct Folder(OwnedFd);

const READ: OFlags = OFlags::RDONLY
    .union(OFlags::CLOEXEC)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK);
const DIRECTORY: OFlags = READ.union(OFlags::DIRECTORY);
const NEW: OFlags = OFlags::WRONLY
    .union(OFlags::CREATE)
    .union(OFlags::EXCL)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

impl Folder {
    /// A folder `name` below a directory that the owner has chosen, which may be a link itself.
    pub(in crate::evidence) fn below(directory: &Path, name: &str, is_made: bool) -> io::Result<Option<Folder>> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let outside = match openat(CWD, directory, flags, Mode::empty()) {
            Ok(outside) => Folder(outside),
            Err(rustix::io::Errno::NOENT) if !is_made => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if is_made {
            match mkdirat(&outside.0, name, Mode::RWXU) {
                Ok(()) | Err(rustix::io::Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
        }
        outside.open(name)
    }

    /// A folder in this one; `None` if it is not there.
    pub(in crate::evidence) fn open(&self, name: &str) -> io::Result<Option<Folder>> {
        let opened = match openat(&self.0, name, DIRECTORY, Mode::empty()) {
            Ok(opened) => opened,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(rustix::io::Errno::LOOP | rustix::io::Errno::NOTDIR) => {
                return Err(refused(name, "is a link or no directory; move it away"));
            }
            Err(error) => return Err(error.into()),
        };
        let found = fstat(&opened)?;
        if found.st_uid != rustix::process::geteuid().as_raw() {
            return Err(refused(name, "belongs to another user; move it away"));
        }
        if found.st_mode & 0o077 != 0 {
            return Err(refused(name, "can be read by others; take that away with `chmod 700`"));
        }
        Ok(Some(Folder(opened)))
    }

    /// A new folder in this one, for its owner only; refused if anything has its name.
    pub(in crate::evidence) fn make(&self, name: &str) -> io::Result<Folder> {
        mkdirat(&self.0, name, Mode::RWXU)?;
        self.open(name)?
            .ok_or_else(|| refused(name, "is gone as soon as it is made"))
    }

    /// A new file; refused if anything has its name.
    pub(in crate::evidence) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let file = openat(&self.0, name, NEW, Mode::RUSR | Mode::WUSR)?;
        File::from(file).write_all(bytes)
    }

    /// A whole file; `None` if it is not there. What is no plain file of ours with one name is refused.
    pub(in crate::evidence) fn read(&self, name: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match openat(&self.0, name, READ, Mode::empty()) {
            Ok(file) => file,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(rustix::io::Errno::LOOP) => return Err(refused(name, "is a link")),
            Err(error) => return Err(error.into()),
        };
        let found = fstat(&file)?;
        if kind(&found) != FileType::RegularFile || found.st_nlink != 1 {
            return Err(refused(name, "is no plain file"));
        }
        let mut bytes = Vec::new();
        File::from(file).take(most).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Everything in it, links as they are.
    pub(in crate::evidence) fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if matches!(name, "." | "..") {
                continue;
            }
            match statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(found) => entries.push(Entry {
                    name: name.to_owned(),
                    is_directory: kind(&found) == FileType::Directory,
                    changed: found.st_mtime,
                }),
                // Somebody else was faster.
                Err(rustix::io::Errno::NOENT) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(entries)
    }

    /// What its files take, in bytes.
    pub(in crate::evidence) fn size(&self) -> io::Result<u64> {
        let mut size = 0;
        for entry in self.entries()? {
            let found = statat(&self.0, entry.name.as_str(), AtFlags::SYMLINK_NOFOLLOW)?;
            size += u64::try_from(found.st_size).unwrap_or(0);
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
                unlinkat(&folder.0, entry.name.as_str(), AtFlags::empty())?;
            }
        }
        match unlinkat(&self.0, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn kind(found: &Stat) -> FileType {
    FileType::from_raw_mode(found.st_mode)
}

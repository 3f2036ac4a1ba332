//! One owner per profile: a lock that the system gives back when its owner dies.
//!
//! The lock file lies inside the profile, so every path to the same directory meets the same lock.
//! Knows no browser.

use std::fs::{File, Metadata, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::BrowserError;
use super::profile_directory;
use crate::files;

const NAME: &str = "linkwright.lock";

/// How often a lock file may be taken away under our hands before we give up.
const TRIES: usize = 5;

/// The right to use a profile, until this is dropped or the process ends. Child processes do not have it.
#[derive(Debug)]
pub struct ProfileLock {
    file: File,
    profile: PathBuf,
}

impl Drop for ProfileLock {
    fn drop(&mut self) {
        // Closing alone would leave it to a child that is just being started and still has all our files.
        // An error means that the system gives it back when the file is closed.
        let _ = self.file.unlock();
    }
}

impl ProfileLock {
    /// Takes the profile for this process; answers at once. The directory is made if it is missing (mode 0700).
    ///
    /// # Errors
    /// [`BrowserError::Busy`] where somebody has it, also in this process; [`BrowserError::NotSetUp`]
    /// where the directory or the lock file in it cannot be used.
    pub fn take(profile: &Path) -> Result<ProfileLock, BrowserError> {
        let profile = profile_directory::make(profile)?;
        let path = profile.join(NAME);
        for _ in 0..TRIES {
            let mut file = open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(busy(&profile, &mut file)),
                Err(TryLockError::Error(error)) => return Err(unusable(&path, &error.to_string())),
            }
            // Somebody may have removed the file between opening and locking: then it locks nothing.
            if files::is_at(&file, &path) {
                sign(&mut file).map_err(|error| unusable(&path, &error.to_string()))?;
                return Ok(ProfileLock { file, profile });
            }
        }
        Err(unusable(&path, "it is removed again and again"))
    }

    /// The profile directory, without symbolic links.
    pub fn profile(&self) -> &Path {
        &self.profile
    }
}

fn open(path: &Path) -> Result<File, BrowserError> {
    let file = files::private_file()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|error| unusable(path, &error.to_string()))?;
    let facts = file.metadata().map_err(|error| unusable(path, &error.to_string()))?;
    match objection(&facts) {
        Some(why) => Err(unusable(path, why)),
        None => Ok(file),
    }
}

fn objection(facts: &Metadata) -> Option<&'static str> {
    if !facts.is_file() {
        return Some("it is no regular file");
    }
    if !files::is_ours(facts) {
        return Some("it belongs to somebody else");
    }
    if files::has_second_name(facts) {
        return Some("it has a second name");
    }
    if files::is_open_to_others(facts) {
        return Some("others may use it (its mode is not 0600)");
    }
    None
}

/// Leaves our number for those who come too late.
fn sign(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    writeln!(file, "{}", std::process::id())
}

fn busy(profile: &Path, file: &mut File) -> BrowserError {
    let mut text = String::new();
    // Without a readable number the owner stays unnamed.
    let _ = file.take(32).read_to_string(&mut text);
    let owner = match text.trim().parse::<u32>() {
        Ok(pid) => format!("process {pid}"),
        Err(_) => "another process".to_owned(),
    };
    BrowserError::Busy(format!(
        "{owner} works with the profile {}; wait until it has ended",
        profile.display()
    ))
}

fn unusable(path: &Path, why: &str) -> BrowserError {
    BrowserError::NotSetUp(format!(
        "the lock file {} cannot be used: {why}; remove it while nothing runs, or choose another place with --data-dir",
        path.display()
    ))
}

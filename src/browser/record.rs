//! What stands on disk about a driver that runs: enough to end it after we ourselves were killed.
//!
//! Lies in the profile (mode 0600) and is removed on a clean end. Knows no browser.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::BrowserError;
use super::process::{self, Census, Identity};
use super::temporary;
use crate::files;

const NAME: &str = "linkwright-driver.json";

/// A process group of ours and the processes in it that are known by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The run of the machine that the numbers belong to.
    boot: String,
    /// First process of the group; its number is the group's.
    pub(super) leader: Identity,
    /// Driver and browser, as far as they are known yet.
    pub(super) members: Vec<Identity>,
    /// Where they keep their temporary files.
    #[serde(default)]
    temporary: Option<PathBuf>,
}

impl Record {
    /// A record of a group that has just been made; nothing where processes cannot be told apart.
    pub(super) fn of(leader: Identity, temporary: Option<&Path>) -> Option<Record> {
        Some(Record {
            boot: process::boot()?,
            leader,
            members: Vec::new(),
            temporary: temporary.map(Path::to_owned),
        })
    }

    /// What was left in a profile.
    pub(super) fn read(profile: &Path) -> Option<Record> {
        let text = fs::read_to_string(path(profile)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Whether its numbers mean anything: they do not after the machine was started anew.
    pub(super) fn is_of_this_boot(&self) -> bool {
        Some(&self.boot) == process::boot().as_ref()
    }

    /// Puts it into a profile, whole or not at all.
    pub(super) fn write(&self, profile: &Path) -> Result<(), BrowserError> {
        let failed = |error: String| {
            BrowserError::Unavailable(format!("{} cannot be written: {error}", path(profile).display()))
        };
        let text = serde_json::to_vec(self).map_err(|error| failed(error.to_string()))?;
        let draft = path(profile).with_extension("new");
        let opened = files::private_file()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&draft);
        let mut file = opened.map_err(|error| failed(error.to_string()))?;
        file.write_all(&text)
            .and_then(|()| fs::rename(&draft, path(profile)))
            .map_err(|error| failed(error.to_string()))
    }

    /// Takes it out of a profile, together with the temporary files of those who are dead.
    pub(super) fn remove(profile: &Path) {
        if let Some(temporary) = Record::read(profile).and_then(|record| record.temporary) {
            temporary::remove(&temporary);
        }
        // A record that stays names dead processes, and those are never killed.
        let _ = fs::remove_file(path(profile));
    }

    /// Whether the group's number still belongs to the group that was recorded.
    ///
    /// The system gives the number to nobody else while the leader or any member is in it.
    pub(super) fn holds(&self, census: &Census) -> bool {
        let known = self.members.iter().chain([&self.leader]);
        known
            .filter_map(|identity| census.find(identity.pid).filter(|found| found.identity == *identity))
            .any(|found| found.group == self.leader.pid)
    }
}

fn path(profile: &Path) -> PathBuf {
    profile.join(NAME)
}

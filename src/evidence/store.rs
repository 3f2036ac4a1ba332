//! Evidence on disk: `evidence/ID/` below the data directory, for its owner only, for some days.
//!
//! Names are random; nothing that a page or a caller says stands in a path.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folder::{Entry, Folder};
use super::{EvidenceError, Keeper, Settings, Sighting};
use crate::ledger::EvidenceId;
use crate::page::saved::FIXTURE;
use crate::page::{MAX_HTML_BYTES, Snapshot};

/// Where it lies in the data directory.
const FOLDER: &str = "evidence";
const PAGE: &str = "page.html";
const TRACE: &str = "trace.txt";
const FACTS: &str = "facts.json";
const SCREENSHOT: &str = "screenshot.png";
/// A page with its head, a trace: more is not read back.
const MOST: u64 = MAX_HTML_BYTES as u64 + 64 * 1024;
const DAY: i64 = 24 * 60 * 60;

/// The evidence of a data directory.
#[derive(Debug)]
pub struct Store {
    data: PathBuf,
    settings: Settings,
    /// Bytes that are used, once they were counted.
    used: Option<u64>,
}

/// Evidence that was read back.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The page as a fixture of its own, not scrubbed; none if no page was seen.
    pub page: Option<String>,
    /// What was done, line by line.
    pub trace: Vec<String>,
    /// What was answered.
    pub facts: Facts,
}

/// What is known besides.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Facts {
    /// The action.
    pub action: String,
    /// What was answered: an error's type or a failure's reason.
    pub answer: String,
    /// The version of linkwright.
    pub linkwright: String,
    /// What the look knew besides the page.
    #[serde(default)]
    pub look: Option<Snapshot>,
}

impl Store {
    /// Nothing is made or read yet.
    #[must_use]
    pub fn at(data: &Path, settings: Settings) -> Store {
        Store {
            data: data.to_owned(),
            settings,
            used: None,
        }
    }

    /// Where the evidence of an answer lies.
    #[must_use]
    pub fn place(&self, id: &EvidenceId) -> PathBuf {
        self.data.join(FOLDER).join(id.as_str())
    }

    fn folder(&self, is_made: bool) -> Result<Option<Folder>, EvidenceError> {
        Folder::below(&self.data, FOLDER, is_made).map_err(|error| self.told(&error))
    }

    fn told(&self, error: &io::Error) -> EvidenceError {
        EvidenceError::new(format!("{}: {error}", self.data.join(FOLDER).display()))
    }

    /// The names under which something lies there.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn names(&self) -> Result<Vec<EvidenceId>, EvidenceError> {
        let found = match self.folder(false)? {
            Some(folder) => self.found(&folder)?,
            None => Vec::new(),
        };
        Ok(found.into_iter().map(|(id, _)| id).collect())
    }

    /// Removes what is too old, too much, or known to nobody; says which of the known are gone.
    ///
    /// `before` lay there before the ledger was asked: what came later is another run's, which the
    /// ledger may have learnt of since. `known` is what the ledger knows, with the time since which it is kept; `now` is the ledger's
    /// clock, both in milliseconds since 1970.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn sweep(
        &mut self,
        before: &[EvidenceId],
        known: &BTreeMap<EvidenceId, i64>,
        now: i64,
    ) -> Result<Vec<EvidenceId>, EvidenceError> {
        let oldest = (now / 1000).saturating_sub(i64::from(self.settings.days) * DAY);
        let mut gone: Vec<EvidenceId> = Vec::new();
        let mut there: Vec<EvidenceId> = Vec::new();
        if let Some(folder) = self.folder(false)? {
            for (id, entry) in self.found(&folder)? {
                let is_due = match known.get(&id) {
                    Some(since) => (since / 1000).min(entry.changed) < oldest,
                    None => before.contains(&id),
                };
                if is_due {
                    folder.remove(id.as_str()).map_err(|error| self.told(&error))?;
                    gone.push(id);
                } else {
                    there.push(id);
                }
            }
        }
        self.used = None;
        gone.extend(self.make_room(0)?);
        // What another run is about to write is not there yet.
        let is_lost = |id: &&EvidenceId, at: i64| !there.contains(id) && at / 1000 < now / 1000 - DAY / 24;
        let lost = known
            .iter()
            .filter(|(id, at)| is_lost(id, **at))
            .map(|(id, _)| id.clone());
        gone.extend(lost);
        gone.sort();
        gone.dedup();
        Ok(gone)
    }

    /// Folders with a name that the ledger could have given; whatever else lies there is not ours.
    fn found(&self, folder: &Folder) -> Result<Vec<(EvidenceId, Entry)>, EvidenceError> {
        let entries = folder.entries().map_err(|error| self.told(&error))?;
        let ours = entries.into_iter().filter(|entry| entry.is_directory);
        Ok(ours
            .filter_map(|entry| Some((entry.name.parse().ok()?, entry)))
            .collect())
    }

    /// Removes the oldest until so many bytes more fit in.
    fn make_room(&mut self, wanted: u64) -> Result<Vec<EvidenceId>, EvidenceError> {
        let most = u64::from(self.settings.megabytes) * 1_000_000;
        if self.used.is_some_and(|used| used + wanted <= most) {
            return Ok(Vec::new());
        }
        let Some(folder) = self.folder(false)? else {
            self.used = Some(0);
            return Ok(Vec::new());
        };
        let mut found = self.found(&folder)?;
        found.sort_by_key(|(id, entry)| (entry.changed, id.clone()));
        let mut sizes = Vec::new();
        for (id, _) in found {
            let size = folder
                .open(id.as_str())
                .and_then(|one| one.map_or(Ok(0), |one| one.size()));
            // What cannot be opened is not ours to count.
            sizes.push((id, size.unwrap_or(0)));
        }
        let mut used: u64 = sizes.iter().map(|(_, size)| size).sum();
        let mut gone = Vec::new();
        for (id, size) in sizes {
            if used + wanted <= most {
                break;
            }
            folder.remove(id.as_str()).map_err(|error| self.told(&error))?;
            used -= size;
            gone.push(id);
        }
        self.used = Some(used);
        Ok(gone)
    }

    /// Removes evidence; what is not there is gone already.
    ///
    /// # Errors
    /// Something is left; the message says where.
    pub fn remove(&mut self, ids: &[EvidenceId]) -> Result<(), EvidenceError> {
        self.used = None;
        let Some(folder) = self.folder(false)? else {
            return Ok(());
        };
        let removed = ids.iter().map(|id| folder.remove(id.as_str()));
        let failed: Vec<io::Error> = removed.filter_map(Result::err).collect();
        failed.first().map_or(Ok(()), |error| Err(self.told(error)))
    }

    /// What lies there, the newest first, with the time at which it was kept (seconds since 1970).
    ///
    /// # Errors
    /// The folder cannot be used. What cannot be read is left out.
    pub fn list(&self) -> Result<Vec<(EvidenceId, i64, Facts)>, EvidenceError> {
        let Some(folder) = self.folder(false)? else {
            return Ok(Vec::new());
        };
        let mut found = self.found(&folder)?;
        found.sort_by_key(|(id, entry)| (std::cmp::Reverse(entry.changed), id.clone()));
        let read = |(id, entry): (EvidenceId, Entry)| {
            let facts = self.read(&id).ok().flatten()?.facts;
            Some((id, entry.changed, facts))
        };
        Ok(found.into_iter().filter_map(read).collect())
    }

    /// Whether a page was seen.
    #[must_use]
    pub fn has_page(&self, id: &EvidenceId) -> bool {
        self.place(id).join(PAGE).exists()
    }

    /// Where it stands what was done.
    #[must_use]
    pub fn trace(&self, id: &EvidenceId) -> PathBuf {
        self.place(id).join(TRACE)
    }

    /// Reads evidence back; `None` if there is none of this name.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn read(&self, id: &EvidenceId) -> Result<Option<Kept>, EvidenceError> {
        let told = |error: io::Error| self.told(&error);
        let Some(folder) = self.folder(false)? else {
            return Ok(None);
        };
        let Some(own) = folder.open(id.as_str()).map_err(told)? else {
            return Ok(None);
        };
        let text = |name: &str| -> Result<Option<String>, EvidenceError> {
            let bytes = own.read(name, MOST).map_err(told)?;
            Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
        };
        // Written last: without it the rest may be half of what it was to be.
        let Some(facts) = text(FACTS)? else { return Ok(None) };
        let facts = serde_json::from_str(&facts)
            .map_err(|_| EvidenceError::new(format!("{} is no evidence of linkwright's", self.place(id).display())))?;
        Ok(Some(Kept {
            page: text(PAGE)?,
            trace: text(TRACE)?.unwrap_or_default().lines().map(str::to_owned).collect(),
            facts,
        }))
    }
}

impl Keeper for Store {
    fn wants_screenshots(&self) -> bool {
        self.settings.screenshots
    }

    fn keep(&mut self, id: &EvidenceId, seen: &Sighting) -> Result<Vec<EvidenceId>, EvidenceError> {
        let files = files(seen)?;
        let size: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        if size > u64::from(self.settings.megabytes) * 1_000_000 {
            let why = "what was seen is larger than [evidence] megabytes of linkwright.toml allows";
            return Err(EvidenceError::new(why));
        }
        let gone = self.make_room(size)?;
        let folder = self
            .folder(true)?
            .ok_or_else(|| EvidenceError::new("the folder is gone"))?;
        let own = folder.make(id.as_str()).map_err(|error| self.told(&error))?;
        for (name, bytes) in &files {
            if let Err(error) = own.write(name, bytes) {
                // Half of it would say nothing.
                let _ = folder.remove(id.as_str());
                return Err(self.told(&error));
            }
        }
        self.used = self.used.map(|used| used + size);
        Ok(gone)
    }
}

/// The files of one sighting, in the order in which they are written.
fn files(seen: &Sighting) -> Result<Vec<(&'static str, Vec<u8>)>, EvidenceError> {
    let mut files = Vec::new();
    if let Some(snapshot) = &seen.snapshot {
        files.push((PAGE, page(snapshot).into_bytes()));
    }
    files.push((TRACE, seen.trace.clone().into_bytes()));
    if let Some(image) = &seen.screenshot {
        files.push((SCREENSHOT, image.clone()));
    }
    let facts = Facts {
        action: seen.action.to_owned(),
        answer: seen.word.to_owned(),
        linkwright: env!("CARGO_PKG_VERSION").to_owned(),
        look: seen.snapshot.clone().map(|snapshot| Snapshot {
            html: String::new(),
            ..snapshot
        }),
    };
    let facts = serde_json::to_vec_pretty(&facts).map_err(EvidenceError::new)?;
    files.push((FACTS, facts));
    Ok(files)
}

/// In the form of a fixture, so that `explain` reads it as it is.
fn page(snapshot: &Snapshot) -> String {
    let status = snapshot
        .status
        .map(|status| format!("; status: {status}"))
        .unwrap_or_default();
    let url = snapshot.url.replace("--", "%2D%2D").replace([' ', ';', '\n', '\r'], "");
    format!(
        "{FIXTURE}; source: evidence, not scrubbed; url: {url}{status} -->\n{}\n",
        snapshot.html
    )
}

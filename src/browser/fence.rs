//! The fence: before a profile is used or its page is believed, whatever still runs on it is killed.
//!
//! A browser outlives its driver and goes on acting. Only browsers under automation are killed;
//! one that a person opened is a refusal. Told by `/proc`; knows no session.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::BrowserError;
use super::driver::BrowserKind;
use super::lock::ProfileLock;
use super::process::{Census, Identity};
use super::profile_directory::{self, Holder};
use super::record::Record;

mod family;

use family::Family;

/// Longest wait for a killed process to be gone.
const DYING: Duration = Duration::from_secs(5);

/// Longest wait for a person's browser that was just closed.
const LEAVING: Duration = Duration::from_secs(3);

/// How often the processes are counted meanwhile.
const PACE: Duration = Duration::from_millis(25);

/// A profile on which nothing runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fenced {
    /// Processes that were killed: drivers, browsers and their children.
    pub killed: usize,
}

/// Kills every automated browser on a profile and the driver that was recorded for it, proves that
/// none is left and that the profile is free, and removes what they left. Only its owner may.
///
/// # Errors
/// [`BrowserError::Unavailable`] where a browser of somebody else uses the profile, or something does not die.
pub async fn raise(lock: &ProfileLock, kind: BrowserKind) -> Result<Fenced, BrowserError> {
    let profile = lock.profile();
    let mut fence = Fence::before(profile, kind);
    let begun = Instant::now();
    loop {
        let patience = match fence.judge() {
            Verdict::Free => break,
            Verdict::Dying(pid) if begun.elapsed() > DYING => return Err(fence.immortal(pid)),
            Verdict::Dying(_) => DYING,
            Verdict::Foreign(pid) if begun.elapsed() > LEAVING => return Err(fence.foreign(pid)),
            Verdict::Foreign(_) => LEAVING,
            Verdict::Elsewhere(host) => return Err(fence.elsewhere(&host)),
        };
        tokio::time::sleep(PACE.min(patience)).await;
    }
    profile_directory::clear(profile, kind);
    Record::remove(profile);
    Ok(Fenced {
        killed: fence.doomed.len(),
    })
}

/// How many browsers and drivers of ours still run on a profile; nothing is ended.
///
/// # Errors
/// [`BrowserError::Unavailable`] where a browser of somebody else uses the profile.
pub fn look(lock: &ProfileLock, kind: BrowserKind) -> Result<usize, BrowserError> {
    let fence = Fence::before(lock.profile(), kind);
    let census = Census::take();
    let family = Family::new(&census, &fence.profile, kind, fence.record.as_ref());
    if let Some(foreign) = family.foreign() {
        return Err(fence.foreign(Some(foreign.identity.pid)));
    }
    let ours = family.doomed(&fence.doomed).len();
    match fence.occupied(&census) {
        _ if ours > 0 => Ok(ours),
        Verdict::Free | Verdict::Dying(_) => Ok(0),
        Verdict::Foreign(pid) => Err(fence.foreign(pid)),
        Verdict::Elsewhere(host) => Err(fence.elsewhere(&host)),
    }
}

/// What a count of the processes says.
enum Verdict {
    Free,
    /// Killed, and still there.
    Dying(i32),
    /// Not ours to kill.
    Foreign(Option<i32>),
    /// On another machine.
    Elsewhere(String),
}

struct Fence {
    profile: PathBuf,
    kind: BrowserKind,
    record: Option<Record>,
    doomed: BTreeSet<Identity>,
}

impl Fence {
    fn before(profile: &Path, kind: BrowserKind) -> Fence {
        Fence {
            profile: profile.to_owned(),
            kind,
            record: Record::read(profile).filter(Record::is_of_this_boot),
            doomed: BTreeSet::new(),
        }
    }

    /// Counts, kills, and says what is left to wait for.
    fn judge(&mut self) -> Verdict {
        let census = Census::take();
        let family = Family::new(&census, &self.profile, self.kind, self.record.as_ref());
        if let Some(foreign) = family.foreign() {
            return Verdict::Foreign(Some(foreign.identity.pid));
        }
        let doomed: Vec<Identity> = family.doomed(&self.doomed);
        doomed.iter().for_each(|identity| identity.kill());
        self.doomed.extend(&doomed);
        if let Some(dying) = doomed.first() {
            return Verdict::Dying(dying.pid);
        }
        self.occupied(&census)
    }

    /// Nothing of ours runs; the profile itself may still name somebody.
    fn occupied(&self, census: &Census) -> Verdict {
        match profile_directory::holder(&self.profile, self.kind) {
            Holder::Nobody => Verdict::Free,
            Holder::Elsewhere(host) => Verdict::Elsewhere(host),
            Holder::Process(None) => Verdict::Foreign(None),
            Holder::Process(Some(pid)) => match census.find(pid) {
                // The link's number was given to somebody else since.
                Some(process) if self.kind.is_chromium() && !family::may_use(process, &self.profile) => Verdict::Free,
                Some(_) | None => Verdict::Foreign(Some(pid)),
            },
        }
    }

    fn foreign(&self, pid: Option<i32>) -> BrowserError {
        let who = pid.map_or("a browser".to_owned(), |pid| format!("a browser (process {pid})"));
        BrowserError::Unavailable(format!(
            "{who} already uses the profile {}; close it, then run again",
            self.profile.display()
        ))
    }

    fn elsewhere(&self, host: &str) -> BrowserError {
        BrowserError::Unavailable(format!(
            "the profile {} is marked as used by a browser on the machine {host}; close it, and if there is none remove the file SingletonLock there",
            self.profile.display()
        ))
    }

    fn immortal(&self, pid: i32) -> BrowserError {
        BrowserError::Unavailable(format!(
            "process {pid} still works on the profile {} and does not end, although it was killed",
            self.profile.display()
        ))
    }
}

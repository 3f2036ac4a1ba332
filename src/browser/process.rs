//! Processes of this machine: who they are, whose children, started with what.
//!
//! A process is named by its number and its start time, because numbers are used again. Knows no browser.

use std::ffi::OsString;
use std::path::is_separator;

use serde::{Deserialize, Serialize};

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{boot, is_group_alive, place};
#[cfg(windows)]
pub(super) use windows::{boot, place};

#[cfg(unix)]
use unix as system;
#[cfg(windows)]
use windows as system;

/// A process, told from a later one of the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Its number.
    pub pid: i32,
    /// When it started: in ticks since this machine did, on Windows in seconds since 1970.
    pub start: u64,
}

impl Identity {
    /// Who has this number now, unless the process is dead.
    pub fn of(pid: i32) -> Option<Identity> {
        system::identity(pid)
    }

    /// Whether this very process still lives. A dead one that nobody has collected does not.
    pub fn is_alive(self) -> bool {
        Identity::of(self.pid) == Some(self)
    }

    /// Kills this very process, and no later one of its number.
    pub(super) fn kill(self) {
        system::kill(self);
    }
}

/// One living process.
#[derive(Debug, Clone)]
pub(super) struct Process {
    pub(super) identity: Identity,
    pub(super) parent: i32,
    /// The number of its process group; 0 where there are none.
    pub(super) group: i32,
    pub(super) arguments: Vec<OsString>,
}

impl Process {
    /// Last part of the path of the program, as it was called.
    pub(super) fn program(&self) -> String {
        let called = self.arguments.first().map(|first| first.to_string_lossy().into_owned());
        let called = called.unwrap_or_default();
        called.rsplit(is_separator).next().unwrap_or_default().to_owned()
    }
}

/// The living processes of our user, without ourselves and those that we came from.
#[derive(Debug, Clone)]
pub(super) struct Census {
    pub(super) processes: Vec<Process>,
}

impl Census {
    /// Looks now.
    pub(super) fn take() -> Census {
        Census {
            processes: system::processes(),
        }
    }

    pub(super) fn find(&self, pid: i32) -> Option<&Process> {
        self.processes.iter().find(|process| process.identity.pid == pid)
    }

    /// Those that came from a process, from its children, and so on; without itself.
    pub(super) fn descendants(&self, pid: i32) -> Vec<&Process> {
        let mut found: Vec<&Process> = Vec::new();
        let mut parents = vec![pid];
        while let Some(parent) = parents.pop() {
            for child in self.processes.iter().filter(|process| process.parent == parent) {
                if found.iter().all(|known| known.identity != child.identity) {
                    parents.push(child.identity.pid);
                    found.push(child);
                }
            }
        }
        found
    }

    /// Those that a process came from, nearest first.
    pub(super) fn ancestors(&self, process: &Process) -> Vec<&Process> {
        let mut found: Vec<&Process> = Vec::new();
        let mut next = self.find(process.parent);
        while let Some(parent) = next {
            if found.iter().any(|known| known.identity == parent.identity) {
                break;
            }
            found.push(parent);
            next = self.find(parent.parent);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_process_of_the_same_number_is_another() {
        let pid = i32::try_from(std::process::id()).expect("a small number");
        let me = Identity::of(pid).expect("we live");
        assert!(me.is_alive());
        let earlier = Identity {
            start: me.start - 1,
            ..me
        };
        assert!(!earlier.is_alive());
        // Were it not for the start time, this would be the end of the test.
        earlier.kill();
        assert!(Census::take().find(pid).is_none(), "we are never to be killed");
    }
}

//! Processes of this machine as `/proc` tells them: who they are, whose children, started with what.
//!
//! A process is named by its number and its start time, because numbers are used again.
//! Where there is no `/proc` nothing is seen. Knows no browser.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;

use serde::{Deserialize, Serialize};

/// A process, told from a later one of the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Its number.
    pub pid: i32,
    /// When it started, in ticks since this machine did.
    pub start: u64,
}

impl Identity {
    /// Who has this number now, unless the process is dead.
    pub fn of(pid: i32) -> Option<Identity> {
        Stat::read(pid)
            .filter(Stat::is_alive)
            .map(|stat| Identity { pid, start: stat.start })
    }

    /// Whether this very process still lives. A dead one that nobody has collected does not.
    pub fn is_alive(self) -> bool {
        Identity::of(self.pid) == Some(self)
    }

    /// Kills this very process, and no later one of its number.
    pub(super) fn kill(self) {
        let Some(pid) = rustix::process::Pid::from_raw(self.pid) else {
            return;
        };
        #[cfg(target_os = "linux")]
        if let Ok(handle) = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()) {
            if self.is_alive() {
                // The handle stands for the process that was just looked at, whatever happens to its number.
                let _ = rustix::process::pidfd_send_signal(handle, rustix::process::Signal::KILL);
            }
            return;
        }
        // Systems without such handles. Errors mean that it is gone, or that the next count sees it again.
        if self.is_alive() {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}

/// What `/proc/PID/stat` says.
#[derive(Debug, Clone, Copy)]
struct Stat {
    state: char,
    parent: i32,
    group: i32,
    threads: u32,
    start: u64,
}

impl Stat {
    fn read(pid: i32) -> Option<Stat> {
        Stat::parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    fn parse(text: &str) -> Option<Stat> {
        // The name stands in brackets and may hold anything, brackets and blanks too.
        let (_, rest) = text.rsplit_once(')')?;
        let words: Vec<&str> = rest.split_ascii_whitespace().collect();
        Some(Stat {
            state: words.first()?.chars().next()?,
            parent: words.get(1)?.parse().ok()?,
            group: words.get(2)?.parse().ok()?,
            threads: words.get(17)?.parse().ok()?,
            start: words.get(19)?.parse().ok()?,
        })
    }

    fn is_alive(&self) -> bool {
        // Other threads may go on, with all their files and locks, after the first has ended.
        !matches!(self.state, 'Z' | 'X' | 'x') || self.threads > 1
    }
}

/// One living process.
#[derive(Debug, Clone)]
pub(super) struct Process {
    pub(super) identity: Identity,
    pub(super) parent: i32,
    pub(super) group: i32,
    pub(super) arguments: Vec<OsString>,
}

impl Process {
    fn read(pid: i32, user: u32) -> Option<Process> {
        let stat = Stat::read(pid).filter(Stat::is_alive)?;
        // The owner of the directory will not do: sandboxed processes show root there.
        if owner(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?)? != user {
            return None;
        }
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let arguments = bytes
            .split(|byte| *byte == 0)
            .filter(|argument| !argument.is_empty())
            .map(|argument| OsString::from_vec(argument.to_vec()))
            .collect();
        Some(Process {
            identity: Identity { pid, start: stat.start },
            parent: stat.parent,
            group: stat.group,
            arguments,
        })
    }

    /// Last part of the path of the program, as it was called.
    pub(super) fn program(&self) -> String {
        let called = self.arguments.first().map(|first| first.to_string_lossy().into_owned());
        let called = called.unwrap_or_default();
        called.rsplit('/').next().unwrap_or_default().to_owned()
    }
}

fn owner(status: &str) -> Option<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// The living processes of our user, without ourselves and those that we came from.
#[derive(Debug, Clone)]
pub(super) struct Census {
    pub(super) processes: Vec<Process>,
}

impl Census {
    /// Looks now.
    pub(super) fn take() -> Census {
        let user = rustix::process::getuid().as_raw();
        let ours = ancestry();
        let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
        let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
        let processes = numbers
            .filter(|pid| !ours.contains(pid))
            .filter_map(|pid| Process::read(pid, user))
            .collect();
        Census { processes }
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

/// Our own number and those of the processes that we came from: never to be killed.
fn ancestry() -> BTreeSet<i32> {
    let mut known = BTreeSet::new();
    let mut pid = rustix::process::getpid().as_raw_nonzero().get();
    while pid > 0 && known.insert(pid) {
        pid = Stat::read(pid).map_or(0, |stat| stat.parent);
    }
    known
}

/// Whether anybody in a process group lives. The dead that nobody has collected yet do not.
pub(super) fn is_group_alive(group: i32) -> bool {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    numbers
        .filter_map(Stat::read)
        .any(|stat| stat.group == group && stat.is_alive())
}

/// Names this run of the machine: process numbers and start times of another run mean nothing.
pub(super) fn boot() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_full_of_brackets_does_not_shift_the_fields() {
        let mut words = vec!["S", "7", "8"];
        words.extend(["0"; 16]);
        words.extend(["4242", "1"]);
        let text = format!("12 (a) Z (b)) {}", words.join(" "));
        let stat = Stat::parse(&text).expect("it is read");
        assert_eq!((stat.state, stat.parent, stat.group, stat.start), ('S', 7, 8, 4242));
    }

    #[test]
    fn a_process_is_dead_when_its_last_thread_is() {
        let stat = |state: &str, threads: &str| {
            let mut words = vec!["0"; 20];
            (words[0], words[17]) = (state, threads);
            Stat::parse(&format!("12 (a) {}", words.join(" "))).expect("it is read")
        };
        assert!(stat("S", "1").is_alive());
        assert!(stat("Z", "3").is_alive());
        assert!(!stat("Z", "1").is_alive());
        assert!(!stat("X", "0").is_alive());
    }

    #[test]
    fn a_later_process_of_the_same_number_is_another() {
        let me = Identity::of(rustix::process::getpid().as_raw_nonzero().get()).expect("we live");
        assert!(me.is_alive());
        let earlier = Identity {
            start: me.start - 1,
            ..me
        };
        assert!(!earlier.is_alive());
        // Were it not for the start time, this would be the end of the test.
        earlier.kill();
    }

    #[test]
    fn we_and_those_we_came_from_are_not_in_the_census() {
        let census = Census::take();
        let me = rustix::process::getpid().as_raw_nonzero().get();
        assert!(census.find(me).is_none());
        let parent = Stat::read(me).expect("we live").parent;
        assert!(census.find(parent).is_none());
    }
}

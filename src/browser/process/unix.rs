//! Processes as `/proc` tells them. Where there is no `/proc` nothing is seen.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::{Identity, Process};

/// Who has this number now, unless the process is dead.
pub(super) fn identity(pid: i32) -> Option<Identity> {
    Stat::read(pid)
        .filter(Stat::is_alive)
        .map(|stat| Identity { pid, start: stat.start })
}

/// Kills this very process, and no later one of its number.
pub(super) fn kill(process: Identity) {
    let Some(pid) = rustix::process::Pid::from_raw(process.pid) else {
        return;
    };
    #[cfg(target_os = "linux")]
    if let Ok(handle) = rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()) {
        if process.is_alive() {
            // The handle stands for the process that was just looked at, whatever happens to its number.
            let _ = rustix::process::pidfd_send_signal(handle, rustix::process::Signal::KILL);
        }
        return;
    }
    // Systems without such handles. Errors mean that it is gone, or that the next count sees it again.
    if process.is_alive() {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
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

fn owner(status: &str) -> Option<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

/// The living processes of our user, without ourselves and those that we came from.
pub(super) fn processes() -> Vec<Process> {
    let user = rustix::process::getuid().as_raw();
    let ours = ancestry();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    numbers
        .filter(|pid| !ours.contains(pid))
        .filter_map(|pid| read(pid, user))
        .collect()
}

/// The absolute path that a process means by one that it was given.
pub(in crate::browser) fn place(process: &Process, named: &[u8]) -> PathBuf {
    let named = Path::new(OsStr::from_bytes(named));
    if named.is_absolute() {
        return named.to_owned();
    }
    // A relative path is meant from where the process stands.
    let from = Path::new("/proc").join(process.identity.pid.to_string()).join("cwd");
    from.join(named)
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
pub(in crate::browser) fn is_group_alive(group: i32) -> bool {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    numbers
        .filter_map(Stat::read)
        .any(|stat| stat.group == group && stat.is_alive())
}

/// Names this run of the machine: process numbers and start times of another run mean nothing.
pub(in crate::browser) fn boot() -> Option<String> {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Census;
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
    fn we_and_those_we_came_from_are_not_in_the_census() {
        let census = Census::take();
        let me = rustix::process::getpid().as_raw_nonzero().get();
        assert!(census.find(me).is_none());
        let parent = Stat::read(me).expect("we live").parent;
        assert!(census.find(parent).is_none());
    }
}

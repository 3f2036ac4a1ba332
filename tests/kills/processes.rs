//! Who runs below whom, by `/proc`, and signals to exactly one of them.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// Who is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Victim {
    Linkwright,
    Driver,
    Browser,
    Renderer,
    Everything,
}

impl Victim {
    pub(crate) const ALL: [Victim; 5] = [
        Victim::Linkwright,
        Victim::Driver,
        Victim::Browser,
        Victim::Renderer,
        Victim::Everything,
    ];
}

/// How long linkwright itself stays frozen, and everything: shorter than a command's deadline.
const FREEZE: Duration = Duration::from_secs(3);

#[derive(Debug, Clone)]
struct Process {
    id: u32,
    parent: u32,
    line: String,
}

fn census() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|id: u32| {
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            let (_, rest) = stat.rsplit_once(')')?;
            let mut fields = rest.split_whitespace();
            let is_dead = matches!(fields.next()?, "Z" | "X");
            let parent = fields.next()?.parse().ok()?;
            let line = fs::read(format!("/proc/{id}/cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            (!is_dead).then_some(Process { id, parent, line })
        })
        .collect()
}

/// The descendants of a process.
fn below(root: u32) -> Vec<Process> {
    let all = census();
    let parents: HashMap<u32, u32> = all.iter().map(|process| (process.id, process.parent)).collect();
    let is_below = |mut id: u32| {
        while let Some(parent) = parents.get(&id) {
            if *parent == root {
                return true;
            }
            id = *parent;
        }
        false
    };
    all.into_iter().filter(|process| is_below(process.id)).collect()
}

/// Processes that name a directory.
pub(crate) fn on(directory: &Path) -> Vec<String> {
    let name = directory.to_string_lossy().into_owned();
    census()
        .into_iter()
        .filter(|process| process.line.contains(&name))
        .map(|process| format!("{} {}", process.id, process.line.chars().take(120).collect::<String>()))
        .collect()
}

fn signal(id: u32, signal: Signal) -> bool {
    let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| kill_process(pid, signal).is_ok())
}

pub(crate) fn kill(id: u32) -> bool {
    signal(id, Signal::KILL)
}

/// Kills (or freezes) the victim below this linkwright; false where there is none yet.
pub(crate) fn hit(linkwright: u32, victim: Victim, freezes: bool) -> bool {
    let family = below(linkwright);
    let driver = |process: &&Process| process.line.contains("chromedriver");
    let browser = |process: &&Process| process.line.contains("--user-data-dir=") && !process.line.contains("--type=");
    let renderer = |process: &&Process| process.line.contains("--type=renderer");
    let hit = |process: &Process| {
        if freezes {
            signal(process.id, Signal::STOP)
        } else {
            kill(process.id)
        }
    };
    match victim {
        Victim::Linkwright if freezes => freeze(&[linkwright]),
        Victim::Linkwright => kill(linkwright),
        Victim::Driver => family.iter().find(driver).is_some_and(hit),
        Victim::Browser => family.iter().find(browser).is_some_and(hit),
        Victim::Renderer => family.iter().find(renderer).is_some_and(hit),
        Victim::Everything if freezes => {
            let everybody: Vec<u32> = [linkwright]
                .into_iter()
                .chain(family.iter().map(|process| process.id))
                .collect();
            freeze(&everybody)
        }
        Victim::Everything => {
            let own = kill(linkwright);
            family.iter().for_each(|process| {
                kill(process.id);
            });
            own
        }
    }
}

/// Freezes these for a while, as a machine that is put to sleep does; false where the first was gone.
fn freeze(processes: &[u32]) -> bool {
    let stopped: Vec<bool> = processes.iter().map(|id| signal(*id, Signal::STOP)).collect();
    // The time they stay frozen is the fault itself.
    std::thread::sleep(FREEZE);
    let woken: Vec<bool> = processes.iter().map(|id| signal(*id, Signal::CONT)).collect();
    stopped[0] && woken[0]
}

//! Processes as Windows lists them. There are no process groups, and a parent may have died long ago.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

use super::{Identity, Process};

/// Who has this number now.
pub(super) fn identity(pid: i32) -> Option<Identity> {
    let pid = number(pid)?;
    of(look(ProcessesToUpdate::Some(&[pid]), ProcessRefreshKind::nothing()).process(pid)?)
}

/// Kills this very process, and no later one of its number.
pub(super) fn kill(process: Identity) {
    let Some(pid) = number(process.pid) else {
        return;
    };
    // While this is held, so is a handle on the process, and its number is not given away.
    let seen = look(ProcessesToUpdate::Some(&[pid]), ProcessRefreshKind::nothing());
    if let Some(found) = seen.process(pid).filter(|found| of(found) == Some(process)) {
        // Where it is not killed, the next count sees it again.
        found.kill();
    }
}

/// The living processes of our user, without ourselves and those that we came from.
pub(super) fn processes() -> Vec<Process> {
    let what = ProcessRefreshKind::nothing()
        .with_cmd(UpdateKind::Always)
        .with_user(UpdateKind::Always);
    let seen = look(ProcessesToUpdate::All, what);
    // A list without ourselves is none: it must not be taken for a proof that nobody is left.
    let me = seen
        .process(Pid::from_u32(std::process::id()))
        .expect("we are listed too");
    let ours = ancestry(&seen, me);
    seen.processes()
        .values()
        .filter(|process| process.user_id() == me.user_id() && !ours.contains(&process.pid()))
        .filter_map(|process| {
            Some(Process {
                identity: of(process)?,
                parent: parent(&seen, process).and_then(of).map_or(0, |parent| parent.pid),
                group: 0,
                arguments: process.cmd().to_vec(),
            })
        })
        .collect()
}

/// The absolute path that a process means by one that it was given.
pub(in crate::browser) fn place(process: &Process, named: &[u8]) -> PathBuf {
    let named = PathBuf::from(String::from_utf8_lossy(named).into_owned());
    if named.is_absolute() {
        return named;
    }
    // A relative path is meant from where the process stands.
    let what = ProcessRefreshKind::nothing().with_cwd(UpdateKind::Always);
    let Some(pid) = number(process.identity.pid) else {
        return named;
    };
    let seen = look(ProcessesToUpdate::Some(&[pid]), what);
    let from = seen.process(pid).and_then(sysinfo::Process::cwd);
    from.unwrap_or(Path::new("")).join(named)
}

/// Start times are dates here, so no other run of the machine has the same ones again.
pub(in crate::browser) fn boot() -> Option<String> {
    Some("windows".to_owned())
}

fn look(which: ProcessesToUpdate<'_>, what: ProcessRefreshKind) -> System {
    // Windows says since when it runs, and no more is asked here.
    let mut system = System::new().expect("the system says since when it runs");
    system.refresh_processes_specifics(which, true, what);
    system
}

fn number(pid: i32) -> Option<Pid> {
    u32::try_from(pid).ok().map(Pid::from_u32)
}

/// Nothing for processes that may not be looked at: they have no start time.
fn of(process: &sysinfo::Process) -> Option<Identity> {
    let pid = i32::try_from(process.pid().as_u32()).ok()?;
    let start = process.start_time();
    (start > 0).then_some(Identity { pid, start })
}

/// Whoever has the parent's number now may be somebody later.
fn parent<'a>(seen: &'a System, process: &sysinfo::Process) -> Option<&'a sysinfo::Process> {
    seen.process(process.parent()?)
        .filter(|parent| parent.start_time() <= process.start_time())
}

/// Our own number and those of the processes that we came from: never to be killed.
fn ancestry(seen: &System, me: &sysinfo::Process) -> BTreeSet<Pid> {
    let mut known = BTreeSet::new();
    let mut next = Some(me);
    while let Some(process) = next.filter(|process| known.insert(process.pid())) {
        next = parent(seen, process);
    }
    known
}

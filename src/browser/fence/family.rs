//! Which processes belong to a profile, and which of them are ours to kill. Pure over a census.
//!
//! A browser is told by its own arguments, compared one by one and as directories, never as text:
//! another profile may begin with the name of this one.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use super::super::driver::BrowserKind;
use super::super::process::{Census, Identity, Process, place};
use super::super::record::Record;
use crate::files;

const CHROME_PROFILE: &str = "--user-data-dir=";
const CHROME_MARKS: &[&str] = &[
    "--remote-debugging-pipe",
    "--enable-automation",
    "--test-type=webdriver",
];
const FIREFOX_MARKS: &[&str] = &["-marionette", "--marionette"];

/// Parts of the names of programs that use a profile without naming it in their arguments.
const BROWSERS: &[&str] = &["chrom", "edge", "brave", "opera", "vivaldi"];

/// The processes of one profile.
pub(super) struct Family<'a> {
    census: &'a Census,
    profile: &'a Path,
    kind: BrowserKind,
    record: Option<&'a Record>,
    browsers: Vec<&'a Process>,
}

impl<'a> Family<'a> {
    pub(super) fn new(
        census: &'a Census,
        profile: &'a Path,
        kind: BrowserKind,
        record: Option<&'a Record>,
    ) -> Family<'a> {
        let is_ours =
            |process: &&Process| own_profile(process, kind).is_some_and(|named| same(process, &named, profile));
        Family {
            census,
            profile,
            kind,
            record,
            browsers: census.processes.iter().filter(is_ours).collect(),
        }
    }

    /// A browser on this profile that must not be killed.
    pub(super) fn foreign(&self) -> Option<&'a Process> {
        self.browsers.iter().copied().find(|browser| !self.may_kill(browser))
    }

    fn may_kill(&self, browser: &Process) -> bool {
        match self.kind {
            BrowserKind::Chrome | BrowserKind::Edge => has_any(browser, CHROME_MARKS),
            // Some people let their own Firefox listen to Marionette, so it must be one that we started.
            BrowserKind::Firefox => has_any(browser, FIREFOX_MARKS) && self.is_recorded(browser),
        }
    }

    fn is_recorded(&self, browser: &Process) -> bool {
        self.record.is_some_and(|record| {
            let leader = record.leader;
            let in_group = browser.group == leader.pid && browser.identity.start >= leader.start;
            in_group || record.members.contains(&browser.identity)
        })
    }

    /// Everybody who must die, browsers first. `before` are those who were to die at earlier counts.
    pub(super) fn doomed(&self, before: &BTreeSet<Identity>) -> Vec<Identity> {
        let mut doomed: Vec<Identity> = Vec::new();
        let mut add = |process: &Process| {
            if !doomed.contains(&process.identity) {
                doomed.push(process.identity);
            }
        };
        let roots = self.browsers.iter().copied().chain(self.recorded());
        for root in roots {
            add(root);
            self.census
                .descendants(root.identity.pid)
                .into_iter()
                .for_each(&mut add);
        }
        self.group().for_each(&mut add);
        self.orphans(before).for_each(&mut add);
        let still_there = |process: &&Process| before.contains(&process.identity);
        self.census.processes.iter().filter(still_there).for_each(&mut add);
        doomed
    }

    /// Leader, driver and browser of the record, as far as these very processes live.
    fn recorded(&self) -> impl Iterator<Item = &'a Process> {
        let known = self.record.into_iter();
        let known = known.flat_map(|record| record.members.iter().chain([&record.leader]));
        known.filter_map(|identity| {
            self.census
                .find(identity.pid)
                .filter(|found| found.identity == *identity)
        })
    }

    /// Everybody in the recorded group, where its number is still its own.
    fn group(&self) -> impl Iterator<Item = &'a Process> {
        let group = self
            .record
            .filter(|record| record.holds(self.census))
            .map(|record| record.leader.pid);
        self.census
            .processes
            .iter()
            .filter(move |process| Some(process.group) == group)
    }

    /// Children whose browser is dead already.
    fn orphans(&self, before: &BTreeSet<Identity>) -> impl Iterator<Item = &'a Process> {
        self.census.processes.iter().filter(|process| match self.kind {
            BrowserKind::Chrome | BrowserKind::Edge => self.is_chrome_orphan(process),
            BrowserKind::Firefox => self.is_firefox_orphan(process, before),
        })
    }

    fn is_chrome_orphan(&self, process: &Process) -> bool {
        let Some(named) = profile_of_chrome_child(process) else {
            return false;
        };
        let has_browser = |ancestor: &&Process| own_profile(ancestor, self.kind).is_some();
        same(process, &named, self.profile) && !self.census.ancestors(process).iter().any(has_browser)
    }

    /// Firefox's children name their browser's number, and stay in the group of its driver.
    fn is_firefox_orphan(&self, process: &Process, before: &BTreeSet<Identity>) -> bool {
        let Some(record) = self.record.filter(|record| record.leader.pid == process.group) else {
            return false;
        };
        let Some(parent) = parent_of_firefox_child(process) else {
            return false;
        };
        let known = record.members.iter().chain(before);
        known.into_iter().any(|identity| identity.pid == parent)
            && self.census.find(parent).is_none()
            && process.identity.start >= record.leader.start
    }
}

/// Whether a process whose number stands in the profile's lock may really be a browser on it.
pub(super) fn may_use(process: &Process, profile: &Path) -> bool {
    match own_profile(process, BrowserKind::Chrome) {
        Some(named) => same(process, &named, profile),
        None => {
            let program = process.program().to_ascii_lowercase();
            BROWSERS.iter().any(|name| program.contains(name)) && !is_child(process)
        }
    }
}

fn has_any(process: &Process, marks: &[&str]) -> bool {
    process
        .arguments
        .iter()
        .any(|argument| marks.iter().any(|mark| argument == mark))
}

fn is_child(process: &Process) -> bool {
    let begins = |argument: &OsStr| {
        let bytes = argument.as_encoded_bytes();
        bytes.starts_with(b"--type=") || bytes == b"-contentproc"
    };
    process.arguments.iter().any(|argument| begins(argument))
        // Chromium's children write all their arguments into one.
        || process.arguments.first().is_some_and(|first| first.to_string_lossy().contains(" --type="))
}

/// The profile that a browser was told to use; nothing for its children and for other programs.
fn own_profile(process: &Process, kind: BrowserKind) -> Option<Vec<u8>> {
    if is_child(process) {
        return None;
    }
    let arguments: Vec<&[u8]> = process
        .arguments
        .iter()
        .map(|argument| argument.as_encoded_bytes())
        .collect();
    match kind {
        BrowserKind::Chrome | BrowserKind::Edge => {
            // The last one counts, as it does in Chromium.
            let given = |argument: &&[u8]| argument.strip_prefix(CHROME_PROFILE.as_bytes()).map(<[u8]>::to_vec);
            arguments.iter().rev().find_map(given)
        }
        BrowserKind::Firefox => arguments.iter().enumerate().find_map(|(at, argument)| {
            let name = argument.strip_prefix(b"-")?;
            let rest = name.strip_prefix(b"-").unwrap_or(name).strip_prefix(b"profile")?;
            match rest {
                b"" => arguments.get(at + 1).map(|value| value.to_vec()),
                rest => rest.strip_prefix(b"=").map(<[u8]>::to_vec),
            }
        }),
    }
}

/// Chromium's children name the profile in the middle of one long text.
fn profile_of_chrome_child(process: &Process) -> Option<Vec<u8>> {
    if !is_child(process) {
        return None;
    }
    let text = process.arguments.join(OsStr::new(" "));
    let text = text.to_string_lossy();
    let (_, tail) = text.split_once(CHROME_PROFILE)?;
    let value = tail.split(" --").next()?;
    Some(value.trim_end().as_bytes().to_vec())
}

fn parent_of_firefox_child(process: &Process) -> Option<i32> {
    let text = process.arguments.join(OsStr::new(" "));
    let text = text.to_string_lossy();
    let (_, tail) = text.split_once(" -parentPid ")?;
    tail.split_ascii_whitespace().next()?.parse().ok()
}

/// Whether a path that a process was given is the profile directory itself.
fn same(process: &Process, named: &[u8], profile: &Path) -> bool {
    files::are_same(&place(process, named), profile)
}

//! Power cuts: whatever is left of the write-ahead log, what was acknowledged before is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use linkwright::ledger::{Clock, Ledger, Limits, Settlement, Standing};

use crate::chance::Chance;
use crate::proof::{execute, is_whole, reopen};
use crate::stage::{SITE, begin, standing};

/// How many persons are invited.
const PERSONS: usize = 12;
/// Files that were half written, in one test.
const TORN_FILES: u64 = 40;
/// Bytes of a page of the file.
const PAGE: usize = 4096;
/// Header and page of one frame of the log.
const FRAME: u64 = 24 + PAGE as u64;

/// What was acknowledged, and how long the log was then.
struct Mark {
    length: u64,
    begun: Option<String>,
    sent: Option<String>,
}

fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log)
}

/// A copy by another process: closing a file here would give up the locks of the open ledger.
fn copy(from: &Path, to: &Path) {
    let status = Command::new("cp").arg(from).arg(to).status().expect("cp runs");
    assert!(status.success());
}

/// A scripted run: after each acknowledged write, a copy of file and log is taken.
fn run(path: &Path, copies: &Path) -> Vec<Mark> {
    let ledger = Ledger::open(path, Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let mut marks: Vec<Mark> = Vec::new();
    let mut mark = |begun, sent| {
        let length = std::fs::metadata(log_of(path)).expect("a log").len();
        assert!(
            marks.last().is_none_or(|last| last.length < length),
            "the log only grows"
        );
        let copied = copies.join(format!("{}.sqlite3", marks.len()));
        copy(path, &copied);
        copy(&log_of(path), &log_of(&copied));
        marks.push(Mark { length, begun, sent });
    };
    for number in 0..PERSONS {
        let name = format!("person-{number}");
        let (_, _, attempt) = begin(&desk, &name);
        mark(Some(name.clone()), None);
        desk.arm(&attempt).expect("armed");
        desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
        mark(None, Some(name));
    }
    marks
}

/// Opens what is left and asks for all that was acknowledged up to a length of the log.
fn holds(path: &Path, marks: &[Mark], length: u64) {
    let desk = reopen(path);
    for mark in marks.iter().filter(|mark| mark.length <= length) {
        if let Some(name) = &mark.begun {
            assert_ne!(
                standing(&desk, name),
                Standing::Free,
                "the intent for {name} is lost at {length}"
            );
        }
        if let Some(name) = &mark.sent {
            assert!(
                matches!(standing(&desk, name), Standing::Sent { .. }),
                "the end of {name} is lost at {length}"
            );
        }
    }
    drop(desk);
    is_whole(path);
}

#[test]
fn every_copy_that_was_taken_after_a_write_holds_it() {
    let directory = tempfile::tempdir().expect("a directory");
    let marks = run(&directory.path().join("ledger.sqlite3"), directory.path());
    for (number, mark) in marks.iter().enumerate() {
        holds(&directory.path().join(format!("{number}.sqlite3")), &marks, mark.length);
    }
}

#[test]
fn a_log_that_is_torn_anywhere_holds_what_was_acknowledged_before() {
    let directory = tempfile::tempdir().expect("a directory");
    let marks = run(&directory.path().join("ledger.sqlite3"), directory.path());
    let whole = directory.path().join(format!("{}.sqlite3", marks.len() - 1));
    let (file, log) = (
        std::fs::read(&whole).expect("read"),
        std::fs::read(log_of(&whole)).expect("read"),
    );
    let mut tried = 0;
    for (number, mark) in marks.iter().enumerate() {
        let around = [0, 1, 24, FRAME / 2, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME + 100];
        for (part, more) in around.into_iter().enumerate() {
            let length = (mark.length + more).min(log.len() as u64);
            let at = usize::try_from(length).expect("small");
            // The tail is cut off, or other bytes stand there: an old page, or a half-written one.
            for garbage in [None, Some(0xff_u8)] {
                let mut left = log[..at].to_vec();
                if let Some(byte) = garbage {
                    left.resize(log.len().max(at + 5_000), byte);
                }
                let torn = directory
                    .path()
                    .join(format!("torn-{number}-{part}-{}.sqlite3", garbage.is_some()));
                write_private(&torn, &file);
                write_private(&log_of(&torn), &left);
                holds(&torn, &marks, length);
                tried += 1;
            }
        }
    }
    println!(
        "{tried} torn logs, {} acknowledged writes each at most, 0 lost",
        marks.len()
    );
}

/// What a power cut leaves of a log that is being carried over into the file: some pages of the file are new, some
/// are not, one is neither, and the log is still whole, since it goes only when all of them are safe.
#[test]
fn a_log_that_was_half_carried_over_holds_what_was_acknowledged() {
    let directory = tempfile::tempdir().expect("a directory");
    let marks = run(&directory.path().join("ledger.sqlite3"), directory.path());
    let Carried { old, new, log } = carried_over(directory.path(), marks.len() - 1);
    let pages = new.len().div_ceil(PAGE);
    assert!(pages > 5, "the log holds pages enough: {pages}");
    let mut chance = Chance(1);
    for round in 0..TORN_FILES {
        // Pages are written in any order, and the disk keeps some of them: every amount, from none to all.
        let share = round * 100 / (TORN_FILES - 1);
        let torn_page = usize::try_from(chance.below(pages as u64)).expect("few");
        let mut left = old.clone();
        for page in 0..pages {
            let place = page * PAGE..((page + 1) * PAGE).min(new.len());
            if chance.below(100) >= share {
                continue;
            }
            left.resize(left.len().max(place.end), 0);
            left[place.clone()].copy_from_slice(&new[place.clone()]);
            if page == torn_page {
                left[place.start + PAGE / 2..place.end].fill(0x5a);
            }
        }
        let torn = directory.path().join(format!("carried-{round}.sqlite3"));
        write_private(&torn, &left);
        write_private(&log_of(&torn), &log);
        holds(&torn, &marks, log.len() as u64);
    }
}

/// Once the file has everything, the log is begun anew: of its old or new header anything may be left.
#[test]
fn a_log_that_was_carried_over_may_be_lost() {
    let directory = tempfile::tempdir().expect("a directory");
    let marks = run(&directory.path().join("ledger.sqlite3"), directory.path());
    let Carried { new, log, .. } = carried_over(directory.path(), marks.len() - 1);
    let mut half_header = log.clone();
    half_header[..16].fill(0x5a);
    let other_salt = {
        let mut other = log.clone();
        other[16..24].fill(0x5a);
        other
    };
    let left = [
        Vec::new(),
        log[..16].to_vec(),
        log[..32].to_vec(),
        half_header,
        other_salt,
        log.clone(),
    ];
    for (number, log) in left.iter().enumerate() {
        let torn = directory.path().join(format!("begun-anew-{number}.sqlite3"));
        write_private(&torn, &new);
        write_private(&log_of(&torn), log);
        holds(&torn, &marks, u64::MAX);
    }
}

/// The file before its log is carried over and behind that, and the log.
struct Carried {
    old: Vec<u8>,
    new: Vec<u8>,
    log: Vec<u8>,
}

fn carried_over(copies: &Path, last: usize) -> Carried {
    let whole = copies.join(format!("{last}.sqlite3"));
    let read = |path: &Path| std::fs::read(path).expect("read");
    let (old, log) = (read(&whole), read(&log_of(&whole)));
    execute(&whole, "PRAGMA wal_checkpoint(TRUNCATE)").expect("carried over");
    let new = read(&whole);
    assert_ne!(old, new);
    Carried { old, new, log }
}

fn write_private(path: &Path, bytes: &[u8]) {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .expect("made");
    file.write_all(bytes).expect("written");
}

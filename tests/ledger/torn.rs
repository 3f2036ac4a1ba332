//! Power cuts: whatever is left of the write-ahead log, what was acknowledged before is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use linkwright::ledger::{Clock, Ledger, Limits, Settlement, Standing};

use crate::proof::{is_whole, reopen};
use crate::stage::{SITE, begin, standing};

/// How many persons are invited.
const PERSONS: usize = 12;
/// Header and page of one frame of the log.
const FRAME: u64 = 24 + 4096;

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

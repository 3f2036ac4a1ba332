//! Death of the process and of the disk: what was acknowledged is there afterwards.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::child::{Writer, writer};
use crate::proof::{is_whole, nothing_is_lost, reopen};

/// How often the writer is killed; more by `LINKWRIGHT_KILLS`.
const KILLS: usize = 60;
/// Enough for the usual number on a slow machine; a larger number is given its time.
const PATIENCE: Duration = Duration::from_secs(90);

/// Pseudo-random, so that a run can be repeated: xorshift.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let kills = std::env::var("LINKWRIGHT_KILLS").map_or(KILLS, |number| number.parse().expect("a number"));
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let mut dice = Dice(0x5eed_1ed9_e4a1_0001);
    let (mut all, mut open, begun_at) = (Vec::new(), 0, Instant::now());
    for round in 0..kills {
        let writer = writer(&path, &format!("round-{round}"), &[]);
        let mut told: Vec<String> = writer.next().into_iter().collect();
        assert_eq!(told, ["open"], "the ledger of the round before can be used at once");
        // The moment of death is a number of acknowledgements and a part of a millisecond.
        for _ in 0..dice.below(40) {
            told.extend(writer.next());
        }
        spin(Duration::from_micros(dice.below(1_500)));
        told.extend(writer.kill());
        let desk = reopen(&path);
        nothing_is_lost(&desk, &told);
        open = desk.in_doubt().expect("a list").len();
        all.extend(told);
        let over = begun_at.elapsed() > PATIENCE.max(PATIENCE * u32::try_from(kills / KILLS).expect("a number"));
        assert!(!over, "{round} kills only in {:?}", begun_at.elapsed());
    }
    let count = nothing_is_lost(&reopen(&path), &all);
    is_whole(&path);
    let dead = all.iter().filter(|line| line.starts_with("open")).count();
    assert_eq!(dead, kills);
    assert!(count > kills * 4, "too few writes to prove anything: {count}");
    println!("{kills} kills, {count} acknowledged writes, 0 lost, {open} attempts left open");
}

/// Lets a part of a millisecond go by; nothing is waited for.
fn spin(time: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
}

/// Runs a writer until its disk is full; everything it was told before is there afterwards.
fn fill(path: &Path, wrapper: &[&str], room: impl FnOnce()) -> String {
    let mut told = writer(path, "full", wrapper).end();
    let last = told.pop().expect("it has said something");
    assert!(last.starts_with("failed "), "it went on for ever, or said: {last}");
    assert!(told.len() > 50, "too few writes to prove anything: {told:?}");
    room();
    let desk = reopen(path);
    nothing_is_lost(&desk, &told);
    is_whole(path);
    crate::stage::send(&desk, "written-later");
    last
}

/// No file may grow past so many bytes; the signal that tells of it is left out, the error stays.
fn limit_of(bytes: u64) -> String {
    format!("trap '' XFSZ; exec prlimit --fsize={bytes} -- \"$0\" \"$@\"")
}

fn limited(limit: &str) -> [&str; 3] {
    ["sh", "-c", limit]
}

#[test]
fn whichever_write_fails_nothing_acknowledged_is_lost() {
    // From a ledger that cannot even be made to one that takes a few invitations: each limit
    // lets another write be the first that fails, in its middle too.
    let directory = tempfile::tempdir().expect("a directory");
    let (mut refused, mut acknowledged) = (0, 0);
    for (number, bytes) in (0..60).map(|step| (step, 1_000 + step * 9_973)) {
        let path = directory.path().join(format!("{number}.sqlite3"));
        let limit = limit_of(bytes);
        let mut told = writer(&path, "person", &limited(&limit)).end();
        let last = told.pop().expect("it has said something");
        assert!(last.starts_with("failed "), "at {bytes} bytes: {last}");
        refused += usize::from(told.is_empty());
        acknowledged += nothing_is_lost(&reopen(&path), &told);
        is_whole(&path);
    }
    assert!(
        refused > 0 && acknowledged > 60,
        "{refused} refused, {acknowledged} acknowledged"
    );
}

#[test]
fn many_processes_can_make_and_open_one_ledger_at_once() {
    for round in 0..5 {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join(format!("new-{round}/ledger.sqlite3"));
        let writers: Vec<Writer> = (0..6).map(|number| writer(&path, &format!("w{number}"), &[])).collect();
        for one in &writers {
            assert_eq!(one.next().as_deref(), Some("open"));
        }
        let told: Vec<String> = writers.into_iter().flat_map(Writer::kill).collect();
        let is_good = |line: &String| !line.starts_with("failed") && !line.starts_with("refused");
        assert!(told.iter().all(is_good), "{told:?}");
        let told: Vec<String> = told.into_iter().filter(|line| !line.starts_with("fenced")).collect();
        nothing_is_lost(&reopen(&path), &told);
        is_whole(&path);
    }
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    // A limit on the size of a file needs no rights: the write-ahead log cannot grow any more.
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let told = fill(&path, &limited(&limit_of(3_000_000)), || {});
    println!("with a limit on the size of a file: {told}");
}

#[test]
fn a_full_file_system_is_told_and_loses_nothing() {
    // Only root can mount one; without it the test above, which needs no rights, has to do.
    let directory = tempfile::tempdir().expect("a directory");
    let place = directory.path().join("small");
    std::fs::create_dir(&place).expect("made");
    let mount = |arguments: &[&str]| Command::new("mount").args(arguments).arg(&place).status();
    let mounted = mount(&["-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs"]).is_ok_and(|status| status.success());
    if !mounted {
        // Not through `eprintln!`, which is swallowed when a test passes.
        let told = "no file system can be mounted here: only the limit on the size of a file is tried";
        writeln!(std::io::stderr(), "{told}").expect("stderr is open");
        return;
    }
    let path = place.join("ledger.sqlite3");
    let full = std::panic::catch_unwind(|| {
        fill(&path, &[], || {
            assert!(mount(&["-o", "remount,size=64m"]).expect("mount runs").success());
        })
    });
    let gone = Command::new("umount").arg(&place).status().expect("umount runs");
    assert!(gone.success(), "{} is still mounted", place.display());
    let told = full.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    assert!(told.contains("the disk is full"), "{told}");
}

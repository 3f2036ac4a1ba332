//! One owner per profile.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use linkwright::browser::BrowserError;
use linkwright::browser::lock::ProfileLock;

const LOCK: &str = "linkwright.lock";

fn is_busy(taken: &Result<ProfileLock, BrowserError>) -> bool {
    matches!(taken, Err(BrowserError::Busy(_)))
}

#[test]
fn of_a_hundred_who_want_a_profile_one_gets_it() {
    let place = tempfile::tempdir().expect("a directory");
    let profile = place.path().join("profile");
    let again = place.path().join("again");
    fs::create_dir(&profile).expect("a directory");
    symlink(&profile, &again).expect("a link");
    let start = Arc::new(Barrier::new(100));
    let takers: Vec<_> = (0..100)
        .map(|number| {
            let path = if number % 2 == 0 {
                profile.clone()
            } else {
                again.clone()
            };
            let start = start.clone();
            std::thread::spawn(move || {
                start.wait();
                let asked = Instant::now();
                let taken = ProfileLock::take(&path);
                (taken, asked.elapsed())
            })
        })
        .collect();
    let taken: Vec<_> = takers
        .into_iter()
        .map(|taker| taker.join().expect("no panic"))
        .collect();
    assert_eq!(taken.iter().filter(|(taken, _)| taken.is_ok()).count(), 1);
    assert_eq!(taken.iter().filter(|(taken, _)| is_busy(taken)).count(), 99);
    let slowest = taken.iter().map(|(_, took)| *took).max().unwrap_or_default();
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

#[test]
fn whoever_comes_too_late_is_told_who_was_first() {
    let place = tempfile::tempdir().expect("a directory");
    let first = ProfileLock::take(place.path()).expect("it is free");
    let Err(BrowserError::Busy(message)) = ProfileLock::take(place.path()) else {
        panic!("it was given twice");
    };
    assert!(
        message.contains(&format!("process {} ", std::process::id())),
        "{message}"
    );
    drop(first);
    assert!(ProfileLock::take(place.path()).is_ok());
}

#[test]
fn a_child_process_does_not_inherit_the_profile() {
    let place = tempfile::tempdir().expect("a directory");
    let lock = ProfileLock::take(place.path()).expect("it is free");
    let mut child = Command::new("sleep")
        .arg("600")
        .stdin(Stdio::null())
        .spawn()
        .expect("sleep starts");
    let files = |process: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(format!("/proc/{process}/fd")).expect("there is /proc");
        entries
            .flatten()
            .filter_map(|entry| fs::read_link(entry.path()).ok())
            .collect()
    };
    let theirs = files(&child.id().to_string());
    let ours = files("self");
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    let path = lock.profile().join(LOCK);
    assert!(ours.contains(&path), "{ours:?}");
    assert!(!theirs.contains(&path), "{theirs:?}");
}

fn refused(profile: &Path, why: &str) {
    match ProfileLock::take(profile) {
        Err(BrowserError::NotSetUp(message)) => assert!(message.contains(why), "{message}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lock_file_that_is_something_else_is_refused_and_left_alone() {
    let place = tempfile::tempdir().expect("a directory");
    let profile = place.path().join("profile");
    let precious = place.path().join("precious");
    fs::create_dir(&profile).expect("a directory");
    fs::write(&precious, "kept").expect("a file");
    fs::set_permissions(&precious, Permissions::from_mode(0o600)).expect("a mode");
    let lock = profile.join(LOCK);
    symlink(&precious, &lock).expect("a link");
    refused(&profile, "symbolic links");
    fs::remove_file(&lock).expect("it is removed");
    fs::hard_link(&precious, &lock).expect("a second name");
    refused(&profile, "second name");
    fs::remove_file(&lock).expect("it is removed");
    fs::create_dir(&lock).expect("a directory");
    refused(&profile, "directory");
    fs::remove_dir(&lock).expect("it is removed");
    assert!(
        Command::new("mkfifo")
            .arg(&lock)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    refused(&profile, "no regular file");
    fs::remove_file(&lock).expect("it is removed");
    fs::write(&lock, "").expect("a file");
    fs::set_permissions(&lock, Permissions::from_mode(0o666)).expect("a mode");
    refused(&profile, "0600");
    assert_eq!(fs::read_to_string(&precious).expect("it is there"), "kept");
}

#[test]
fn the_profile_and_its_lock_are_for_their_owner_only() {
    let place = tempfile::tempdir().expect("a directory");
    let profile = place.path().join("deep").join("profile");
    let lock = ProfileLock::take(&profile).expect("it is free");
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&profile), 0o700);
    assert_eq!(mode(&profile.join(LOCK)), 0o600);
    assert_eq!(lock.profile(), fs::canonicalize(&profile).expect("it is there"));
}

//! Evidence on disk: for its owner only, nowhere else, for some days, and never more than allowed.

mod tricks;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use linkwright::evidence::{Keeper, Settings, Sighting, Store};
use linkwright::ledger::EvidenceId;
use linkwright::page::Snapshot;

const DAY: u64 = 24 * 60 * 60;

fn id(n: u64) -> EvidenceId {
    format!("ev-{n:016x}").parse().expect("a name of evidence")
}

fn sighting(html: &str) -> Sighting {
    Sighting {
        snapshot: Some(Snapshot {
            url: "https://www.linkedin.com/in/ada-example/".to_owned(),
            status: Some(200),
            html: html.to_owned(),
            ..Snapshot::default()
        }),
        trace: "  sees pending (pending_clock_link)\n".to_owned(),
        action: "st.sendConnectionRequest",
        word: "alreadyPending",
        screenshot: Some(b"PNG".to_vec()),
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.expect("it is later than 1970").as_millis()).expect("it is not so late")
}

/// What the ledger would know: these, kept since now.
fn known(ids: &[EvidenceId]) -> BTreeMap<EvidenceId, i64> {
    ids.iter().map(|id| (id.clone(), now())).collect()
}

fn folders(data: &Path) -> Vec<String> {
    let entries = fs::read_dir(data.join("evidence")).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("it is there").mode() & 0o777
}

/// Makes a folder look older than it is.
fn age(path: &PathBuf, days: u64) {
    let then = SystemTime::now() - Duration::from_secs(days * DAY);
    let folder = fs::File::open(path).expect("it opens");
    folder.set_modified(then).expect("its time can be set");
}

#[test]
fn what_was_seen_is_read_back_and_nobody_else_may_read_it() {
    let data = tempfile::tempdir().expect("a directory");
    let mut store = Store::at(data.path(), Settings::default());
    let gone = store.keep(&id(1), &sighting("<html></html>")).expect("it is kept");
    assert_eq!(gone, []);
    let own = store.place(&id(1));
    assert_eq!((mode(&data.path().join("evidence")), mode(&own)), (0o700, 0o700));
    for name in ["page.html", "trace.txt", "facts.json", "screenshot.png"] {
        assert_eq!(mode(&own.join(name)), 0o600, "{name}");
    }
    let kept = store.read(&id(1)).expect("it can be read").expect("it is there");
    assert!(kept.page.expect("a page").ends_with("status: 200 -->\n<html></html>\n"));
    assert_eq!(kept.trace, ["  sees pending (pending_clock_link)"]);
    assert_eq!(
        (kept.facts.answer.as_str(), kept.facts.action.as_str()),
        ("alreadyPending", "st.sendConnectionRequest")
    );
    assert!(store.read(&id(2)).expect("it can be read").is_none());
}

#[test]
fn what_nobody_knows_or_is_too_old_is_swept_and_the_rest_stays() {
    let data = tempfile::tempdir().expect("a directory");
    let mut store = Store::at(data.path(), Settings::default());
    for n in 1..=4 {
        store.keep(&id(n), &sighting("<html></html>")).expect("it is kept");
    }
    fs::create_dir(data.path().join("evidence/notes")).expect("somebody's own");
    let before = store.names().expect("names");
    // Of another run, since the ledger was asked.
    store.keep(&id(6), &sighting("<html></html>")).expect("it is kept");
    age(&store.place(&id(3)), 15);
    age(&store.place(&id(4)), 13);
    let mut all = known(&[id(1), id(3), id(4)]);
    // Of long ago, and never written.
    all.insert(id(9), now() - 2 * 60 * 60 * 1000);
    // Just now on record, and about to be written by another run.
    all.insert(id(8), now());
    let gone = store.sweep(&before, &all, now()).expect("it can be swept");
    assert_eq!(gone, [id(2), id(3), id(9)]);
    let left = [
        id(1).to_string(),
        id(4).to_string(),
        id(6).to_string(),
        "notes".to_owned(),
    ];
    assert_eq!(folders(data.path()), left);
}

#[test]
fn the_oldest_goes_where_there_would_be_too_much() {
    let data = tempfile::tempdir().expect("a directory");
    let settings = Settings {
        megabytes: 1,
        ..Settings::default()
    };
    let mut store = Store::at(data.path(), settings);
    let large = "x".repeat(400_000);
    for n in 1..=2 {
        assert_eq!(store.keep(&id(n), &sighting(&large)).expect("it is kept"), []);
        age(&store.place(&id(n)), 5 - n);
    }
    assert_eq!(store.keep(&id(3), &sighting(&large)).expect("it is kept"), [id(1)]);
    assert_eq!(folders(data.path()), [id(2).to_string(), id(3).to_string()]);
    let refused = store.keep(&id(4), &sighting(&"x".repeat(1_000_001)));
    assert!(refused.expect_err("too large").to_string().contains("megabytes"));
    assert_eq!(
        folders(data.path()).len(),
        2,
        "nothing had to go for what could not be kept"
    );
    // A smaller limit holds at the next start.
    let mut smaller = Store::at(
        data.path(),
        Settings {
            megabytes: 1,
            ..settings
        },
    );
    smaller.keep(&id(5), &sighting("")).expect("it is kept");
    age(&smaller.place(&id(5)), 1);
    assert_eq!(
        smaller
            .sweep(&[], &known(&[id(2), id(3), id(5)]), now())
            .expect("swept"),
        []
    );
}

#[test]
fn what_is_removed_is_gone_and_what_is_not_there_is_no_error() {
    let data = tempfile::tempdir().expect("a directory");
    let mut store = Store::at(data.path(), Settings::default());
    store.remove(&[id(1)]).expect("there is no folder at all");
    store.keep(&id(1), &sighting("")).expect("it is kept");
    store.remove(&[id(1), id(2)]).expect("it is removed");
    assert!(folders(data.path()).is_empty());
}

#[test]
fn a_name_is_never_used_twice() {
    let data = tempfile::tempdir().expect("a directory");
    let mut store = Store::at(data.path(), Settings::default());
    store.keep(&id(1), &sighting("first")).expect("it is kept");
    assert!(store.keep(&id(1), &sighting("second")).is_err());
    let kept = store.read(&id(1)).expect("it can be read").expect("it is there");
    assert!(kept.page.expect("a page").contains("first"));
}

#[test]
fn where_nothing_can_be_written_nothing_is_left() {
    let data = tempfile::tempdir().expect("a directory");
    let missing = data.path().join("nowhere");
    let mut store = Store::at(&missing, Settings::default());
    assert!(store.keep(&id(1), &sighting("")).is_err());
    assert!(!missing.exists());
}

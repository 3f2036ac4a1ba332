//! What is forgotten is gone from the disk, and what must be remembered stays.

use std::path::Path;
use std::process::Command;

use linkwright::ledger::{
    Clock, HistoryFilter, Ledger, LedgerError, Limits, NewRequest, Outcome, Settlement, Standing, WorkflowStatus,
};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::person::PersonKeys;

use crate::proof::is_whole;
use crate::stage::{SITE, begin, desk, error, is_barred, keys, send, slug, standing, url};

const CANARIES: [&str; 7] = [
    "canary-slug",
    "CanaryLabel",
    "canarymessage",
    "4242424242",
    "ACoAACanary",
    "canarynote",
    "canary@example.com",
];

/// Every canary that stands anywhere beside the ledger's file.
fn canaries_in(directory: &Path) -> Vec<&'static str> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).expect("a list") {
        // The ledger is closed, so that reading the file gives no lock up.
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("read");
        for canary in CANARIES {
            let is_there = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            if is_there && !found.contains(&canary) {
                found.push(canary);
            }
        }
    }
    found
}

/// One person with a text of every kind, tried and told, the workflow finished or not.
fn canary(path: &Path, is_finished: bool) {
    let ledger = Ledger::open(path, Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let page = PersonKeys {
        slugs: vec![slug("canary-slug")],
        member: Some("4242424242".to_owned()),
        hashed: Some("ACoAACanary".to_owned()),
    };
    let request = NewRequest {
        pointer: "/0".to_owned(),
        person: url("canary-slug"),
        label: Some("CanaryLabel".to_owned()),
    };
    let workflow = desk
        .accept("{\"note\":\"canarynote\",\"email\":\"canary@example.com\"}", &[request])
        .expect("accepted");
    let request = desk.request(&workflow, "/0").expect("a request");
    let permit = desk.permit(&page, true).expect("an answer").expect("leave");
    let attempt = desk
        .begin(permit, &request, Some("canarynote"))
        .expect("an answer")
        .expect("begun");
    let told = Err(ActionError::new(ErrorType::OutcomeUnknown, "canarymessage"));
    desk.settle(&attempt, Settlement::InDoubt, Some(&told))
        .expect("settled");
    if is_finished {
        desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
    }
}

#[test]
fn notes_and_addresses_are_gone_when_the_workflow_is_finished() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    canary(&path, false);
    let found = canaries_in(directory.path());
    assert!(
        found.contains(&"canarynote") && found.contains(&"canary@example.com"),
        "needed to go on: {found:?}"
    );
    let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let open = desk.unfinished().expect("a list");
    desk.finish(&open[0].id, WorkflowStatus::Completed).expect("finished");
    drop((desk, ledger));
    let found = canaries_in(directory.path());
    assert!(
        !found.contains(&"canarynote") && !found.contains(&"canary@example.com"),
        "{found:?}"
    );
}

#[test]
fn nothing_of_a_purged_person_is_left_on_the_disk() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    canary(&path, true);
    assert_eq!(
        canaries_in(directory.path()).len(),
        5,
        "all but note and address, before"
    );
    let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
    assert_eq!(ledger.purge(SITE, &slug("canary-slug")), Ok(true));
    // Another process looks: reading the file here would give up the locks of the open ledger.
    let grep = Command::new("grep")
        .args(["-rlaE", &CANARIES.join("|")])
        .arg(directory.path())
        .output();
    let found = grep.expect("grep runs");
    assert_eq!(
        found.status.code(),
        Some(1),
        "left beside the open ledger: {}",
        String::from_utf8_lossy(&found.stdout)
    );
    drop(ledger);
    assert_eq!(canaries_in(directory.path()), [""; 0]);
    is_whole(&path);
}

#[test]
fn a_purged_person_stands_as_before_by_every_name() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    canary(&path, true);
    let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
    ledger.purge(SITE, &slug("canary-slug")).expect("purged");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    assert_eq!(desk.in_doubt(), Ok(vec![]), "nobody can look for the person any more");
    let names = [
        keys("canary-slug"),
        keys("ACoAACanary"),
        PersonKeys {
            member: Some("4242424242".to_owned()),
            ..PersonKeys::default()
        },
    ];
    for name in names {
        assert!(matches!(desk.standing(&name), Ok(Standing::Parked(_))), "{name:?}");
        assert!(is_barred(&desk, &name));
    }
    let rows = ledger.history(&HistoryFilter::default()).expect("rows");
    assert_eq!(
        (rows.len(), rows[0].outcome, &rows[0].person_url, &rows[0].label),
        (1, Outcome::Unknown, &None, &None)
    );
}

#[test]
fn a_person_is_not_purged_while_a_workflow_needs_the_texts() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    canary(&path, false);
    let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
    let refused = ledger.purge(SITE, &slug("canary-slug")).expect_err("not yet");
    assert!(matches!(refused, LedgerError::Refused(why) if why.contains("has not ended")));
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    assert_eq!(desk.in_doubt().expect("a list").len(), 1, "nothing was changed");
}

#[test]
fn purging_one_person_leaves_the_others() {
    let ledger = crate::stage::ledger();
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    for person in ["ada-example", "bob-example"] {
        let (workflow, _, _) = send(&desk, person);
        desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
    }
    assert_eq!(ledger.purge(SITE, &slug("cid-example")), Ok(false));
    assert_eq!(ledger.purge(SITE, &slug("ada-example")), Ok(true));
    let rows = ledger.history(&HistoryFilter::default()).expect("rows");
    assert_eq!(
        rows[0].person_url.as_deref(),
        Some("https://www.linkedin.com/in/bob-example")
    );
    assert_eq!(rows[1].person_url, None);
    let of_ada = HistoryFilter {
        person: Some(slug("ada-example")),
        ..HistoryFilter::default()
    };
    assert_eq!(
        ledger.history(&of_ada).expect("rows").len(),
        1,
        "still found by who knows the name"
    );
}

#[test]
fn the_stop_outlasts_the_process_and_bars_every_attempt() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let take = || {
        let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
        ledger.take_over("default", SITE, Limits::none()).expect("a desk")
    };
    take()
        .stop("linkedinCheckpoint", "LinkedIn asks for a security check.")
        .expect("stopped");
    let desk = take();
    let stop = desk.stopped().expect("an answer").expect("stopped");
    assert_eq!(
        (stop.reason.as_str(), stop.message.as_str()),
        ("linkedinCheckpoint", "LinkedIn asks for a security check.")
    );
    let refused = desk
        .permit(&keys("ada-example"), false)
        .expect("an answer")
        .expect_err("stopped");
    assert_eq!(refused, linkwright::ledger::Refusal::Stopped(stop));
    assert_eq!(desk.clear_stop(), Ok(true));
    assert_eq!(desk.clear_stop(), Ok(false));
    begin(&desk, "ada-example");
}

#[test]
fn drift_counts_different_persons_in_a_row() {
    let desk = desk();
    for (person, count) in [
        ("ada-example", 1),
        ("ada-example", 1),
        ("bob-example", 2),
        ("cid-example", 3),
    ] {
        assert_eq!(desk.drift(&keys(person)), Ok(count));
    }
    let (_, _, attempt) = begin(&desk, "dee-example");
    desk.settle(&attempt, Settlement::InDoubt, Some(&error(ErrorType::OutcomeUnknown)))
        .expect("settled");
    assert_eq!(desk.drift(&keys("ada-example")), Ok(3), "doubt is no understanding");
    desk.settle(&attempt, Settlement::Sent, None).expect("settled");
    assert_eq!(
        desk.drift(&keys("ada-example")),
        Ok(1),
        "a page was understood in between"
    );
    assert_eq!(desk.drift(&keys("bob-example")), Ok(2));
    desk.clear_stop().expect("cleared");
    assert_eq!(desk.drift(&keys("bob-example")), Ok(1));
    assert_eq!(standing(&desk, "bob-example"), Standing::Free);
}

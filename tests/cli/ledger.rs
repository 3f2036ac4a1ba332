//! `history`, `resolve`, `clear` and `purge` on a ledger that was filled before.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use linkwright::browser::lock::ProfileLock;
use linkwright::ledger::{Clock, Desk, Ledger, Limits, NewRequest, Settlement, WorkflowStatus};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::person::{PersonKeys, PersonUrl};
use serde_json::{Value, json};

use crate::program::{Program, Ran};

const SITE: &str = "http://127.0.0.1:1";
/// 2026-11-10T12:00:00Z.
const BEGIN: i64 = 1_794_312_000_000;

fn url(slug: &str) -> String {
    format!("https://www.linkedin.com/in/{slug}")
}

/// One request to a person, answered as `told` after an attempt that ended so, or without one.
fn ask(desk: &Desk, slug: &str, end: Option<Settlement>, told: Option<ErrorType>) {
    let person = PersonUrl::parse(&url(slug)).expect("a person");
    let keys = PersonKeys::from(person.slug());
    let request = NewRequest {
        pointer: String::new(),
        person,
        label: Some(format!("the, \"{slug}\"")),
    };
    let workflow = desk.accept("{}", &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    let result = told.map_or(Ok(()), |kind| Err(ActionError::new(kind, format!("about {slug}"))));
    match end {
        None => desk.answer(&request, &keys, &result).expect("answered"),
        Some(end) => {
            let permit = desk.permit(&keys, false).expect("an answer").expect("leave");
            let attempt = desk.begin(permit, &request, None).expect("an answer").expect("begun");
            desk.settle(&attempt, end, Some(&result)).expect("settled");
        }
    }
    desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
}

/// A data directory with one request of each kind, a minute apart.
fn filled() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let hand = Arc::new(AtomicI64::new(BEGIN));
    let ledger = Ledger::open(&directory.path().join("ledger.sqlite3"), Clock::fixed(hand.clone())).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    for (slug, end, told) in [
        ("ada-example", Some(Settlement::Sent), None),
        ("bob-example", Some(Settlement::NotSent), Some(ErrorType::EmailRequired)),
        (
            "cid-example",
            Some(Settlement::InDoubt),
            Some(ErrorType::OutcomeUnknown),
        ),
        ("dee-example", None, Some(ErrorType::AlreadyPending)),
    ] {
        ask(&desk, slug, end, told);
        hand.fetch_add(60_000, Ordering::SeqCst);
    }
    desk.stop("linkedinCheckpoint", "LinkedIn asks for a security check.")
        .expect("stopped");
    directory
}

fn run(directory: &Path, arguments: &[&str]) -> Ran {
    let place = directory.to_str().expect("UTF-8");
    let mut all = arguments.to_vec();
    all.extend(["--site", SITE, "--data-dir", place]);
    Program::with(&all).env("TZ", "UTC").run()
}

fn row(slug: &str, outcome: &str, error: Value, attempts: u32, decided: Value) -> Value {
    json!({"personUrl": url(slug), "label": format!("the, \"{slug}\""), "outcome": outcome,
           "error": error, "attempts": attempts, "decidedAt": decided})
}

#[test]
fn the_history_tells_every_request_newest_first() {
    let directory = filled();
    let expected = json!([
        row(
            "dee-example",
            "answered",
            json!("alreadyPending"),
            0,
            json!("2026-11-10T12:03:00Z")
        ),
        row("cid-example", "inDoubt", Value::Null, 1, Value::Null),
        row(
            "bob-example",
            "notSent",
            json!("emailRequired"),
            1,
            json!("2026-11-10T12:01:00Z")
        ),
        row("ada-example", "sent", Value::Null, 1, json!("2026-11-10T12:00:00Z")),
    ]);
    assert_eq!(run(directory.path(), &["history", "--json"]).exits(0).json(), expected);
}

#[test]
fn the_history_is_filtered() {
    let directory = filled();
    let slugs = |arguments: &[&str]| -> Vec<String> {
        let all = [&["history", "--json"], arguments].concat();
        let rows = run(directory.path(), &all).exits(0).json();
        let slug = |row: &Value| row["personUrl"].as_str().expect("a text")[28..31].to_owned();
        rows.as_array().expect("an array").iter().map(slug).collect()
    };
    assert_eq!(slugs(&["--outcome", "inDoubt"]), ["cid"]);
    assert_eq!(
        slugs(&["--person", "http://de.linkedin.com/in/Bob-Example/en"]),
        ["bob"]
    );
    assert_eq!(slugs(&["--limit", "1"]), ["dee"]);
    assert_eq!(slugs(&["--since", "2026-11-10T12:01:00Z"]), ["dee", "cid", "bob"]);
    assert_eq!(slugs(&["--since", "2026-11-11"]), [""; 0]);
    assert_eq!(slugs(&["--since", "2026-11-10", "--limit", "9"]).len(), 4);
}

#[test]
fn the_history_is_a_table_for_people_and_csv_for_spreadsheets() {
    let directory = filled();
    let table = run(directory.path(), &["history"]).exits(0).stdout();
    for words in ["2026-11-10 12:00", "ada-example", "open", "emailRequired"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let csv = run(directory.path(), &["history", "--csv"]).exits(0).stdout();
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "personUrl,label,outcome,error,attempts,decidedAt,withdrawnAt,evidence,account,site,invitableAt"
    );
    assert_eq!(
        lines[4],
        "https://www.linkedin.com/in/ada-example,\"the, \"\"ada-example\"\"\",sent,,1,2026-11-10T12:00:00Z,,,default,http://127.0.0.1:1,"
    );
    assert_eq!(lines.len(), 6, "a line each, and an end");
}

#[test]
fn another_site_has_another_history() {
    let directory = filled();
    let place = directory.path().to_str().expect("UTF-8");
    let rows = |site: &[&str]| {
        let arguments = [&["history", "--json", "--data-dir", place], site].concat();
        Program::with(&arguments).run().exits(0).json()
    };
    assert_eq!(
        rows(&["--site", "http://127.0.0.1:9"]),
        json!([]),
        "this one was never asked"
    );
    assert_eq!(
        rows(&[]).as_array().map(Vec::len),
        Some(4),
        "without a site it is about all"
    );
}

#[test]
fn without_a_ledger_nothing_is_made() {
    for (arguments, code) in [
        (&["history", "--json"][..], 0),
        (&["clear"], 0),
        (&["purge", "https://www.linkedin.com/in/ada-example", "--yes"], 0),
        (&["resolve", "https://www.linkedin.com/in/ada-example", "sent"], 2),
    ] {
        Program::with(arguments).run().exits(code).makes_nothing();
    }
}

#[test]
fn where_nothing_can_be_known_nobody_is_told_that_nothing_was_sent() {
    let directory = filled();
    let person = url("ada-example");
    let commands: [&[&str]; 7] = [
        &["history", "--json"],
        &["clear"],
        &["purge", &person, "--yes"],
        &["resolve", &person, "sent"],
        &["report"],
        &["accounts"],
        &["doctor", "--json"],
    ];
    let refuse = |place: &Path, cure: &str| {
        for arguments in commands {
            let place = place.to_str().expect("UTF-8");
            let ran = Program::with(arguments).env("LINKWRIGHT_DATA_DIR", place).run();
            if arguments[0] == "doctor" {
                assert!(ran.exits(4).stdout().contains(cure));
            } else {
                ran.exits(4).says(cure).prints_nothing();
            }
        }
    };
    let file = directory.path().join("ledger.sqlite3");
    refuse(&file, "no directory");
    std::fs::remove_file(&file).expect("removed");
    refuse(directory.path(), "put a copy back");
}

#[test]
fn the_owner_decides_with_resolve() {
    let directory = filled();
    let resolve = |slug: &str, end: &str| run(directory.path(), &["resolve", &url(slug), end]);
    let outcome = |slug: &str| {
        let rows = run(directory.path(), &["history", "--json", "--person", &url(slug)])
            .exits(0)
            .json();
        rows[0]["outcome"].as_str().expect("an outcome").to_owned()
    };
    let told = resolve("cid-example", "sent").exits(0).stdout();
    assert_eq!(
        told,
        "Decided: sent. It was in doubt before. The person is not invited again.\n"
    );
    assert_eq!(outcome("cid-example"), "sent");
    let told = resolve("cid-example", "sent").exits(0).stdout();
    assert_eq!(told, "It was decided so already; nothing was changed.\n");
    let told = resolve("cid-example", "not-sent").exits(0).stdout();
    assert_eq!(
        told,
        "Decided: not sent. It was sent before. The person may be invited again.\n"
    );
    assert_eq!(outcome("cid-example"), "notSent");
    let told = resolve("cid-example", "sent").exits(0).stdout();
    assert_eq!(
        told,
        "Decided: sent. It was called not sent before. The person is not invited again.\n"
    );
    assert_eq!(outcome("cid-example"), "sent");
    // What a page has proved is no word of the owner's.
    resolve("bob-example", "sent").exits(2).says("nothing to decide");
    resolve("eve-example", "sent").exits(2).says("nothing to decide");
    resolve("eve-example", "not-sent").exits(0);
}

#[test]
fn a_stopped_account_is_cleared_once_and_the_reason_is_told() {
    let directory = filled();
    let told = run(directory.path(), &["clear"]).exits(0).stdout();
    assert_eq!(
        told,
        "The account works again. It was stopped at 2026-11-10T12:04:00Z (linkedinCheckpoint): \
         LinkedIn asks for a security check.\n"
    );
    let told = run(directory.path(), &["clear"]).exits(0).stdout();
    assert_eq!(
        told,
        format!("The account \"default\" at {SITE} is not stopped; nothing was changed.\n")
    );
}

#[test]
fn a_purged_person_is_forgotten_and_still_not_invited_twice() {
    let directory = filled();
    let purge = |slug: &str, arguments: &[&str]| {
        let address = url(slug);
        run(directory.path(), &[&["purge", &address], arguments].concat())
    };
    purge("ada-example", &[]).exits(2).says("--yes");
    let at_work = ProfileLock::take(&directory.path().join("accounts/work")).expect("it is free");
    purge("ada-example", &["--yes"]).exits(3).prints_nothing();
    drop(at_work);
    purge("ada-example", &["--yes"]).exits(0);
    let told = purge("eve-example", &["--yes"]).exits(0).stdout();
    assert_eq!(told, "Nothing is known of this person; nothing was changed.\n");
    let rows = run(directory.path(), &["history", "--json", "--outcome", "sent"])
        .exits(0)
        .json();
    assert_eq!(rows[0]["personUrl"], Value::Null);
    assert_eq!(rows[0]["label"], Value::Null);
    let table = run(directory.path(), &["history"]).exits(0).stdout();
    assert!(table.contains("(purged)") && !table.contains("ada-example"), "{table}");
    let ledger = Ledger::open(&directory.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let ada = PersonKeys::from(PersonUrl::parse(&url("ada-example")).expect("a person").slug());
    desk.permit(&ada, false).expect("an answer").expect_err("barred");
}

#[test]
fn what_is_no_person_is_refused_and_not_echoed() {
    for arguments in [
        &["purge", "my secret note", "--yes"][..],
        &["resolve", "my secret note", "sent"],
        &["history", "--person", "my secret note"],
    ] {
        Program::with(arguments)
            .run()
            .exits(2)
            .never_says("secret")
            .prints_nothing();
    }
}

#[test]
fn a_ledger_that_others_can_read_is_refused_with_the_cure() {
    use std::os::unix::fs::PermissionsExt;
    let directory = filled();
    let file = directory.path().join("ledger.sqlite3");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("changed");
    run(directory.path(), &["history"])
        .exits(4)
        .says("chmod 600")
        .prints_nothing();
}

#[test]
fn an_account_has_a_history_and_a_stop_of_its_own_and_may_invite_whom_another_has_invited() {
    let directory = filled();
    let ledger = Ledger::open(&directory.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let work = ledger.take_over("work", SITE, Limits::none()).expect("a desk");
    ask(&work, "ada-example", Some(Settlement::Sent), None);
    work.stop("linkedinRateLimited", "LinkedIn refuses further requests.")
        .expect("stopped");
    drop(work);
    let rows = |more: &[&str]| {
        let all = [&["history", "--json"], more].concat();
        let rows = run(directory.path(), &all).exits(0).json();
        rows.as_array().expect("an array").len()
    };
    assert_eq!(
        (rows(&[]), rows(&["--account", "default"]), rows(&["--account", "work"])),
        (5, 4, 1)
    );
    assert_eq!(rows(&["--account", "nobody"]), 0);
    let ran = run(directory.path(), &["clear", "--account", "work"]).exits(0);
    assert!(ran.stdout().contains("linkedinRateLimited"), "{}", ran.stdout());
    let ran = run(directory.path(), &["clear", "--account", "work"]).exits(0);
    assert!(ran.stdout().contains("is not stopped"), "{}", ran.stdout());
    let ran = run(directory.path(), &["clear"]).exits(0);
    assert!(ran.stdout().contains("linkedinCheckpoint"), "{}", ran.stdout());
    let ran = run(
        directory.path(),
        &["resolve", "ada-example", "not-sent", "--account", "work"],
    )
    .exits(0);
    assert!(ran.stdout().contains("It was sent before"), "{}", ran.stdout());
    let ran = run(directory.path(), &["history", "--json", "--outcome", "sent"])
        .exits(0)
        .json();
    assert_eq!(ran.as_array().map(Vec::len), Some(1), "the other account's stands");
}

#[test]
fn what_could_not_be_printed_is_no_success() {
    let directory = filled();
    let ran = Program::with(&[
        "history",
        "--json",
        "--data-dir",
        directory.path().to_str().expect("UTF-8"),
    ])
    .with_full_stdout()
    .run();
    ran.exits(3).says("stdout cannot be written");
    Program::with(&["man"]).with_full_stdout().run().exits(3);
}

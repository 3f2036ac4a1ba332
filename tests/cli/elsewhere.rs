//! A ledger of several accounts and sites: each message names the one that it is about, and each command in it its options.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use linkwright::browser::lock::ProfileLock;
use linkwright::ledger::{Clock, Desk, Ledger, Limits, NewRequest, Settlement, WorkflowStatus};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::person::{PersonKeys, PersonUrl};

use crate::program::{Program, Ran};

const HERE: &str = "http://127.0.0.1:1";
const THERE: &str = "http://127.0.0.1:2";
const ADA: &str = "https://www.linkedin.com/in/ada-example";
/// 2026-11-10T12:00:00Z.
const BEGIN: i64 = 1_794_312_000_000;

fn keys(slug: &str) -> PersonKeys {
    let person = PersonUrl::parse(&format!("https://www.linkedin.com/in/{slug}")).expect("a person");
    PersonKeys::from(person.slug())
}

/// One request that may have been sent.
fn doubt(desk: &Desk, slug: &str) {
    let person = PersonUrl::parse(&format!("https://www.linkedin.com/in/{slug}")).expect("a person");
    let request = NewRequest {
        pointer: String::new(),
        person,
        label: None,
    };
    let workflow = desk.accept("{}", &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    let permit = desk.permit(&keys(slug), false).expect("an answer").expect("leave");
    let attempt = desk.begin(permit, &request, None).expect("an answer").expect("begun");
    let told = Err(ActionError::from(ErrorType::OutcomeUnknown));
    desk.settle(&attempt, Settlement::InDoubt, Some(&told))
        .expect("settled");
    desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
}

/// The account "work" is stopped on both sites, and has a request in doubt here; nothing is known of "default".
fn filled() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let ledger = ledger(directory.path());
    let here = ledger.take_over("work", HERE, Limits::none()).expect("a desk");
    doubt(&here, "ada-example");
    let there = ledger.take_over("work", THERE, Limits::none()).expect("a desk");
    for desk in [here, there] {
        desk.stop("linkedinCheckpoint", "LinkedIn asks for a security check.")
            .expect("stopped");
    }
    directory
}

fn ledger(data: &Path) -> Ledger {
    let clock = Clock::fixed(Arc::new(AtomicI64::new(BEGIN)));
    Ledger::open(&data.join("ledger.sqlite3"), clock).expect("a ledger")
}

fn run(data: &Path, arguments: &[&str]) -> Ran {
    let place = data.to_str().expect("UTF-8");
    let all = [arguments, &["--data-dir", place]].concat();
    Program::with(&all).env("TZ", "UTC").run()
}

/// A command of ours with the options of an account.
fn command(words: &str, account: &str, site: &str, data: &Path) -> String {
    format!(
        "linkwright {words} --account {account} --site {site} --data-dir {}",
        data.display()
    )
}

#[test]
fn the_cure_of_a_stopped_account_helps_when_it_is_followed() {
    let data = filled();
    let work = ["--account", "work", "--site", HERE];
    let status = [&["status", ADA][..], &work].concat();
    let clear = command("clear", "work", HERE, data.path());
    run(data.path(), &status)
        .exits(3)
        .says("accountStopped")
        .says(&format!("`{clear}`"));
    let words: Vec<&str> = clear.split(' ').skip(1).collect();
    let cleared = Program::with(&words).run().exits(0);
    cleared.says_on_stdout("works again");
}

#[test]
fn a_variable_counts_as_given_and_what_was_not_given_is_not_said() {
    let data = filled();
    let place = data.path().to_str().expect("UTF-8");
    let ran = Program::with(&["status", ADA])
        .env("LINKWRIGHT_ACCOUNT", "work")
        .env("LINKWRIGHT_SITE", THERE)
        .env("LINKWRIGHT_DATA_DIR", place)
        .run();
    let clear = command("clear", "work", THERE, data.path());
    ran.exits(3).says(&format!("`{clear}`"));
    let default = ledger(data.path())
        .take_over("default", HERE, Limits::none())
        .expect("a desk");
    default.stop("linkedinCheckpoint", "x").expect("stopped");
    run(data.path(), &["status", ADA, "--site", HERE])
        .exits(3)
        .says(&format!("`linkwright clear --site {HERE} --data-dir {place}`"));
}

#[test]
fn clear_says_what_it_is_about_and_what_is_stopped_elsewhere() {
    let data = filled();
    let ran = run(data.path(), &["clear", "--site", HERE]).exits(0);
    assert_eq!(
        ran.stdout(),
        format!("The account \"default\" at {HERE} is not stopped; nothing was changed.\n")
    );
    ran.says(&command("clear", "work", HERE, data.path()))
        .says(&command("clear", "work", THERE, data.path()))
        .says("linkedinCheckpoint");
}

#[test]
fn an_account_that_is_not_there_is_refused_and_not_made() {
    let data = filled();
    for command in [&["clear"][..], &["resume"], &["report"], &["resolve", ADA, "sent"]] {
        for site in [&["--site", HERE][..], &[]] {
            let all = [command, &["--account", "wrok"], site].concat();
            run(data.path(), &all)
                .exits(4)
                .says("there is no account \"wrok\"")
                .says("There are: work")
                .prints_nothing();
        }
    }
    assert!(!data.path().join("accounts/wrok").exists());
}

#[test]
fn resume_and_doctor_tell_whose_requests_are_in_doubt_elsewhere() {
    let data = filled();
    let resume = command("resume", "work", HERE, data.path());
    run(data.path(), &["resume", "--site", THERE])
        .exits(0)
        .says("1 in doubt")
        .says(&resume);
    let doctor = run(data.path(), &["doctor", "--json", "--site", THERE]).json();
    let checks = doctor["checks"].as_array().expect("checks");
    let elsewhere = checks
        .iter()
        .find(|check| check["name"] == "elsewhere")
        .expect("a line");
    assert_eq!(elsewhere["state"], "warning");
    assert_eq!(elsewhere["cure"], resume);
    let own = run(data.path(), &["doctor", "--json", "--site", HERE, "--account", "work"]).json();
    let checks = own["checks"].as_array().expect("checks");
    assert!(checks.iter().all(|check| check["name"] != "elsewhere"));
    let cure = |name: &str| {
        let check = checks.iter().find(|check| check["name"] == name).expect("a line");
        check["cure"].as_str().expect("a cure").to_owned()
    };
    assert_eq!(cure("ledger"), resume);
    assert!(cure("stopped").ends_with(&command("clear", "work", HERE, data.path())));
}

#[test]
fn a_report_of_nobody_says_whom_the_ledger_holds() {
    let data = filled();
    let ran = run(data.path(), &["report"]).exits(0);
    assert!(ran.stdout().contains("www.linkedin.com"));
    ran.says("the ledger holds others")
        .says(&command("report", "work", HERE, data.path()))
        .says(&command("report", "work", THERE, data.path()));
    let chosen = run(data.path(), &["report", "--account", "work", "--site", HERE]).exits(0);
    assert_eq!(chosen.stderr(), "");
}

#[test]
fn the_history_lists_what_was_withdrawn_whoever_had_made_it() {
    let data = tempfile::tempdir().expect("a directory");
    let desk = ledger(data.path())
        .take_over("default", HERE, Limits::none())
        .expect("a desk");
    let workflow = desk.accept("{}", &[]).expect("accepted");
    let withdrawal = desk
        .begin_withdrawal(&keys("bob-example"), &workflow, "")
        .expect("an answer");
    desk.end_withdrawal(&withdrawal.expect("leave"), true).expect("ended");
    drop(desk);
    let table = run(data.path(), &["history"]).exits(0).stdout();
    for words in ["bob-example", "2026-11-10 12:00", "2026-12-01 12:00"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let csv = run(data.path(), &["history", "--csv"]).exits(0).stdout();
    let expected = "https://www.linkedin.com/in/bob-example,,withdrawn,,0,2026-11-10T12:00:00Z,2026-11-10T12:00:00Z,,default,http://127.0.0.1:1,2026-12-01T12:00:00Z";
    assert_eq!(csv.lines().nth(1), Some(expected));
    let nobody = run(data.path(), &["history", "--person", ADA]).exits(0);
    assert_eq!(nobody.stdout(), "");
    run(data.path(), &["history", "--outcome", "sent", "--csv"])
        .exits(0)
        .never_says("bob");
    assert_eq!(run(data.path(), &["history", "--json"]).exits(0).stdout(), "[]\n");
}

#[test]
fn a_busy_account_is_told_in_whole_sentences() {
    let data = filled();
    let _lock = ProfileLock::take(&data.path().join("accounts/work")).expect("the lock");
    let ran = run(data.path(), &["status", ADA, "--account", "work", "--site", HERE]).exits(3);
    ran.says("works for this account. Process ")
        .says("that waits is such a run, too.");
}

/// Something that answers every request in this way.
fn answering(reply: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(reply.as_bytes());
        }
    });
    port
}

#[test]
fn a_driver_elsewhere_that_gives_no_browser_is_named_with_a_cure() {
    let refusing = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
    let wrong = "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
    for (port, cure) in [
        (1, "Check that a driver or Grid runs at"),
        (answering(refusing), "LINKWRIGHT_WEBDRIVER_PASSWORD"),
        (answering(wrong), "Check the path behind --webdriver"),
    ] {
        let data = tempfile::tempdir().expect("a directory");
        let driver = format!("http://ada:s3cret@127.0.0.1:{port}");
        run(data.path(), &["status", ADA, "--site", HERE, "--webdriver", &driver])
            .exits(3)
            .never_says("s3cret")
            .says(cure)
            .says(&format!("http://127.0.0.1:{port}/"));
    }
}

#[test]
fn doctor_asks_a_driver_elsewhere_whether_it_is_there() {
    let ready = "HTTP/1.1 200 OK\r\nContent-Length: 24\r\nConnection: close\r\n\r\n{\"value\":{\"ready\":true}}";
    let full = "HTTP/1.1 200 OK\r\nContent-Length: 25\r\nConnection: close\r\n\r\n{\"value\":{\"ready\":false}}";
    let other = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    for (port, state) in [
        (1, "broken"),
        (answering(other), "broken"),
        (answering(full), "warning"),
        (answering(ready), "ok"),
    ] {
        let data = tempfile::tempdir().expect("a directory");
        let driver = format!("http://127.0.0.1:{port}");
        let told = run(data.path(), &["doctor", "--json", "--webdriver", &driver]).json();
        let checks = told["checks"].as_array().expect("checks");
        let browser = checks.iter().find(|check| check["name"] == "browser").expect("a line");
        assert_eq!(browser["state"], state, "{browser}");
        assert!(
            browser["message"].as_str().is_some_and(|said| said.contains(&driver)),
            "{browser}"
        );
    }
}

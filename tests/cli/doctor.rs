//! `doctor`: what is wrong is found before a run meets it, and nothing is made or changed.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use linkwright::browser::lock::ProfileLock;
use linkwright::ledger::{Clock, Ledger, Limits, NewRequest};
use linkwright::outcome::ErrorType;
use linkwright::person::{PersonKeys, PersonUrl};
use serde_json::Value;

use crate::program::Program;

const SITE: &str = "http://127.0.0.1:1";

fn doctor(data: &Path, more: &[&str]) -> Program {
    let place = data.to_str().expect("UTF-8");
    let mut all = vec!["doctor", "--json", "--site", SITE, "--data-dir", place];
    all.extend(more);
    Program::with(&all)
}

/// How one thing stands, by its name.
fn state<'a>(answer: &'a Value, name: &str) -> &'a str {
    check(answer, name)["state"].as_str().expect("a state")
}

fn check<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let checks = answer["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["name"] == name);
    found.unwrap_or_else(|| panic!("nothing about {name}: {answer}"))
}

#[test]
fn a_machine_that_is_set_up_is_well_and_nothing_is_made() {
    let home = tempfile::tempdir().expect("a directory");
    let data = home.path().join("not-made-yet");
    let answer = doctor(&data, &[]).run().exits(0).json();
    assert_eq!(answer["ok"], true);
    for name in [
        "data directory",
        "settings",
        "selectors",
        "browser",
        "driver",
        "port",
        "account",
        "ledger",
    ] {
        assert_eq!(state(&answer, name), "ok", "{answer}");
    }
    assert!(!data.exists(), "it was made");
}

#[test]
fn what_is_missing_or_wrong_is_broken_and_comes_with_its_cure() {
    let data = tempfile::tempdir().expect("a directory");
    std::fs::write(
        data.path().join("linkwright.toml"),
        "[limit]\ninvitations_per_day = 3\n",
    )
    .expect("a file");
    let ran = doctor(data.path(), &["--headed"])
        .env("CHROMEDRIVER", "/nowhere/chromedriver")
        .run()
        .exits(4);
    let answer = ran.json();
    assert_eq!(answer["ok"], false);
    let said = |name: &str| {
        assert_eq!(state(&answer, name), "broken", "{answer}");
        check(&answer, name)["message"].as_str().expect("a message").to_owned()
    };
    assert!(said("browser").contains("/nowhere/chromedriver"));
    assert!(said("settings").contains("there is no key `limit`"));
    assert!(said("screen").contains("--headed"));
    let cure = |name: &str| check(&answer, name)["cure"].as_str().expect("a cure").to_owned();
    assert!(cure("browser").starts_with("install Chromium"));
    assert!(cure("settings").contains("limits"), "a suggestion");
    assert!(cure("screen").starts_with("leave it out"));
}

#[test]
fn whatever_is_not_ok_has_its_cure_in_a_field_of_its_own() {
    let data = tempfile::tempdir().expect("a directory");
    let file = |name: &str, text: &str| std::fs::write(data.path().join(name), text).expect("a file");
    file("linkwright.toml", "premium = 3\n");
    file("ledger.sqlite3", "no ledger at all, but long enough to be read as one");
    file("profiles", "where a directory should be");
    let selectors = data.path().join("nowhere");
    let selectors = selectors.to_str().expect("UTF-8");
    for more in [
        &["--selectors", selectors, "--headed"][..],
        &["--driver", "/bin/true"],
        &["--browser-binary", "/etc/passwd"],
    ] {
        let answer = doctor(data.path(), more).run().exits(4).json();
        for check in answer["checks"].as_array().expect("checks") {
            let [message, cure] = ["message", "cure"].map(|name| check[name].as_str());
            let is_ok = check["state"] == "ok";
            assert_eq!(cure.is_none(), is_ok, "{check}");
            assert!(is_ok || message.is_some_and(|said| !said.contains("; ")), "{check}");
        }
    }
}

#[test]
fn a_program_that_was_found_and_says_no_version_is_a_warning() {
    let data = tempfile::tempdir().expect("a directory");
    let bin = tempfile::tempdir().expect("a directory");
    let odd = bin.path().join("chromedriver");
    std::fs::write(&odd, "#!/bin/sh\necho nothing of that kind\n").expect("a file");
    std::fs::set_permissions(&odd, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = [bin.path().to_owned()].into_iter().chain(std::env::split_paths(&path));
    let ran = doctor(data.path(), &[])
        .env("PATH", std::env::join_paths(path).expect("a path"))
        .env("CHROMEDRIVER", "")
        .run();
    let answer = ran.exits(0).json();
    assert_eq!(state(&answer, "driver"), "warning", "{answer}");
    assert_eq!(state(&answer, "browser"), "ok", "{answer}");
}

#[test]
fn a_directory_that_others_can_look_into_is_a_warning() {
    let data = tempfile::tempdir().expect("a directory");
    std::fs::set_permissions(data.path(), std::fs::Permissions::from_mode(0o755)).expect("its mode");
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    assert_eq!(state(&answer, "data directory"), "warning");
    assert_eq!(check(&answer, "data directory")["cure"], "chmod 700 on it");
}

#[test]
fn no_program_of_the_directory_at_hand_is_run() {
    let here = tempfile::tempdir().expect("a directory");
    let bin = here.path().join("linkwright/bin");
    std::fs::create_dir_all(&bin).expect("a directory");
    let (trap, sprung) = (bin.join("chromedriver"), here.path().join("sprung"));
    std::fs::write(
        &trap,
        format!("#!/bin/sh\n: > {}\necho ChromeDriver 1.2.3.4\n", sprung.display()),
    )
    .expect("a file");
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    for cache in ["", "."] {
        let doctor = std::process::Command::new(env!("CARGO_BIN_EXE_linkwright"))
            .args(["doctor", "--json", "--data-dir", "data"])
            .current_dir(here.path())
            .env("HOME", here.path())
            .env("PATH", "/nowhere")
            .env("XDG_CACHE_HOME", cache)
            .env_remove("CHROMEDRIVER")
            .output()
            .expect("it runs");
        assert!(doctor.stdout.starts_with(b"{"), "{doctor:?}");
        assert!(!sprung.exists(), "{cache:?}");
    }
}

#[test]
fn a_directory_of_somebody_else_is_broken() {
    let data = tempfile::tempdir().expect("a directory");
    // Only root can give a directory away; for everybody else the root directory is somebody else's.
    let given = std::os::unix::fs::chown(data.path(), Some(65534), None);
    let place = given.map_or(Path::new("/"), |()| data.path());
    let answer = doctor(place, &[]).run().exits(4).json();
    let found = check(&answer, "data directory");
    assert_eq!(found["state"], "broken", "{found}");
    assert!(
        found["message"]
            .as_str()
            .is_some_and(|said| said.contains("another user")),
        "{found}"
    );
}

#[test]
fn a_stopped_account_and_a_reached_limit_are_told() {
    let data = tempfile::tempdir().expect("a directory");
    std::fs::write(
        data.path().join("linkwright.toml"),
        "[limits]\ninvitations_per_day = 5\n",
    )
    .expect("a file");
    drop(ProfileLock::take(&data.path().join("accounts/default")).expect("it is free"));
    let ledger = Ledger::open(&data.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    assert_eq!((state(&answer, "stopped"), state(&answer, "limits")), ("ok", "ok"));
    let used = "invitations: 0 of 5 today, 0 in 7 days, 0 with a note in 30 days";
    let limits = check(&answer, "limits")["message"].as_str();
    assert!(limits.is_some_and(|said| said.starts_with(used)), "{limits:?}");
    let desk_again = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    desk_again
        .pause_until(Clock::system().now() + 86_400_000)
        .expect("paused");
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    assert_eq!(state(&answer, "limits"), "warning", "{answer}");
    desk.stop("linkedinCheckpoint", "LinkedIn asks for a check.")
        .expect_err("doctor has taken the account over meanwhile");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    desk.stop("linkedinCheckpoint", "LinkedIn asks for a check.")
        .expect("stopped");
    let answer = doctor(data.path(), &[]).run().exits(4).json();
    let stopped = check(&answer, "stopped");
    assert!(
        stopped["message"]
            .as_str()
            .is_some_and(|said| said.contains("linkedinCheckpoint")),
        "{stopped}"
    );
    assert!(stopped["cure"].as_str().is_some_and(|cure| cure.contains("clear")));
}

#[test]
fn an_account_that_is_worked_for_is_looked_at_without_a_touch() {
    let data = tempfile::tempdir().expect("a directory");
    let _lock = ProfileLock::take(&data.path().join("accounts/default")).expect("it is free");
    let ledger = Ledger::open(&data.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    assert_eq!(state(&answer, "account"), "warning");
    desk.closed(false).expect("the desk of whoever works is still theirs");
}

#[test]
fn a_clock_that_ran_ahead_is_told_and_taken_back() {
    let data = tempfile::tempdir().expect("a directory");
    let file = data.path().join("ledger.sqlite3");
    let ahead = Arc::new(AtomicI64::new(Clock::system().now() + 400 * 86_400_000));
    let ledger = Ledger::open(&file, Clock::fixed(ahead)).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let person = PersonUrl::parse("https://www.linkedin.com/in/ada-example").expect("a person");
    let keys = PersonKeys::from(person.slug());
    let request = NewRequest {
        pointer: String::new(),
        person,
        label: None,
    };
    let workflow = desk.accept("{}", &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    desk.answer(&request, &keys, &Err(ErrorType::EmailRequired.into()))
        .expect("answered");
    drop((desk, ledger));
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    let clock = check(&answer, "clock");
    assert_eq!(clock["state"], "warning", "{answer}");
    assert!(
        clock["cure"]
            .as_str()
            .is_some_and(|cure| cure.contains("linkwright clear --clock"))
    );
    let place = data.path().to_str().expect("UTF-8");
    let clear = ["clear", "--clock", "--data-dir", place];
    Program::with(&clear)
        .run()
        .exits(0)
        .says_on_stdout("by this machine's clock again");
    Program::with(&clear)
        .run()
        .exits(0)
        .says_on_stdout("nothing was changed");
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    assert_eq!(state(&answer, "clock"), "ok", "{answer}");
}

#[test]
fn a_browser_that_holds_the_profile_is_told_before_a_run_meets_it() {
    let data = tempfile::tempdir().expect("a directory");
    for place in ["accounts/default", "profiles/chrome"] {
        drop(ProfileLock::take(&data.path().join(place)).expect("it is free"));
    }
    let profile = data.path().join("profiles/chrome");
    let answer = doctor(data.path(), &[]).run().exits(0).json();
    assert_eq!(state(&answer, "profile"), "ok", "{answer}");
    std::os::unix::fs::symlink("elsewhere.example-17", profile.join("SingletonLock")).expect("a link");
    let answer = doctor(data.path(), &[]).run().exits(4).json();
    let said = check(&answer, "profile")["message"].as_str().expect("a message");
    assert!(said.contains("elsewhere.example"), "{said}");
    assert!(profile.join("SingletonLock").is_symlink(), "doctor takes nothing away");
}

#[test]
fn people_get_a_table_and_a_verdict() {
    let data = tempfile::tempdir().expect("a directory");
    let place = data.path().to_str().expect("UTF-8");
    let ran = Program::with(&["doctor", "--data-dir", place]).run().exits(0);
    let told = ran.stdout();
    assert!(told.contains("chromedriver"), "{told}");
    assert!(
        told.contains("Nothing is broken") || told.contains("All is well"),
        "{told}"
    );
}

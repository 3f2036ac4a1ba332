//! `login`, `accounts` and `logout`: the real binary, real windows on a virtual screen, and the sandbox,
//! which lets in only browsers with a session. Somebody who sits there signs in on the sandbox's side.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use linkwright::browser::lock::ProfileLock;
use linkwright::sandbox::{Language, Options, Sandbox, SignIn};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::live::Turn;
use crate::program::{Program, Ran};
use crate::screen::Screen;

const PERSON: &str = "https://www.linkedin.com/in/penny-pending";

struct Place {
    runtime: Runtime,
    sandbox: Sandbox,
    data: tempfile::TempDir,
    screen: Screen,
}

impl Place {
    fn with(sign_in: SignIn, options: Options) -> Place {
        let runtime = Runtime::new().expect("a runtime starts");
        let sandbox = runtime
            .block_on(Sandbox::start(Options { sign_in, ..options }))
            .expect("the sandbox starts");
        Place {
            runtime,
            sandbox,
            data: tempfile::tempdir().expect("a folder can be made"),
            screen: Screen::start(),
        }
    }

    fn program(&self, arguments: &[&str]) -> Program {
        let program = Program::with(arguments).env("LINKWRIGHT_DATA_DIR", self.data.path());
        let takes_site = !["accounts", "logout"].contains(&arguments[0]);
        if takes_site {
            program.env("LINKWRIGHT_SITE", self.sandbox.origin())
        } else {
            program
        }
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.screen.on(self.program(arguments)).run()
    }

    fn data(&self, path: &str) -> PathBuf {
        self.data.path().join(path)
    }

    /// `status` without a window: what the profile is worth for the runs that follow.
    fn status(&self, more: &[&str]) -> Value {
        let arguments: Vec<&str> = ["status", PERSON].iter().chain(more).copied().collect();
        self.run(&arguments).json()
    }

    fn stop(self) {
        self.runtime.block_on(self.sandbox.stop());
    }
}

fn pending() -> Value {
    json!({"actionType": "st.checkConnectionStatus", "success": true, "data": {"connectionStatus": "pending"}})
}

#[test]
fn who_signs_in_by_hand_is_noticed_and_the_profile_works_for_this_account_alone() {
    let _turn = Turn::take();
    let place = Place::with(
        SignIn::Somebody {
            after: 700,
            check: true,
        },
        Options::default(),
    );
    let ran = place.run(&["login", "--json"]).exits(0);
    let mut told = ran.json();
    assert!(told["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{told}");
    told["at"] = Value::Null;
    let olive = json!({"account": "default", "browser": "chrome", "site": place.sandbox.origin(), "at": null,
        "state": "signedIn", "name": "Olive Owner", "plan": "free", "language": "en"});
    assert_eq!(told, olive);
    ran.says("waits for you to sign in").says("security check; solve it");

    assert_eq!(place.status(&[]), pending(), "the profile is signed in");
    let again = place.run(&["login"]).exits(0);
    assert!(
        again
            .stdout()
            .starts_with("Signed in as Olive Owner (free account; language: en).")
    );
    again.never_says("waits for you");

    let held = ProfileLock::take(&place.data("accounts/default")).expect("nobody works for it");
    assert_eq!(place.status(&[])["failure"]["reason"], "accountBusy");
    let other = place.status(&["--account", "work"]);
    drop(held);
    assert_eq!(other["failure"]["reason"], "linkedinAccountSignedOut", "{other}");
    assert!(place.data("accounts/work/profiles/chrome").is_dir());
    let accounts = place.run(&["accounts", "--json"]).exits(0).json();
    let names: Vec<&Value> = accounts
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["account"])
        .collect();
    assert_eq!(names, ["default", "work"]);
    assert_eq!(accounts[0]["browsers"], json!(["chrome"]));
    assert_eq!(accounts[0]["signedIn"][0]["name"], "Olive Owner");
    assert_eq!(accounts[0]["stopped"], json!([]));
    assert_eq!(accounts[1]["signedIn"][0]["state"], "signedOut");
    assert_eq!(accounts[1]["stopped"][0]["reason"], "linkedinAccountSignedOut");
    let doctor = place.run(&["doctor"]).exits(0).stdout();
    assert!(
        doctor.contains("Olive Owner (free, en), as last noticed on "),
        "{doctor}"
    );

    let now = |more: &[&str]| {
        let arguments: Vec<&str> = ["doctor", "--online", "--json"].iter().chain(more).copied().collect();
        let answer = place.run(&arguments).json();
        let checks = answer["checks"].as_array().expect("checks").clone();
        let found = checks.into_iter().find(|check| check["name"] == "signed in now");
        found.unwrap_or_else(|| panic!("it was not looked at: {answer}"))["message"].clone()
    };
    assert_eq!(now(&[]), "Olive Owner (free, en)");
    assert_eq!(now(&["--account", "work"]), "nobody");

    place.run(&["logout", "--yes"]).exits(0);
    assert!(!place.data("profiles/chrome").exists());
    assert!(place.data("ledger.sqlite3").exists(), "the ledger stays");
    assert!(
        place.data("accounts/work/profiles/chrome").is_dir(),
        "the other account stays"
    );
    let gone = place.status(&[]);
    assert_eq!(gone["failure"]["reason"], "linkedinAccountSignedOut", "{gone}");
    place.stop();
}

#[test]
fn firefox_and_premium_and_another_language_are_told_and_a_stop_is_not_lifted() {
    let _turn = Turn::take();
    let place = Place::with(
        SignIn::Somebody { after: 0, check: false },
        Options {
            language: Language::German,
            premium: true,
            ..Options::default()
        },
    );
    let firefox = ["--browser", "firefox", "--account", "work"];
    let out = place.status(&firefox);
    assert_eq!(out["failure"]["reason"], "linkedinAccountSignedOut", "{out}");
    let login: Vec<&str> = ["login"].iter().chain(&firefox).copied().collect();
    let ran = place.run(&login).exits(0);
    assert_eq!(
        ran.stdout(),
        "Signed in as Olive Owner (Premium account; language: de). linkwright knows the account as \"work\".\n"
    );
    ran.says("still stopped").says(" --account work --site ");
    assert_eq!(place.status(&firefox)["failure"]["reason"], "accountStopped");
    place.run(&["clear", "--account", "work"]).exits(0);
    assert_eq!(place.status(&firefox), pending());
    place.stop();
}

/// Starts `login`, waits until the sandbox has shown its page, and then does something.
fn while_it_waits(place: &Place, act: impl FnOnce(u32)) -> Ran {
    let before = place.sandbox.navigations();
    let program = place.screen.on(place.program(&["login"]));
    program.run_while(|pid| {
        let until = Instant::now() + Duration::from_secs(60);
        while place.sandbox.navigations() == before {
            assert!(Instant::now() < until, "the sign-in page was never asked for");
            std::thread::yield_now();
        }
        act(pid);
    })
}

/// The numbers of the browsers on the data directory's profiles: main processes only.
fn browsers_on(data: &Path) -> Vec<String> {
    let told = Command::new("ps")
        .args(["-eo", "pid=,args="])
        .output()
        .expect("ps runs");
    let profile = format!("--user-data-dir={}", data.display());
    let lines = String::from_utf8_lossy(&told.stdout).into_owned();
    let theirs = lines
        .lines()
        .filter(|line| line.contains(&profile) && !line.contains("--type="));
    let numbers = theirs.filter_map(|line| line.split_whitespace().next());
    numbers.map(str::to_owned).collect()
}

fn signal(name: &str, pid: &str) {
    let done = Command::new("kill").args([name, pid]).status().expect("kill runs");
    assert!(done.success(), "kill {name} {pid}");
}

#[test]
fn an_interrupt_and_a_closed_window_end_the_wait_and_leave_no_browser() {
    let _turn = Turn::take();
    let place = Place::with(SignIn::ByHand, Options::default());
    let ran = while_it_waits(&place, |pid| signal("-INT", &pid.to_string()));
    ran.exits(3)
        .prints_nothing()
        .says("interrupted before anybody was seen signed in");
    assert_eq!(browsers_on(place.data.path()), Vec::<String>::new());
    let ran = while_it_waits(&place, |_| {
        for pid in browsers_on(place.data.path()) {
            signal("-TERM", &pid);
        }
    });
    ran.exits(3)
        .prints_nothing()
        .says("the window was closed before anybody was seen signed in");
    assert!(!place.data("accounts/default/signed-in.json").exists());
    place.stop();
}

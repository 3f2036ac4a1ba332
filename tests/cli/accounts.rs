//! Accounts by name, the notice about the real site, the variables, and the refusals of `login` and `logout`.
//! No test here starts a browser, and none could reach LinkedIn: there is no driver to start.

use linkwright::browser::lock::ProfileLock;
use serde_json::{Value, json};

use crate::program::{Program, Ran};

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const NO_DRIVER: (&str, &str) = ("CHROMEDRIVER", "/nowhere/chromedriver");

/// A data directory that outlives its runs.
struct Data(tempfile::TempDir);

impl Data {
    fn new() -> Data {
        Data(tempfile::tempdir().expect("a folder can be made"))
    }

    fn program(&self, arguments: &[&str]) -> Program {
        Program::with(arguments)
            .env("LINKWRIGHT_DATA_DIR", self.0.path())
            .env(NO_DRIVER.0, NO_DRIVER.1)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.program(arguments).run()
    }

    fn make(&self, directory: &str) {
        std::fs::create_dir_all(self.0.path().join(directory)).expect("a folder can be made");
    }

    fn has(&self, path: &str) -> bool {
        self.0.path().join(path).exists()
    }
}

#[test]
fn the_real_site_is_refused_until_the_notice_is_accepted_and_a_stand_in_asks_nothing() {
    let data = Data::new();
    for arguments in [
        &["status", ADA][..],
        &["connect", ADA],
        &["resume"],
        &["doctor", "--online"],
    ] {
        let ran = data.run(arguments).exits(4).prints_nothing();
        let ran = ran.says("User Agreement").says("write --accept-notice");
        ran.never_says("chromedriver");
        assert!(!data.has("notice-accepted.json"));
    }
    // A name that leads nowhere: a window could not open, were it tried.
    let ran = data.program(&["login"]).env("DISPLAY", ":12345").run().exits(4);
    ran.prints_nothing()
        .says("write --accept-notice")
        .never_says("chromedriver");
    let ran = data.run(&["status", ADA, "--site", "http://127.0.0.1:9"]).exits(4);
    ran.never_says("User Agreement").says("/nowhere/chromedriver");
    let ran = data.run(&["status", ADA, "--accept-notice"]).exits(4);
    ran.says("User Agreement").says("/nowhere/chromedriver");
    let ran = data.run(&["status", ADA]).exits(4);
    ran.never_says("User Agreement")
        .says("as you have accepted")
        .says("/nowhere/chromedriver");
    let other = Data::new();
    other.run(&["status", ADA]).exits(4).says("write --accept-notice");
}

#[test]
fn a_name_that_is_none_and_one_that_nobody_has_made_are_refused_with_the_cure() {
    let data = Data::new();
    for name in ["../x", "Work", "", "a/b", ".hidden"] {
        for command in [
            &["status", ADA][..],
            &["login"],
            &["logout"],
            &["clear"],
            &["history"],
            &["doctor"],
            &["resume"],
        ] {
            let arguments: Vec<&str> = command.iter().chain(&["--account", name]).copied().collect();
            data.run(&arguments).exits(2).prints_nothing().says("1 to 40 of a-z");
        }
    }
    data.make("accounts/work");
    let ran = data
        .run(&["status", ADA, "--account", "wrok", "--accept-notice"])
        .exits(4);
    ran.says("there is no account \"wrok\"")
        .says("There are: work")
        .says("linkwright login --account wrok");
    assert!(!data.has("accounts/wrok"));
    data.run(&["status", ADA, "--account", "work", "--accept-notice"])
        .exits(4)
        .says("/nowhere/chromedriver");
}

#[test]
fn without_a_screen_login_says_what_to_do_and_makes_nothing() {
    let data = Data::new();
    let ran = data.run(&["login", "--accept-notice"]).exits(4).prints_nothing();
    ran.says("there is no screen").says("ssh -X").says("profiles/chrome");
    assert_eq!(std::fs::read_dir(data.0.path()).expect("it can be listed").count(), 0);
    let ran = data
        .run(&["login", "--account", "work", "--browser", "firefox"])
        .exits(4);
    ran.says("accounts/work/profiles/firefox");
    for minutes in ["0", "x", "1441"] {
        data.run(&["login", "--within", minutes]).exits(2).says("--within");
    }
}

#[test]
fn login_waits_its_turn() {
    let data = Data::new();
    let _held = ProfileLock::take(&data.0.path().join("accounts/default")).expect("it is free");
    let login = |more: &[&str]| {
        let arguments: Vec<&str> = ["login", "--site", "http://127.0.0.1:9"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        data.program(&arguments).env("DISPLAY", ":12345").run()
    };
    login(&[]).exits(3).prints_nothing().says("wait until it has ended");
    login(&["--account", "work"])
        .exits(4)
        .prints_nothing()
        .says("/nowhere/chromedriver");
}

#[test]
fn logout_asks_or_is_told_and_removes_the_profiles_of_one_account_only() {
    let data = Data::new();
    let ran = data.run(&["logout", "--yes"]).exits(0);
    assert!(ran.stdout().contains("no browser profile here"));
    for profile in [
        "profiles/chrome/Default",
        "profiles/firefox",
        "accounts/work/profiles/chrome",
    ] {
        data.make(profile);
    }
    std::fs::write(data.0.path().join("ledger.sqlite3"), "kept").expect("a file");
    data.run(&["logout"]).exits(2).prints_nothing().says("write --yes");
    assert!(data.has("profiles/chrome/Default"));
    let held = ProfileLock::take(&data.0.path().join("accounts/default")).expect("it is free");
    data.run(&["logout", "--yes"]).exits(3).says("wait until it has ended");
    assert!(data.has("profiles/chrome/Default"));
    drop(held);
    let ran = data.run(&["logout", "--yes"]).exits(0);
    assert!(
        ran.stdout().contains("for chrome and firefox. The ledger stays"),
        "{}",
        ran.stdout()
    );
    assert!(!data.has("profiles/chrome") && !data.has("profiles/firefox"));
    assert!(data.has("ledger.sqlite3") && data.has("accounts/work/profiles/chrome"));
    let ran = data
        .program(&["logout", "--yes"])
        .env("LINKWRIGHT_ACCOUNT", "work")
        .run()
        .exits(0);
    assert!(ran.stdout().contains("\"work\" for chrome."), "{}", ran.stdout());
    assert!(!data.has("accounts/work/profiles/chrome"));
}

#[test]
fn accounts_lists_what_lies_there_and_makes_nothing() {
    let data = Data::new();
    data.run(&["accounts"])
        .exits(0)
        .prints_nothing()
        .says("linkwright login");
    assert_eq!(data.run(&["accounts", "--json"]).exits(0).json(), json!([]));
    assert_eq!(std::fs::read_dir(data.0.path()).expect("it can be listed").count(), 0);
    data.make("profiles/firefox");
    data.make("accounts/work/profiles/chrome");
    data.make("accounts/No Name");
    let told = data.run(&["accounts", "--json"]).exits(0).json();
    assert_eq!(
        told,
        json!([
            {"account": "default", "browsers": ["firefox"], "signedIn": [], "stopped": []},
            {"account": "work", "browsers": ["chrome"], "signedIn": [], "stopped": []},
        ])
    );
    let table = data.run(&["accounts"]).exits(0).stdout();
    assert!(
        table.contains("work") && table.lines().all(|line| line.chars().count() <= 100),
        "{table}"
    );
}

/// What doctor says about one thing.
fn said<'a>(answer: &'a Value, name: &str) -> &'a Value {
    let checks = answer["checks"].as_array().expect("checks");
    let found = checks.iter().find(|check| check["name"] == name);
    found.unwrap_or_else(|| panic!("nothing about {name}: {answer}"))
}

#[test]
fn variables_stand_in_for_options_and_options_win() {
    let (data, other) = (Data::new(), Data::new());
    data.make("profiles/chrome");
    let doctor = |program: Program| {
        let answer = program.run().json();
        said(&answer, "data directory")["message"]
            .as_str()
            .expect("a message")
            .to_owned()
    };
    let [named, place] = [&data, &other].map(|data| data.0.path().display().to_string());
    assert!(doctor(data.program(&["doctor", "--json"])).contains(&named));
    assert!(doctor(data.program(&["doctor", "--json", "--data-dir", &place])).contains(&place));
    let broken = data
        .program(&["doctor", "--json"])
        .env("LINKWRIGHT_CONFIG", "/nowhere/own.toml")
        .run();
    assert_eq!(said(&broken.json(), "settings")["state"], "broken");
    let broken = data
        .program(&["doctor", "--json"])
        .env("LINKWRIGHT_SELECTORS", "/nowhere/own")
        .run();
    assert_eq!(said(&broken.json(), "selectors")["state"], "broken");
    for (name, value) in [
        ("LINKWRIGHT_BROWSER", "netscape"),
        ("LINKWRIGHT_ACCOUNT", "../x"),
        ("LINKWRIGHT_SITE", "http://example.com"),
    ] {
        let option = name.trim_start_matches("LINKWRIGHT_").to_lowercase();
        let ran = data.program(&["status", ADA]).env(name, value).run().exits(2);
        ran.prints_nothing().says(&format!("--{option}"));
    }
    let ran = data
        .program(&["status", ADA])
        .env("LINKWRIGHT_WEBDRIVER", "http://ada:hush@[")
        .run()
        .exits(2);
    ran.never_says("hush").says("LINKWRIGHT_WEBDRIVER takes");
    let ran = data
        .program(&[
            "status",
            ADA,
            "--site",
            "http://127.0.0.1:9",
            "--driver",
            "/nowhere/own",
        ])
        .env("LINKWRIGHT_WEBDRIVER", "http://127.0.0.1:9")
        .run()
        .exits(4);
    ran.says("/nowhere/own");
}

#[test]
fn the_help_shows_every_variable_and_no_secret_in_one() {
    let help = Program::with(&["run", "--help"])
        .env("LINKWRIGHT_WEBDRIVER", "http://ada:hush@127.0.0.1:4444")
        .run()
        .exits(0);
    let text = help.stdout().split_whitespace().collect::<Vec<_>>().join(" ");
    for name in [
        "DATA_DIR",
        "ACCOUNT",
        "BROWSER",
        "CONFIG",
        "SITE",
        "SELECTORS",
        "WEBDRIVER",
    ] {
        assert!(text.contains(&format!("[env: LINKWRIGHT_{name}")), "{name}");
    }
    help.never_says("hush");
}

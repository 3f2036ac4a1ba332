//! What `linkwright.toml` says of the browser holds for every command, and options and variables win over it.

use std::fs;
use std::path::Path;

use linkwright::person::PersonUrl;
use serde_json::Value;

use crate::live::Site;
use crate::program::{Program, Ran};

const NOWHERE: &str = "http://127.0.0.1:1";

/// A data directory with settings.
fn set(text: &str) -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a directory");
    fs::write(data.path().join("linkwright.toml"), text).expect("a file");
    data
}

fn doctor(data: &Path, more: &[&str]) -> Program {
    let place = data.to_str().expect("UTF-8");
    Program::with(&[&["doctor", "--json", "--site", NOWHERE, "--data-dir", place], more].concat())
}

/// What `doctor` has found of one thing.
fn found(ran: &Ran, name: &str) -> String {
    let answer: Value = ran.json();
    let checks = answer["checks"].as_array().expect("checks");
    let messages = checks.iter().filter(|check| check["name"] == name);
    messages
        .map(|check| check["message"].as_str().expect("a text"))
        .collect()
}

#[test]
fn the_browser_is_the_one_of_the_settings_until_an_option_or_a_variable_names_another() {
    let data = set("[browser]\nname = \"firefox\"\n");
    let browser = |program: Program| found(&program.run(), "browser");
    assert!(browser(doctor(data.path(), &[])).contains("firefox"));
    assert!(browser(doctor(data.path(), &["--browser", "chrome"])).contains("chrom"));
    assert!(browser(doctor(data.path(), &[]).env("LINKWRIGHT_BROWSER", "chrome")).contains("chrom"));
    let elsewhere = set("");
    let file = data.path().join("linkwright.toml");
    let named = ["--config", file.to_str().expect("UTF-8")];
    assert!(browser(doctor(elsewhere.path(), &named)).contains("firefox"));
}

#[test]
fn the_programs_of_the_settings_are_taken_for_their_browser_only() {
    let data = set("[browser]\ndriver = \"/nowhere/chromedriver\"\n");
    let browser = |more: &[&str]| found(&doctor(data.path(), more).run(), "browser");
    assert!(browser(&[]).contains("/nowhere/chromedriver"));
    assert!(browser(&["--browser", "firefox"]).contains("firefox"));
    assert!(browser(&["--driver", "/nowhere/else"]).contains("/nowhere/else"));
    let variable = doctor(data.path(), &[]).env("CHROMEDRIVER", "/nowhere/variable");
    assert!(found(&variable.run(), "browser").contains("/nowhere/variable"));
}

#[test]
fn a_driver_elsewhere_is_asked_unless_one_of_ours_is_named() {
    let data = set("[browser]\nwebdriver = \"http://127.0.0.1:1\"\n");
    let ran = doctor(data.path(), &[]).run().exits(4);
    assert!(
        found(&ran, "browser").contains("http://127.0.0.1:1"),
        "{}",
        ran.stdout()
    );
    let ran = doctor(data.path(), &["--browser-binary", "/nowhere/chromium"]).run();
    assert!(found(&ran, "browser").contains("/nowhere/chromium"), "{}", ran.stdout());
    let variable = doctor(data.path(), &[]).env("LINKWRIGHT_WEBDRIVER", "http://127.0.0.1:2");
    let ran = variable.run().exits(4);
    assert!(
        found(&ran, "browser").contains("http://127.0.0.1:2"),
        "{}",
        ran.stdout()
    );
}

#[test]
#[cfg(target_os = "linux")]
fn the_window_is_shown_if_the_settings_say_so_and_headless_wins() {
    let data = set("[browser]\nheaded = true\n");
    let place = data.path().to_str().expect("UTF-8");
    let status = [
        "status",
        "https://www.linkedin.com/in/ada-example",
        "--site",
        NOWHERE,
        "--data-dir",
        place,
    ];
    Program::with(&status)
        .run()
        .exits(4)
        .says("no screen for `headed = true` in the settings");
    Program::with(&[&status[..], &["--headed", "--headless"]].concat())
        .run()
        .exits(2);
    let ran = doctor(data.path(), &["--headless"]).run();
    assert_eq!(found(&ran, "screen"), "");
}

#[test]
fn a_request_goes_out_of_the_browser_of_the_settings() {
    let site = Site::start();
    let data = set("[browser]\nname = \"firefox\"\n");
    let place = data.path().to_str().expect("UTF-8");
    let ada = PersonUrl::parse("https://www.linkedin.com/in/ada-example").expect("a person");
    Program::with(&[
        "connect",
        ada.as_str(),
        "--quiet",
        "--site",
        site.origin(),
        "--data-dir",
        place,
    ])
    .run()
    .exits(0);
    assert_eq!(site.sent(), [("ada-example".to_owned(), None)]);
    let profiles = |name: &str| data.path().join("profiles").join(name).exists();
    assert!(profiles("firefox") && !profiles("chrome"));
    site.stop();
}

//! The owner's settings: what a file may say, and what is refused with its line.

use std::path::Path;
use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::config::Config;
use linkwright::ledger::recovery::OnAmbiguous;
use linkwright::ledger::{Limits, Weekday};

const EXAMPLE: &str = include_str!("../../docs/linkwright.example.toml");

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(Path::new("linkwright.toml"), text).map_err(|error| error.to_string())
}

fn refused(text: &str) -> String {
    parse(text).expect_err(text)
}

#[test]
fn the_example_says_what_holds_without_it() {
    let example = parse(EXAMPLE).expect("the example");
    let default = Config::default();
    assert_eq!(example.premium, default.premium);
    assert_eq!(example.browser.kind(), default.browser.kind());
    assert_eq!(example.browser.headed, default.browser.headed);
    assert_eq!(example.recovery.policy, default.recovery.policy);
    assert_eq!(example.recovery.settle(true), default.recovery.settle(true));
    assert_eq!(example.limits(true, false), default.limits(true, false));
    assert_eq!(default.limits(true, false), Limits::conservative(false));
}

#[test]
fn the_example_with_its_comment_taken_away_names_a_known_zone() {
    let text = EXAMPLE.replace("# time_zone", "time_zone");
    let hours = parse(&text)
        .expect("the example")
        .limits(true, false)
        .hours
        .expect("hours");
    assert_eq!(hours.zone.iana_name(), Some("Europe/Berlin"));
}

#[test]
fn a_stand_in_has_only_the_limits_that_the_file_names() {
    assert_eq!(Config::default().limits(false, false), Limits::none());
    let config = parse("[limits]\ninvitations_per_day = 3").expect("good");
    let expected = Limits {
        per_day: Some(3),
        ..Limits::none()
    };
    assert_eq!(config.limits(false, false), expected);
    let expected = Limits {
        per_day: Some(3),
        ..Limits::conservative(true)
    };
    assert_eq!(config.limits(true, true), expected);
}

#[test]
fn premium_takes_the_limit_of_notes_away_unless_the_file_names_one() {
    let config = Config::default();
    assert_eq!(config.limits(true, false).notes_per_month, Some(5));
    assert_eq!(config.limits(true, true).notes_per_month, None);
    let config = parse("premium = true\n[limits]\nnotes_per_month = 7").expect("good");
    assert!(config.premium);
    assert_eq!(config.limits(true, true).notes_per_month, Some(7));
}

#[test]
fn off_takes_a_limit_away() {
    let text = "[limits]\ninvitations_per_day = \"off\"\ninvitations_per_week = \"off\"\n\
                notes_per_month = \"off\"\ngap_seconds = \"off\"\nhours = \"off\"";
    assert_eq!(parse(text).expect("good").limits(true, false), Limits::none());
}

#[test]
fn everything_that_is_said_holds() {
    let text = "[limits]\ngap_seconds = [1, 2]\n[limits.hours]\ndays = [\"sun\"]\nto = \"24:00\"\n\
                [recovery]\npolicy = \"retry\"\nsettle_seconds = 90";
    let config = parse(text).expect("good");
    assert_eq!(config.recovery.policy, OnAmbiguous::Retry);
    assert_eq!(config.recovery.settle(true), Duration::from_secs(90));
    let limits = config.limits(false, false);
    assert_eq!(limits.gap, Some((Duration::from_secs(1), Duration::from_secs(2))));
    let hours = limits.hours.expect("hours");
    assert_eq!(hours.days, [Weekday::Sunday]);
    assert_eq!(
        (hours.from.to_string(), hours.to.to_string()),
        ("09:00".into(), "24:00".into())
    );
}

#[test]
fn unknown_keys_are_refused_with_line_and_suggestion() {
    let cases = [
        (
            "\npremum = true",
            "linkwright.toml:2: there is no key `premum`; did you mean `premium`?",
        ),
        (
            "[limits]\n\ninvitation_per_day = 1",
            "linkwright.toml:3: there is no key `limits.invitation_per_day`; did you mean `invitations_per_day`?",
        ),
        (
            "[limits.hours]\ntimezone = \"UTC\"",
            "linkwright.toml:2: there is no key `limits.hours.timezone`; did you mean `time_zone`?",
        ),
        (
            "[recovery]\nxyz = 1",
            "linkwright.toml:2: there is no key `recovery.xyz`; known here: policy, settle_seconds",
        ),
        (
            "[other]\na = 1",
            "linkwright.toml:1: there is no key `other`; known here: premium, browser, limits, recovery, evidence",
        ),
        (
            "headed = true",
            "linkwright.toml:1: there is no key `headed`; it stands under [browser]",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(refused(text), expected);
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = "premiun = true\npremium = yes\n[limits]\ninvitations_per_day = 0\n\
                hours = { from = \"25:00\", to = \"08:00\", days = [\"mo\"] }\n[recovery]\npolicy = \"x\"\n\
                policy = \"park\"\n[evidence]\ndays = \"a\"\n";
    let told = refused(text);
    let lines: Vec<&str> = told.lines().map(str::trim).collect();
    let expected = [
        ":1: there is no key `premiun`",
        ":2: write true or false",
        ":4: write a whole number",
        ":5: write a time of the day",
        ":5: write days",
        ":7: write \"park\"",
        ":8: this is no TOML: duplicate key",
        ":10: write a whole number",
    ];
    assert_eq!(lines.len(), expected.len(), "{told}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.contains(expected), "{expected}: {line}");
    }
}

#[test]
fn values_that_make_no_sense_are_refused_with_their_line() {
    let cases = [
        ("premium = 1", ":1: write true or false"),
        ("limits = 1", ":1: write a table [limits]"),
        (
            "[limits]\ninvitations_per_day = 0",
            ":2: write a whole number from 1 to 10000, or \"off\" for no limit",
        ),
        ("[limits]\ninvitations_per_day = -1", ":2: write a whole number"),
        ("[limits]\ninvitations_per_week = 1.5", ":2: write a whole number"),
        ("[limits]\nnotes_per_month = \"none\"", ":2: write a whole number"),
        ("[limits]\nnotes_per_month = 99999999999", ":2: write a whole number"),
        (
            "[limits]\ngap_seconds = 180",
            ":2: write the shortest and the longest pause",
        ),
        (
            "[limits]\ngap_seconds = [480, 180]",
            ":2: the shortest pause stands first",
        ),
        (
            "[limits]\ngap_seconds = [1, 2, 3]",
            ":2: write the shortest and the longest pause",
        ),
        (
            "[limits]\ngap_seconds = [1,\n 99999999]",
            ":3: write a whole number from 0 to 86400",
        ),
        ("[limits]\nhours = \"on\"", ":2: write a table [limits.hours]"),
        ("[limits.hours]\ndays = []", ":2: on no day"),
        (
            "[limits.hours]\ndays = [\"mon\",\n\"monday\"]",
            ":3: write days such as",
        ),
        (
            "[limits.hours]\ndays = [\"mon\", \"mon\"]",
            ":2: this day stands there already",
        ),
        ("[limits.hours]\nfrom = \"9:00\"", ":2: write a time of the day"),
        ("[limits.hours]\nto = \"24:01\"", ":2: write a time of the day"),
        (
            "[limits.hours]\nfrom = \"18:00\"",
            ": the hours end at 18:00 before they begin at 18:00",
        ),
        (
            "[limits.hours]\ntime_zone = \"Europe/Atlantis\"",
            ":2: no such time zone is known",
        ),
        ("[recovery]\npolicy = \"hope\"", ":2: write \"park\" or \"retry\""),
        (
            "[recovery]\nsettle_seconds = 3601",
            ":2: write a whole number from 0 to 3600",
        ),
        (
            "[browser]\nname = \"chromium\"",
            ":2: write \"chrome\" (Chromium too), \"edge\" or \"firefox\"",
        ),
        ("[browser]\nheaded = 1", ":2: write true or false"),
        ("[browser]\nbinary = \"chromium\"", ":2: write the whole path"),
        ("[browser]\ndriver = \"./chromedriver\"", ":2: write the whole path"),
        (
            "[browser]\nwebdriver = \"grid\"",
            ":2: this key takes the address of a driver",
        ),
        (
            "[browser]\nwebdriver = \"https://grid.example\"",
            ":2: this key takes an http address",
        ),
        (
            "[browser]\nwebdriver = \"http://127.0.0.1:4444\"\ndriver = \"/usr/bin/chromedriver\"",
            ":3: a browser that is started here and one behind `webdriver` contradict each other",
        ),
        ("premium = true\npremium = false", ":2: this is no TOML"),
        ("premium", ":1: this is no TOML"),
        ("premium = yes", ":1: write true or false"),
        ("premium = True", ":1: write true or false"),
        ("premium = maybe", ":1: this is no TOML"),
    ];
    for (text, expected) in cases {
        let told = refused(text);
        assert!(told.starts_with("linkwright.toml:"), "{told}");
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn a_password_in_the_address_of_a_driver_is_refused_and_not_echoed() {
    let told = refused("[browser]\nwebdriver = \"http://ada:s3cret@grid.example:4444\"");
    assert!(
        told.contains(":2: ") && told.contains("LINKWRIGHT_WEBDRIVER_PASSWORD"),
        "{told}"
    );
    assert!(!told.contains("s3cret") && !told.contains("ada"), "{told}");
}

#[test]
fn the_programs_belong_to_the_browser_that_is_named_and_to_no_other() {
    let text = "[browser]\nname = \"firefox\"\nbinary = \"/opt/firefox\"\ndriver = \"/opt/geckodriver\"\nheaded = true";
    let browser = parse(text).expect("good").browser;
    assert!(browser.headed && browser.webdriver.is_none());
    assert_eq!(browser.kind(), BrowserKind::Firefox);
    assert_eq!(browser.binary(BrowserKind::Firefox), Some(Path::new("/opt/firefox")));
    assert_eq!(
        browser.driver(BrowserKind::Firefox),
        Some(Path::new("/opt/geckodriver"))
    );
    assert_eq!(browser.binary(BrowserKind::Chrome), None);
    assert_eq!(browser.driver(BrowserKind::Chrome), None);
    let unnamed = parse("[browser]\nbinary = \"/opt/chromium\"").expect("good").browser;
    assert_eq!(unnamed.binary(BrowserKind::Chrome), Some(Path::new("/opt/chromium")));
}

#[test]
fn a_given_file_counts_and_then_the_one_in_the_data_directory() {
    let directory = tempfile::tempdir().expect("a directory");
    let given = directory.path().join("given.toml");
    let missing = Config::find(Some(&given), directory.path())
        .expect_err("missing")
        .to_string();
    assert!(
        missing.ends_with("given.toml: there is no such file; name one that is there"),
        "{missing}"
    );
    std::fs::write(directory.path().join("linkwright.toml"), "premium = true").expect("written");
    std::fs::write(&given, "[recovery]\npolicy = \"retry\"").expect("written");
    let found = Config::find(None, directory.path()).expect("found");
    assert!(found.premium);
    let found = Config::find(Some(&given), directory.path()).expect("found");
    assert!(!found.premium && found.recovery.policy == OnAmbiguous::Retry);
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_not_passed_over() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("linkwright.toml");
    std::fs::write(&file, b"premium = \xff").expect("written");
    Config::find(None, directory.path()).expect_err("no UTF-8");
    std::fs::remove_file(&file).expect("removed");
    std::fs::create_dir(&file).expect("made");
    let told = Config::find(None, directory.path())
        .expect_err("a directory")
        .to_string();
    assert!(told.ends_with("it is no file; name a file of settings"), "{told}");
    std::fs::remove_dir(&file).expect("removed");
    std::fs::write(&file, "#".repeat(70_000)).expect("written");
    let told = Config::find(None, directory.path()).expect_err("large").to_string();
    assert!(told.contains("larger than"), "{told}");
}

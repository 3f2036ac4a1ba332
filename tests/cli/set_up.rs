//! What is missing or wrong on this machine: exit code 4, with the cure, before anything starts.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::program::Program;

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const SITE: [&str; 2] = ["--site", "http://127.0.0.1:9"];

#[test]
fn bad_selectors_are_named_with_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(
        folder.path().join("own.toml"),
        "layer = \"gate\"\n\n[[rule]]\nname = 1\n",
    )
    .expect("the rule can be written");
    let selectors = folder.path().to_string_lossy();
    Program::with(&["status", ADA, SITE[0], SITE[1], "--selectors", &selectors])
        .run()
        .exits(4)
        .prints_nothing()
        .makes_nothing()
        .says("own.toml:");
    Program::with(&["explain", "x.html", "--selectors", "gone"])
        .run()
        .exits(4)
        .says("--selectors gone: there is nothing of that name");
}

#[test]
fn a_driver_that_is_not_there_is_named_with_its_cure() {
    let ran = Program::with(&["status", ADA, SITE[0], SITE[1]])
        .env("CHROMEDRIVER", "/nowhere/chromedriver")
        .run();
    ran.exits(4)
        .prints_nothing()
        .says("/nowhere/chromedriver")
        .says("chromium-driver");
    let ran = Program::with(&["status", ADA, SITE[0], SITE[1], "--browser", "firefox"])
        .env("GECKODRIVER", "/nowhere/gecko")
        .run();
    ran.exits(4).prints_nothing().says("cargo install geckodriver");
    let ran = Program::with(&["status", ADA, SITE[0], SITE[1], "--browser", "edge"])
        .env("EDGEDRIVER", "/nowhere/edge")
        .run();
    ran.exits(4)
        .prints_nothing()
        .says("/nowhere/edge")
        .says("install Microsoft Edge");
    Program::with(&["demo"])
        .env("CHROMEDRIVER", "/nowhere/chromedriver")
        .run()
        .exits(4)
        .prints_nothing();
}

/// A program in a directory, with this script.
fn script(directory: &Path, text: &str) -> PathBuf {
    let file = directory.join("chromedriver");
    std::fs::write(&file, format!("#!/bin/sh\n{text}\n")).expect("a file");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    file
}

#[test]
fn what_is_named_and_is_no_browser_or_driver_is_told_with_what_named_it() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let place = folder.path().to_string_lossy();
    for (option, named) in [
        ("--driver", "/bin/true"),
        ("--driver", &place),
        ("--driver", "/etc/passwd"),
        ("--browser-binary", "/bin/true"),
        ("--browser-binary", &place),
        ("--browser-binary", "/etc/passwd"),
    ] {
        let ran = Program::with(&["status", ADA, SITE[0], SITE[1], option, named]).run();
        ran.exits(4)
            .prints_nothing()
            .says(&format!("{option} names {named} as "))
            .says("; name another, or leave the option out");
    }
    for (browser, variable) in [
        ("chrome", "CHROMEDRIVER"),
        ("firefox", "GECKODRIVER"),
        ("edge", "EDGEDRIVER"),
    ] {
        let ran = Program::with(&["status", ADA, SITE[0], SITE[1], "--browser", browser])
            .env(variable, "/bin/true")
            .run();
        ran.exits(4)
            .prints_nothing()
            .says(&format!("{variable} names /bin/true as "))
            .says("it says \"true (GNU coreutils)")
            .says("; install ");
    }
}

#[test]
fn a_driver_that_does_not_start_is_a_failure_with_its_json() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let ends_at_once = script(folder.path(), "echo ChromeDriver of no number");
    let ran = Program::with(&["status", ADA, SITE[0], SITE[1]])
        .env("CHROMEDRIVER", ends_at_once)
        .run()
        .exits(3);
    let answer = ran.json();
    assert_eq!(answer["workflowStatus"], json!("failed"));
    assert_eq!(answer["failure"]["reason"], json!("browserUnavailable"));
    assert_eq!(answer["answered"], json!([]));
}

#[test]
fn the_data_directory_is_the_owners_alone() {
    let ran = Program::with(&["status", ADA, SITE[0], SITE[1]])
        .env("CHROMEDRIVER", "/bin/true")
        .run();
    let directory = ran.home().join(".local/share/linkwright");
    let mode = std::fs::metadata(directory)
        .expect("the directory was made")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_data_directory_that_cannot_be_made_is_named() {
    Program::with(&["status", ADA, SITE[0], SITE[1], "--data-dir", "/dev/null/x"])
        .run()
        .exits(4)
        .says("/dev/null/x");
}

#[test]
fn the_notice_stands_before_the_real_site_only_even_when_quiet() {
    let run = |arguments: &[&str]| {
        Program::with(arguments)
            .env("CHROMEDRIVER", "/bin/true")
            .run()
            .exits(4)
            .stderr()
    };
    assert!(run(&["status", ADA, "--quiet", "--accept-notice"]).contains("User Agreement"));
    assert!(!run(&["status", ADA, SITE[0], SITE[1]]).contains("User Agreement"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port().to_string();
    Program::with(&["sandbox", "--port", &port])
        .run()
        .exits(4)
        .prints_nothing()
        .says(&port);
}

#[test]
#[cfg(target_os = "linux")]
fn a_window_without_a_screen_is_refused_at_once() {
    for arguments in [
        &["demo", "--headed"][..],
        &["status", ADA, SITE[0], SITE[1], "--headed"],
    ] {
        Program::with(arguments)
            .run()
            .exits(4)
            .prints_nothing()
            .says("no screen")
            .makes_nothing();
    }
}

//! Files where directories are wanted, and the other way round: what is wrong is named with its cure, and nothing is made.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::json;

use crate::program::Program;

const ADA: &str = "https://www.linkedin.com/in/ada-example";

fn place(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_directory_in_the_place_of_a_file_is_told_and_so_is_a_file_that_is_not_there() {
    let folder = tempfile::tempdir().expect("a directory");
    let folder = place(folder.path());
    for (command, code) in [("check", 2), ("run", 2), ("explain", 4)] {
        Program::with(&[command, &folder])
            .run()
            .exits(code)
            .prints_nothing()
            .says(&format!("cannot read {folder}: it is a directory; name a file"))
            .makes_nothing();
        Program::with(&[command, "gone"])
            .run()
            .exits(code)
            .says("cannot read gone: there is no such file; name one that is there");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_told() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("shut.json");
    fs::write(&file, "{}").expect("a file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("a mode");
    let ran = Program::with(&["check", &place(&file)]).run().exits(2);
    // For root no file is shut.
    if fs::read(&file).is_err() {
        ran.says("you may not read it");
    }
}

#[test]
fn a_ledger_that_was_there_and_is_gone_is_missed_by_the_run_that_begins_a_new_one() {
    let data = tempfile::tempdir().expect("a directory");
    let place = place(data.path());
    let run = || {
        let status = ["status", ADA, "--site", "http://127.0.0.1:9", "--data-dir", &place];
        Program::with(&status).env("CHROMEDRIVER", "/nowhere").run().exits(4)
    };
    run().never_says("is gone");
    run().never_says("is gone");
    for file in fs::read_dir(data.path()).expect("a directory").flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        if name.starts_with("ledger.sqlite3") && !name.ends_with(".begun") {
            fs::remove_file(file.path()).expect("it goes");
        }
    }
    fs::write(data.path().join("ledger.sqlite3.begun"), "").expect("a mark");
    run().says("was there and is gone").says("put a copy back");
    run().never_says("is gone");
}

#[test]
fn what_only_a_run_heeds_is_refused_where_nothing_is_run() {
    for look in ["--dry-run", "--check"] {
        for wish in ["--wait", "--screenshots"] {
            Program::with(&["batch", "people.csv", look, wish])
                .run()
                .exits(2)
                .says(&format!("'{look}' cannot be used with '{wish}'"));
        }
    }
}

#[test]
fn a_text_that_is_not_utf_8_is_told_by_its_option() {
    let gruesse = b"Gr\xfc\xdfe";
    for (arguments, latin, words) in [
        (
            &["connect", ADA, "--note"][..],
            &gruesse[..],
            "what is given to --note is not UTF-8",
        ),
        (
            &["connect", ADA],
            b"--note=Gr\xfc\xdfe",
            "what is given to --note is not UTF-8",
        ),
        (&["connect", "--note=hush-hush"], gruesse, "argument 3 is not UTF-8"),
        (&["connect", "--quiet"], gruesse, "argument 3 is not UTF-8"),
    ] {
        let latin = std::ffi::OsStr::from_bytes(latin);
        let ran = Program::with(arguments).and(latin).run().exits(2);
        ran.says(words).never_says("hush").never_says("Gr").makes_nothing();
    }
}

#[test]
fn a_file_in_the_place_of_a_directory_is_told() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("person.toml");
    fs::write(&file, "layer = \"page\"\n").expect("a file");
    let file = place(&file);
    let site = ["--site", "http://127.0.0.1:9"];
    let refused = |arguments: &[&str], code: i32, words: &str| {
        let ran = Program::with(arguments).env("CHROMEDRIVER", "/nowhere").run();
        ran.exits(code).prints_nothing().says(&file).says(words).makes_nothing();
    };
    let lies_in = "is a file; name the directory that it lies in";
    refused(&["selectors", "check", &file], 2, lies_in);
    refused(&["explain", "x.html", "--selectors", &file], 4, lies_in);
    refused(&["status", ADA, site[0], site[1], "--selectors", &file], 4, lies_in);
    let no_directory = "is no directory; choose another with --data-dir";
    refused(&["bundle", "--data-dir", &file], 4, no_directory);
    refused(&["logout", "--yes", "--data-dir", &file], 4, no_directory);
    refused(&["status", ADA, site[0], site[1], "--data-dir", &file], 4, no_directory);
    let record = ["record", ADA, "mine", "--out", &file, site[0], site[1]];
    refused(&record, 2, "is no directory; choose another");
}

#[test]
fn settings_that_cannot_be_used_are_named_as_such_with_their_cure() {
    let folder = tempfile::tempdir().expect("a directory");
    let odd = folder.path().join("odd.toml");
    fs::write(&odd, b"# caf\xe9\n").expect("a file");
    for (file, words) in [
        (place(folder.path()), "it is no file; name a file of settings"),
        (place(&odd), "it is no UTF-8; save it as UTF-8"),
        ("gone.toml".to_owned(), "there is no such file; name one that is there"),
    ] {
        let status = ["status", ADA, "--site", "http://127.0.0.1:9", "--config", &file];
        Program::with(&status)
            .env("CHROMEDRIVER", "/nowhere")
            .run()
            .exits(4)
            .prints_nothing()
            .says(&format!("the settings cannot be used: {file}: {words}"));
    }
}

#[test]
fn a_data_directory_that_holds_nothing_is_named() {
    for command in [&["history"][..], &["report"], &["resolve", "ada-example", "sent"]] {
        let ran = Program::with(&[command, &["--data-dir", "/nowhere/mistyped"]].concat()).run();
        ran.says("no ledger yet in /nowhere/mistyped").makes_nothing();
    }
}

#[test]
fn every_faulty_selector_file_is_told_with_its_name_and_those_that_are_no_text_too() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    file("a.toml", b"layer = \"page\"\n[[rule]\n");
    file("b.toml", b"layer = \"page\"\n[[rule]]\nname = 3\n");
    file("c.toml", b"layer = \"page\"\n# caf\xe9\n");
    fs::create_dir(folder.path().join("d.toml")).expect("a directory");
    let alone = tempfile::tempdir().expect("a directory");
    fs::write(alone.path().join("person.toml"), b"# caf\xe9\n").expect("a file");
    let check = ["selectors", "check", &place(alone.path())];
    Program::with(&check)
        .run()
        .exits(2)
        .never_says("holds no selector file");
    file("words.toml", b"[en]\npending = 3\n");
    let check = ["selectors", "check", &place(folder.path()), "--json"];
    let answer = Program::with(&check).run().exits(2).json();
    let faults = answer["faults"].as_array().expect("a list");
    let places: Vec<_> = faults
        .iter()
        .map(|fault| json!([fault["file"], fault["line"]]))
        .collect();
    let expected = [
        json!(["a.toml", 2]),
        json!(["b.toml", 3]),
        json!(["c.toml", 2]),
        json!(["d.toml", null]),
        json!(["words.toml", 2]),
    ];
    assert_eq!(places, expected, "{answer}");
    let words = |place: usize| faults[place]["message"].as_str().expect("a message");
    assert!(words(2).contains("c.toml:2 cannot be read: this is no UTF-8; save the file as UTF-8"));
    assert!(words(3).contains("it is a directory; give it another name"));
}

#[test]
fn a_directory_without_selectors_is_no_pack() {
    let folder = tempfile::tempdir().expect("a directory");
    let folder = place(folder.path());
    let check = |more: &[&str]| Program::with(&[&["selectors", "check", &folder][..], more].concat()).run();
    let told = check(&[]).exits(2).stdout();
    assert!(told.starts_with("no selector file"), "{told}");
    let json = check(&["--json"]).exits(2).json();
    assert_eq!(
        (&json["ok"], json["faults"].as_array().map(Vec::len)),
        (&json!(false), Some(1))
    );
}

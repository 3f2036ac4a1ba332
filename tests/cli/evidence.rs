//! Evidence and fixtures, by the real binary with real Chromium on the sandbox.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use serde_json::json;

use crate::live::Site;
use crate::program::{Program, Ran};
use crate::screen::Screen;

/// A program on the site and the data of this test.
fn run(site: &Site, data: &Path, arguments: &[&str]) -> Ran {
    let all = [
        arguments,
        &["--site", site.origin(), "--data-dir", data.to_str().expect("UTF-8")],
    ]
    .concat();
    Program::with(&all).env("LINKWRIGHT_BROWSER", site.browser).run()
}

fn person(slug: &str) -> String {
    format!("https://www.linkedin.com/in/{slug}")
}

/// The one name of evidence that is there.
fn only_one(data: &Path) -> String {
    let names: Vec<String> = fs::read_dir(data.join("evidence"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let [name] = names.as_slice() else { panic!("{names:?}") };
    name.clone()
}

#[test]
fn what_is_no_plain_success_leaves_evidence_that_can_be_given_away_and_forgotten() {
    let site = Site::start();
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let list = directory.path().join("people.csv");
    fs::write(&list, format!("personUrl\n{}\n", person("penny-pending"))).expect("a list");
    run(&site, &data, &["batch", list.to_str().expect("UTF-8"), "--screenshots"]).exits(1);
    let id = only_one(&data);
    let results = fs::read_to_string(directory.path().join("people.results.csv")).expect("results");
    assert!(
        results
            .lines()
            .nth(1)
            .is_some_and(|row| row.ends_with(&format!(",{id}"))),
        "{results}"
    );
    let own = data.join("evidence").join(&id);
    let image = fs::read(own.join("screenshot.png")).expect("a picture");
    assert!(image.starts_with(b"\x89PNG"));
    assert_eq!(
        fs::metadata(own.join("page.html")).expect("a page").mode() & 0o777,
        0o600
    );
    assert!(
        fs::read_to_string(own.join("trace.txt"))
            .expect("a trace")
            .contains("sees pending")
    );

    run(&site, &data, &["history"]).exits(0).says_on_stdout(&id);
    run(&site, &data, &["history", "--csv"])
        .exits(0)
        .says_on_stdout(&format!(",{id},default,"));
    let place = data.to_str().expect("UTF-8");
    Program::with(&["bundle", "--data-dir", place])
        .run()
        .exits(0)
        .says_on_stdout(&id);
    let row = run(&site, &data, &["history", "--json"]).exits(0).json();
    let members: Vec<&String> = row[0].as_object().expect("a row").keys().collect();
    assert_eq!(members.len(), 6, "{members:?}");
    run(&site, &data, &["report"]).exits(0).says_on_stdout(&id);

    let place = data.to_str().expect("UTF-8");
    let bundle = Program::with(&["bundle", &id, "--data-dir", place]).run().exits(0);
    let file = format!("pending--evidence-{}.html", &id[3..11]);
    let text = fs::read_to_string(bundle.home().join(&file)).expect("a file");
    assert!(
        text.contains("\nlinkwright 0.1.0: st.sendConnectionRequest answered alreadyPending\n"),
        "{text}"
    );
    for word in ["Penny", "penny-pending", "127.0.0.1"] {
        assert!(!text.contains(word), "{word}");
    }
    bundle
        .says_on_stdout("member ids")
        .says_on_stdout(&file)
        .never_says("Penny");
    let directory_of_kind = directory.path().join("fixtures");
    fs::create_dir(&directory_of_kind).expect("a directory");
    fs::write(directory_of_kind.join(&file), text).expect("a file");
    Program::with(&[
        "selectors",
        "check",
        "--against",
        directory_of_kind.to_str().expect("UTF-8"),
    ])
    .run()
    .exits(0)
    .says("1 are as their names say");

    run(&site, &data, &["purge", "penny-pending", "--yes"]).exits(0);
    assert!(!own.exists());
    Program::with(&["bundle", &id, "--data-dir", place])
        .run()
        .exits(4)
        .says("there is no evidence");
    site.stop();
}

#[test]
fn evidence_that_cannot_be_kept_is_a_warning_and_success_leaves_none() {
    let site = Site::start();
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    fs::create_dir(&data).expect("a directory");
    let outside = directory.path().join("outside");
    fs::create_dir(&outside).expect("a directory");
    symlink(&outside, data.join("evidence")).expect("a link");
    let workflow = json!([
        {"actionType": "st.checkConnectionStatus", "personUrl": person("penny-pending")},
        {"actionType": "st.openPersonPage", "personUrl": person("nemo-notfound")},
    ]);
    let arguments = [
        "run",
        "-",
        "--site",
        site.origin(),
        "--data-dir",
        data.to_str().expect("UTF-8"),
    ];
    let ran = Program::with(&arguments).reading(workflow.to_string()).run().exits(1);
    assert_eq!(ran.json()[1]["error"]["type"], json!("personNotFound"));
    ran.says("evidence cannot be kept")
        .says("no answer depends on it")
        .never_says("linkwright bundle");
    assert_eq!(fs::read_dir(&outside).expect("a directory").count(), 0);
    fs::remove_file(data.join("evidence")).expect("it was a link");
    let ran = Program::with(&arguments).reading(workflow.to_string()).run().exits(1);
    let id = only_one(&data);
    ran.says(&format!("evidence: {id}; `linkwright bundle {id} --data-dir "));
    site.stop();
}

#[test]
fn a_live_menu_is_recorded_and_nothing_is_sent() {
    let site = Site::start();
    let directory = tempfile::tempdir().expect("a directory");
    let out = directory.path().join("pages");
    let place = out.to_str().expect("UTF-8");
    let url = person("menno-under-more");
    let recorded = run(
        &site,
        directory.path(),
        &["record", &url, "mine", "--menu", "--out", place],
    )
    .exits(0);
    let file = out.join("menu/connectUnderMore--mine.html");
    let text = fs::read_to_string(&file).expect("a file");
    let first = text.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("<!-- linkwright fixture; source: scrubbed; url: https://www.linkedin.com/in/"),
        "{first}"
    );
    assert!(first.ends_with("-example/; status: 200 -->"), "{first}");
    assert!(!text.contains("Menno") && !text.contains("menno") && !text.contains("127.0.0.1"));
    recorded.says_on_stdout("is seen by menu_connect").never_says("Menno");
    let mended = format!("{text}<!-- mended by hand -->\n");
    fs::write(&file, &mended).expect("a file");
    let again = ["record", &url, "mine", "--menu", "--out", place];
    run(&site, directory.path(), &again)
        .exits(2)
        .says("menu/connectUnderMore--mine.html is there already")
        .says("--force");
    assert_eq!(fs::read_to_string(&file).expect("a file"), mended);
    assert_eq!(site.sent(), []);
    site.stop();
}

#[test]
fn a_page_that_was_opened_by_hand_is_recorded_when_enter_is_pressed() {
    let site = Site::start();
    let screen = Screen::start();
    let directory = tempfile::tempdir().expect("a directory");
    let out = directory.path().join("pages");
    let place = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let url = person("connie-connected");
    let (data, pages) = (place(directory.path()), place(&out));
    let arguments = [
        "record",
        &url,
        "mine",
        "--by-hand",
        "--site",
        site.origin(),
        "--data-dir",
        &data,
        "--out",
        &pages,
    ];
    let by_hand = |input: &str| screen.on(Program::with(&arguments)).reading(input).run();
    by_hand("")
        .exits(3)
        .says("the input ended before Enter was pressed; nothing was recorded");
    assert!(!out.exists());
    by_hand("\n")
        .exits(0)
        .says("then press Enter here")
        .never_says("Connie");
    // Enter may come before the card does; what the window shows then is what is recorded.
    let kinds = fs::read_dir(&out).expect("a directory").flatten();
    let files = kinds.flat_map(|kind| fs::read_dir(kind.path()).expect("a directory").flatten());
    let files: Vec<_> = files.map(|file| file.path()).collect();
    let [page] = files.as_slice() else { panic!("{files:?}") };
    assert!(
        ["connected--mine.html", "loading--mine.html"]
            .iter()
            .any(|name| page.ends_with(name)),
        "{page:?}"
    );
    let text = fs::read_to_string(page).expect("a fixture");
    assert!(!text.contains("Connie") && !text.contains("connie"), "a name is left");
    assert_eq!(site.sandbox.presses(), []);
    site.stop();
}

#[test]
fn what_cannot_be_recorded_is_said_before_anything_is_made() {
    let url = person("ada-example");
    for (arguments, words) in [
        (["record", &url, "A B"], "single hyphens"),
        (["record", &url, "raw-look"], "means something"),
        (
            ["record", "https://example.com/in/ada-example", "mine"],
            "only pages of the site",
        ),
        (["record", "ada-example", "mine"], "write a whole address"),
        (["bundle", "../../etc/passwd", "--out=x"], "the name of evidence is"),
    ] {
        Program::with(&arguments)
            .env("CHROMEDRIVER", "/nowhere")
            .run()
            .exits(2)
            .says(words)
            .makes_nothing();
    }
    Program::with(&["bundle", "ev-0123456789abcdef"])
        .run()
        .exits(4)
        .says("there is no evidence")
        .makes_nothing();
}

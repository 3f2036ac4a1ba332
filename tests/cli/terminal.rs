//! What a terminal gets: nothing that steers it, whoever has written it, and notices that fit.

use std::fs;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use linkwright::ledger::{Clock, Ledger, Limits};

use crate::live::Site;
use crate::program::{Program, root};

const ADA: &str = "https://www.linkedin.com/in/ada-example";
const SITE: &str = "http://127.0.0.1:9";
/// A toast as a page may have said it: colours, a bell, and the one character that begins a sequence too.
const TOAST: &str = "LinkedIn says: \u{1b}[31mred\u{7} \u{9b}31mred\r\u{8}";
const STEERS: [char; 5] = ['\u{1b}', '\u{7}', '\u{9b}', '\u{8}', '\r'];

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

/// A data directory whose account was stopped with these words.
fn stopped() -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a directory");
    let ledger = Ledger::open(&data.path().join("ledger.sqlite3"), Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    desk.stop("linkedinRateLimited", TOAST).expect("stopped");
    fs::create_dir_all(data.path().join("profiles/chrome")).expect("a directory");
    data
}

/// What a command shows on a terminal of its own, both streams together.
#[cfg(target_os = "linux")]
fn on_a_terminal(arguments: &[&str]) -> String {
    let home = tempfile::tempdir().expect("a home can be made");
    let command = [&[env!("CARGO_BIN_EXE_linkwright")], arguments].concat().join(" ");
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .env("HOME", home.path())
        .env_remove("LINKWRIGHT_DATA_DIR")
        .stdin(Stdio::null())
        .output()
        .expect("script is there: it comes with every Linux");
    // A terminal ends lines with both.
    String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n")
}

#[test]
fn what_a_page_has_said_steers_no_terminal() {
    let data = stopped();
    let place = text(data.path());
    for (command, code) in [
        (&["accounts"][..], 0),
        (&["doctor", "--site", SITE], 4),
        (&["resume", "--site", SITE], 3),
        (&["status", ADA, "--site", SITE], 3),
        (&["clear", "--site", SITE], 0),
    ] {
        let ran = Program::with(&[command, &["--data-dir", &place]].concat())
            .env("CHROMEDRIVER", "/nowhere")
            .run();
        let told = format!("{}{}", ran.stdout(), ran.stderr());
        // On a pipe JSON is for programs, and has its own way to write what steers.
        let told = told.replace(TOAST_IN_JSON, "");
        let found = told.find(STEERS);
        assert_eq!(found, None, "{command:?}: {told:?}");
        assert!(
            told.contains("LinkedIn says") || told.contains("linkedinRateLimited"),
            "{told}"
        );
        ran.exits(code);
    }
}

/// The one character that JSON leaves as it is.
const TOAST_IN_JSON: &str = "\u{9b}31mred\\r\\b";

#[cfg(target_os = "linux")]
#[test]
fn json_and_tables_steer_no_terminal_either() {
    let data = stopped();
    let place = text(data.path());
    for command in [&["accounts", "--json"][..], &["accounts"], &["doctor", "--json"]] {
        let told = on_a_terminal(&[command, &["--data-dir", &place]].concat());
        assert!(told.contains("LinkedIn says"), "{told}");
        assert_eq!(told.find(STEERS), None, "{command:?}: {told:?}");
    }
}

#[test]
fn a_path_and_a_name_of_a_page_steer_no_terminal() {
    let folder = tempfile::tempdir().expect("a directory");
    let odd = folder.path().join("a\u{1b}[31m\u{9b}b");
    let export = Program::with(&["selectors", "export", &text(&odd)]).run().exits(0);
    assert_eq!(export.stdout().find(STEERS), None);
    assert_eq!(export.stderr().find(STEERS), None);
    let page = fs::read_to_string(root().join("fixtures/pages/person/pending--sdui-en.html")).expect("a page");
    let page = page.replace("Penny", "Penny\u{1b}[31m\u{9b}");
    let explained = Program::with(&["explain", "-"]).reading(page).run().exits(0);
    assert_eq!(explained.stdout().find(STEERS), None, "{:?}", explained.stdout());
    assert!(explained.stdout().contains("Penny"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_list_tells_on_a_terminal_when_it_goes_on_and_when_it_will_be_done() {
    let site = Site::start();
    let folder = tempfile::tempdir().expect("a directory");
    let list = folder.path().join("people.csv");
    let rows = ["ada-example", "bea-button"].map(|slug| format!("https://www.linkedin.com/in/{slug}\n"));
    fs::write(&list, format!("personUrl\n{}", rows.concat())).expect("a list");
    fs::write(
        folder.path().join("linkwright.toml"),
        "[limits]\ngap_seconds = [3, 3]\n",
    )
    .expect("settings");
    let place = text(folder.path());
    let told = on_a_terminal(&[
        "batch",
        &text(&list),
        "--wait",
        "--site",
        site.origin(),
        "--data-dir",
        &place,
    ]);
    for words in ["next at ", "done about ", "1 sent", "2 sent"] {
        assert!(told.contains(words), "{words} is not in {told:?}");
    }
    assert_eq!(site.sent().len(), 2);
    site.stop();
}

/// How wide a terminal is at least.
const NARROW: usize = 80;

#[test]
fn the_notice_about_linkedin_fits_a_narrow_terminal() {
    let ran = Program::with(&["status", ADA]).env("CHROMEDRIVER", "/nowhere").run();
    let told = ran.exits(4).says("User Agreement").stderr();
    let notice: Vec<&str> = told.lines().filter(|line| !line.starts_with("linkwright: ")).collect();
    assert!(notice.len() > 1, "{told}");
    assert!(notice.iter().all(|line| line.chars().count() <= NARROW), "{told}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_question_is_about_fits_a_narrow_terminal() {
    let data = stopped();
    let place = text(data.path());
    for (command, words) in [
        (&["logout"][..], "nobody is invited"),
        (&["purge", "ada-example"], "cannot be undone"),
    ] {
        let told = on_a_terminal(&[command, &["--data-dir", &place]].concat());
        assert!(told.contains(words), "{told}");
        let wide: Vec<&str> = told.lines().filter(|line| line.chars().count() > NARROW).collect();
        assert!(wide.iter().all(|line| line.contains(&place)), "{wide:?}");
    }
}

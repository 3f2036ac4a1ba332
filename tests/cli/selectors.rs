//! `selectors export` and `selectors check`: from the built-in files to edited ones that are sound.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Program, Ran, root};

const FILES: [&str; 9] = [
    "gate", "invite", "list", "menu", "person", "reading", "toast", "withdraw", "words",
];

fn fixture(name: &str) -> String {
    root().join("fixtures/pages").join(name).to_string_lossy().into_owned()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A directory with one file in it.
fn pack(file: &str, text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join(file), text).expect("a file can be written");
    folder
}

fn check(directory: &Path, more: &[&str]) -> Ran {
    let directory = directory.to_string_lossy();
    let arguments = [&["selectors", "check", &directory][..], more].concat();
    Program::with(&arguments).run()
}

fn export(directory: &Path, more: &[&str]) -> Ran {
    let directory = directory.to_string_lossy();
    Program::with(&[&["selectors", "export", &directory][..], more].concat()).run()
}

#[test]
fn the_built_in_files_are_written_as_they_are_and_the_next_steps_are_told() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mine = folder.path().join("not/there/yet");
    let ran = export(&mine, &[]).exits(0).makes_nothing();
    for name in FILES {
        let file = format!("{name}.toml");
        assert_eq!(text(&mine.join(&file)), text(&root().join("selectors").join(&file)));
        assert!(
            ran.stdout()
                .contains(&format!("wrote     {}\n", mine.join(&file).display()))
        );
    }
    ran.says("selectors check").says("--selectors").says("delete the files");
}

#[test]
fn an_exported_directory_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    export(folder.path(), &[]).exits(0);
    let page = fixture("person/pending--sdui-en.html");
    let plain = Program::with(&["explain", &page, "--json"]).run().exits(0).json();
    let selectors = folder.path().to_string_lossy();
    let arguments = ["explain", &page, "--json", "--selectors", &selectors];
    assert_eq!(Program::with(&arguments).run().exits(0).json(), plain);

    let pages = fixture("menu");
    let built_in = Program::with(&["selectors", "check", "--against", &pages, "--json"]).run();
    let exported = check(folder.path(), &["--against", &pages, "--json"]).exits(0);
    let (built_in, exported) = (built_in.exits(0).json(), exported.json());
    assert_eq!(built_in["pages"], exported["pages"]);
    assert_eq!(built_in["rules"], exported["rules"]);
    assert_eq!(exported["files"][0], json!({"file": "gate.toml", "origin": "same"}));
}

#[test]
fn changed_files_are_written_over_by_force_only_and_others_are_left() {
    let folder = pack("toast.toml", "# mine\n");
    export(folder.path(), &[])
        .exits(2)
        .prints_nothing()
        .says("toast.toml; nothing was written")
        .says("--force");
    assert_eq!(fs::read_dir(folder.path()).expect("it can be listed").count(), 1);
    assert_eq!(text(&folder.path().join("toast.toml")), "# mine\n");

    fs::write(folder.path().join("own.toml"), "# own\n").expect("a file can be written");
    let ran = export(folder.path(), &["--force"]).exits(0);
    assert!(ran.stdout().contains("overwrote ") && ran.stdout().contains("wrote     "));
    assert_eq!(text(&folder.path().join("own.toml")), "# own\n");
    assert_eq!(
        text(&folder.path().join("toast.toml")),
        text(&root().join("selectors/toast.toml"))
    );
    let again = export(folder.path(), &[]).exits(0).stdout();
    assert_eq!(again.matches("left      ").count(), FILES.len(), "{again}");
}

#[test]
fn a_place_that_is_no_directory_exits_with_4() {
    let folder = pack("file", "x");
    export(&folder.path().join("file"), &[])
        .exits(4)
        .prints_nothing()
        .says("file is a file; name a directory");
}

const FAULTY: &str = "layer = \"page\"\n[[rule]]\nname = \"one\"\nstate = \"pendin\"\nall = [\"main >\"]\n\n[[rule]]\nname = \"two\"\nstate = \"pending\"\nall = [\"a ~ b\", \"div:nth-last-of-type(2n+1) + div:nth-last-of-type(2n+1)\"]\n";

#[test]
fn every_fault_is_told_at_once_with_file_line_rule_and_cure() {
    let folder = pack("mine.toml", FAULTY);
    fs::write(folder.path().join("other.toml"), "layer = [\n").expect("a file can be written");
    let ran = check(folder.path(), &["--against", &fixture("toast")]).exits(2);
    let text = ran.stdout();
    let places: Vec<&str> = text
        .lines()
        .map(|line| line.split(": ").next().unwrap_or(line))
        .collect();
    assert_eq!(
        places,
        [
            "mine.toml:4",
            "mine.toml:5",
            "mine.toml:10",
            "mine.toml:10",
            "other.toml:1"
        ],
        "{text}"
    );
    for words in [
        "rule `one`: `pendin`",
        "did you mean `pending`?",
        "rule `two`: `~` walks all siblings",
        "more than 50 ms",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    ran.says("5 faults").says("no page was read");

    let json = check(folder.path(), &["--json"]).exits(2).json();
    assert_eq!(json["ok"], json!(false));
    assert_eq!(json["faults"][0]["file"], json!("mine.toml"));
    assert_eq!(json["faults"][0]["line"], json!(4));
    assert_eq!(json["faults"].as_array().map(Vec::len), Some(5));
    assert_eq!(json["pages"], json!([]));
}

#[test]
fn a_directory_that_is_not_there_is_a_fault() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let ran = check(&folder.path().join("nowhere"), &[]).exits(2);
    assert!(ran.stdout().contains("nowhere"), "{}", ran.stdout());
}

#[test]
fn sound_files_without_pages_are_sound() {
    let ran = Program::with(&["selectors", "check"]).run().exits(0).makes_nothing();
    ran.says("rules, no fault").says("--against");
    let json = Program::with(&["selectors", "check", "--json"]).run().exits(0).json();
    let keys: Vec<&String> = json.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["faults", "files", "ok", "overlaps", "pages", "rules"]);
}

fn page_of<'a>(json: &'a Value, ending: &str) -> &'a Value {
    let pages = json["pages"].as_array().expect("a list");
    let is_it = |page: &&Value| page["page"].as_str().is_some_and(|path| path.ends_with(ending));
    pages
        .iter()
        .find(is_it)
        .unwrap_or_else(|| panic!("{ending} is not among the pages"))
}

#[test]
fn every_fixture_is_read_as_its_name_says_and_raw_ones_too() {
    let pages = fixture("person");
    let json = Program::with(&["selectors", "check", "--against", &pages, &fixture("none"), "--json"]).run();
    let json = json.exits(0).json();
    assert_eq!(json["ok"], json!(true));
    let raw = page_of(&json, "pending--raw-sdui.html");
    assert_eq!((&raw["state"], &raw["right"]), (&json!("pending"), &json!(true)));
    let pending = page_of(&json, "/pending--sdui-en.html");
    assert_eq!(pending["rule"], json!("pending_clock_link"));
    assert_eq!(pending["layer"], json!("page"));
    assert_eq!(pending["also"], json!(["pending_label", "pending_link_word"]));
    assert_eq!(pending["expected"], json!("pending"));
}

#[test]
fn rules_of_one_layer_that_disagree_are_an_overlap_and_those_of_two_layers_are_none() {
    let page = fixture("none/unknown--contradiction-connect-and-pending.html");
    let ran = Program::with(&["selectors", "check", "--against", &page])
        .run()
        .exits(0);
    let text = ran.stdout();
    assert!(text.contains("overlap in the layer page: pending_clock_link says pending (person.toml:"));
    assert!(text.contains("connect_link_in_card says connectable (person.toml:"));

    let own =
        |layer: &str| format!("layer = \"{layer}\"\n[[rule]]\nname = \"own\"\nstate = \"self\"\nall = [\"main\"]\n");
    let pending = fixture("person/pending--sdui-en.html");
    let folder = pack("own.toml", &own("page"));
    let json = check(folder.path(), &["--against", &pending, "--json"]).exits(1).json();
    assert_eq!(json["overlaps"].as_array().map(Vec::len), Some(1));
    let rules = json["overlaps"][0]["rules"].as_array().expect("a list");
    assert!(rules.contains(&json!({"rule": "own", "state": "self"})), "{rules:?}");
    assert_eq!(json["overlaps"][0]["pages"], json!([pending]));

    let folder = pack("own.toml", &own("rest"));
    let json = check(folder.path(), &["--against", &pending, "--json"]).exits(0).json();
    assert_eq!(json["overlaps"], json!([]));
}

#[test]
fn a_page_that_is_not_as_its_name_says_exits_with_1() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let page = folder.path().join("connectable--wrong.html");
    fs::copy(fixture("person/pending--sdui-en.html"), &page).expect("it can be copied");
    let ran = Program::with(&["selectors", "check", "--against", &page.to_string_lossy()]).run();
    let ran = ran.exits(1).says("1 are not (✗)");
    let text = ran.stdout();
    assert!(
        text.contains("its name says connectable, and it is seen as pending"),
        "{text}"
    );
}

/// One of the built-in selectors, so that nobody measures it; nothing on the newer pages fits it.
const FOR_EMBER: &str = "\"[lw-region~='card'] button:has([data-test-icon^='overflow'])\"";

#[test]
fn a_state_without_its_control_is_not_right() {
    let person = text(&root().join("selectors/person.toml"));
    let at = person.find("connect = [").expect("it has Connect");
    let end = at + person[at..].find("\n]\n").expect("the list ends") + 3;
    let without = format!("{}connect = [{FOR_EMBER}]\n{}", &person[..at], &person[end..]);
    let folder = pack("person.toml", &without);
    let whole = fixture("person/connectable--sdui-en.html");
    let ran = check(folder.path(), &["--against", &whole]).exits(1);
    assert!(
        ran.stdout().contains("no selector under [elements] finds connect"),
        "{}",
        ran.stdout()
    );
    let piece = fixture("person/connectable--fragment-sdui-card.html");
    check(folder.path(), &["--against", &piece]).exits(0);
}

#[test]
fn names_that_claim_nothing_are_read_and_not_judged() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::create_dir_all(folder.path().join("deep/Ada_files")).expect("folders can be made");
    let page = folder.path().join("deep/Ada Example - LinkedIn.htm");
    fs::copy(fixture("person/pending--sdui-en.html"), page).expect("it can be copied");
    fs::write(folder.path().join("deep/Ada_files/frame.html"), "x").expect("a file can be written");
    fs::write(folder.path().join("deep/notes.txt"), "x").expect("a file can be written");
    let pages = folder.path().to_string_lossy();
    let ran = Program::with(&["selectors", "check", "--against", &pages, "--json"])
        .run()
        .exits(0);
    let json = ran.json();
    assert_eq!(json["pages"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["pages"][0]["state"], json!("pending"));
    assert_eq!(json["pages"][0]["expected"], json!(null));
    assert_eq!(json["pages"][0]["right"], json!(null));
    let slip = folder.path().join("pendng--x.html");
    fs::copy(fixture("person/pending--sdui-en.html"), &slip).expect("it can be copied");
    let asked = Program::with(&["selectors", "check", "--against", &slip.to_string_lossy()]);
    asked.run().exits(0).says_on_stdout("did you mean pending?");
}

#[test]
fn pages_that_are_not_there_end_it_and_those_too_large_exit_with_3() {
    Program::with(&["selectors", "check", "--against", "gone.html"])
        .run()
        .exits(4)
        .prints_nothing()
        .says("cannot read gone.html");
    let empty = tempfile::tempdir().expect("a folder can be made");
    Program::with(&["selectors", "check", "--against", &empty.path().to_string_lossy()])
        .run()
        .exits(2)
        .prints_nothing()
        .says("holds no page")
        .says("in front of --against");
    let folder = pack("pending--large.html", &"x".repeat(17 * 1024 * 1024));
    let pages = folder.path().to_string_lossy();
    let ran = Program::with(&["selectors", "check", "--against", &pages, "--json"]).run();
    let json = ran.exits(3).json();
    assert!(
        json["pages"][0]["error"]
            .as_str()
            .is_some_and(|error| error.contains("too large"))
    );
    assert_eq!(json["pages"][0]["right"], json!(null));
    let slip = folder.path().join("pendng--x.html");
    fs::copy(fixture("person/pending--sdui-en.html"), &slip).expect("it can be copied");
    let asked = Program::with(&["selectors", "check", "--against", &slip.to_string_lossy()]);
    asked.run().exits(0).says_on_stdout("did you mean pending?");
}

#[test]
fn a_name_that_nearly_claims_a_state_is_asked_about() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let page = folder.path().join("pendng--x.html");
    fs::copy(fixture("person/pending--sdui-en.html"), &page).expect("it can be copied");
    let page = page.to_string_lossy();
    let ran = Program::with(&["selectors", "check", "--against", &page])
        .run()
        .exits(0);
    ran.says_on_stdout("did you mean pending?");
}

/// What CONTRIBUTING.md prints of its walk must be what the program prints.
#[test]
fn the_walk_through_a_mend_is_as_it_is_told() {
    let told = text(&root().join("CONTRIBUTING.md"));
    let chapter = told
        .split("\n## ")
        .find(|chapter| chapter.starts_with("LinkedIn changed;"));
    let chapter = chapter.expect("the walk");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let page = folder.path().join("connectable--new-composer.html");
    let old = text(&root().join("fixtures/pages/person/connectable--sdui-en.html"));
    let redesigned = old
        .replace("/preload/custom-invite/", "/invite/new/")
        .replace("Invite Ada Example to connect", "Add Ada Example to your network");
    fs::write(&page, redesigned).expect("a page");
    let page = page.to_string_lossy().into_owned();
    let block = |from: &str| {
        let (_, behind) = chapter.split_once(from).unwrap_or_else(|| panic!("{from} is not told"));
        behind.split_once("```").expect("an end").0.to_owned()
    };
    let has_all = |printed: &str, told: &str| {
        for line in told
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && *line != "…")
        {
            assert!(
                printed.contains(line),
                "{line:?} is told, and this is printed:\n{printed}"
            );
        }
    };
    let explained = Program::with(&["explain", &page]).run().exits(0).stdout();
    has_all(
        &explained,
        &block("$ linkwright explain connectable--new-composer.html\n"),
    );

    let mend = |line: usize, from: &str| {
        let (_, behind) = chapter.split_once(from).expect("a mend is told");
        let fresh = behind.lines().find(|line| line.contains("/invite/new/"));
        (line - 1, fresh.expect("a line").to_owned())
    };
    let number = |from: &str| -> usize {
        let (_, behind) = chapter.split_once(from).expect("a line is named");
        let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number")
    };
    let mends = [
        mend(
            number("`selectors/person.toml`, line "),
            "the link may have either address now:",
        ),
        mend(
            number("The first selector of `connect`, in line "),
            "gets the same address:",
        ),
    ];
    let person = text(&root().join("selectors/person.toml"));
    let mut lines: Vec<String> = person.lines().map(str::to_owned).collect();
    for (line, fresh) in mends {
        assert!(lines[line].contains("/preload/custom-invite'"), "{}", lines[line]);
        lines[line] = fresh;
        let half = pack("person.toml", &lines.join("\n"));
        let is_half = lines.iter().filter(|line| line.contains("/invite/new/")).count() == 1;
        let ran = check(half.path(), &["--against", &page]).exits(i32::from(is_half));
        let missing = "connectable is seen, but no selector under [elements] finds connect";
        assert_eq!(ran.stdout().contains(missing), is_half && chapter.contains(missing));
    }
    let mended = pack("person.toml", &lines.join("\n"));
    let directory = mended.path().to_string_lossy();
    let arguments = ["explain", &page, "--selectors", &directory];
    let explained = Program::with(&arguments).run().exits(0).stdout();
    has_all(&explained, &block("--new-composer.html --selectors my-selectors\n"));
    let corpus = root().join("fixtures/pages").to_string_lossy().into_owned();
    let ran = check(mended.path(), &["--against", &corpus]).exits(0);
    let sums = ran.stderr();
    let sum = sums.lines().find(|line| line.contains("no fault")).expect("a sum");
    assert!(chapter.contains(sum), "{sum} is printed, and not told");
}

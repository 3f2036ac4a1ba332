//! Directories of selector files in place of the built-in ones: what loads, what is refused, what changes.

use std::fs;

use linkwright::page::{Element, PageState, RuleSet};
use tempfile::TempDir;

use crate::corpus::{page, root, rules};

fn pack(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    folder
}

fn load(files: &[(&str, &str)]) -> Result<RuleSet, String> {
    RuleSet::with_overrides(pack(files).path()).map_err(|error| error.to_string())
}

fn built_in(name: &str) -> String {
    fs::read_to_string(root().join("selectors").join(name)).expect("the built-in files can be read")
}

/// A file with one rule; the selector stands in line 5.
fn with_selector(selector: &str) -> String {
    format!("layer = \"page\"\n[[rule]]\nname = \"mine\"\nstate = \"pending\"\nall = [\"{selector}\"]\n")
}

/// The message must begin with file and line, and hold every word.
fn is_refused(files: &[(&str, &str)], place: &str, words: &[&str]) {
    let message = load(files).map(|_| ()).expect_err("it is refused");
    println!("{message}");
    assert!(message.starts_with(&format!("{place}: ")), "{message}");
    for word in words {
        assert!(message.contains(word), "`{word}` is not in: {message}");
    }
}

#[test]
fn the_built_in_files_themselves_change_nothing() {
    let names = |rules: &RuleSet| rules.rules().map(|(name, ..)| name.to_owned()).collect::<Vec<_>>();
    let files = ["gate", "invite", "menu", "person", "reading", "toast", "words"].map(|name| format!("{name}.toml"));
    let texts: Vec<(&str, String)> = files.iter().map(|name| (name.as_str(), built_in(name))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert_eq!(names(&load(&files).expect("our own files load")), names(rules()));
}

#[test]
fn files_that_are_no_selector_files_are_left_alone() {
    let toasts = built_in("toast.toml");
    let files = [
        ("toast.toml", toasts.as_str()),
        ("README.md", "# Mine"),
        ("person.toml.bak", "nonsense ["),
        ("notes.txt", "x"),
    ];
    assert_eq!(
        load(&files).expect("they are not read").rules().count(),
        rules().rules().count()
    );
}

#[test]
fn a_file_of_another_name_adds_its_rules_and_one_of_the_same_name_replaces_all() {
    let mine = with_selector("#mine");
    let more = load(&[("mine.toml", &mine)]).expect("it is a file with rules");
    assert_eq!(more.rules().count(), rules().rules().count() + 1);
    let toasts = built_in("toast.toml").matches("[[rule]]").count();
    let less = load(&[("toast.toml", &mine)]).expect("it is a file with rules");
    assert_eq!(less.rules().count(), rules().rules().count() - toasts + 1);
}

#[test]
fn a_directory_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let missing = folder.path().join("nowhere");
    let message = RuleSet::with_overrides(&missing)
        .map(|_| ())
        .expect_err("there is none")
        .to_string();
    assert!(message.contains("nowhere"), "{message}");
}

#[test]
fn a_directory_without_a_selector_file_is_refused_and_the_cure_said() {
    let message = load(&[("notes.txt", "nothing")])
        .map(|_| ())
        .expect_err("nothing is in it");
    assert!(message.contains("linkwright selectors export"), "{message}");
}

#[test]
fn broken_and_costly_selectors_are_refused_with_file_line_and_rule() {
    let long = "div ".repeat(126);
    let has = "a:has(b):has(b):has(b):has(b):has(b)";
    for (selector, word) in [
        ("main >", "docs/rules.md"),
        ("p:contains('x')", "docs/rules.md"),
        ("", "empty"),
        ("   ", "empty"),
        (long.as_str(), "at most 500"),
        ("span ~ div", "siblings"),
        ("a /* x */ b", "comment"),
        (has, "split"),
        ("a[href$='{slug}']", "lw-owner"),
        (
            "div:nth-last-of-type(2n+1) + div:nth-last-of-type(2n+1)",
            "more than 50 ms",
        ),
    ] {
        let text = with_selector(selector);
        is_refused(&[("mine.toml", &text)], "mine.toml:5", &["rule `mine`", word]);
    }
}

#[test]
fn a_fault_among_elements_names_the_element_and_the_line() {
    let text = "layer = \"page\"\n\n[elements]\nmore = [\n  \"#fine\",\n  \"main >\",\n]\n";
    is_refused(&[("mine.toml", text)], "mine.toml:6", &["element `more`"]);
    let text = "layer = \"page\"\n[elements]\nconnekt = [\"#x\"]\n";
    is_refused(
        &[("mine.toml", text)],
        "mine.toml:3",
        &["`connekt`", "did you mean `connect`?"],
    );
    let text = "layer = \"page\"\n[elements]\nconnect = []\n";
    is_refused(
        &[("mine.toml", text)],
        "mine.toml:3",
        &["element `connect`", "at least one"],
    );
}

#[test]
fn an_element_that_no_file_gives_is_named() {
    let message = load(&[("invite.toml", "layer = \"dialog\"\n")])
        .map(|_| ())
        .expect_err("controls are missing");
    assert!(message.contains("[elements]"), "{message}");
    assert!(
        Element::ALL
            .iter()
            .any(|element| message.contains(&format!("`{element}`"))),
        "{message}"
    );
}

#[test]
fn unknown_words_and_keys_are_refused_with_what_is_known() {
    let rule = |change: (&str, &str)| with_selector("#mine").replace(change.0, change.1);
    let state = rule(("\"pending\"", "\"pendin\""));
    is_refused(
        &[("mine.toml", &state)],
        "mine.toml:4",
        &["rule `mine`", "`pendin`", "did you mean `pending`?", "notAllowed"],
    );
    let layer = rule(("\"page\"", "\"pages\""));
    is_refused(
        &[("mine.toml", &layer)],
        "mine.toml:1",
        &["`pages`", "did you mean `page`?", "gate"],
    );
    let own_layer = rule(("state =", "layer = \"roof\"\nstate ="));
    is_refused(
        &[("mine.toml", &own_layer)],
        "mine.toml:4",
        &["rule `mine`", "`roof`", "dialog"],
    );
    let key = rule(("all =", "any ="));
    is_refused(&[("mine.toml", &key)], "mine.toml:5", &["`any`", "`all`"]);
    let top = rule(("[[rule]]", "[[rules]]"));
    is_refused(&[("mine.toml", &top)], "mine.toml:2", &["`rules`", "`rule`"]);
    let empty = rule(("[\"#mine\"]", "[]"));
    is_refused(
        &[("mine.toml", &empty)],
        "mine.toml:3",
        &["rule `mine`", "at least one"],
    );
    is_refused(&[("mine.toml", "layer = \"page\"\n[[rule]\n")], "mine.toml:2", &[]);
}

#[test]
fn two_rules_of_one_name_are_refused_with_both_places() {
    let mine = with_selector("#mine");
    is_refused(
        &[("mine.toml", &mine), ("yours.toml", &mine)],
        "yours.toml:3",
        &["rule `mine`", "mine.toml:3"],
    );
    let taken = mine.replace("\"mine\"", "\"pending_label\"");
    is_refused(
        &[("zz.toml", &taken)],
        "zz.toml:3",
        &["rule `pending_label`", "person.toml:"],
    );
}

#[test]
fn a_misspelt_file_is_read_as_rules_and_refused() {
    for (name, misspelt, first) in [
        ("reading.toml", "readings.toml", "about ="),
        ("words.toml", "word.toml", "[cs]"),
    ] {
        let text = built_in(name);
        let line = text.lines().position(|line| line.starts_with(first));
        let place = format!("{misspelt}:{}", 1 + line.expect("it stands there"));
        is_refused(&[(misspelt, &text)], &place, &["unknown field", "`layer`"]);
    }
}

#[test]
fn keys_of_reading_that_nobody_reads_are_refused_with_a_suggestion() {
    let misspelt = built_in("reading.toml").replace("\nheadline =", "\nheadlin =");
    let line = 1 + misspelt
        .lines()
        .position(|line| line.starts_with("headlin ="))
        .expect("it stands there");
    let place = format!("reading.toml:{line}");
    is_refused(
        &[("reading.toml", &misspelt)],
        &place,
        &["`headlin`", "did you mean `headline`?"],
    );
    let broken = "card = [\"main\"]\nname = [\n  \"h1\",\n  \"h1 >\",\n]\n";
    is_refused(
        &[("reading.toml", broken)],
        "reading.toml:4",
        &["key `name`", "docs/rules.md"],
    );
    is_refused(&[("reading.toml", "card = \"main\"\n")], "reading.toml:1", &[]);
}

#[test]
fn words_that_nobody_asks_for_and_marks_that_nobody_puts_on_are_refused_with_a_suggestion() {
    let misspelt = built_in("words.toml").replacen("\npending =", "\npendng =", 1);
    let line = 1 + misspelt
        .lines()
        .position(|line| line.starts_with("pendng ="))
        .expect("it stands there");
    let place = format!("words.toml:{line}");
    is_refused(
        &[("words.toml", &misspelt)],
        &place,
        &["`pendng`", "did you mean `pending`?"],
    );
    let rule = |selector: &str| {
        format!("layer = \"page\"\n[[rule]]\nname = \"mine\"\nstate = \"pending\"\nall = [\"{selector}\"]\n")
    };
    let mark = rule("[lw-regoin~='card'] a");
    is_refused(
        &[("mine.toml", &mark)],
        "mine.toml:5",
        &["`lw-regoin`", "did you mean `lw-region`?"],
    );
    let word = rule("[lw-word~='mine']");
    is_refused(
        &[("mine.toml", &word)],
        "mine.toml:5",
        &["no language of words.toml has the word `mine`"],
    );
    // A word of one's own, with a rule of one's own.
    let words = format!("{}\n[xx]\nmine = [\"Mine\"]\n", built_in("words.toml"));
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in [("words.toml", &words), ("mine.toml", &word)] {
        std::fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    assert!(RuleSet::with_overrides(folder.path()).is_ok());
}

#[test]
fn an_added_rule_and_a_replaced_file_change_what_is_recognised() {
    let strange = page("none/unknown--profile-with-a-card-of-a-new-kind");
    assert_eq!(
        rules().recognise(&strange.snapshot).expect("it is small").state,
        PageState::Unknown
    );
    let mine = with_selector("main").replace("\"pending\"", "\"notAllowed\"");
    let taught = load(&[("mine.toml", &mine)]).expect("it is a rule");
    let seen = taught.recognise(&strange.snapshot).expect("it is small");
    assert_eq!((seen.state, seen.rule.as_str()), (PageState::NotAllowed, "mine"));

    let pending = page("person/pending--ember-en");
    let person = built_in("person.toml").replace("state = \"pending\"", "state = \"notAllowed\"");
    let changed = load(&[("person.toml", &person)]).expect("only states were changed");
    assert_eq!(
        changed.recognise(&pending.snapshot).expect("it is small").state,
        PageState::NotAllowed
    );
    assert_eq!(
        rules().recognise(&pending.snapshot).expect("it is small").state,
        PageState::Pending
    );
}

#[test]
fn a_control_a_word_and_a_region_can_be_taught() {
    let card = page("person/connectable--ember-en");
    let connect = |rules: &RuleSet| {
        let seen = rules.recognise(&card.snapshot).expect("it is small");
        (
            seen.state,
            seen.control(Element::Connect).and_then(|control| control.handle),
        )
    };
    let (state, handle) = connect(rules());
    assert_eq!(state, PageState::Connectable);

    // The file's name stands in front of person.toml, so its selector is asked first.
    let message = "layer = \"page\"\n[elements]\nconnect = [\"[lw-region~='card'] button[lw-word~='message']\"]\n";
    let (_, taught) = connect(&load(&[("a.toml", message)]).expect("it is a selector"));
    assert!(taught.is_some() && taught != handle, "{taught:?} {handle:?}");

    let words = built_in("words.toml")
        .replace("\"Invite {X} to connect\", ", "")
        .replace("\"Message {X}\"", "\"Invite {X} to connect\"");
    let (_, told) = connect(&load(&[("words.toml", &words)]).expect("they are words"));
    assert_eq!(told, handle, "the icon tells it without its words");

    let reading = built_in("reading.toml");
    let at = reading.find("card = [").expect("it says where the card lies");
    let end = at + reading[at..].find("\n]\n").expect("the list ends") + 3;
    let nowhere = format!("{}card = [\".nothing\"]\n{}", &reading[..at], &reading[end..]);
    let (state, gone) = connect(&load(&[("reading.toml", &nowhere)]).expect("they are regions"));
    assert_ne!(state, PageState::Connectable);
    assert_eq!(gone, None);
}

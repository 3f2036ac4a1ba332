//! How files are written: their size, their first line, their arms and their words.

use crate::Fault;
use crate::lexer::{lex, words};
use crate::tree::Tree;

const LONGEST: usize = 400;

/// Files that may be longer, because each is one table. The reason is for the reader.
const TABLES: &[(&str, &str)] = &[];

/// File names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "manager", "helper", "helpers", "common", "util", "utils", "handler", "handlers", "misc",
];

/// Judges length, first line and name of every file of code.
pub(crate) fn check_files(tree: &Tree) -> Vec<Fault> {
    check_files_with(tree, TABLES)
}

fn check_files_with(tree: &Tree, tables: &[(&str, &str)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let is_code = |path: &str| path.ends_with(".rs") || (path.starts_with("src/") && path.ends_with(".js"));
    for file in tree.files.iter().filter(|file| is_code(&file.path)) {
        let lines = file.text.lines().count();
        let is_table = tables.iter().any(|(path, _)| *path == file.path);
        if lines > LONGEST && !is_table {
            let cure = format!(
                "{lines} lines: a file past {LONGEST} has two subjects, so split it; \
                 if it is one table, list it with its reason in TABLES of tests/tidy/style.rs"
            );
            faults.push(Fault::new(file, lines, cure));
        }
        if lines <= LONGEST && is_table {
            faults.push(Fault::new(
                file,
                1,
                "short again: take it out of TABLES in tests/tidy/style.rs",
            ));
        }
        if file.path.ends_with(".rs") && !file.text.starts_with("//!") {
            faults.push(Fault::new(
                file,
                1,
                "open with `//!`: what the file is for, and what it does not know",
            ));
        }
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if EMPTY_NAMES.contains(&name.split('.').next().unwrap_or_default()) {
            faults.push(Fault::new(
                file,
                1,
                "name the file by the thing it holds: a noun of the domain",
            ));
        }
    }
    for (path, _) in tables.iter().filter(|(path, _)| tree.text(path).is_none()) {
        let path = (*path).to_owned();
        let cure = "gone: take it out of TABLES in tests/tidy/style.rs".to_owned();
        faults.push(Fault { path, line: 1, cure });
    }
    faults
}

/// Finds arms of an action that would swallow a state that is added later.
pub(crate) fn check_arms(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.shipped_rust().filter(|file| file.path.starts_with("src/action/")) {
        for arms in matches(&lex(&file.text, true).code) {
            let about_states = arms.iter().any(|(_, pattern)| pattern.contains("State::"));
            let swallows = |pattern: &str| is_catch_all(pattern) || about_states && forgets_state(pattern);
            for (at, _) in arms.iter().filter(|(_, pattern)| swallows(pattern)) {
                let cure = "this arm takes every state: name the states, \
                            so that the compiler asks this action about each new one";
                faults.push(Fault::new(file, file.line_at(*at), cure));
            }
        }
    }
    faults
}

/// `_` or a name, without a guard.
fn is_catch_all(pattern: &str) -> bool {
    let name = pattern.rsplit('|').next().unwrap_or_default().trim();
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name != "true"
        && name != "false"
}

/// A tuple that takes anything somewhere and names no state.
fn forgets_state(pattern: &str) -> bool {
    let inside = pattern.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|inside| !inside.contains("State::") && inside.split(',').any(is_catch_all))
}

/// The patterns of every `match`, each with its place.
fn matches(code: &str) -> Vec<Vec<(usize, String)>> {
    let bodies = words(code, "match").into_iter().filter_map(|at| {
        let open = at + code[at..].find('{')?;
        Some((open + 1, open + length_of_group(&code[open..]) - 1))
    });
    bodies.map(|(from, to)| arms(code, from, to)).collect()
}

fn arms(code: &str, from: usize, to: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(arrow) = at_this_depth(&code[at..to], "=>") {
        let pattern = code[at..at + arrow].trim();
        let place = at + (arrow - code[at..at + arrow].trim_start().len());
        found.push((place, pattern.to_owned()));
        let rest = &code[at + arrow + 2..to];
        let blanks = rest.len() - rest.trim_start().len();
        at += arrow + 2 + blanks;
        if code[at..to].starts_with('{') {
            at += length_of_group(&code[at..to]);
            at += usize::from(code[at..to].starts_with(','));
        } else {
            at += at_this_depth(&code[at..to], ",").map_or(to - at, |comma| comma + 1);
        }
    }
    found
}

/// Where the needle stands outside of all brackets.
fn at_this_depth(text: &str, needle: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        if depth == 0 && text.as_bytes()[at..].starts_with(needle.as_bytes()) {
            return Some(at);
        }
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of a text's first group, brackets included.
fn length_of_group(text: &str) -> usize {
    at_this_depth(&text[1..], "}").map_or(text.len(), |close| close + 2)
}

/// Words that must not stand in code, where, and what to do instead.
const WORDS: &[(&str, &str, &str)] = &[
    ("todo!", "", "finish it, or leave it out"),
    ("unimplemented!", "", "finish it, or leave it out"),
    ("dbg!", "", "take it out"),
    (
        "#[ignore",
        "",
        "a test that is not run proves nothing: mend it or remove it",
    ),
    (
        "sleep(",
        "tests/",
        "wait for what should happen, with a deadline, instead of sleeping",
    ),
];

/// Rooms in which time itself is what is tested, so that they may let it pass. The reason is for the reader.
const TIMED: &[(&str, &str)] = &[
    ("tests/points/", "a freeze at a crash point lasts"),
    ("tests/kills/", "a kill comes at a random moment, and a freeze lasts"),
    ("tests/simulation/", "simulated delays, on a clock that costs nothing"),
];

/// Finds unfinished work, ignored tests and sleeps.
pub(crate) fn check_words(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.rust() {
        let code = lex(&file.text, false).code;
        for (word, _, cure) in WORDS.iter().filter(|(_, room, _)| file.path.starts_with(room)) {
            let passes_time = *word == "sleep(" && TIMED.iter().any(|(room, _)| file.path.starts_with(room));
            for at in words(&code, word).into_iter().filter(|_| !passes_time) {
                faults.push(Fault::new(file, file.line_at(at), format!("`{word}`: {cure}")));
            }
        }
        for (at, _) in file.text.match_indices(concat!("```", "ignore")) {
            let cure = "an example that is not compiled grows false: make it run, or `no_run`";
            faults.push(Fault::new(file, file.line_at(at), cure));
        }
    }
    faults
}

#[cfg(test)]
mod refusals {
    use super::*;

    #[test]
    fn long_files_are_refused_unless_they_are_tables() {
        let long = format!("//! x\n{}", "fn f() {}\n".repeat(LONGEST));
        let tree = Tree::of(&[("src/page.rs", &long)]);
        assert_eq!(check_files_with(&tree, &[]).len(), 1);
        assert!(check_files_with(&tree, &[("src/page.rs", "one table")]).is_empty());
    }

    #[test]
    fn stale_table_entries_are_refused() {
        let tree = Tree::of(&[("src/page.rs", "//! x\n")]);
        assert!(
            check_files_with(&tree, &[("src/page.rs", "x")])[0]
                .cure
                .contains("short again")
        );
        assert!(
            check_files_with(&tree, &[("src/gone.rs", "x")])[0]
                .cure
                .contains("gone")
        );
    }

    #[test]
    fn files_without_a_purpose_or_a_name_are_refused() {
        let faults = check_files_with(&Tree::of(&[("src/page/util.rs", "fn f() {}\n")]), &[]);
        assert_eq!(faults.len(), 2);
    }

    #[test]
    fn arms_for_any_state_are_refused() {
        let swallowed = |arm: &str| {
            let first = "(Phase::Arriving, PageState::Pending\n | PageState::Connected) => { done(a, b) }";
            let text = format!("match (phase, state) {{\n {first}\n {arm} => step(a, b),\n}}");
            check_arms(&Tree::of(&[("src/action/status.rs", &text)])).len()
        };
        for arm in [
            "_",
            "other",
            "(_, _)",
            "(Phase::Sent, _)",
            "(Phase::Sent, other)",
            "(_, Hint::Sent)",
            "PageState::A | _",
        ] {
            assert_eq!(swallowed(arm), 1, "{arm}");
        }
        for arm in [
            "PageState::A",
            "(_, PageState::A)",
            "(PageState::A\n | PageState::B, _)",
            "true",
            "Some(state)",
            "_ if x",
        ] {
            assert_eq!(swallowed(arm), 0, "{arm}");
        }
    }

    #[test]
    fn a_table_that_is_not_about_states_may_take_anything_in_a_tuple() {
        let text = "match (phase, last) {\n (Phase::Sent, Last::Send) => 1,\n (Phase::Sent, _) => 2,\n}";
        assert!(check_arms(&Tree::of(&[("src/action/status.rs", text)])).is_empty());
    }

    #[test]
    fn unfinished_ignored_and_sleeping_code_is_refused() {
        let found = |path, text| check_words(&Tree::of(&[(path, text)])).len();
        assert_eq!(found("src/page.rs", "fn f() { todo!() }"), 1);
        assert_eq!(found("tests/live.rs", "#[ignore]\nfn f() { sleep(second) }"), 2);
        assert_eq!(found("src/engine.rs", "fn f() { sleep(second) }"), 0);
        assert_eq!(found("tests/kills/main.rs", "#[ignore]\nfn f() { sleep(second) }"), 1);
        assert_eq!(
            found("src/page.rs", concat!("/// ```", "ignore\n/// ```\nfn f() {}")),
            1
        );
        assert_eq!(found("tests/live.rs", "// no sleep( here\nlet s = \"dbg!\";"), 0);
    }
}

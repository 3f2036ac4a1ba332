//! Who may know whom: a module uses modules of lower floors only, and siblings do not know each other.

use crate::Fault;
use crate::lexer::{lex, words};
use crate::tree::{SourceFile, Tree};

/// The floor of every top-level module under `src/`. Tens are the floors of ARCHITECTURE.md;
/// within a floor a few modules stand on a step.
const FLOORS: &[(&str, u8)] = &[
    // Plain data: words and values, then what is told, then what is asked for.
    ("account", 0),
    ("crash", 0),
    ("exit_code", 0),
    ("files", 0),
    ("json", 0),
    ("person", 0),
    ("suggestion", 0),
    ("outcome", 1),
    ("workflow", 2),
    // Reading a page, remembering an attempt.
    ("page", 10),
    ("ledger", 10),
    // Deciding, doing.
    ("action", 20),
    ("batch", 20),
    ("browser", 20),
    ("evidence", 20),
    // The loop.
    ("engine", 40),
    // Beside the loop.
    ("config", 50),
    ("record", 50),
    ("sandbox", 50),
    // The edges.
    ("cli", 60),
    ("server", 60),
    ("main", 70),
];

/// Modules that must not know each other although the floors would let them.
const STRANGERS: &[(&str, &[&str], &str)] = &[
    (
        "sandbox",
        &["page", "action", "browser", "ledger", "engine"],
        "the sandbox has its own idea of how a site answers; with ours it would be guess against guess",
    ),
    (
        "page",
        &["workflow"],
        "a page says what is seen, whatever was asked for",
    ),
];

/// Where `async` may stand: where the world is touched.
const WAITING: &[&str] = &[
    "src/browser",
    "src/engine",
    "src/sandbox",
    "src/record",
    "src/cli",
    "src/server",
    "src/main",
    "src/ledger/store",
];

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// Finds uses of modules that are not on a lower floor.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.shipped_rust() {
        let module = file.module().expect("shipped files are under src/");
        if module == "lib" {
            continue;
        }
        let Some(floor) = floor_of(module) else {
            let cure = format!("give the module `{module}` a floor: a line in FLOORS of tests/tidy/floors.rs");
            faults.push(Fault::new(file, 1, cure));
            continue;
        };
        for (byte, used) in uses(file) {
            if let Some(cure) = objection(module, floor, &used) {
                faults.push(Fault::new(file, file.line_at(byte), cure));
            }
        }
    }
    faults
}

/// Why `module` on `floor` may not use `used`; nothing when it may.
fn objection(module: &str, floor: u8, used: &str) -> Option<String> {
    if used == module {
        return None;
    }
    if used.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Some(format!(
            "write `crate::MODULE::{used}` with the module in it: a name re-exported by lib.rs hides its floor"
        ));
    }
    let stranger = STRANGERS
        .iter()
        .find(|(name, others, _)| *name == module && others.contains(&used));
    if let Some((_, _, reason)) = stranger {
        return Some(format!("`{module}` must not use `{used}`: {reason}"));
    }
    let used_floor = floor_of(used)?;
    if used_floor < floor {
        return None;
    }
    let relation = if used_floor == floor { "its sibling" } else { "above it" };
    Some(format!(
        "`{module}` (floor {floor}) must not use `{used}` (floor {used_floor}, {relation}): \
         pass in what is needed as an argument, or move the shared type to a lower floor"
    ))
}

/// The top-level modules that a file names, with the place: `crate::a`, `crate::{a, b}`, `linkwright::a`, `super::a`.
fn uses(file: &SourceFile) -> Vec<(usize, String)> {
    let code = lex(&file.text, true).code;
    let depth = file.path.matches('/').count();
    let roots = ["crate::".to_owned(), "linkwright::".to_owned(), "super::".repeat(depth)];
    let mut found = Vec::new();
    for root in roots {
        for at in words(&code, &root) {
            let start = at + root.len();
            let known = |name: &String| root != "super::" || floor_of(name).is_some();
            found.extend(heads(&code[start..]).into_iter().filter(known).map(|name| (at, name)));
        }
    }
    found
}

/// First names of a path or of a group of paths: `a` of `a::b`, and `a`, `c` of `{a::b, c::{d, e}}`.
fn heads(path: &str) -> Vec<String> {
    let name_of = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name_of(path)];
    };
    let mut names = vec![name_of(group)];
    let mut depth = 0;
    for (at, byte) in group.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => break,
            b'}' => depth -= 1,
            b',' if depth == 0 => names.push(name_of(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Finds waiting below the floors that touch the world.
pub(crate) fn check_waiting(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.shipped_rust() {
        if WAITING.iter().any(|home| file.path.starts_with(home)) {
            continue;
        }
        let code = lex(&file.text, true).code;
        for at in ["async", ".await"].iter().flat_map(|word| words(&code, word)) {
            let cure = "only browser, engine, ledger/store and the edges wait: \
                        keep this pure, and let the caller do the waiting";
            faults.push(Fault::new(file, file.line_at(at), cure));
        }
    }
    faults
}

#[cfg(test)]
mod refusals {
    use super::*;

    fn cures(path: &str, text: &str) -> Vec<String> {
        let faults = check(&Tree::of(&[(path, text)]));
        faults.into_iter().map(|fault| fault.cure).collect()
    }

    #[test]
    fn an_upward_use_is_refused() {
        assert!(cures("src/page/rule.rs", "use crate::engine::Engine;")[0].contains("above it"));
        assert!(cures("src/page/rule.rs", "use super::super::engine::Engine;")[0].contains("above it"));
        assert!(cures("src/page.rs", "use super::engine::Engine;")[0].contains("above it"));
        assert!(cures("src/page.rs", "fn f() { crate::cli::run(); }")[0].contains("above it"));
    }

    #[test]
    fn a_sibling_is_refused_also_in_a_group() {
        let text = "use crate::{\n    page::{State, Element},\n    browser::Browser,\n};";
        let found = cures("src/action/status.rs", text);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("`browser`") && found[0].contains("sibling"));
    }

    #[test]
    fn a_stranger_a_re_export_and_an_unknown_module_are_refused() {
        assert!(cures("src/sandbox/people.rs", "use crate::page::State;")[0].contains("guess"));
        assert!(cures("src/engine.rs", "use crate::Workflow;")[0].contains("re-exported"));
        assert!(cures("src/attic.rs", "//! x")[0].contains("give the module"));
    }

    #[test]
    fn lower_floors_comments_and_tests_are_let_through() {
        assert!(cures("src/engine.rs", "use crate::{action::Step, page, workflow::Workflow};").is_empty());
        assert!(cures("src/page.rs", "// crate::engine\nfn f() -> &str { \"crate::engine\" }").is_empty());
        assert!(cures("src/page.rs", "#[cfg(test)]\nmod tests { use crate::engine::Engine; }").is_empty());
        assert!(cures("src/page/rule.rs", "use super::state::State;").is_empty());
    }

    #[test]
    fn waiting_below_the_world_is_refused() {
        let tree = Tree::of(&[("src/action/status.rs", "async fn f() { g().await }")]);
        assert_eq!(check_waiting(&tree).len(), 2);
        let tree = Tree::of(&[("src/engine.rs", "async fn f() { g().await }")]);
        assert!(check_waiting(&tree).is_empty());
    }
}

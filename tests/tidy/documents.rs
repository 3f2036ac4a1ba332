//! Documents that name files and states must name all of them, and none that is not there.

use crate::Fault;
use crate::tree::{SourceFile, Tree};

const MAP: &str = "ARCHITECTURE.md";

/// Judges the map of the house and the states of the selector files.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(map) = tree.files.iter().find(|file| file.path == MAP) {
        faults.extend(missing_from_map(tree, map));
    }
    for file in tree.files.iter().filter(|file| file.path.ends_with(".md")) {
        faults.extend(gone(tree, file));
    }
    faults.extend(unknown_states(tree));
    faults
}

/// Top-level modules that the map does not name.
fn missing_from_map(tree: &Tree, map: &SourceFile) -> Vec<Fault> {
    tree.files
        .iter()
        .filter_map(|file| file.path.strip_prefix("src/"))
        .filter(|path| path.ends_with(".rs") && !path.contains('/'))
        .filter(|path| !map.text.contains(*path))
        .map(|path| {
            Fault::new(
                map,
                1,
                format!("say what `{path}` is for: every file of src/ stands on the map"),
            )
        })
        .collect()
}

/// Paths in back quotes that lead nowhere. A path with a blank, a star or capitals only is a pattern.
fn gone(tree: &Tree, document: &SourceFile) -> Vec<Fault> {
    let rooms = [
        "src/",
        "tests/",
        "selectors/",
        "fixtures/",
        "docs/",
        "scripts/",
        "bench/",
    ];
    let exists = |path: &str| {
        tree.files
            .iter()
            .any(|file| file.path == path || file.path.starts_with(&format!("{path}/")))
    };
    let mut faults = Vec::new();
    for (number, line) in document.text.lines().enumerate() {
        let quoted = line.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|text| rooms.iter().any(|room| text.starts_with(room)));
        for path in paths.filter(|text| text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))) {
            let is_pattern = path.split('/').any(|part| part.split(['.', '-']).any(is_placeholder));
            if !is_pattern && !exists(path.trim_end_matches('/')) {
                faults.push(Fault::new(
                    document,
                    number + 1,
                    format!("`{path}` does not exist: correct it or take it out"),
                ));
            }
        }
    }
    faults
}

fn is_placeholder(part: &str) -> bool {
    part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase() || c == '_') && part != "README"
}

/// States in `selectors/*.toml` that the vocabulary does not have.
fn unknown_states(tree: &Tree) -> Vec<Fault> {
    let vocabulary: String = tree
        .files
        .iter()
        .filter(|file| file.path == "src/page.rs" || file.path.starts_with("src/page/state"))
        .map(|file| file.text.as_str())
        .collect();
    let mut faults = Vec::new();
    let packs = |file: &&SourceFile| file.path.starts_with("selectors/") && file.path.ends_with(".toml");
    for file in tree.files.iter().filter(packs) {
        for (number, line) in file.text.lines().enumerate() {
            let Some(state) = state_of(line) else {
                continue;
            };
            if !vocabulary.contains(&format!("\"{state}\"")) && !has_variant(&vocabulary, state) {
                let cure = format!("no page state is called `{state}`: correct it, or add it to src/page/state.rs");
                faults.push(Fault::new(file, number + 1, cure));
            }
        }
    }
    faults
}

/// The value of a line `state = "…"`.
fn state_of(line: &str) -> Option<&str> {
    let value = line.strip_prefix("state")?.trim_start().strip_prefix('=')?.trim_start();
    value.strip_prefix('"')?.split('"').next()
}

/// `notFound` and `not_found` are written `NotFound` as a variant.
fn has_variant(vocabulary: &str, state: &str) -> bool {
    let variant: String = state
        .split(['_', '-'])
        .map(|part| part[..1.min(part.len())].to_uppercase() + part.get(1..).unwrap_or_default())
        .collect();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    vocabulary.split(|c| !is_name(c)).any(|word| word == variant)
}

#[cfg(test)]
mod refusals {
    use super::*;

    fn cures(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|fault| fault.cure).collect()
    }

    #[test]
    fn a_module_that_is_not_on_the_map_is_refused() {
        let found = cures(&[(MAP, "`src/page.rs` reads"), ("src/page.rs", ""), ("src/engine.rs", "")]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("engine.rs"));
    }

    #[test]
    fn a_path_that_leads_nowhere_is_refused() {
        let found = cures(&[(
            "README.md",
            "see `docs/gone.md`, `selectors/*.toml` and `fixtures/workflows/NAME`",
        )]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("docs/gone.md"));
    }

    #[test]
    fn a_state_that_does_not_exist_is_refused() {
        let state = ("src/page/state.rs", "enum PageState { NotFound, Pending }");
        let pack = (
            "selectors/person.toml",
            "state = \"pendin\"\nstate = \"notFound\"\nstate=\"pending\"",
        );
        let found = cures(&[state, pack]);
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("pendin`"));
    }
}

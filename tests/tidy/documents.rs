//! Documents that name files, states and words of the rules name all of them, and none that is not there.

use crate::Fault;
use crate::tree::{SourceFile, Tree};

const MAP: &str = "ARCHITECTURE.md";
const LANGUAGE: &str = "docs/rules.md";

/// Judges the map of the house and the states of the selector files.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(map) = tree.files.iter().find(|file| file.path == MAP) {
        faults.extend(missing_from_map(tree, map));
    }
    for file in tree.files.iter().filter(|file| file.path.ends_with(".md")) {
        faults.extend(gone(tree, file));
    }
    if let Some(language) = tree.files.iter().find(|file| file.path == LANGUAGE) {
        faults.extend(missing_from_language(tree, language));
    }
    faults.extend(unknown_states(tree));
    faults
}

/// Words of the rules that their document leaves out: states, layers, elements, keys, marks, attributes.
fn missing_from_language(tree: &Tree, language: &SourceFile) -> Vec<Fault> {
    let lines = |path: &str| tree.text(path).unwrap_or_default().lines();
    let mut words: Vec<&str> = quoted(lines("src/page/state.rs").filter(|line| line.contains(" = \"")), '"').collect();
    words.extend(lines("selectors/reading.toml").filter_map(key_of));
    words.extend(lines("selectors/words.toml").filter_map(key_of));
    words.extend(quoted(
        lines("src/browser/snapshot.js").filter(|line| line.starts_with("const KEPT")),
        '\'',
    ));
    let reading = tree.files.iter().filter(|file| file.path.starts_with("src/page/"));
    let marks = reading.flat_map(|file| quoted(file.text.lines(), '"'));
    words.extend(marks.filter(|word| word.starts_with("lw-") && is_word(word)));
    words.sort_unstable();
    words.dedup();
    let is_missing = |word: &&&str| !language.text.contains(&format!("`{word}`"));
    words
        .iter()
        .filter(is_missing)
        .map(|word| Fault::new(language, 1, format!("say what `{word}` is: selector files live by it")))
        .collect()
}

/// What stands between quotes.
fn quoted<'a>(lines: impl Iterator<Item = &'a str>, quote: char) -> impl Iterator<Item = &'a str> {
    lines.flat_map(move |line| line.split(quote).skip(1).step_by(2))
}

/// The key of a line `key = [`.
fn key_of(line: &str) -> Option<&str> {
    let (key, value) = line.split_once('=')?;
    (value.trim_start().starts_with('[') && is_word(key.trim_end())).then(|| key.trim_end())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.ends_with('-') && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
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
    fn a_word_of_the_rules_that_their_document_leaves_out_is_refused() {
        let found = cures(&[
            (LANGUAGE, "`pending`, `card`, `href`, `aria-`, `lw-word` and `more`"),
            ("src/page/state.rs", "Pending = \"pending\",\nSelf = \"self\","),
            ("selectors/reading.toml", "card = [\n  \"a\",\n]\nmenu = [\"b\"]"),
            ("selectors/words.toml", "[en]\nmore = [\"More\"]\nless = [\"Less\"]"),
            ("src/page/annotate.rs", "(\"lw-word\", \"lw-new\", \"lw-\")"),
            (
                "src/browser/snapshot.js",
                "const KEPT = ['href', 'alt'];\nconst KEPT_PREFIXES = ['aria-'];",
            ),
        ]);
        let all = found.join(" ");
        assert_eq!(found.len(), 5, "{found:?}");
        for word in ["self", "menu", "less", "lw-new", "alt"] {
            assert!(all.contains(&format!("`{word}`")), "{word}: {all}");
        }
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

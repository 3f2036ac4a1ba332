//! The files of `fixtures/pages`: where they lie, what they claim, and what is seen on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use linkwright::page::{PageState, Recognition, RuleSet, Snapshot, saved};

/// One page and its claim.
pub(crate) struct Fixture {
    /// `DIRECTORY/STATE--VARIANT`.
    pub(crate) name: String,
    pub(crate) state: PageState,
    pub(crate) text: String,
    pub(crate) snapshot: Snapshot,
    pub(crate) seen: Recognition,
}

impl Fixture {
    /// What stands behind the state in its name.
    pub(crate) fn variant(&self) -> &str {
        self.name.split_once("--").map_or("", |(_, variant)| variant)
    }
}

/// The built-in rules, loaded once.
pub(crate) fn rules() -> &'static RuleSet {
    static RULES: OnceLock<RuleSet> = OnceLock::new();
    RULES.get_or_init(|| RuleSet::built_in().expect("the built-in rules load"))
}

/// Looks until the budget of a parse holds: a busy machine may overrun it once.
pub(crate) fn recognise(snapshot: &Snapshot) -> Recognition {
    let first = rules().recognise(snapshot);
    first
        .or_else(|_| rules().recognise(snapshot))
        .expect("fixtures are small")
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page of the corpus, read once.
pub(crate) fn corpus() -> &'static [Fixture] {
    static CORPUS: OnceLock<Vec<Fixture>> = OnceLock::new();
    CORPUS.get_or_init(read)
}

fn read() -> Vec<Fixture> {
    let mut files = Vec::new();
    for directory in ["gate", "person", "menu", "invite", "list", "toast", "withdraw", "none"] {
        let path = root().join("fixtures/pages").join(directory);
        let entries = fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        files.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
    }
    files.sort();
    files.iter().map(PathBuf::as_path).map(fixture).collect()
}

/// One page by its name.
pub(crate) fn page(name: &str) -> Fixture {
    fixture(&root().join("fixtures/pages").join(format!("{name}.html")))
}

fn fixture(path: &Path) -> Fixture {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let directory = path
        .parent()
        .and_then(Path::file_name)
        .expect("a page lies in a directory");
    let stem = path.file_stem().expect("a page has a name").to_string_lossy();
    let name = format!("{}/{stem}", directory.to_string_lossy());
    let state = stem.split("--").next().and_then(PageState::from_name);
    let state = state.unwrap_or_else(|| panic!("{name}: the name must begin with a state, as in pending--sdui.html"));
    let snapshot = saved::snapshot(rules(), &text, None).expect("fixtures are small");
    let seen = recognise(&snapshot);
    Fixture {
        name,
        state,
        text,
        snapshot,
        seen,
    }
}

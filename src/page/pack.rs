//! The selector files together: those that are built in, and those of a directory over them.
//!
//! Reads files, and finds every fault of theirs at once. Knows no page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::Spanned;

use super::query::Place;
use super::rule::{Faults, RuleError, Source};
use super::rule_set::RuleSet;
use super::state::Element;
use super::vocabulary::{PlacedWords, asked_in_vain, never_asked};
use super::words::{WordTable, Words};

const READING: &str = "reading.toml";
const WORDS: &str = "words.toml";

/// The selector files that are built in: name and text.
const BUILT_IN: &[(&str, &str)] = &[
    ("gate.toml", include_str!("../../selectors/gate.toml")),
    ("invite.toml", include_str!("../../selectors/invite.toml")),
    ("list.toml", include_str!("../../selectors/list.toml")),
    ("menu.toml", include_str!("../../selectors/menu.toml")),
    ("person.toml", include_str!("../../selectors/person.toml")),
    (READING, include_str!("../../selectors/reading.toml")),
    ("toast.toml", include_str!("../../selectors/toast.toml")),
    ("withdraw.toml", include_str!("../../selectors/withdraw.toml")),
    (WORDS, include_str!("../../selectors/words.toml")),
];

/// Whether a selector stands in a built-in file, letter for letter.
pub(super) fn is_built_in(selector: &str) -> bool {
    let quoted = format!("\"{selector}\"");
    BUILT_IN.iter().any(|(_, text)| text.contains(&quoted))
}

fn unread(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            "you may not; give yourself the right to, or name another directory".to_owned()
        }
        _ => error.to_string(),
    }
}

/// The keys of the built-in words.
fn built_in_words() -> BTreeSet<String> {
    let text = BUILT_IN.iter().find(|(name, _)| *name == WORDS).map(|(_, text)| *text);
    let table: WordTable = toml::from_str(text.unwrap_or_default()).unwrap_or_default();
    table.into_values().flat_map(BTreeMap::into_keys).collect()
}

/// Why the rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum RuleSetError {
    /// A file is not as `docs/rules.md` says.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A file or the directory cannot be read.
    #[error("cannot read {}: {}", .path.display(), unread(.source))]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A directory that was named has no selector file in it.
    #[error("no selector file (`NAME.toml`) lies in {}; `linkwright selectors export` writes the built-in ones into a directory", .0.display())]
    NoFiles(PathBuf),
    /// A control has no selector in any file.
    #[error("no file gives a selector for the element `{0}`; add it under [elements]")]
    NoSelector(Element),
    /// Two rules have one name.
    #[error("{second}: rule `{name}` has the name of the one at {first}; names must differ")]
    SameName {
        /// What both are called.
        name: String,
        /// Where the first stands.
        first: Place,
        /// Where the second stands.
        second: Place,
    },
}

impl RuleSetError {
    /// Where the fault stands, if it stands in one place.
    pub fn place(&self) -> Option<Place> {
        match self {
            RuleSetError::Rule(error) => Some(Place {
                file: error.file.clone(),
                line: error.line,
            }),
            RuleSetError::SameName { second, .. } => Some(second.clone()),
            RuleSetError::Unreadable { .. } | RuleSetError::NoFiles(_) | RuleSetError::NoSelector(_) => None,
        }
    }
}

/// How a file stands to the built-in ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Built in, and not in the directory.
    BuiltIn,
    /// In the directory, letter for letter as it is built in.
    Same,
    /// In the directory, in place of the built-in one.
    Replaces,
    /// In the directory, besides the built-in ones.
    Adds,
}

impl Origin {
    /// The name used in answers.
    pub fn name(self) -> &'static str {
        match self {
            Origin::BuiltIn => "builtIn",
            Origin::Same => "same",
            Origin::Replaces => "replaces",
            Origin::Adds => "adds",
        }
    }
}

/// One selector file.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// Its name, without the directory.
    pub name: String,
    /// What is in it.
    pub text: String,
    /// How it stands to the built-in ones.
    pub origin: Origin,
}

impl PackFile {
    fn is_ours(&self) -> bool {
        matches!(self.origin, Origin::BuiltIn | Origin::Same)
    }

    fn source(&self) -> Source<'_> {
        Source {
            file: &self.name,
            text: &self.text,
            measured: !self.is_ours(),
        }
    }
}

/// All selector files that make one set of rules.
#[derive(Debug)]
pub struct Pack {
    files: BTreeMap<String, PackFile>,
    unreadable: Vec<RuleSetError>,
}

impl Pack {
    /// The built-in files.
    pub fn built_in() -> Pack {
        let file = |(name, text): &(&str, &str)| PackFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            origin: Origin::BuiltIn,
        };
        let files = BUILT_IN.iter().map(file);
        Pack {
            files: files.map(|file| (file.name.clone(), file)).collect(),
            unreadable: Vec::new(),
        }
    }

    /// The built-in files with those of `directory` over them. What cannot be read is a fault of [`Pack::load`].
    pub fn with_overrides(directory: &Path) -> Pack {
        let mut pack = Pack::built_in();
        let path = directory.to_owned();
        match pack.read(directory) {
            Ok(0) => pack.unreadable.push(RuleSetError::NoFiles(path)),
            Ok(_) => {}
            Err(source) => pack.unreadable.push(RuleSetError::Unreadable { path, source }),
        }
        pack
    }

    /// How many selector files there are.
    fn read(&mut self, directory: &Path) -> std::io::Result<usize> {
        let mut files = 0;
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if !name.ends_with(".toml") {
                continue;
            }
            files += 1;
            match std::fs::read_to_string(&path) {
                Ok(text) => self.put(name.to_owned(), text),
                Err(source) => self.unreadable.push(RuleSetError::Unreadable { path, source }),
            }
        }
        Ok(files)
    }

    fn put(&mut self, name: String, text: String) {
        let origin = match self.files.get(&name) {
            None => Origin::Adds,
            Some(built_in) if built_in.text == text => Origin::Same,
            Some(_) => Origin::Replaces,
        };
        self.files.insert(name.clone(), PackFile { name, text, origin });
    }

    /// The files, in the order in which they are read.
    pub fn files(&self) -> impl Iterator<Item = &PackFile> {
        self.files.values()
    }

    /// Slips in the marks and words of files that are not ours.
    fn vocabulary(&self, set: &RuleSet, words: &PlacedWords) -> Faults {
        let is_ours = |name: &str| self.files.get(name).is_none_or(PackFile::is_ours);
        let known: BTreeSet<&str> = words
            .values()
            .flat_map(BTreeMap::keys)
            .map(|key| key.get_ref().as_str())
            .collect();
        let others = set.queries().filter(|query| !is_ours(&query.place.file));
        let asked = asked_in_vain(others, &known);
        let mut faults: Faults = asked
            .into_iter()
            .map(|(query, message)| RuleError {
                file: query.place.file.clone(),
                line: query.place.line,
                message: format!("`{}`: {message}", query.text),
            })
            .collect();
        if let Some(file) = self.files.get(WORDS).filter(|file| !file.is_ours()) {
            let built_in = built_in_words();
            let built_in = built_in.iter().map(String::as_str).collect();
            faults.extend(file.source().stray_words(never_asked(words, &built_in, set.queries())));
        }
        faults
    }

    /// Compiles everything.
    ///
    /// # Errors
    /// Every fault that can be told, in the order of the files; never an empty list.
    pub fn load(self) -> Result<RuleSet, Vec<RuleSetError>> {
        let mut set = RuleSet::default();
        let mut faults = Faults::new();
        let mut is_whole = self.unreadable.is_empty();
        let mut words = PlacedWords::default();
        for file in self.files.values() {
            is_whole &= add(&mut set, &mut words, file, &mut faults);
        }
        if is_whole {
            faults.extend(self.vocabulary(&set, &words));
        }
        set.words = Words::new(unplaced(words));
        let mut all = self.unreadable;
        all.extend(faults.into_iter().map(RuleSetError::Rule));
        // What a file would have given that cannot be read, nobody knows.
        let missing = Element::ALL
            .iter()
            .filter(|element| is_whole && !set.elements.contains_key(element));
        all.extend(missing.map(|element| RuleSetError::NoSelector(*element)));
        all.extend(same_names(&set));
        if all.is_empty() { Ok(set) } else { Err(all) }
    }
}

fn unplaced(words: PlacedWords) -> WordTable {
    let keys = |keys: BTreeMap<Spanned<String>, Vec<String>>| {
        keys.into_iter()
            .map(|(key, labels)| (key.into_inner(), labels))
            .collect()
    };
    words
        .into_iter()
        .map(|(language, table)| (language, keys(table)))
        .collect()
}

/// Whether the file could be read as a whole.
fn add(set: &mut RuleSet, words: &mut PlacedWords, file: &PackFile, faults: &mut Faults) -> bool {
    let source = file.source();
    match file.name.as_str() {
        READING => source.reading(faults).map(|reading| set.reading = reading),
        WORDS => source.words(faults).map(|table| *words = table),
        _ => source.rule_file(faults).map(|rules| set.add(rules)),
    }
    .is_some()
}

fn same_names(set: &RuleSet) -> Vec<RuleSetError> {
    let mut places: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut faults = Vec::new();
    for rule in &set.rules {
        match places.get(rule.name.as_str()) {
            Some(first) => faults.push(RuleSetError::SameName {
                name: rule.name.clone(),
                first: (*first).clone(),
                second: rule.place.clone(),
            }),
            None => {
                places.insert(&rule.name, &rule.place);
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_copy_of_any_built_in_file_is_taken() {
        for (name, text) in BUILT_IN {
            let directory = tempfile::tempdir().unwrap();
            std::fs::write(directory.path().join(name), format!("{text}\n# edited\n")).unwrap();
            let loaded = RuleSet::with_overrides(directory.path());
            assert!(loaded.is_ok(), "{name}: {}", loaded.unwrap_err());
        }
    }

    #[test]
    fn every_fault_of_every_file_is_told_at_once() {
        let mut pack = Pack::built_in();
        let faulty = "layer = \"roof\"\n[elements]\nmore = [\"main >\"]\n[[rule]]\nname = \"mine\"\nstate = \"pendin\"\nall = [\"a >\", \"span ~ b\"]\n";
        pack.put("a.toml".to_owned(), faulty.to_owned());
        pack.put("b.toml".to_owned(), "layer = \"page\"\n[[rule]\n".to_owned());
        let own = "layer = \"page\"\n[[rule]]\nname = \"pending_label\"\nstate = \"pending\"\nall = [\"#x\"]\n";
        pack.put("z.toml".to_owned(), own.to_owned());
        let faults = pack.load().unwrap_err();
        let places: Vec<String> = faults
            .iter()
            .filter_map(RuleSetError::place)
            .map(|place| place.to_string())
            .collect();
        assert_eq!(
            places,
            [
                "a.toml:1", "a.toml:3", "a.toml:6", "a.toml:7", "a.toml:7", "b.toml:2", "z.toml:3"
            ]
        );
        let added = Pack::with_overrides(Path::new("/nowhere/at/all")).load().unwrap_err();
        assert!(added[0].to_string().contains("/nowhere/at/all"), "{added:?}");
    }
}

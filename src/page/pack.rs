//! The selector files together: those that are built in, and those of a directory over them.
//!
//! Reads files, and finds every fault of theirs at once. Knows no page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::query::Place;
use super::rule::{Faults, RuleError, Source};
use super::rule_set::RuleSet;
use super::state::Element;
use super::words::Words;

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

    /// Compiles everything.
    ///
    /// # Errors
    /// Every fault that can be told, in the order of the files; never an empty list.
    pub fn load(self) -> Result<RuleSet, Vec<RuleSetError>> {
        let mut set = RuleSet::default();
        let mut faults = Faults::new();
        let mut is_whole = self.unreadable.is_empty();
        for file in self.files.values() {
            is_whole &= add(&mut set, file, &mut faults);
        }
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

/// Whether the file could be read as a whole.
fn add(set: &mut RuleSet, file: &PackFile, faults: &mut Faults) -> bool {
    let source = Source {
        file: &file.name,
        text: &file.text,
        measured: matches!(file.origin, Origin::Replaces | Origin::Adds),
    };
    match file.name.as_str() {
        READING => source.reading(faults).map(|reading| set.reading = reading),
        WORDS => source.words(faults).map(|words| set.words = Words::new(words)),
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

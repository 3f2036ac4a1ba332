//! The words of the languages: what English can say, every language of the sandbox can say.

use std::collections::{BTreeMap, BTreeSet};

use linkwright::sandbox::Language;

use crate::corpus::root;
use crate::refuse;

/// Keys of the words, per language, read off the file as it is written.
fn keys() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("selectors/words.toml")).expect("the words can be read");
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut language = String::new();
    for line in text.lines() {
        if let Some(code) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            code.clone_into(&mut language);
        } else if let Some((key, _)) = line.split_once(" = [") {
            keys.entry(language.clone()).or_default().insert(key.to_owned());
        }
    }
    keys
}

#[test]
fn every_language_of_the_sandbox_has_every_key_of_english() {
    let keys = keys();
    let faults: Vec<String> = Language::ALL
        .iter()
        .flat_map(|language| {
            let known = &keys[language.code()];
            let missing = keys["en"].iter().filter(|key| !known.contains(*key));
            missing.map(|key| format!("{language}: no `{key}`")).collect::<Vec<_>>()
        })
        .collect();
    refuse(&faults);
}

#[test]
fn no_language_has_a_key_that_english_lacks() {
    let keys = keys();
    let faults: Vec<String> = keys
        .iter()
        .flat_map(|(language, known)| {
            let strange = known.difference(&keys["en"]);
            strange.map(|key| format!("{language}: `{key}`")).collect::<Vec<_>>()
        })
        .collect();
    refuse(&faults);
}

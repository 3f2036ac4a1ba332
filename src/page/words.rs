//! Words per UI language: whole labels, each standing for a key that rules can ask for.
//!
//! Data lives in `selectors/words.toml`. Knows no page.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::label::{normalise, without_name, without_number};
use super::name::without_title;

/// Where a name stands in a label.
const NAME: &str = "{X}";

/// The table of one `words.toml`: language → key → whole labels.
pub(crate) type WordTable = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// All languages, ready for look-up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    languages: HashMap<String, Dictionary>,
    /// Used when a page does not say its language.
    all: Dictionary,
    /// Every word of every wording, once somebody has asked.
    vocabulary: OnceLock<Arc<HashSet<String>>>,
}

/// One language: normalised whole label → keys, and openings of sentences → keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    labels: HashMap<String, Vec<String>>,
    openings: Vec<(String, String)>,
    /// What stands before and behind the name, and the key.
    frames: Vec<(String, String, String)>,
}

/// A label that a dictionary knows.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Meaning {
    /// Keys that the label stands for; empty if it is not known.
    pub(crate) keys: Vec<String>,
    /// Those of them that the label stands for by holding one of the names: `Invite Ada to connect`.
    pub(crate) named: Vec<String>,
    /// Keys whose label has a place for a name, whoever's name stands there.
    pub(crate) somebody: Vec<String>,
    /// The whole number in a `{N}` label.
    pub(crate) number: Option<u64>,
}

impl Meaning {
    /// Whether the label of a page about `name` names somebody else. A first name is name enough, a title in front is none.
    pub(crate) fn is_about_another(&self, name: Option<&str>, label: &str) -> bool {
        let first = name.and_then(|name| without_title(name).split(' ').next());
        !self.somebody.is_empty() && first.is_some_and(|first| without_name(label, first).is_none())
    }
}

/// What of a label is a wording that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wording {
    /// In bytes from its beginning: all of it, or the opening of a sentence.
    pub(crate) length: usize,
    /// The name without which it would be none.
    pub(crate) name: Option<String>,
    /// Whether a number stands in it that may be any.
    pub(crate) has_number: bool,
}

impl Words {
    pub(crate) fn new(table: WordTable) -> Words {
        let mut words = Words::default();
        for (language, keys) in table {
            let dictionary = words.languages.entry(language).or_default();
            for (key, labels) in keys {
                for label in labels {
                    dictionary.insert(&key, &label);
                    words.all.insert(&key, &label);
                }
            }
        }
        words
    }

    /// Every word of every wording of every language, as `words` takes a wording apart.
    pub(crate) fn vocabulary(&self, words: impl Fn(&str) -> Vec<String>) -> Arc<HashSet<String>> {
        let all = || Arc::new(self.wordings().flat_map(words).collect());
        Arc::clone(self.vocabulary.get_or_init(all))
    }

    /// With `{X}` and `{N}` in it.
    fn wordings(&self) -> impl Iterator<Item = &str> {
        let dictionaries = self.languages.values().chain([&self.all]);
        dictionaries.flat_map(|dictionary| {
            let openings = dictionary.openings.iter().map(|(opening, _)| opening);
            dictionary.labels.keys().chain(openings).map(String::as_str)
        })
    }

    /// The dictionary for a page's language tag (`de`, `de-DE`); `None` if there are no words for it.
    pub(crate) fn dictionary(&self, language: Option<&str>) -> Option<&Dictionary> {
        let Some(tag) = language.map(str::trim).filter(|tag| !tag.is_empty()) else {
            return Some(&self.all);
        };
        let tag = tag.to_ascii_lowercase();
        let primary = tag.split(['-', '_']).next().unwrap_or(&tag);
        // Norwegian is written `no`, `nb` or `nn`.
        let primary = if matches!(primary, "nb" | "nn") { "no" } else { primary };
        self.languages.get(primary)
    }
}

impl Dictionary {
    fn insert(&mut self, key: &str, label: &str) {
        let label = normalise(label);
        match label.strip_suffix("{...}") {
            Some(opening) => self.openings.push((opening.trim_end().to_owned(), key.to_owned())),
            None => {
                if let Some((before, behind)) = label.split_once(NAME) {
                    self.frames.push((before.to_owned(), behind.to_owned(), key.to_owned()));
                }
                let keys = self.labels.entry(label).or_default();
                if !keys.iter().any(|known| known == key) {
                    keys.push(key.to_owned());
                }
            }
        }
    }

    /// What a normalised label stands for, tried as it is, without each name, and without its number.
    ///
    /// A label that is nothing but a name stands for nothing: people may be called `Pending`.
    pub(crate) fn meaning(&self, label: &str, names: &[String]) -> Meaning {
        if names.iter().any(|name| name == label) {
            return Meaning::default();
        }
        let mut keys = self.keys(label);
        let mut named: Vec<String> = names
            .iter()
            .filter_map(|name| without_name(label, name))
            .flat_map(|cut| self.keys(&cut))
            .collect();
        keys.extend(named.iter().cloned());
        let mut number = None;
        if keys.is_empty()
            && let Some((cut, found)) = without_number(label)
        {
            keys = self.keys(&cut);
            number = (!keys.is_empty()).then_some(found);
        }
        for keys in [&mut keys, &mut named] {
            keys.sort();
            keys.dedup();
        }
        Meaning {
            keys,
            named,
            somebody: self.somebody(label),
            number,
        }
    }

    /// How much of a normalised label is a wording of this language, whoever of `names` stands in it.
    pub(crate) fn wording(&self, label: &str, names: &[String]) -> Option<Wording> {
        if names.iter().any(|name| name == label) {
            return None;
        }
        let wording = |length, name: Option<&String>, has_number| Wording {
            length,
            name: name.cloned(),
            has_number,
        };
        let cuts: Vec<(&String, String)> = names
            .iter()
            .filter_map(|name| Some((name, without_name(label, name)?)))
            .collect();
        if self.labels.contains_key(label) {
            return Some(wording(label.len(), None, false));
        }
        if let Some((name, _)) = cuts.iter().find(|(_, cut)| self.labels.contains_key(cut)) {
            return Some(wording(label.len(), Some(name), false));
        }
        if without_number(label).is_some_and(|(cut, _)| self.labels.contains_key(&cut)) {
            return Some(wording(label.len(), None, true));
        }
        let plain = self.opening(label).map(|opening| wording(opening.len(), None, false));
        let by_name = cuts.iter().filter_map(|(name, cut)| {
            let opening = self.opening(cut)?;
            let length = if opening.contains(NAME) {
                opening.len() - NAME.len() + name.len()
            } else {
                opening.len()
            };
            Some(wording(length, Some(name), false))
        });
        plain.into_iter().chain(by_name).max_by_key(|wording| wording.length)
    }

    /// The longest opening of a sentence that a label begins with.
    fn opening(&self, label: &str) -> Option<&str> {
        let openings = self.openings.iter().map(|(opening, _)| opening.as_str());
        openings
            .filter(|opening| label.starts_with(opening))
            .max_by_key(|opening| opening.len())
    }

    /// The names that a normalised label would hold, if it is a wording with a name.
    pub(crate) fn names_in<'l>(&self, label: &'l str) -> Vec<&'l str> {
        let frames = self
            .frames
            .iter()
            .filter(|(before, behind, _)| before.len() + behind.len() > 3);
        let name = |(before, behind, _): &(String, String, String)| {
            let inside = label.strip_prefix(before.as_str())?.strip_suffix(behind.as_str())?;
            let name = inside.trim();
            (!name.is_empty()).then_some(name)
        };
        frames.filter_map(name).collect()
    }

    /// Whether the label stands where a name would, on the card of somebody out of the network.
    pub(crate) fn stands_for_nobody(&self, label: &str) -> bool {
        self.keys(label).iter().any(|key| key == "out_of_network")
    }

    fn somebody(&self, label: &str) -> Vec<String> {
        let fits = |before: &str, behind: &str| {
            let name = label.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
            name.is_some_and(|name| !name.trim().is_empty())
        };
        // A frame without words around the name would fit everything.
        let frames = self
            .frames
            .iter()
            .filter(|(before, behind, _)| before.len() + behind.len() > 3);
        // Of two openings of a sentence the longer one is meant: `se conectar` is nobody's name.
        let plain = self.opening(label).map_or(0, str::len);
        let opens = |opening: &str| {
            let (before, behind) = opening.split_once(NAME)?;
            let rest = label.strip_prefix(before)?;
            (before.len() + behind.len() > plain && rest.contains(behind)).then_some(())
        };
        let openings = self.openings.iter().filter(|(opening, _)| opens(opening).is_some());
        frames
            .filter(|(before, behind, _)| fits(before, behind))
            .map(|(.., key)| key.clone())
            .chain(openings.map(|(_, key)| key.clone()))
            .collect()
    }

    fn keys(&self, label: &str) -> Vec<String> {
        let whole = self.labels.get(label).cloned().unwrap_or_default();
        let opened = self
            .openings
            .iter()
            .filter(|(opening, _)| label.starts_with(opening.as_str()))
            .map(|(_, key)| key.clone());
        whole.into_iter().chain(opened).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let table = r#"
            [en]
            invite = ["Invite {X} to connect"]
            left = ["{N} personalized invitations remaining for this month."]
            cooled = ["Invitation not sent to {X}. You can resend{...}"]
            [de]
            more = ["Mehr"]
        "#;
        Words::new(toml::from_str(table).unwrap())
    }

    #[test]
    fn labels_are_known_whole_and_in_their_language_only() {
        let words = words();
        let english = words.dictionary(Some("en-US")).unwrap();
        let names = ["Ada".to_owned()];
        assert_eq!(english.meaning("Invite Ada to connect", &names).keys, ["invite"]);
        assert!(english.meaning("Invite Bob to connect", &names).keys.is_empty());
        assert!(english.meaning("Mehr", &names).keys.is_empty());
        assert_eq!(english.meaning("Invite Bob to connect", &names).somebody, ["invite"]);
        let ada = english.meaning("Invite Ada to connect", &names);
        assert_eq!(ada.named, ["invite"]);
        assert!(words.dictionary(Some("xx")).is_none());
        let bob = english.meaning("Invite Bob to connect", &names);
        for (name, is_another) in [("Ada", true), ("Dr. Bob Example", false), ("J. Bob", true)] {
            assert_eq!(
                bob.is_about_another(Some(name), "Invite Bob to connect"),
                is_another,
                "{name}"
            );
        }
        let german = words.dictionary(Some("de")).unwrap();
        assert!(
            german.meaning("Mehr", &["Mehr".to_owned()]).keys.is_empty(),
            "somebody is called Mehr"
        );
        assert_eq!(words.dictionary(None).unwrap().meaning("Mehr", &[]).keys, ["more"]);
    }

    #[test]
    fn numbers_and_openings_are_understood() {
        let words = words();
        let english = words.dictionary(Some("en")).unwrap();
        let meaning = english.meaning("3 personalized invitations remaining for this month", &[]);
        assert_eq!(
            (meaning.keys.as_slice(), meaning.number),
            (["left".to_owned()].as_slice(), Some(3))
        );
        let names = ["Ada".to_owned()];
        let text = "Invitation not sent to Ada. You can resend an invitation 3 weeks after";
        assert_eq!(english.meaning(text, &names).keys, ["cooled"]);
    }
}

//! Nothing that people write, and nobody else's control, fakes a state or an owner.
//!
//! What is planted may make a page unknown, or hide what was decisive; it never decides.

use std::collections::{BTreeMap, BTreeSet};

use linkwright::page::{Element, PageState, Recognition, Snapshot};

use crate::corpus::{recognise, root};
use crate::forgery::{Host, OTHER, PLANTED, Place, escaped, host, hosts};
use crate::refuse;
use crate::tricks::{FORGED, OTHERS, PRETENCES};

const PLACES: [Place; 4] = [Place::Card, Place::About, Place::Post, Place::Rail];
const OUTSIDE: [Place; 3] = [Place::About, Place::Post, Place::Rail];

/// What the forged page makes believe that the clean one did not say.
fn faked(host: &Host, snapshot: &Snapshot) -> Option<String> {
    let seen = recognise(snapshot);
    let clean = &host.page.seen;
    let undecided = matches!(seen.state, PageState::Unknown | PageState::MoreMenuClosed);
    if seen.state != clean.state && !undecided {
        return Some(format!("{}: seen as {} by {}", host.page.name, seen.state, seen.rule));
    }
    wrong_control(clean, &seen).map(|element| format!("{}: {element} is another's", host.page.name))
}

/// A control that is planted, or another than on the clean page.
fn wrong_control(clean: &Recognition, seen: &Recognition) -> Option<Element> {
    let is_wrong = |element: &Element| {
        let handle = seen.control(*element)?.handle;
        let planted = handle.is_some_and(|handle| handle >= PLANTED);
        let moved = clean.control(*element).is_none_or(|control| control.handle != handle);
        (planted || moved).then_some(*element)
    };
    seen.controls.keys().find_map(is_wrong)
}

/// All labels of one language, whole, with a name in them.
fn labels(language: &str, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("selectors/words.toml")).expect("the words can be read");
    let words: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(&text).expect("the words are TOML");
    let labels: BTreeSet<&String> = words[language].values().flatten().collect();
    let filled = labels.into_iter().map(|label| {
        let label = label.replace("{X}", name).replace("{N}", "3");
        label.replace("{...}", " Please try again.")
    });
    filled.collect()
}

const LANGUAGES: [&str; 7] = ["en", "de", "es", "fr", "it", "ja", "pt"];

#[test]
fn no_label_of_a_language_written_as_text_changes_anything() {
    let mut faults = Vec::new();
    let mut variants = 0;
    for host in LANGUAGES.iter().flat_map(|language| hosts(&[language])) {
        let language = host
            .page
            .seen
            .language
            .clone()
            .expect("recorded pages tell their language");
        for name in [host.owner.as_str(), OTHER] {
            let texts = labels(language.split('-').next().unwrap_or_default(), name);
            let markup: String = texts
                .iter()
                .map(|text| escaped(text))
                .map(|text| format!("<p>{text}</p><span>{text}</span><div><div>{text}</div></div>"))
                .collect();
            for place in PLACES {
                variants += texts.len();
                let snapshot = host.planted(place, &markup);
                let seen = recognise(&snapshot);
                if seen.state != host.page.seen.state || seen.controls != host.page.seen.controls {
                    faults.push(format!(
                        "{} {place:?} {name}: {} by {}",
                        host.page.name, seen.state, seen.rule
                    ));
                }
            }
        }
    }
    assert!(variants >= 10_000, "only {variants} labels were planted");
    refuse(&faults);
}

#[test]
fn no_headline_decides() {
    let mut faults = Vec::new();
    for host in hosts(&["en", "ja"]) {
        for headline in PRETENCES {
            let own = headline.replace(OTHER, &host.owner);
            for headline in BTreeSet::from([(*headline).to_owned(), own]) {
                let fault = faked(&host, &host.headlined(&headline));
                faults.extend(fault.map(|fault| format!("`{headline}` {fault}")));
            }
        }
    }
    refuse(&faults);
}

#[test]
fn no_name_decides() {
    let mut faults = Vec::new();
    for host in hosts(&["en", "de"]) {
        for name in PRETENCES {
            let fault = faked(&host, &host.renamed(name));
            faults.extend(fault.map(|fault| format!("`{name}` {fault}")));
        }
    }
    refuse(&faults);
}

#[test]
fn a_card_without_degree_is_not_connected_by_a_headline() {
    let host = host("person/moreMenuClosed--sdui-open-profile");
    let mut faults = Vec::new();
    for headline in ["· 1st", "· 1st degree connection", "·1"] {
        let mut snapshot = host.headlined(headline);
        let degree = "<p>· 3rd</p>";
        assert!(snapshot.html.contains(degree));
        snapshot.html = snapshot.html.replacen(degree, "", 1);
        faults.extend(faked(&host, &snapshot).map(|fault| format!("`{headline}` {fault}")));
    }
    refuse(&faults);
}

fn filled(markup: &str, host: &Host) -> String {
    let short = &host.slug[..host.slug.len() - 1];
    markup
        .replace("OWNER", &escaped(&host.owner))
        .replace("SLUG", &host.slug)
        .replace("SHORT", short)
}

fn faults_of(forgeries: &[(&str, &str)], places: &[Place], languages: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for host in hosts(languages) {
        for (what, markup) in forgeries {
            for place in places {
                let snapshot = host.planted(*place, &filled(markup, &host));
                faults.extend(faked(&host, &snapshot).map(|fault| format!("{what}, {place:?}: {fault}")));
            }
        }
    }
    faults
}

#[test]
fn nobody_elses_control_is_the_owners_wherever_it_lies() {
    refuse(&faults_of(OTHERS, &PLACES, &["en"]));
}

#[test]
fn nothing_in_texts_posts_and_rails_is_the_owners_control_or_the_site() {
    refuse(&faults_of(FORGED, &OUTSIDE, &["en"]));
}

#[test]
fn at_least_sixty_forgeries_are_tried() {
    let tricks: BTreeSet<&str> = OTHERS.iter().chain(FORGED).map(|(what, _)| *what).collect();
    assert_eq!(tricks.len(), OTHERS.len() + FORGED.len(), "two forgeries have one name");
    assert!(OTHERS.len() * PLACES.len() + FORGED.len() * OUTSIDE.len() >= 60);
}

//! What the server tells a page about a person: the data that the page's own script draws from.
//!
//! It knows no HTML.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::people::{Person, about_text, find, headline, member_id, member_number};
use super::scene::{Relation, Trap};
use super::truth::Truth;
use super::words::vocabulary;

const SLUG: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// A slug as addresses carry it.
pub(crate) fn slug_in_url(slug: &str) -> String {
    utf8_percent_encode(slug, SLUG).to_string()
}

/// Everything a profile page's script needs.
pub(crate) fn page(truth: &Truth, person: &Person) -> Value {
    json!({
        "words": vocabulary(truth.language),
        "me": {"slug": "olive-owner"},
        "person": subject(truth, person),
        "hydration": truth.delay(person.scene.hydration),
        "scale": truth.lag_scale,
        "unread": if person.slug.len().is_multiple_of(2) { 3 } else { 0 },
        "rail": rail(truth, &RAIL[..8]),
        "pymk": rail(truth, &RAIL[8..]),
    })
}

fn subject(truth: &Truth, person: &Person) -> Value {
    let scene = &person.scene;
    let traps: Vec<_> = scene.traps.iter().map(|trap| trap.word()).collect();
    json!({
        "slug": person.slug,
        "slugInUrl": slug_in_url(person.slug),
        "name": if truth.shown(person) == Relation::OutOfNetwork { "" } else { person.name },
        "headline": headline(person),
        "about": about_text(person),
        "location": PLACES[person.slug.len() % PLACES.len()],
        "memberId": member_id(person.slug),
        "memberNumber": member_number(person.slug),
        "relation": truth.shown(person).word(),
        "place": scene.place.word(),
        "degree": scene.degree,
        "traps": traps,
        "neighbour": scene.has(Trap::NeighbourOnTop).then(|| other(&format!("{}-123", person.slug), NEIGHBOUR, "stranger")),
        "another": scene.has(Trap::BecomesAnother).then(|| find("ada-example").map(|another| subject(truth, another))),
    })
}

fn other(slug: &str, name: &str, relation: &str) -> Value {
    json!({
        "slug": slug,
        "slugInUrl": slug_in_url(slug),
        "name": name,
        "headline": "Somebody else entirely",
        "memberId": member_id(slug),
        "relation": relation,
    })
}

fn rail(truth: &Truth, people: &[(&str, &str, &str)]) -> Vec<Value> {
    let invited = |slug: &str| truth.log.iter().any(|entry| entry.slug == slug);
    people
        .iter()
        .map(|(slug, name, relation)| other(slug, name, if invited(slug) { "pending" } else { relation }))
        .collect()
}

/// The name of somebody who has no page here.
pub(crate) fn bystander(slug: &str) -> &'static str {
    RAIL.iter()
        .find(|(known, _, _)| *known == slug)
        .map_or(NEIGHBOUR, |(_, name, _)| name)
}

const PLACES: [&str; 3] = [
    "Exampleton, Nowhere",
    "Port Invented, Farland",
    "Upper Sample, Greater Example Area",
];

const NEIGHBOUR: &str = "Paulina Neighbour";

/// People who stand in the rails only. A press of their Connect sends at once.
const RAIL: &[(&str, &str, &str)] = &[
    ("rafa-railman", "Rafa Railman", "stranger"),
    ("runa-rail", "Runa Rail", "pending"),
    ("ada-example-123", "Ada Exampleton", "stranger"),
    ("ricky-railway", "Ricky Railway", "follow"),
    ("rosa-rails", "Rosa Rails", "connected"),
    ("rupert-railing", "Rupert Railing", "stranger"),
    ("rhea-railhead", "Rhea Railhead", "stranger"),
    ("rollo-railcar", "Rollo Railcar", "pending"),
    ("sita-sidebar", "Sita Sidebar", "stranger"),
    ("sven-sidecar", "Sven Sidecar", "stranger"),
    ("susi-sideline", "Susi Sideline", "pending"),
    ("saul-sidestep", "Saul Sidestep", "connected"),
    ("sonia-sidewalk", "Sonia Sidewalk", "stranger"),
    ("stig-sideview", "Stig Sideview", "follow"),
];

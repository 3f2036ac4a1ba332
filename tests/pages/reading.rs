//! What is read from a person's page: every field of `basicInfo`, and nothing that the page does not say.

use linkwright::page::{Snapshot, profile};
use serde_json::{Map, Value, json};

use crate::corpus::{corpus, page, rules};
use crate::refuse;

const FIELDS: &[&str] = &[
    "name",
    "publicUrl",
    "hashedUrl",
    "headline",
    "location",
    "countryCode",
    "position",
    "about",
    "companyName",
    "companyHashedUrl",
    "followersCount",
    "avatarUrl",
    "urn",
    "viewerState",
];

const RAW_ABOUT: &str =
    "I draw bridges that nobody crosses. Something went wrong once; a page that doesn’t exist is my favourite.";
const RAW_FACE: &str = "https://media.example.com/dms/profile-displayphoto-shrink_200_200/ada.jpg";

fn read(snapshot: &Snapshot) -> Value {
    let info = profile::read(rules(), snapshot).or_else(|_| profile::read(rules(), snapshot));
    serde_json::to_value(info.expect("fixtures are small")).expect("it is plain data")
}

/// What is said, and null for every other field.
fn nothing_but(said: &Value) -> Value {
    let mut fields: Map<String, Value> = FIELDS.iter().map(|field| ((*field).to_owned(), Value::Null)).collect();
    fields.insert("viewerState".to_owned(), json!({ "connectionDegree": null }));
    for (field, value) in said.as_object().expect("what is said is an object") {
        let before = fields.insert(field.clone(), value.clone());
        assert!(before.is_some(), "basicInfo has no field `{field}`");
    }
    Value::Object(fields)
}

/// What a page that a browser saved says, its degree apart.
fn saved(degree: &Value) -> Value {
    json!({
        "name": "Ada Example",
        "publicUrl": "https://www.linkedin.com/in/ada-example",
        "hashedUrl": "https://www.linkedin.com/in/ACoAAEx4mpleEx4mpleEx4mpleEx4mpleAbcdEF",
        "headline": "Invents bridges at Example Works",
        "location": "Exampleton, Imaginary County",
        "about": RAW_ABOUT,
        "companyName": "Example Works",
        "followersCount": 1204,
        "avatarUrl": RAW_FACE,
        "viewerState": { "connectionDegree": degree },
    })
}

fn with(mut info: Value, field: &str, value: Value) -> Value {
    info[field] = value;
    info
}

fn newer_front_end() -> Vec<(&'static str, Value)> {
    vec![
        (
            "person/connectable--sdui-en",
            json!({
                "name": "Ada Example",
                "publicUrl": "https://www.linkedin.com/in/ada-example",
                "hashedUrl": "https://www.linkedin.com/in/ACoAAz9wqf0FFGWC3Caw1EimBfKQX7xMR3kN5PO",
                "headline": "Cartographer of imaginary coasts",
                "location": "Upper Sample, Greater Example Area",
                "about": "My work is to be found, opened and sometimes invited. It is a quiet life, and a useful one.",
                "followersCount": 1204,
                "viewerState": { "connectionDegree": "2nd" },
            }),
        ),
        (
            "person/connected--sdui-de",
            json!({
                "name": "Connie Connected",
                "publicUrl": "https://www.linkedin.com/in/connie-connected",
                "hashedUrl": "https://www.linkedin.com/in/ACoAA3ywWCuxMS99YHh66LVZ2VTnJqD04q6djmh",
                "headline": "Keeper of invented facts at Example Works",
                "location": "Port Invented, Farland",
                "about": "I test things that do not exist. Nothing on this page is about a real person.",
                "followersCount": 1204,
                "viewerState": { "connectionDegree": "1st" },
            }),
        ),
        (
            // Markup in a name is text, and typographic quotes stay what they are.
            "person/connectable--sdui-markup-name",
            json!({
                "name": "Quinn \"Q\" O'Quote </h2><b>& 🦊 {X}",
                "publicUrl": "https://www.linkedin.com/in/spoof-markup",
                "hashedUrl": "https://www.linkedin.com/in/ACoAAhEj1wr2YW9KiVEv2snAtVJYbTTfzjtUMX6",
                "headline": "Teaching machines to say “I do not know”",
                "location": "Exampleton, Nowhere",
                "about": "I test things that do not exist. Nothing on this page is about a real person.",
                "followersCount": 1204,
                "viewerState": { "connectionDegree": "2nd" },
            }),
        ),
        (
            // The headline is "· 1st": two degree lines contradict each other, and the place is no headline.
            "person/connectable--sdui-headline-1st",
            json!({
                "name": "Dora Degree",
                "publicUrl": "https://www.linkedin.com/in/spoof-degree",
                "hashedUrl": "https://www.linkedin.com/in/ACoAAxnQrEdj3zl4om8vKJ8tADWaEQmvfQQJcNr",
                "location": "Exampleton, Nowhere",
                "about": "I test things that do not exist. Nothing on this page is about a real person.",
                "followersCount": 1204,
            }),
        ),
    ]
}

fn saved_pages() -> Vec<(&'static str, Value)> {
    vec![
        ("person/connected--raw-sdui-name-row-2", saved(&json!("1st"))),
        ("person/connected--raw-sdui-name-row-3", saved(&json!("1st"))),
        (
            // Without the link to the contact details nobody can tell which line is the place.
            "person/connected--raw-sdui-name-row-4",
            with(saved(&json!("1st")), "location", Value::Null),
        ),
        (
            "person/connectable--raw-sdui-de",
            with(saved(&json!("2nd")), "followersCount", json!(12345)),
        ),
    ]
}

fn older_front_end() -> Vec<(&'static str, Value)> {
    vec![
        (
            "person/connectable--ember-en",
            json!({
                "name": "Emma Ember",
                "publicUrl": "https://www.linkedin.com/in/emma-ember",
                "headline": "Head of Footnotes, Example & Example",
                "location": "Port Invented, Farland",
                "about": "Ask me about examples. I have been one for as long as I can remember.",
                "urn": "urn:li:member:103430",
                "viewerState": { "connectionDegree": "2nd" },
            }),
        ),
        (
            "person/connected--ember-ja",
            json!({
                "name": "Esme Emberconnected",
                "publicUrl": "https://www.linkedin.com/in/esme-emberconnected",
                "headline": "Cartographer of imaginary coasts",
                "location": "Port Invented, Farland",
                "about": "My work is to be found, opened and sometimes invited. It is a quiet life, and a useful one.",
                "urn": "urn:li:member:103615",
                "viewerState": { "connectionDegree": "1st" },
            }),
        ),
        (
            "person/connectable--raw-ember",
            json!({
                "name": "Ada Example",
                "publicUrl": "https://www.linkedin.com/in/ada-example",
                "headline": "Invents bridges at Example Works",
                "location": "Exampleton, Imaginary County",
                "about": "A page that doesn’t exist is still a page.",
                "followersCount": 1204,
                "avatarUrl": "https://media.example.com/ada.jpg",
                "urn": "urn:li:member:100100",
                "viewerState": { "connectionDegree": "2nd" },
            }),
        ),
        (
            "person/connectable--ember-2021",
            json!({
                "name": "Ada Example",
                "publicUrl": "https://www.linkedin.com/in/ada-example",
                "headline": "Invents bridges",
                "about": "A page that doesn’t exist is still a page.",
                "followersCount": 1204,
            }),
        ),
    ]
}

#[test]
fn every_field_is_what_the_page_says_and_null_where_it_says_nothing() {
    let mut pages = newer_front_end();
    pages.extend(saved_pages());
    pages.extend(older_front_end());
    pages.push(("gate/notAPersonPage--feed", json!({})));
    for (name, said) in pages {
        assert_eq!(read(&page(name).snapshot), nothing_but(&said), "{name}");
    }
}

#[test]
fn a_degree_that_is_read_never_contradicts_the_state() {
    let faults: Vec<String> = corpus()
        .iter()
        .filter(|page| page.name.starts_with("person/"))
        .filter_map(|page| {
            let degree = read(&page.snapshot)["viewerState"]["connectionDegree"].clone();
            let is_first = degree == "1st";
            let is_other = degree == "2nd" || degree == "3rd+";
            let is_connected = page.name.starts_with("person/connected");
            let fits = if is_connected { !is_other } else { !is_first };
            (!fits).then(|| format!("{}: {degree}", page.name))
        })
        .collect();
    refuse(&faults);
}

#[test]
fn an_address_and_a_photo_are_read_only_where_they_are_whole() {
    let faults: Vec<String> = corpus()
        .iter()
        .filter_map(|page| {
            let info = read(&page.snapshot);
            let opens = |field: &str, with: &str| info[field].as_str().is_none_or(|text| text.starts_with(with));
            let whole = opens("publicUrl", "https://www.linkedin.com/in/")
                && opens("hashedUrl", "https://www.linkedin.com/in/ACoAA")
                && opens("avatarUrl", "http")
                && opens("urn", "urn:li:member:");
            (!whole).then(|| format!("{}: {info}", page.name))
        })
        .collect();
    refuse(&faults);
}

/// A line that is not there is not answered with another one.
#[test]
fn an_absent_headline_or_place_stays_absent() {
    let read_of = |name: &str, from: &str, to: &str| {
        let page = page(name);
        assert!(page.snapshot.html.contains(from), "{name}: {from}");
        let html = page.snapshot.html.replacen(from, to, 1);
        read(&Snapshot { html, ..page.snapshot })
    };
    for (from, field) in [("Maker of samples", "headline"), ("Sampleton, Nowhere", "location")] {
        let said = read_of("person/connectable--sdui-lines", from, "");
        assert_eq!(said[field], Value::Null, "newer: {said}");
        let other = if field == "headline" { "location" } else { "headline" };
        assert!(said[other].is_string(), "newer, the other one: {said}");
        let said = read_of("person/connectable--ember-lines", from, "");
        assert_eq!(said[field], Value::Null, "older: {said}");
    }
}

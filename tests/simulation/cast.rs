//! Whom a seed is about, and what is asked for.

use std::time::Duration;

use linkwright::workflow::Workflow;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::world::{Person, Relation};

/// One to three people; where a second try is allowed nothing comes late.
pub(crate) fn people(chance: &mut Chance, retries: bool) -> Vec<Person> {
    let names = ["ada-example", "bob-example", "cleo-example"];
    let count = 1 + usize::try_from(chance.below(3)).expect("small");
    names[..count]
        .iter()
        .map(|slug| Person {
            slug: (*slug).to_owned(),
            before: match chance.below(10) {
                0 => Relation::Pending,
                1 => Relation::Connected,
                _ => Relation::Connectable,
            },
            sends_at_once: chance.one_in(4),
            lag: match chance.below(4) {
                _ if retries => chance.millis(10_000),
                0 => chance.millis(12_000),
                1 => chance.millis(40_000),
                _ => Duration::ZERO,
            },
            applied: Vec::new(),
            walls: 0,
        })
        .collect()
}

/// One root per person, sometimes somebody twice, sometimes with a note, sometimes under its parent.
pub(crate) fn workflow(chance: &mut Chance, people: &[Person]) -> Workflow {
    let mut slugs: Vec<&str> = people.iter().map(|person| person.slug.as_str()).collect();
    if chance.one_in(5) {
        slugs.push(slugs[0]);
    }
    let roots: Vec<Value> = slugs.into_iter().map(|slug| root(chance, slug)).collect();
    Workflow::parse(Value::from(roots).to_string().as_bytes()).expect("a valid workflow")
}

fn root(chance: &mut Chance, slug: &str) -> Value {
    let person = format!("https://www.linkedin.com/in/{slug}");
    let mut request = json!({"actionType": "st.sendConnectionRequest"});
    if chance.one_in(2) {
        request["note"] = json!("Hello, we met in Exampletown.");
    }
    if chance.one_in(3) {
        return json!({"actionType": "st.openPersonPage", "personUrl": person, "then": request});
    }
    request["personUrl"] = json!(person);
    request
}

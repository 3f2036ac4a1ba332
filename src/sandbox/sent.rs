//! The list of sent invitations: who stands in it, and how much of it a page is given at once.
//!
//! What waits comes from [`Truth`]; it knows no markup.

use serde_json::{Value, json};

use super::people::{FrontEnd, headline, member_number, people};
use super::scene::Relation;
use super::truth::Truth;
use super::view::slug_in_url;
use super::words::{Language, vocabulary, word};

/// Rows that one page of the list, or one answer to a call for more, brings.
const AT_ONCE: usize = 6;

/// One invitation that waits.
struct Row {
    slug: &'static str,
    name: &'static str,
    headline: &'static str,
    member: Option<u32>,
    weeks: u32,
}

/// Everything that the list's own script needs; `nobody` leaves everybody out.
pub(crate) fn page(truth: &Truth, look: FrontEnd, nobody: bool) -> Value {
    let mut first = part(truth, 0);
    if nobody {
        first = json!({"rows": [], "more": false, "total": 0});
    }
    json!({
        "words": vocabulary(truth.language),
        "scale": truth.lag_scale,
        "delay": truth.delay(120),
        "look": match look { FrontEnd::Sdui => "sdui", FrontEnd::Ember => "ember" },
        "list": first,
    })
}

/// The rows from a place on.
pub(crate) fn part(truth: &Truth, from: usize) -> Value {
    let rows = rows(truth);
    let shown: Vec<Value> = rows
        .iter()
        .skip(from)
        .take(AT_ONCE)
        .map(|row| told(truth.language, row))
        .collect();
    json!({"more": rows.len() > from + AT_ONCE, "total": rows.len(), "rows": shown})
}

/// The newest first: what was sent here, then what waited before.
fn rows(truth: &Truth) -> Vec<Row> {
    let mut known: Vec<Row> = people()
        .iter()
        .filter(|person| truth.shown(person) == Relation::Pending)
        .map(|person| Row {
            slug: person.slug,
            name: person.name,
            headline: headline(person),
            member: Some(member_number(person.slug)),
            weeks: if person.scene.relation == Relation::Pending {
                1
            } else {
                0
            },
        })
        .collect();
    known.sort_by_key(|row| row.weeks);
    let before = BEFORE.iter().filter(|(slug, ..)| !truth.has_withdrawn(slug));
    known.extend(before.map(|&(slug, name, headline, weeks)| Row {
        slug,
        name,
        headline,
        member: None,
        weeks,
    }));
    known
}

fn told(language: Language, row: &Row) -> Value {
    let time = match row.weeks {
        0 => word(language, "sentToday").to_owned(),
        1 => word(language, "sentWeek").to_owned(),
        weeks => word(language, "sentWeeksN").replace("{N}", &weeks.to_string()),
    };
    json!({
        "slug": row.slug, "slugInUrl": slug_in_url(row.slug), "name": row.name, "headline": row.headline,
        "memberNumber": row.member, "time": time,
    })
}

/// People who were invited before, and have no page here.
const BEFORE: &[(&str, &str, &str, u32)] = &[
    ("wanja-waiting", "Wanja Waiting", "Waits for a living", 2),
    ("willa-waits", "Willa Waits", "Reader of unopened letters", 2),
    ("wim-waitlong", "Wim Waitlong", "Collector of quiet", 3),
    (
        "wilma-while",
        "Wilma While",
        "Sent · Pending · Withdraw (an honest headline)",
        3,
    ),
    ("walid-wait", "Walid Wait", "Gardener of invented gardens", 4),
    ("wendy-waiter", "Wendy Waiter", "Waiter at Example’s", 5),
    ("wolf-wayting", "Wolf Wayting", "Head of Patience", 6),
    ("wyn-awaits", "Wyn Awaits", "Keeper of spare time", 7),
    ("wes-stillhere", "Wes Stillhere", "Still here", 9),
    ("wu-longago", "Wu Longago", "Archivist of long ago", 12),
];

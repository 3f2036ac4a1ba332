//! Who is who: names that one page shows together are one person, and stable ids lead.

use linkwright::ledger::Standing;
use linkwright::person::{PersonKeys, PersonUrl, Slug};

use crate::stage::{ask, desk, error, is_barred, keys, keys_with, send, slug, standing, try_begin, url};

const HASHED: &str = "ACoAABcDeFgHiJ";

fn hashed(id: &str) -> PersonKeys {
    PersonKeys::from(&slug(id))
}

#[test]
fn names_that_one_page_shows_together_bar_each_other() {
    let desk = desk();
    let (_, request) = ask(&desk, HASHED);
    let page = PersonKeys {
        slugs: vec![slug(HASHED), slug("ada-example")],
        member: Some("4711".to_owned()),
        hashed: Some(HASHED.to_owned()),
    };
    let attempt = try_begin(&desk, &request, &page).expect("nothing bars it");
    let known = desk.in_doubt().expect("a list").remove(0).keys;
    assert_eq!((&known.member, &known.hashed), (&page.member, &page.hashed));
    for name in [keys("ada-example"), hashed(HASHED), keys_with("renamed-since", "4711")] {
        assert_eq!(
            desk.standing(&name),
            Ok(Standing::InDoubt(attempt.id().clone())),
            "{name:?}"
        );
    }
    assert!(!is_barred(
        &desk,
        &hashed(&HASHED.replace('A', "a").replace("acoa", "ACoA"))
    ));
}

#[test]
fn a_plain_answer_teaches_names_too() {
    let desk = desk();
    send(&desk, "ada-example");
    let (_, request) = ask(&desk, "old-address");
    let landed = keys("old-address").with_slug(&slug("ada-example"));
    let told = error(linkwright::outcome::ErrorType::AlreadyPending);
    desk.answer(&request, &landed, &told).expect("answered");
    assert!(is_barred(&desk, &keys("old-address")), "one page named both");
}

#[test]
fn two_invited_persons_who_turn_out_to_be_one_stay_barred() {
    let desk = desk();
    send(&desk, "ada-example");
    let (_, request) = ask(&desk, "bob-example");
    let attempt = try_begin(&desk, &request, &keys_with("bob-example", "4711")).expect("nothing bars it");
    let both = keys_with("ada-example", "4711");
    assert_eq!(
        desk.standing(&both),
        Ok(Standing::InDoubt(attempt.id().clone())),
        "doubt weighs most"
    );
    let (_, third) = ask(&desk, "ada-example");
    try_begin(&desk, &third, &both).expect_err("barred twice");
    assert_eq!(
        standing(&desk, "ada-example"),
        Standing::InDoubt(attempt.id().clone()),
        "now they are one"
    );
}

#[test]
fn a_slug_that_has_moved_to_somebody_else_bars_them_not() {
    let desk = desk();
    let (_, request) = ask(&desk, "ada-example");
    let before = keys_with("ada-example", "4711");
    let attempt = try_begin(&desk, &request, &before).expect("nothing bars it");
    let now = keys_with("ada-example", "4712");
    assert!(!is_barred(&desk, &now), "another person has the slug now");
    let (_, request) = ask(&desk, "ada-example");
    let other = try_begin(&desk, &request, &now).expect("nothing bars it");
    assert_eq!(
        standing(&desk, "ada-example"),
        Standing::InDoubt(other.id().clone()),
        "the slug leads to the new one"
    );
    let by_id = PersonKeys {
        member: Some("4711".to_owned()),
        ..PersonKeys::default()
    };
    assert_eq!(
        desk.standing(&by_id),
        Ok(Standing::InDoubt(attempt.id().clone())),
        "the old one is still barred"
    );
}

#[test]
fn an_id_of_another_kind_is_no_sign_of_a_move() {
    let desk = desk();
    let (_, request) = ask(&desk, "ada-example");
    try_begin(&desk, &request, &keys_with("ada-example", "4711")).expect("nothing bars it");
    let now = PersonKeys {
        hashed: Some(HASHED.to_owned()),
        ..keys("ada-example")
    };
    assert!(is_barred(&desk, &now));
}

#[test]
fn the_slug_that_was_asked_for_is_barred_although_the_page_shows_another() {
    let desk = desk();
    let (_, request) = ask(&desk, "ada-example");
    try_begin(&desk, &request, &keys("ada-landed")).expect("nothing bars it");
    assert!(is_barred(&desk, &keys("ada-example")));
    assert!(is_barred(&desk, &keys("ada-landed")));
}

#[test]
fn sites_have_persons_of_their_own() {
    let ledger = crate::stage::ledger();
    let take = |site| {
        ledger
            .take_over("default", site, linkwright::ledger::Limits::none())
            .expect("a desk")
    };
    let (one, two) = (take("http://127.0.0.1:1"), take("http://127.0.0.1:2"));
    send(&one, "ada-example");
    assert_eq!(standing(&two, "ada-example"), Standing::Free);
}

#[test]
fn fifty_persons_in_many_spellings_are_fifty_persons() {
    let desk = desk();
    for number in 0..50 {
        let name = format!("zoë-example-{number}");
        let mut asked = spelt(&name);
        asked.extend(led_to(&name, number));
        // Each begins with another one of them.
        let first = number % asked.len();
        asked.rotate_left(first);
        asked.push(renamed(&name, number));
        asked.push(("renamed".to_owned() + &name, keys(&format!("renamed{name}"))));
        assert_eq!(asked.len(), 21);
        let mut invited = 0;
        for (slug, person) in &asked {
            let (_, request) = ask(&desk, slug);
            invited += i32::from(try_begin(&desk, &request, person).is_ok());
        }
        assert_eq!(invited, 1, "{name}");
    }
    let open = desk.in_doubt().expect("a list");
    assert_eq!(open.len(), 50);
    let slugs: std::collections::BTreeSet<Slug> = open.iter().map(|one| one.person.slug().clone()).collect();
    assert_eq!(slugs.len(), 50);
}

/// What is asked for, and what the page that it leads to says.
type Asked = (String, PersonKeys);

/// One address in many spellings, by letters, tail and host.
fn spelt(name: &str) -> Vec<Asked> {
    let spellings = [
        name.to_owned(),
        name.to_uppercase(),
        name.replace('-', "%2D"),
        name.replace('ë', "%C3%AB"),
        name.replace('ë', "e\u{308}"),
        name.replace('ë', "%C3%8B"),
        name.replace("example", "%45xample"),
    ];
    let tails = ["/", "/details/skills/?trk=x"];
    let mut asked: Vec<Asked> = spellings
        .iter()
        .flat_map(|spelling| {
            tails.map(|tail| {
                (
                    spelling.clone(),
                    PersonKeys::from(url(&format!("{spelling}{tail}")).slug()),
                )
            })
        })
        .collect();
    for host in [
        "https://de.linkedin.com",
        "http://m.linkedin.com",
        "https://linkedin.com",
    ] {
        let person: PersonUrl = format!("{host}/in/{name}").parse().expect("a person's address");
        asked.push((name.to_owned(), PersonKeys::from(person.slug())));
    }
    asked
}

/// The id that every page of a person shows.
fn id(number: usize) -> String {
    format!("ACoAABcDeFgHi{number:02}")
}

/// An address by id and an old one, both of which the site redirects.
fn led_to(name: &str, number: usize) -> [Asked; 2] {
    [id(number), format!("old-{name}")].map(|asked| {
        let person = PersonKeys {
            slugs: vec![slug(&asked), slug(name)],
            hashed: Some(id(number)),
            ..PersonKeys::default()
        };
        (asked, person)
    })
}

/// The new address of a person, which only the id ties to the old one.
fn renamed(name: &str, number: usize) -> Asked {
    let new = format!("renamed{name}");
    let person = PersonKeys {
        slugs: vec![slug(&new)],
        hashed: Some(id(number)),
        ..PersonKeys::default()
    };
    (new, person)
}

#[test]
fn nobody_is_invited_without_a_name() {
    let desk = desk();
    let (_, request) = ask(&desk, "ada-example");
    let nobody = PersonKeys::default();
    desk.permit(&nobody, false).expect_err("nobody is named");
    let told = error(linkwright::outcome::ErrorType::PersonNotFound);
    desk.answer(&request, &nobody, &told).expect_err("nobody is named");
    desk.drift(&nobody).expect_err("nobody is named");
    assert_eq!(desk.standing(&nobody), Ok(Standing::Free));
}

//! An opaque id in the address that turns into a name, and whom it may turn into.

use super::*;

const HASHED: &str = "/in/ACoAAExampleExampleExampleExampleExampl";

fn hashed_visit() -> Visit {
    let address = format!("https://www.linkedin.com{HASHED}");
    Visit::new(Goal::Person(PersonUrl::parse(&address).unwrap()))
}

/// A look at a card that shows a name, at an address that no server has led to.
fn named(visit: &mut Visit, address: &str, name: Option<&str>) -> Option<PageState> {
    let site = Site::stand_in(SITE).unwrap();
    let snapshot = Snapshot {
        redirected_url: None,
        ..page(address)
    };
    let mut seen = seen(PageState::Connectable, &snapshot);
    seen.texts.name = name.map(str::to_owned);
    visit.judge(&site, &snapshot, &seen).map(|(state, _)| state)
}

#[test]
fn a_script_may_turn_an_opaque_id_into_a_name_once() {
    let mut visit = hashed_visit();
    let ada = Some("Ada Example");
    assert_eq!(named(&mut visit, "/in/ada-example/", ada), None);
    assert_eq!(
        named(&mut visit, HASHED, ada),
        None,
        "a fresh load stands at the id again"
    );
    assert_eq!(named(&mut visit, "/in/ada-example/", ada), None);
    let bob = named(&mut visit, "/in/bob-example/", ada);
    assert_eq!(bob, Some(PageState::NotAPersonPage));
}

#[test]
fn an_opaque_id_may_turn_into_a_name_late_while_the_card_shows_whom_it_showed() {
    let (ada, bob) = (Some("Ada Example"), Some("Bob Example"));
    for (before, now, judged) in [
        (ada, Some("Ada Example, PhD"), None),
        (None, ada, None),
        (ada, None, Some(PageState::Loading)),
        (ada, bob, Some(PageState::NotAPersonPage)),
    ] {
        let mut visit = hashed_visit();
        assert_eq!(named(&mut visit, HASHED, before), None);
        assert_eq!(named(&mut visit, HASHED, None), None, "a look without its card");
        let renamed = named(&mut visit, "/in/ada-example/", now);
        assert_eq!(renamed, judged, "{before:?}, {now:?}");
        let has_name = visit.landed.is_some_and(|slug| !slug.is_hashed());
        assert_eq!(has_name, judged.is_none(), "{before:?}, {now:?}");
    }
}

#[test]
fn whoever_was_clicked_on_goes_by_the_new_name_as_well() {
    let mut visit = hashed_visit();
    assert_eq!(named(&mut visit, HASHED, Some("Ada Example")), None);
    visit.known = Some(Known {
        keys: PersonKeys::default(),
        name: Some("Ada Example".to_owned()),
        document: Some(2.0),
    });
    assert_eq!(named(&mut visit, "/in/ada-example/", Some("Ada Example")), None);
    assert_eq!(visit.known.unwrap().keys.slugs, [visit.landed.unwrap()]);
    let mut nameless = hashed_visit();
    assert_eq!(named(&mut nameless, HASHED, None), None);
    nameless.known = Some(Known {
        keys: PersonKeys::default(),
        name: None,
        document: Some(2.0),
    });
    let renamed = named(&mut nameless, "/in/bob-example/", Some("Bob Example"));
    assert_eq!(
        renamed,
        Some(PageState::NotAPersonPage),
        "nothing says who was clicked on"
    );
    nameless.known = None;
    nameless.under_id = Some(1.0);
    let led = named(&mut nameless, "/in/bob-example/", Some("Bob Example"));
    assert_eq!(led, Some(PageState::NotAPersonPage), "another document");
}

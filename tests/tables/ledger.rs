//! The ledger of a run: who may be invited, and what settling changes.

use linkwright::ledger::{Ledger, Settlement, Standing};
use linkwright::person::PersonUrl;

fn person(slug: &str) -> PersonUrl {
    format!("https://www.linkedin.com/in/{slug}")
        .parse()
        .expect("a person's address")
}

/// Settles one attempt at Ada, and says how she stands then.
fn standing_after(settlement: Settlement) -> Option<Standing> {
    let ada = person("ada-example");
    let mut ledger = Ledger::default();
    let permit = ledger.permit(ada.slug()).expect("nobody was invited yet");
    let attempt = ledger.begin(permit);
    ledger.settle(attempt, settlement);
    ledger.standing(ada.slug())
}

#[test]
fn an_attempt_is_in_doubt_from_its_beginning() {
    let ada = person("ada-example");
    let mut ledger = Ledger::default();
    assert_eq!(ledger.standing(ada.slug()), None);
    let permit = ledger.permit(ada.slug()).expect("nobody was invited yet");
    assert_eq!(ledger.standing(ada.slug()), None, "a permit alone is no attempt");
    let _attempt = ledger.begin(permit);
    assert_eq!(ledger.standing(ada.slug()), Some(Standing::InDoubt));
}

#[test]
fn an_attempt_that_is_never_settled_bars_the_person() {
    let ada = person("ada-example");
    let mut ledger = Ledger::default();
    let permit = ledger.permit(ada.slug()).expect("nobody was invited yet");
    drop(ledger.begin(permit));
    assert_eq!(ledger.permit(ada.slug()).expect_err("barred"), Standing::InDoubt);
}

#[test]
fn settling_says_how_the_person_stands() {
    assert_eq!(standing_after(Settlement::Sent), Some(Standing::Sent));
    assert_eq!(standing_after(Settlement::InDoubt), Some(Standing::InDoubt));
    assert_eq!(standing_after(Settlement::NotSent), None);
}

#[test]
fn only_the_person_who_may_have_been_invited_is_barred() {
    let (ada, bob) = (person("ada-example"), person("bob-example"));
    let mut ledger = Ledger::default();
    let permit = ledger.permit(ada.slug()).expect("nobody was invited yet");
    let attempt = ledger.begin(permit);
    ledger.settle(attempt, Settlement::Sent);
    assert_eq!(ledger.permit(ada.slug()).expect_err("barred"), Standing::Sent);
    assert!(ledger.permit(bob.slug()).is_ok());
}

#[test]
fn one_person_has_one_standing_however_the_address_is_written() {
    let mut ledger = Ledger::default();
    let permit = ledger
        .permit(person("Ada-Example").slug())
        .expect("nobody was invited yet");
    let _attempt = ledger.begin(permit);
    assert_eq!(
        ledger.permit(person("ada%2Dexample").slug()).expect_err("barred"),
        Standing::InDoubt
    );
}

//! Who may be invited: from the intent to its end, one person has one standing.

use linkwright::ledger::{AttemptId, Refusal, Settlement, Standing};
use linkwright::outcome::ErrorType;

use crate::stage::{ask, begin, desk, error, keys, send, standing, try_begin};

/// Settles one attempt at Ada, and says how she stands then.
fn standing_after(settlement: Settlement) -> (AttemptId, Standing) {
    let desk = desk();
    let (_, _, attempt) = begin(&desk, "ada-example");
    desk.settle(&attempt, settlement, None).expect("settled");
    (attempt.id().clone(), standing(&desk, "ada-example"))
}

#[test]
fn an_attempt_is_in_doubt_from_its_beginning() {
    let desk = desk();
    assert_eq!(standing(&desk, "ada-example"), Standing::Free);
    let (_, request) = ask(&desk, "ada-example");
    let permit = desk.permit(&keys("ada-example"), false).unwrap().expect("leave");
    assert_eq!(
        standing(&desk, "ada-example"),
        Standing::Free,
        "a permit alone is no attempt"
    );
    let attempt = desk.begin(permit, &request, None).unwrap().expect("begun");
    assert_eq!(standing(&desk, "ada-example"), Standing::InDoubt(attempt.id().clone()));
}

#[test]
fn an_attempt_that_is_never_settled_bars_the_person() {
    let desk = desk();
    let (_, _, attempt) = begin(&desk, "ada-example");
    let expected = Refusal::Standing(Standing::InDoubt(attempt.id().clone()));
    drop(attempt);
    assert_eq!(
        desk.permit(&keys("ada-example"), false).unwrap().expect_err("barred"),
        expected
    );
}

#[test]
fn settling_says_how_the_person_stands() {
    let (attempt, after) = standing_after(Settlement::InDoubt);
    assert_eq!(after, Standing::InDoubt(attempt));
    assert_eq!(standing_after(Settlement::NotSent).1, Standing::Free);
    match standing_after(Settlement::Sent) {
        (sent, Standing::Sent { attempt, delivered, .. }) => {
            assert_eq!(attempt, sent);
            assert!(!delivered, "nobody was told yet");
        }
        (_, other) => panic!("{other:?}"),
    }
}

#[test]
fn only_the_person_who_may_have_been_invited_is_barred() {
    let desk = desk();
    send(&desk, "ada-example");
    assert!(desk.permit(&keys("ada-example"), false).unwrap().is_err());
    assert!(desk.permit(&keys("bob-example"), false).unwrap().is_ok());
}

#[test]
fn one_person_has_one_standing_however_the_address_is_written() {
    let desk = desk();
    begin(&desk, "Ada-Example");
    for spelling in ["ada-example", "ada%2Dexample", "ADA-EXAMPLE"] {
        assert!(matches!(standing(&desk, spelling), Standing::InDoubt(_)), "{spelling}");
    }
}

#[test]
fn an_old_permit_begins_nothing_once_somebody_else_has_begun() {
    let desk = desk();
    let (_, first) = ask(&desk, "ada-example");
    let (_, second) = ask(&desk, "ada-example");
    let permits = [(); 2].map(|()| desk.permit(&keys("ada-example"), false).unwrap().expect("leave"));
    let [one, two] = permits;
    assert!(desk.begin(one, &first, None).unwrap().is_ok());
    assert!(matches!(
        desk.begin(two, &second, None).unwrap(),
        Err(Refusal::Standing(Standing::InDoubt(_)))
    ));
}

#[test]
fn a_person_who_was_proved_not_invited_may_be_invited_again() {
    let desk = desk();
    let (_, request, attempt) = begin(&desk, "ada-example");
    let told = error(ErrorType::EmailRequired);
    desk.settle(&attempt, Settlement::NotSent, Some(&told))
        .expect("settled");
    let again = try_begin(&desk, &request, &keys("ada-example")).expect("free again");
    assert_ne!(again.id(), attempt.id());
    let open = desk.in_doubt().expect("a list");
    assert_eq!((open.len(), open[0].n), (1, 2), "the second attempt at this person");
}

#[test]
fn two_accounts_do_not_bar_each_other() {
    let ledger = crate::stage::ledger();
    let take = |name| {
        ledger
            .take_over(name, crate::stage::SITE, linkwright::ledger::Limits::none())
            .expect("a desk")
    };
    let (one, two) = (take("one"), take("two"));
    send(&one, "ada-example");
    assert_eq!(standing(&two, "ada-example"), Standing::Free);
    send(&two, "ada-example");
}

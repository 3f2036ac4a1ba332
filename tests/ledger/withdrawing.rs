//! Withdrawn invitations, the three weeks behind them, and invitations that were made by hand.

use linkwright::ledger::{
    COOLDOWN, Desk, HistoryFilter, Ledger, Limits, Refusal, Resolved, Settlement, Standing, Withdrawal,
};
use linkwright::person::PersonKeys;

use crate::stage::{DAY, Hand, NOON, SITE, begin, desk, is_barred, keys, keys_with, send, slug, standing, try_begin};

fn at(hand: &Hand) -> (Ledger, Desk) {
    let ledger = Ledger::in_memory(hand.clock()).expect("a ledger in memory");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    (ledger, desk)
}

/// The intent of a workflow of its own.
fn intend(desk: &Desk, person: &PersonKeys) -> Result<Withdrawal, Refusal> {
    let workflow = desk.accept("{}", &[]).expect("an accepted workflow");
    desk.begin_withdrawal(person, &workflow, "").expect("an answer")
}

fn withdraw(desk: &Desk, person: &PersonKeys) {
    let withdrawal = intend(desk, person).expect("leave");
    desk.end_withdrawal(&withdrawal, true).expect("ended");
}

#[test]
fn whoever_was_withdrawn_is_barred_for_three_weeks_and_then_free() {
    let hand = Hand::at(NOON);
    let (ledger, desk) = at(&hand);
    send(&desk, "ada-example");
    withdraw(&desk, &keys("ada-example"));
    let three_weeks = i64::try_from(COOLDOWN.as_millis()).expect("a short time");
    assert_eq!(three_weeks, 21 * DAY);
    for later in [0, DAY, three_weeks - 1] {
        hand.set(NOON + later);
        match standing(&desk, "ada-example") {
            Standing::Withdrawn { at, until } => assert_eq!((at.0, until.0), (NOON, NOON + three_weeks)),
            other => panic!("{other:?} {later} ms later"),
        }
        assert!(is_barred(&desk, &keys("ada-example")), "{later} ms later");
    }
    hand.set(NOON + three_weeks);
    assert_eq!(standing(&desk, "ada-example"), Standing::Free);
    let (_, request) = crate::stage::ask(&desk, "ada-example");
    let again = try_begin(&desk, &request, &keys("ada-example")).expect("another attempt");
    assert_eq!(
        desk.in_doubt().expect("a list")[0].n,
        1,
        "the first behind the withdrawal"
    );
    desk.settle(&again, Settlement::Sent, Some(&Ok(()))).expect("settled");
    assert!(
        matches!(standing(&desk, "ada-example"), Standing::Sent { .. }),
        "and it bars again"
    );
    let history = ledger.history(&HistoryFilter::default()).expect("a history");
    let withdrawn: Vec<bool> = history.iter().map(|row| row.withdrawn_at.is_some()).collect();
    assert_eq!(withdrawn, [false, true], "the newest first");
    assert!(
        history
            .iter()
            .all(|row| row.outcome == linkwright::ledger::Outcome::Sent),
        "it was sent all the same"
    );
}

#[test]
fn what_was_withdrawn_is_listed_whoever_had_made_the_invitation() {
    let hand = Hand::at(NOON);
    let (ledger, desk) = at(&hand);
    send(&desk, "ada-example");
    hand.set(NOON + DAY);
    withdraw(&desk, &keys("ada-example"));
    hand.set(NOON + 2 * DAY);
    withdraw(&desk, &keys("bob-example"));
    let kept = intend(&desk, &keys("cid-example")).expect("leave");
    desk.end_withdrawal(&kept, false).expect("ended");
    let listed = |filter: HistoryFilter| -> Vec<(Option<String>, i64, i64, bool)> {
        let rows = ledger.withdrawals(&filter).expect("a list").into_iter();
        rows.map(|row| {
            let person = row.person.map(|person| person.slug().decoded().to_owned());
            (person, row.at.0, row.until.0, row.was_requested)
        })
        .collect()
    };
    let ada = (Some("ada-example".to_owned()), NOON + DAY, NOON + 22 * DAY, true);
    let bob = (Some("bob-example".to_owned()), NOON + 2 * DAY, NOON + 23 * DAY, false);
    assert_eq!(listed(HistoryFilter::default()), [bob.clone(), ada.clone()]);
    let only = |filter: HistoryFilter, row: &_| assert_eq!(listed(filter), std::slice::from_ref(row));
    let any = HistoryFilter::default;
    only(
        HistoryFilter {
            person: Some(slug("ada-example")),
            ..any()
        },
        &ada,
    );
    only(
        HistoryFilter {
            since: Some(NOON + DAY + 1),
            ..any()
        },
        &bob,
    );
    only(
        HistoryFilter {
            limit: Some(1),
            ..any()
        },
        &bob,
    );
    assert_eq!(
        listed(HistoryFilter {
            account: Some("work".to_owned()),
            ..any()
        }),
        []
    );
    assert_eq!(
        listed(HistoryFilter {
            site: Some("http://127.0.0.1:9".to_owned()),
            ..any()
        }),
        []
    );
    ledger.purge(SITE, &slug("bob-example")).expect("purged");
    assert_eq!(listed(any())[0].0, None);
    let accounts = ledger.accounts().expect("a list");
    assert_eq!(accounts.len(), 1);
    assert_eq!(
        (accounts[0].name.as_str(), accounts[0].site.as_str()),
        ("default", SITE)
    );
}

#[test]
fn a_withdrawal_that_is_not_proved_opens_nobody() {
    let desk = desk();
    send(&desk, "ada-example");
    let begun = intend(&desk, &keys("ada-example")).expect("leave");
    assert!(matches!(standing(&desk, "ada-example"), Standing::Sent { .. }));
    let again = intend(&desk, &keys("ada-example")).expect("leave");
    assert_eq!(begun.id(), again.id(), "one that has no end is taken up again");
    desk.end_withdrawal(&begun, false).expect("kept");
    assert!(matches!(standing(&desk, "ada-example"), Standing::Sent { .. }));
    desk.end_withdrawal(&begun, true).expect_err("another end");
    withdraw(&desk, &keys("ada-example"));
    assert!(matches!(standing(&desk, "ada-example"), Standing::Withdrawn { .. }));
}

#[test]
fn a_withdrawal_reaches_the_person_by_any_name_and_nobody_else() {
    let desk = desk();
    let (_, request) = crate::stage::ask(&desk, "ada-example");
    let known = keys_with("ada-example", "17");
    let attempt = try_begin(&desk, &request, &known).expect("nothing bars it");
    desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
    send(&desk, "bob-example");
    withdraw(&desk, &keys_with("ada-renamed-example", "17"));
    assert!(matches!(standing(&desk, "ada-example"), Standing::Withdrawn { .. }));
    assert!(matches!(standing(&desk, "bob-example"), Standing::Sent { .. }));
}

#[test]
fn what_is_in_doubt_stays_so_behind_a_withdrawal() {
    let desk = desk();
    let (_, _, attempt) = begin(&desk, "ada-example");
    withdraw(&desk, &keys("ada-example"));
    assert_eq!(standing(&desk, "ada-example"), Standing::InDoubt(attempt.id().clone()));
}

#[test]
fn somebody_invited_by_hand_is_never_invited_until_the_owner_says_so() {
    let desk = desk();
    desk.learn_by_hand(&keys("ada-example")).expect("learnt");
    desk.learn_by_hand(&keys("ada-example")).expect("learnt again");
    assert!(matches!(standing(&desk, "ada-example"), Standing::ByHand { .. }));
    let refusal = desk.permit(&keys("ada-example"), false).unwrap().expect_err("barred");
    assert!(matches!(refusal, Refusal::Standing(Standing::ByHand { .. })));
    let believed: Vec<_> = desk.believed_pending().expect("a list");
    assert_eq!(believed.len(), 1);
    assert_eq!(desk.resolve(&slug("ada-example"), true), Ok(Resolved::Unchanged));
    assert!(matches!(
        desk.resolve(&slug("ada-example"), false),
        Ok(Resolved::Changed { .. })
    ));
    assert_eq!(standing(&desk, "ada-example"), Standing::Free);
    desk.learn_by_hand(&keys("ada-example")).expect("learnt");
    withdraw(&desk, &keys("ada-example"));
    assert!(matches!(standing(&desk, "ada-example"), Standing::Withdrawn { .. }));
    assert_eq!(
        desk.resolve(&slug("ada-example"), false),
        Ok(Resolved::Nothing),
        "the three weeks are LinkedIn's"
    );
    assert_eq!(desk.believed_pending(), Ok(vec![]));
}

#[test]
fn everybody_who_is_believed_to_wait_is_listed_once_and_nobody_else() {
    let desk = desk();
    send(&desk, "ada-example");
    begin(&desk, "dora-example");
    desk.learn_by_hand(&keys("ada-example"))
        .expect("both by us and by hand");
    desk.learn_by_hand(&keys("bob-example")).expect("learnt");
    send(&desk, "cy-example");
    withdraw(&desk, &keys("cy-example"));
    let believed = desk.believed_pending().expect("a list");
    let mut slugs: Vec<&str> = believed.iter().map(|one| one.keys.slugs[0].decoded()).collect();
    slugs.sort_unstable();
    assert_eq!(slugs, ["ada-example", "bob-example"]);
}

#[test]
fn a_stopped_account_withdraws_nothing() {
    let desk = desk();
    desk.stop("linkedinCheckpoint", "A check.").expect("stopped");
    assert!(matches!(intend(&desk, &keys("ada-example")), Err(Refusal::Stopped(_))));
}

#[test]
fn a_click_that_was_never_proved_is_proved_by_a_page_without_pending() {
    let desk = desk();
    send(&desk, "ada-example");
    let workflow = desk.accept("{}", &[]).expect("an accepted workflow");
    let ada = keys("ada-example");
    assert_eq!(
        desk.finish_withdrawal(&ada, &workflow, "/0"),
        Ok(false),
        "nobody has begun"
    );
    desk.begin_withdrawal(&ada, &workflow, "/0").unwrap().expect("leave");
    assert_eq!(
        desk.finish_withdrawal(&ada, &workflow, "/0"),
        Ok(true),
        "begun, and a crash came between"
    );
    assert!(matches!(standing(&desk, "ada-example"), Standing::Withdrawn { .. }));
    assert_eq!(
        desk.finish_withdrawal(&ada, &workflow, "/0"),
        Ok(true),
        "the same action, asked once more"
    );
    assert_eq!(
        desk.finish_withdrawal(&ada, &workflow, "/1"),
        Ok(false),
        "another action has withdrawn nothing"
    );
}

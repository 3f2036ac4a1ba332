//! How attempts end: by the run, by a later look, by the page, by the owner.

use linkwright::ledger::{
    LedgerError, Outcome, RecoveredOutcome, Resolved, Settlement, Stage, Standing, WorkflowStatus,
};
use linkwright::outcome::ErrorType;

use crate::stage::{ask, begin, desk, error, keys, send, slug, standing};

fn is_sent(standing: &Standing) -> bool {
    matches!(standing, Standing::Sent { .. })
}

#[test]
fn a_success_that_was_not_sent_is_refused() {
    let desk = desk();
    let (_, _, attempt) = begin(&desk, "ada-example");
    for settlement in [Settlement::NotSent, Settlement::InDoubt] {
        let refused = desk
            .settle(&attempt, settlement, Some(&Ok(())))
            .expect_err("a false success");
        assert!(matches!(refused, LedgerError::Contradiction(_)));
    }
    assert!(
        matches!(standing(&desk, "ada-example"), Standing::InDoubt(_)),
        "nothing was written"
    );
}

#[test]
fn settling_again_the_same_way_changes_nothing_and_another_way_is_refused() {
    let desk = desk();
    let (_, _, attempt) = send(&desk, "ada-example");
    desk.settle(&attempt, Settlement::Sent, Some(&Ok(())))
        .expect("the same again");
    let told = error(ErrorType::RequestNotAllowed);
    desk.settle(&attempt, Settlement::NotSent, Some(&told))
        .expect_err("another end");
    assert!(is_sent(&standing(&desk, "ada-example")));
}

#[test]
fn what_was_told_in_doubt_is_kept_and_the_attempt_stays_open() {
    let desk = desk();
    let (workflow, _, attempt) = begin(&desk, "ada-example");
    let stage = || desk.in_doubt().expect("a list")[0].stage;
    assert_eq!(stage(), Stage::Begun);
    desk.open_dialog(&attempt).expect("opened");
    assert_eq!(stage(), Stage::Dialog);
    desk.arm(&attempt).expect("armed");
    desk.open_dialog(&attempt).expect("the dialog is seen again");
    let told = error(ErrorType::OutcomeUnknown);
    desk.settle(&attempt, Settlement::InDoubt, Some(&told))
        .expect("settled");
    let open = desk.in_doubt().expect("a list");
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].stage, Stage::Armed);
    assert_eq!(open[0].workflow, workflow);
    let unfinished = desk.unfinished().expect("a list");
    assert_eq!(unfinished[0].results[0].1.outcome, Outcome::InDoubt);
    assert_eq!(unfinished[0].results[0].1.result, told);
}

#[test]
fn a_later_look_ends_an_open_attempt_once() {
    for (decided, told) in [
        (RecoveredOutcome::Sent, Ok(())),
        (RecoveredOutcome::NotSent, error(ErrorType::RequestNotAllowed)),
        (RecoveredOutcome::Unknown, error(ErrorType::OutcomeUnknown)),
    ] {
        let desk = desk();
        let (_, _, attempt) = begin(&desk, "ada-example");
        let id = attempt.id().clone();
        assert_eq!(desk.count_read(&id), Ok(1));
        assert_eq!(desk.count_read(&id), Ok(2));
        desk.settle_recovered(&id, decided, &told).expect("settled");
        assert_eq!(desk.in_doubt(), Ok(vec![]));
        match decided {
            RecoveredOutcome::Sent => assert!(is_sent(&standing(&desk, "ada-example"))),
            RecoveredOutcome::NotSent => assert_eq!(standing(&desk, "ada-example"), Standing::Free),
            RecoveredOutcome::Unknown => assert_eq!(standing(&desk, "ada-example"), Standing::Parked(id.clone())),
        }
        desk.count_read(&id).expect_err("it has ended");
        desk.arm(&attempt).expect_err("it has ended");
    }
}

#[test]
fn our_own_pending_is_adopted_as_success() {
    let desk = desk();
    let (_, first, attempt) = begin(&desk, "ada-example");
    let told = error(ErrorType::OutcomeUnknown);
    desk.settle(&attempt, Settlement::InDoubt, Some(&told))
        .expect("settled");
    let (later, second) = ask(&desk, "ada-example");
    desk.adopt(attempt.id(), Some(&second)).expect("adopted");
    assert!(matches!(
        standing(&desk, "ada-example"),
        Standing::Sent { delivered: false, .. }
    ));
    let results: Vec<_> = desk
        .unfinished()
        .expect("a list")
        .into_iter()
        .flat_map(|open| open.results)
        .collect();
    assert_eq!(results.len(), 2, "both requests have their answer");
    assert!(
        results
            .iter()
            .all(|(_, stored)| stored.outcome == Outcome::Sent && stored.result.is_ok())
    );
    desk.deliver(&later).expect("delivered");
    let is_delivered = || matches!(standing(&desk, "ada-example"), Standing::Sent { delivered: true, .. });
    assert!(is_delivered());
    assert_ne!(first, second);
    desk.adopt(attempt.id(), Some(&first)).expect("its own request");
    assert!(is_delivered(), "what was told stays told");
}

#[test]
fn what_was_told_of_a_success_stays_told_when_it_is_seen_again() {
    let desk = desk();
    let (workflow, own, attempt) = send(&desk, "ada-example");
    desk.deliver(&workflow).expect("delivered");
    for request in [None, Some(&own)] {
        desk.adopt(attempt.id(), request).expect("it was sent");
        let standing = standing(&desk, "ada-example");
        assert!(
            matches!(standing, Standing::Sent { delivered: true, .. }),
            "{standing:?}"
        );
    }
}

#[test]
fn an_attempt_is_no_success_of_a_request_that_has_one_of_its_own_open() {
    let desk = desk();
    let (_, _, attempt) = begin(&desk, "ada-example");
    let (_, other, _open) = begin(&desk, "bob-example");
    desk.adopt(attempt.id(), Some(&other))
        .expect_err("it is in doubt itself");
    assert!(matches!(standing(&desk, "bob-example"), Standing::InDoubt(_)));
}

#[test]
fn pages_that_are_not_understood_are_counted_until_one_is() {
    let desk = desk();
    let answer = |person: &str, kind| {
        let (_, request) = ask(&desk, person);
        desk.answer(&request, &keys(person), &error(kind)).expect("answered");
    };
    assert_eq!(desk.drift(&keys("ada-example")), Ok(1));
    answer("bob-example", ErrorType::OutcomeUnknown);
    assert_eq!(
        desk.drift(&keys("bob-example")),
        Ok(2),
        "not knowing is no understanding"
    );
    answer("cid-example", ErrorType::AlreadyPending);
    assert_eq!(desk.drift(&keys("dee-example")), Ok(1));
}

#[test]
fn doubt_that_was_delivered_is_no_delivered_success() {
    let desk = desk();
    let (workflow, _, attempt) = begin(&desk, "ada-example");
    let told = error(ErrorType::OutcomeUnknown);
    desk.settle(&attempt, Settlement::InDoubt, Some(&told))
        .expect("settled");
    desk.deliver(&workflow).expect("delivered");
    desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
    desk.settle_recovered(attempt.id(), RecoveredOutcome::Sent, &Ok(()))
        .expect("settled");
    assert!(matches!(
        standing(&desk, "ada-example"),
        Standing::Sent { delivered: false, .. }
    ));
}

#[test]
fn what_was_proved_not_sent_is_not_adopted() {
    let desk = desk();
    let (_, request, attempt) = begin(&desk, "ada-example");
    desk.settle(&attempt, Settlement::NotSent, None).expect("settled");
    desk.adopt(attempt.id(), Some(&request)).expect_err("not ours");
    assert_eq!(standing(&desk, "ada-example"), Standing::Free);
}

#[test]
fn success_without_an_attempt_is_refused_unless_an_earlier_one_was_sent() {
    let desk = desk();
    let (_, request) = ask(&desk, "ada-example");
    desk.answer(&request, &keys("ada-example"), &Ok(()))
        .expect_err("nothing was sent");
    let told = error(ErrorType::AlreadyPending);
    desk.answer(&request, &keys("ada-example"), &told)
        .expect("a plain answer");
    send(&desk, "bob-example");
    let (_, second) = ask(&desk, "bob-example");
    desk.answer(&second, &keys("bob-example"), &Ok(()))
        .expect("an earlier attempt was sent");
}

#[test]
fn a_request_with_an_open_attempt_takes_no_plain_answer() {
    let desk = desk();
    let (_, request, _attempt) = begin(&desk, "ada-example");
    let told = error(ErrorType::AlreadyPending);
    desk.answer(&request, &keys("ada-example"), &told)
        .expect_err("the attempt is open");
}

#[test]
fn the_owner_decides_what_stands() {
    let desk = desk();
    assert_eq!(desk.resolve(&slug("ada-example"), true), Ok(Resolved::Nothing));
    let (_, _, attempt) = begin(&desk, "ada-example");
    let was = Standing::InDoubt(attempt.id().clone());
    assert_eq!(desk.resolve(&slug("ada-example"), true), Ok(Resolved::Changed { was }));
    assert!(is_sent(&standing(&desk, "ada-example")));
    let told = || desk.unfinished().expect("a list")[0].results[0].1.clone();
    assert_eq!((told().outcome, told().result), (Outcome::Sent, Ok(())));
    assert_eq!(desk.resolve(&slug("ada-example"), true), Ok(Resolved::Unchanged));
    assert!(matches!(
        desk.resolve(&slug("ada-example"), false),
        Ok(Resolved::Changed { .. })
    ));
    assert_eq!(standing(&desk, "ada-example"), Standing::Free);
    assert_eq!(told().result, error(ErrorType::OutcomeUnknown));
    // A mistaken word is taken back.
    let was = Standing::Free;
    assert_eq!(desk.resolve(&slug("ada-example"), true), Ok(Resolved::Changed { was }));
    assert!(is_sent(&standing(&desk, "ada-example")));
    assert_eq!((told().outcome, told().result), (Outcome::Sent, Ok(())));
    desk.resolve(&slug("ada-example"), false).expect("resolved");
    begin(&desk, "ada-example");
}

#[test]
fn a_finished_workflow_forgets_its_body_and_begins_nothing() {
    let desk = desk();
    let (workflow, request) = ask(&desk, "ada-example");
    assert_eq!(desk.unfinished().expect("a list")[0].body, "{}");
    let permit = desk.permit(&keys("ada-example"), false).unwrap().expect("leave");
    desk.finish(&workflow, WorkflowStatus::Failed).expect("finished");
    assert_eq!(desk.unfinished(), Ok(vec![]));
    desk.begin(permit, &request, None).expect_err("the workflow has ended");
}

//! A worker: what it starts and ends, what it settles first, what it waits for, what it tells.

use std::cell::RefCell;
use std::sync::atomic::Ordering;

use linkwright::engine::worker::{Finding, Policy, Synced};
use linkwright::ledger::{Limits, Settlement, Standing};
use linkwright::outcome::{ErrorType, FailureReason};
use linkwright::person::PersonKeys;
use linkwright::workflow::Workflow;

use crate::golden::fixtures;
use crate::stage::{
    ADA, LIST_WITH_NUMBER, LOST, NEVER_STARTS, NUMBER, accept, ada, begin, begin_of, desk, keys, reason, request,
    rules, url, worker,
};

const LIST_LOST: &str = "list -> list/sentInvitations--whole.html\nlook ! lost";
const LIST: &str = "list -> list/sentInvitations--whole.html";

#[tokio::test(start_paused = true)]
async fn the_list_of_sent_invitations_settles_what_it_names_and_nothing_else() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "ada-example");
    let sent = begin(&desk, "cleo-example");
    desk.settle(&sent, Settlement::Sent, None).expect("settled");
    let doubt = begin(&desk, "dora-example");
    let (mut worker, counts) = worker(&desk, &rules, &[LIST_LOST, LIST], Policy::default());
    let synced = worker.sync().await.expect("the list was read");
    let found = |one: &Synced| {
        let slug = one.public_url.as_deref().and_then(|url| url.rsplit('/').next());
        (slug.unwrap_or_default().to_owned(), one.finding)
    };
    let found: Vec<_> = synced.iter().map(found).collect();
    let wanted = [
        ("ada-example", Finding::Settled),
        ("bob-example", Finding::Learned),
        ("cleo-example", Finding::NotListed),
        ("dora-example", Finding::StillInDoubt),
    ];
    assert_eq!(found, wanted.map(|(slug, finding)| (slug.to_owned(), finding)));
    let standing = |slug| desk.standing(&keys(slug)).expect("an answer");
    assert!(matches!(standing("ada-example"), Standing::Sent { .. }));
    assert!(matches!(standing("bob-example"), Standing::ByHand { .. }));
    assert!(
        matches!(standing("cleo-example"), Standing::Sent { .. }),
        "nothing is proved"
    );
    assert_eq!(standing("dora-example"), Standing::InDoubt(doubt.id().clone()));
    assert_eq!((counts.launches.get(), counts.closes.get()), (2, 2));
    assert_eq!(counts.fences.get(), 1, "nobody may still send");
}

#[tokio::test(start_paused = true)]
async fn whoever_has_another_address_now_is_known_by_their_number() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let earlier = accept(&desk, "[]", &[("", "ada-maiden-example")]);
    let numbered = PersonKeys {
        member: Some(NUMBER.to_owned()),
        ..keys("ada-maiden-example")
    };
    let sent = begin_of(&desk, &earlier, "", &numbered);
    desk.settle(&sent, Settlement::Sent, None).expect("settled");
    let list = format!("list -> {LIST_WITH_NUMBER}");
    let (mut worker, _) = worker(&desk, &rules, &[&list], Policy::default());
    let synced = worker.sync().await.expect("the list was read");
    let found: Vec<Finding> = synced.iter().map(|one| one.finding).collect();
    assert_eq!(found, [Finding::Known, Finding::Learned], "Ada, and Bob");
}

#[tokio::test(start_paused = true)]
async fn two_more_browsers_are_started_for_a_list_and_no_third() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut worker, counts) = worker(&desk, &rules, &[LIST_LOST; 3], Policy::default());
    let failure = worker.sync().await.expect_err("three were lost");
    assert_eq!(failure.reason, FailureReason::BrowserLost);
    assert_eq!((counts.launches.get(), counts.closes.get()), (3, 3));
    assert_eq!(counts.fences.get(), 0, "nothing was in doubt");
}

#[tokio::test(start_paused = true)]
async fn a_rehearsal_outlives_two_lost_browsers_and_no_third() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut rehearsing, counts) = worker(&desk, &rules, &[LOST, LOST, ADA], Policy::default());
    let answer = rehearsing.rehearse(&url("ada-example"), &request(None)).await;
    let error = answer.expect("an answer").expect_err("somebody has asked already");
    assert_eq!(error.kind, ErrorType::AlreadyPending);
    assert_eq!(counts.closes.get(), 2, "the third is left for the next person");
    rehearsing.rest().await;
    assert_eq!(counts.closes.get(), 3);
    let (mut rehearsing, counts) = worker(&desk, &rules, &[LOST; 3], Policy::default());
    let answer = rehearsing.rehearse(&url("ada-example"), &request(None)).await;
    assert_eq!(answer.expect_err("three were lost").reason, FailureReason::BrowserLost);
    assert_eq!(counts.launches.get(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_stopped_account_starts_no_browser() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    desk.stop("linkedinCheckpoint", "A check.").expect("stopped");
    let (mut worker, counts) = worker(&desk, &rules, &[], Policy::default());
    let stopped = Some(FailureReason::AccountStopped);
    assert_eq!(reason(&worker.run(&ada(None)).await.report), stopped);
    assert_eq!(worker.sync().await.err().map(|failure| failure.reason), stopped);
    let rehearsed = worker.rehearse(&url("ada-example"), &request(None)).await;
    assert_eq!(rehearsed.err().map(|failure| failure.reason), stopped);
    assert_eq!(counts.launches.get(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_run_has_left_in_doubt_is_settled_before_anybody_else_is_asked() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "bob-example");
    let script = format!("open bob-example -> person/bob--pending.html\n{ADA}");
    let (mut worker, counts) = worker(&desk, &rules, &[&script], Policy::default());
    let done = worker.run(&ada(None)).await;
    assert_eq!(reason(&done.report), None);
    assert!(matches!(desk.standing(&keys("bob-example")), Ok(Standing::Sent { .. })));
    assert_eq!((counts.fences.get(), counts.closes.get()), (1, 1));
    let left: Vec<_> = desk
        .unfinished()
        .expect("a list")
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert!(!left.contains(&done.workflow.expect("accepted")), "it has ended");
}

/// No note is let through, ever.
fn without_notes() -> Limits {
    Limits {
        notes_per_month: Some(0),
        ..Limits::none()
    }
}

#[tokio::test(start_paused = true)]
async fn only_what_a_limit_closes_waits_for_it_and_an_end_ends_the_wait() {
    let rules = rules();
    let policy = Policy {
        wait: true,
        ..Policy::default()
    };
    let (noteless, _) = desk(without_notes());
    let (mut plain, counts) = worker(&noteless, &rules, &[ADA], policy.clone());
    assert_eq!(reason(&plain.run(&ada(None)).await.report), None);
    assert_eq!(
        counts.closes.get(),
        1,
        "the limit of notes closes nothing without a note"
    );
    let (waiting, counts) = worker(&noteless, &rules, &[], policy.clone());
    let told = RefCell::new(Vec::new());
    let mut waiting = waiting.with_progress(|line| {
        told.borrow_mut().push(line.to_owned());
        counts.is_over.set(true);
    });
    let done = waiting.run(&ada(Some("Hello"))).await;
    assert_eq!(reason(&done.report), Some(FailureReason::BrowserLost), "interrupted");
    assert_eq!(told.borrow().len(), 1, "{told:?}");
    assert!(told.borrow()[0].starts_with("waits: "), "{told:?}");
    assert_eq!(counts.launches.get(), 0, "no browser is held meanwhile");
    let (paused, clock) = desk(Limits::none());
    paused
        .pause_until(clock.load(Ordering::SeqCst) + 60_000)
        .expect("paused");
    let (waiting, counts) = worker(&paused, &rules, &[ADA], policy);
    let mut waiting = waiting.with_progress(|_| {
        clock.fetch_add(60_000, Ordering::SeqCst);
    });
    assert_eq!(reason(&waiting.run(&ada(None)).await.report), None);
    assert_eq!(counts.launches.get(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_resumption_names_the_workflows_that_it_has_settled() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let attempt = begin(&desk, "bob-example");
    let workflow = desk.workflow_of(attempt.id()).expect("a workflow");
    desk.finish(&workflow, linkwright::ledger::WorkflowStatus::Failed)
        .expect("finished");
    let page = "open bob-example -> person/bob--pending.html";
    let (mut settling, _) = worker(&desk, &rules, &[page], Policy::default());
    let resumed = settling.resume().await;
    assert_eq!((resumed.workflows, resumed.failure), (vec![workflow], None));
}

#[tokio::test(start_paused = true)]
async fn a_resumption_names_what_was_answered_and_not_told_and_names_it_once() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut asking, _) = worker(&desk, &rules, &[ADA], Policy::default());
    let done = asking.run(&ada(None)).await;
    let workflow = done.workflow.expect("accepted");
    let (mut resuming, _) = worker(&desk, &rules, &[], Policy::default());
    let resumed = resuming.resume().await;
    assert_eq!((resumed.workflows, resumed.failure), (vec![workflow.clone()], None));
    desk.deliver(&workflow).expect("told");
    assert_eq!(resuming.resume().await.workflows, []);
}

#[tokio::test(start_paused = true)]
async fn a_withdrawal_under_a_key_takes_back_one_invitation_and_no_later_one() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let workflow =
        r#"{"actionType":"st.withdrawConnectionRequest","personUrl":"https://www.linkedin.com/in/ada-example"}"#;
    let workflow = Workflow::parse(workflow.as_bytes()).expect("a workflow");
    let script = fixtures().join("workflows/success--withdrawn/pages.txt");
    let withdrawn = std::fs::read_to_string(script).expect("a script");
    let key = "order-17".parse().expect("a key");
    // An earlier action has begun it, and has not seen its end: it is taken up.
    let lost = &[&format!("{ADA}\nclick pending ! lost")[..], NEVER_STARTS, NEVER_STARTS];
    let (mut first, _) = worker(&desk, &rules, lost, Policy::default());
    assert_eq!(first.run(&workflow).await.report.exit_code().number(), 5);
    // Behind it somebody has been invited anew: the page shows Pending, and nothing may be pressed.
    for script in [withdrawn.as_str(), ADA] {
        let (mut worker, counts) = worker(&desk, &rules, &[script], Policy::default());
        let done = worker.run_once(&workflow, &key).await.expect("one workflow");
        assert_eq!((reason(&done.report), done.report.exit_code().number()), (None, 0));
        assert_eq!(counts.closes.get(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_note_that_could_not_go_is_told() {
    let rules = rules();
    let script = fixtures().join("workflows/success--sent-at-once/pages.txt");
    let at_once = std::fs::read_to_string(script).expect("a script");
    for (note, warnings) in [(Some("Hello"), 1), (None, 0)] {
        let (desk, _) = desk(Limits::none());
        let (worker, _) = worker(&desk, &rules, &[&at_once], Policy::default());
        let told = RefCell::new(Vec::new());
        let mut worker = worker.with_progress(|line| told.borrow_mut().push(line.to_owned()));
        assert_eq!(worker.run(&ada(note)).await.report.exit_code().number(), 0);
        let heard = told
            .borrow()
            .iter()
            .filter(|line| line.starts_with("warning: "))
            .count();
        assert_eq!(heard, warnings, "{told:?}");
    }
}

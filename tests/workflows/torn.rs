//! Runs that a lost browser has torn: what was answered stays answered, and is told.

use linkwright::engine::worker::Policy;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Limits, Outcome, Standing};
use linkwright::outcome::{ActionError, ActionResult, ErrorType, FailureReason, Report};
use linkwright::workflow::Workflow;

use crate::stage::{
    ADA, LOST_AT_SEND, NEVER_STARTS, UNREADABLE, accept, ada, answered, ask, begin_of, desk, keys, reason, rules,
    worker,
};

/// Sent and proved; then the browser is lost behind a click on Pending.
const SENT_THEN_LOST: &str = "\
open ada-example -> person/ada--connectable.html
click connect -> person/ada--connectable.html + invite/choice.html
click send_without_note -> person/ada--pending.html
open ada-example -> person/ada--pending.html
click pending ! lost";
/// The withdrawal, in another browser.
const WITHDRAWN: &str = "\
open ada-example -> person/ada--pending.html
click pending -> withdraw/withdrawDialog--only-label.html
click withdraw -> person/ada--connectable.html
open ada-example -> person/ada--connectable.html";

fn parsed(workflow: &str) -> Workflow {
    Workflow::parse(workflow.as_bytes()).expect("the workflow is valid")
}

fn children(report: &Report) -> Vec<Result<(), ErrorType>> {
    let results = report.answered();
    assert_eq!(results.len(), 1, "{report:?}");
    let told = |child: &ActionResult| child.error().map_or(Ok(()), |error: &ActionError| Err(error.kind));
    results[0].children().iter().map(told).collect()
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_sent_is_told_also_when_the_action_behind_it_loses_its_browser() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let workflow = parsed(
        r#"{"actionType":"st.openPersonPage","personUrl":"https://www.linkedin.com/in/ada-example",
        "then":[{"actionType":"st.sendConnectionRequest"},{"actionType":"st.withdrawConnectionRequest"}]}"#,
    );
    let (mut worker, counts) = worker(&desk, &rules, &[SENT_THEN_LOST, WITHDRAWN], Policy::default());
    let done = worker.run(&workflow).await;
    assert_eq!(reason(&done.report), None, "{:?}", done.report);
    assert_eq!(children(&done.report), [Ok(()), Ok(())]);
    assert_eq!(counts.launches.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_send_in_doubt_is_told_whatever_ends_the_run_behind_it() {
    let rules = rules();
    let wall = "open ada-example -> gate/checkpoint.html";
    for (scripts, ended) in [
        (
            &[LOST_AT_SEND, NEVER_STARTS, NEVER_STARTS][..],
            Some(FailureReason::BrowserUnavailable),
        ),
        (&[LOST_AT_SEND, wall], Some(FailureReason::LinkedinCheckpoint)),
        (&[LOST_AT_SEND, UNREADABLE], None),
    ] {
        let (desk, _) = desk(Limits::none());
        let (mut worker, counts) = worker(&desk, &rules, scripts, Policy::default());
        let done = worker.run(&ada(None)).await;
        assert_eq!(reason(&done.report), ended, "{scripts:?}");
        let error = answered(&done.report).expect_err("nobody knows");
        assert_eq!(error.kind, ErrorType::OutcomeUnknown, "{scripts:?}");
        assert_eq!(done.report.exit_code(), ExitCode::PossiblySent, "{scripts:?}");
        assert_eq!(counts.launches.get() as usize, scripts.len(), "{scripts:?}");
        let standing = desk.standing(&keys("ada-example")).expect("an answer");
        assert!(matches!(standing, Standing::InDoubt(_)), "{scripts:?}: {standing:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_one_run_could_not_read_is_read_once_by_the_next() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut first, _) = worker(&desk, &rules, &[LOST_AT_SEND, UNREADABLE], Policy::default());
    first.run(&ada(None)).await;
    let (mut next, counts) = worker(&desk, &rules, &[ADA], Policy::default());
    next.settle_doubts().await.expect("a fresh look");
    next.rest().await;
    assert_eq!(counts.launches.get(), 1);
    let standing = desk.standing(&keys("ada-example"));
    assert!(matches!(standing, Ok(Standing::Sent { .. })), "{standing:?}");
}

#[tokio::test(start_paused = true)]
async fn a_send_that_a_crash_has_left_without_an_answer_is_read_once_in_a_resumption() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let body = serde_json::to_string(&ada(None)).expect("json");
    let workflow = accept(&desk, &body, &[("", "ada-example")]);
    begin_of(&desk, &workflow, "", &keys("ada-example"));
    let (mut worker, counts) = worker(&desk, &rules, &[UNREADABLE], Policy::default());
    let resumed = worker.resume().await;
    assert_eq!((resumed.workflows, resumed.failure), (vec![workflow.clone()], None));
    let told = counts.told.borrow();
    let opened = told.iter().filter(|line| line.starts_with("opens ")).count();
    assert_eq!(
        (counts.launches.get(), opened),
        (1, UNREADABLE.lines().count()),
        "{told:?}"
    );
    let results = desk.results(&[workflow]).expect("a list");
    let [row] = results.as_slice() else {
        panic!("{results:?}")
    };
    assert_eq!((row.outcome, row.error), (Outcome::InDoubt, None));
    assert_eq!(desk.in_doubt().expect("a list").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn three_doubts_in_a_row_stop_the_account_although_their_pages_can_be_read() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    for (before, slug) in ["ada-example", "bob-example", "cleo-example"].iter().enumerate() {
        assert_eq!(desk.stopped(), Ok(None), "{before} doubts");
        let name = slug.split('-').next().expect("a name");
        let connectable = format!("open {slug} -> person/{name}--connectable.html\n");
        let silent = format!(
            "{connectable}click connect -> gate/feed.html at=/feed/\n{}",
            connectable.repeat(4)
        );
        let again = connectable.repeat(2);
        let (mut worker, _) = worker(&desk, &rules, &[&silent, &again], Policy::default());
        let done = worker.run(&ask(slug, None)).await;
        let told = answered(&done.report).map_err(|error| error.kind);
        assert_eq!(told, Err(ErrorType::OutcomeUnknown), "{:?}", done.report);
    }
    let stop = desk.stopped().expect("the ledger answers").expect("it is stopped");
    assert_eq!(stop.reason, "pageNotRecognised");
}

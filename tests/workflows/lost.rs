//! Browsers that are lost, or do not start: which are replaced, and what becomes of what they had begun.

use std::path::Path;

use linkwright::engine::worker::Policy;
use linkwright::ledger::{Limits, ListRow, Standing};
use linkwright::outcome::{ErrorType, FailureReason};

use crate::stage::{
    ADA, LOST, LOST_AT_SEND, NEVER_STARTS, ada, answered, begin, desk, desk_in, keys, reason, request, rules, url,
    worker,
};

/// How a run for Ada ends with these browsers, and how many were started.
async fn run(scripts: &[&str]) -> (Option<FailureReason>, u32) {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut worker, counts) = worker(&desk, &rules, scripts, Policy::default());
    let done = worker.run(&ada(None)).await;
    if reason(&done.report).is_none() {
        let error = answered(&done.report).expect_err("somebody has asked already");
        assert_eq!(error.kind, ErrorType::AlreadyPending, "{scripts:?}");
    }
    (reason(&done.report), counts.launches.get())
}

#[tokio::test(start_paused = true)]
async fn two_browsers_in_all_are_started_in_place_of_lost_ones() {
    let lost = Some(FailureReason::BrowserLost);
    let never_started = Some(FailureReason::BrowserUnavailable);
    for (scripts, ended) in [
        (&[LOST, ADA][..], None),
        (&[LOST, LOST, ADA], None),
        (&[LOST, LOST, LOST], lost),
        (&[NEVER_STARTS, ADA], None),
        (&[NEVER_STARTS, LOST, ADA], None),
        (&[NEVER_STARTS, LOST, LOST], lost),
        (&[LOST, NEVER_STARTS, ADA], None),
        (&[LOST, LOST, NEVER_STARTS], never_started),
        (&[NEVER_STARTS, NEVER_STARTS], never_started),
    ] {
        let launches = u32::try_from(scripts.len()).expect("few");
        assert_eq!(run(scripts).await, (ended, launches), "{scripts:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wall_is_no_lost_browser() {
    let wall = "open ada-example -> gate/checkpoint.html";
    assert_eq!(run(&[wall]).await, (Some(FailureReason::LinkedinCheckpoint), 1));
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut rehearsing, counts) = worker(&desk, &rules, &[wall], Policy::default());
    let rehearsed = rehearsing.rehearse(&url("ada-example"), &request(None)).await;
    let reason = rehearsed.expect_err("a wall").reason;
    assert_eq!(reason, FailureReason::LinkedinCheckpoint);
    assert_eq!(counts.closes.get(), 0, "whoever looks ahead has the browser still");
    rehearsing.rest().await;
    assert_eq!((counts.launches.get(), counts.closes.get()), (1, 1));
    desk.clear_stop().expect("somebody has looked");
    let wall = "list -> gate/checkpoint.html";
    let (mut syncing, counts) = worker(&desk, &rules, &[wall], Policy::default());
    let reason = syncing.sync().await.expect_err("a wall").reason;
    assert_eq!(reason, FailureReason::LinkedinCheckpoint);
    assert_eq!((counts.launches.get(), counts.closes.get()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn whoever_asks_for_an_end_gets_no_other_browser() {
    let rules = rules();
    for (script, ended) in [
        (LOST, FailureReason::BrowserLost),
        (NEVER_STARTS, FailureReason::BrowserUnavailable),
    ] {
        let (desk, _) = desk(Limits::none());
        let (mut ending, counts) = worker(&desk, &rules, &[script], Policy::default());
        counts.is_over.set(true);
        assert_eq!(reason(&ending.run(&ada(None)).await.report), Some(ended));
        assert_eq!(counts.launches.get(), 1, "{script}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_click_whose_answer_was_lost_is_answered_by_a_fresh_page() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut worker, counts) = worker(&desk, &rules, &[LOST_AT_SEND, ADA], Policy::default());
    let done = worker.run(&ada(None)).await;
    assert_eq!((reason(&done.report), answered(&done.report)), (None, Ok(())));
    assert!(matches!(desk.standing(&keys("ada-example")), Ok(Standing::Sent { .. })));
    // Nothing is read before every browser that could still act was ended.
    let deeds = ["launch", "close", "fence", "launch", "close"];
    assert_eq!(*counts.deeds.borrow(), deeds);
}

#[tokio::test(start_paused = true)]
async fn a_click_in_the_last_browser_that_a_run_may_lose_is_settled_all_the_same() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let scripts = [LOST, LOST, LOST_AT_SEND, ADA];
    let (mut worker, counts) = worker(&desk, &rules, &scripts, Policy::default());
    let done = worker.run(&ada(None)).await;
    assert_eq!(reason(&done.report), Some(FailureReason::BrowserLost));
    assert_eq!(answered(&done.report), Ok(()), "it was sent, and this is told");
    assert_eq!((counts.fences.get(), counts.launches.get()), (1, 4));
}

#[tokio::test(start_paused = true)]
async fn an_end_that_is_asked_for_leaves_a_click_to_the_next_run() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (ending, counts) = worker(&desk, &rules, &[LOST_AT_SEND], Policy::default());
    let is_over = counts.is_over.clone();
    let mut ending = ending.with_progress(move |line| is_over.set(is_over.get() || line.contains("inviteChoice")));
    let done = ending.run(&ada(None)).await;
    assert_eq!(reason(&done.report), Some(FailureReason::BrowserLost));
    let error = answered(&done.report).expect_err("nobody has looked");
    assert_eq!(error.kind, ErrorType::OutcomeUnknown);
    assert_eq!((counts.fences.get(), counts.launches.get()), (0, 1));
    let (mut next, _) = worker(&desk, &rules, &[ADA], Policy::default());
    let resumed = next.resume().await;
    assert_eq!(resumed.failure, None);
    assert_eq!(resumed.workflows, Vec::from_iter(done.workflow));
    assert!(matches!(desk.standing(&keys("ada-example")), Ok(Standing::Sent { .. })));
}

fn row(slug: &str) -> ListRow {
    ListRow {
        list: "people.csv".to_owned(),
        person: url(slug),
        asked: request(None),
        held_back: None,
    }
}

#[tokio::test(start_paused = true)]
async fn rows_share_a_browser_and_each_may_lose_two() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let bob = "open bob-example -> person/bob--pending.html";
    let bob_lost = format!("{bob}\nlook ! lost");
    let (both, both_lost) = (format!("{ADA}\n{bob}"), format!("{ADA}\n{bob_lost}"));
    for scripts in [
        &[both.as_str()][..],
        &[LOST, LOST, both.as_str()],
        &[LOST, LOST, both_lost.as_str(), bob_lost.as_str(), bob],
    ] {
        let (mut worker, counts) = worker(&desk, &rules, scripts, Policy::default());
        for slug in ["ada-example", "bob-example"] {
            let done = worker.run_row(&row(slug)).await;
            assert_eq!(reason(&done.report), None, "{slug}: {scripts:?}");
        }
        let launches = u32::try_from(scripts.len()).expect("few");
        assert_eq!((counts.launches.get(), counts.closes.get()), (launches, launches - 1));
        worker.rest().await;
        assert_eq!(counts.closes.get(), launches);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_in_doubt_is_settled_before_a_row_is_asked_for() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "bob-example");
    let script = format!("open bob-example -> person/bob--pending.html\n{ADA}");
    let (mut worker, counts) = worker(&desk, &rules, &[&script], Policy::default());
    assert_eq!(reason(&worker.run_row(&row("ada-example")).await.report), None);
    assert!(matches!(desk.standing(&keys("bob-example")), Ok(Standing::Sent { .. })));
    worker.rest().await;
    assert_eq!(*counts.deeds.borrow(), ["fence", "launch", "close"]);
}

/// How the only workflow of a ledger has ended, by the word in its file.
fn status(file: &Path) -> String {
    use sqlx::{Connection, Row, SqliteConnection};
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
        let row = sqlx::query("SELECT status FROM workflow")
            .fetch_one(&mut connection)
            .await;
        connection.close().await.expect("closed");
        row.expect("one workflow").get(0)
    })
}

#[test]
fn the_ledger_tells_an_end_that_was_asked_for_from_a_failure() {
    let rules = rules();
    for (scripts, is_over, word) in [
        (&[ADA][..], false, "completed"),
        (&[LOST, LOST, LOST], false, "failed"),
        (&[LOST], true, "interrupted"),
    ] {
        let room = tempfile::tempdir().expect("a directory");
        let file = room.path().join("ledger.sqlite");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build();
        runtime.expect("a runtime").block_on(async {
            let desk = desk_in(&file);
            let (mut worker, counts) = worker(&desk, &rules, scripts, Policy::default());
            counts.is_over.set(is_over);
            worker.run(&ada(None)).await;
        });
        assert_eq!(status(&file), word);
    }
}

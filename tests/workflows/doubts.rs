//! Clicks in doubt: what a fresh page and the list of sent invitations make of them.

use std::sync::atomic::Ordering;

use linkwright::engine::Timing;
use linkwright::engine::worker::Policy;
use linkwright::ledger::{Desk, Limits, Standing};
use linkwright::outcome::{ErrorType, FailureReason};
use linkwright::page::RuleSet;

use crate::golden::fixtures;
use crate::stage::{
    ADA, LIST_WITH_ADA, LIST_WITHOUT_ADA, LOST_AT_SEND, UNREADABLE, accept, ada, answered, ask, begin, begin_of, desk,
    keys, reason, retrying, rules, worker,
};

/// Connect on two fresh loads.
const CONNECT_AGAIN: &str = "\
open ada-example -> person/ada--connectable.html
open ada-example -> person/ada--connectable.html";

fn standing(desk: &Desk) -> Standing {
    desk.standing(&keys("ada-example")).expect("an answer")
}

/// Settles what is in doubt, with one browser.
async fn settle(desk: &Desk, rules: &RuleSet, script: &str, policy: Policy) {
    let (mut worker, counts) = worker(desk, rules, &[script], policy);
    worker.settle_doubts().await.expect("a fresh look");
    worker.rest().await;
    assert_eq!(*counts.deeds.borrow(), ["fence", "launch", "close"], "{script}");
}

#[tokio::test(start_paused = true)]
async fn with_two_witnesses_that_nothing_was_sent_it_is_sent_once_more() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let script = |name: &str| {
        let path = fixtures().join("workflows").join(name).join("pages.txt");
        std::fs::read_to_string(path).expect("a script")
    };
    let again = format!(
        "{CONNECT_AGAIN}\nlist -> {LIST_WITHOUT_ADA}\n{}",
        script("success--without-note")
    );
    let scripts = [script("outcomeUnknown--silence"), again];
    let scripts = scripts.each_ref().map(String::as_str);
    let (mut worker, counts) = worker(&desk, &rules, &scripts, retrying());
    let done = worker.run(&ada(None)).await;
    assert_eq!((reason(&done.report), answered(&done.report)), (None, Ok(())));
    assert!(matches!(standing(&desk), Standing::Sent { .. }));
    assert_eq!(counts.heard("nothing was sent; tries once more"), 1);
    assert_eq!(*counts.deeds.borrow(), ["launch", "close", "fence", "launch", "close"]);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_names_the_person_or_says_nothing_is_no_witness_that_nothing_was_sent() {
    let rules = rules();
    let late = format!("list -> {LIST_WITHOUT_ADA}\nlater 900 -> {LIST_WITH_ADA}");
    let named = format!("list -> {LIST_WITH_ADA}");
    let silent = "list -> gate/feed.html";
    for list in [
        &named,
        &late,
        silent,
        "list ! lost",
        "list -> gate/feed.html\nlook ! lost",
    ] {
        let (desk, _) = desk(Limits::none());
        let attempt = begin(&desk, "ada-example");
        settle(&desk, &rules, &format!("{CONNECT_AGAIN}\n{list}"), retrying()).await;
        assert_eq!(standing(&desk), Standing::Parked(attempt.id().clone()), "{list}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_that_leads_to_somebody_else_by_now_proves_nothing() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let attempt = begin(&desk, "ada-example");
    let redirected = "open ada-example -> person/bob--pending.html served=/in/bob-example/";
    settle(&desk, &rules, &[redirected; 2].join("\n"), Policy::default()).await;
    assert_eq!(standing(&desk), Standing::InDoubt(attempt.id().clone()));
}

#[tokio::test(start_paused = true)]
async fn only_a_fresh_attempt_is_made_once_more_and_only_where_that_is_allowed() {
    let rules = rules();
    let both = format!("{CONNECT_AGAIN}\nlist -> {LIST_WITHOUT_ADA}");
    for (policy, minutes, script, may) in [
        (retrying(), 0, both.as_str(), true),
        (retrying(), 14, &both, true),
        (retrying(), 16, &both, false),
        (retrying(), -1, &both, false),
        // The list is not even opened.
        (Policy::default(), 0, CONNECT_AGAIN, false),
    ] {
        let (desk, clock) = desk(Limits::none());
        let attempt = begin(&desk, "ada-example");
        clock.fetch_add(minutes * 60_000, Ordering::SeqCst);
        settle(&desk, &rules, script, policy).await;
        let barred = Standing::Parked(attempt.id().clone());
        let wanted = if may { Standing::Free } else { barred };
        assert_eq!(standing(&desk), wanted, "{minutes} minutes");
    }
}

#[tokio::test(start_paused = true)]
async fn the_answer_says_what_the_fresh_page_has_shown() {
    let rules = rules();
    let barred = "open ada-example -> person/ada--incoming.html\nopen ada-example -> person/ada--incoming.html";
    for (script, times, said) in [
        (CONNECT_AGAIN, 1, "A fresh load shows Connect again"),
        (barred, 1, "A fresh load shows neither a pending request nor Connect"),
        (UNREADABLE, 3, "A fresh load shows nothing that linkwright can read"),
    ] {
        let (desk, _) = desk(Limits::none());
        let attempt = begin(&desk, "ada-example");
        for time in 0..times {
            assert_eq!(
                standing(&desk),
                Standing::InDoubt(attempt.id().clone()),
                "read {time} times"
            );
            settle(&desk, &rules, script, Policy::default()).await;
        }
        assert_eq!(standing(&desk), Standing::Parked(attempt.id().clone()));
        let results = &desk.unfinished().expect("a list")[0].results;
        let error = results[0].1.result.as_ref().expect_err("nobody knows");
        assert_eq!(error.kind, ErrorType::OutcomeUnknown);
        assert!(error.message.contains(said), "{}", error.message);
    }
}

#[tokio::test(start_paused = true)]
async fn what_stays_in_doubt_is_told_so_and_is_not_asked_again() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let (mut worker, counts) = worker(&desk, &rules, &[LOST_AT_SEND, CONNECT_AGAIN], Policy::default());
    let done = worker.run(&ada(None)).await;
    assert_eq!(reason(&done.report), None, "the run itself went on");
    let error = answered(&done.report).expect_err("nobody knows");
    assert_eq!(error.kind, ErrorType::OutcomeUnknown);
    assert!(error.message.contains("Connect again"), "{}", error.message);
    assert_eq!(counts.launches.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wall_before_a_fresh_look_reads_nothing_and_ends_the_run() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "ada-example");
    let wall = "open ada-example -> gate/checkpoint.html";
    let (mut worker, counts) = worker(&desk, &rules, &[wall], Policy::default());
    let done = worker.run(&ask("bob-example", None)).await;
    assert_eq!(reason(&done.report), Some(FailureReason::LinkedinCheckpoint));
    assert_eq!(done.workflow, None, "nothing was accepted");
    assert_eq!(desk.in_doubt().expect("a list")[0].reads, 0);
    assert_eq!(*counts.deeds.borrow(), ["fence", "launch", "close"]);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_cannot_be_worked_with_is_read_as_unreadable() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "ada-example");
    // Once while the page still moves, once when it stands.
    let script = "open ada-example -> person/ada--more-closed.html\n\
                  click more ! notyet something lies over it\nclick more ! notyet something lies over it\n\
                  open bob-example -> person/bob--pending.html";
    let (worker, _) = worker(&desk, &rules, &[script], Policy::default());
    // No patience with a control that cannot be used.
    let timing = Timing {
        load: std::time::Duration::ZERO,
        ..Timing::default()
    };
    let done = worker.with_timing(timing).run(&ask("bob-example", None)).await;
    assert_eq!(reason(&done.report), None, "the run goes on");
    assert_eq!(desk.in_doubt().expect("a list")[0].reads, 1);
}

#[tokio::test(start_paused = true)]
async fn a_run_settles_its_own_doubts_alone() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "ada-example");
    let bob = "open bob-example -> person/bob--pending.html";
    let script = format!("{UNREADABLE}\n{bob}");
    let (mut worker, counts) = worker(&desk, &rules, &[&script], Policy::default());
    assert_eq!(reason(&worker.run(&ask("bob-example", None)).await.report), None);
    assert_eq!(
        desk.in_doubt().expect("a list")[0].reads,
        1,
        "before, and not once more"
    );
    assert_eq!(counts.launches.get(), 1);
}

#[tokio::test(start_paused = true)]
async fn behind_a_wall_nobody_looks_again() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    let walled = "open ada-example -> person/ada--connectable.html\nclick connect -> gate/checkpoint.html";
    let (mut worker, counts) = worker(&desk, &rules, &[walled], Policy::default());
    let done = worker.run(&ada(None)).await;
    assert_eq!(reason(&done.report), Some(FailureReason::LinkedinCheckpoint));
    let error = answered(&done.report).expect_err("nobody knows");
    assert_eq!(error.kind, ErrorType::OutcomeUnknown);
    assert_eq!(*counts.deeds.borrow(), ["launch", "close"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_ended_in_its_own_dialog_has_sent_nothing() {
    let rules = rules();
    let with_note = "open ada-example -> person/ada--connectable.html\n\
                     click connect -> person/ada--connectable.html + invite/choice.html\nclick add_note ! lost";
    // What this older dialog asks may come behind a click that has sent already.
    let relation = "open ada-example -> person/ada--connectable.html\n\
                    click connect -> person/ada--connectable.html + invite/relation.html\n\
                    click relation_other ! lost";
    let of_bob = "open ada-example -> person/ada--connectable.html\n\
                  click connect -> person/ada--connectable.html + invite/choice--of-bob.html\n\
                  click close_dialog ! lost";
    let sent = "open ada-example -> person/ada--connectable.html\n\
                click connect -> person/ada--connectable.html + invite/choice.html\n\
                click add_note -> person/ada--connectable.html + invite/note.html\n\
                fill note_field -> person/ada--connectable.html + invite/note--filled.html\n\
                click send -> person/ada--pending.html\n\
                open ada-example -> person/ada--pending.html";
    for (script, may_try_again) in [(with_note, true), (relation, false), (of_bob, false)] {
        let (desk, _) = desk(Limits::none());
        let again = if may_try_again { sent } else { "" };
        let fresh = format!("{CONNECT_AGAIN}\n{again}");
        let (mut worker, _) = worker(&desk, &rules, &[script, &fresh], Policy::default());
        let done = worker.run(&ada(Some("Hello"))).await;
        assert_eq!(answered(&done.report).is_ok(), may_try_again, "{script}");
        assert_eq!(
            matches!(standing(&desk), Standing::Parked(_)),
            !may_try_again,
            "{script}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_resumption_names_what_it_has_settled_and_nothing_else_and_nothing_twice() {
    let (rules, (desk, _)) = (rules(), desk(Limits::none()));
    begin(&desk, "ada-example");
    let both = accept(&desk, "[]", &[("/0", "bob-example"), ("/1", "cleo-example")]);
    for (pointer, slug) in [("/0", "bob-example"), ("/1", "cleo-example")] {
        begin_of(&desk, &both, pointer, &keys(slug));
    }
    let script = format!(
        "{UNREADABLE}\nopen bob-example -> person/bob--pending.html\nopen cleo-example -> person/cleo--connected.html"
    );
    let (mut worker, _) = worker(&desk, &rules, &[&script], Policy::default());
    let resumed = worker.resume().await;
    assert_eq!((resumed.workflows, resumed.failure), (vec![both], None));
    assert_eq!(desk.in_doubt().expect("a list").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_resumption_runs_what_was_accepted_and_names_it_once() {
    let rules = rules();
    let body = serde_json::to_string(&ada(None)).expect("json");
    for begun in [false, true] {
        let (desk, _) = desk(Limits::none());
        let workflow = accept(&desk, &body, &[("", "ada-example")]);
        if begun {
            begin_of(&desk, &workflow, "", &keys("ada-example"));
        }
        let (mut worker, _) = worker(&desk, &rules, &[ADA], Policy::default());
        let resumed = worker.resume().await;
        assert_eq!((resumed.workflows, resumed.failure), (vec![workflow], None));
        assert_eq!(desk.unfinished().expect("a list").len(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wall_leaves_a_workflow_to_the_next_resumption_and_a_page_that_nobody_knows_does_not() {
    let rules = rules();
    let body = serde_json::to_string(&ada(None)).expect("json");
    for (page, left) in [("gate/checkpoint.html", 1), ("person/ada--unfamiliar.html", 0)] {
        let (desk, _) = desk(Limits::none());
        accept(&desk, &body, &[("", "ada-example")]);
        let script = format!("open ada-example -> {page}");
        let (mut worker, _) = worker(&desk, &rules, &[&script], Policy::default());
        assert!(worker.resume().await.failure.is_some(), "{page}");
        assert_eq!(desk.unfinished().expect("a list").len(), left, "{page}");
    }
}

//! One account, one owner: who comes late writes nothing, and who comes second invites nobody.

use std::sync::{Arc, Barrier};

use linkwright::ledger::{
    Clock, Desk, Ledger, LedgerError, Limits, NewRequest, RecoveredOutcome, Refusal, Settlement, Standing,
    WorkflowStatus,
};
use linkwright::outcome::ErrorType;

use crate::proof::{execute, is_whole, query};
use crate::stage::{SITE, ask, begin, desk, error, keys, ledger, send, slug, standing, try_begin, url};

fn is_fenced<T: std::fmt::Debug>(done: Result<T, LedgerError>) {
    assert_eq!(done.expect_err("too late"), LedgerError::Fenced);
}

#[test]
fn an_old_desk_is_refused_every_call() {
    let ledger = ledger();
    let take = || ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let old = take();
    let (workflow, request, attempt) = begin(&old, "ada-example");
    let (_, second) = ask(&old, "bob-example");
    let permit = old.permit(&keys("bob-example"), false).unwrap().expect("leave");
    send(&old, "cid-example");
    let cid = keys("cid-example");
    let withdrawal = old.begin_withdrawal(&cid, &workflow, "/1").unwrap().expect("leave");
    let new = take();
    let told = error(ErrorType::OutcomeUnknown);
    let (ada, id) = (keys("ada-example"), attempt.id().clone());
    is_fenced(old.stop("linkedinCheckpoint", "a check"));
    is_fenced(old.clear_stop());
    is_fenced(old.pause_until(i64::MAX));
    is_fenced(old.accept("{}", &[]));
    is_fenced(old.finish(&workflow, WorkflowStatus::Completed));
    is_fenced(old.permit(&ada, false));
    is_fenced(old.begin(permit, &second, None));
    is_fenced(old.open_dialog(&attempt));
    is_fenced(old.arm(&attempt));
    is_fenced(old.settle(&attempt, Settlement::Sent, Some(&Ok(()))));
    is_fenced(old.answer(&second, &ada, &told));
    is_fenced(old.adopt(&id, Some(&request)));
    is_fenced(old.count_read(&id));
    is_fenced(old.settle_recovered(&id, RecoveredOutcome::Unknown, &told));
    is_fenced(old.deliver(&workflow));
    is_fenced(old.resolve(&slug("ada-example"), true));
    is_fenced(old.drift(&ada));
    is_fenced(old.drift_reset());
    is_fenced(old.standing(&ada));
    is_fenced(old.closed(false));
    is_fenced(old.unfinished());
    is_fenced(old.in_doubt());
    is_fenced(old.stopped());
    is_fenced(old.request(&workflow, ""));
    is_fenced(old.submit(&"order-17".parse().expect("a key"), "{}", &[]));
    let row = crate::lists::row("people", "dee-example", None);
    let asked = NewRequest {
        pointer: String::new(),
        person: url("dee-example"),
        label: None,
    };
    is_fenced(old.accept_listed("{}", &asked, &row));
    is_fenced(old.listed(&row));
    is_fenced(old.begin_withdrawal(&cid, &workflow, "/2"));
    is_fenced(old.finish_withdrawal(&cid, &workflow, "/2"));
    is_fenced(old.end_withdrawal(&withdrawal, true));
    is_fenced(old.learn_by_hand(&keys("dee-example")));
    is_fenced(old.keep_evidence(&crate::evidence::new("ada", &workflow, None, "personNotFound")));
    is_fenced(old.believed_pending());
    is_fenced(old.untold());
    assert_eq!(
        standing(&new, "ada-example"),
        Standing::InDoubt(id),
        "nothing was changed"
    );
    assert_eq!(new.stopped(), Ok(None));
    assert_eq!(new.in_doubt().expect("a list")[0].reads, 0);
    assert_eq!(new.unfinished().expect("a list").len(), 3);
}

#[test]
fn a_clone_is_the_same_desk() {
    let desk = desk();
    let clone = desk.clone();
    send(&clone, "ada-example");
    send(&desk, "bob-example");
}

#[test]
fn every_site_that_has_an_account_is_told_once() {
    let ledger = ledger();
    assert_eq!(ledger.sites(), Ok(vec![]));
    for (name, site) in [("one", SITE), ("two", SITE), ("one", "http://127.0.0.1:2")] {
        ledger.take_over(name, site, Limits::none()).expect("a desk");
    }
    let mut sites = ledger.sites().expect("a list");
    sites.sort_unstable();
    assert_eq!(sites, [SITE, "http://127.0.0.1:2"]);
}

#[test]
fn what_belongs_to_another_account_is_not_touched() {
    let ledger = ledger();
    let take = |name: &str| ledger.take_over(name, SITE, Limits::none()).expect("a desk");
    let (one, two) = (take("one"), take("two"));
    let (workflow, request, attempt) = begin(&one, "ada-example");
    let permit = one.permit(&keys("bob-example"), false).unwrap().expect("leave");
    let foreign = |done: Result<(), LedgerError>| {
        assert!(matches!(done, Err(LedgerError::Contradiction(_))), "{done:?}");
    };
    let (_, own) = ask(&two, "bob-example");
    foreign(two.begin(permit, &own, None).map(drop));
    foreign(
        two.begin(
            two.permit(&keys("bob-example"), false).unwrap().expect("leave"),
            &request,
            None,
        )
        .map(drop),
    );
    foreign(two.arm(&attempt));
    foreign(two.settle(&attempt, Settlement::NotSent, None));
    foreign(two.adopt(attempt.id(), None));
    foreign(two.answer(&request, &keys("ada-example"), &error(ErrorType::AlreadyPending)));
    foreign(two.deliver(&workflow));
    foreign(two.finish(&workflow, WorkflowStatus::Failed));
    foreign(two.request(&workflow, "").map(drop));
    assert_eq!(standing(&one, "ada-example"), Standing::InDoubt(attempt.id().clone()));
}

/// Everybody opens the file, takes the account over and begins at the same person, all at once.
fn race(path: &std::path::Path, name: &str, workers: usize) -> usize {
    let start = Arc::new(Barrier::new(workers));
    let worker = |_| {
        let (path, name, start) = (path.to_owned(), name.to_owned(), start.clone());
        std::thread::spawn(move || {
            let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
            start.wait();
            let tried = || -> Result<Result<(), Refusal>, LedgerError> {
                let desk = ledger.take_over("default", SITE, Limits::none())?;
                let request = NewRequest {
                    pointer: String::new(),
                    person: url(&name),
                    label: None,
                };
                let workflow = desk.accept("{}", &[request])?;
                let request = desk.request(&workflow, "")?;
                let permit = match desk.permit(&keys(&name), false)? {
                    Ok(permit) => permit,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                Ok(desk.begin(permit, &request, None)?.map(drop))
            };
            match tried() {
                Ok(Ok(())) => 1,
                Ok(Err(Refusal::Standing(_))) | Err(LedgerError::Fenced) => 0,
                other => panic!("{other:?}"),
            }
        })
    };
    let workers: Vec<_> = (0..workers).map(worker).collect();
    workers.into_iter().map(|one| one.join().expect("it ends")).sum()
}

#[test]
fn of_many_who_race_for_a_person_one_at_most_begins() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let mut begun = 0;
    for round in 0..15 {
        let won = race(&path, &format!("person-{round}"), 4);
        assert!(won <= 1, "{won} have begun");
        begun += won;
    }
    assert!(begun > 0, "nobody ever won, so nothing was raced for");
    is_whole(&path);
}

#[test]
fn clones_of_one_desk_that_race_for_a_person_begin_once() {
    let desk = desk();
    for round in 0..20 {
        let name = format!("person-{round}");
        let start = Arc::new(Barrier::new(4));
        let worker = |_| {
            let (desk, name, start): (Desk, String, Arc<Barrier>) = (desk.clone(), name.clone(), start.clone());
            std::thread::spawn(move || {
                let (_, request) = ask(&desk, &name);
                start.wait();
                usize::from(try_begin(&desk, &request, &keys(&name)).is_ok())
            })
        };
        let workers: Vec<_> = (0..4).map(worker).collect();
        let begun: usize = workers.into_iter().map(|one| one.join().expect("it ends")).sum();
        assert_eq!(begun, 1, "{name}");
    }
}

#[test]
fn the_index_arbitrates_whatever_the_code_believes() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let ledger = Ledger::open(&path, Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let twin = "INSERT INTO attempt SELECT 'twin', account, request, person, n + 1, epoch, turn + 1, with_note, \
                note_hash, jitter, begun_at, armed_at, reads, NULL, NULL, NULL, 0, NULL FROM attempt";
    let (_, _, attempt) = begin(&desk, "ada-example");
    execute(&path, twin).expect_err("an attempt is open");
    desk.settle(&attempt, Settlement::Sent, None).expect("settled");
    execute(&path, twin).expect_err("one was sent");
    assert_eq!(query(&path, "SELECT id FROM attempt").len(), 1);
}

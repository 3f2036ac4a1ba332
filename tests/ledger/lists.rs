//! Rows of lists: known again by list and person, told as they stand, and kept over everything.

use linkwright::ledger::{
    Attempt, Clock, Desk, HeldBack, Ledger, Limits, ListRow, Listed, NewRequest, Outcome, RecoveredOutcome, Settlement,
    Went, WorkflowStatus,
};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::workflow::SendConnectionRequest;

use crate::stage::{SITE, desk, error, keys, slug, try_begin, url};

pub(crate) fn row(list: &str, person: &str, note: Option<&str>) -> ListRow {
    let request = SendConnectionRequest {
        label: None,
        note: note.map(|note| note.parse().expect("a note")),
        email: None,
    };
    ListRow {
        list: list.to_owned(),
        person: url(person),
        asked: request,
        held_back: None,
    }
}

/// Accepts a row and begins an attempt.
fn begin(desk: &Desk, row: &ListRow) -> Attempt {
    let workflow = accept(desk, row);
    let request = desk.request(&workflow, "").expect("a request");
    try_begin(desk, &request, &keys(row.person.slug().decoded())).expect("nothing bars it")
}

fn accept(desk: &Desk, row: &ListRow) -> linkwright::ledger::WorkflowId {
    let request = NewRequest {
        pointer: String::new(),
        person: row.person.clone(),
        label: None,
    };
    desk.accept_listed("{}", &request, row).expect("accepted")
}

fn listed(desk: &Desk, row: &ListRow) -> Listed {
    desk.listed(row).expect("an answer").expect("it was asked for")
}

#[test]
fn a_row_is_its_list_and_its_person() {
    let desk = desk();
    let ada = row("a", "ada-example", None);
    assert_eq!(desk.listed(&ada).expect("an answer"), None);
    accept(&desk, &ada);
    assert!(listed(&desk, &ada).same);
    assert!(!listed(&desk, &row("a", "ada-example", Some("Hello"))).same);
    assert_eq!(desk.listed(&row("b", "ada-example", None)).expect("an answer"), None);
    assert_eq!(desk.listed(&row("a", "bob-example", None)).expect("an answer"), None);
}

#[test]
fn the_last_request_of_a_row_is_told() {
    let desk = desk();
    let ada = row("a", "ada-example", None);
    let first = accept(&desk, &ada);
    assert_eq!(
        (listed(&desk, &ada).outcome, listed(&desk, &ada).is_finished),
        (None, false)
    );
    let request = desk.request(&first, "").expect("a request");
    desk.answer(&request, &keys("ada-example"), &error(ErrorType::EmailRequired))
        .expect("answered");
    desk.finish(&first, WorkflowStatus::Completed).expect("finished");
    let told = listed(&desk, &ada);
    assert_eq!((told.outcome, told.is_finished), (Some(Outcome::Answered), true));
    assert_eq!(told.error, Some(ActionError::from(ErrorType::EmailRequired)));
    assert!(told.decided_at.is_some() && !told.is_delivered);
    desk.deliver(&first).expect("told");
    assert!(listed(&desk, &ada).is_delivered);
    let attempt = begin(&desk, &ada);
    assert_eq!(
        listed(&desk, &ada).outcome,
        Some(Outcome::InDoubt),
        "an open attempt may have been sent"
    );
    desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
    let told = listed(&desk, &ada);
    assert_eq!((told.outcome, told.error), (Some(Outcome::Sent), None));
}

#[test]
fn what_is_found_out_later_is_told_of_the_row() {
    let desk = desk();
    let (ada, bob) = (row("a", "ada-example", None), row("a", "bob-example", None));
    let unknown = error(ErrorType::OutcomeUnknown);
    for row in [&ada, &bob] {
        let attempt = begin(&desk, row);
        desk.settle(&attempt, Settlement::InDoubt, Some(&unknown))
            .expect("settled");
    }
    let doubts = desk.in_doubt().expect("an answer");
    desk.settle_recovered(&doubts[0].id, RecoveredOutcome::Sent, &Ok(()))
        .expect("settled");
    desk.settle_recovered(&doubts[1].id, RecoveredOutcome::Unknown, &unknown)
        .expect("settled");
    assert_eq!(listed(&desk, &ada).outcome, Some(Outcome::Sent));
    assert_eq!(listed(&desk, &bob).outcome, Some(Outcome::Unknown));
    desk.resolve(&slug("bob-example"), false).expect("an answer");
    assert_eq!(listed(&desk, &bob).outcome, Some(Outcome::NotSent));
}

#[test]
fn a_ledger_without_lists_learns_them_and_a_purged_person_stays_sent() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("ledger.sqlite3");
    let open = || Ledger::open(&path, Clock::system()).expect("a ledger");
    let take = |ledger: &Ledger| ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    take(&open());
    // As it was before there were lists.
    for sql in [
        "DROP TABLE evidence",
        "DROP TABLE listed",
        "DROP TABLE submission",
        "DROP TABLE withdrawal",
        "DROP TABLE by_hand",
        "DROP INDEX attempt_one_live",
        "ALTER TABLE attempt DROP COLUMN withdrawn_at",
        "CREATE UNIQUE INDEX attempt_one_live ON attempt (account, person) WHERE outcome IS NULL OR outcome <> 'notSent'",
        "UPDATE meta SET value = '2' WHERE name = 'schema'",
    ] {
        crate::proof::execute(&path, sql).expect("changed");
    }
    let ada = row("a list in a place", "ada-example", Some("a secret note"));
    {
        let ledger = open();
        let desk = take(&ledger);
        let attempt = begin(&desk, &ada);
        desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
        desk.finish(&listed(&desk, &ada).workflow, WorkflowStatus::Completed)
            .expect("finished");
        assert!(ledger.purge(SITE, &slug("ada-example")).expect("purged"));
        assert_eq!(listed(&desk, &ada).outcome, Some(Outcome::Sent));
    }
    for entry in std::fs::read_dir(directory.path()).expect("listed") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("read");
        let text = String::from_utf8_lossy(&bytes);
        for word in ["a list in a place", "a secret note", "ada-example"] {
            assert!(!text.contains(word), "{word} stands in the ledger's files");
        }
    }
    assert_eq!(listed(&take(&open()), &ada).outcome, Some(Outcome::Sent));
}

#[test]
fn a_purge_forgets_what_a_row_has_asked_for_and_not_that_it_was_sent() {
    let ledger = Ledger::in_memory(Clock::system()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let ada = row("a", "ada-example", Some("Hello"));
    let attempt = begin(&desk, &ada);
    desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
    let workflow = listed(&desk, &ada).workflow;
    desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
    desk.deliver(&workflow).expect("delivered");
    assert!(listed(&desk, &ada).same);
    assert_eq!(ledger.purge(SITE, &slug("ada-example")), Ok(true));
    assert!(!listed(&desk, &ada).same);
    assert_eq!(listed(&desk, &ada).outcome, Some(Outcome::Sent));
}

#[test]
fn a_row_that_was_sent_says_what_went_with_it() {
    let desk = desk();
    let send = |row: &ListRow, has_dialog: bool| {
        let attempt = begin(&desk, row);
        if has_dialog {
            desk.open_dialog(&attempt).expect("on record");
        }
        desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
    };
    let went = |row: &ListRow| listed(&desk, row).went;
    let ada = row("a", "ada-example", Some("Hello"));
    begin(&desk, &ada);
    assert_eq!(went(&ada), None, "it is in doubt");
    let bob = row("a", "bob-example", Some("Hello"));
    send(&bob, true);
    assert_eq!(went(&bob), Some(Went::AsAsked));
    assert_eq!(went(&row("a", "bob-example", Some("Another"))), Some(Went::Earlier));
    assert_eq!(went(&row("a", "bob-example", None)), Some(Went::Earlier));
    let cid = row("a", "cid-example", Some("Hello"));
    send(&cid, false);
    assert_eq!(went(&cid), Some(Went::AtOnce), "no dialog was seen to type it into");
    let plain = row("a", "dan-example", None);
    send(&plain, false);
    assert_eq!(went(&plain), Some(Went::AsAsked));
    for why in HeldBack::ALL {
        let held = ListRow {
            held_back: Some(*why),
            ..row("a", &format!("held-{}", why.as_str().to_lowercase()), Some("Hello"))
        };
        send(&held, true);
        let asked = ListRow {
            held_back: None,
            ..held
        };
        assert_eq!(went(&asked), Some(Went::WithoutNote(*why)));
    }
    // A success that nobody was told is that of the row that asks next.
    let other = row("another list", "bob-example", Some("Hello"));
    let workflow = accept(&desk, &other);
    let request = desk.request(&workflow, "").expect("a request");
    desk.answer(&request, &keys("bob-example"), &Ok(())).expect("answered");
    assert_eq!(went(&other), Some(Went::Earlier));
}

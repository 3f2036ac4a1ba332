//! Workflows under a key: many of them are one, whatever came between.

use linkwright::ledger::{Clock, Desk, Ledger, Limits, NewRequest, Outcome, SubmissionKey, Submitted, WorkflowStatus};
use linkwright::outcome::ErrorType;

use crate::stage::{SITE, desk, error, keys, ledger, slug, url};

const BODY: &str = r#"{"actionType":"st.sendConnectionRequest","personUrl":"https://www.linkedin.com/in/ada-example"}"#;

fn key(text: &str) -> SubmissionKey {
    text.parse().expect("a key")
}

fn submit(desk: &Desk, text: &str, body: &str) -> Submitted {
    let request = NewRequest {
        pointer: String::new(),
        person: url("ada-example"),
        label: None,
    };
    desk.submit(&key(text), body, &[request]).expect("an answer")
}

#[test]
fn a_hundred_equal_submissions_at_once_are_one_workflow() {
    let desk = desk();
    let submitters: Vec<_> = (0..100)
        .map(|_| {
            let desk = desk.clone();
            std::thread::spawn(move || submit(&desk, "order-17", BODY))
        })
        .collect();
    let mut first = Vec::new();
    let mut later = Vec::new();
    for submitter in submitters {
        match submitter.join().expect("a submitter ends") {
            Submitted::New(id) => first.push(id),
            Submitted::Before(unfinished) => later.push(unfinished.id),
            Submitted::Other => panic!("they were equal"),
        }
    }
    assert_eq!((first.len(), later.len()), (1, 99));
    assert!(later.iter().all(|id| *id == first[0]), "all are the same one");
    assert_eq!(desk.unfinished().expect("an answer").len(), 1);
}

#[test]
fn another_workflow_under_the_same_key_is_refused_and_changes_nothing() {
    let desk = desk();
    assert!(matches!(submit(&desk, "order-17", BODY), Submitted::New(_)));
    let before = desk.unfinished().expect("an answer");
    assert_eq!(submit(&desk, "order-17", &BODY.replace("ada", "bob")), Submitted::Other);
    assert_eq!(desk.unfinished().expect("an answer"), before);
    assert!(
        matches!(submit(&desk, "order-18", BODY), Submitted::New(_)),
        "another key"
    );
}

#[test]
fn a_key_belongs_to_its_account_and_site() {
    let ledger = ledger();
    let take = |account: &str, site: &str| ledger.take_over(account, site, Limits::none()).expect("a desk");
    for (account, site) in [("default", SITE), ("other", SITE), ("default", "http://127.0.0.1:2")] {
        let first = submit(&take(account, site), "order-17", BODY);
        assert!(matches!(first, Submitted::New(_)), "{account} on {site}");
    }
}

#[test]
fn a_workflow_that_has_ended_comes_back_with_its_answers() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("ledger.sqlite3");
    let open = || {
        let ledger = Ledger::open(&file, Clock::system()).expect("a ledger");
        ledger.take_over("default", SITE, Limits::none()).expect("a desk")
    };
    let desk = open();
    let Submitted::New(id) = submit(&desk, "order-17", BODY) else {
        panic!("it is the first");
    };
    let request = desk.request(&id, "").expect("its request");
    let refused = error(ErrorType::AlreadyConnected);
    desk.answer(&request, &keys("ada-example"), &refused).expect("written");
    desk.finish(&id, WorkflowStatus::Completed).expect("written");
    drop(desk);
    let desk = open();
    let Submitted::Before(again) = submit(&desk, "order-17", BODY) else {
        panic!("it was accepted before");
    };
    assert_eq!((again.id, again.body.as_str()), (id.clone(), BODY));
    let (place, stored) = &again.results[0];
    assert_eq!((place.as_str(), stored.outcome), ("", Outcome::Answered));
    assert_eq!(stored.result, refused);
    assert_eq!(
        desk.unfinished().expect("an answer")[0].id,
        id,
        "a death now leaves it to `resume`"
    );
}

#[test]
fn of_a_purged_person_the_key_runs_nothing_any_more() {
    let ledger = ledger();
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let Submitted::New(id) = submit(&desk, "order-17", BODY) else {
        panic!("it is the first");
    };
    desk.finish(&id, WorkflowStatus::Completed).expect("written");
    assert!(ledger.purge(SITE, &slug("ada-example")).expect("purged"));
    assert_eq!(submit(&desk, "order-17", BODY), Submitted::Other);
}

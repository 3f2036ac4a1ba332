//! Every table against everything that can be seen, in every order and at any length.
//!
//! A table is a machine with finitely many states, so all of them are visited: at each, every
//! picture of `pictures.rs` is shown, and everything that can become of the step is tried (done,
//! not yet, blocked for good, waited out, changed before the wait was over). Sequences of five
//! pictures are a part of that. The laws are in `laws.rs`; a broken one is told with its story. Every
//! phase of a table must be come to. What is counted on the way is in `plays.rs` and `lists.rs`.

mod arrivals;
mod laws;
mod lists;
mod pictures;
mod play;
mod plays;
mod seen;
mod walk;
mod withdrawals;

use linkwright::action::check_connection_status::CheckConnectionStatus;
use linkwright::action::open_person_page::OpenPersonPage;
use linkwright::action::recheck::Recheck;
use linkwright::action::rehearsal::Rehearsal;
use linkwright::action::retrieve_pending_requests::RetrievePendingRequests;
use linkwright::action::send_connection_request::SendConnectionRequest;
use linkwright::action::withdraw_connection_request::WithdrawConnectionRequest;
use linkwright::outcome::{ErrorType, FailureReason};
use linkwright::workflow::{Email, Note};

use laws::Given;
use walk::{Walk, walk};

/// Longer than the 200 of a free account.
pub(crate) fn long_note() -> Note {
    "x".repeat(250).parse().expect("a note")
}

pub(crate) fn email() -> Email {
    "ada@example.com".parse().expect("an e-mail address")
}

/// The four ways to ask for an invitation.
fn requests() -> Vec<(Given, SendConnectionRequest)> {
    [(false, false), (false, true), (true, false), (true, true)]
        .into_iter()
        .map(|(note, email_given)| {
            let table = SendConnectionRequest::new(note.then(long_note), email_given.then(email));
            (
                Given {
                    note,
                    email: email_given,
                },
                table,
            )
        })
        .collect()
}

#[test]
fn no_order_of_pages_breaks_a_law_of_sending() {
    let mut all = Walk::default();
    std::thread::scope(|scope| {
        let walks: Vec<_> = requests()
            .into_iter()
            .map(|(given, table)| (given, scope.spawn(move || walk(table, given))))
            .collect();
        for (given, one) in walks {
            let one = one.join().expect("the law that was broken is told above");
            println!("{given:?}: {}", one.summary());
            all.add(one);
        }
    });
    let nothing_of_pages = [ErrorType::LimitExceeded, ErrorType::NotPending];
    for error in ErrorType::ALL.iter().filter(|error| !nothing_of_pages.contains(error)) {
        assert!(
            all.errors.contains(error.as_str()),
            "no order of pages leads to {error}"
        );
    }
    let nothing_of_tables = [
        FailureReason::BrowserLost,
        FailureReason::BrowserUnavailable,
        FailureReason::AccountBusy,
        FailureReason::AccountStopped,
        FailureReason::LedgerUnavailable,
    ];
    for reason in FailureReason::ALL
        .iter()
        .filter(|reason| !nothing_of_tables.contains(reason))
    {
        assert!(
            all.failures.contains(reason.as_str()),
            "no order of pages leads to {reason}"
        );
    }
    assert!(all.successes > 0, "no order of pages leads to success");
    assert_eq!(
        Vec::from_iter(all.phases),
        ["arriving", "confirming", "in the dialog", "leaving the dialog"]
    );
    assert!(all.commits > 0, "no order of pages leads to a click that could send");
}

#[test]
fn no_order_of_pages_breaks_a_law_of_opening() {
    let all = walk(OpenPersonPage::default(), Given::default());
    assert_eq!(all.errors.iter().collect::<Vec<_>>(), ["personNotFound"]);
    assert_eq!(Vec::from_iter(all.phases), ["opening"]);
}

#[test]
fn no_order_of_pages_breaks_a_law_of_checking() {
    let all = walk(CheckConnectionStatus::default(), Given::default());
    assert_eq!(
        all.errors.iter().collect::<Vec<_>>(),
        ["personNotFound", "selfProfileNotAllowed"]
    );
    assert_eq!(Vec::from_iter(all.phases), ["reading"]);
}

#[test]
fn no_order_of_pages_breaks_a_law_of_reading_afresh() {
    let all = walk(Recheck::default(), Given::default());
    assert_eq!(all.commits, 0);
    assert!(all.errors.is_empty(), "what is read is no error: {:?}", all.errors);
    assert_eq!(
        Vec::from_iter(all.phases),
        ["reading afresh", "reading afresh once more"]
    );
}

#[test]
fn no_order_of_pages_breaks_a_law_of_withdrawing() {
    for unfollow in [true, false] {
        let all = walk(WithdrawConnectionRequest::new(unfollow), Given::default());
        println!("{}", all.summary());
        assert!(
            all.successes > 0 && all.commits > 0,
            "no order of pages leads to a withdrawal"
        );
        assert_eq!(
            all.errors.iter().collect::<Vec<_>>(),
            [
                "notPending",
                "outcomeUnknown",
                "personNotFound",
                "selfProfileNotAllowed"
            ]
        );
        assert_eq!(Vec::from_iter(all.phases), ["arriving", "confirming", "in the dialog"]);
    }
}

#[test]
fn no_order_of_pages_breaks_a_law_of_listing() {
    let all = walk(RetrievePendingRequests::default(), Given::default());
    assert_eq!(all.commits, 0);
    assert!(all.successes > 0, "no order of pages leads to a whole list");
    assert!(all.errors.is_empty(), "the action has no errors: {:?}", all.errors);
    assert_eq!(
        Vec::from_iter(all.phases),
        ["asking for more of the list", "reading the list"]
    );
}

#[test]
fn a_rehearsal_ends_where_a_request_would_first_commit() {
    for (note, address) in [(false, false), (true, true)] {
        let table = Rehearsal::new(note.then(long_note), address.then(email));
        let all = walk(table, Given { note, email: address });
        assert_eq!(all.commits, 0, "something that could send was clicked");
        assert!(all.successes > 0, "no order of pages leads to \"would send\"");
        assert_eq!(
            all.errors.iter().collect::<Vec<_>>(),
            [
                "alreadyConnected",
                "alreadyPending",
                "personNotFound",
                "requestNotAllowed",
                "selfProfileNotAllowed"
            ]
        );
        assert_eq!(Vec::from_iter(all.phases), ["looking ahead"]);
    }
}

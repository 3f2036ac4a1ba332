//! What the tests of the ledger begin with: a ledger, a desk, a person, a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use linkwright::ledger::{
    Attempt, Clock, Desk, Ledger, Limits, NewRequest, Refusal, RequestId, Settlement, Standing, WorkflowId,
};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::person::{PersonKeys, PersonUrl, Slug};

pub(crate) const SITE: &str = "http://127.0.0.1:1";
/// A Tuesday at noon, UTC, in milliseconds.
pub(crate) const NOON: i64 = 1_795_521_600_000;
pub(crate) const DAY: i64 = 86_400_000;

/// A clock that a test moves.
#[derive(Clone)]
pub(crate) struct Hand(Arc<AtomicI64>);

impl Hand {
    pub(crate) fn at(ms: i64) -> Hand {
        Hand(Arc::new(AtomicI64::new(ms)))
    }

    pub(crate) fn set(&self, ms: i64) {
        self.0.store(ms, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub(crate) fn clock(&self) -> Clock {
        Clock::fixed(self.0.clone())
    }
}

pub(crate) fn ledger() -> Ledger {
    Ledger::in_memory(Hand::at(NOON).clock()).expect("a ledger in memory")
}

pub(crate) fn desk() -> Desk {
    ledger().take_over("default", SITE, Limits::none()).expect("a desk")
}

pub(crate) fn url(slug: &str) -> PersonUrl {
    format!("https://www.linkedin.com/in/{slug}")
        .parse()
        .expect("a person's address")
}

pub(crate) fn slug(text: &str) -> Slug {
    url(text).slug().clone()
}

pub(crate) fn keys(text: &str) -> PersonKeys {
    PersonKeys::from(&slug(text))
}

/// Keys with a numeric member id that the page shows.
pub(crate) fn keys_with(text: &str, member: &str) -> PersonKeys {
    PersonKeys {
        member: Some(member.to_owned()),
        ..keys(text)
    }
}

/// Accepts a workflow of one request; the label is the slug.
pub(crate) fn ask(desk: &Desk, person: &str) -> (WorkflowId, RequestId) {
    let request = NewRequest {
        pointer: String::new(),
        person: url(person),
        label: Some(person.to_owned()),
    };
    let workflow = desk.accept("{}", &[request]).expect("an accepted workflow");
    let request = desk.request(&workflow, "").expect("its request");
    (workflow, request)
}

pub(crate) fn try_begin(desk: &Desk, request: &RequestId, keys: &PersonKeys) -> Result<Attempt, Refusal> {
    let permit = desk.permit(keys, false).expect("an answer")?;
    desk.begin(permit, request, None).expect("an answer")
}

/// Asks for a person and begins an attempt; nothing may bar it.
pub(crate) fn begin(desk: &Desk, person: &str) -> (WorkflowId, RequestId, Attempt) {
    let (workflow, request) = ask(desk, person);
    let attempt = try_begin(desk, &request, &keys(person)).expect("nothing bars it");
    (workflow, request, attempt)
}

/// Invites a person to a proved end.
pub(crate) fn send(desk: &Desk, person: &str) -> (WorkflowId, RequestId, Attempt) {
    let (workflow, request, attempt) = begin(desk, person);
    desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled");
    (workflow, request, attempt)
}

pub(crate) fn error(kind: ErrorType) -> Result<(), ActionError> {
    Err(kind.into())
}

pub(crate) fn standing(desk: &Desk, person: &str) -> Standing {
    desk.standing(&keys(person)).expect("a standing")
}

pub(crate) fn is_barred(desk: &Desk, keys: &PersonKeys) -> bool {
    match desk.permit(keys, false).expect("an answer") {
        Ok(_) => false,
        Err(Refusal::Standing(_)) => true,
        Err(other) => panic!("barred by something else: {other:?}"),
    }
}

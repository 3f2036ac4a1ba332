//! Evidence is known by name: found by its person and its workflow, and crossed out with them.

use linkwright::ledger::{
    Clock, EvidenceId, HistoryFilter, Ledger, Limits, NewEvidence, NewRequest, RecoveredOutcome, RequestId, Settlement,
    WorkflowId, WorkflowStatus,
};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::person::PersonKeys;

use crate::stage::{SITE, keys, slug, url};

fn ledger() -> Ledger {
    Ledger::in_memory(Clock::system()).expect("a ledger")
}

pub(crate) fn new(person: &str, workflow: &WorkflowId, request: Option<&RequestId>, word: &'static str) -> NewEvidence {
    NewEvidence {
        person: PersonKeys::from(&slug(person)),
        workflow: workflow.clone(),
        pointer: String::new(),
        request: request.cloned(),
        word,
    }
}

fn names(ledger: &Ledger) -> Vec<EvidenceId> {
    ledger.evidence().expect("a list").into_keys().collect()
}

#[test]
fn evidence_is_found_by_its_person_and_forgotten_with_them() {
    let ledger = ledger();
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    // A workflow that asks for nothing but a status has no request.
    let workflow = desk.accept("{}", &[]).expect("accepted");
    let ada = desk
        .keep_evidence(&new("ada", &workflow, None, "personNotFound"))
        .expect("kept");
    let bob = desk
        .keep_evidence(&new("bob", &workflow, None, "pageNotRecognised"))
        .expect("kept");
    desk.finish(&workflow, WorkflowStatus::Failed).expect("finished");
    let told: Vec<_> = desk
        .evidence(&workflow)
        .expect("a list")
        .into_iter()
        .map(|one| (one.id, one.person, one.word))
        .collect();
    assert!(
        told.contains(&(ada.clone(), Some("ada".to_owned()), "personNotFound".to_owned())),
        "{told:?}"
    );
    assert_eq!(told.len(), 2);
    assert_eq!(ledger.evidence_of(SITE, &slug("ada")), Ok(vec![ada.clone()]));
    assert_eq!(ledger.purge(SITE, &slug("ada")), Ok(true));
    assert_eq!(ledger.evidence_of(SITE, &slug("ada")), Ok(vec![]));
    let left = vec![bob];
    assert_eq!(names(&ledger), left);
    desk.forget_evidence(&left).expect("forgotten");
    assert_eq!(names(&ledger), []);
}

#[test]
fn the_evidence_of_a_request_stands_in_the_history_until_it_has_come_to_success() {
    let ledger = ledger();
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    let request = NewRequest {
        pointer: String::new(),
        person: url("ada"),
        label: None,
    };
    let workflow = desk.accept("{}", &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    let permit = desk.permit(&keys("ada"), false).expect("an answer").expect("leave");
    let attempt = desk.begin(permit, &request, None).expect("an answer").expect("begun");
    let unknown = Err(ActionError::from(ErrorType::OutcomeUnknown));
    desk.settle(&attempt, Settlement::InDoubt, Some(&unknown))
        .expect("settled");
    let kept = desk
        .keep_evidence(&new("ada", &workflow, Some(&request), "outcomeUnknown"))
        .expect("kept");
    let in_history = || {
        ledger.history(&HistoryFilter::default()).expect("a list")[0]
            .evidence
            .clone()
    };
    assert_eq!(in_history(), Some(kept));
    let json = serde_json::to_value(ledger.history(&HistoryFilter::default()).expect("a list")).expect("JSON");
    assert_eq!(json[0].get("evidence"), None, "the documented members, and no other");
    desk.settle_recovered(attempt.id(), RecoveredOutcome::Sent, &Ok(()))
        .expect("settled");
    assert_eq!(in_history(), None);
    assert_eq!(names(&ledger), []);
}

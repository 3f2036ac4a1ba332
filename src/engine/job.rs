//! A workflow that the ledger has accepted: its requests, their places, and what they answered already.
//!
//! Places are JSON pointers into the workflow as it was given.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{
    Desk, LedgerError, ListRow, NewRequest, Outcome, RequestId, StoredResult, SubmissionKey, Submitted, Unfinished,
    WorkflowId,
};
use crate::outcome::{ActionError, ActionResult, ErrorType, OneOrMany};
use crate::person::PersonUrl;
use crate::workflow::{Child, Root, Workflow};

/// What a request answered.
pub(super) type Answer = Result<(), ActionError>;

/// A workflow on record.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) id: WorkflowId,
    known: BTreeMap<String, Answer>,
    /// Places of attempts that a fresh look could not settle: they wait for the next run.
    left: BTreeSet<String>,
}

impl Job {
    fn new(id: WorkflowId) -> Job {
        Job {
            id,
            known: BTreeMap::new(),
            left: BTreeSet::new(),
        }
    }

    /// Puts a workflow on record, before anything is started.
    pub(super) fn accept(desk: &Desk, workflow: &Workflow) -> Result<Job, LedgerError> {
        let body = body(workflow)?;
        let id = desk.accept(&body, &requests(workflow))?;
        Ok(Job::new(id))
    }

    /// The same for a row of a list, which is on record with it.
    pub(super) fn accept_row(desk: &Desk, workflow: &Workflow, row: &ListRow) -> Result<Job, LedgerError> {
        let body = body(workflow)?;
        let requests = requests(workflow);
        let request = requests
            .first()
            .ok_or(LedgerError::Contradiction("nothing is asked for"))?;
        Ok(Job::new(desk.accept_listed(&body, request, row)?))
    }

    /// The same under a key: the first is put on record, a later one is that same job, with its answers.
    /// `None` where the key stands for another workflow.
    pub(super) fn submit(desk: &Desk, workflow: &Workflow, key: &SubmissionKey) -> Result<Option<Job>, LedgerError> {
        let body = body(workflow)?;
        Ok(match desk.submit(key, &body, &requests(workflow))? {
            Submitted::New(id) => Some(Job::new(id)),
            Submitted::Before(unfinished) => Some(Job::resumed(&unfinished).without_closed_limits()),
            Submitted::Other => None,
        })
    }

    /// A workflow that an earlier run left unfinished.
    pub(super) fn resumed(unfinished: &Unfinished) -> Job {
        Job {
            id: unfinished.id.clone(),
            known: unfinished
                .results
                .iter()
                .filter(|(_, stored)| is_final(stored))
                .map(|(place, stored)| (place.clone(), stored.result.clone()))
                .collect(),
            left: BTreeSet::new(),
        }
    }

    /// Before another try in the same run: what is on record by now is not asked again. What is in doubt
    /// still stays so, and a limit that was closed may be open.
    pub(super) fn recall(&mut self, desk: &Desk) -> Result<(), LedgerError> {
        let recorded = desk.unfinished()?.into_iter().find(|job| job.id == self.id);
        for (place, stored) in recorded.into_iter().flat_map(|job| job.results) {
            let is_in_doubt = stored.outcome == Outcome::InDoubt;
            if (is_in_doubt || is_final(&stored)) && !is_closed(&stored.result) {
                self.known.entry(place).or_insert(stored.result);
            }
        }
        Ok(())
    }

    /// A limit that was closed is no answer to who asks again.
    fn without_closed_limits(mut self) -> Job {
        self.known.retain(|_, answer| !is_closed(answer));
        self
    }

    /// What the request at `place` answered, if it did.
    pub(super) fn answer(&self, place: &str) -> Option<&Answer> {
        self.known.get(place)
    }

    /// Notes what the request at `place` answered.
    pub(super) fn note(&mut self, place: &str, answer: Answer) {
        self.known.insert(place.to_owned(), answer);
    }

    /// An attempt at `place` that could not be settled is left to the next run.
    pub(super) fn leave(&mut self, place: &str) {
        self.left.insert(place.to_owned());
    }

    pub(super) fn is_left(&self, place: &str) -> bool {
        self.left.contains(place)
    }

    /// The record of the request at `place`.
    pub(super) fn request(&self, desk: &Desk, place: &str) -> Result<RequestId, LedgerError> {
        desk.request(&self.id, place)
    }
}

/// The canonical JSON of a workflow, as the ledger keeps it.
fn body(workflow: &Workflow) -> Result<String, LedgerError> {
    serde_json::to_string(workflow).map_err(|error| LedgerError::Failed(error.to_string()))
}

/// What is still in doubt, or was proved not sent for another try, has no answer yet.
fn is_final(stored: &StoredResult) -> bool {
    let is_unknown = matches!(&stored.result, Err(error) if error.kind == ErrorType::OutcomeUnknown);
    match stored.outcome {
        Outcome::InDoubt => false,
        Outcome::NotSent => !is_unknown,
        Outcome::Sent | Outcome::Unknown | Outcome::Answered => true,
    }
}

fn is_closed(answer: &Answer) -> bool {
    matches!(answer, Err(error) if error.kind == ErrorType::LimitExceeded)
}

/// Whether a place is that of a root action or below it.
pub(super) fn is_below(root: &str, place: &str) -> bool {
    place
        .strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The root actions with their places.
pub(super) fn roots(workflow: &Workflow) -> Vec<(String, &Root)> {
    placed("", &workflow.roots)
}

/// The children of the root action at `place`, with theirs.
pub(super) fn children<'a>(place: &str, then: &'a OneOrMany<Child>) -> Vec<(String, &'a Child)> {
    placed(&format!("{place}/then"), then)
}

fn placed<'a, T>(place: &str, things: &'a OneOrMany<T>) -> Vec<(String, &'a T)> {
    match things {
        OneOrMany::One(thing) => vec![(place.to_owned(), thing)],
        OneOrMany::Many(things) => {
            let place_of = |index: usize| format!("{place}/{index}");
            things
                .iter()
                .enumerate()
                .map(|(index, thing)| (place_of(index), thing))
                .collect()
        }
    }
}

/// Results of children, with the places of their questions.
pub(super) fn results<'a>(place: &str, then: &'a mut OneOrMany<ActionResult>) -> Vec<(String, &'a mut ActionResult)> {
    match then {
        OneOrMany::One(result) => vec![(format!("{place}/then"), result)],
        OneOrMany::Many(results) => {
            let place_of = |index: usize| format!("{place}/then/{index}");
            results
                .iter_mut()
                .enumerate()
                .map(|(index, result)| (place_of(index), result))
                .collect()
        }
    }
}

/// Every request of a workflow, in order.
fn requests(workflow: &Workflow) -> Vec<NewRequest> {
    let new = |pointer: String, person: &PersonUrl, label: Option<&str>| NewRequest {
        pointer,
        person: person.clone(),
        label: label.map(str::to_owned),
    };
    let mut requests = Vec::new();
    for (place, root) in roots(workflow) {
        match root {
            Root::SendConnectionRequest { person, .. } => requests.push(new(place, person, root.label())),
            Root::CheckConnectionStatus { .. }
            | Root::WithdrawConnectionRequest { .. }
            | Root::RetrievePendingRequests(_) => {}
            Root::OpenPersonPage { person, page } => {
                for (place, child) in page.then.iter().flat_map(|then| children(&place, then)) {
                    match child {
                        Child::SendConnectionRequest(_) => requests.push(new(place, person, child.label())),
                        Child::CheckConnectionStatus(_) | Child::WithdrawConnectionRequest(_) => {}
                    }
                }
            }
        }
    }
    requests
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(json: &str) -> Vec<String> {
        let workflow = Workflow::parse(json.as_bytes()).unwrap();
        requests(&workflow).into_iter().map(|request| request.pointer).collect()
    }

    #[test]
    fn requests_stand_at_their_json_pointers() {
        let send = r#"{"actionType":"st.sendConnectionRequest"}"#;
        let root = r#"{"actionType":"st.sendConnectionRequest","personUrl":"https://www.linkedin.com/in/ada-example"}"#;
        let open = |then: &str| {
            format!(
                r#"{{"actionType":"st.openPersonPage","personUrl":"https://www.linkedin.com/in/ada-example","then":{then}}}"#
            )
        };
        assert_eq!(pointers(root), [""]);
        assert_eq!(pointers(&open(send)), ["/then"]);
        let check = r#"{"actionType":"st.checkConnectionStatus"}"#;
        let many = format!("[{root},{}]", open(&format!("[{check},{send}]")));
        assert_eq!(pointers(&many), ["/0", "/1/then/1"]);
    }
}

//! What the record of a workflow answers by itself, without a browser.

use super::job::{self, Job};
use crate::outcome::{ActionResult, ActionType, Data};
use crate::workflow::{Child, OpenPersonPage, Root, SendConnectionRequest};

/// The answer of the root action at `place`, where an earlier session has reached all of it.
pub(super) fn root(job: &Job, place: &str, root: &Root) -> Option<ActionResult> {
    match root {
        Root::SendConnectionRequest { request, .. } => send(job, place, request),
        Root::OpenPersonPage { page, .. } => person_page(job, place, page),
        // What only reads is read again.
        Root::CheckConnectionStatus { .. }
        | Root::WithdrawConnectionRequest { .. }
        | Root::RetrievePendingRequests(_) => None,
    }
}

/// The answer that a request has already.
pub(super) fn send(job: &Job, place: &str, request: &SendConnectionRequest) -> Option<ActionResult> {
    job.answer(place).map(|answer| ActionResult {
        action_type: ActionType::SendConnectionRequest,
        label: request.label.clone(),
        outcome: answer.clone().map(|()| None),
    })
}

/// A page whose every child has answered was opened, and need not be opened again.
fn person_page(job: &Job, place: &str, page: &OpenPersonPage) -> Option<ActionResult> {
    let then = page.then.as_ref().filter(|_| !page.basic_info)?;
    let answers = job::children(place, then)
        .into_iter()
        .map(|(place, child)| match child {
            Child::SendConnectionRequest(request) => send(job, &place, request),
            Child::CheckConnectionStatus(_) | Child::WithdrawConnectionRequest(_) => None,
        });
    let answers: Vec<ActionResult> = answers.collect::<Option<_>>()?;
    (!answers.is_empty()).then(|| ActionResult {
        action_type: ActionType::OpenPersonPage,
        label: page.label.clone(),
        outcome: Ok(Some(Data::PersonPage {
            basic_info: None,
            then: Some(Box::new(then.shaped(answers))),
        })),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;
    use crate::outcome::ErrorType;
    use crate::workflow::Workflow;

    const PERSON: &str = "https://www.linkedin.com/in/ada-example";

    /// The first root of a workflow, with what its record answers once `known` have answered.
    fn remembered(workflow: &str, known: &[&str]) -> Option<String> {
        let workflow = Workflow::parse(workflow.as_bytes()).unwrap();
        let desk = Ledger::for_one_run().unwrap();
        let mut job = Job::accept(&desk, &workflow).unwrap();
        for place in known {
            job.note(place, Err(ErrorType::AlreadyPending.into()));
        }
        let roots = job::roots(&workflow);
        let (place, first) = &roots[0];
        root(&job, place, first).map(|result| serde_json::to_string(&result).unwrap())
    }

    fn open(more: &str) -> String {
        format!(r#"{{"actionType":"st.openPersonPage","personUrl":"{PERSON}",{more}}}"#)
    }

    #[test]
    fn a_page_is_remembered_with_all_its_children_or_not_at_all() {
        let send = r#"{"actionType":"st.sendConnectionRequest"}"#;
        let two = open(&format!(r#""then":[{send},{send}]"#));
        assert_eq!(remembered(&two, &["/then/0"]), None);
        let answer = remembered(&two, &["/then/0", "/then/1"]).unwrap();
        assert_eq!(answer.matches("alreadyPending").count(), 2, "{answer}");
        let one = open(&format!(r#""then":{send}"#));
        assert!(remembered(&one, &["/then"]).unwrap().contains(r#""then":{"#));
    }

    #[test]
    fn what_is_read_is_read_again() {
        let send = r#"{"actionType":"st.sendConnectionRequest"}"#;
        let check = r#"{"actionType":"st.checkConnectionStatus"}"#;
        let known = &["/then", "/then/0", "/then/1"];
        for more in [
            r#""basicInfo":true"#.to_owned(),
            format!(r#""basicInfo":true,"then":{send}"#),
            format!(r#""then":{check}"#),
            format!(r#""then":[{send},{check}]"#),
        ] {
            assert_eq!(remembered(&open(&more), known), None, "{more}");
        }
    }
}

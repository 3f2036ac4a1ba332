//! Hands over what was seen, where an action ended without plain success.
//!
//! Behind the answer, which is on record by then: nothing that goes wrong here changes it.

use super::drive::Ended;
use super::job::Job;
use super::visit::{Visit, is_the_browsers_own};
use super::{Engine, Witness};
use crate::browser::{Browser, Wait};
use crate::evidence::Sighting;
use crate::ledger::{NewEvidence, OpenAttempt, RequestId, WorkflowId};
use crate::outcome::{ActionType, ErrorType, Failure};
use crate::page::Snapshot;

/// Which action it is about.
pub(super) struct Seeing {
    action: ActionType,
    workflow: WorkflowId,
    pointer: String,
    request: Option<RequestId>,
}

impl Seeing {
    pub(super) fn of(action: ActionType, job: &Job, place: &str) -> Seeing {
        Seeing {
            action,
            workflow: job.id.clone(),
            pointer: place.to_owned(),
            request: None,
        }
    }

    pub(super) fn for_request(self, request: &RequestId) -> Seeing {
        Seeing {
            request: Some(request.clone()),
            ..self
        }
    }
}

impl<B: Browser> Engine<'_, B> {
    /// Has what was seen kept, unless the action was a plain success.
    pub(super) async fn bear_witness(&mut self, ended: &Ended, visit: &mut Visit, about: Seeing) {
        let Some(witness) = self.witness.clone() else { return };
        let Some(word) = word(ended) else { return };
        let is_torn = matches!(ended, Ended::Stopped { failure, .. } if failure.reason.is_torn());
        let screenshot = if is_torn { None } else { self.picture().await };
        if !is_torn {
            self.see_the_rest().await;
        }
        let seen = Sighting {
            snapshot: self.last.clone().filter(|page| is_theirs(page, visit)),
            trace: self.chapter.to_string(),
            action: about.action.as_str(),
            word,
            screenshot,
        };
        let new = NewEvidence {
            person: self.keys(visit),
            workflow: about.workflow,
            pointer: about.pointer,
            request: about.request,
            word,
        };
        self.hand_over(&witness, &new, &seen);
    }

    /// What is seen of a visit's page now, for the case that it settles nothing.
    pub(super) async fn sighting(&mut self, visit: &Visit) -> Sighting {
        Sighting {
            snapshot: self.last.clone().filter(|page| is_theirs(page, visit)),
            trace: self.chapter.to_string(),
            action: ActionType::SendConnectionRequest.as_str(),
            word: ErrorType::OutcomeUnknown.as_str(),
            screenshot: self.picture().await,
        }
    }

    /// Has kept what a fresh look at somebody in doubt has shown, where it settled nothing.
    pub(super) fn bear_witness_of(&mut self, doubt: &OpenAttempt, seen: &Sighting) {
        let Some(witness) = self.witness.clone() else { return };
        let new = NewEvidence {
            // Whoever is seen at that address by now may be somebody else.
            person: doubt.keys.clone(),
            workflow: doubt.workflow.clone(),
            pointer: doubt.pointer.clone(),
            request: Some(doubt.request.clone()),
            word: seen.word,
        };
        self.hand_over(&witness, &new, seen);
    }

    async fn picture(&mut self) -> Option<Vec<u8>> {
        let is_wanted = self
            .witness
            .as_ref()
            .is_some_and(|witness| witness.borrow().wants_screenshots());
        if is_wanted {
            self.browser.screenshot().await
        } else {
            None
        }
    }

    fn hand_over(&mut self, witness: &Witness, new: &NewEvidence, seen: &Sighting) {
        // The name is on record first, so that nothing lies there that `purge` does not find.
        let id = match self.desk.keep_evidence(new) {
            Ok(id) => id,
            Err(error) => return self.say(format!("no evidence is kept: {error}")),
        };
        let gone = match witness.borrow_mut().keep(&id, seen) {
            Ok(gone) => gone,
            Err(_) => vec![id],
        };
        if let Err(error) = self.desk.forget_evidence(&gone) {
            self.say(format!("evidence that is gone was not crossed out: {error}"));
        }
    }

    /// What ended an action between two looks may have been seen as an excerpt.
    async fn see_the_rest(&mut self) {
        let Some(last) = self.last.as_ref().filter(|last| last.excerpt) else {
            return;
        };
        let document = last.document;
        let whole = self.browser.look(&Wait::default()).await.ok();
        if let Some(whole) = whole.filter(|whole| whole.document == document) {
            self.last = Some(whole);
        }
    }
}

/// What stood there before this person's page was opened is somebody else's, and the browser's words about a page
/// that did not come are nobody's.
fn is_theirs(page: &Snapshot, visit: &Visit) -> bool {
    visit.before != Some(page.document) && !is_the_browsers_own(page)
}

/// What was answered, if that is worth looking into.
fn word(ended: &Ended) -> Option<&'static str> {
    match ended {
        Ended::Answer(Ok(_)) => None,
        Ended::Answer(Err(error)) => Some(error.kind.as_str()),
        Ended::Stopped { in_doubt: Some(_), .. } => Some(ErrorType::OutcomeUnknown.as_str()),
        Ended::Stopped {
            failure,
            in_doubt: None,
        } if *failure == Failure::interrupted() => None,
        Ended::Stopped {
            failure,
            in_doubt: None,
        } => Some(failure.reason.as_str()),
    }
}

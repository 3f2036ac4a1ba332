//! Hands over what was seen, where an action ended without plain success.
//!
//! Behind the answer, which is on record by then: nothing that goes wrong here changes it.

use super::Engine;
use super::drive::Ended;
use super::job::Job;
use super::visit::{Visit, is_the_browsers_own};
use crate::browser::{Browser, Wait};
use crate::evidence::Sighting;
use crate::ledger::{NewEvidence, RequestId, WorkflowId};
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
        let screenshot = if witness.borrow().wants_screenshots() && !is_torn {
            self.browser.screenshot().await
        } else {
            None
        };
        if !is_torn {
            self.see_the_rest().await;
        }
        // What stood there before this person's page was opened is somebody else's, and the browser's words about a
        // page that did not come are nobody's.
        let is_theirs = |page: &Snapshot| visit.before != Some(page.document) && !is_the_browsers_own(page);
        let seen = Sighting {
            snapshot: self.last.clone().filter(is_theirs),
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
        // The name is on record first, so that nothing lies there that `purge` does not find.
        let id = match self.desk.keep_evidence(&new) {
            Ok(id) => id,
            Err(error) => return self.say(format!("no evidence is kept: {error}")),
        };
        let gone = match witness.borrow_mut().keep(&id, &seen) {
            Ok(gone) => gone,
            Err(_) => vec![id],
        };
        if let Err(error) = self.desk.forget_evidence(&gone) {
            self.say(format!("evidence that is gone was not crossed out: {error}"));
        }
    }
}

impl<B: Browser> Engine<'_, B> {
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

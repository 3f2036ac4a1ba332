//! The loop: look, decide, act. Runs a workflow to its report.
//!
//! Knows no page and no WebDriver: it carries what rules see to tables, and what tables ask to
//! the browser. What could send goes through the ledger, because a seal opens for nothing else.

mod business;
mod clocks;
mod diary;
mod drive;
mod errand;
mod identity;
mod job;
pub mod recording;
mod recovery;
mod rehearsal;
mod remembered;
pub mod sign_in;
pub mod site;
mod timing;
mod trace;
mod visit;
mod waiting;
mod withdrawing;
mod witness;
pub mod worker;

pub use site::Site;
pub use timing::Timing;
pub use trace::Trace;
pub use worker::Worker;

use std::cell::RefCell;
use std::rc::Rc;

use crate::action::ActionTable;
use crate::action::check_connection_status::CheckConnectionStatus;
use crate::action::open_person_page::OpenPersonPage;
use crate::action::retrieve_pending_requests::RetrievePendingRequests;
use crate::action::send_connection_request::SendConnectionRequest;
use crate::action::withdraw_connection_request::WithdrawConnectionRequest;
use crate::browser::Browser;
use crate::evidence::Keeper;
use crate::ledger::Desk;
use crate::outcome::{
    ActionResult, ActionType, Data, ErrorType, Failure, FailureReason, OneOrMany, PendingRequest, Report,
};
use crate::page::{RuleSet, Snapshot, profile};
use crate::person::PersonUrl;
use crate::workflow::{self, Child, Root, Workflow};

use business::Business;
use drive::{Ended, Stopped};
use errand::{Errand, unusable};
use job::Job;
use visit::{Goal, Visit};
use withdrawing::Withdrawing;
use witness::Seeing;

/// Told of every look and step, in plain words. Shared by the sessions of one run.
pub(crate) type Listener<'a> = Rc<RefCell<dyn FnMut(&str) + 'a>>;
/// Keeps what was seen, for all sessions of one run.
pub(crate) type Witness<'a> = Rc<RefCell<dyn Keeper + 'a>>;

/// Runs workflows in one browser.
pub struct Engine<'a, B> {
    browser: B,
    rules: &'a RuleSet,
    site: Site,
    timing: Timing,
    desk: Desk,
    progress: Listener<'a>,
    trace: Trace,
    /// The trace since the person's page at hand was opened.
    chapter: Trace,
    last: Option<Snapshot>,
    witness: Option<Witness<'a>>,
}

impl<'a, B: Browser> Engine<'a, B> {
    /// An engine over a browser that is ready; what it may send and has sent is kept at `desk`.
    pub fn new(browser: B, rules: &'a RuleSet, site: Site, desk: Desk) -> Engine<'a, B> {
        Engine {
            browser,
            rules,
            site,
            timing: Timing::default(),
            desk,
            progress: Rc::new(RefCell::new(|_: &str| {})),
            trace: Trace::default(),
            chapter: Trace::default(),
            last: None,
            witness: None,
        }
    }

    /// With other durations.
    #[must_use]
    pub fn with_timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// With somebody to tell.
    #[must_use]
    pub fn with_progress(mut self, progress: impl FnMut(&str) + 'a) -> Self {
        self.progress = Rc::new(RefCell::new(progress));
        self
    }

    fn with_listener(mut self, listener: Listener<'a>) -> Self {
        self.progress = listener;
        self
    }

    fn with_witness(mut self, witness: Option<Witness<'a>>) -> Self {
        self.witness = witness;
        self
    }

    /// Gives the browser back.
    pub fn into_browser(self) -> B {
        self.browser
    }

    /// What was seen and done so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The last snapshot, for evidence.
    pub fn last_snapshot(&self) -> Option<&Snapshot> {
        self.last.as_ref()
    }

    /// Runs a workflow in this one session. Never fails: what went wrong is in the report, and no
    /// answer is lost. What is in doubt stays so; a [`Worker`] settles that in a fresh session.
    pub async fn run(&mut self, workflow: &Workflow) -> Report {
        let mut answered = Vec::new();
        let failure = match Job::accept(&self.desk, workflow) {
            Ok(job) => self.roots(&job, workflow, &mut answered).await,
            Err(error) => Some(unusable(&error)),
        };
        match failure {
            None => Report::Completed(workflow.roots.shaped(answered)),
            Some(failure) => Report::Failed { failure, answered },
        }
    }

    async fn roots(&mut self, job: &Job, workflow: &Workflow, answered: &mut Vec<ActionResult>) -> Option<Failure> {
        for (place, root) in job::roots(workflow) {
            match self.root(job, &place, root).await {
                Ok(result) => answered.push(result),
                Err(stopped) => {
                    answered.extend(stopped.answered);
                    return Some(stopped.failure);
                }
            }
        }
        None
    }

    async fn root(&mut self, job: &Job, place: &str, root: &Root) -> Result<ActionResult, Stopped> {
        match root {
            Root::OpenPersonPage { person, page } => self.person_page(job, place, person, page).await,
            Root::SendConnectionRequest { person, request } => {
                if let Some(known) = remembered::send(job, place, request) {
                    return Ok(known);
                }
                let mut visit = self.open(person).await;
                self.send(job, place, &mut visit, request).await
            }
            Root::CheckConnectionStatus { person, check } => {
                let mut visit = self.open(person).await;
                self.check(job, place, &mut visit, check).await
            }
            Root::WithdrawConnectionRequest { person, withdrawal } => {
                let mut visit = self.open(person).await;
                self.withdraw(job, place, &mut visit, withdrawal).await
            }
            Root::RetrievePendingRequests(retrieve) => {
                let ended = self.retrieve_pending_requests().await;
                answer(ActionType::RetrievePendingRequests, retrieve.label.as_ref(), ended)
            }
        }
    }

    async fn open(&mut self, person: &PersonUrl) -> Visit {
        self.open_goal(Goal::Person(person.clone())).await
    }

    async fn open_goal(&mut self, goal: Goal) -> Visit {
        let mut visit = Visit::new(goal);
        self.chapter = Trace::default();
        self.load(&mut visit).await;
        visit
    }

    /// The list of sent invitations, to its end.
    pub(crate) async fn pending_requests(&mut self) -> Result<Vec<PendingRequest>, Failure> {
        match self.retrieve_pending_requests().await {
            Ended::Answer(Ok(Some(Data::PendingRequests(rows)))) => Ok(rows),
            // The table ends with the list or with a failure.
            Ended::Answer(_) => Err(FailureReason::PageNotRecognised.into()),
            Ended::Stopped { failure, .. } => Err(failure),
        }
    }

    /// Reads the list of sent invitations to its end.
    async fn retrieve_pending_requests(&mut self) -> Ended {
        let mut visit = self.open_goal(Goal::SentInvitations).await;
        self.drive(&mut RetrievePendingRequests::default(), &mut visit, None)
            .await
    }

    async fn person_page(
        &mut self,
        job: &Job,
        place: &str,
        person: &PersonUrl,
        page: &workflow::OpenPersonPage,
    ) -> Result<ActionResult, Stopped> {
        let mut visit = self.open(person).await;
        let mut table = OpenPersonPage::before_others(page.then.is_some());
        let ended = self.drive(&mut table, &mut visit, None).await;
        let seen = Seeing::of(ActionType::OpenPersonPage, job, place);
        self.bear_witness(&ended, &mut visit, seen).await;
        let opened = answer(ActionType::OpenPersonPage, page.label.as_ref(), ended)?;
        if opened.outcome.is_err() {
            return Ok(opened);
        }
        let basic_info = page.basic_info.then(|| self.basic_info());
        let mut children = Vec::new();
        let mut stopped = None;
        for (place, child) in page.then.iter().flat_map(|then| job::children(place, then)) {
            match self.child(job, &place, &mut visit, child).await {
                Ok(result) => children.push(result),
                Err(why) => {
                    children.extend(why.answered);
                    stopped = Some(why.failure);
                    break;
                }
            }
        }
        let then = match &stopped {
            None => page.then.as_ref().map(|then| then.shaped(children)),
            // Half an answer keeps what it has; an object without its answer is left out.
            Some(_) => page.then.as_ref().and_then(|then| match then {
                OneOrMany::One(_) => children.pop().map(OneOrMany::One),
                OneOrMany::Many(_) => Some(OneOrMany::Many(children)),
            }),
        };
        let data = Data::PersonPage {
            basic_info: basic_info.map(Box::new),
            then: then.map(Box::new),
        };
        let result = ActionResult {
            outcome: Ok(Some(data)),
            ..opened
        };
        match stopped {
            None => Ok(result),
            Some(failure) => Err(Stopped {
                failure,
                answered: Some(result),
            }),
        }
    }

    fn basic_info(&self) -> crate::outcome::BasicInfo {
        // A page that was recognised a moment ago can be read; if not, nothing is known of it.
        let read = |snapshot| profile::read(self.rules, snapshot).ok();
        self.last.as_ref().and_then(read).unwrap_or_default()
    }

    async fn child(
        &mut self,
        job: &Job,
        place: &str,
        visit: &mut Visit,
        child: &Child,
    ) -> Result<ActionResult, Stopped> {
        match child {
            Child::SendConnectionRequest(request) => self.send(job, place, visit, request).await,
            Child::CheckConnectionStatus(check) => self.check(job, place, visit, check).await,
            Child::WithdrawConnectionRequest(withdrawal) => self.withdraw(job, place, visit, withdrawal).await,
        }
    }

    async fn send(
        &mut self,
        job: &Job,
        place: &str,
        visit: &mut Visit,
        request: &workflow::SendConnectionRequest,
    ) -> Result<ActionResult, Stopped> {
        if let Some(known) = remembered::send(job, place, request) {
            return Ok(known);
        }
        let record = job
            .request(&self.desk, place)
            .map_err(|error| Stopped::empty(unusable(&error)))?;
        let seen = Seeing::of(ActionType::SendConnectionRequest, job, place).for_request(&record);
        let errand = Errand::new(self.desk.clone(), job.id.clone(), record, request.note.clone());
        let mut table = SendConnectionRequest::new(request.note.clone(), request.email.clone());
        let ended = self.drive(&mut table, visit, Some(Business::Invitation(errand))).await;
        if matches!(ended, Ended::Answer(Ok(_))) {
            let whom = visit.goal.person().map_or("", |person| person.slug().decoded());
            let has_texts = request.note.is_some() || request.email.is_some();
            if table.went_without_note() {
                self.say(format!(
                    "warning: {whom} was asked without the note: Connect sent at once"
                ));
            } else if has_texts && !table.has_committed() {
                self.say(format!(
                    "warning: {whom} was invited by an earlier request, with the texts of that one"
                ));
            }
        }
        self.bear_witness(&ended, visit, seen).await;
        answer(ActionType::SendConnectionRequest, request.label.as_ref(), ended)
    }

    async fn check(
        &mut self,
        job: &Job,
        place: &str,
        visit: &mut Visit,
        check: &workflow::CheckConnectionStatus,
    ) -> Result<ActionResult, Stopped> {
        let ended = self.drive(&mut CheckConnectionStatus::default(), visit, None).await;
        let seen = Seeing::of(ActionType::CheckConnectionStatus, job, place);
        self.bear_witness(&ended, visit, seen).await;
        answer(ActionType::CheckConnectionStatus, check.label.as_ref(), ended)
    }

    async fn withdraw(
        &mut self,
        job: &Job,
        place: &str,
        visit: &mut Visit,
        withdrawal: &workflow::WithdrawConnectionRequest,
    ) -> Result<ActionResult, Stopped> {
        // What waits now is another invitation than the one that this action took back.
        match self.desk.has_withdrawn(&job.id, place) {
            Ok(false) => {}
            Ok(true) => {
                let done = Ended::Answer(Ok(None));
                return answer(ActionType::WithdrawConnectionRequest, withdrawal.label.as_ref(), done);
            }
            Err(error) => {
                return Err(Stopped::empty(unusable(&error)));
            }
        }
        let mut table = WithdrawConnectionRequest::new(withdrawal.unfollow);
        let business = Business::Withdrawal(Withdrawing::new(self.desk.clone(), job.id.clone(), place));
        let mut ended = self.drive(&mut table, visit, Some(business)).await;
        let is_gone = matches!(&ended, Ended::Answer(Err(error)) if error.kind == ErrorType::NotPending);
        if is_gone && !table.has_committed() && !table.saw_connection() {
            // Withdrawn before a crash, and not told.
            let keys = self.keys(visit);
            let earlier = self.desk.finish_withdrawal(&keys, &job.id, place);
            match earlier.map_err(|error| unusable(&error)) {
                Ok(true) => ended = Ended::Answer(Ok(None)),
                Ok(false) => {}
                Err(failure) => {
                    return Err(Stopped::empty(failure));
                }
            }
        }
        let seen = Seeing::of(ActionType::WithdrawConnectionRequest, job, place);
        self.bear_witness(&ended, visit, seen).await;
        answer(ActionType::WithdrawConnectionRequest, withdrawal.label.as_ref(), ended)
    }

    fn say(&mut self, line: String) {
        (self.progress.borrow_mut())(&line);
        self.chapter.add(line.clone());
        self.trace.add(line);
    }
}

fn answer(action_type: ActionType, label: Option<&String>, ended: Ended) -> Result<ActionResult, Stopped> {
    let result = |outcome| ActionResult {
        action_type,
        label: label.cloned(),
        outcome,
    };
    match ended {
        Ended::Answer(outcome) => Ok(result(outcome)),
        Ended::Stopped { failure, in_doubt } => Err(Stopped {
            failure,
            answered: in_doubt.map(|error| result(Err(error))),
        }),
    }
}

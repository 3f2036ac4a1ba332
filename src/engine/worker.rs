//! Works for one account: runs workflows to their end across lost browsers, and settles what is in doubt.
//!
//! Sessions come and go; what was promised stands in the ledger. Knows browsers only as they are
//! launched and fenced.

mod resuming;
mod rows;
mod settling;
mod submitting;
mod syncing;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::drive::Stopped;
use super::errand::{stopped, unusable};
use super::job::{self, Job};
use super::recovery;
use super::{Engine, Listener, Site, Timing, Witness, remembered};
use crate::browser::{BrowserError, Launcher};
use crate::crash;
use crate::evidence::Keeper;
use crate::ledger::recovery::OnAmbiguous;
use crate::ledger::{Desk, WorkflowId, WorkflowStatus};
use crate::outcome::{ActionResult, Data, Failure, FailureReason, Report};
use crate::page::RuleSet;
use crate::workflow::{Child, Root, Workflow};
pub use resuming::Resumed;
pub use rows::Rehearsed;
use settling::Settled;
pub use submitting::KeyTaken;
pub use syncing::{Finding, Synced};

/// New browsers in place of lost ones, for one workflow.
const MOST_RELAUNCHES: u32 = 2;
/// Pace of asking, while limits are closed, whether an end was asked for.
const NAP: Duration = Duration::from_secs(1);

/// How a worker deals with doubt and with closed limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// What may be done about a click whose effect is not visible.
    pub on_ambiguous: OnAmbiguous,
    /// Wait between the fence and the fresh load: longer than any page lags behind.
    pub settle: Duration,
    /// Park until limits open again, in place of answering `limitExceeded`.
    pub wait: bool,
}

/// A workflow that has come to its end.
#[derive(Debug)]
pub struct Done {
    /// What it comes to.
    pub report: Report,
    /// Its record, to say that the report was delivered; `None` where nothing was accepted.
    pub workflow: Option<WorkflowId>,
}

impl Done {
    /// Nothing was accepted.
    fn nothing(failure: Failure) -> Done {
        Done {
            report: Report::Failed {
                failure,
                answered: Vec::new(),
            },
            workflow: None,
        }
    }
}

/// How far one root action came.
enum Reached {
    Answer(ActionResult),
    /// It was proved that nothing was sent, and it may be tried once more.
    Nothing,
    Stopped(Stopped),
}

/// One account's worker.
pub struct Worker<'a, L: Launcher> {
    launcher: L,
    rules: &'a RuleSet,
    site: Site,
    timing: Timing,
    desk: Desk,
    policy: Policy,
    listener: Listener<'a>,
    witness: Option<Witness<'a>>,
    session: Option<Engine<'a, L::Browser>>,
    relaunches: u32,
}

impl<'a, L: Launcher> Worker<'a, L> {
    /// A worker at a desk; nothing is started yet.
    pub fn new(launcher: L, rules: &'a RuleSet, site: Site, desk: Desk, policy: Policy) -> Worker<'a, L> {
        Worker {
            launcher,
            rules,
            site,
            timing: Timing::default(),
            desk,
            policy,
            listener: Rc::new(RefCell::new(|_: &str| {})),
            witness: None,
            session: None,
            relaunches: 0,
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
        self.listener = Rc::new(RefCell::new(progress));
        self
    }

    /// With somebody who keeps what was seen where an answer is no plain success.
    #[must_use]
    pub fn with_witness(mut self, keeper: Option<impl Keeper + 'a>) -> Self {
        self.witness = keeper.map(|keeper| -> Witness<'a> { Rc::new(RefCell::new(keeper)) });
        self
    }

    /// Runs a workflow to its end. What an earlier run left in doubt is settled before.
    pub async fn run(&mut self, workflow: &Workflow) -> Done {
        if let Err(failure) = self.ready().await {
            self.end_session().await;
            return Done::nothing(failure);
        }
        match self.accept(workflow) {
            Ok(job) => self.run_to_end(job, workflow).await,
            Err(failure) => {
                self.end_session().await;
                Done::nothing(failure)
            }
        }
    }

    fn accept(&self, workflow: &Workflow) -> Result<Job, Failure> {
        crash_point("CP01")?;
        let job = Job::accept(&self.desk, workflow).map_err(|error| unusable(&error))?;
        crash_point("CP02")?;
        Ok(job)
    }

    async fn run_to_end(&mut self, mut job: Job, workflow: &Workflow) -> Done {
        let (report, status) = self.work(&mut job, workflow).await;
        self.finish(&job, status);
        Done {
            report,
            workflow: Some(job.id),
        }
    }

    /// The account may work, and nothing of it is in doubt that a fresh look could settle.
    async fn ready(&mut self) -> Result<(), Failure> {
        self.refuse_stopped()?;
        let doubts = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        if doubts.is_empty() {
            return Ok(());
        }
        self.say("settles what an earlier run has left in doubt");
        self.settle(doubts, None).await.map(|_| ())
    }

    fn refuse_stopped(&self) -> Result<(), Failure> {
        match self.desk.stopped().map_err(|error| unusable(&error))? {
            Some(stop) => Err(stopped(&stop)),
            None => Ok(()),
        }
    }

    async fn work(&mut self, job: &mut Job, workflow: &Workflow) -> (Report, WorkflowStatus) {
        let worked = self.work_on(job, workflow).await;
        self.end_session().await;
        worked
    }

    /// The same, with the browser left for what comes next.
    async fn work_on(&mut self, job: &mut Job, workflow: &Workflow) -> (Report, WorkflowStatus) {
        let mut answered = Vec::new();
        let failure = self.roots(job, workflow, &mut answered).await.err();
        // What was in doubt when its root ended may have been settled behind a later one.
        for ((place, _), result) in job::roots(workflow).iter().zip(&mut answered) {
            patch(job, place, result);
        }
        let status = match &failure {
            None => WorkflowStatus::Completed,
            Some(_) if self.launcher.is_over() => WorkflowStatus::Interrupted,
            Some(_) => WorkflowStatus::Failed,
        };
        let report = match failure {
            None => Report::Completed(workflow.roots.shaped(answered)),
            Some(failure) => Report::Failed { failure, answered },
        };
        (report, status)
    }

    async fn roots(
        &mut self,
        job: &mut Job,
        workflow: &Workflow,
        answered: &mut Vec<ActionResult>,
    ) -> Result<(), Failure> {
        for (place, root) in job::roots(workflow) {
            // What a browser that was lost has left of the answer, where no other gives a better one.
            let mut torn = None;
            loop {
                let reached = self.root(job, &place, root).await;
                match reached.unwrap_or_else(|failure| Reached::Stopped(Stopped::empty(failure))) {
                    Reached::Answer(result) => {
                        answered.push(result);
                        break;
                    }
                    Reached::Nothing => {
                        torn = None;
                        self.say("nothing was sent; tries once more");
                    }
                    Reached::Stopped(stopped) if self.may_go_on(&stopped) => {
                        self.relaunches += 1;
                        torn = stopped.answered.or(torn);
                        self.say("the browser was lost; starts another");
                    }
                    Reached::Stopped(stopped) => {
                        answered.extend(stopped.answered.or(torn));
                        return Err(stopped.failure);
                    }
                }
            }
        }
        Ok(())
    }

    /// One root action in the session at hand, and what it left in doubt in a fresh one.
    async fn root(&mut self, job: &mut Job, place: &str, root: &Root) -> Result<Reached, Failure> {
        // What a lost browser has left in doubt comes before anything else.
        self.settle_own(job, place, None).await?;
        job.recall(&self.desk).map_err(|error| unusable(&error))?;
        if let Some(answer) = remembered::root(job, place, root) {
            return Ok(Reached::Answer(answer));
        }
        self.park(root).await?;
        let mut engine = self.engine().await?;
        let ended = engine.root(job, place, root).await;
        let (reached, failure) = match ended {
            Ok(result) => (Some(result), None),
            Err(stopped) => (stopped.answered, Some(stopped.failure)),
        };
        let is_torn = failure.as_ref().is_some_and(|failure| failure.reason.is_torn());
        if is_torn {
            self.launcher.close(engine.into_browser()).await;
        } else {
            self.session = Some(engine);
        }
        let mut answered = reached;
        let settled = self.settle_own(job, place, failure.as_ref()).await;
        if let Some(result) = &mut answered {
            patch(job, place, result);
        }
        match (answered, failure, settled) {
            // A wall that is met by settling counts more than the browser that was lost before.
            (answered, Some(failure), Ok(_)) | (answered, _, Err(failure)) => {
                Ok(Reached::Stopped(Stopped { failure, answered }))
            }
            (_, None, Ok(Settled::TryAgain)) => Ok(Reached::Nothing),
            (Some(result), None, Ok(Settled::All)) => Ok(Reached::Answer(result)),
            // An action that ended without failure has a result.
            (None, None, Ok(Settled::All)) => Err(FailureReason::BrowserLost.into()),
        }
    }

    /// With `wait`, parks until the limits let this root's invitation through; holds no browser meanwhile.
    async fn park(&mut self, root: &Root) -> Result<(), Failure> {
        let Some(with_note) = invites(root).filter(|_| self.policy.wait) else {
            return Ok(());
        };
        let mut told = false;
        while let Some(closed) = self.desk.closed(with_note).map_err(|error| unusable(&error))? {
            if !told {
                self.end_session().await;
                self.say(&format!("waits: {closed}"));
                told = true;
            }
            if self.launcher.is_over() {
                return Err(Failure::interrupted());
            }
            tokio::time::sleep(NAP).await;
        }
        Ok(())
    }

    fn may_go_on(&self, stopped: &Stopped) -> bool {
        stopped.failure.reason.is_torn() && self.may_relaunch()
    }

    fn may_relaunch(&self) -> bool {
        self.relaunches < MOST_RELAUNCHES && !self.launcher.is_over()
    }

    async fn engine(&mut self) -> Result<Engine<'a, L::Browser>, Failure> {
        if let Some(engine) = self.session.take() {
            return Ok(engine);
        }
        crash_point("CP04")?;
        let browser = match self.launcher.launch().await {
            // A browser that died while it started says nothing about the next.
            Err(BrowserError::Unavailable(_)) if self.may_relaunch() => {
                self.relaunches += 1;
                self.say("the browser did not start; starts another");
                self.launcher.launch().await
            }
            launched => launched,
        }
        .map_err(|error| unavailable(&error))?;
        crash_point("CP05")?;
        let engine = Engine::new(browser, self.rules, self.site.clone(), self.desk.clone());
        Ok(engine
            .with_timing(self.timing.clone())
            .with_listener(Rc::clone(&self.listener))
            .with_witness(self.witness.clone()))
    }

    async fn end_session(&mut self) {
        if let Some(engine) = self.session.take() {
            let browser = engine.into_browser();
            // An end that fails leaves the browser to the next start, which fences it.
            if crash::point("CP20").is_ok() {
                self.launcher.close(browser).await;
            }
        }
    }

    fn finish(&self, job: &Job, status: WorkflowStatus) {
        if let Err(error) = self.desk.finish(&job.id, status) {
            // Every answer is on record already; at worst a resumption finds nothing left to do.
            self.say(&format!("the end was not written down: {error}"));
        }
    }

    fn say(&self, line: &str) {
        (self.listener.borrow_mut())(line);
    }
}

/// Puts what recovery has found in the place of what was not known.
fn patch(job: &Job, place: &str, result: &mut ActionResult) {
    if let Some(answer) = job.answer(place) {
        result.outcome = match (&result.outcome, answer) {
            (Err(told), Err(settled)) => Err(recovery::joined(told, settled)),
            (Ok(_), _) | (_, Ok(())) => answer.clone().map(|()| None),
        };
    }
    if let Ok(Some(Data::PersonPage { then: Some(then), .. })) = &mut result.outcome {
        for (place, child) in job::results(place, then) {
            patch(job, &place, child);
        }
    }
}

/// Whether a root invites, and then whether with a note.
fn invites(root: &Root) -> Option<bool> {
    match root {
        Root::SendConnectionRequest { request, .. } => Some(request.note.is_some()),
        Root::CheckConnectionStatus { .. }
        | Root::WithdrawConnectionRequest { .. }
        | Root::RetrievePendingRequests(_) => None,
        Root::OpenPersonPage { page, .. } => page.then.iter().flatten().find_map(|child| match child {
            Child::SendConnectionRequest(request) => Some(request.note.is_some()),
            Child::CheckConnectionStatus(_) | Child::WithdrawConnectionRequest(_) => None,
        }),
    }
}

fn unavailable(error: &BrowserError) -> Failure {
    let reason = match error {
        BrowserError::Interrupted => return Failure::interrupted(),
        BrowserError::Busy(_) => FailureReason::AccountBusy,
        BrowserError::NotSetUp(_)
        | BrowserError::Unavailable(_)
        | BrowserError::NotLoaded(_)
        | BrowserError::Disturbed(_)
        | BrowserError::Lost(_) => FailureReason::BrowserUnavailable,
    };
    Failure::new(reason, format!("{} {error}", reason.row().message))
}

fn crash_point(name: &str) -> Result<(), Failure> {
    crash::point(name).map_err(|error| Failure::new(FailureReason::BrowserUnavailable, error.to_string()))
}

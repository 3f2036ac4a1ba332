//! Rows of a list of people: one workflow each, in one browser that stays open from row to row.

use super::{Done, Worker, crash_point};
use crate::browser::Launcher;
use crate::engine::errand::unusable;
use crate::engine::job::Job;
use crate::ledger::ListRow;
use crate::outcome::{ActionError, Failure};
use crate::person::PersonUrl;
use crate::workflow::{SendConnectionRequest, Workflow};

/// What a connection request would answer now; `Ok` means that it would be sent.
pub type Rehearsed = Result<(), ActionError>;

impl<L: Launcher> Worker<'_, L> {
    /// Settles what an earlier run has left in doubt; no browser is started where nothing is.
    ///
    /// # Errors
    /// The account is stopped, or a fresh look was not possible.
    pub async fn settle_doubts(&mut self) -> Result<(), Failure> {
        self.relaunches = 0;
        self.ready().await
    }

    /// Runs one row to its end; with the acceptance of its workflow the row is on record. The browser
    /// is left for the next row: [`Self::rest`] ends it.
    pub async fn run_row(&mut self, row: &ListRow) -> Done {
        if let Err(failure) = self.settle_doubts().await {
            return Done::nothing(failure);
        }
        let workflow = row.workflow();
        let mut job = match self.accept_row(&workflow, row) {
            Ok(job) => job,
            Err(failure) => return Done::nothing(failure),
        };
        let (report, status) = self.work_on(&mut job, &workflow).await;
        self.finish(&job, status);
        Done {
            report,
            workflow: Some(job.id),
        }
    }

    fn accept_row(&self, workflow: &Workflow, row: &ListRow) -> Result<Job, Failure> {
        crash_point("CP01")?;
        let job = Job::accept_row(&self.desk, workflow, row).map_err(|error| unusable(&error))?;
        crash_point("CP02")?;
        Ok(job)
    }

    /// What a request to this person would answer now: opens the page, and clicks nothing that could send.
    /// Nothing is put on record but what stops the account, and the browser is left for the next.
    ///
    /// # Errors
    /// A wall, a page that nobody knows, a browser that was lost.
    pub async fn rehearse(
        &mut self,
        person: &PersonUrl,
        request: &SendConnectionRequest,
    ) -> Result<Rehearsed, Failure> {
        self.relaunches = 0;
        loop {
            self.refuse_stopped()?;
            let mut engine = self.engine().await?;
            match engine.rehearse(person, request).await {
                Err(failure) if failure.reason.is_torn() => {
                    self.launcher.close(engine.into_browser()).await;
                    if !self.may_relaunch() {
                        return Err(failure);
                    }
                    self.relaunches += 1;
                    self.say("the browser was lost; starts another");
                }
                ended => {
                    self.session = Some(engine);
                    return ended;
                }
            }
        }
    }

    /// Ends the browser, if one is open; whatever comes next starts another.
    pub async fn rest(&mut self) {
        self.end_session().await;
    }
}

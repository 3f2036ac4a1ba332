//! A workflow under a key of the caller: however often it is handed in, it is run once.

use super::{Done, Worker, crash_point};
use crate::browser::Launcher;
use crate::engine::errand::unusable;
use crate::engine::job::Job;
use crate::ledger::SubmissionKey;
use crate::outcome::Failure;
use crate::workflow::Workflow;

/// The key of a submission stands for another workflow; nothing was started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key was used for another workflow, or for one whose person was purged; nothing was started")]
pub struct KeyTaken;

impl<L: Launcher> Worker<'_, L> {
    /// Runs a workflow as [`Self::run`] does, under a key: whatever became of earlier runs, it is that one
    /// workflow. What a request has answered is answered again, without a browser; the rest goes on.
    ///
    /// # Errors
    /// The key stands for another workflow.
    pub async fn run_once(&mut self, workflow: &Workflow, key: &SubmissionKey) -> Result<Done, KeyTaken> {
        if let Err(failure) = self.ready().await {
            self.end_session().await;
            return Ok(Done::nothing(failure));
        }
        match self.submit(workflow, key) {
            Ok(Some(job)) => Ok(self.run_to_end(job, workflow).await),
            Ok(None) => {
                self.end_session().await;
                Err(KeyTaken)
            }
            Err(failure) => {
                self.end_session().await;
                Ok(Done::nothing(failure))
            }
        }
    }

    fn submit(&self, workflow: &Workflow, key: &SubmissionKey) -> Result<Option<Job>, Failure> {
        crash_point("CP01")?;
        let job = Job::submit(&self.desk, workflow, key).map_err(|error| unusable(&error))?;
        crash_point("CP02")?;
        Ok(job)
    }
}

//! Taking up what an earlier run has left: doubts first, then what was accepted and not run. Or dropping the latter.

use super::Worker;
use crate::browser::Launcher;
use crate::engine::errand::unusable;
use crate::engine::job::Job;
use crate::ledger::{OpenAttempt, WorkflowId, WorkflowStatus};
use crate::outcome::{Failure, Report};
use crate::workflow::Workflow;

/// What a resumption has done.
#[derive(Debug, Default)]
pub struct Resumed {
    /// Workflows that have come to their end, or have had a request settled, or had ended and were not told.
    pub workflows: Vec<WorkflowId>,
    /// Why not everything is settled.
    pub failure: Option<Failure>,
    /// How many workflows were ended without being run to their end.
    pub cancelled: usize,
}

impl<L: Launcher> Worker<'_, L> {
    /// Finishes what a crash has left: settles what is in doubt, then runs what was not run.
    pub async fn resume(&mut self) -> Resumed {
        let mut resumed = Resumed::default();
        if let Err(failure) = self.resume_all(&mut resumed.workflows).await {
            resumed.failure = Some(failure);
        }
        self.end_session().await;
        resumed
    }

    /// Drops what a crash has left: nothing of it is run any more. What is in doubt is settled all the same,
    /// by looking.
    pub async fn cancel(&mut self) -> Resumed {
        let mut resumed = Resumed::default();
        if let Err(failure) = self.cancel_all(&mut resumed).await {
            resumed.failure = Some(failure);
        }
        self.end_session().await;
        resumed
    }

    async fn cancel_all(&mut self, resumed: &mut Resumed) -> Result<(), Failure> {
        for unfinished in self.desk.unfinished().map_err(|error| unusable(&error))? {
            self.desk
                .finish(&unfinished.id, WorkflowStatus::Interrupted)
                .map_err(|error| unusable(&error))?;
            resumed.cancelled += 1;
        }
        resumed
            .workflows
            .extend(self.desk.untold().map_err(|error| unusable(&error))?);
        self.settle_and_note(&mut resumed.workflows).await
    }

    /// Settles what is in doubt, and notes of which workflows nothing is in doubt any more.
    async fn settle_and_note(&mut self, workflows: &mut Vec<WorkflowId>) -> Result<(), Failure> {
        let doubts = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        if doubts.is_empty() {
            return Ok(());
        }
        let ready = self.ready().await;
        let left = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        for OpenAttempt { workflow, .. } in doubts {
            if !left.iter().any(|doubt| doubt.workflow == workflow) && !workflows.contains(&workflow) {
                workflows.push(workflow);
            }
        }
        ready
    }

    async fn resume_all(&mut self, workflows: &mut Vec<WorkflowId>) -> Result<(), Failure> {
        workflows.extend(self.desk.untold().map_err(|error| unusable(&error))?);
        self.settle_and_note(workflows).await?;
        self.refuse_stopped()?;
        let left = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        for unfinished in self.desk.unfinished().map_err(|error| unusable(&error))? {
            let mut job = Job::resumed(&unfinished);
            // A body that does not parse any more was accepted by another version; it is not run.
            let Ok(workflow) = Workflow::accepted(unfinished.body.as_bytes()) else {
                self.say("a workflow that another version has accepted cannot be read; it was not run");
                self.finish(&job, WorkflowStatus::Failed);
                continue;
            };
            // What could not be read a moment ago waits for the next start.
            for doubt in left.iter().filter(|doubt| doubt.workflow == unfinished.id) {
                job.leave(&doubt.pointer);
            }
            self.relaunches = 0;
            let (report, status) = self.work(&mut job, &workflow).await;
            if !workflows.contains(&unfinished.id) {
                workflows.push(unfinished.id);
            }
            match report {
                Report::Completed(_) => self.finish(&job, status),
                Report::Failed { failure, .. } => {
                    // A page that is not understood will not be understood the next time either;
                    // whatever else came between leaves the workflow to the next resumption.
                    if failure.reason.is_about_the_page() {
                        self.finish(&job, status);
                    }
                    return Err(failure);
                }
            }
        }
        Ok(())
    }
}

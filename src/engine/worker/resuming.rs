//! Taking up what an earlier run has left: doubts first, then what was accepted and not run.

use super::Worker;
use crate::browser::Launcher;
use crate::engine::errand::unusable;
use crate::engine::job::Job;
use crate::ledger::{WorkflowId, WorkflowStatus};
use crate::outcome::{Failure, Report};
use crate::workflow::Workflow;

/// What a resumption has done.
#[derive(Debug, Default)]
pub struct Resumed {
    /// Workflows that have come to their end, or have had a request settled, or had ended and were not told.
    pub workflows: Vec<WorkflowId>,
    /// Why not everything is settled.
    pub failure: Option<Failure>,
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

    async fn resume_all(&mut self, workflows: &mut Vec<WorkflowId>) -> Result<(), Failure> {
        workflows.extend(self.desk.untold().map_err(|error| unusable(&error))?);
        let doubts = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        let in_doubt: Vec<WorkflowId> = doubts.iter().map(|doubt| doubt.workflow.clone()).collect();
        let ready = self.ready().await;
        let left = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        for id in in_doubt {
            if !left.iter().any(|doubt| doubt.workflow == id) && !workflows.contains(&id) {
                workflows.push(id);
            }
        }
        ready?;
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

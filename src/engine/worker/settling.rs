//! Settling what is in doubt: fence, wait, look afresh, decide.
//!
//! The order is the protocol: nothing is read before every browser that could still act was ended.

use std::time::Duration;

use super::{Worker, crash_point, unavailable};
use crate::browser::Launcher;
use crate::engine::errand::unusable;
use crate::engine::job::{self, Answer, Job};
use crate::engine::recovery;
use crate::ledger::recovery::{Decision, Doubt, OnAmbiguous, Reading, decide};
use crate::ledger::{OpenAttempt, RecoveredOutcome};
use crate::outcome::{Failure, FailureReason};

/// What settling doubts leaves to do.
pub(super) enum Settled {
    All,
    TryAgain,
}

impl<L: Launcher> Worker<'_, L> {
    /// Settles what this very workflow has in doubt, unless a wall or the user forbids another look.
    /// Only an attempt of the root at `place` leaves it to be tried again.
    pub(super) async fn settle_own(
        &mut self,
        job: &mut Job,
        place: &str,
        failure: Option<&Failure>,
    ) -> Result<Settled, Failure> {
        let forbids =
            |failure: &Failure| failure.reason.stops_the_account() || failure.reason == FailureReason::AccountBusy;
        if failure.is_some_and(forbids) || self.launcher.is_over() {
            return Ok(Settled::All);
        }
        let doubts = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        let is_own = |doubt: &OpenAttempt| doubt.workflow == job.id && !job.is_left(&doubt.pointer);
        let own: Vec<OpenAttempt> = doubts.into_iter().filter(is_own).collect();
        if own.is_empty() {
            return Ok(Settled::All);
        }
        self.settle(own, Some((job, place))).await
    }

    /// Fence, wait, look afresh, decide.
    pub(super) async fn settle(
        &mut self,
        doubts: Vec<OpenAttempt>,
        mut own: Option<(&mut Job, &str)>,
    ) -> Result<Settled, Failure> {
        let mut settled = Settled::All;
        self.end_session().await;
        crash_point("CP21")?;
        self.say("ends every browser of the profile");
        self.launcher.fence().await.map_err(|error| unavailable(&error))?;
        crash_point("CP22")?;
        // Not a wait for a state: the page may lag behind the server for so long.
        tokio::time::sleep(self.policy.settle).await;
        crash_point("CP23")?;
        for doubt in doubts {
            let mut engine = self.engine().await?;
            let mut read = engine.recheck(&doubt.person, &doubt.keys).await;
            let policy = self.policy.on_ambiguous;
            if let (Ok((Reading::OffersConnect { listed }, _)), OnAmbiguous::Retry) = (&mut read, policy) {
                *listed = engine.second_witness(&doubt.keys).await;
            }
            self.session = Some(engine);
            let (reading, seen) = match read {
                Ok(read) => read,
                Err(failure) => {
                    self.end_session().await;
                    return Err(failure);
                }
            };
            crash_point("CP24")?;
            let (decision, answer) = self.decide(&doubt, reading)?;
            let is_below = |(_, place): &(&mut Job, &str)| job::is_below(place, &doubt.pointer);
            let is_tried_again = decision == Decision::NotSent && own.as_ref().is_some_and(is_below);
            if let (Err(_), Some(engine), false) = (&answer, &mut self.session, is_tried_again) {
                engine.bear_witness_of(&doubt, &seen);
            }
            if let Some((job, _)) = &mut own {
                match decision {
                    Decision::NotSent if is_tried_again => settled = Settled::TryAgain,
                    Decision::StillInDoubt => job.leave(&doubt.pointer),
                    Decision::Sent | Decision::NotSent | Decision::Parked => job.note(&doubt.pointer, answer),
                }
            }
            crash_point("CP25")?;
        }
        Ok(settled)
    }

    /// Writes down what a reading says of an attempt, and how its request is answered by that.
    fn decide(&mut self, doubt: &OpenAttempt, reading: Reading) -> Result<(Decision, Answer), Failure> {
        let unreadable = match reading {
            Reading::Unreadable => self.desk.count_read(&doubt.id).map_err(|error| unusable(&error))?,
            Reading::Pending | Reading::Connected | Reading::OffersConnect { .. } | Reading::NoInvitation => {
                doubt.reads
            }
        };
        let known = Doubt {
            number: doubt.n,
            stage: doubt.stage,
            // By a clock that was set back nothing is fresh.
            age: u64::try_from(self.desk.now() - doubt.begun_at).map_or(Duration::MAX, Duration::from_millis),
            unreadable,
        };
        let decision = decide(reading, known, self.policy.on_ambiguous);
        let answer = recovery::answer(decision, reading);
        let outcome = match decision {
            Decision::Sent => RecoveredOutcome::Sent,
            Decision::NotSent => RecoveredOutcome::NotSent,
            Decision::Parked => RecoveredOutcome::Unknown,
            Decision::StillInDoubt => return Ok((decision, answer)),
        };
        self.desk
            .settle_recovered(&doubt.id, outcome, &answer)
            .map_err(|error| unusable(&error))?;
        Ok((decision, answer))
    }
}

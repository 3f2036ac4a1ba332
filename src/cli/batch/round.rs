//! One round over a list: what has an answer keeps it, what has none is run, row by row.
//!
//! What a row comes to is read from the ledger alone, so that the first run, the next and one after a
//! kill tell the same.

mod held;
mod survey;

use std::time::{Duration, Instant};

use linkwright::batch::{NotePolicy, ResultWord, RowResult, Standing};
use linkwright::browser::Launcher;
use linkwright::engine::Worker;
use linkwright::engine::worker::Policy;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Closed, Desk, HeldBack, LedgerError, LimitKind, Listed, WorkflowStatus};
use linkwright::outcome::{ActionError, Failure, FailureReason, Report};
use linkwright::page::RuleSet;

use super::Plan;
use super::ending::{End, Left};
use super::pace::Pace;
use super::record;
use super::tally::Tally;
use super::watch::Watch;
use crate::cli::drive::{cut_short, listen, met_sign_in_wall};
use crate::cli::interrupt::Interrupt;
use crate::cli::machine::Machine;
use crate::cli::options::Options;
use crate::cli::output::{Complaint, complain, print_json};
use crate::cli::place::{Place, Unavailable};
use crate::cli::stand_in;

/// Longest wait that a browser is left open for: the pause between two invitations, not a night.
const MOST_IDLE: Duration = Duration::from_secs(10 * 60);
/// Longest sleep while limits are closed: clocks are set, and machines sleep.
const NAP: Duration = Duration::from_secs(20);
/// Shortest, so that a limit that is about to open is not asked all the time.
const BLINK: Duration = Duration::from_millis(50);

/// A list being worked through.
struct Round {
    plan: Plan,
    desk: Desk,
    interrupt: Interrupt,
    waits: bool,
    watch: Watch,
    results: Vec<RowResult>,
    /// The places of rows that were not begun and are not told yet.
    held: Vec<usize>,
    /// Whether this very run has sent an invitation.
    has_sent: bool,
    pace: Pace,
}

/// Works through the list and prints the summary.
pub(super) async fn play(plan: Plan, place: &Place, rules: &RuleSet, options: &Options) -> Result<ExitCode, Complaint> {
    let interrupt = listen()?;
    let waiting = vec![RowResult::waiting(); plan.list.rows.len()];
    let desk = match place.desk() {
        Ok(desk) => desk,
        Err(Unavailable::Busy(failure)) => {
            // What its rows have come to is told by whoever works on them now.
            complain(&format!("{}: {}", failure.reason, failure.message));
            return Ok(ExitCode::NoAnswer);
        }
        Err(Unavailable::Complaint(complaint)) => return Err(complaint),
    };
    record::must_be_told_here(&plan, &desk)?;
    // The first signal is ours: the person at hand is not left in doubt for it.
    let machine = Machine::new(place.launch.clone(), interrupt.later());
    let missing = machine.missing();
    let policy = Policy {
        wait: false,
        ..place.policy.clone()
    };
    let evidence = place.evidence(options, &desk);
    let mut round = Round {
        watch: Watch::new(options.voice, plan.list.rows.len()),
        plan,
        desk: desk.clone(),
        interrupt: interrupt.clone(),
        waits: place.policy.wait,
        results: waiting,
        held: Vec::new(),
        has_sent: false,
        pace: Pace::default(),
    };
    let end = {
        let steps = round.watch.clone();
        let mut worker = Worker::new(machine, rules, place.site.clone(), desk, policy)
            .with_witness(evidence.clone())
            .with_progress(move |line| steps.step(line));
        let watch = round.watch.clone();
        tokio::select! {
            end = round.work(&mut worker) => end,
            () = interrupt.asked(3) => return Ok(cut_short(&interrupt, "the same command goes on where it stopped")),
            () = announced(&interrupt, &watch) => unreachable!("it goes on until it is dropped"),
        }
    };
    round.watch.end();
    if let Some(evidence) = &evidence {
        evidence.warn();
    }
    let end = match end {
        End::Stopped(failure) => {
            let report = Report::Failed {
                failure,
                answered: Vec::new(),
            };
            match stand_in::told(report, &place.site, &place.launch).await {
                Report::Failed { failure, .. } => End::Stopped(failure),
                Report::Completed(_) => End::Over,
            }
        }
        other => other,
    };
    print_json(&Tally::of(&round.results));
    if let Some(message) = missing.take() {
        return Err(Complaint::not_set_up(message));
    }
    let is_signed_out =
        matches!(&end, End::Stopped(failure) if failure.reason == FailureReason::LinkedinAccountSignedOut);
    let left = Left {
        plan: &round.plan,
        results: &round.results,
        waits: place.policy.wait,
        // That it cannot be read is no reason to end otherwise.
        is_stopped: round.desk.stopped().is_ok_and(|stop| stop.is_some()),
        place,
    };
    let code = left.told(&end, options.voice.quiet);
    if is_signed_out {
        met_sign_in_wall(place, options);
    } else if round.has_sent {
        place.note_signed_in();
    }
    Ok(code)
}

/// Says what the first signal does, and never ends.
async fn announced(interrupt: &Interrupt, watch: &Watch) {
    interrupt.asked(1).await;
    watch.note("Ends behind this person; Ctrl-C once more ends at once.");
    std::future::pending().await
}

impl Round {
    async fn work<L: Launcher>(&mut self, worker: &mut Worker<'_, L>) -> End {
        let end = self.work_through(worker).await.err().unwrap_or(End::Over);
        let end = self.tell_held().err().unwrap_or(end);
        worker.rest().await;
        end
    }

    async fn work_through<L: Launcher>(&mut self, worker: &mut Worker<'_, L>) -> Result<(), End> {
        let first = self.look_at_all()?;
        if first.is_left {
            self.say_doubts(&first.doubts);
            worker.settle_doubts().await.map_err(|failure| self.stopped(failure))?;
            let settled = self.look_at_all()?;
            self.say_settled(&first.doubts);
            self.say_earlier(&settled.earlier);
        } else {
            self.say_earlier(&first.earlier);
        }
        // Who could not be answered before comes last, so that nobody behind waits for it for ever.
        let (last, sooner): (Vec<usize>, Vec<usize>) =
            (0..self.results.len()).partition(|place| first.failed.contains(place));
        for place in sooner.into_iter().chain(last) {
            if self.results[place].word == ResultWord::Waiting {
                self.row(worker, place).await?;
            }
        }
        Ok(())
    }

    fn listed(&self, place: usize) -> Result<Option<Listed>, End> {
        record::listed(&self.plan, &self.desk, place).map_err(unusable)
    }

    fn standing(&self, place: usize, listed: Option<&Listed>) -> Result<Standing, End> {
        record::standing(&self.plan, &self.desk, place, listed).map_err(unusable)
    }

    /// The answer stands in the results now: what an earlier run has left open is closed, and told.
    fn hand_over(&self, place: usize, listed: &Listed) -> Result<(), End> {
        let is_done = self.results[place].word != ResultWord::Waiting;
        if !listed.is_finished {
            let status = if is_done {
                WorkflowStatus::Completed
            } else {
                WorkflowStatus::Interrupted
            };
            self.desk.finish(&listed.workflow, status).map_err(unusable)?;
        }
        if is_done && !listed.is_delivered && listed.outcome.is_some() {
            self.desk.deliver(&listed.workflow).map_err(unusable)?;
        }
        Ok(())
    }

    /// One row to its end; what it came to stands in the results file before the next begins.
    async fn row<L: Launcher>(&mut self, worker: &mut Worker<'_, L>, place: usize) -> Result<(), End> {
        let listed = self.listed(place)?;
        let mut held_back = match self.standing(place, listed.as_ref())? {
            Standing::Open { held_back } => held_back,
            Standing::Limited(_) | Standing::Done(_) => None,
        };
        let mut spent = Duration::ZERO;
        loop {
            let has_note = self.plan.list.rows[place].request.note.is_some() && held_back.is_none();
            if has_note
                && let Some(closed) = self.desk.closed(true).map_err(unusable)?
                && closed.limit == LimitKind::Notes
            {
                match self.plan.if_note_cannot_go {
                    NotePolicy::Fail => {}
                    NotePolicy::SendWithout => {
                        self.say_of(place, "your limit of notes is reached; sends without the note");
                        held_back = Some(HeldBack::OwnLimit);
                        continue;
                    }
                    NotePolicy::Skip => {
                        return self.hold(place, limited(ResultWord::Skipped, &closed));
                    }
                }
            }
            if let Some(closed) = self.closed(worker, place, has_note).await? {
                return self.hold(place, limited(ResultWord::Waiting, &closed));
            }
            // The person at hand is finished, with a second try too.
            if self.interrupt.is_asked() && spent.is_zero() {
                return Err(End::Interrupted);
            }
            let began = Instant::now();
            let done = worker.run_row(&record::row(&self.plan, place, held_back)).await;
            spent += began.elapsed();
            let failure = match done.report {
                Report::Failed { failure, .. } => Some(failure),
                Report::Completed(_) => None,
            };
            let listed = self.listed(place)?;
            let standing = self.standing(place, listed.as_ref())?;
            self.results[place] = match standing {
                Standing::Done(result) => result,
                Standing::Open { held_back: Some(why) } if held_back.is_none() && failure.is_none() => {
                    self.say_of(place, "the note cannot go; sends without it");
                    held_back = Some(why);
                    continue;
                }
                Standing::Limited(_) if self.waits && failure.is_none() => continue,
                Standing::Limited(error) => RowResult::of(ResultWord::Waiting, Some(&error)),
                Standing::Open { .. } => left(failure.as_ref().filter(|_| done.workflow.is_some())),
            };
            let is_proved = matches!(self.results[place].word, ResultWord::Sent | ResultWord::Answered);
            if is_proved && self.results.iter().all(|result| result.word != ResultWord::Unknown) {
                self.interrupt.forget_clicks();
            }
            self.has_sent |= self.results[place].word == ResultWord::Sent;
            self.pace.note(spent);
            self.results[place].evidence = listed.as_ref().and_then(|listed| listed.evidence.clone());
            self.tell_held()?;
            self.written(place)?;
            if let Some(listed) = listed {
                self.hand_over(place, &listed)?;
            }
            return self.may_go_on(place, failure);
        }
    }

    fn may_go_on(&self, place: usize, failure: Option<Failure>) -> Result<(), End> {
        if self.interrupt.is_asked() {
            return Err(End::Interrupted);
        }
        if let Some(failure) = failure.filter(|failure| !is_about_one(failure.reason)) {
            return Err(End::Stopped(failure));
        }
        if self.plan.stops_at_unknown && self.results[place].word == ResultWord::Unknown {
            return Err(End::Unknown(place));
        }
        Ok(())
    }

    /// What closes invitations now. With `--wait` it is waited out; no browser stays open for hours.
    async fn closed<L: Launcher>(
        &mut self,
        worker: &mut Worker<'_, L>,
        place: usize,
        with_note: bool,
    ) -> Result<Option<Closed>, End> {
        let mut is_told = false;
        loop {
            let closed = self.desk.closed(with_note).map_err(unusable)?;
            let Some(closed) = closed.filter(|closed| self.waits && closed.opens_at < i64::MAX) else {
                return Ok(closed);
            };
            let left = Duration::from_millis(u64::try_from(closed.opens_at - self.desk.now()).unwrap_or(0));
            if left > MOST_IDLE {
                worker.rest().await;
            }
            if !is_told {
                self.results[place] = limited(ResultWord::Waiting, &closed);
                self.write()?;
                self.watch.waits(&format!("waits: {closed}"));
                self.count(Some(closed.opens_at));
                is_told = true;
            }
            let nap = left.clamp(BLINK, NAP);
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                () = self.interrupt.asked(1) => return Err(End::Interrupted),
            }
        }
    }

    /// Something about one row.
    fn say_of(&self, place: usize, what: &str) {
        self.watch
            .note(&format!("{}: {what}", self.plan.list.rows[place].named()));
    }

    fn written(&self, place: usize) -> Result<(), End> {
        self.write()?;
        self.watch.row(place, &self.plan.list.rows[place], &self.results[place]);
        self.count(None);
        Ok(())
    }

    fn write(&self) -> Result<(), End> {
        let written = self.plan.paper.write(&self.plan.list.sheet, &self.results);
        written.map_err(|error| End::Unwritten(error.to_string()))
    }

    fn count(&self, next: Option<i64>) {
        if !self.watch.is_live() {
            return;
        }
        let left = self.results.iter().zip(&self.plan.list.rows);
        let with_notes: Vec<bool> = left
            .filter(|(result, _)| result.word == ResultWord::Waiting)
            .map(|(_, row)| row.request.note.is_some())
            .collect();
        let outlook = self.pace.outlook(&self.desk, &with_notes, next);
        self.watch.count(&Tally::of(&self.results), outlook);
    }

    fn stopped(&self, failure: Failure) -> End {
        if self.interrupt.is_asked() {
            return End::Interrupted;
        }
        End::Stopped(failure)
    }
}

/// Without an answer; why, if the row itself was begun.
fn left(failure: Option<&Failure>) -> RowResult {
    failure.map_or_else(RowResult::waiting, RowResult::stopped)
}

fn limited(word: ResultWord, closed: &Closed) -> RowResult {
    RowResult::of(word, Some(&ActionError::from(closed)))
}

/// Whether the next person may look quite different.
const fn is_about_one(reason: FailureReason) -> bool {
    match reason {
        FailureReason::PageNotRecognised | FailureReason::LanguageNotSupported | FailureReason::OffSite => true,
        FailureReason::LinkedinAccountSignedOut
        | FailureReason::LinkedinCheckpoint
        | FailureReason::LinkedinAccountRestricted
        | FailureReason::LinkedinRateLimited
        | FailureReason::LinkedinUnavailable
        | FailureReason::BrowserUnavailable
        | FailureReason::AccountBusy
        | FailureReason::AccountStopped
        | FailureReason::LedgerUnavailable
        | FailureReason::BrowserLost => false,
    }
}

fn unusable(error: LedgerError) -> End {
    let row = FailureReason::LedgerUnavailable.row();
    End::Stopped(Failure::new(
        FailureReason::LedgerUnavailable,
        format!("{} {error}", row.message),
    ))
}

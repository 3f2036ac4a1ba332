//! What the kills have come to.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::account::SETTLE_SECONDS;
use crate::processes::Victim;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) kills: u32,
    pub(crate) rounds: u32,
    pub(crate) parked: u32,
    /// Runs that said that they failed before anything was begun.
    pub(crate) failed: u32,
    /// Runs that were killed before they had accepted their workflow.
    pub(crate) unheard: u32,
    pub(crate) wrong: Vec<String>,
    /// In doubt right behind the kill, and settled by the same run, which survived it.
    pub(crate) settled_alive: u32,
    /// From the first restart to the end of the one that decided, where a request was in doubt before it.
    recoveries: Vec<Duration>,
    by_victim: BTreeMap<(Victim, bool), u32>,
    by_phase: BTreeMap<&'static str, u32>,
}

impl Tally {
    /// One more kill; the phase is what the ledger said right behind it.
    pub(crate) fn killed(&mut self, victim: Victim, froze: bool, outcome: Option<&str>) {
        self.kills += 1;
        *self.by_victim.entry((victim, froze)).or_default() += 1;
        let phase = match outcome {
            None => "before the intent",
            Some("inDoubt") => "between intent and outcome",
            Some(_) => "behind the outcome",
        };
        *self.by_phase.entry(phase).or_default() += 1;
    }

    /// Restarts decided what a run had left in doubt, in this time.
    pub(crate) fn recovered(&mut self, within: Duration) {
        self.recoveries.push(within);
        self.recoveries.sort_unstable();
    }

    /// The recovery below which this share of them lies.
    fn recovery(&self, percent: usize) -> f64 {
        let place = (self.recoveries.len() * percent / 100).min(self.recoveries.len().saturating_sub(1));
        self.recoveries.get(place).map_or(0.0, Duration::as_secs_f64)
    }

    pub(crate) fn add(&mut self, other: Tally) {
        self.kills += other.kills;
        self.rounds += other.rounds;
        self.parked += other.parked;
        self.failed += other.failed;
        self.unheard += other.unheard;
        self.settled_alive += other.settled_alive;
        self.wrong.extend(other.wrong);
        other.recoveries.into_iter().for_each(|one| self.recovered(one));
        for (victim, count) in other.by_victim {
            *self.by_victim.entry(victim).or_default() += count;
        }
        for (phase, count) in other.by_phase {
            *self.by_phase.entry(phase).or_default() += count;
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} kills in {} rounds", self.kills, self.rounds)?;
        for ((victim, froze), count) in &self.by_victim {
            let how = if *froze { "frozen" } else { "killed" };
            writeln!(f, "  {victim:?} {how}: {count}")?;
        }
        for (phase, count) in &self.by_phase {
            writeln!(f, "  {phase}: {count}")?;
        }
        let share = f64::from(self.parked) * 100.0 / f64::from(self.rounds.max(1));
        writeln!(f, "  killed before they had accepted anything: {}", self.unheard)?;
        writeln!(f, "  said that they failed before anything was begun: {}", self.failed)?;
        writeln!(
            f,
            "  in doubt, and settled by the run that survived: {}",
            self.settled_alive
        )?;
        writeln!(
            f,
            "  in doubt, and decided by restarts that wait {SETTLE_SECONDS} s: {}, p50 {:.1} s, p95 {:.1} s, at most {:.1} s",
            self.recoveries.len(),
            self.recovery(50),
            self.recovery(95),
            self.recovery(100)
        )?;
        write!(
            f,
            "  parked: {} ({share:.1} %); wrong: {}",
            self.parked,
            self.wrong.len()
        )
    }
}

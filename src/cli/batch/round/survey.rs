//! What the ledger says of a list before anybody is asked, and what is told of it.

use std::collections::BTreeSet;

use linkwright::batch::{ResultWord, RowResult, Standing};
use linkwright::ledger::{Outcome, Went};

use super::{End, Round};
use crate::cli::batch::tally::counted;
use crate::cli::progress::WARNING;

/// What the ledger says of the list before anybody is asked.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Whether anything is left to be done.
    pub(super) is_left: bool,
    /// The places of rows that an earlier run has left in doubt.
    pub(super) doubts: Vec<usize>,
    /// The places of rows that an earlier run could not answer, because of what it met.
    pub(super) failed: BTreeSet<usize>,
    /// The numbers of rows that are answered by an earlier request's success.
    pub(super) earlier: Vec<usize>,
}

impl Round {
    /// Reads from the ledger what every row has come to.
    pub(super) fn look_at_all(&mut self) -> Result<Look, End> {
        let mut look = Look::default();
        for place in 0..self.results.len() {
            let listed = self.listed(place)?;
            let result = match self.standing(place, listed.as_ref())? {
                Standing::Done(result) => result,
                Standing::Open { .. } | Standing::Limited(_) => RowResult::waiting(),
            };
            look.is_left |= matches!(result.word, ResultWord::Waiting | ResultWord::Unknown);
            if let Some(listed) = &listed {
                look.doubts
                    .extend((listed.outcome == Some(Outcome::InDoubt)).then_some(place));
                look.failed.extend(listed.has_failed.then_some(place));
                look.earlier
                    .extend((listed.went == Some(Went::Earlier)).then_some(self.plan.list.rows[place].number));
            }
            self.results[place] = result;
        }
        self.write()?;
        self.count(None);
        for place in 0..self.results.len() {
            if let Some(listed) = self.listed(place)? {
                self.hand_over(place, &listed)?;
            }
        }
        Ok(look)
    }

    /// Said before the first row is run.
    pub(super) fn say_earlier(&self, numbers: &[usize]) {
        if !numbers.is_empty() {
            self.watch.step(&format!(
                "{WARNING}{}: invited by an earlier request, with the texts of that one",
                counted(numbers)
            ));
        }
    }

    /// The look at a doubt takes its time, so that it is said before.
    pub(super) fn say_doubts(&self, doubts: &[usize]) {
        if !doubts.is_empty() {
            let numbers: Vec<usize> = doubts.iter().map(|place| self.plan.list.rows[*place].number).collect();
            self.watch.note(&format!(
                "{} may have been sent by an earlier run; looks at the page first",
                counted(&numbers)
            ));
        }
    }

    /// What became of the rows in doubt.
    pub(super) fn say_settled(&self, doubts: &[usize]) {
        for place in doubts.iter().copied() {
            let came_to = match self.results[place].word {
                ResultWord::Waiting => "it was not sent, and is asked for again".to_owned(),
                word @ (ResultWord::Sent
                | ResultWord::Answered
                | ResultWord::Unknown
                | ResultWord::Skipped
                | ResultWord::WouldSend
                | ResultWord::WouldAnswer(_)) => format!("it is {word}"),
            };
            self.say_of(place, &format!("looked at again: {came_to}"));
        }
    }
}

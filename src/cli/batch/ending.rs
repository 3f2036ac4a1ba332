//! How a round ended: in words, with what is left, and as an exit code.

use linkwright::batch::{ResultWord, Row, RowResult};
use linkwright::exit_code::ExitCode;
use linkwright::outcome::{ErrorType, Failure};

use super::Plan;
use super::tally::{Tally, spans};
use crate::cli::output::{complain, tell};

/// Why a round went no further.
#[derive(Debug)]
pub(super) enum End {
    /// Every row was looked at.
    Over,
    /// Somebody asked for it.
    Interrupted,
    /// The account or the machine cannot go on.
    Stopped(Failure),
    /// It could not be proved whether this row was sent.
    Unknown(usize),
    /// The results cannot be written.
    Unwritten(String),
}

/// What a round leaves behind.
#[derive(Debug)]
pub(super) struct Left<'a> {
    pub(super) plan: &'a Plan,
    pub(super) results: &'a [RowResult],
    pub(super) waits: bool,
}

impl Left<'_> {
    /// Says in words how it ended and what is left.
    pub(super) fn told(&self, end: &End, is_quiet: bool) -> ExitCode {
        let tally = Tally::of(self.results);
        let row = |place: usize| -> &Row { &self.plan.list.rows[place] };
        match end {
            End::Over => {}
            End::Interrupted => complain("interrupted"),
            End::Stopped(failure) => {
                complain(&format!("{}: {}", failure.reason, failure.message));
                tell(&format!("  {}", failure.reason.row().cure));
            }
            End::Unknown(place) => {
                let person = row(*place).person.slug().decoded();
                complain(&format!(
                    "row {} ({person}) is unknown: look at the page, and say what you saw with `linkwright resolve PERSON sent` or `not-sent`; --on-unknown continue goes on all the same",
                    row(*place).number
                ));
            }
            End::Unwritten(why) => {
                complain(&format!(
                    "the results cannot be written: {why}. Nothing is lost: mend it, and give the same command again"
                ));
            }
        }
        if !is_quiet {
            self.sum_up(&tally);
        }
        match (end, tally.exit_code()) {
            (End::Unwritten(_), ExitCode::Success | ExitCode::ActionError) => ExitCode::NoAnswer,
            (_, code) => code,
        }
    }

    fn sum_up(&self, tally: &Tally) {
        tell(&tally.in_words());
        if let Some(file) = self.plan.paper.csv() {
            tell(&format!("Results: {}", file.display()));
        }
        let rows = self.plan.list.rows.iter().zip(self.results);
        let left: Vec<usize> = rows
            .filter(|(_, result)| result.word == ResultWord::Waiting)
            .map(|(row, _)| row.number)
            .collect();
        if !left.is_empty() {
            let opens = self
                .results
                .iter()
                .any(|result| result.error_type == Some(ErrorType::LimitExceeded.as_str()));
            let wait = if opens && !self.waits {
                ", or with --wait to let it wait by itself"
            } else {
                ""
            };
            tell(&format!(
                "Left: {} {}. Give the same command again to go on{wait}.",
                if left.len() == 1 { "row" } else { "rows" },
                spans(&left)
            ));
        }
    }
}

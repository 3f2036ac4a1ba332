//! How a round ended: in words, with what is left, and as an exit code.

use linkwright::batch::{ResultWord, Row, RowResult};
use linkwright::exit_code::ExitCode;
use linkwright::outcome::{ErrorType, Failure};

use super::Plan;
use super::tally::{Tally, counted};
use crate::cli::cure::command;
use crate::cli::notice::quoted;
use crate::cli::output::{complain, tell};
use crate::cli::place::Place;

/// How many rows that are unknown are named.
const MOST_NAMED: usize = 10;

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
pub(super) struct Left<'a> {
    pub(super) plan: &'a Plan,
    pub(super) results: &'a [RowResult],
    pub(super) waits: bool,
    /// Whether the account does nothing more until it is cleared.
    pub(super) is_stopped: bool,
    pub(super) place: &'a Place,
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
                tell(&format!("  {}", self.place.cure(failure)));
            }
            End::Unknown(place) => {
                complain(&format!(
                    "{} is unknown: look at the page, and say what you saw with `{}` or `not-sent` in its place; --on-unknown continue goes on all the same",
                    row(*place).named(),
                    self.resolve(&[row(*place)])
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
        if let Some(file) = self.plan.paper.csv().filter(|file| file.exists()) {
            tell(&format!("Results: {}", file.display()));
        }
        self.tell_unknown();
        let left: Vec<usize> = self.rows_of(ResultWord::Waiting).map(|row| row.number).collect();
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
            let again = if self.is_stopped {
                "The account is stopped: when all is well, run `linkwright clear`, then give the same command again to go on"
                    .to_owned()
            } else {
                "Give the same command again to go on".to_owned()
            };
            tell(&format!("Left: {}. {again}{wait}.", counted(&left)));
        }
    }

    /// Who may have been invited, and how that is decided.
    fn tell_unknown(&self) {
        let unknown: Vec<&Row> = self.rows_of(ResultWord::Unknown).collect();
        if unknown.is_empty() {
            return;
        }
        let named: Vec<String> = unknown.iter().map(|row| row.named()).collect();
        tell(&format!("Unknown, possibly sent: {}.", listed(&named)));
        tell("Look at the page of each, then say what you saw, `sent` or `not-sent`:");
        tell(&format!("  {}", self.resolve(&unknown)));
        tell("What is on record of them: `linkwright history`");
    }

    /// The command that decides about these.
    fn resolve(&self, rows: &[&Row]) -> String {
        let person = match rows {
            [only] => quoted(only.person.slug().decoded()),
            _ => "PERSON".to_owned(),
        };
        command(&format!("resolve {person} sent"))
    }

    fn rows_of(&self, word: ResultWord) -> impl Iterator<Item = &Row> {
        let rows = self.plan.list.rows.iter().zip(self.results);
        rows.filter(move |(_, result)| result.word == word).map(|(row, _)| row)
    }
}

/// The first of them by name, the others by their number.
fn listed(names: &[String]) -> String {
    let (first, more) = names.split_at(names.len().min(MOST_NAMED));
    let more = match more.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_rows_ten_are_named_and_the_others_are_counted() {
        let rows = |count: usize| (0..count).map(|row| format!("row {}", row + 2)).collect::<Vec<_>>();
        assert_eq!(listed(&rows(1)), "row 2");
        assert!(listed(&rows(10)).ends_with("row 10, row 11"));
        assert!(listed(&rows(11)).ends_with("row 10, row 11 and 1 more"));
        assert!(listed(&rows(25)).ends_with("row 11 and 15 more"));
    }
}

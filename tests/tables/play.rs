//! Plays a table at a page that answers what was done, and writes down what it does.

use linkwright::action::{ActionTable, Seen, Step};
use linkwright::ledger::Settlement;
use linkwright::outcome::Data;

/// What a table did, and how it ended.
pub(crate) struct Play<T> {
    pub(crate) table: T,
    pub(crate) deeds: Vec<String>,
    /// `success`, or the word of the error or failure.
    pub(crate) end: String,
    pub(crate) message: String,
    pub(crate) settlement: Option<Settlement>,
    pub(crate) data: Option<Data>,
}

impl<T> Play<T> {
    pub(crate) fn count(&self, deed: &str) -> usize {
        self.deeds.iter().filter(|one| *one == deed).count()
    }
}

/// Plays a table to its end: every input is done, and time is up whenever it waits. The page is told what
/// was done so far.
pub(crate) fn play<T: ActionTable>(mut table: T, mut page: impl FnMut(&[String]) -> Seen) -> Play<T> {
    let mut deeds = Vec::new();
    for _ in 0..200 {
        let seen = page(&deeds);
        let step = match table.next(&seen) {
            Step::Wait(_) => table.time_up(&seen),
            step => step,
        };
        let (end, message, settlement, data) = match step {
            Step::Wait(_) => continue,
            Step::Use(input) => {
                table.done(input.element());
                deeds.push(input.to_string());
                continue;
            }
            Step::Commit(sealed) => {
                table.done(sealed.element());
                deeds.push(format!("commit {}", sealed.element()));
                continue;
            }
            Step::Withdraw(sealed) => {
                table.done(sealed.element());
                deeds.push(format!("withdraw {}", sealed.element()));
                continue;
            }
            Step::Reload => {
                deeds.push("reload".to_owned());
                continue;
            }
            Step::Finish(verdict) => match verdict.result {
                Ok(data) => ("success".to_owned(), String::new(), Some(verdict.settlement), data),
                Err(error) => (error.kind.to_string(), error.message, Some(verdict.settlement), None),
            },
            Step::Abort(failure) => (failure.reason.to_string(), failure.message, None, None),
        };
        return Play {
            table,
            deeds,
            end,
            message,
            settlement,
            data,
        };
    }
    panic!("no end: {deeds:?}");
}

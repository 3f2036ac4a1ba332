//! How long a list still takes: by the limits, and by what its rows have taken so far.

use std::time::Duration;

use linkwright::ledger::Desk;

use super::watch::Outlook;

/// What a row takes, before any was measured.
const USUAL: Duration = Duration::from_secs(8);

/// Rows that were run, and how long they took in all.
#[derive(Debug, Default)]
pub(super) struct Pace {
    rows: u32,
    spent: Duration,
}

impl Pace {
    /// One row has taken so long, however often it was tried.
    pub(super) fn note(&mut self, spent: Duration) {
        self.rows = self.rows.saturating_add(1);
        self.spent = self.spent.saturating_add(spent);
    }

    /// What a row takes.
    fn each(&self) -> Duration {
        self.spent.checked_div(self.rows).unwrap_or(USUAL)
    }

    /// What is known of the time to come; of each row that is left, whether it has a note.
    pub(super) fn outlook(&self, desk: &Desk, with_notes: &[bool], next: Option<i64>) -> Outlook {
        let closed = || desk.closed(*with_notes.first()?).ok().flatten();
        // An estimate that cannot be made is no reason to stop.
        let last = || desk.forecast(with_notes, self.each()).ok().flatten();
        Outlook {
            next: next.or_else(|| closed().map(|closed| closed.opens_at)),
            end: (!with_notes.is_empty())
                .then(last)
                .flatten()
                .map(|begun| self.end(begun)),
        }
    }

    /// When the last row ends that is begun then.
    fn end(&self, begun: i64) -> i64 {
        begun.saturating_add(i64::try_from(self.each().as_millis()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use linkwright::ledger::{Clock, Ledger, Limits};

    use super::*;

    #[test]
    fn the_end_is_that_of_the_last_row_by_what_rows_have_taken() {
        let ledger = Ledger::in_memory(Clock::system()).expect("a ledger");
        let desk = ledger.take_over("default", "", Limits::none()).expect("a desk");
        let takes = |pace: &Pace| {
            let before = desk.now();
            let end = pace.outlook(&desk, &[false; 4], None).end.expect("an end");
            (end - before) / 1000
        };
        let mut pace = Pace::default();
        assert_eq!(takes(&pace), 4 * 8);
        pace.note(Duration::from_secs(15));
        pace.note(Duration::from_secs(25));
        assert_eq!(takes(&pace), 4 * 20);
        assert_eq!(pace.outlook(&desk, &[], None).end, None);
    }
}

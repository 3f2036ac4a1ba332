//! Counting results: the summary for programs, the words for people, the exit code.

use std::collections::BTreeMap;

use linkwright::batch::{ResultWord, RowResult};
use linkwright::exit_code::ExitCode;
use serde::Serialize;

/// How many rows came to what; the words of a dry run stand in the summary of one only.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Tally {
    rows: usize,
    sent: usize,
    answered: BTreeMap<&'static str, usize>,
    unknown: usize,
    skipped: usize,
    waiting: usize,
    #[serde(skip_serializing_if = "is_nothing")]
    would_send: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    would_answer: BTreeMap<&'static str, usize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_nothing(count: &usize) -> bool {
    *count == 0
}

impl Tally {
    pub(super) fn of(results: &[RowResult]) -> Tally {
        let mut tally = Tally {
            rows: results.len(),
            ..Tally::default()
        };
        for result in results {
            match result.word {
                ResultWord::Sent => tally.sent += 1,
                ResultWord::Answered => *tally.answered.entry(result.error_type.unwrap_or_default()).or_default() += 1,
                ResultWord::Unknown => tally.unknown += 1,
                ResultWord::Skipped => tally.skipped += 1,
                ResultWord::Waiting => tally.waiting += 1,
                ResultWord::WouldSend => tally.would_send += 1,
                ResultWord::WouldAnswer(kind) => *tally.would_answer.entry(kind.as_str()).or_default() += 1,
            }
        }
        tally
    }

    /// Rows that have come to something.
    pub(super) const fn done(&self) -> usize {
        self.rows - self.waiting
    }

    /// What was counted, in words.
    pub(super) fn in_words(&self) -> String {
        let mut words = Vec::new();
        let mut say = |count: usize, word: &str| {
            if count > 0 {
                words.push(format!("{count} {word}"));
            }
        };
        say(self.sent, "sent");
        say(self.would_send, "would be sent");
        for (kind, count) in self.answered.iter().chain(&self.would_answer) {
            say(*count, kind);
        }
        say(self.unknown, "unknown");
        say(self.skipped, "skipped");
        say(self.waiting, "waiting");
        words.join(" · ")
    }

    /// Possibly sent weighs most, then rows that are left, then errors.
    pub(super) fn exit_code(&self) -> ExitCode {
        if self.unknown > 0 {
            ExitCode::PossiblySent
        } else if self.waiting > 0 {
            ExitCode::NoAnswer
        } else if self.skipped > 0 || !self.answered.is_empty() || !self.would_answer.is_empty() {
            ExitCode::ActionError
        } else {
            ExitCode::Success
        }
    }
}

/// Rows by their numbers: `rows 2-9, 12`.
pub(super) fn counted(numbers: &[usize]) -> String {
    let rows = if numbers.len() == 1 { "row" } else { "rows" };
    format!("{rows} {}", spans(numbers))
}

/// Row numbers as people write them: `2-9, 12`.
fn spans(numbers: &[usize]) -> String {
    /// More than this is no help.
    const MOST: usize = 8;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let more = spans.len() > MOST;
    let one = |(from, to): &(usize, usize)| {
        if from == to {
            from.to_string()
        } else {
            format!("{from}-{to}")
        }
    };
    let mut text: Vec<String> = spans.iter().take(MOST).map(one).collect();
    if more {
        text.push("…".to_owned());
    }
    text.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_one_span() {
        assert_eq!(spans(&[2, 3, 4, 7, 9, 10]), "2-4, 7, 9-10");
        assert_eq!(spans(&[]), "");
        let odd: Vec<usize> = (0..20).map(|n| 2 * n).collect();
        assert!(spans(&odd).ends_with(", 14, …"));
    }

    #[test]
    fn what_may_have_been_sent_weighs_most() {
        let code = |words: &[ResultWord]| {
            let results: Vec<RowResult> = words.iter().map(|word| RowResult::of(*word, None)).collect();
            Tally::of(&results).exit_code().number()
        };
        use ResultWord::{Answered, Sent, Skipped, Unknown, Waiting};
        assert_eq!(code(&[Sent, Sent]), 0);
        assert_eq!(code(&[Sent, Answered]), 1);
        assert_eq!(code(&[Sent, Skipped]), 1);
        assert_eq!(code(&[Answered, Waiting]), 3);
        assert_eq!(code(&[Waiting, Unknown, Sent]), 5);
    }
}

//! Progress of a list on stderr: three live lines on a terminal, a line for each row otherwise.
//!
//! Names people by their slugs; never a note or an e-mail address.

use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use jiff::tz::TimeZone;
use linkwright::batch::{ResultWord, Row, RowResult};

use super::tally::{Tally, counted};
use crate::cli::options::Voice;
use crate::cli::output::{is_watched, printable, tell};
use crate::cli::progress::WARNING;

/// In milliseconds: an estimate is told to the nearest minute.
const HALF_A_MINUTE: i64 = 30_000;
/// And the next one never a minute too early.
const UNDER_A_MINUTE: i64 = 59_999;

/// Somebody who watches a list being worked through. A clone is the same one.
#[derive(Debug, Clone)]
pub(super) struct Watch {
    started: Instant,
    face: Face,
    rows: usize,
}

#[derive(Debug, Clone)]
enum Face {
    Silent,
    Plain { every_step: bool },
    Live(Board),
}

/// The live lines.
#[derive(Debug, Clone)]
struct Board {
    all: MultiProgress,
    /// How far, and until when.
    rows: ProgressBar,
    /// What the rows came to.
    tally: ProgressBar,
    /// What goes on.
    step: ProgressBar,
}

/// What is known of the time to come, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outlook {
    /// When the next invitation is let through, unless that is now.
    pub(super) next: Option<i64>,
    /// When the last one has its answer, by the pacing and by what rows have taken.
    pub(super) end: Option<i64>,
}

impl Watch {
    pub(super) fn new(voice: Voice, rows: usize) -> Watch {
        let face = if voice.quiet {
            Face::Silent
        } else if voice.verbose || !is_watched() {
            Face::Plain {
                every_step: voice.verbose,
            }
        } else {
            Face::Live(Board::new(rows))
        };
        Watch {
            started: Instant::now(),
            face,
            rows,
        }
    }

    /// Whether anybody wants to know how long it will take.
    pub(super) const fn is_live(&self) -> bool {
        matches!(self.face, Face::Live(_))
    }

    /// One step of the engine.
    pub(super) fn step(&self, line: &str) {
        match &self.face {
            Face::Live(board) if line.starts_with(WARNING) => board.all.suspend(|| tell(line)),
            Face::Silent | Face::Plain { .. } if line.starts_with(WARNING) => tell(line),
            Face::Plain { every_step: true } => self.timed(line),
            Face::Live(board) => board.step.set_message(printable(line)),
            Face::Silent | Face::Plain { every_step: false } => {}
        }
    }

    /// It goes on only later.
    pub(super) fn waits(&self, line: &str) {
        match &self.face {
            Face::Silent => {}
            Face::Plain { .. } => self.timed(line),
            Face::Live(board) => board.step.set_message(printable(line)),
        }
    }

    /// Something that every reader wants to know.
    pub(super) fn note(&self, line: &str) {
        match &self.face {
            Face::Silent => {}
            Face::Plain { .. } => self.timed(line),
            Face::Live(board) => board.all.suspend(|| tell(line)),
        }
    }

    /// A row has come to something.
    pub(super) fn row(&self, place: usize, row: &Row, result: &RowResult) {
        let told = line(place + 1, self.rows, row, result);
        match &self.face {
            Face::Silent => {}
            Face::Plain { .. } => self.timed(&told),
            Face::Live(board) if is_worth_a_line(result) => board.all.suspend(|| tell(&told)),
            Face::Live(_) => {}
        }
    }

    /// Several rows have come to the same.
    pub(super) fn rows(&self, numbers: &[usize], result: &RowResult) {
        self.note(&format!("{}: {}{}", counted(numbers), result.word, why(result)));
    }

    /// How far it has come.
    pub(super) fn count(&self, tally: &Tally, outlook: Outlook) {
        let Face::Live(board) = &self.face else { return };
        board.rows.set_position(u64::try_from(tally.done()).unwrap_or(u64::MAX));
        let next = outlook
            .next
            .map(|at| format!("next at {}", clock(at.saturating_add(UNDER_A_MINUTE))));
        let end = outlook
            .end
            .map(|at| format!("done about {}", clock(at.saturating_add(HALF_A_MINUTE))));
        let times: Vec<String> = next.into_iter().chain(end).collect();
        board.rows.set_message(times.join(" · "));
        board.tally.set_message(tally.in_words());
    }

    /// Ends the live lines.
    pub(super) fn end(&self) {
        if let Face::Live(board) = &self.face {
            [&board.rows, &board.tally, &board.step]
                .into_iter()
                .for_each(ProgressBar::finish_and_clear);
        }
    }

    fn timed(&self, line: &str) {
        tell(&format!("{:6.1} s  {line}", self.started.elapsed().as_secs_f64()));
    }
}

/// What went well is counted in the bar.
const fn is_worth_a_line(result: &RowResult) -> bool {
    match result.word {
        ResultWord::Sent | ResultWord::WouldSend => !result.message.is_empty(),
        ResultWord::Answered
        | ResultWord::Unknown
        | ResultWord::Skipped
        | ResultWord::Waiting
        | ResultWord::WouldAnswer(_) => true,
    }
}

fn line(place: usize, rows: usize, row: &Row, result: &RowResult) -> String {
    let person = row.person.slug().decoded();
    format!(
        "{place}/{rows} row {} {person}: {}{}",
        row.number,
        result.word,
        why(result)
    )
}

fn why(result: &RowResult) -> String {
    match (result.word, result.error_type) {
        (ResultWord::Sent, _) if !result.message.is_empty() => format!(" ({})", result.message),
        (ResultWord::Sent | ResultWord::WouldSend | ResultWord::WouldAnswer(_), _) | (_, None) => String::new(),
        (_, Some(kind)) => format!(" ({kind}: {})", result.message),
    }
}

/// A moment as the clock on the wall shows it: the time today, the day besides otherwise.
pub(super) fn clock(at: i64) -> String {
    let Ok(moment) = jiff::Timestamp::from_millisecond(at) else {
        return "never".to_owned();
    };
    let local = moment.to_zoned(TimeZone::system());
    let now = jiff::Timestamp::now().to_zoned(TimeZone::system());
    let pattern = if local.date() == now.date() {
        "%H:%M"
    } else if local.year() == now.year() {
        "%a %-d %b %H:%M"
    } else {
        "%-d %b %Y"
    };
    local.strftime(pattern).to_string()
}

impl Board {
    fn new(rows: usize) -> Board {
        let all = MultiProgress::new();
        // The templates are constants; the default would do as well.
        let style = |template: &str| {
            ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ")
        };
        let line = |template: &str| {
            let length = u64::try_from(rows).unwrap_or(u64::MAX);
            all.add(ProgressBar::new(length).with_style(style(template)))
        };
        let board = Board {
            rows: line("{bar:12} {pos}/{len}  {wide_msg}"),
            tally: line("{wide_msg}"),
            step: line("{spinner} {elapsed:>3}  {wide_msg}"),
            all,
        };
        board.step.enable_steady_tick(Duration::from_millis(100));
        board
    }
}

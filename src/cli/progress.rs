//! Progress on stderr: a live line on a terminal, plain lines otherwise, nothing when asked to be quiet.
//!
//! Hears the engine's words; they hold states and controls, never notes or e-mails.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt::Interrupt;
use super::options::Voice;
use super::output::{is_watched, printable, tell};

/// How the engine begins the line for a fresh load of a page.
const OPENS: &str = "opens ";

/// How it begins a line that must stay to be read, and is told to everybody.
pub(crate) const WARNING: &str = "warning: ";

/// Somebody who watches a run.
#[derive(Debug)]
pub(crate) enum Progress {
    /// Nobody.
    Silent,
    /// A line that changes.
    Live(ProgressBar),
    /// Each line once for every page that is opened.
    Plain { started: Instant, said: BTreeSet<String> },
    /// Every line.
    Verbose { started: Instant },
}

impl Progress {
    /// As the options and the terminal ask for.
    pub(crate) fn new(voice: Voice) -> Progress {
        if voice.quiet {
            Progress::Silent
        } else if voice.verbose {
            Progress::Verbose {
                started: Instant::now(),
            }
        } else if !is_watched() {
            Progress::Plain {
                started: Instant::now(),
                said: BTreeSet::new(),
            }
        } else {
            Progress::Live(live())
        }
    }

    /// Tells what goes on.
    pub(crate) fn say(&mut self, line: &str) {
        match self {
            Progress::Live(bar) if line.starts_with(WARNING) => bar.suspend(|| tell(line)),
            Progress::Silent | Progress::Plain { .. } | Progress::Verbose { .. } if line.starts_with(WARNING) => {
                tell(line);
            }
            Progress::Silent => {}
            Progress::Live(bar) => bar.set_message(printable(line)),
            Progress::Verbose { started } => timed(*started, line),
            Progress::Plain { started, said } => {
                if line.starts_with(OPENS) {
                    said.clear();
                }
                if said.insert(line.to_owned()) {
                    timed(*started, line);
                }
            }
        }
    }

    /// Something that every reader wants to know.
    fn note(&self, line: &str) {
        match self {
            Progress::Silent => {}
            Progress::Live(bar) => bar.suspend(|| tell(line)),
            Progress::Plain { started, .. } | Progress::Verbose { started } => timed(*started, line),
        }
    }

    /// Says what the first signal does, and never ends.
    pub(crate) async fn announce(progress: &RefCell<Progress>, interrupt: &Interrupt) {
        interrupt.asked(1).await;
        progress
            .borrow()
            .note("Ends at the next look; Ctrl-C once more ends at once.");
        std::future::pending().await
    }

    /// Ends the live line.
    pub(crate) fn end(&self) {
        if let Progress::Live(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn timed(started: Instant, line: &str) {
    tell(&format!("{:6.1} s  {line}", started.elapsed().as_secs_f64()));
}

/// A live line on stderr.
pub(crate) fn live() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    // The template is a constant; the default would do as well.
    let style = ProgressStyle::with_template("{spinner} {elapsed:>3}  {wide_msg}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style.tick_chars("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ "));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

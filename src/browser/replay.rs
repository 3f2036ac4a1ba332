//! A browser that replays saved pages by a script: workflows run without a browser.
//!
//! The script says, line by line, what moves on and what is shown then; anything else that is asked
//! of this browser is a fault, told with its line. Knows no rules' meaning and no workflow.
//! Blank lines and lines that begin with `#` are for the reader; the others are
//!
//! ```text
//! EVENT [-> PAGE [+ PAGE]… [at=ADDRESS] [served=ADDRESS] [referrer=ADDRESS] [status=N]] [! OUTCOME [REASON]]
//! ```
//!
//! | EVENT | comes |
//! |---|---|
//! | `open SLUG` | when this person's page is loaded: a new document |
//! | `list` | when the list of sent invitations is loaded: a new document |
//! | `reveal CONTROL` | when it is brought into view |
//! | `click CONTROL`, `fill CONTROL`, `fill CONTROL "TEXT"` | when the engine does it; a given text must be equal |
//! | `later MILLISECONDS` | by itself, this long after the line before, seen by the look that waits for it |
//! | `look` | at the next look; for outcomes only |
//! | `early` | for the next look alone, which must be one that does not wait until the page stands still |
//!
//! Without `->` the page stays as it is. Pages behind `+` lie on top of the first, as dialogs, menus
//! and toasts do. `at` is the address that the page has from now on (as if a script had changed it),
//! `served` the address that the server redirected to, `referrer` where it came from; all may be paths.
//! `status` replaces the HTTP status in the page's first line.
//! OUTCOME is `notyet` (inputs), `disturbed`, `notloaded`, `lost` or `unavailable`; what stands
//! before `!` is shown all the same, so that an answer can be lost although the click took effect.
//!
//! Time is tokio's: with a paused clock, waits cost nothing.

mod handles;
mod script;

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

pub use script::ScriptError;

use super::{Applied, Browser, BrowserError, Target, Wait};
use crate::page::{Input, RuleSet, Snapshot};
use script::{Event, Line, Outcome, View};

/// More looks than any workflow needs: a replay that goes on for ever ends here.
const MOST_LOOKS: u64 = 2000;

/// A browser that follows a script.
#[derive(Debug)]
pub struct Replay {
    lines: Vec<Line>,
    at: usize,
    shown: Snapshot,
    since: Instant,
    documents: u32,
    looks: u64,
    fault: Option<String>,
}

impl Replay {
    /// Reads a script and its pages; each page is looked for in every room, the first that has it counts.
    ///
    /// # Errors
    /// A line or a page that cannot be read, with its line.
    pub fn read(script: &Path, rooms: &[PathBuf], rules: &RuleSet) -> Result<Replay, ScriptError> {
        let text = std::fs::read_to_string(script).map_err(|error| ScriptError::new(0, error.to_string()))?;
        let find = |page: &str| {
            rooms
                .iter()
                .find_map(|room| std::fs::read_to_string(room.join(page)).ok())
        };
        Replay::parse(&text, find, rules)
    }

    /// A script whose pages are found by name.
    ///
    /// # Errors
    /// As [`Replay::read`].
    pub fn parse(text: &str, find: impl Fn(&str) -> Option<String>, rules: &RuleSet) -> Result<Replay, ScriptError> {
        let lines = script::parse(text, &find, rules)?;
        let shown = Snapshot {
            url: "about:blank".to_owned(),
            html: "<html></html>".to_owned(),
            ..Snapshot::default()
        };
        Ok(Replay {
            lines,
            at: 0,
            shown,
            since: Instant::now(),
            documents: 0,
            looks: 0,
            fault: None,
        })
    }

    /// Whether everything went by the script, to its last line.
    ///
    /// # Errors
    /// What was asked against the script, or the first line that was never reached.
    pub fn end(&self) -> Result<(), String> {
        match (&self.fault, self.lines.get(self.at)) {
            (Some(fault), _) => Err(fault.clone()),
            (None, Some(line)) => Err(format!("line {}: `{}` never came", line.number, line.event)),
            (None, None) => Ok(()),
        }
    }

    /// The next line, if it is for this event; otherwise the replay is at fault.
    fn expect(&mut self, wanted: impl Fn(&Event) -> bool, what: &str) -> Result<Line, BrowserError> {
        let line = self.lines.get(self.at).cloned();
        match line {
            Some(line) if wanted(&line.event) => {
                self.at += 1;
                Ok(line)
            }
            Some(line) => Err(self.fail(format!(
                "line {}: expected `{}`, but came: {what}",
                line.number, line.event
            ))),
            None => Err(self.fail(format!("behind the last line came: {what}"))),
        }
    }

    fn fail(&mut self, fault: String) -> BrowserError {
        let first = self.fault.get_or_insert(fault);
        BrowserError::Lost(format!("the replay: {first}"))
    }

    fn show(&mut self, view: Option<View>) -> Result<(), BrowserError> {
        self.since = Instant::now();
        let Some(view) = view else { return Ok(()) };
        if let Some(at) = &view.at {
            self.shown.url = self.address(at)?;
        }
        if let Some(referrer) = &view.referrer {
            self.shown.referrer = self.address(referrer)?;
        }
        self.shown.document_url.clone_from(&self.shown.url);
        self.shown.status = view.status.or(self.shown.status);
        self.shown.html = view.html;
        let mut hasher = DefaultHasher::new();
        (&self.shown.html, &self.shown.url).hash(&mut hasher);
        self.shown.fingerprint = format!("{:x}", hasher.finish());
        Ok(())
    }

    /// An address of a line, which may be a path of the site.
    fn address(&mut self, text: &str) -> Result<String, BrowserError> {
        let base = Url::parse(&self.shown.url);
        let joined = base.and_then(|base| base.join(text));
        joined
            .map(String::from)
            .map_err(|_| self.fail(format!("`{text}` is no address")))
    }

    /// Lines that come by themselves or answer a look.
    async fn pass(&mut self, wait: &Wait) -> Result<(), BrowserError> {
        while let Some(line) = self.lines.get(self.at).cloned() {
            match line.event {
                Event::Look => {
                    self.at += 1;
                    self.show(line.view)?;
                    outcome_of_look(line.outcome)?;
                }
                Event::Later(delay) => {
                    let due = self.since + delay;
                    let waits_for_it = self.waits(wait) && due <= Instant::now() + wait.at_most;
                    if Instant::now() < due && !waits_for_it {
                        return Ok(());
                    }
                    tokio::time::sleep_until(due).await;
                    self.at += 1;
                    self.show(line.view)?;
                }
                Event::Open(_) | Event::List | Event::Click(_) | Event::Fill(..) | Event::Reveal(_) | Event::Early => {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What an early look sees of a page that is about to be another.
    fn glimpse(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        let line = self.expect(
            |event| wait.early && *event == Event::Early,
            "a look at a page that stands still",
        )?;
        let (shown, since) = (self.shown.clone(), self.since);
        self.show(line.view)?;
        self.since = since;
        let seen = std::mem::replace(&mut self.shown, shown);
        Ok(Snapshot { moving: true, ..seen })
    }

    fn waits(&self, wait: &Wait) -> bool {
        wait.changed_from.as_ref() == Some(&self.shown.fingerprint)
    }

    /// The element must be one of the page that was looked at last: no driver could act on another.
    fn check(&mut self, input: &Input, target: &Target) -> Result<(), BrowserError> {
        let path = Url::parse(&self.shown.url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        let handle = format!("lw-handle=\"{}\"", target.handle);
        let same_document = target.document.to_bits() == self.shown.document.to_bits();
        if target.look != self.looks || !same_document || target.path != path {
            return Err(self.fail(format!("{input}: the target is not of the last look")));
        }
        if !self.shown.html.contains(&handle) {
            return Err(self.fail(format!("{input}: no element has the handle {}", target.handle)));
        }
        Ok(())
    }
}

impl Browser for Replay {
    async fn open(&mut self, url: &str) -> Result<(), BrowserError> {
        let path = Url::parse(url).map(|url| url.path().to_owned()).unwrap_or_default();
        let is_this = |event: &Event| match event {
            Event::Open(slug) => path == format!("/in/{slug}/"),
            Event::List => path == "/mynetwork/invitation-manager/sent/",
            _ => false,
        };
        let line = self.expect(is_this, &format!("open {path}"))?;
        if let Some(failure) = line.outcome.as_ref().map(Outcome::error) {
            if line.view.is_some() {
                self.begin_document(url, line.view)?;
            }
            return Err(failure);
        }
        let view = line.view.or_else(|| {
            Some(View {
                html: self.shown.html.clone(),
                ..View::default()
            })
        });
        self.begin_document(url, view)
    }

    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        self.pass(wait).await?;
        if self.waits(wait) {
            tokio::time::sleep(wait.at_most).await;
        }
        self.looks += 1;
        if self.looks > MOST_LOOKS {
            return Err(self.fail(format!("{MOST_LOOKS} looks, and no end")));
        }
        self.shown.look = self.looks;
        if self.lines.get(self.at).is_some_and(|line| line.event == Event::Early) {
            return self.glimpse(wait);
        }
        Ok(Snapshot {
            moving: wait.early,
            excerpt: wait.excerpt.is_some(),
            ..self.shown.clone()
        })
    }

    async fn apply(&mut self, input: &Input, target: &Target) -> Result<Applied, BrowserError> {
        self.check(input, target)?;
        let is_this = |event: &Event| match (event, input) {
            (Event::Click(wanted), Input::Click(element)) | (Event::Reveal(wanted), Input::Reveal(element)) => {
                wanted == element
            }
            (Event::Fill(wanted, text), Input::Fill(element, typed)) => {
                wanted == element && text.as_ref().is_none_or(|text| text == typed)
            }
            _ => false,
        };
        let line = self.expect(is_this, &input.to_string())?;
        self.show(line.view)?;
        match line.outcome {
            None => Ok(Applied::Done),
            Some(Outcome::NotYet(reason)) => Ok(Applied::NotYet(reason)),
            Some(outcome) => Err(outcome.error()),
        }
    }
}

impl Replay {
    fn begin_document(&mut self, url: &str, view: Option<View>) -> Result<(), BrowserError> {
        self.documents += 1;
        self.shown.document = f64::from(self.documents);
        self.shown.url = url.to_owned();
        self.shown.status = Some(200);
        self.shown.referrer.clear();
        if let Some(served) = view.as_ref().and_then(|view| view.served.clone()) {
            self.shown.url = self.address(&served)?;
        }
        self.shown.redirected_url = Some(self.shown.url.clone());
        self.show(view)
    }
}

fn outcome_of_look(outcome: Option<Outcome>) -> Result<(), BrowserError> {
    outcome.map_or(Ok(()), |outcome| Err(outcome.error()))
}

/// How long a line waits.
fn milliseconds(text: &str) -> Option<Duration> {
    text.parse().ok().map(Duration::from_millis)
}

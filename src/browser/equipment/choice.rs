//! A program that somebody has named: it must be there, and be what it is named as.

use std::path::{self, Path, PathBuf};

use super::facts::Facts;
use super::version::{self, ASKING, Answer};
use super::{Source, Tool, ask_browser};
use crate::browser::BrowserError;
use crate::browser::driver::BrowserKind;
use crate::files;

/// What was named, and how.
pub(super) struct Choice {
    /// Absolute: a bare name would be looked for on the PATH.
    path: PathBuf,
    source: Source,
    kind: BrowserKind,
}

impl Choice {
    pub(super) fn of(named: &Path, source: Source, kind: BrowserKind) -> Choice {
        let path = path::absolute(named).unwrap_or_else(|_| named.to_owned());
        Choice { path, source, kind }
    }

    /// Takes it for the driver.
    pub(super) async fn as_driver(&self) -> Result<Tool, BrowserError> {
        let facts = self.kind.facts();
        self.must_be_there(facts.driver)?;
        let answer = match version::ask(&self.path, facts.driver_names()).await {
            // A script that starts the driver, or stands in for it, need not know the question.
            Answer::Silent => Answer::Brand(None),
            Answer::Another(line) if line.is_empty() => Answer::Brand(None),
            answer => answer,
        };
        self.tool(facts.driver, answer)
    }

    /// Takes it for the browser. Those built from Chromium have many names.
    pub(super) async fn as_browser(&self) -> Result<Tool, BrowserError> {
        let facts = self.kind.facts();
        self.must_be_there(facts.browser)?;
        match ask_browser(&self.path, facts.names()).await {
            answer if self.kind.is_chromium() && answer.is_kin_of_chromium() => {
                self.tool(facts.browser, Answer::Brand(None))
            }
            answer => self.tool(facts.browser, answer),
        }
    }

    fn must_be_there(&self, what: &str) -> Result<(), BrowserError> {
        match self.path.is_file() {
            true if files::may_run(&self.path) => Ok(()),
            true => Err(self.refused(what, "which is no program that may be run")),
            false => Err(self.refused(what, "which is no file")),
        }
    }

    fn tool(&self, what: &str, answer: Answer) -> Result<Tool, BrowserError> {
        let fault = match answer {
            Answer::Brand(version) => {
                return Ok(Tool {
                    path: self.path.clone(),
                    source: self.source,
                    version,
                });
            }
            Answer::Another(line) if line.is_empty() => {
                "which is another program: it says nothing when it is asked for its version".to_owned()
            }
            Answer::Another(line) => {
                format!("which is another program: asked for its version, it says \"{line}\"")
            }
            Answer::Silent => format!("which did not say its version within {} s", ASKING.as_secs()),
            Answer::NotStarted(why) => format!("which cannot be started ({why})"),
        };
        Err(self.refused(what, &fault))
    }

    fn refused(&self, what: &str, fault: &str) -> BrowserError {
        let Facts { driver, cure, .. } = self.kind.facts();
        let (by, cure) = match self.source {
            Source::Variable(name) => (name, *cure),
            Source::Named | Source::Path | Source::KnownPlace => (
                if what == *driver {
                    "--driver"
                } else {
                    "--browser-binary"
                },
                "name another, or leave the option out, so that it is looked for",
            ),
        };
        let path = self.path.display();
        BrowserError::NotSetUp(format!("{by} names {path} as {what}, {fault}; {cure}"))
    }
}

//! Commands that Chromium's driver has besides W3C WebDriver's: quicker scripts, real input at once, and a script
//! that runs before those of each page.
//!
//! A Grid that does not pass them on is asked once and then left alone.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};

use super::{COMMAND, Session, WebDriver};
use crate::browser::BrowserError;

const EAR: &str = include_str!("../ear.js");

/// Whether the session has these commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtOnce {
    /// Not asked yet.
    Unknown,
    /// It has them.
    Yes,
    /// It has not.
    No,
}

impl AtOnce {
    /// Other drivers are never asked: their answer to a command that they do not know may be no JSON.
    pub(super) fn of(session: &Session) -> AtOnce {
        match session.chromium() {
            Some(_) => AtOnce::Unknown,
            None => AtOnce::No,
        }
    }
}

impl WebDriver {
    /// Whether the session has these commands; asked by one that does nothing.
    pub(super) async fn has_at_once(&mut self) -> bool {
        if self.at_once == AtOnce::Unknown {
            let answer = self.chromium("Browser.getVersion", json!({})).await;
            self.at_once = if answer.is_ok() { AtOnce::Yes } else { AtOnce::No };
        }
        self.at_once == AtOnce::Yes
    }

    /// Has presses heard before any ear of a page, in each document from now on. Where that cannot be had, the guard
    /// of a press says what the page may have taken before it.
    pub(super) async fn listen_first(&mut self) -> Result<(), BrowserError> {
        if self.has_ear || !self.has_at_once().await {
            return Ok(());
        }
        let asked = json!({"source": EAR});
        match self.chromium("Page.addScriptToEvaluateOnNewDocument", asked).await {
            Err(lost @ BrowserError::Lost(_)) => return Err(lost),
            answer => self.has_ear = answer.is_ok(),
        }
        Ok(())
    }

    /// One command of the Chrome DevTools Protocol.
    pub(super) async fn chromium(&mut self, command: &str, parameters: Value) -> Result<Value, BrowserError> {
        self.chromium_within(command, parameters, COMMAND).await
    }

    /// The same with another deadline.
    pub(super) async fn chromium_within(
        &mut self,
        command: &str,
        parameters: Value,
        within: Duration,
    ) -> Result<Value, BrowserError> {
        let body = json!({"cmd": command, "params": parameters});
        let Some(vendor) = self.session.chromium() else {
            return Err(BrowserError::Disturbed("the driver has no such command".to_owned()));
        };
        let path = format!("{}/cdp/execute", vendor.prefix());
        self.call(Method::POST, path, Some(body), within).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::webdriver::TOUCH;

    #[test]
    fn the_ear_and_the_guard_hear_the_same() {
        let heard = |script: &str, before: &str| {
            let (_, rest) = script.split_once(before).expect("the list begins");
            rest.split(']').next().map(str::to_owned)
        };
        assert_eq!(heard(EAR, "kind of ["), heard(TOUCH, "kinds = ["));
    }
}

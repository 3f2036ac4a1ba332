//! Commands that Chromium's driver has besides W3C WebDriver's: quicker scripts, and real input at once.
//!
//! A Grid that does not pass them on is asked once and then left alone.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};

use super::{COMMAND, Session, WebDriver};
use crate::browser::BrowserError;

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
    ///
    /// # Errors
    /// Only [`BrowserError::Lost`].
    pub(super) async fn has_at_once(&mut self) -> Result<bool, BrowserError> {
        if self.at_once == AtOnce::Unknown {
            self.at_once = match self.chromium("Browser.getVersion", json!({})).await {
                Ok(_) => AtOnce::Yes,
                Err(lost @ BrowserError::Lost(_)) => return Err(lost),
                Err(_) => AtOnce::No,
            };
        }
        Ok(self.at_once == AtOnce::Yes)
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

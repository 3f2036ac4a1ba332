//! A WebDriver session: begun and ended by requests of our own.
//!
//! Capabilities leave exactly as given, and a client that hangs cannot hold the end back.

use std::time::Duration;

use hyper::Method;
use hyper::body::Bytes;
use serde_json::{Value, json};

use super::super::BrowserError;
use super::super::endpoint::Endpoint;
use super::super::http::{Http, Trouble};
use super::super::process::Identity;

/// Longest wait for a new session, and for the end of one.
pub(in super::super) const BEGIN: Duration = Duration::from_secs(30);
const END: Duration = Duration::from_secs(5);

/// Longest session id that is believed.
const LONGEST_ID: usize = 200;

/// A session that has begun, before any command was sent through it.
#[derive(Debug, Clone)]
pub struct Session {
    endpoint: Endpoint,
    id: String,
    process: Option<Identity>,
    chromium: Option<Vendor>,
}

/// Whose driver of a Chromium it is: the same driver, with other names for what is not W3C WebDriver's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vendor {
    /// Chromedriver.
    Google,
    /// Msedgedriver.
    Microsoft,
}

impl Session {
    /// Whether a driver would begin a session now (W3C WebDriver, Status).
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where no driver answers.
    pub async fn is_ready(endpoint: &Endpoint) -> Result<bool, BrowserError> {
        let reply = Http::to(endpoint).send(Method::GET, "status", Bytes::new(), END).await;
        let answer = reply.and_then(|reply| reply.json());
        let answer = answer.map_err(|trouble| BrowserError::Unavailable(trouble.to_string()))?;
        match answer["value"]["ready"].as_bool() {
            Some(ready) => Ok(ready),
            None => Err(BrowserError::Unavailable("its answer is no driver's".to_owned())),
        }
    }

    /// Begins a session by a request of our own: capabilities exactly as given, credentials only in a header.
    ///
    /// # Errors
    /// [`BrowserError::Unavailable`] where the driver refuses.
    pub async fn begin(endpoint: &Endpoint, capabilities: &Value) -> Result<Session, BrowserError> {
        Session::begin_within(endpoint, capabilities, BEGIN).await
    }

    pub(in super::super) async fn begin_within(
        endpoint: &Endpoint,
        capabilities: &Value,
        within: Duration,
    ) -> Result<Session, BrowserError> {
        let failed =
            |reason: String| BrowserError::Unavailable(format!("no browser session could be started: {reason}"));
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let reply = Http::to(endpoint)
            .send(Method::POST, "session", Bytes::from(body.to_string()), within)
            .await
            .map_err(|trouble| failed(trouble.to_string()))?;
        let status = reply.status.as_u16();
        let value = reply.json().map_err(|trouble| failed(trouble.to_string()))?;
        let value = &value["value"];
        match value["sessionId"].as_str() {
            Some(id) if status == 200 && is_plain(id) => Ok(Session {
                endpoint: endpoint.clone(),
                id: id.to_owned(),
                process: process(&value["capabilities"]),
                chromium: Vendor::of(&value["capabilities"]),
            }),
            _ => Err(failed(refusal(status, value))),
        }
    }

    /// The browser, where the driver says which process it is.
    pub fn process(&self) -> Option<Identity> {
        self.process
    }

    /// Whose the driver is, where it says that it is one for Chromium.
    pub(super) fn chromium(&self) -> Option<Vendor> {
        self.chromium
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Ends the session by a separate request, so that a blocked client cannot hold it.
    pub(super) async fn end(&self) -> Result<(), Trouble> {
        let path = format!("session/{}", self.id);
        let http = Http::to(&self.endpoint);
        http.send(Method::DELETE, &path, Bytes::new(), END).await.map(|_| ())
    }
}

impl Vendor {
    fn of(capabilities: &Value) -> Option<Vendor> {
        let has = |keys: [&str; 2]| keys.iter().any(|key| capabilities[*key].is_object());
        if has(["chrome", "goog:chromeOptions"]) {
            Some(Vendor::Google)
        } else if has(["msedge", "ms:edgeOptions"]) {
            Some(Vendor::Microsoft)
        } else {
            None
        }
    }

    /// What begins the names of the commands that are not W3C WebDriver's.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Vendor::Google => "goog",
            Vendor::Microsoft => "ms",
        }
    }
}

/// An id is put into paths, so it must not lead elsewhere.
fn is_plain(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !id.is_empty() && id.len() <= LONGEST_ID && id.chars().all(plain)
}

/// Each driver names the browser's process in a word of its own; that of Edge's was not seen, so it may be either.
fn process(capabilities: &Value) -> Option<Identity> {
    let pid = ["goog:processID", "ms:processID", "moz:processID"]
        .iter()
        .find_map(|key| capabilities[*key].as_i64())?;
    Identity::of(i32::try_from(pid).ok()?)
}

/// The driver's own words, first lines only, shortened.
fn refusal(status: u16, value: &Value) -> String {
    if matches!(status, 401 | 403) {
        return Trouble::Forbidden(status).to_string();
    }
    let word = value["error"].as_str().unwrap_or("no reason given");
    let word: String = word.chars().take(60).collect();
    let message = value["message"].as_str().unwrap_or_default();
    // Chromedriver repeats the word in the first line and gives the reason in the second; then come frames.
    let reasons = message
        .lines()
        .take(2)
        .filter(|line| !line.starts_with('#') && *line != word);
    let reason: String = reasons.collect::<Vec<_>>().join(" ").chars().take(200).collect();
    format!("{word} (HTTP {status}) {reason}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_id_that_leads_elsewhere_is_not_believed() {
        assert!(is_plain("0c1f2a6d-8c4e-4a55-9d0e-3f8c"));
        for id in ["", "../status", "a/b", "a?b", "a%2fb", "a#b", &"a".repeat(201)] {
            assert!(!is_plain(id), "{id}");
        }
    }
}

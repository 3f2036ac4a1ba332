//! Opening an address: until its document is there and read to its end, as far as a page lets that be seen.
//!
//! Chromium's driver could wait itself, and would then ask the page before and behind every command whether it is
//! still loading, also while it is busy drawing. Firefox's waits at no cost.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::script::Answers;
use super::{COMMAND, LOAD, WebDriver};
use crate::browser::BrowserError;

/// Longest wait for a document, as W3C WebDriver's page load timeout elsewhere.
pub(in super::super) const LOADED: Duration = Duration::from_secs(20);
/// A document that has not grown for so long is taken as it is.
const STALLED: Duration = Duration::from_secs(5);
/// Pace of asking while one document follows another.
const PACE: Duration = Duration::from_millis(20);

/// Which document is about to be left. A page may show what it has only asked its server for, so that leaving it at
/// once would cut it off: behind a press that can send, an answer is waited for, if only for some seconds.
const LEAVE: &str = "const [done] = arguments; \
    const press = window[Symbol.for('linkwright.press')]; \
    const left = press && !press.closed && !press.answered ? press.until - performance.now() : 0; \
    const tell = () => done(performance.timeOrigin); \
    if (left > 0) { press.told = tell; setTimeout(tell, left); } else tell();";
/// Whether another document than that of the first argument is there; a place in the same one is another hash. In
/// the old one it waits for its end, in the new one until it is read, or has not grown for so long that its line must
/// have been cut.
const ARRIVED: &str = "const [before, url, atMost, stalled, done] = arguments; \
    const isThere = performance.timeOrigin !== before || (url.includes('#') && location.href === url); \
    setTimeout(done, atMost, false); \
    if (!isThere) addEventListener('pagehide', () => done(false), { once: true }); \
    else if (document.readyState !== 'loading') done(true); \
    else { \
        let timer; \
        const grown = () => { clearTimeout(timer); timer = setTimeout(done, stalled, true); }; \
        new MutationObserver(grown).observe(document, { childList: true, subtree: true }); \
        document.addEventListener('DOMContentLoaded', () => done(true), { once: true }); \
        grown(); \
    }";

impl WebDriver {
    /// Loads an address.
    pub(super) async fn go(&mut self, url: &str) -> Result<(), BrowserError> {
        let before = self.script(LEAVE, &[], Answers::Later, LOAD).await;
        if let Err(lost @ BrowserError::Lost(_)) = before {
            return Err(lost);
        }
        self.navigate(url).await?;
        if self.session.chromium().is_none() {
            return Ok(());
        }
        let until = Instant::now() + LOADED.min(self.patience);
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(BrowserError::NotLoaded("it took longer than 20 s".to_owned()));
            }
            let arguments = [
                json!(before.as_ref().ok()),
                json!(url),
                json!(left.as_secs_f64() * 1000.0),
                json!(STALLED.as_secs_f64() * 1000.0),
            ];
            match self.script(ARRIVED, &arguments, Answers::Later, left + COMMAND).await {
                Ok(Value::Bool(true)) => return Ok(()),
                Err(lost @ BrowserError::Lost(_)) => return Err(lost),
                // Between two documents nobody answers.
                Ok(_) | Err(BrowserError::Disturbed(_) | BrowserError::NotLoaded(_)) => tokio::time::sleep(PACE).await,
                Err(error) => return Err(error),
            }
        }
    }

    async fn navigate(&mut self, url: &str) -> Result<(), BrowserError> {
        self.call(Method::POST, "url".to_owned(), Some(json!({"url": url})), LOAD)
            .await
            .map(|_| ())
    }
}

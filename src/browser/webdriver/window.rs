//! The tab that the session is in: one that a page has opened may lie over it, and then nothing is drawn.
//!
//! Without frames no animation goes on, and no control comes to where it can be pressed.

use hyper::Method;
use serde_json::json;

use super::{COMMAND, WebDriver};
use crate::browser::BrowserError;

impl WebDriver {
    /// Brings the tab to the front, once for each document: a person who puts it back is left in peace.
    pub(super) async fn uncover(&mut self, document: f64) -> Result<(), BrowserError> {
        if self.is_shared || self.uncovered == Some(document) {
            return Ok(());
        }
        self.uncovered = Some(document);
        if self.has_at_once().await {
            self.chromium("Page.bringToFront", json!({})).await?;
            return Ok(());
        }
        let handle = self.call(Method::GET, "window".to_owned(), None, COMMAND).await?;
        let switch = json!({"handle": handle});
        self.call(Method::POST, "window".to_owned(), Some(switch), COMMAND)
            .await?;
        Ok(())
    }
}

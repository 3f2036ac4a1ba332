//! Text into a field: by one command where the driver has it, key by key elsewhere.
//!
//! Whatever the way, the field is read back, and only the very text counts as done.

use hyper::Method;
use serde_json::{Value, json};

use super::script::Answers;
use super::{COMMAND, LOAD, Touched, WebDriver};
use crate::browser::{Applied, BrowserError};
use crate::page::Element;

const READ_BACK: &str = "const registry = window[Symbol.for('linkwright.look')]; \
    return registry?.look === arguments[0] ? registry.elements[arguments[1]].value : null;";

impl WebDriver {
    /// Makes a field hold exactly `text`.
    pub(super) async fn fill(
        &mut self,
        field: &Touched,
        text: &str,
        element: Element,
    ) -> Result<Applied, BrowserError> {
        if field.held.as_deref() == Some(text) {
            return Ok(Applied::Done);
        }
        if self.insert(field, text).await? || self.send_keys(field, text).await? {
            Ok(Applied::Done)
        } else {
            Ok(Applied::NotYet(format!(
                "{element} does not hold the text as it was typed"
            )))
        }
    }

    /// Types all at once into an empty, focused field; whether it then holds the text.
    async fn insert(&mut self, field: &Touched, text: &str) -> Result<bool, BrowserError> {
        let is_ready = field.focused && field.held.as_deref() == Some("");
        if !is_ready || !self.has_at_once().await {
            return Ok(false);
        }
        self.chromium("Input.insertText", json!({"text": text})).await?;
        self.holds(field, text).await
    }

    /// Types key by key into the emptied field; whether it then holds the text.
    async fn send_keys(&mut self, field: &Touched, text: &str) -> Result<bool, BrowserError> {
        let Some(reference) = self.reference(field).await? else {
            return Ok(false);
        };
        let path = |verb: &str| format!("element/{reference}/{verb}");
        if self.read(field).await?.is_some_and(|held| !held.is_empty()) {
            self.call(Method::POST, path("clear"), Some(json!({})), COMMAND).await?;
        }
        self.call(Method::POST, path("value"), Some(json!({"text": text})), LOAD)
            .await?;
        self.holds(field, text).await
    }

    async fn holds(&mut self, field: &Touched, text: &str) -> Result<bool, BrowserError> {
        Ok(self.read(field).await?.as_deref() == Some(text))
    }

    async fn read(&mut self, field: &Touched) -> Result<Option<String>, BrowserError> {
        let place = [json!(field.look), json!(field.handle)];
        let held = self.script(READ_BACK, &place, Answers::AtOnce, COMMAND).await?;
        Ok(match held {
            Value::String(held) => Some(held),
            _ => None,
        })
    }
}

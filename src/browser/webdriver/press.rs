//! One press: where the element was judged to be, and what the page heard of it.

use std::time::Duration;

use fantoccini::error::{CmdError, ErrorStatus};
use hyper::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::script::Answers;
use super::{COMMAND, Command, LOAD, Touched, WebDriver};
use crate::browser::{Applied, BrowserError};
use crate::page::Element;

const PRESSED: &str = "const press = window[Symbol.for('linkwright.press')]; return press ? press.end() : null;";

/// How often a page that has heard nothing is asked again: it may hear late what its driver has done.
const ASKED_AGAIN: u32 = 10;
/// The pace of it.
const PACE: Duration = Duration::from_millis(50);

/// What the page heard of a press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// The click, on the element itself.
    Click,
    /// A press that came down or ended elsewhere. Nothing of it was let through.
    Elsewhere,
    /// Nothing, or no more than its beginning. What may still come is kept from the page.
    Nothing,
    /// The page has taken it, or may have, before the guard could hear of it.
    Taken,
    /// Another document, or no answer.
    Untold,
}

/// Why a press was refused.
struct Refusal {
    error: BrowserError,
    /// Nothing went down.
    is_before: bool,
}

impl Refusal {
    fn before(error: BrowserError) -> Refusal {
        Refusal { error, is_before: true }
    }
}

impl WebDriver {
    /// What of a press has reached its element. Firefox answers before its page has heard all of it, so silence
    /// is believed only once it has lasted.
    async fn heard(&mut self, element: Element) -> Heard {
        let mut heard = self.told(element).await;
        for _ in 0..ASKED_AGAIN {
            if heard != Heard::Nothing {
                break;
            }
            tokio::time::sleep(PACE).await;
            heard = self.told(element).await;
        }
        heard
    }

    /// What the guard in the page says of a press.
    async fn told(&mut self, element: Element) -> Heard {
        let mut answer = self.script(PRESSED, &[], Answers::AtOnce, COMMAND).await;
        if let Err(BrowserError::Disturbed(_)) = answer {
            // A question of the page came between; it is closed by now.
            answer = self.script(PRESSED, &[], Answers::AtOnce, COMMAND).await;
        }
        match answer.as_ref().ok().and_then(Value::as_str) {
            Some("click") => Heard::Click,
            Some("other") => Heard::Elsewhere,
            Some("nothing") => Heard::Nothing,
            Some("taken") => Heard::Taken,
            Some("begun") if element.is_decisive() => Heard::Nothing,
            _ => Heard::Untold,
        }
    }

    /// Presses a judged element.
    pub(super) async fn click(&mut self, touched: &Touched, element: Element) -> Result<Applied, BrowserError> {
        let refusal = match self.press(touched).await {
            Err(Refusal {
                error: lost @ BrowserError::Lost(_),
                ..
            }) => return Err(lost),
            pressed => pressed.err(),
        };
        match (self.heard(element).await, refusal) {
            (Heard::Click, _) | (Heard::Taken | Heard::Untold, None) => Ok(Applied::Done),
            (Heard::Elsewhere | Heard::Nothing, _) => {
                Ok(Applied::NotYet(format!("{element}: the page changed under the click")))
            }
            // Without the guard's word the last click is never believed undone.
            (Heard::Untold, Some(Refusal { is_before: true, .. })) if !element.is_final() => {
                Ok(Applied::NotYet(format!("{element}: the page moved under the click")))
            }
            (Heard::Taken | Heard::Untold, Some(refusal)) => Err(refusal.error),
        }
    }

    /// The checks are made already, and the guard in the page keeps a press that would meet anything else from
    /// being heard, so nothing is asked first, as Element Click does.
    async fn press(&mut self, touched: &Touched) -> Result<(), Refusal> {
        match touched.point {
            Some(point) if self.has_ear => self.press_at_once(point).await,
            Some(point) => self.send("actions".to_owned(), press_at(point)).await,
            // A mouse's move waits for a frame, for 5 s with Chromium's driver where none is drawn.
            None => match self.reference(touched).await {
                Ok(Some(reference)) => self.send(format!("element/{reference}/click"), json!({})).await,
                Ok(None) => Err(Refusal::before(BrowserError::Disturbed("it was drawn anew".to_owned()))),
                Err(error) => Err(Refusal::before(error)),
            },
        }
    }

    /// A press without a move before it, which would wait for a frame. The page is told that the mouse has come
    /// there all the same. It comes sooner than the page has counted what it was told before, so that it is made
    /// only where the guard needs no count.
    async fn press_at_once(&mut self, (x, y): (i64, i64)) -> Result<(), Refusal> {
        for (kind, buttons) in [("mousePressed", 1), ("mouseReleased", 0)] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1});
            let sent = self.chromium_within("Input.dispatchMouseEvent", event, LOAD).await;
            sent.map_err(|error| Refusal {
                error,
                is_before: false,
            })?;
        }
        Ok(())
    }

    async fn send(&mut self, path: String, body: Value) -> Result<(), Refusal> {
        let client = self.client().map_err(Refusal::before)?;
        let command = Command {
            method: Method::POST,
            path,
            body: Some(body),
        };
        let (error, is_before) = match timeout(LOAD.min(self.patience), client.issue_cmd(command)).await {
            Ok(Ok(_)) => return Ok(()),
            Ok(Err(error)) => (self.judged(&error), was_not_dispatched(&error)),
            Err(_) => (self.discard(LOAD), false),
        };
        Err(Refusal { error, is_before })
    }
}

/// One press of a mouse's first button, W3C WebDriver, Perform Actions.
fn press_at((x, y): (i64, i64)) -> Value {
    json!({"actions": [{
        "type": "pointer",
        "id": "linkwright",
        "parameters": {"pointerType": "mouse"},
        "actions": [
            {"type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ],
    }]})
}

/// W3C WebDriver: what is returned before any pointer went down.
fn was_not_dispatched(error: &CmdError) -> bool {
    let CmdError::Standard(standard) = error else {
        return false;
    };
    matches!(
        standard.error,
        ErrorStatus::MoveTargetOutOfBounds
            | ErrorStatus::StaleElementReference
            | ErrorStatus::ElementClickIntercepted
            | ErrorStatus::ElementNotInteractable
    )
}

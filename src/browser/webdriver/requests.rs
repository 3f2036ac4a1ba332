//! What a page has asked its server and has not been told yet, by the log that Chromium's driver keeps of the network.
//!
//! Requests for data only: pictures and styles change nothing that is judged. Headers and addresses are not kept.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::Method;
use serde_json::{Value, json};

use super::session::Vendor;
use super::{COMMAND, Session, WebDriver};
use crate::browser::Questions;

/// A driver that refuses the log so often has none.
const MOST_REFUSALS: u8 = 5;

/// An answer is drawn after so many milliseconds, if it is drawn at once: two frames and some work.
const DRAWN: f64 = 50.0;

/// A driver's clock that goes wrong makes nobody wait for ever.
const MOST_STILL: f64 = 2.0 * DRAWN;

fn still(milliseconds: f64) -> Duration {
    Duration::from_secs_f64(milliseconds.clamp(0.0, MOST_STILL) / 1000.0)
}

/// What the session has told so far.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// Whether the session has the log.
    is_heard: bool,
    /// How often the log was refused, a prompt of the page being open or for good.
    refusals: u8,
    open: HashSet<String>,
    /// When the last answer came, by the driver's clock, in milliseconds since 1970 as the others.
    answered: Option<f64>,
    /// When the last such click began; what was asked before is not about it.
    begun: f64,
    /// When the last look copied the page.
    looked: f64,
}

impl Requests {
    /// Other drivers are never asked: their answer to a command that they do not know may be no JSON.
    pub(super) fn of(session: &Session) -> Requests {
        Requests {
            is_heard: session.chromium() == Some(Vendor::Google),
            ..Requests::default()
        }
    }

    /// A click begins that can send or withdraw. The log's clock is the driver's: where that goes wrong, a card must stand for longer.
    pub(super) fn begin(&mut self) {
        self.begun = now();
        self.open.clear();
        self.answered = None;
    }

    /// A look has come, which took so many milliseconds to copy the page.
    pub(super) fn looked(&mut self, copied: f64) {
        self.looked = now() - copied;
    }

    fn questions(&self, now: f64) -> Questions {
        match self.answered {
            _ if !self.open.is_empty() => Questions::Open,
            Some(at) if self.looked - at < DRAWN => Questions::JustAnswered(still(at + DRAWN - now)),
            Some(_) => Questions::Answered,
            None => Questions::Nothing,
        }
    }

    /// Takes what was logged since the last time, oldest first.
    fn take(&mut self, log: &Value) {
        for entry in log.as_array().into_iter().flatten() {
            let message = entry["message"].as_str().unwrap_or_default();
            let at = entry["timestamp"].as_f64().unwrap_or_else(now);
            if let Ok(message) = serde_json::from_str::<Value>(message) {
                self.take_event(&message["message"], &message["webview"], at);
            }
        }
    }

    fn take_event(&mut self, event: &Value, page: &Value, at: f64) {
        let parameters = &event["params"];
        let Some(id) = parameters["requestId"].as_str() else {
            return;
        };
        match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => match parameters["type"].as_str() {
                // Another document: whatever the one before has asked goes with it.
                Some("Document") if parameters["frameId"] == *page => {
                    self.open.clear();
                    self.answered = None;
                }
                Some("XHR" | "Fetch") if at >= self.begun => {
                    self.open.insert(id.to_owned());
                }
                Some(_) | None => {}
            },
            // A stream of events never ends.
            "Network.responseReceived" if parameters["response"]["mimeType"] == "text/event-stream" => {
                self.open.remove(id);
            }
            "Network.loadingFinished" | "Network.loadingFailed" => {
                self.answered = if self.open.remove(id) { Some(at) } else { self.answered };
            }
            _ => {}
        }
    }
}

fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs_f64() * 1000.0
}

impl WebDriver {
    /// What the page has asked since its load or the last input; nothing where the driver keeps no log of it.
    pub(super) async fn asked(&mut self) -> Questions {
        if !self.requests.is_heard || self.requests.refusals >= MOST_REFUSALS {
            return Questions::Nothing;
        }
        let kind = json!({"type": "performance"});
        match self.call(Method::POST, "se/log".to_owned(), Some(kind), COMMAND).await {
            Ok(log) => self.requests.take(&log),
            // A Grid that does not pass it on is asked a few times; a lost session is told by the next look.
            Err(_) => {
                self.requests.refusals += 1;
                return Questions::Nothing;
            }
        }
        self.requests.questions(now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(method: &str, params: Value) -> Value {
        let message = json!({"message": {"method": method, "params": params}, "webview": "PAGE"});
        json!({"level": "INFO", "timestamp": 1, "message": message.to_string()})
    }

    fn sent(id: &str, kind: &str, frame: &str) -> Value {
        let params = json!({"requestId": id, "type": kind, "frameId": frame});
        entry("Network.requestWillBeSent", params)
    }

    fn ended(id: &str, how: &str) -> Value {
        entry(&format!("Network.{how}"), json!({"requestId": id}))
    }

    fn after(log: &[Value]) -> Questions {
        let mut requests = Requests::default();
        requests.take(&json!(log));
        requests.looked(0.0);
        requests.questions(now())
    }

    #[test]
    fn a_look_that_was_taken_before_the_answer_could_be_drawn_does_not_show_it() {
        let mut requests = Requests::default();
        requests.take(&json!([sent("1", "XHR", "PAGE"), ended("1", "loadingFinished")]));
        for (looked, now, questions) in [
            (-1e9, -1e9, Questions::JustAnswered(still(MOST_STILL))),
            (1.0, 1.0, Questions::JustAnswered(still(DRAWN))),
            (1.0, 1.0 + DRAWN / 2.0, Questions::JustAnswered(still(DRAWN / 2.0))),
            // It can be drawn by now, and was not when the look was taken.
            (DRAWN, 9.0 * DRAWN, Questions::JustAnswered(Duration::ZERO)),
            (1.0 + DRAWN, 9.0 * DRAWN, Questions::Answered),
        ] {
            requests.looked = looked;
            assert_eq!(requests.questions(now), questions, "{looked}, {now}");
        }
    }

    #[test]
    fn a_request_for_data_is_open_until_it_ends_in_whatever_way() {
        assert_eq!(after(&[sent("1", "Fetch", "PAGE")]), Questions::Open);
        assert_eq!(after(&[sent("1", "XHR", "FRAME")]), Questions::Open);
        let received = ended("1", "responseReceived");
        assert_eq!(after(&[sent("1", "Fetch", "PAGE"), received]), Questions::Open);
        for how in ["loadingFinished", "loadingFailed"] {
            assert_eq!(after(&[sent("1", "XHR", "PAGE"), ended("1", how)]), Questions::Answered);
            let other = [sent("1", "XHR", "PAGE"), sent("2", "XHR", "PAGE"), ended("1", how)];
            assert_eq!(after(&other), Questions::Open);
        }
    }

    #[test]
    fn pictures_beacons_and_streams_are_no_questions() {
        let log = [
            sent("1", "Image", "PAGE"),
            sent("2", "Ping", "PAGE"),
            ended("1", "loadingFinished"),
        ];
        assert_eq!(after(&log), Questions::Nothing);
        let stream = json!({"requestId": "1", "response": {"mimeType": "text/event-stream"}});
        let log = [sent("1", "Fetch", "PAGE"), entry("Network.responseReceived", stream)];
        assert_eq!(after(&log), Questions::Nothing);
    }

    #[test]
    fn another_document_has_asked_nothing_yet_and_a_frame_is_no_other_document() {
        let asked = [
            sent("0", "XHR", "PAGE"),
            ended("0", "loadingFinished"),
            sent("1", "XHR", "PAGE"),
        ];
        let with = |frame: &str| [&asked[..], &[sent("2", "Document", frame)]].concat();
        assert_eq!(after(&with("PAGE")), Questions::Nothing);
        assert_eq!(after(&with("FRAME")), Questions::Open);
    }

    #[test]
    fn what_was_asked_before_an_input_is_not_about_it() {
        let mut requests = Requests::default();
        requests.take(&json!([sent("1", "XHR", "PAGE")]));
        requests.begin();
        requests.take(&json!([ended("1", "loadingFinished"), sent("2", "XHR", "PAGE")]));
        assert_eq!(requests.questions(now()), Questions::Nothing);
        requests.begun = 0.0;
        requests.take(&json!([sent("3", "XHR", "PAGE")]));
        assert_eq!(requests.questions(now()), Questions::Open);
    }

    #[test]
    fn a_log_that_makes_no_sense_says_nothing() {
        assert_eq!(
            after(&[json!({"message": "{"}), json!(7), json!(null)]),
            Questions::Nothing
        );
        let mut requests = Requests::default();
        requests.take(&json!({"no": "list"}));
        assert_eq!(requests.questions(now()), Questions::Nothing);
    }
}

//! What a page has asked its server and has not been told yet, by the log that Chromium's driver keeps of the network.
//!
//! Requests for data, and for the scripts that may ask for some: pictures and styles change nothing that is
//! judged. Headers and addresses are not kept.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::Method;
use serde_json::{Value, json};

use super::session::Vendor;
use super::{COMMAND, Session, WebDriver};
use crate::browser::{Drawing, Questions};

/// A driver that refuses the log so often has none.
const MOST_REFUSALS: u8 = 5;

/// So many milliseconds of `most`; a clock that goes wrong makes nobody wait for ever.
fn still(milliseconds: f64, most: f64) -> Duration {
    Duration::from_secs_f64(milliseconds.clamp(0.0, 2.0 * most) / 1000.0)
}

/// What the session has told so far.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// Whether the session has the log.
    is_heard: bool,
    /// How often the log was refused, a prompt of the page being open or for good.
    refusals: u8,
    open: HashSet<String>,
    /// Scripts of the page itself that are still to come.
    scripts: HashSet<String>,
    /// When the last of them came: it may ask for something as soon as it runs.
    loaded: Option<f64>,
    /// Something was open when it was asked for: the server is slow, and the page may be too.
    is_slow: bool,
    /// When the last answer came, by the driver's clock, in milliseconds since 1970 as the others.
    answered: Option<f64>,
    /// When the last such click began; what was asked before is not about it.
    begun: f64,
    /// When the last look copied the page, by the page's clock, which is the driver's: a reply may come late.
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
        self.forget();
    }

    fn forget(&mut self) {
        self.open.clear();
        self.scripts.clear();
        self.loaded = None;
        self.is_slow = false;
        self.answered = None;
    }

    /// A look has copied the page at this time.
    pub(super) fn looked(&mut self, at: f64) {
        self.looked = at;
    }

    fn questions(&mut self, now: f64, drawing: &Drawing) -> Questions {
        if !self.open.is_empty() || !self.scripts.is_empty() {
            self.is_slow = true;
            return Questions::Open;
        }
        let drawn = if self.is_slow { drawing.slow } else { drawing.quick };
        let drawn = drawn.as_secs_f64() * 1000.0;
        for at in self.answered.into_iter().chain(self.loaded) {
            if self.looked - at < drawn {
                return Questions::JustAnswered(still(at + drawn - now, drawn));
            }
        }
        self.answered.map_or(Questions::Nothing, |_| Questions::Answered)
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
                    self.forget();
                }
                Some("XHR" | "Fetch") if at >= self.begun => {
                    self.open.insert(id.to_owned());
                }
                Some("Script") if at >= self.begun && parameters["frameId"] == *page => {
                    self.scripts.insert(id.to_owned());
                }
                Some(_) | None => {}
            },
            // A stream of events never ends.
            "Network.responseReceived" if parameters["response"]["mimeType"] == "text/event-stream" => {
                self.open.remove(id);
            }
            "Network.loadingFinished" | "Network.loadingFailed" => {
                if self.open.remove(id) {
                    self.answered = Some(at);
                }
                if self.scripts.remove(id) {
                    self.loaded = Some(at);
                }
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
    pub(super) async fn asked(&mut self, drawing: &Drawing) -> Questions {
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
        self.requests.questions(now(), drawing)
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

    /// How long a page may draw, milliseconds.
    const SLOW: f64 = 500.0;
    const QUICK: f64 = 50.0;
    const DRAWING: Drawing = Drawing {
        slow: Duration::from_millis(500),
        quick: Duration::from_millis(50),
    };

    fn asked(requests: &mut Requests) -> Questions {
        requests.looked(now());
        requests.questions(now(), &DRAWING)
    }

    fn after(log: &[Value]) -> Questions {
        let mut requests = Requests::default();
        requests.take(&json!(log));
        asked(&mut requests)
    }

    #[test]
    fn a_look_that_was_taken_before_the_answer_could_be_drawn_does_not_show_it() {
        let answered = [sent("1", "XHR", "PAGE"), ended("1", "loadingFinished")];
        let mut at_once = Requests::default();
        at_once.take(&json!(answered));
        let mut slow = Requests::default();
        slow.take(&json!(answered[..1]));
        assert_eq!(slow.questions(0.0, &DRAWING), Questions::Open);
        slow.take(&json!(answered[1..]));
        for (mut requests, drawn) in [(at_once, QUICK), (slow, SLOW)] {
            let just = |milliseconds: f64| Questions::JustAnswered(still(milliseconds, drawn));
            for (looked, now, questions) in [
                (-1e9, -1e9, just(2.0 * drawn)),
                (1.0, 1.0, just(drawn)),
                (1.0, 1.0 + drawn / 2.0, just(drawn / 2.0)),
                // It can be drawn by now, and was not when the look was taken, however late that came.
                (drawn, 9.0 * drawn, just(0.0)),
                (1.0 + drawn, 9.0 * drawn, Questions::Answered),
            ] {
                requests.looked(looked);
                assert_eq!(requests.questions(now, &DRAWING), questions, "{looked}, {now}");
            }
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
    fn a_script_that_is_still_to_come_may_ask() {
        assert_eq!(after(&[sent("1", "Script", "PAGE")]), Questions::Open);
        assert_eq!(after(&[sent("1", "Script", "FRAME")]), Questions::Nothing);
        let mut requests = Requests::default();
        requests.take(&json!([sent("1", "Script", "PAGE")]));
        assert_eq!(requests.questions(0.0, &DRAWING), Questions::Open);
        requests.take(&json!([ended("1", "loadingFinished")]));
        for (looked, questions) in [
            (SLOW, Questions::JustAnswered(still(1.0, SLOW))),
            // It has come, and has asked nothing.
            (1.0 + SLOW, Questions::Nothing),
        ] {
            requests.looked(looked);
            assert_eq!(requests.questions(SLOW, &DRAWING), questions, "{looked}");
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
        assert_eq!(asked(&mut requests), Questions::Nothing);
        requests.begun = 0.0;
        requests.take(&json!([sent("3", "XHR", "PAGE")]));
        assert_eq!(asked(&mut requests), Questions::Open);
    }

    #[test]
    fn a_log_that_makes_no_sense_says_nothing() {
        assert_eq!(
            after(&[json!({"message": "{"}), json!(7), json!(null)]),
            Questions::Nothing
        );
        let mut requests = Requests::default();
        requests.take(&json!({"no": "list"}));
        assert_eq!(asked(&mut requests), Questions::Nothing);
    }
}

//! One play in front of the hostile server, and the judge of it.
//!
//! The server's own log is believed, not the answer.

use std::fmt;
use std::time::Instant;

use linkwright::outcome::Report;
use serde_json::{Value, json};

use crate::hostile::Hostile;
use crate::seat::Seat;

/// A request to the person of the hostile server, and what came of it.
pub(crate) struct Play {
    pub(crate) answered: String,
    pub(crate) seconds: f64,
    pub(crate) trace: String,
    /// What was pressed, as the server heard it.
    pressed: Vec<String>,
    /// The report has an answer to the request.
    is_told: bool,
}

/// What is asked for: the person of the hostile server.
pub(crate) fn request() -> Value {
    json!({"actionType": "st.sendConnectionRequest", "personUrl": "https://www.linkedin.com/in/fault-example"})
}

impl Play {
    /// Asks for a request and waits for its end.
    pub(crate) async fn of(server: &Hostile, seat: &mut Seat) -> Play {
        // What is timed is the page, not the start of a browser.
        seat.start().await;
        let started = Instant::now();
        let (report, trace) = seat.run(&server.origin(), &request()).await;
        Play::told(server, started.elapsed().as_secs_f64(), &report, trace)
    }

    /// What a run has said, beside what the server has heard.
    pub(crate) fn told(server: &Hostile, seconds: f64, report: &Report, mut trace: String) -> Play {
        if let Report::Failed { failure, .. } = report {
            trace.push_str(&format!("  fails: {}\n", failure.message));
        }
        Play {
            answered: answer(report),
            seconds,
            trace,
            pressed: server.pressed(),
            is_told: !report.answered().is_empty(),
        }
    }

    /// What must never be, whatever the page does.
    pub(crate) fn wrong(&self) -> Option<&'static str> {
        let count = |what: &str| self.pressed.iter().filter(|one| *one == what).count();
        let is_failure = self.answered.starts_with("failure");
        let says_nothing_was_sent =
            (is_failure && !self.is_told) || !is_failure && !["success", "outcomeUnknown"].contains(&&*self.answered);
        if count("wrong") > 0 {
            Some("A WRONG CLICK")
        } else if count("send") > 1 {
            Some("invited TWICE")
        } else if self.answered == "success" && count("send") == 0 {
            Some("FALSE SUCCESS")
        } else if self.answered == "success" && count("close") > 0 {
            Some("the dialog was closed, although nothing was given up")
        } else if says_nothing_was_sent && count("send") > 0 {
            Some("SENT, BUT NOT SAID")
        } else {
            None
        }
    }
}

impl fmt::Display for Play {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pressed = self.pressed.join(" ");
        write!(f, "{:34} {:5.1} s  {pressed}", self.answered, self.seconds)
    }
}

/// The wire word of a report about one person.
pub(crate) fn answer(report: &Report) -> String {
    if let Report::Failed { failure, .. } = report {
        return format!("failure:{}", failure.reason);
    }
    let results: Vec<_> = report
        .answered()
        .iter()
        .flat_map(|result| result.with_children())
        .collect();
    let error = results.iter().find_map(|result| result.error());
    error.map_or("success".to_owned(), |error| error.kind.to_string())
}

#[test]
fn the_judge_refuses_what_must_never_be() {
    let judged = |answered: &str, is_told: bool, pressed: &str| {
        let play = Play {
            answered: answered.to_owned(),
            seconds: 1.0,
            trace: String::new(),
            pressed: pressed.split_whitespace().map(str::to_owned).collect(),
            is_told,
        };
        play.wrong()
    };
    assert_eq!(judged("success", true, "connect send"), None);
    assert_eq!(judged("outcomeUnknown", true, "connect send"), None);
    assert_eq!(judged("failure:browserLost", true, "connect send"), None);
    assert_eq!(judged("failure:pageNotRecognised", false, "connect close"), None);
    for (answered, is_told, pressed) in [
        ("success", true, "connect wrong send"),
        ("success", true, "connect send send"),
        ("success", true, "connect"),
        ("success", true, "connect close send"),
        ("failure:browserLost", false, "connect send"),
        ("requestNotAllowed", true, "connect send"),
    ] {
        assert!(judged(answered, is_told, pressed).is_some(), "{answered} {pressed}");
    }
}

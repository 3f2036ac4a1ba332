//! One line of the examination.

use serde::Serialize;

use crate::cli::cure::completed;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum State {
    /// As it should be.
    Ok,
    /// A run can be made, but may not do what is expected.
    Warning,
    /// No run can be made.
    Broken,
}

impl State {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Broken => "BROKEN",
        }
    }
}

/// What was found about one thing.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Finding {
    pub(super) name: &'static str,
    pub(super) state: State,
    pub(super) message: String,
    /// What to do; only what is ok needs nothing.
    pub(super) cure: Option<String>,
}

impl Finding {
    pub(super) fn ok(name: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(name, State::Ok, message, None)
    }

    pub(super) fn warning(name: &'static str, message: impl Into<String>, cure: &str) -> Finding {
        Finding::new(name, State::Warning, message, Some(cure))
    }

    pub(super) fn broken(name: &'static str, message: impl Into<String>, cure: &str) -> Finding {
        Finding::new(name, State::Broken, message, Some(cure))
    }

    /// What is broken as an error tells it: its message ends with the cure, mostly.
    pub(super) fn fault(name: &'static str, error: impl ToString, otherwise: &str) -> Finding {
        let (message, cure) = apart(error.to_string(), otherwise);
        Finding::broken(name, message, &cure)
    }

    /// The commands in its words get the options of the run.
    pub(super) fn complete(&mut self) {
        self.message = completed(&self.message);
        self.cure = self.cure.as_deref().map(completed);
    }

    fn new(name: &'static str, state: State, message: impl Into<String>, cure: Option<&str>) -> Finding {
        Finding {
            name,
            state,
            message: message.into(),
            cure: cure.map(str::to_owned),
        }
    }
}

/// Messages of errors are written so: what is wrong, a semicolon, what to do. Of several each has its own.
pub(super) fn apart(text: String, otherwise: &str) -> (String, String) {
    match text.rsplit_once("; ") {
        Some((message, cure)) if !text.contains('\n') => (message.to_owned(), cure.to_owned()),
        Some(_) | None => (text, otherwise.to_owned()),
    }
}

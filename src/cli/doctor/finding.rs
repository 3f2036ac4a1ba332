//! One line of the examination.

use serde::Serialize;

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
    /// What to do; messages of errors hold theirs.
    pub(super) cure: Option<String>,
}

impl Finding {
    pub(super) fn ok(name: &'static str, message: impl Into<String>) -> Finding {
        Finding::new(name, State::Ok, message, None)
    }

    pub(super) fn warning(name: &'static str, message: impl Into<String>, cure: &str) -> Finding {
        Finding::new(name, State::Warning, message, Some(cure))
    }

    pub(super) fn broken(name: &'static str, message: impl Into<String>, cure: Option<&str>) -> Finding {
        Finding::new(name, State::Broken, message, cure)
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

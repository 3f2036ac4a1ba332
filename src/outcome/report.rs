//! The end of a run: every action answered, or the run failed on its way.
//!
//! Knows no engine; it only counts what is in the answers.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{ActionResult, ErrorType, Failure, OneOrMany};
use crate::exit_code::ExitCode;

/// What a run of a workflow comes to.
///
/// Serialises as the bare completion, or as `{"workflowStatus":"failed","failure":{reason, message},"answered":[…]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// Every root action has an answer; the shape is that of the workflow.
    Completed(OneOrMany<ActionResult>),
    /// The run ended before every root action had an answer.
    Failed {
        /// Why the run ended.
        failure: Failure,
        /// The answers reached before that, in order; they are never lost.
        answered: Vec<ActionResult>,
    },
}

impl Report {
    /// The answers that were reached.
    #[must_use]
    pub fn answered(&self) -> &[ActionResult] {
        match self {
            Self::Completed(results) => results.as_slice(),
            Self::Failed { answered, .. } => answered,
        }
    }

    /// The same report, each message told in other words.
    #[must_use]
    pub fn with_messages(self, told: &impl Fn(&str) -> String) -> Self {
        match self {
            Self::Completed(results) => Self::Completed(results.map(|result| result.with_messages(told))),
            Self::Failed { failure, answered } => Self::Failed {
                failure: Failure::new(failure.reason, told(&failure.message)),
                answered: answered.into_iter().map(|result| result.with_messages(told)).collect(),
            },
        }
    }

    /// Possibly sent weighs more than a failure, a failure more than an action's error.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        if self.has_error(|kind| kind == ErrorType::OutcomeUnknown) {
            return ExitCode::PossiblySent;
        }
        if matches!(self, Self::Failed { .. }) {
            return ExitCode::NoAnswer;
        }
        if self.has_error(|_| true) {
            return ExitCode::ActionError;
        }
        ExitCode::Success
    }

    fn has_error(&self, matches: impl Fn(ErrorType) -> bool) -> bool {
        self.answered()
            .iter()
            .flat_map(ActionResult::with_children)
            .filter_map(ActionResult::error)
            .any(|error| matches(error.kind))
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Completed(results) => results.serialize(serializer),
            Self::Failed { failure, answered } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("workflowStatus", "failed")?;
                map.serialize_entry("failure", failure)?;
                map.serialize_entry("answered", answered)?;
                map.end()
            }
        }
    }
}

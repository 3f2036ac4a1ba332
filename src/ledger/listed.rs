//! A row of a list of people: how the ledger knows it again, and what it says of it.
//!
//! Knows no file. A row is its list and its person, whatever its place; of what was to be sent only
//! a keyed hash is kept.

use super::{EvidenceId, Outcome, Timestamp, WorkflowId};
use crate::outcome::ActionError;
use crate::person::PersonUrl;
use crate::workflow::{Root, SendConnectionRequest, Workflow};

/// One row of a list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// What names the list; the same person in another list is another row.
    pub list: String,
    /// Who.
    pub person: PersonUrl,
    /// What the row asks for.
    pub asked: SendConnectionRequest,
    /// What is sent now: the same, or less.
    pub request: SendConnectionRequest,
}

impl ListRow {
    /// The workflow that it stands for.
    #[must_use]
    pub fn workflow(&self) -> Workflow {
        Workflow::of(Root::SendConnectionRequest {
            person: self.person.clone(),
            request: self.request.clone(),
        })
    }
}

/// What the ledger knows of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The workflow that was made of it last.
    pub workflow: WorkflowId,
    /// Whether that workflow has ended.
    pub is_finished: bool,
    /// Whether its answer has reached a caller.
    pub is_delivered: bool,
    /// What became of its request; `None` if nothing was clicked and nothing answered.
    pub outcome: Option<Outcome>,
    /// The error that was told.
    pub error: Option<ActionError>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// What was seen when it was answered, if that was kept.
    pub evidence: Option<EvidenceId>,
    /// Whether the row asked for the very same then: this note, this address.
    pub same: bool,
}

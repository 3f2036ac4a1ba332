//! A row of a list of people: how the ledger knows it again, and what it says of it.
//!
//! Knows no file. A row is its list and its person, whatever its place; of what was to be sent only
//! a keyed hash is kept.

use super::{EvidenceId, Outcome, Timestamp, WorkflowId};
use crate::outcome::{ActionError, wire_words};
use crate::person::PersonUrl;
use crate::workflow::{Root, SendConnectionRequest, Workflow};

wire_words! {
    /// Why the note of a row is held back, so that its invitation goes without it.
    pub enum HeldBack {
        /// It is longer than LinkedIn allows the account.
        TooLong = "noteTooLong",
        /// LinkedIn takes no more notes this month.
        NoteLimit = "noteLimitExceeded",
        /// The owner's own limit of notes is reached.
        OwnLimit = "ownLimit",
    }
}

/// What went with the invitation of a row that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// What the row asks for.
    AsAsked,
    /// No note, because it was held back.
    WithoutNote(HeldBack),
    /// No note, because Connect sent at once.
    AtOnce,
    /// What an earlier request has asked for: somebody else's, or that of the row when it said something else.
    Earlier,
}

/// One row of a list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// What names the list; the same person in another list is another row.
    pub list: String,
    /// Who.
    pub person: PersonUrl,
    /// What the row asks for.
    pub asked: SendConnectionRequest,
    /// Why its note is not sent now, if it is held back.
    pub held_back: Option<HeldBack>,
}

impl ListRow {
    /// What is sent now: what the row asks for, or less.
    #[must_use]
    pub fn request(&self) -> SendConnectionRequest {
        let mut request = self.asked.clone();
        if self.held_back.is_some() {
            request.note = None;
        }
        request
    }

    /// The workflow that it stands for.
    #[must_use]
    pub fn workflow(&self) -> Workflow {
        Workflow::of(Root::SendConnectionRequest {
            person: self.person.clone(),
            request: self.request(),
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
    /// Whether that end came before an answer, by what was met on the way and not because somebody stopped it.
    pub has_failed: bool,
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
    /// What went with its invitation, if one was sent.
    pub went: Option<Went>,
}

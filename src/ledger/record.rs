//! What goes into the ledger and what comes out of it: plain records.
//!
//! Knows no database.

use std::fmt;

use super::{Outcome, Standing, Timestamp};
use crate::outcome::{ActionError, wire_words};
use crate::person::{PersonKeys, PersonUrl};

/// Declares the name of a record: a text that only the ledger gives out.
macro_rules! names {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

names! {
    /// Names one attempt.
    AttemptId;
    /// Names the evidence of one answer: `ev-` and 16 random hexadecimal digits.
    EvidenceId;
    /// Names one request: one `st.sendConnectionRequest` of one accepted workflow.
    RequestId;
    /// Names one accepted workflow.
    WorkflowId;
    /// Names one withdrawal.
    WithdrawalId;
}

/// One `st.sendConnectionRequest` of a workflow that is being accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// JSON pointer of the action in the workflow.
    pub pointer: String,
    /// Whom it names.
    pub person: PersonUrl,
    /// The caller's label.
    pub label: Option<String>,
}

wire_words! {
    /// How an accepted workflow ended.
    pub enum WorkflowStatus {
        /// Every action has an answer.
        Completed = "completed",
        /// It ended before every action had one.
        Failed = "failed",
        /// Somebody stopped it; it is not taken up again.
        Interrupted = "interrupted",
    }
}

/// An answer that one request has been given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredResult {
    /// What became of it.
    pub outcome: Outcome,
    /// What was told.
    pub result: Result<(), ActionError>,
}

/// A workflow that was accepted and has not ended.
#[derive(Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Its name.
    pub id: WorkflowId,
    /// The canonical workflow, with note and e-mail address.
    pub body: String,
    /// When it was accepted, in milliseconds since 1970.
    pub accepted_at: i64,
    /// The answers so far, with the JSON pointers of their actions, in the order of the workflow.
    pub results: Vec<(String, StoredResult)>,
}

/// Without the body: notes and e-mails stay out of traces.
impl fmt::Debug for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unfinished {
            id,
            body: _,
            accepted_at,
            results,
        } = self;
        f.debug_struct("Unfinished")
            .field("id", id)
            .field("accepted_at", accepted_at)
            .field("results", results)
            .finish_non_exhaustive()
    }
}

/// An attempt that has no end yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenAttempt {
    /// Its name.
    pub id: AttemptId,
    /// Whom the request named.
    pub person: PersonUrl,
    /// All that names the person.
    pub keys: PersonKeys,
    /// Whose attempt it is.
    pub request: RequestId,
    /// Of which workflow.
    pub workflow: WorkflowId,
    /// JSON pointer of the action.
    pub pointer: String,
    /// The caller's label.
    pub label: Option<String>,
    /// How far it came.
    pub stage: Stage,
    /// When it was begun, in milliseconds since 1970.
    pub begun_at: i64,
    /// How often the page was read for it in vain.
    pub reads: u32,
    /// The how-manieth attempt of this account at this person, from 1.
    pub n: u32,
}

/// Somebody whose invitation is believed to be waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Believed {
    /// All that names the person.
    pub keys: PersonKeys,
    /// Since when it counts as sent, or when it was found on the list.
    pub since: Timestamp,
}

/// How far an attempt came, as it was written down before each next thing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Connect was about to be clicked, and perhaps was.
    Begun,
    /// Connect was clicked and has opened its dialog; nothing in it was clicked that could send.
    Dialog,
    /// The last click was about to be made, and perhaps was.
    Armed,
}

/// What a later look made of an open attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveredOutcome {
    /// The page shows the invitation.
    Sent,
    /// Proved not sent.
    NotSent,
    /// Not provable any more: parked for the owner.
    Unknown,
}

/// What the owner's word has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// No attempt at this person stands.
    Nothing,
    /// It stood like that already.
    Unchanged,
    /// It stood otherwise before.
    Changed {
        /// How it stood.
        was: Standing,
    },
}

/// Why an account is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// A word of the wire, such as `linkedinCheckpoint`.
    pub reason: String,
    /// One plain sentence.
    pub message: String,
    /// Since when.
    pub at: Timestamp,
}

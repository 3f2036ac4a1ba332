//! Remembers attempts, durably: who may be invited, who was, and who perhaps was.
//!
//! Knows no page and no browser. [`Permit`] → [`Attempt`] → an open seal: a control that can send
//! cannot be clicked without an attempt on record. The words stand here; the store keeps them.

mod clock;
mod evidence;
mod history;
mod hours;
mod listed;
mod quota;
mod record;
pub mod recovery;
mod store;
mod submission;

pub use clock::{Clock, Timestamp};
pub use evidence::{KeptEvidence, NewEvidence, NoEvidenceId};
pub use history::{HistoryFilter, HistoryRow, KnownAccount, WithdrawnRow};
pub use hours::{Minute, Weekday, WorkingHours};
pub use listed::{HeldBack, ListRow, Listed, Went};
pub use quota::{Charge, Closed, LastAttempt, LimitKind, Limits, Usage, Used};
pub use record::{
    AttemptId, Believed, EvidenceId, NewRequest, OpenAttempt, RecoveredOutcome, RequestId, Resolved, Stage, Stop,
    StoredResult, Unfinished, WithdrawalId, WorkflowId, WorkflowStatus,
};
pub use store::{Desk, Ledger};
pub use submission::{NoSubmissionKey, SubmissionKey, Submitted};

use std::time::Duration;

use crate::outcome::wire_words;
use crate::person::PersonKeys;

/// How a person stands by the attempts of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is known that bars the person.
    Free,
    /// A control that can send may have been clicked; nothing is proved yet.
    InDoubt(AttemptId),
    /// What became of the attempt cannot be proved any more; the owner decides.
    Parked(AttemptId),
    /// Proved sent.
    Sent {
        /// Which attempt.
        attempt: AttemptId,
        /// Since when it counts as sent.
        at: Timestamp,
        /// Whether its success has reached a caller.
        delivered: bool,
    },
    /// An invitation that somebody made by hand was found on the list of sent ones.
    ByHand {
        /// When it was found.
        found: Timestamp,
    },
    /// The last invitation was withdrawn less than [`COOLDOWN`] ago.
    Withdrawn {
        /// When it was.
        at: Timestamp,
        /// From when on LinkedIn takes another.
        until: Timestamp,
    },
}

/// How long LinkedIn takes no new invitation to somebody after one was withdrawn: three weeks.
pub const COOLDOWN: Duration = Duration::from_secs(21 * 24 * 60 * 60);

/// When somebody may be invited again whose invitation was withdrawn then.
#[must_use]
pub fn cooled(withdrawn: Timestamp) -> Timestamp {
    let wait = i64::try_from(COOLDOWN.as_millis()).unwrap_or(i64::MAX);
    Timestamp(withdrawn.0.saturating_add(wait))
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The page proved the invitation.
    Sent,
    /// Proved not sent; the person may be invited again.
    NotSent,
    /// Not provable; the person is barred until somebody has looked.
    InDoubt,
}

wire_words! {
    /// What became of one request, in the words of the history.
    pub enum Outcome {
        /// An invitation was sent, and the page proved it.
        Sent = "sent",
        /// An attempt was begun, and proved not sent.
        NotSent = "notSent",
        /// An attempt is open: it may have been sent.
        InDoubt = "inDoubt",
        /// An attempt whose end cannot be proved any more; the owner decides.
        Unknown = "unknown",
        /// Answered before anything could have been sent.
        Answered = "answered",
    }
}

/// Leave to invite one person. Only the ledger makes it.
#[derive(Debug)]
pub struct Permit {
    account: String,
    keys: PersonKeys,
    with_note: bool,
}

/// One attempt on record. Only the ledger makes it, from a [`Permit`]; it opens seals.
#[derive(Debug)]
pub struct Attempt {
    id: AttemptId,
}

impl Attempt {
    /// Its name in the ledger.
    #[must_use]
    pub const fn id(&self) -> &AttemptId {
        &self.id
    }
}

/// One withdrawal on record. Only the ledger makes it; it opens the seals of clicks that can withdraw.
#[derive(Debug)]
pub struct Withdrawal {
    id: WithdrawalId,
    is_taken_up: bool,
}

impl Withdrawal {
    /// Its name in the ledger.
    #[must_use]
    pub const fn id(&self) -> &WithdrawalId {
        &self.id
    }

    /// An earlier run has begun it, and may have clicked.
    #[must_use]
    pub const fn is_taken_up(&self) -> bool {
        self.is_taken_up
    }
}

/// Why there is no leave to invite somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An earlier attempt stands.
    Standing(Standing),
    /// A limit is reached.
    Limit(Closed),
    /// The account was stopped.
    Stopped(Stop),
}

/// Why the ledger could not do what was asked. Nothing of it was done then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Somebody else has taken the account over; this desk writes no more.
    #[error("another linkwright has taken this account over")]
    Fenced,
    /// The ledger cannot be used as it is; the message has the cure.
    #[error("{0}")]
    Refused(String),
    /// It did not work this time (disk full, locked, a disk error); later it may.
    #[error("{0}")]
    Failed(String),
    /// The record contradicts what was asked, so it was not written.
    #[error("the ledger does not take this: {0}")]
    Contradiction(&'static str),
}

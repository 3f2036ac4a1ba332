//! What was asked for, and what became of it: the rows of the history.
//!
//! Knows no table: how they are printed is the command line's business.

use serde::Serialize;

use super::{EvidenceId, Outcome, Timestamp, WorkflowId};
use crate::outcome::ErrorType;
use crate::person::{PersonUrl, Slug};

/// Which rows to give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Only requests of these workflows.
    pub workflows: Option<Vec<WorkflowId>>,
    /// Only those that came to this.
    pub outcome: Option<Outcome>,
    /// Only those of this person, by whatever address.
    pub person: Option<Slug>,
    /// Only those of accounts with this name.
    pub account: Option<String>,
    /// Only those of this site (an origin).
    pub site: Option<String>,
    /// Only those that were decided, or begun, at this moment or later (milliseconds since 1970).
    pub since: Option<i64>,
    /// At most this many, the newest.
    pub limit: Option<usize>,
}

/// One `st.sendConnectionRequest` that has an answer or an open attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRow {
    /// Whom it named; nothing once the person has been purged.
    pub person_url: Option<String>,
    /// The caller's label.
    pub label: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The error that was told; nothing while an attempt is open.
    pub error: Option<ErrorType>,
    /// How many attempts were begun for it.
    pub attempts: u32,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// When the invitation was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
    /// What was seen when it was answered, if that is still kept. The documented JSON has no such member.
    #[serde(skip)]
    pub evidence: Option<EvidenceId>,
    /// The account that was to send it.
    #[serde(skip)]
    pub account: String,
    /// The origin that it was for.
    #[serde(skip)]
    pub site: String,
}

/// An invitation that was withdrawn here, whoever had made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawnRow {
    /// Whose it was; nothing once the person has been purged.
    pub person: Option<PersonUrl>,
    /// When it was withdrawn.
    pub at: Timestamp,
    /// When the person may be invited again.
    pub until: Timestamp,
    /// Whether a request of the history had made it, which tells of the withdrawal too.
    pub was_requested: bool,
    /// The account that has withdrawn it.
    pub account: String,
    /// The origin where that was.
    pub site: String,
}

/// An account as the ledger knows it: one name can stand for an account on each of several sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAccount {
    /// Its name.
    pub name: String,
    /// The origin that it is for.
    pub site: String,
}

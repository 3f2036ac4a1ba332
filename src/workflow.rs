//! What to run: a workflow that has been parsed, so that only legal ones exist.
//!
//! Which actions stand where, and their parameters. Knows no page and no browser.

mod canonical;
mod reading;
mod text;

pub use text::{Email, MAX_EMAIL, MAX_LABEL, MAX_NOTE, Note, TextError, check_label};

pub use crate::json::{Fault, FaultType};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::json::{Document, Faults, MAX_BYTES};
use crate::outcome::{ActionType, OneOrMany};
use crate::person::PersonUrl;

/// How many actions a workflow may have in all, children included.
pub const MAX_ACTIONS: usize = 100;
/// Most bytes of a workflow in canonical form: an address of three-byte characters grows to three times its size.
const MAX_CANONICAL_BYTES: usize = 4 * MAX_BYTES;

/// One root action or an array of them, run in order.
///
/// Serialises as the canonical workflow: fixed order of members, defaults filled in, person URLs
/// rebuilt. The canonical form parses to the same workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Workflow {
    /// The root actions; an array is never empty.
    pub roots: OneOrMany<Root>,
}

/// An action that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// `st.openPersonPage`.
    OpenPersonPage {
        /// Whose page.
        person: PersonUrl,
        /// What to do there.
        page: OpenPersonPage,
    },
    /// `st.sendConnectionRequest`.
    SendConnectionRequest {
        /// To whom.
        person: PersonUrl,
        /// What to send.
        request: SendConnectionRequest,
    },
    /// `st.checkConnectionStatus`.
    CheckConnectionStatus {
        /// With whom.
        person: PersonUrl,
        /// How to call it.
        check: CheckConnectionStatus,
    },
    /// `st.withdrawConnectionRequest`.
    WithdrawConnectionRequest {
        /// From whom.
        person: PersonUrl,
        /// How.
        withdrawal: WithdrawConnectionRequest,
    },
    /// `st.retrievePendingRequests`.
    RetrievePendingRequests(RetrievePendingRequests),
}

impl Root {
    /// Whose page it begins at; nobody's where it begins at a list.
    #[must_use]
    pub const fn person(&self) -> Option<&PersonUrl> {
        match self {
            Self::OpenPersonPage { person, .. }
            | Self::SendConnectionRequest { person, .. }
            | Self::CheckConnectionStatus { person, .. }
            | Self::WithdrawConnectionRequest { person, .. } => Some(person),
            Self::RetrievePendingRequests(_) => None,
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn action_type(&self) -> ActionType {
        match self {
            Self::OpenPersonPage { .. } => ActionType::OpenPersonPage,
            Self::SendConnectionRequest { .. } => ActionType::SendConnectionRequest,
            Self::CheckConnectionStatus { .. } => ActionType::CheckConnectionStatus,
            Self::WithdrawConnectionRequest { .. } => ActionType::WithdrawConnectionRequest,
            Self::RetrievePendingRequests(_) => ActionType::RetrievePendingRequests,
        }
    }

    /// The caller's label.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::OpenPersonPage { page, .. } => page.label.as_deref(),
            Self::SendConnectionRequest { request, .. } => request.label.as_deref(),
            Self::CheckConnectionStatus { check, .. } => check.label.as_deref(),
            Self::WithdrawConnectionRequest { withdrawal, .. } => withdrawal.label.as_deref(),
            Self::RetrievePendingRequests(retrieve) => retrieve.label.as_deref(),
        }
    }
}

/// Parameters of `st.openPersonPage`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenPersonPage {
    /// Echoed in the result.
    pub label: Option<String>,
    /// Whether to read what the page says about the person.
    pub basic_info: bool,
    /// What to do on the page; the answer keeps the shape.
    pub then: Option<OneOrMany<Child>>,
}

/// An action on the page that its parent has opened; it has no person of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Child {
    /// `st.sendConnectionRequest`.
    SendConnectionRequest(SendConnectionRequest),
    /// `st.checkConnectionStatus`.
    CheckConnectionStatus(CheckConnectionStatus),
    /// `st.withdrawConnectionRequest`.
    WithdrawConnectionRequest(WithdrawConnectionRequest),
}

impl Child {
    /// Its name on the wire.
    #[must_use]
    pub const fn action_type(&self) -> ActionType {
        match self {
            Self::SendConnectionRequest(_) => ActionType::SendConnectionRequest,
            Self::CheckConnectionStatus(_) => ActionType::CheckConnectionStatus,
            Self::WithdrawConnectionRequest(_) => ActionType::WithdrawConnectionRequest,
        }
    }

    /// The caller's label.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::SendConnectionRequest(request) => request.label.as_deref(),
            Self::CheckConnectionStatus(check) => check.label.as_deref(),
            Self::WithdrawConnectionRequest(withdrawal) => withdrawal.label.as_deref(),
        }
    }
}

/// Parameters of `st.sendConnectionRequest`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendConnectionRequest {
    /// Echoed in the result.
    pub label: Option<String>,
    /// The note to send with it.
    pub note: Option<Note>,
    /// The person's e-mail address, in case LinkedIn asks for it.
    pub email: Option<Email>,
}

/// Parameters of `st.checkConnectionStatus`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckConnectionStatus {
    /// Echoed in the result.
    pub label: Option<String>,
}

/// Parameters of `st.withdrawConnectionRequest`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawConnectionRequest {
    /// Echoed in the result.
    pub label: Option<String>,
    /// Whether to cease following the person as well, where LinkedIn asks.
    pub unfollow: bool,
}

/// Parameters of `st.retrievePendingRequests`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetrievePendingRequests {
    /// Echoed in the result.
    pub label: Option<String>,
}

impl Workflow {
    /// A workflow of one root action.
    #[must_use]
    pub const fn of(root: Root) -> Self {
        Self {
            roots: OneOrMany::One(root),
        }
    }

    /// Reads a workflow from JSON: UTF-8, at most 256 KiB, 64 levels, 100 actions.
    ///
    /// # Errors
    /// Every fault of the workflow, in the order of the document. Three kinds of faults hide the
    /// others, as nothing can be said below them: a document that cannot be read, too many actions,
    /// and an `actionType` that is not run here (it hides those of its own action only).
    pub fn parse(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        Self::read(&Document::parse(bytes).map_err(|fault| vec![fault])?)
    }

    /// Reads the canonical JSON of a workflow that was accepted: it may be larger than what was handed in.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn accepted(bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        Self::read(&Document::parse_within(bytes, MAX_CANONICAL_BYTES).map_err(|fault| vec![fault])?)
    }

    fn read(document: &Document) -> Result<Self, Vec<Fault>> {
        let mut faults = Faults::default();
        document.report_duplicates(&mut faults);
        let roots = reading::read_roots(&document.root("The workflow"), &mut faults);
        match roots {
            Some(roots) if faults.is_empty() => Ok(Self { roots }),
            _ => Err(faults.into_list()),
        }
    }

    /// How many actions there are in all, children included.
    #[must_use]
    pub fn action_count(&self) -> usize {
        let children = |root: &Root| match root {
            Root::OpenPersonPage { page, .. } => page.then.as_ref().map_or(0, OneOrMany::len),
            Root::SendConnectionRequest { .. }
            | Root::CheckConnectionStatus { .. }
            | Root::WithdrawConnectionRequest { .. }
            | Root::RetrievePendingRequests(_) => 0,
        };
        self.roots.iter().map(|root| 1 + children(root)).sum()
    }
}

/// The answer of a check that runs nothing.
///
/// Serialises as `{"ok":true,"workflow":…canonical…}` or `{"ok":false,"errors":[…]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked(pub Result<Workflow, Vec<Fault>>);

impl Checked {
    /// Checks a document.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Workflow::parse(bytes))
    }

    /// Whether it would be run.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        self.0.is_ok()
    }
}

impl Serialize for Checked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("ok", &self.is_ok())?;
        match &self.0 {
            Ok(workflow) => map.serialize_entry("workflow", workflow)?,
            Err(faults) => map.serialize_entry("errors", faults)?,
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_accepted_can_be_read_back_however_large_its_canonical_form_is() {
        let (slug, label, note) = ("名".repeat(100), "号".repeat(256), "文".repeat(300));
        let action = format!(
            r#"{{"actionType":"st.sendConnectionRequest","label":"{label}","personUrl":"https://www.linkedin.com/in/{slug}","note":"{note}"}}"#
        );
        let given = format!("[{}]", vec![action; 100].join(","));
        let workflow = Workflow::parse(given.as_bytes()).unwrap();
        let canonical = serde_json::to_string(&workflow).unwrap();
        assert!(canonical.len() > MAX_BYTES, "{} bytes", canonical.len());
        assert!(Workflow::parse(canonical.as_bytes()).is_err());
        assert_eq!(Workflow::accepted(canonical.as_bytes()).unwrap(), workflow);
    }
}

//! What a workflow answers: results of actions, the data they carry, and failures of the whole.
//!
//! Plain data on its way to the wire, in the vendor's words; knows no page, no browser and no workflow.

mod error;
mod pending_request;
mod person_page;
mod report;
mod word;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub use error::{ActionError, ErrorRow, ErrorType, Failure, FailureReason, FailureRow, Retry};
pub use pending_request::PendingRequest;
pub use person_page::{BasicInfo, ConnectionDegree, ConnectionStatus};
pub use report::Report;
pub use word::UnknownWord;
pub(crate) use word::wire_words;

/// One thing or an array of things; an answer keeps the shape of its question.
///
/// `Many` may be empty, `One` never is. Serialises as the bare thing or as an array.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One bare thing.
    One(T),
    /// An array, possibly empty.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The things as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }

    /// The things, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.as_slice().iter()
    }

    /// How many things there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether this is an empty array.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The same shape, each thing turned into another.
    pub fn map<U>(self, mut turn: impl FnMut(T) -> U) -> OneOrMany<U> {
        match self {
            Self::One(one) => OneOrMany::One(turn(one)),
            Self::Many(many) => OneOrMany::Many(many.into_iter().map(turn).collect()),
        }
    }

    /// The same shape over borrowed things.
    #[must_use]
    pub fn as_ref(&self) -> OneOrMany<&T> {
        match self {
            Self::One(one) => OneOrMany::One(one),
            Self::Many(many) => OneOrMany::Many(many.iter().collect()),
        }
    }

    /// Other things in this shape: an object keeps the last of them, and needs at least one.
    #[must_use]
    pub fn shaped<U>(&self, mut things: Vec<U>) -> OneOrMany<U> {
        match (self, things.len()) {
            (Self::One(_), 1..) => OneOrMany::One(things.swap_remove(things.len() - 1)),
            (Self::One(_) | Self::Many(_), _) => OneOrMany::Many(things),
        }
    }

    /// The things as a vector, the shape forgotten.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

wire_words! {
    /// The actions that linkwright runs, by their wire names.
    pub enum ActionType {
        /// Opens a person's page, and runs children there.
        OpenPersonPage = "st.openPersonPage",
        /// Sends a connection request.
        SendConnectionRequest = "st.sendConnectionRequest",
        /// Says how the account and a person are connected.
        CheckConnectionStatus = "st.checkConnectionStatus",
        /// Withdraws the invitation to a person.
        WithdrawConnectionRequest = "st.withdrawConnectionRequest",
        /// Lists the invitations that were sent and have no answer.
        RetrievePendingRequests = "st.retrievePendingRequests",
    }
}

/// The answer of one action: `{actionType, label?, success, data? | error}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionResult {
    /// Which action this answers.
    pub action_type: ActionType,
    /// The caller's own label, echoed only if it was given.
    pub label: Option<String>,
    /// Data (if the action returns any) or the action's error, never both.
    pub outcome: Result<Option<Data>, ActionError>,
}

impl ActionResult {
    /// This result and those of its children, parents first.
    #[must_use]
    pub fn with_children(&self) -> Vec<&Self> {
        std::iter::once(self)
            .chain(self.children().iter().flat_map(Self::with_children))
            .collect()
    }

    /// The results of the children, empty if there are none.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match &self.outcome {
            Ok(Some(Data::PersonPage { then: Some(then), .. })) => then.as_slice(),
            _ => &[],
        }
    }

    /// The same answer, its messages and those of its children told in other words.
    #[must_use]
    pub fn with_messages(self, told: &impl Fn(&str) -> String) -> Self {
        let outcome = match self.outcome {
            Err(error) => Err(ActionError::new(error.kind, told(&error.message))),
            Ok(Some(Data::PersonPage {
                basic_info,
                then: Some(then),
            })) => Ok(Some(Data::PersonPage {
                basic_info,
                then: Some(Box::new(then.map(|result| result.with_messages(told)))),
            })),
            Ok(data) => Ok(data),
        };
        Self { outcome, ..self }
    }

    /// The error of this very action; `None` says nothing about its children.
    #[must_use]
    pub fn error(&self) -> Option<&ActionError> {
        self.outcome.as_ref().err()
    }
}

impl Serialize for ActionResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("actionType", &self.action_type)?;
        if let Some(label) = &self.label {
            map.serialize_entry("label", label)?;
        }
        map.serialize_entry("success", &self.outcome.is_ok())?;
        match &self.outcome {
            Ok(Some(data)) => map.serialize_entry("data", data)?,
            Ok(None) => {}
            Err(error) => map.serialize_entry("error", error)?,
        }
        map.end()
    }
}

/// What a successful action returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// Of `st.openPersonPage`; `{}` when nothing was asked for.
    PersonPage {
        /// What the page says about the person, if asked for. Boxed: it is much larger than the rest.
        #[serde(flatten)]
        basic_info: Option<Box<BasicInfo>>,
        /// The results of the children, in the shape of the question. Boxed: a result can hold results.
        #[serde(skip_serializing_if = "Option::is_none")]
        then: Option<Box<OneOrMany<ActionResult>>>,
    },
    /// Of `st.checkConnectionStatus`: `{connectionStatus}`.
    #[serde(serialize_with = "person_page::connection_status_data")]
    ConnectionStatus(ConnectionStatus),
    /// Of `st.retrievePendingRequests`: an array, in the order of the list; `[]` when it is empty.
    PendingRequests(Vec<PendingRequest>),
}

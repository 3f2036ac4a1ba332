//! What is read from a person's page, as it goes to the wire.
//!
//! Knows no page: the fields are filled in by the readers of the page.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::wire_words;

wire_words! {
    /// How far the person is from the account, as LinkedIn shows it next to the name.
    pub enum ConnectionDegree {
        /// Connected.
        First = "1st",
        /// A connection of a connection.
        Second = "2nd",
        /// Further away.
        ThirdOrMore = "3rd+",
    }
}

wire_words! {
    /// How the account and a person are connected.
    pub enum ConnectionStatus {
        /// They are connected.
        Connected = "connected",
        /// They are not connected, and no invitation is waiting.
        NotConnected = "notConnected",
        /// The account's own invitation is waiting for the person's answer.
        Pending = "pending",
        /// The person's invitation is waiting for the account's answer.
        Incoming = "incoming",
    }
}

/// `basicInfo` of a person; every field is on the wire, `null` when the page does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BasicInfo {
    /// The person's name.
    pub name: Option<String>,
    /// `https://www.linkedin.com/in/<slug>`, without trailing slash.
    pub public_url: Option<String>,
    /// `https://www.linkedin.com/in/ACoAA…`, without trailing slash.
    pub hashed_url: Option<String>,
    /// The line under the name.
    pub headline: Option<String>,
    /// The place, in LinkedIn's words.
    pub location: Option<String>,
    /// Two upper-case letters.
    pub country_code: Option<String>,
    /// The current position.
    pub position: Option<String>,
    /// The text of the section "About".
    pub about: Option<String>,
    /// The current company.
    pub company_name: Option<String>,
    /// The current company's page.
    pub company_hashed_url: Option<String>,
    /// How many follow the person.
    pub followers_count: Option<u64>,
    /// The address of the photo.
    pub avatar_url: Option<String>,
    /// `urn:li:member:<id>`.
    pub urn: Option<String>,
    /// On the wire always an object, `{connectionDegree}`, whose member may be `null`, as the vendor does it.
    #[serde(serialize_with = "viewer_state")]
    pub viewer_state: Option<ConnectionDegree>,
}

fn viewer_state<S: Serializer>(degree: &Option<ConnectionDegree>, serializer: S) -> Result<S::Ok, S::Error> {
    single_entry("connectionDegree", degree, serializer)
}

/// Serialises the data of `st.checkConnectionStatus`.
pub(super) fn connection_status_data<S: Serializer>(
    status: &ConnectionStatus,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    single_entry("connectionStatus", status, serializer)
}

fn single_entry<S: Serializer>(key: &str, value: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

//! One row of the list of sent invitations, as it goes to the wire.
//!
//! Knows no page: the reader of the list fills it in.

use serde::Serialize;

/// Somebody whom the account has invited and who has not answered; every field is on the wire, `null`
/// when the list does not say. Source: Linked API, `st.retrievePendingRequests`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingRequest {
    /// The person's name.
    pub name: Option<String>,
    /// `urn:li:member:<id>`.
    pub urn: Option<String>,
    /// `https://www.linkedin.com/in/<slug>`, without trailing slash.
    pub public_url: Option<String>,
    /// The line under the name.
    pub headline: Option<String>,
    /// How long ago it was sent, in LinkedIn's own words, such as `Sent 2 weeks ago`.
    pub sent_time: Option<String>,
}

//! The canonical spelling of a workflow.
//!
//! Order of members: actionType, label, personUrl, then the action's own parameters. Knows no other spelling.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Child, OpenPersonPage, Root, SendConnectionRequest, WithdrawConnectionRequest};

impl Serialize for Root {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("actionType", &self.action_type())?;
        entry_if_given(&mut map, "label", self.label())?;
        entry_if_given(&mut map, "personUrl", self.person())?;
        match self {
            Self::OpenPersonPage { page, .. } => page_entries(&mut map, page)?,
            Self::SendConnectionRequest { request, .. } => request_entries(&mut map, request)?,
            Self::WithdrawConnectionRequest { withdrawal, .. } => withdrawal_entries(&mut map, withdrawal)?,
            Self::CheckConnectionStatus { .. } | Self::RetrievePendingRequests(_) => {}
        }
        map.end()
    }
}

impl Serialize for Child {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("actionType", &self.action_type())?;
        entry_if_given(&mut map, "label", self.label())?;
        match self {
            Self::SendConnectionRequest(request) => request_entries(&mut map, request)?,
            Self::WithdrawConnectionRequest(withdrawal) => withdrawal_entries(&mut map, withdrawal)?,
            Self::CheckConnectionStatus(_) => {}
        }
        map.end()
    }
}

fn page_entries<M: SerializeMap>(map: &mut M, page: &OpenPersonPage) -> Result<(), M::Error> {
    map.serialize_entry("basicInfo", &page.basic_info)?;
    entry_if_given(map, "then", page.then.as_ref())
}

fn request_entries<M: SerializeMap>(map: &mut M, request: &SendConnectionRequest) -> Result<(), M::Error> {
    entry_if_given(map, "note", request.note.as_ref())?;
    entry_if_given(map, "email", request.email.as_ref())
}

fn withdrawal_entries<M: SerializeMap>(map: &mut M, withdrawal: &WithdrawConnectionRequest) -> Result<(), M::Error> {
    map.serialize_entry("unfollow", &withdrawal.unfollow)
}

fn entry_if_given<M: SerializeMap>(map: &mut M, name: &str, value: Option<impl Serialize>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, &value))
}

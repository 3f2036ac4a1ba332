//! What a connection request would answer now, found out by looking.
//!
//! Clicks nothing that could send, and asks the ledger only how the person stands.

use super::Engine;
use super::drive::Ended;
use super::errand::{standing_error, unusable};
use crate::action::rehearsal::Rehearsal;
use crate::browser::Browser;
use crate::ledger::Standing;
use crate::outcome::{ActionError, Failure};
use crate::person::PersonUrl;
use crate::workflow::SendConnectionRequest;

impl<B: Browser> Engine<'_, B> {
    /// `Ok(Ok(()))`: it would be sent.
    ///
    /// # Errors
    /// A wall, a page that nobody knows, a browser that was lost.
    pub(super) async fn rehearse(
        &mut self,
        person: &PersonUrl,
        request: &SendConnectionRequest,
    ) -> Result<Result<(), ActionError>, Failure> {
        let mut visit = self.open(person).await;
        let mut table = Rehearsal::new(request.note.clone(), request.email.clone());
        match self.drive(&mut table, &mut visit, None).await {
            Ended::Stopped { failure, .. } => Err(failure),
            Ended::Answer(Err(error)) => Ok(Err(error)),
            Ended::Answer(Ok(_)) => {
                let keys = self.keys(&mut visit);
                let standing = self.desk.standing(&keys).map_err(|error| unusable(&error))?;
                Ok(match standing {
                    Standing::Free => Ok(()),
                    Standing::InDoubt(_)
                    | Standing::Parked(_)
                    | Standing::Sent { .. }
                    | Standing::ByHand { .. }
                    | Standing::Withdrawn { .. } => Err(standing_error(&standing)),
                })
            }
        }
    }
}

//! No action of the wire: how `st.sendConnectionRequest` would begin, up to its first click that could send.
//!
//! It is that action's own table, stopped where it would commit. Results: none, which means that an
//! invitation would be tried. Errors: those that the table gives on arrival.

use super::send_connection_request::SendConnectionRequest;
use super::{ActionTable, Seen, Step, Verdict};
use crate::page::Element;
use crate::workflow::{Email, Note};

/// The table of a request that is only looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rehearsal(SendConnectionRequest);

impl Rehearsal {
    /// A request with these parameters.
    pub fn new(note: Option<Note>, email: Option<Email>) -> Rehearsal {
        Rehearsal(SendConnectionRequest::new(note, email))
    }
}

/// A click that could send is not made: that it would be is the answer.
fn without_commit(step: Step) -> Step {
    if matches!(step, Step::Commit(_)) {
        return Step::Finish(Verdict::success(None));
    }
    step
}

impl ActionTable for Rehearsal {
    fn next(&mut self, seen: &Seen) -> Step {
        without_commit(self.0.next(seen))
    }

    fn time_up(&mut self, seen: &Seen) -> Step {
        without_commit(self.0.time_up(seen))
    }

    fn done(&mut self, element: Element) {
        self.0.done(element);
    }

    fn phase(&self) -> &'static str {
        "looking ahead"
    }

    fn has_committed(&self) -> bool {
        false
    }
}

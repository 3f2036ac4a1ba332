//! `st.retrievePendingRequests`: lists the invitations that were sent and have no answer.
//!
//! Parameters: none. Results: `data`, an array of `{name, urn, publicUrl, headline, sentTime}`, `[]` when
//! the list is empty. Errors: none. Clicks nothing but what loads more of the list, and answers only once
//! its end is known: a part of the list would say of the others that they were never invited.

use super::{ActionTable, Patience, Reloads, Seen, Step, Verdict, arrival_time_up, below_toast, not_recognised, wall};
use crate::outcome::{Data, Failure, FailureReason, PendingRequest};
use crate::page::{Element, Input, PageState, Said, SentList};

/// What loads more is asked at most this often for nothing.
const MOST_TRIES: u8 = 3;
/// A list that says nothing about its length has ended when its end was shown this often, and nothing came.
const QUIET_ENDS: u8 = 2;
/// More rows than any account may have out.
const MOST_ROWS: usize = 20_000;

/// The table of `st.retrievePendingRequests`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RetrievePendingRequests {
    reloads: Reloads,
    rows: Vec<PendingRequest>,
    asked: Option<Asked>,
}

/// What was asked for more, and how many rows there were then.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    element: Element,
    rows: usize,
    times: u8,
    waits: bool,
}

impl RetrievePendingRequests {
    /// Takes in what the list shows now: it may show the next page in place of the last, or all of it.
    fn take(&mut self, list: &SentList) {
        if self.rows.iter().all(|row| list.rows.contains(row)) {
            self.rows.clear();
        }
        let before = self.rows.len();
        for row in &list.rows {
            let is_shown_twice = self.rows.iter().any(|known| is_one_person(known, row));
            if !is_shown_twice && !self.rows[..before].contains(row) {
                self.rows.push(row.clone());
            }
        }
    }

    fn list(&mut self, seen: &Seen, list: &SentList) -> Step {
        self.take(list);
        let grown = |asked: &Asked| self.rows.len() > asked.rows;
        if self.asked.as_ref().is_some_and(grown) {
            self.asked = None;
        }
        if self.is_counted(list.said) {
            return Step::Wait(Patience::Stand);
        }
        if list.is_loading {
            return Step::Wait(Patience::Load);
        }
        self.ask(seen)
    }

    fn is_counted(&self, said: Said) -> bool {
        said == Said::Count(self.rows.len() as u64)
    }

    /// What would bring more, best first.
    fn source(seen: &Seen) -> Element {
        let more = [Element::MoreInvitations, Element::NextPage];
        let open = |element: &Element| seen.enabled.contains(element);
        more.into_iter().find(open).unwrap_or(Element::LastInvitation)
    }

    fn ask(&mut self, seen: &Seen) -> Step {
        let element = Self::source(seen);
        let before = self.asked.clone().filter(|asked| asked.element == element);
        if before.as_ref().is_some_and(|asked| asked.waits) {
            return Step::Wait(if element == Element::LastInvitation {
                Patience::Fresh
            } else {
                Patience::Load
            });
        }
        self.asked = Some(Asked {
            element,
            rows: self.rows.len(),
            times: before.map_or(0, |asked| asked.times),
            waits: false,
        });
        Step::Use(input(element))
    }

    /// Nothing more came in time.
    fn list_time_up(&mut self, list: &SentList) -> Step {
        if self.is_counted(list.said) {
            return self.finish();
        }
        let asked = self.asked.take().filter(|asked| asked.waits && !list.is_loading);
        let Some(asked) = asked.filter(|_| self.rows.len() <= MOST_ROWS) else {
            return self.give_up(list);
        };
        let is_end = asked.element == Element::LastInvitation;
        let is_whole = match list.said {
            Said::Nothing => asked.times >= QUIET_ENDS && !list.may_lead_on,
            // More than it says: somebody was invited meanwhile.
            Said::Count(count) => (self.rows.len() as u64) > count && asked.times >= QUIET_ENDS,
            Said::SomethingElse => false,
        };
        if is_end && is_whole {
            return self.finish();
        }
        if asked.times >= MOST_TRIES {
            return self.give_up(list);
        }
        let again = input(asked.element);
        self.asked = Some(Asked { waits: false, ..asked });
        Step::Use(again)
    }

    fn finish(&self) -> Step {
        Step::Finish(Verdict::success(Some(Data::PendingRequests(self.rows.clone()))))
    }

    fn give_up(&self, list: &SentList) -> Step {
        let row = FailureReason::PageNotRecognised.row();
        let told = match list.said {
            Said::Count(count) => format!("it says that {count} are waiting"),
            Said::Nothing if list.may_lead_on => "a button behind the last one may lead to more".to_owned(),
            Said::Nothing => "its end never came".to_owned(),
            Said::SomethingElse => "it does not say how many are waiting".to_owned(),
        };
        let message = format!(
            "{} The list of sent invitations could not be read to its end: {} were seen, and {told}.",
            row.message,
            self.rows.len()
        );
        Step::Abort(Failure::new(FailureReason::PageNotRecognised, message))
    }
}

/// Pages that shift while they are turned show somebody twice, and then somebody else not at all.
fn is_one_person(one: &PendingRequest, other: &PendingRequest) -> bool {
    one.public_url.is_some() && one.public_url == other.public_url
}

fn input(element: Element) -> Input {
    if element == Element::LastInvitation {
        Input::Reveal(element)
    } else {
        Input::Click(element)
    }
}

impl ActionTable for RetrievePendingRequests {
    fn next(&mut self, seen: &Seen) -> Step {
        if let Some(failure) = wall(seen.state) {
            return Step::Abort(failure);
        }
        match (below_toast(seen), &seen.sent_list) {
            (PageState::SentInvitations, Some(list)) => self.list(seen, &list.clone()),
            // What is drawn first may be as little as what is known before the server has answered.
            (PageState::NoSentInvitations, _) if self.rows.is_empty() => Step::Wait(Patience::Stand),
            (PageState::Loading, _) => Step::Wait(Patience::Load),
            (PageState::NotFound | PageState::ErrorPage | PageState::NotAPersonPage, _) => {
                Step::Wait(Patience::Believe)
            }
            (
                PageState::SentInvitations
                | PageState::NoSentInvitations
                | PageState::Connectable
                | PageState::ConnectUnderMore
                | PageState::MoreMenuClosed
                | PageState::Pending
                | PageState::Connected
                | PageState::SelfProfile
                | PageState::Incoming
                | PageState::NotAllowed
                | PageState::InviteChoice
                | PageState::InviteNote
                | PageState::InviteEmail
                | PageState::InviteRelation
                | PageState::NoteQuotaUsedUp
                | PageState::WeeklyLimit
                | PageState::LimitWarning
                | PageState::WithdrawDialog
                | PageState::SignedOut
                | PageState::Checkpoint
                | PageState::Restricted
                | PageState::RateLimited
                | PageState::RefusedToast
                | PageState::TroubleToast
                | PageState::SentToast
                | PageState::Unknown,
                _,
            ) => Step::Wait(Patience::Recognise),
        }
    }

    fn time_up(&mut self, seen: &Seen) -> Step {
        let state = below_toast(seen);
        if let (PageState::SentInvitations, Some(list)) = (state, &seen.sent_list) {
            return self.list_time_up(&list.clone());
        }
        if state == PageState::NoSentInvitations && self.rows.is_empty() {
            return self.finish();
        }
        if matches!(state, PageState::SentInvitations | PageState::NoSentInvitations) {
            return Step::Abort(not_recognised(seen));
        }
        if state == PageState::NotFound {
            let unavailable = || Step::Abort(FailureReason::LinkedinUnavailable.into());
            return self.reloads.again(Reloads::DOUBTFUL).unwrap_or_else(unavailable);
        }
        arrival_time_up(seen, &mut self.reloads)
    }

    fn done(&mut self, element: Element) {
        if let Some(asked) = self.asked.as_mut().filter(|asked| asked.element == element) {
            asked.times += 1;
            asked.waits = true;
        }
    }

    fn phase(&self) -> &'static str {
        match &self.asked {
            None => "reading the list",
            Some(_) => "asking for more of the list",
        }
    }

    fn has_committed(&self) -> bool {
        false
    }
}

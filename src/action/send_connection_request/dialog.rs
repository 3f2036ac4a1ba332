//! In the dialog that Connect has opened: the note, the address, Send, or a reason to leave.

use super::confirming::shows_ours;
use super::leaving::Leave;
use super::{Phase, SendConnectionRequest, refusal, weekly, with_words};
use crate::action::{DialogNames, Patience, Seen, Step, not_recognised};
use crate::outcome::{ActionError, ErrorType, Failure, FailureReason};
use crate::page::{Element, Input, PageState};
use crate::workflow::Note;

impl SendConnectionRequest {
    pub(super) fn dialog(&mut self, seen: &Seen, note_typed: bool, relation_chosen: bool) -> Step {
        if self.sent && !self.gave_email && seen.state != PageState::InviteEmail {
            // The prompt that came behind Send is gone, without an answer.
            return self.confirm(seen);
        }
        if seen.dialog_names == DialogNames::SomebodyElse && seen.state != PageState::Unknown {
            let row = FailureReason::OffSite.row();
            let message = format!(
                "{} The invitation dialog names somebody else; nothing was clicked in it.",
                row.message
            );
            return self.leave(Leave::NoAnswer(Failure::new(FailureReason::OffSite, message)), seen);
        }
        match seen.state {
            PageState::InviteChoice if self.note.is_some() => self.press(Element::AddNote, seen),
            PageState::InviteChoice => self.send(Element::SendWithoutNote),
            PageState::InviteNote => self.note_step(seen, note_typed),
            PageState::InviteEmail => self.email_step(seen, note_typed),
            PageState::InviteRelation if self.pressed_in_dialog() => Step::Wait(Patience::Open),
            PageState::InviteRelation if relation_chosen => {
                // This Connect can send as well; the dialog may also go on behind it.
                self.send(Element::RelationConnect)
            }
            PageState::InviteRelation => Step::Use(Input::Click(Element::RelationOther)),
            // An offer in place of the dialog, where nothing about notes was asked.
            PageState::NoteQuotaUsedUp if self.note.is_none() => {
                self.leave(Leave::NoAnswer(not_recognised(seen)), seen)
            }
            PageState::NoteQuotaUsedUp => {
                let error = with_words(ErrorType::NoteLimitExceeded.into(), seen.words.as_deref());
                self.leave(Leave::Answer(error), seen)
            }
            PageState::WeeklyLimit => self.leave(Leave::Answer(weekly(seen)), seen),
            PageState::LimitWarning => self.press(Element::CloseDialog, seen),
            PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Pending
            | PageState::Connected
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::NotFound
            | PageState::ErrorPage
            | PageState::SelfProfile => self.confirm(seen),
            PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::MoreMenuClosed
            | PageState::Incoming
            | PageState::NotAllowed
            | PageState::Loading
            | PageState::WithdrawDialog
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::Unknown => Step::Wait(Patience::Open),
        }
    }

    fn note_step(&mut self, seen: &Seen, note_typed: bool) -> Step {
        let Some(note) = self.note.clone() else {
            // A text that nobody gave, a draft of the site or of an earlier day, must not go. A page may remember it
            // even when its field is empty.
            if seen.filled.contains(&Element::NoteField) {
                let message =
                    "The dialog holds a note that you did not give, and it would go with the request; give one.";
                return self.leave(Leave::Answer(refusal(message, None)), seen);
            }
            // Some accounts are shown the note at once; without one, only an open Send will do.
            return if seen.enabled.contains(&Element::Send) {
                self.send(Element::Send)
            } else {
                Step::Wait(Patience::Open)
            };
        };
        if let Some(error) = over_limits(seen, &note) {
            return self.leave(Leave::Answer(error), seen);
        }
        self.note_offer = seen.note_limits.offer;
        if !note_typed || !seen.filled.contains(&Element::NoteField) {
            return self.fill(Element::NoteField, note.as_str());
        }
        // The page's own counter says whether it knows of the text yet; it sends what it knows.
        let is_counted = seen.note_limits.counted != Some(0);
        if is_counted && seen.enabled.contains(&Element::Send) {
            return self.send(Element::Send);
        }
        Step::Wait(Patience::Open)
    }

    /// The prompt may stand in the choice or beside the note; both fields are filled where both are.
    fn email_step(&mut self, seen: &Seen, note_typed: bool) -> Step {
        let Some(email) = self.email.clone() else {
            return self.leave(Leave::Answer(ErrorType::EmailRequired.into()), seen);
        };
        // What stands in the field already is the browser's or the site's memory, and not the address that was given.
        if !self.gave_email || !seen.filled.contains(&Element::EmailField) {
            return self.fill(Element::EmailField, email.as_str());
        }
        if seen.visible.contains(&Element::NoteField) {
            return self.note_step(seen, note_typed);
        }
        let next = if self.note.is_some() {
            Element::AddNote
        } else {
            Element::SendWithoutNote
        };
        if !seen.enabled.contains(&next) {
            return Step::Wait(Patience::Open);
        }
        if self.note.is_some() {
            self.press(Element::AddNote, seen)
        } else {
            self.send(Element::SendWithoutNote)
        }
    }

    /// The site has answered Send by a question that it had not asked before, so it did not take the request:
    /// the address is given, and Send is pressed once more; without one, fresh pages must bear it out.
    pub(super) fn answer_late_prompt(&mut self, seen: &Seen) -> Step {
        if self.email.is_none() {
            return self.confirm_refused(&ErrorType::EmailRequired.into());
        }
        self.enter(Phase::Dialog {
            note_typed: false,
            relation_chosen: true,
        });
        self.dialog(seen, false, true)
    }

    /// Connect's own dialog, for which nobody waited any more; nothing was clicked in one yet.
    pub(super) fn opens_late(&self, seen: &Seen) -> bool {
        !self.pressed_in_dialog() && seen.shows_invite_dialog() && !shows_ours(seen.card)
    }

    pub(super) fn dialog_time_up(&mut self, seen: &Seen) -> Step {
        match seen.state {
            PageState::InviteRelation if self.pressed_in_dialog() => self.confirm(seen),
            PageState::InviteChoice | PageState::InviteNote | PageState::InviteEmail | PageState::InviteRelation => {
                let why = stuck(seen, self.note.as_ref());
                self.leave(why, seen)
            }
            PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning
            | PageState::WithdrawDialog
            | PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::MoreMenuClosed
            | PageState::Pending
            | PageState::Connected
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotAllowed
            | PageState::NotFound
            | PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::Loading
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Unknown => self.confirm(seen),
        }
    }
}

/// An empty prompt for the address, which nothing was ever typed into.
pub(super) fn asks_anew(seen: &Seen, gave_email: bool) -> bool {
    seen.state == PageState::InviteEmail && !gave_email && !seen.filled.contains(&Element::EmailField)
}

fn over_limits(seen: &Seen, note: &Note) -> Option<ActionError> {
    let length = note.utf16_len() as u64;
    if seen.note_limits.remaining == Some(0) {
        return Some(ErrorType::NoteLimitExceeded.into());
    }
    let longest = seen.note_limits.longest.filter(|longest| length > *longest)?;
    Some(ActionError::new(
        ErrorType::NoteTooLong,
        format!("The note has {length} characters (UTF-16 units); LinkedIn allows this account {longest}."),
    ))
}

/// A dialog that stays as it is although everything it asked for was given.
fn stuck(seen: &Seen, note: Option<&Note>) -> Leave {
    let needs_note = seen.state == PageState::InviteNote && note.is_none();
    if needs_note && seen.visible.contains(&Element::Send) {
        let message = "The dialog offers no way to send without a note; give one.";
        return Leave::Answer(refusal(message, None));
    }
    Leave::NoAnswer(not_recognised(seen))
}

//! Deciding: each action is a pure table from what is seen to what is done next.
//!
//! Knows no browser and no clock. Adding an action: one file below, one line in the engine.

pub mod check_connection_status;
pub mod open_person_page;
mod quotation;
pub mod recheck;
pub mod rehearsal;
pub mod retrieve_pending_requests;
mod sealed;
pub mod send_connection_request;
pub mod withdraw_connection_request;

pub use sealed::{Sealed, SealedWithdrawal};

use std::collections::BTreeSet;

use crate::ledger::Settlement;
use crate::outcome::{ActionError, Data, ErrorType, Failure, FailureReason};
use crate::page::{Element, Input, NoteLimits, PageState, Recognition, SentList, name};

/// What a table is shown: one look, reduced to what decisions need.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// State of the top layer.
    pub state: PageState,
    /// State of the page layer alone.
    pub card: PageState,
    /// Controls that can be seen.
    pub visible: BTreeSet<Element>,
    /// Controls that can be seen and are enabled.
    pub enabled: BTreeSet<Element>,
    /// Fields that hold text.
    pub filled: BTreeSet<Element>,
    /// Limits of the note step.
    pub note_limits: NoteLimits,
    /// Whom the dialog names.
    pub dialog_names: DialogNames,
    /// What a toast says, also beside an open dialog.
    pub toast: Option<PageState>,
    /// What the list of sent invitations says, where it is seen.
    pub sent_list: Option<SentList>,
    /// LinkedIn's own words on top of the page.
    pub words: Option<String>,
    /// Why nothing better can be said, for messages.
    pub rule: String,
    /// Whether there are words for the page's language.
    pub has_words: bool,
}

/// Whom the invitation dialog names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogNames {
    /// Nobody; the click that opened it says whose it is.
    Nobody,
    /// The person of the card.
    ThisPerson,
    /// Somebody else: nothing may be sent.
    SomebodyElse,
}

impl Seen {
    /// Whether a dialog is open that asks before an invitation is sent. Others may come behind one.
    pub(crate) fn shows_invite_dialog(&self) -> bool {
        let asks = matches!(
            self.state,
            PageState::InviteChoice | PageState::InviteNote | PageState::InviteEmail
        );
        asks && self.dialog_names != DialogNames::SomebodyElse
    }

    /// A page that could not be read at all.
    pub(crate) fn unreadable(reason: String) -> Seen {
        Seen {
            state: PageState::Unknown,
            card: PageState::Unknown,
            toast: None,
            visible: BTreeSet::new(),
            enabled: BTreeSet::new(),
            filled: BTreeSet::new(),
            note_limits: NoteLimits::default(),
            dialog_names: DialogNames::Nobody,
            sent_list: None,
            words: None,
            rule: reason,
            has_words: true,
        }
    }
}

impl From<&Recognition> for Seen {
    fn from(seen: &Recognition) -> Seen {
        let elements = |test: &dyn Fn(&crate::page::Control) -> bool| {
            let controls = seen.controls.iter().filter(|(_, control)| test(control));
            controls.map(|(element, _)| *element).collect()
        };
        Seen {
            state: seen.state,
            card: seen.card,
            toast: seen.toast,
            visible: elements(&|_| true),
            enabled: elements(&|control| control.enabled),
            filled: elements(&|control| control.filled),
            note_limits: seen.texts.note_limits,
            dialog_names: dialog_names(seen),
            sent_list: seen.sent_list.clone(),
            words: seen.texts.notice.clone(),
            rule: seen.rule.clone(),
            has_words: seen.has_words,
        }
    }
}

/// The dialog may leave out titles or use the first name alone.
fn dialog_names(seen: &Recognition) -> DialogNames {
    let (Some(dialog), Some(card)) = (&seen.texts.dialog_name, &seen.texts.name) else {
        return DialogNames::Nobody;
    };
    if name::are_one(card, dialog) {
        DialogNames::ThisPerson
    } else {
        DialogNames::SomebodyElse
    }
}

/// How long a table is ready to wait for a change; the engine knows the durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Patience {
    /// For a page to load and its card to stand.
    Load,
    /// For a page that nobody recognises to become one that somebody does.
    Recognise,
    /// For a "no" to be believed.
    Believe,
    /// For the absence of Connect to be believed: a menu may be filled late.
    Absence,
    /// For a card to stand: until the page has been answered all that it has asked its server; where it asks
    /// nothing, or that cannot be known, for a while. Pages draw what they remember or hope for before they are told.
    Stand,
    /// For the page to be answered what it asked its server, before it is loaded afresh: what stands there is no
    /// proof, but a load would cut off what is on its way. Otherwise as [`Patience::Stand`].
    Answers,
    /// For a menu or dialog to open.
    Open,
    /// For the card to change after a send, before the first fresh load.
    InPlace,
    /// For the card to change after a hint that the send went through.
    Hint,
    /// For a fresh page to show what became of it.
    Fresh,
}

impl Patience {
    /// Whether it is over as soon as the page's server has answered.
    pub fn is_for_the_server(self) -> bool {
        matches!(self, Patience::Stand | Patience::Answers)
    }
}

/// What to do now.
#[derive(Debug)]
pub enum Step {
    /// Look again; when this patience is over, ask [`ActionTable::time_up`].
    Wait(Patience),
    /// An input that cannot send.
    Use(Input),
    /// An input that could send: needs an attempt on record.
    Commit(Sealed),
    /// An input that could withdraw: needs a withdrawal on record.
    Withdraw(SealedWithdrawal),
    /// Load the person's page afresh.
    Reload,
    /// The action has its answer.
    Finish(Verdict),
    /// No answer can be reached.
    Abort(Failure),
}

/// An action's answer, and what it means for the attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Data, or the documented error.
    pub result: Result<Option<Data>, ActionError>,
    /// How the attempt ends, if one is on record.
    pub settlement: Settlement,
}

impl Verdict {
    pub(crate) fn success(data: Option<Data>) -> Verdict {
        Verdict {
            result: Ok(data),
            settlement: Settlement::NotSent,
        }
    }

    pub(crate) fn error(error: impl Into<ActionError>) -> Verdict {
        Verdict {
            result: Err(error.into()),
            settlement: Settlement::NotSent,
        }
    }
}

/// One action's table.
pub trait ActionTable: Clone {
    /// What to do about what is seen.
    fn next(&mut self, seen: &Seen) -> Step;

    /// What to do when the patience of the last [`Step::Wait`] is over. Waits in another phase only.
    fn time_up(&mut self, seen: &Seen) -> Step;

    /// The input on `element` that was asked for last was done, or may have been.
    fn done(&mut self, element: Element);

    /// A word for where in the table we are: what one phase has waited is nothing to the next.
    fn phase(&self) -> &'static str;

    /// Whether a control that could send may have been clicked.
    fn has_committed(&self) -> bool;

    /// Whether an answer shows that the person's page can be understood: then it is no sign that looks have changed.
    fn has_understood(&self) -> bool {
        true
    }

    /// LinkedIn's words as they may be told: without what this action types.
    fn quote(&self, words: &str) -> String {
        words.to_owned()
    }
}

/// Walls that end a workflow, whatever the action.
pub(crate) fn wall(state: PageState) -> Option<Failure> {
    let reason = match state {
        PageState::SignedOut => FailureReason::LinkedinAccountSignedOut,
        PageState::Checkpoint => FailureReason::LinkedinCheckpoint,
        PageState::Restricted => FailureReason::LinkedinAccountRestricted,
        PageState::RateLimited => FailureReason::LinkedinRateLimited,
        PageState::Connectable
        | PageState::ConnectUnderMore
        | PageState::MoreMenuClosed
        | PageState::Pending
        | PageState::Connected
        | PageState::SelfProfile
        | PageState::Incoming
        | PageState::NotAllowed
        | PageState::NotFound
        | PageState::Loading
        | PageState::ErrorPage
        | PageState::NotAPersonPage
        | PageState::SentInvitations
        | PageState::NoSentInvitations
        | PageState::InviteChoice
        | PageState::InviteNote
        | PageState::InviteEmail
        | PageState::InviteRelation
        | PageState::NoteQuotaUsedUp
        | PageState::WeeklyLimit
        | PageState::LimitWarning
        | PageState::WithdrawDialog
        | PageState::RefusedToast
        | PageState::TroubleToast
        | PageState::SentToast
        | PageState::Unknown => return None,
    };
    Some(reason.into())
}

/// What lies below a toast: on arrival a toast is somebody else's story.
pub(crate) fn below_toast(seen: &Seen) -> PageState {
    match seen.state {
        PageState::RefusedToast | PageState::TroubleToast | PageState::SentToast => seen.card,
        state => state,
    }
}

/// The failure for a page that nobody recognised in time.
pub(crate) fn not_recognised(seen: &Seen) -> Failure {
    if !seen.has_words && seen.state == PageState::Unknown {
        return FailureReason::LanguageNotSupported.into();
    }
    let row = FailureReason::PageNotRecognised.row();
    Failure::new(
        FailureReason::PageNotRecognised,
        format!("{} It was seen as {} (rule: {}).", row.message, seen.state, seen.rule),
    )
}

/// The failure for an error page that stayed one, with what told so.
fn not_delivered(seen: &Seen) -> Failure {
    let row = FailureReason::LinkedinUnavailable.row();
    Failure::new(
        FailureReason::LinkedinUnavailable,
        format!("{} An error page was seen ({}).", row.message, seen.rule),
    )
}

/// An arrival that has not answered yet: how often the page was loaded anew for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Reloads(u8);

impl Reloads {
    /// Pages that say "nobody" or "error" are read this often more before they are believed.
    const DOUBTFUL: u8 = 2;
    /// Pages that load for ever have been given their time already.
    const LOADING: u8 = 1;

    pub(crate) fn again(&mut self, most: u8) -> Option<Step> {
        (self.0 < most).then(|| {
            self.0 += 1;
            Step::Reload
        })
    }
}

/// The More menu: a second click would shut it again, so each click is given its time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Menu {
    clicks: u8,
    waiting: bool,
}

impl Menu {
    const MOST: u8 = 3;

    /// The menu is seen shut.
    pub(crate) fn open(&mut self) -> Step {
        if self.waiting {
            return Step::Wait(Patience::Open);
        }
        Step::Use(Input::Click(Element::More))
    }

    /// The click was done.
    pub(crate) fn clicked(&mut self) {
        self.clicks += 1;
        self.waiting = true;
    }

    /// It did not open in time. One that could not be clicked at all is not tried again.
    pub(crate) fn again(&mut self) -> Option<Step> {
        let was_clicked = std::mem::take(&mut self.waiting);
        (was_clicked && self.clicks < Self::MOST).then_some(Step::Use(Input::Click(Element::More)))
    }
}

/// How an arrival ends when its patience is over and the state decides nothing.
pub(crate) fn arrival_time_up(seen: &Seen, reloads: &mut Reloads) -> Step {
    if let Some(failure) = wall(seen.state) {
        return Step::Abort(failure);
    }
    match below_toast(seen) {
        PageState::NotFound => reloads
            .again(Reloads::DOUBTFUL)
            .unwrap_or_else(|| Step::Finish(Verdict::error(ErrorType::PersonNotFound))),
        PageState::ErrorPage => reloads
            .again(Reloads::DOUBTFUL)
            .unwrap_or_else(|| Step::Abort(not_delivered(seen))),
        PageState::Loading => reloads
            .again(Reloads::LOADING)
            .unwrap_or_else(|| Step::Abort(FailureReason::LinkedinUnavailable.into())),
        PageState::NotAPersonPage | PageState::SentInvitations | PageState::NoSentInvitations => {
            Step::Abort(Failure::new(
                FailureReason::OffSite,
                format!(
                    "{} The page is about something else ({}).",
                    FailureReason::OffSite.row().message,
                    seen.rule
                ),
            ))
        }
        PageState::Connectable
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
        | PageState::Unknown => Step::Abort(not_recognised(seen)),
    }
}

//! What must hold in every story, whatever the pages show.

use linkwright::action::{ActionTable, Seen, Step, Verdict};
use linkwright::ledger::Settlement;
use linkwright::outcome::{Data, ErrorType, Failure};
use linkwright::page::{Element, Input, PageState};

/// What the caller gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) note: bool,
    pub(crate) email: bool,
}

/// What a story did so far, by its own count: the table is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Story {
    connects: u8,
    /// Pending was clicked, and Withdraw.
    pendings: u8,
    withdraws: u8,
    relation_connects: u8,
    sends: u8,
    /// The page was loaded afresh behind the last click that could send.
    fresh: bool,
    note_typed: bool,
    /// The address was typed before Send, or behind it for a prompt that was not there before.
    gave_email: bool,
    asked_late: bool,
}

/// How a story ended.
pub(crate) enum End<'a> {
    Finish(&'a Verdict),
    Abort(&'a Failure),
}

type Law = Result<(), String>;

pub(crate) fn law(holds: bool, said: &str) -> Law {
    if holds { Ok(()) } else { Err(said.to_owned()) }
}

pub(crate) fn below_toast(seen: &Seen) -> PageState {
    match seen.state {
        PageState::RefusedToast | PageState::TroubleToast | PageState::SentToast => seen.card,
        state => state,
    }
}

fn shows_not_pending(state: PageState) -> bool {
    matches!(
        state,
        PageState::Connectable | PageState::ConnectUnderMore | PageState::NotAllowed | PageState::MoreMenuClosed
    )
}

impl Story {
    /// Clicks that could send and were done.
    pub(crate) fn commits(&self) -> u8 {
        self.connects + self.relation_connects + self.sends + self.pendings + self.withdraws
    }

    pub(crate) fn reloaded(&mut self) {
        self.fresh = self.commits() > 0;
        self.note_typed = false;
    }

    pub(crate) fn used(&mut self, input: &Input) {
        self.note_typed |= input.element() == Element::NoteField;
        if input.element() == Element::EmailField {
            self.asked_late |= self.sends > 0 && !self.gave_email;
            self.gave_email |= self.sends == 0;
        }
    }

    pub(crate) fn committed(&mut self, element: Element) {
        self.fresh = false;
        match element {
            Element::Connect | Element::MenuConnect => self.connects += 1,
            Element::RelationConnect => self.relation_connects += 1,
            _ => {
                self.sends += 1;
                self.note_typed = false;
            }
        }
    }

    pub(crate) fn withdrew(&mut self, element: Element) {
        self.fresh = false;
        match element {
            Element::Withdraw => self.withdraws += 1,
            _ => self.pendings += 1,
        }
    }

    /// Before a click that could withdraw.
    pub(crate) fn may_withdraw(&self, element: Element, seen: &Seen) -> Law {
        use linkwright::action::DialogNames;
        law(
            self.withdraws == 0,
            "something is clicked that could withdraw, behind a Withdraw",
        )?;
        law(
            !self.fresh,
            "something is clicked that could withdraw, on the load that should prove the first",
        )?;
        law(
            seen.enabled.contains(&element),
            "a control is clicked that is not enabled",
        )?;
        match element {
            Element::Pending | Element::MenuPending => {
                law(self.pendings < 4, "Pending is clicked again and again")?;
                law(
                    below_toast(seen) == PageState::Pending,
                    "Pending is clicked that is not seen",
                )
            }
            Element::Withdraw => {
                law(self.pendings > 0, "Withdraw is clicked without Pending")?;
                law(
                    seen.state == PageState::WithdrawDialog,
                    "Withdraw is clicked without its dialog",
                )?;
                law(
                    seen.dialog_names != DialogNames::SomebodyElse,
                    "somebody else's invitation is withdrawn",
                )
            }
            _ => Err(format!("{element} cannot withdraw")),
        }
    }

    fn may_have_withdrawn(&self, seen: &Seen) -> Law {
        let gone = [
            PageState::Connectable,
            PageState::ConnectUnderMore,
            PageState::NotAllowed,
        ];
        law(self.fresh, "withdrawn, and no fresh load has shown it")?;
        law(
            gone.contains(&below_toast(seen)),
            "withdrawn, and the page does not show it",
        )
    }

    /// Before an input that cannot send.
    pub(crate) fn may_use(&self, input: &Input, seen: &Seen, given: Given) -> Law {
        let harmless = [
            Element::More,
            Element::AddNote,
            Element::NoteField,
            Element::EmailField,
            Element::RelationOther,
            Element::CloseDialog,
            Element::Unfollow,
            Element::MoreInvitations,
            Element::NextPage,
            Element::LastInvitation,
        ];
        law(
            harmless.contains(&input.element()),
            "an input that could send is not sealed",
        )?;
        law(
            input.element() != Element::NoteField || given.note,
            "a note is typed that nobody gave",
        )?;
        law(
            input.element() != Element::EmailField || given.email,
            "an e-mail address is typed that nobody gave",
        )?;
        law(
            input.element() != Element::More || below_toast(seen) == PageState::MoreMenuClosed,
            "a menu is opened that is not seen shut",
        )?;
        let is_asked = self.asked_late || (seen.state == PageState::InviteEmail && !self.gave_email);
        law(
            self.fresh || self.sends + self.withdraws == 0 || (self.sends == 1 && is_asked),
            "something is clicked behind the last click, before a fresh load",
        )?;
        let closes = input.element() == Element::CloseDialog;
        law(!closes || is_dialog(seen.state), "a dialog is closed that is not there")
    }

    /// Before a click that could send.
    pub(crate) fn may_commit(&self, element: Element, seen: &Seen, given: Given) -> Law {
        law(
            self.sends == 0 || (self.sends == 1 && self.asked_late),
            "something is clicked that could send, behind a Send",
        )?;
        law(
            !self.fresh,
            "something is clicked that could send, on the load that should prove the first",
        )?;
        match element {
            Element::Connect | Element::MenuConnect => {
                law(self.commits() == 0, "Connect is clicked twice")?;
                let offered = matches!(below_toast(seen), PageState::Connectable | PageState::ConnectUnderMore);
                law(offered, "Connect is clicked although the page does not offer it")
            }
            Element::RelationConnect => {
                law(self.connects == 1, "the relation's Connect is clicked without Connect")?;
                law(
                    self.relation_connects + self.sends == 0,
                    "the relation's Connect is clicked twice, or behind a Send",
                )?;
                self.may_send(seen)
            }
            Element::SendWithoutNote => {
                law(!given.note, "a note was given, but it is sent without one")?;
                law(self.connects == 1, "Send is clicked without Connect")?;
                self.may_send(seen)?;
                self.may_send_email(seen, given)
            }
            Element::Send => {
                law(self.connects == 1, "Send is clicked without Connect")?;
                law(!given.note || self.note_typed, "a note is sent that was never typed")?;
                law(
                    given.note || !seen.filled.contains(&Element::NoteField),
                    "a text is sent that nobody gave",
                )?;
                law(
                    !given.note || seen.filled.contains(&Element::NoteField),
                    "a note is sent that is not in its field",
                )?;
                law(
                    seen.enabled.contains(&Element::Send),
                    "a Send is clicked that is not enabled",
                )?;
                law(
                    seen.note_limits.remaining != Some(0) || !given.note,
                    "a note is sent although none is left",
                )?;
                let too_long = given.note && seen.note_limits.longest.is_some_and(|longest| longest < 250);
                law(!too_long, "a note is sent that is too long")?;
                self.may_send(seen)?;
                self.may_send_email(seen, given)
            }
            _ => Err(format!("{element} cannot send")),
        }
    }

    fn may_send(&self, seen: &Seen) -> Law {
        use linkwright::action::DialogNames;
        law(is_dialog(seen.state), "Send is clicked without a dialog")?;
        law(
            seen.dialog_names != DialogNames::SomebodyElse,
            "Send is clicked in somebody else's dialog",
        )
    }

    fn may_send_email(&self, seen: &Seen, given: Given) -> Law {
        if seen.state != PageState::InviteEmail {
            return Ok(());
        }
        law(given.email, "the prompt for an e-mail address is passed without one")?;
        law(
            seen.filled.contains(&Element::EmailField),
            "the prompt for an e-mail address is passed empty",
        )?;
        law(
            self.gave_email || self.asked_late,
            "the prompt for an e-mail address is passed with one that nobody gave",
        )
    }

    /// At the end: what is answered must be what was seen.
    pub(crate) fn may_end(&self, end: &End, seen: &Seen, table: &impl ActionTable, sends: bool) -> Law {
        match end {
            End::Finish(verdict) => match &verdict.result {
                Ok(_) if sends => self.may_succeed(verdict, seen),
                Ok(_) if self.pendings > 0 => self.may_have_withdrawn(seen),
                Ok(Some(Data::PendingRequests(rows))) => crate::lists::may_list(rows.len(), seen),
                Ok(_) => law(self.commits() == 0, "a table that only reads has sent"),
                Err(error) => self.may_refuse(error.kind, verdict.settlement, seen),
            },
            End::Abort(_) => {
                if self.commits() == 0 {
                    return law(!table.has_committed(), "in doubt although nothing was clicked");
                }
                if self.pendings > 0 {
                    let untouched = self.withdraws == 0 && seen.state == PageState::WithdrawDialog;
                    return law(
                        table.has_committed() || untouched,
                        "certain that nothing was withdrawn, without proof",
                    );
                }
                let proved =
                    shows_not_pending(below_toast(seen)) && (self.fresh || self.sends + self.relation_connects == 0);
                law(
                    table.has_committed() || proved,
                    "certain that nothing was sent, without proof",
                )?;
                law(
                    !table.has_committed() || !proved,
                    "in doubt although the page has proved that nothing was sent",
                )
            }
        }
    }

    fn may_succeed(&self, verdict: &Verdict, seen: &Seen) -> Law {
        let proof = matches!(below_toast(seen), PageState::Pending | PageState::Connected);
        law(self.commits() > 0, "success without a click")?;
        law(proof, "success without Pending or Connected")?;
        law(self.fresh, "success that no fresh load has shown")?;
        law(
            verdict.settlement == Settlement::Sent,
            "success that is not settled as sent",
        )
    }

    fn may_refuse(&self, error: ErrorType, settlement: Settlement, seen: &Seen) -> Law {
        let in_doubt = settlement == Settlement::InDoubt;
        law(settlement != Settlement::Sent, "an error that is settled as sent")?;
        match error {
            ErrorType::PersonNotFound
            | ErrorType::SelfProfileNotAllowed
            | ErrorType::AlreadyPending
            | ErrorType::AlreadyConnected => law(self.commits() == 0, "what holds on arrival is said behind a click"),
            ErrorType::EmailRequired | ErrorType::NoteTooLong => {
                let borne_out = self.fresh && shows_not_pending(below_toast(seen)) && !in_doubt;
                law(
                    self.sends + self.relation_connects == 0 || borne_out,
                    "nothing was sent, it says, behind a Send that no fresh load bears out",
                )?;
                law(self.commits() > 0, "what only a dialog can say is said without one")
            }
            ErrorType::NoteLimitExceeded => {
                let borne_out = self.fresh && shows_not_pending(below_toast(seen)) && !in_doubt;
                law(
                    self.sends + self.relation_connects == 0 || borne_out || (self.fresh && in_doubt),
                    "a note's end behind a Send without doubt or fresh load",
                )?;
                law(self.commits() > 0, "what only a dialog can say is said without one")
            }
            ErrorType::RequestNotAllowed => {
                let borne_out = self.fresh && shows_not_pending(below_toast(seen)) && !in_doubt;
                law(
                    self.commits() == 0 || borne_out,
                    "a refusal behind a click that no fresh load bears out",
                )
            }
            ErrorType::OutcomeUnknown => {
                law(self.commits() > 0, "in doubt although nothing was clicked")?;
                law(self.fresh, "in doubt without a fresh load")?;
                law(in_doubt, "in doubt, but not settled so")
            }
            ErrorType::NotPending => {
                let accepted = self.fresh && below_toast(seen) == PageState::Connected;
                law(
                    self.commits() == 0 || accepted,
                    "nothing was pending, it says, behind a click",
                )
            }
            ErrorType::LimitExceeded => Err("no page can reach our own limit".to_owned()),
        }
    }
}

fn is_dialog(state: PageState) -> bool {
    matches!(
        state,
        PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning
    )
}

/// Between looks: whoever may have sent must know it.
pub(crate) fn knows(table: &impl ActionTable, story: &Story) -> Law {
    law(
        table.has_committed() == (story.commits() > 0),
        "the table forgets, or imagines, that it may have sent",
    )
}

/// An input that is never possible is not asked for again when its time is up.
pub(crate) fn gives_up(input: &Input, table: &impl ActionTable, seen: &Seen) -> Law {
    let is_same = |step: &Step| matches!(step, Step::Use(other) if other.element() == input.element());
    law(
        !table.has_committed() || !is_same(&table.clone().time_up(seen)),
        "an input that is never possible is asked for again",
    )
}

/// When the patience is over, only another phase may wait again.
pub(crate) fn decides(step: &Step, phase_before: &str, table: &impl ActionTable) -> Law {
    let waits_on = matches!(step, Step::Wait(_)) && table.phase() == phase_before;
    law(!waits_on, "the table waits on although its time is up")
}

//! Short stories of one table each: what it does, step by step, at a page that answers what was done.

use linkwright::action::check_connection_status::CheckConnectionStatus;
use linkwright::action::recheck::Recheck;
use linkwright::action::rehearsal::Rehearsal;
use linkwright::action::send_connection_request::SendConnectionRequest;
use linkwright::action::withdraw_connection_request::WithdrawConnectionRequest;
use linkwright::action::{ActionTable, DialogNames, Seen, Step};
use linkwright::ledger::Settlement;
use linkwright::ledger::recovery::Reading;
use linkwright::page::{Element, NoteLimits, PageState};

use crate::pictures::{over, picture, show};
use crate::play::{Play, play};
use crate::{email, long_note};

/// A page that is one thing until something was done, and another from then on.
fn until(deed: &str, before: Seen, after: Seen) -> impl Fn(&[String]) -> Seen {
    move |deeds| {
        let is_done = deeds.iter().any(|one| one == deed);
        if is_done { after.clone() } else { before.clone() }
    }
}

pub(crate) fn is_at(state: PageState) -> impl Fn(&[String]) -> Seen {
    move |_| picture(state)
}

/// A dialog of this person, with these controls to use.
pub(crate) fn dialog(state: PageState, controls: &[Element]) -> Seen {
    let mut seen = over(PageState::Connectable, state);
    seen.dialog_names = DialogNames::ThisPerson;
    show(&mut seen, controls, controls);
    seen
}

pub(crate) fn pending() -> Seen {
    let mut seen = picture(PageState::Pending);
    show(&mut seen, &[Element::Pending], &[Element::Pending]);
    seen
}

#[test]
fn a_menu_that_stays_shut_is_clicked_three_times_on_each_load() {
    let shut = PageState::MoreMenuClosed;
    let on_each_load = |deeds: &[String], deed: &str| -> Vec<usize> {
        let loads = deeds.split(|deed| deed == "reload");
        loads
            .map(|load| load.iter().filter(|one| *one == deed).count())
            .collect()
    };
    let more = |deeds: &[String]| on_each_load(deeds, "click more");
    assert_eq!(more(&play(CheckConnectionStatus::default(), is_at(shut)).deeds), [3]);
    assert_eq!(
        more(&play(SendConnectionRequest::new(None, None), is_at(shut)).deeds),
        [3]
    );
    assert_eq!(more(&play(Rehearsal::new(None, None), is_at(shut)).deeds), [3]);
    assert_eq!(
        more(&play(WithdrawConnectionRequest::new(true), is_at(shut)).deeds),
        [3]
    );
    assert_eq!(more(&play(Recheck::default(), is_at(shut)).deeds), [3, 3]);
    // Behind a click that may have sent, none before the first fresh load.
    let sent = until("commit connect", picture(PageState::Connectable), picture(shut));
    let sent = play(SendConnectionRequest::new(None, None), sent);
    assert_eq!(
        (more(&sent.deeds), sent.end.as_str()),
        (vec![0, 3, 3, 3, 3], "outcomeUnknown")
    );
    let withdrawn = until("withdraw pending", pending(), picture(shut));
    let withdrawn = play(WithdrawConnectionRequest::new(true), withdrawn);
    let end = (more(&withdrawn.deeds), withdrawn.end.as_str());
    assert_eq!(end, (vec![0, 3, 3, 3, 3], "outcomeUnknown"));
}

#[test]
fn an_absence_is_believed_on_the_second_load_and_an_invitation_on_the_first() {
    let offers = Reading::OffersConnect { listed: None };
    for state in PageState::ALL {
        let (wanted, loads) = match state {
            PageState::Pending => (Reading::Pending, 1),
            PageState::Connected => (Reading::Connected, 1),
            PageState::Connectable | PageState::ConnectUnderMore => (offers, 2),
            PageState::NotAllowed
            | PageState::SelfProfile
            | PageState::Incoming
            | PageState::NotFound
            | PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::WeeklyLimit
            | PageState::LimitWarning => (Reading::NoInvitation, 2),
            PageState::SignedOut | PageState::Checkpoint | PageState::Restricted | PageState::RateLimited => {
                (Reading::Unreadable, 1)
            }
            PageState::MoreMenuClosed
            | PageState::Loading
            | PageState::ErrorPage
            | PageState::NotAPersonPage
            | PageState::SentInvitations
            | PageState::NoSentInvitations
            | PageState::WithdrawDialog
            | PageState::RefusedToast
            | PageState::TroubleToast
            | PageState::SentToast
            | PageState::Unknown => (Reading::Unreadable, 2),
        };
        let read = play(Recheck::default(), is_at(*state));
        assert_eq!(
            (read.table.reading(), read.count("reload") + 1),
            (wanted, loads),
            "{state}"
        );
    }
    assert_eq!(Recheck::default().phase(), "reading afresh", "before any load");
    // What the last load shows counts.
    let late = play(
        Recheck::default(),
        until("reload", picture(PageState::Connectable), pending()),
    );
    assert_eq!(late.table.reading(), Reading::Pending);
}

#[test]
fn a_note_may_be_as_long_as_the_page_allows() {
    let length = u64::try_from(long_note().as_str().len()).expect("few");
    for (longest, end) in [(length, "success"), (length - 1, "noteTooLong")] {
        let sent = play(SendConnectionRequest::new(Some(long_note()), None), |deeds| {
            let mut seen = dialog(
                PageState::InviteNote,
                &[Element::NoteField, Element::Send, Element::CloseDialog],
            );
            seen.note_limits.longest = Some(longest);
            match deeds.last().map(String::as_str) {
                None | Some("click close_dialog") => return picture(PageState::Connectable),
                Some("commit connect") => {}
                Some("fill note_field") => {
                    seen.filled.insert(Element::NoteField);
                }
                Some(_) => return pending(),
            }
            seen
        });
        assert_eq!(sent.end, end, "{:?}", sent.deeds);
    }
}

/// A note that is sent beside an offer to buy more, and what the page shows then for good.
fn sent_beside_an_offer(then: PageState) -> Play<SendConnectionRequest> {
    play(SendConnectionRequest::new(Some(long_note()), None), |deeds| {
        let mut seen = dialog(PageState::InviteNote, &[Element::NoteField, Element::Send]);
        seen.note_limits = NoteLimits {
            offer: true,
            ..NoteLimits::default()
        };
        match deeds.last().map(String::as_str) {
            None => return picture(PageState::Connectable),
            Some("commit connect") => {}
            Some("fill note_field") => {
                seen.filled.insert(Element::NoteField);
            }
            Some(_) => return picture(then),
        }
        seen
    })
}

#[test]
fn a_note_is_called_dropped_only_where_the_card_says_that_nothing_waits() {
    for (then, end) in [
        (PageState::Connectable, "noteLimitExceeded"),
        (PageState::NotAllowed, "noteLimitExceeded"),
        (PageState::Unknown, "outcomeUnknown"),
        (PageState::Pending, "success"),
    ] {
        let sent = sent_beside_an_offer(then);
        assert_eq!(sent.end, end, "{then}");
        let doubt = (end != "success").then_some(Settlement::InDoubt);
        assert_eq!(sent.settlement, doubt.or(Some(Settlement::Sent)), "{then}");
    }
}

#[test]
fn a_dialog_that_takes_notes_only_refuses_who_gave_none() {
    let said = "no way to send without a note";
    for (note, state, shows_send, end) in [
        (None, PageState::InviteNote, true, "requestNotAllowed"),
        // Where no Send is seen at all, the page may be another than we think.
        (None, PageState::InviteNote, false, "pageNotRecognised"),
        (Some(long_note()), PageState::InviteNote, true, "pageNotRecognised"),
        (None, PageState::InviteEmail, true, "pageNotRecognised"),
    ] {
        let page = |deeds: &[String]| match deeds.last().map(String::as_str) {
            None | Some("click close_dialog" | "reload") => picture(PageState::Connectable),
            Some(_) => {
                // Nothing but Close can be used, and no text stays in its field.
                let mut stuck = dialog(state, &[Element::CloseDialog]);
                let seen = [Element::CloseDialog, Element::Send];
                show(
                    &mut stuck,
                    &seen[..1 + usize::from(shows_send)],
                    &[Element::CloseDialog],
                );
                stuck
            }
        };
        let stuck = play(SendConnectionRequest::new(note, Some(email())), page);
        assert_eq!(stuck.end, end, "{state}");
        assert_eq!(
            stuck.message.contains(said),
            end == "requestNotAllowed",
            "{state}: {}",
            stuck.message
        );
        assert_ne!(stuck.settlement, Some(Settlement::Sent), "nothing was sent");
    }
}

/// The relation's dialog, in which the table has clicked its own Connect; and a dialog of somebody else behind it.
fn relation_then_somebody_else(after: PageState) -> Play<SendConnectionRequest> {
    let relation = dialog(
        PageState::InviteRelation,
        &[Element::RelationOther, Element::RelationConnect],
    );
    play(SendConnectionRequest::new(None, None), |deeds| {
        match deeds.last().map(String::as_str) {
            None => picture(PageState::Connectable),
            Some("commit connect" | "click relation_other") => relation.clone(),
            Some("commit relation_connect") => Seen {
                dialog_names: DialogNames::SomebodyElse,
                ..dialog(PageState::InviteChoice, &[Element::CloseDialog])
            },
            Some(_) => picture(after),
        }
    })
}

#[test]
fn behind_a_connect_that_can_send_only_fresh_cards_say_that_nothing_was_sent() {
    let unsent = relation_then_somebody_else(PageState::Connectable);
    assert_eq!((unsent.end.as_str(), unsent.count("reload")), ("offSite", 3));
    assert!(!unsent.table.has_committed(), "three fresh cards have shown it");
    let unclear = relation_then_somebody_else(PageState::Unknown);
    assert_eq!((unclear.end.as_str(), unclear.count("reload")), ("outcomeUnknown", 4));
    assert!(unclear.table.has_committed());
    assert!(unclear.message.contains("somebody else"), "{}", unclear.message);
}

#[test]
fn a_relation_that_cannot_be_chosen_is_left_by_closing_its_dialog() {
    let mut table = SendConnectionRequest::new(None, None);
    table.next(&picture(PageState::Connectable));
    table.done(Element::Connect);
    let relation = dialog(PageState::InviteRelation, &[Element::CloseDialog]);
    assert!(matches!(table.next(&relation), Step::Use(input) if input.element() == Element::RelationOther));
    // Blocked for good.
    assert!(matches!(table.time_up(&relation), Step::Use(input) if input.element() == Element::CloseDialog));
    table.done(Element::CloseDialog);
    assert!(matches!(table.next(&picture(PageState::Connectable)), Step::Abort(_)));
    assert!(!table.has_committed(), "what can send was never clicked");
}

#[test]
fn dialogs_that_follow_each_other_are_closed_four_times_in_all() {
    let states = [PageState::InviteEmail, PageState::InviteChoice];
    let left = play(SendConnectionRequest::new(None, None), |deeds| {
        let closed = deeds.iter().filter(|deed| *deed == "click close_dialog").count();
        match deeds {
            [] => picture(PageState::Connectable),
            _ if deeds.iter().any(|deed| deed == "reload") => picture(PageState::Connectable),
            _ => dialog(states[closed % 2], &[Element::CloseDialog]),
        }
    });
    assert_eq!(
        (left.end.as_str(), left.count("click close_dialog")),
        ("emailRequired", 4)
    );
}

#[test]
fn a_click_that_may_have_been_lost_is_made_again_once_it_is_possible() {
    let mut table = SendConnectionRequest::new(Some(long_note()), None);
    table.next(&picture(PageState::Connectable));
    table.done(Element::Connect);
    let choice = dialog(PageState::InviteChoice, &[Element::AddNote, Element::CloseDialog]);
    let adds_a_note = |step: Step| matches!(step, Step::Use(input) if input.element() == Element::AddNote);
    assert!(adds_a_note(table.next(&choice)));
    table.done(Element::AddNote);
    assert!(matches!(table.next(&choice), Step::Wait(_)), "its time");
    assert!(adds_a_note(table.time_up(&choice)), "lost");
    assert!(adds_a_note(table.next(&choice)), "not possible yet: at the next look");
}

#[test]
fn a_note_that_the_page_has_not_counted_is_not_sent() {
    for (counted, sends) in [(Some(0), false), (Some(7), true), (None, true)] {
        let play = play(SendConnectionRequest::new(Some(long_note()), None), |deeds| {
            let mut seen = dialog(PageState::InviteNote, &[Element::NoteField, Element::Send]);
            seen.note_limits.counted = counted;
            match deeds.last().map(String::as_str) {
                None => return picture(PageState::Connectable),
                Some("fill note_field") => {
                    seen.filled.insert(Element::NoteField);
                }
                Some("commit send") => return pending(),
                Some("commit connect") => {}
                Some(_) => return picture(PageState::Connectable),
            }
            seen
        });
        assert_eq!(play.count("commit send") == 1, sends, "{counted:?}: {:?}", play.deeds);
    }
}

#[test]
fn an_address_that_stands_in_the_prompt_already_is_not_the_one_that_was_given() {
    let mut prompt = dialog(PageState::InviteEmail, &[Element::EmailField, Element::SendWithoutNote]);
    prompt.filled.insert(Element::EmailField);
    let connectable = picture(PageState::Connectable);
    let sent = play(
        SendConnectionRequest::new(None, Some(email())),
        |deeds: &[String]| match deeds.last().map(String::as_str) {
            None => connectable.clone(),
            Some("commit send_without_note" | "reload") => pending(),
            Some(_) => prompt.clone(),
        },
    );
    let deeds = [
        "commit connect",
        "fill email_field",
        "commit send_without_note",
        "reload",
    ];
    assert_eq!(
        (sent.deeds.as_slice(), sent.end.as_str()),
        (&deeds.map(str::to_owned)[..], "success")
    );
}

/// What is offered in place of the dialog says nothing about notes to whoever gives none.
#[test]
fn an_offer_is_no_limit_where_no_note_was_asked_for() {
    for (note, end) in [(None, "pageNotRecognised"), (Some(long_note()), "noteLimitExceeded")] {
        let offered = play(SendConnectionRequest::new(note, None), |deeds| {
            match deeds.last().map(String::as_str) {
                Some("commit connect") => dialog(PageState::NoteQuotaUsedUp, &[Element::CloseDialog]),
                _ => picture(PageState::Connectable),
            }
        });
        assert_eq!(offered.end, end, "{:?}", offered.deeds);
        assert_eq!(offered.count("click close_dialog"), 1);
    }
}

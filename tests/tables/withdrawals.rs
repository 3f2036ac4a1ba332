//! Withdrawals: what is pressed again, for how long, and who is told from whom.

use linkwright::action::withdraw_connection_request::WithdrawConnectionRequest;
use linkwright::action::{ActionTable, Step};
use linkwright::ledger::Settlement;
use linkwright::outcome::ErrorType;
use linkwright::page::{Element, PageState};

use crate::pictures::picture;
use crate::play::play;
use crate::plays::{dialog, is_at, pending};

#[test]
fn a_click_on_pending_that_changes_nothing_is_made_three_times() {
    let lost = play(WithdrawConnectionRequest::new(true), |_| pending());
    assert_eq!((lost.count("withdraw pending"), lost.count("reload")), (3, 4));
    assert_eq!(
        (lost.end.as_str(), lost.settlement),
        ("outcomeUnknown", Some(Settlement::InDoubt))
    );
}

#[test]
fn a_pending_that_cannot_be_clicked_again_is_not_tried_for_ever() {
    let mut table = WithdrawConnectionRequest::new(true);
    table.done(Element::Pending);
    // Something covers it now: the time is up again and again, and nothing is done.
    let tries = (0..9).take_while(|_| matches!(table.time_up(&pending()), Step::Withdraw(_)));
    assert_eq!(tries.count(), 2);
}

#[test]
fn who_was_accepted_meanwhile_is_told_from_who_has_nothing_pending() {
    for state in [
        PageState::Connectable,
        PageState::NotAllowed,
        PageState::Incoming,
        PageState::Connected,
    ] {
        let gone = play(WithdrawConnectionRequest::new(true), is_at(state));
        assert_eq!(gone.end, ErrorType::NotPending.as_str(), "{state}");
        assert_eq!(gone.table.saw_connection(), state == PageState::Connected, "{state}");
    }
    let withdraws = dialog(PageState::WithdrawDialog, &[Element::Withdraw]);
    for (state, end) in [
        (PageState::Connectable, "success"),
        (PageState::Connected, "notPending"),
    ] {
        let page = |deeds: &[String]| match deeds.last().map(String::as_str) {
            None => pending(),
            Some("withdraw pending") => withdraws.clone(),
            Some(_) => picture(state),
        };
        let withdrawn = play(WithdrawConnectionRequest::new(true), page);
        assert_eq!(withdrawn.end, end, "{state}");
        assert_eq!(
            withdrawn.table.saw_connection(),
            state == PageState::Connected,
            "{state}"
        );
    }
}

#[test]
fn an_unproved_withdrawal_says_whether_more_than_pending_was_clicked() {
    let alone = play(WithdrawConnectionRequest::new(true), |_| pending());
    assert!(alone.message.starts_with("Pending was clicked"), "{}", alone.message);
    let withdraws = dialog(PageState::WithdrawDialog, &[Element::Withdraw]);
    let page = |deeds: &[String]| match deeds.last().map(String::as_str) {
        Some("withdraw pending") => withdraws.clone(),
        None | Some(_) => pending(),
    };
    let confirmed = play(WithdrawConnectionRequest::new(true), page);
    assert_eq!(confirmed.end, "outcomeUnknown");
    let told = &confirmed.message;
    assert!(told.contains("possibly withdrawn"), "{told}");
}

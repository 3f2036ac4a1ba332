//! What a page that stays as it is means to each action, on arrival: one table for all states.

use linkwright::action::check_connection_status::CheckConnectionStatus;
use linkwright::action::open_person_page::OpenPersonPage;
use linkwright::action::retrieve_pending_requests::RetrievePendingRequests;
use linkwright::action::send_connection_request::SendConnectionRequest;
use linkwright::action::{ActionTable, Seen, Step};
use linkwright::outcome::{ConnectionStatus, Data};
use linkwright::page::PageState;

use crate::pictures::{over, picture};

/// State on arrival, and what send, check and open answer. `commits` is the first click that could send.
const ARRIVALS: &[(PageState, &str, &str, &str)] = &[
    (PageState::Connectable, "commits", "notConnected", "opened"),
    (PageState::ConnectUnderMore, "commits", "notConnected", "opened"),
    (
        PageState::MoreMenuClosed,
        "pageNotRecognised",
        "pageNotRecognised",
        "opened",
    ),
    (PageState::Pending, "alreadyPending", "pending", "opened"),
    (PageState::Connected, "alreadyConnected", "connected", "opened"),
    (
        PageState::SelfProfile,
        "selfProfileNotAllowed",
        "selfProfileNotAllowed",
        "opened",
    ),
    (PageState::Incoming, "requestNotAllowed", "incoming", "opened"),
    (PageState::NotAllowed, "requestNotAllowed", "notConnected", "opened"),
    (
        PageState::NotFound,
        "personNotFound",
        "personNotFound",
        "personNotFound",
    ),
    (
        PageState::SignedOut,
        "linkedinAccountSignedOut",
        "linkedinAccountSignedOut",
        "linkedinAccountSignedOut",
    ),
    (
        PageState::Checkpoint,
        "linkedinCheckpoint",
        "linkedinCheckpoint",
        "linkedinCheckpoint",
    ),
    (
        PageState::Restricted,
        "linkedinAccountRestricted",
        "linkedinAccountRestricted",
        "linkedinAccountRestricted",
    ),
    (
        PageState::RateLimited,
        "linkedinRateLimited",
        "linkedinRateLimited",
        "linkedinRateLimited",
    ),
    (
        PageState::Loading,
        "linkedinUnavailable",
        "linkedinUnavailable",
        "linkedinUnavailable",
    ),
    (
        PageState::ErrorPage,
        "linkedinUnavailable",
        "linkedinUnavailable",
        "linkedinUnavailable",
    ),
    (PageState::NotAPersonPage, "offSite", "offSite", "offSite"),
    (PageState::SentInvitations, "offSite", "offSite", "offSite"),
    (PageState::NoSentInvitations, "offSite", "offSite", "offSite"),
    (
        PageState::InviteChoice,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::InviteNote,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::InviteEmail,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::InviteRelation,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::NoteQuotaUsedUp,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::WeeklyLimit,
        "requestNotAllowed",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::LimitWarning,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::WithdrawDialog,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::RefusedToast,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::TroubleToast,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::SentToast,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
    (
        PageState::Unknown,
        "pageNotRecognised",
        "pageNotRecognised",
        "pageNotRecognised",
    ),
];

/// Drives a table at a page that never changes, up to its answer or its first commit.
fn answer(mut table: impl ActionTable, seen: &Seen) -> String {
    for _ in 0..100 {
        let step = match table.next(seen) {
            Step::Wait(_) => table.time_up(seen),
            step => step,
        };
        match step {
            Step::Wait(_) => return "waits for ever".to_owned(),
            Step::Use(input) => table.done(input.element()),
            Step::Commit(_) => return "commits".to_owned(),
            Step::Withdraw(_) => return "withdraws".to_owned(),
            Step::Reload => {}
            Step::Finish(verdict) => {
                return match verdict.result {
                    Ok(Some(Data::ConnectionStatus(status))) => ConnectionStatus::as_str(status).to_owned(),
                    Ok(Some(Data::PendingRequests(rows))) => format!("lists {}", rows.len()),
                    Ok(_) => "opened".to_owned(),
                    Err(error) => error.kind.to_string(),
                };
            }
            Step::Abort(failure) => return failure.reason.to_string(),
        }
    }
    "never ends".to_owned()
}

fn answers(seen: &Seen) -> [String; 3] {
    [
        answer(SendConnectionRequest::new(None, None), seen),
        answer(CheckConnectionStatus::default(), seen),
        answer(OpenPersonPage::default(), seen),
    ]
}

#[test]
fn every_state_on_arrival_has_its_answer_in_every_action() {
    let listed: Vec<PageState> = ARRIVALS.iter().map(|(state, ..)| *state).collect();
    assert_eq!(listed, PageState::ALL);
    for (state, send, check, open) in ARRIVALS {
        assert_eq!(answers(&picture(*state)), [*send, *check, *open], "{state}");
    }
}

#[test]
fn a_toast_on_arrival_is_somebody_elses_story() {
    for toast in [PageState::RefusedToast, PageState::TroubleToast, PageState::SentToast] {
        for (card, ..) in ARRIVALS.iter().filter(|(card, ..)| is_card(*card)) {
            assert_eq!(
                answers(&over(*card, toast)),
                answers(&picture(*card)),
                "{toast} over {card}"
            );
        }
    }
}

fn is_card(state: PageState) -> bool {
    matches!(
        state,
        PageState::Connectable
            | PageState::MoreMenuClosed
            | PageState::Pending
            | PageState::Connected
            | PageState::SelfProfile
            | PageState::Incoming
    )
}

#[test]
fn a_page_in_a_language_without_words_is_told_so() {
    let seen = Seen {
        has_words: false,
        ..picture(PageState::Unknown)
    };
    assert_eq!(answers(&seen), ["languageNotSupported"; 3]);
}

#[test]
fn a_list_is_answered_from_a_list_and_from_nothing_else() {
    for (state, ..) in ARRIVALS {
        let told = answer(RetrievePendingRequests::default(), &picture(*state));
        let expected = match state {
            PageState::NoSentInvitations => "lists 0",
            PageState::SignedOut => "linkedinAccountSignedOut",
            PageState::Checkpoint => "linkedinCheckpoint",
            PageState::Restricted => "linkedinAccountRestricted",
            PageState::RateLimited => "linkedinRateLimited",
            PageState::NotFound | PageState::ErrorPage | PageState::Loading => "linkedinUnavailable",
            PageState::NotAPersonPage => "offSite",
            _ => "pageNotRecognised",
        };
        assert_eq!(told, expected, "{state}");
    }
}

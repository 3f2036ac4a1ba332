//! One signal at a time: a page that shows a state by one sign only is known by the rule for that sign.

use linkwright::page::{Element, PageState, Snapshot};

use crate::corpus::{corpus, page, recognise};
use crate::refuse;

const ONLY: &[(&str, &str)] = &[
    ("person/connectable--only-key-button", "connect_key"),
    ("person/connectable--only-key-short", "connect_key"),
    ("person/connectable--only-icon-by-reference", "connect_button_icon"),
    ("person/connectable--only-icon-element", "connect_button_icon"),
    ("person/connectable--only-label-of-a-button", "connect_button_label"),
    ("person/connectable--only-label-of-a-role", "connect_button_label"),
    (
        "person/connectable--only-label-of-a-link-without-address",
        "connect_button_label",
    ),
    ("person/pending--only-icon-element", "pending_clock_button"),
    ("person/pending--only-label-of-a-role", "pending_label"),
    ("person/pending--stale-key-of-connect", "pending_clock_link"),
    ("person/self--only-edit-link", "self_edit_link"),
    ("person/self--only-label", "self_label"),
    (
        "person/connected--only-degree-and-label-of-message",
        "connected_degree_message_label",
    ),
    ("person/incoming--only-labels-of-roles", "incoming_accept"),
    ("person/notAllowed--out-of-network", "out_of_network"),
    ("menu/connectUnderMore--only-key", "menu_connect_key"),
    ("menu/connectUnderMore--menu-without-popover", "menu_connect_label"),
    ("menu/notAllowed--menu-without-popover", "menu_open_without_connect"),
    ("menu/pending--only-icon-element", "menu_pending_clock"),
    ("invite/inviteChoice--only-labels", "choice_by_labels"),
    ("invite/inviteNote--only-dialog", "note_by_dialog"),
    ("invite/weeklyLimit--only-class-and-lock", "weekly_limit_lock"),
    ("invite/weeklyLimit--only-class-and-words", "weekly_limit_words"),
    ("invite/limitWarning--only-class", "limit_warning_words"),
    ("invite/noteQuotaUsedUp--only-class", "upsell_by_id"),
    ("withdraw/withdrawDialog--only-label", "withdraw_dialog_button"),
    ("withdraw/withdrawDialog--only-title", "withdraw_dialog_title"),
    ("list/sentInvitations--sdui-only-view", "sent_list_view"),
    ("list/sentInvitations--ember-only-card", "sent_list_card"),
    ("list/sentInvitations--sdui-lazy-column", "sent_list_label"),
    ("list/noSentInvitations--only-count", "sent_list_counts_nobody"),
    ("list/noSentInvitations--only-words", "sent_list_says_nobody"),
    ("gate/checkpoint--only-title", "checkpoint_words"),
    ("gate/restricted--only-third-heading", "restricted_words"),
    ("gate/notFound--only-paragraph", "not_found_words"),
    ("gate/rateLimited--only-paragraph", "rate_limited_words"),
];

#[test]
fn one_sign_is_enough_where_the_others_are_missing() {
    let faults: Vec<String> = ONLY
        .iter()
        .filter_map(|(name, rule)| {
            let page = page(name);
            (page.seen.rule != *rule).then(|| format!("{name}: known by {}, not by {rule}", page.seen.rule))
        })
        .collect();
    refuse(&faults);
}

#[test]
fn a_counter_alone_is_the_limit_until_something_is_typed() {
    let longest = |name: &str| page(name).seen.texts.note_limits.longest;
    assert_eq!(longest("invite/inviteNote--counter-is-the-limit-alone"), Some(200));
    assert_eq!(longest("invite/inviteNote--counter-counts-down"), None);
}

#[test]
fn a_counter_says_how_much_of_a_note_the_page_knows() {
    let counted = |name: &str| page(name).seen.texts.note_limits.counted;
    assert_eq!(counted("invite/inviteNote--ember-en"), Some(0));
    assert_eq!(counted("invite/inviteNote--sdui-filled"), Some(41));
    assert_eq!(counted("invite/inviteNote--counter-counts-down"), None);
}

#[test]
fn what_became_of_somebody_elses_invitation_says_nothing() {
    let said = page("toast/refusedToast--sdui-cooldown-en");
    for (name, state) in [
        ("Cody Cooldown", PageState::RefusedToast),
        ("Cody C.", PageState::RefusedToast),
        ("Rita Rail", PageState::Connectable),
    ] {
        let toast = format!("Invitation not sent to {name}.");
        let html = said
            .snapshot
            .html
            .replace("Invitation not sent to Cody Cooldown.", &toast);
        let seen = recognise(&Snapshot {
            html,
            ..said.snapshot.clone()
        });
        assert_eq!(seen.state, state, "{name}");
    }
}

/// Where the classes are gone, or the buttons have changed places, a place says nothing of what a button does.
#[test]
fn a_note_is_never_added_by_the_button_that_sends_without_one() {
    let mut pages = 0;
    for choice in corpus().iter().filter(|page| page.state == PageState::InviteChoice) {
        let clean = choice
            .seen
            .control(Element::SendWithoutNote)
            .and_then(|plain| plain.handle);
        for html in without_classes(&choice.snapshot.html) {
            let seen = recognise(&Snapshot {
                html,
                ..choice.snapshot.clone()
            });
            let add = seen.control(Element::AddNote).and_then(|add| add.handle);
            assert!(add.is_none() || add != clean, "{}: button {add:?} sends", choice.name);
            pages += 1;
        }
    }
    assert!(pages > 60, "{pages} pages");
}

/// The same dialog without its classes, and then without its first button.
fn without_classes(html: &str) -> [String; 3] {
    let plain = html.replace("artdeco-button--primary", "x");
    let bare = plain.replace("artdeco-button--secondary", "x");
    let dialog = bare.find("artdeco-modal__actionbar").unwrap_or(bare.len());
    let first = bare[dialog..].find("<button").map(|at| dialog + at);
    let end = first.and_then(|at| {
        bare[at..]
            .find("</button>")
            .map(|length| at + length + "</button>".len())
    });
    let alone = match (first, end) {
        (Some(from), Some(to)) => format!("{}{}", &bare[..from], &bare[to..]),
        _ => bare.clone(),
    };
    [plain, bare, alone]
}

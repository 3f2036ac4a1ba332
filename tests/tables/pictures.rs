//! Everything that a table can be shown: each state with each set of controls that could matter.

use std::collections::BTreeSet;

use linkwright::action::{DialogNames, Seen};
use linkwright::outcome::PendingRequest;
use linkwright::page::{Element, NoteLimits, PageState, Said, SentList};

const TOASTS: [PageState; 3] = [PageState::RefusedToast, PageState::TroubleToast, PageState::SentToast];

/// What the page itself can show, below whatever lies on top.
const CARDS: [PageState; 11] = [
    PageState::Connectable,
    PageState::MoreMenuClosed,
    PageState::Pending,
    PageState::Connected,
    PageState::SelfProfile,
    PageState::Incoming,
    PageState::NotAllowed,
    PageState::NotAPersonPage,
    PageState::ErrorPage,
    PageState::Loading,
    PageState::Unknown,
];

/// States of a dialog, that is of something on top of a card.
const DIALOGS: [PageState; 7] = [
    PageState::InviteChoice,
    PageState::InviteNote,
    PageState::InviteEmail,
    PageState::InviteRelation,
    PageState::NoteQuotaUsedUp,
    PageState::WeeklyLimit,
    PageState::LimitWarning,
];

/// A look at a state, nothing else in sight.
pub(crate) fn picture(state: PageState) -> Seen {
    Seen {
        state,
        card: state,
        toast: TOASTS.contains(&state).then_some(state),
        visible: BTreeSet::new(),
        enabled: BTreeSet::new(),
        filled: BTreeSet::new(),
        note_limits: NoteLimits::default(),
        dialog_names: DialogNames::Nobody,
        sent_list: None,
        words: None,
        rule: "drawn".to_owned(),
        has_words: true,
    }
}

/// A look at `top` over a card.
pub(crate) fn over(card: PageState, top: PageState) -> Seen {
    Seen { card, ..picture(top) }
}

/// All pictures: every state, every toast and dialog over every card, every dialog with its controls.
pub(crate) fn pictures() -> Vec<Seen> {
    let mut all: Vec<Seen> = PageState::ALL.iter().map(|state| picture(*state)).collect();
    all.push(Seen {
        has_words: false,
        ..picture(PageState::Unknown)
    });
    for card in CARDS {
        all.extend(TOASTS.iter().map(|toast| over(card, *toast)));
    }
    for card in [PageState::Pending, PageState::Connected] {
        all.extend(DIALOGS.iter().map(|dialog| over(card, *dialog)));
    }
    for dialog in DIALOGS {
        all.extend(dialogs(dialog));
        all.extend(TOASTS.iter().map(|toast| Seen {
            toast: Some(*toast),
            ..over(PageState::Connectable, dialog)
        }));
    }
    all.extend(email_beside_note());
    all.extend(lists());
    all.extend(withdrawals());
    all
}

/// Pending as a control, and the dialog behind it: whom it names, what is enabled, whether its box is ticked.
fn withdrawals() -> Vec<Seen> {
    let mut all = Vec::new();
    for element in [Element::Pending, Element::MenuPending] {
        let mut seen = picture(PageState::Pending);
        show(&mut seen, &[element], &[element]);
        all.push(seen);
    }
    for names in [DialogNames::Nobody, DialogNames::ThisPerson, DialogNames::SomebodyElse] {
        for enabled in subsets(&[Element::Withdraw]) {
            let mut seen = over(PageState::Pending, PageState::WithdrawDialog);
            seen.dialog_names = names;
            show(&mut seen, &[Element::Withdraw], &enabled);
            all.push(seen.clone());
            all.extend(filled(&seen, Element::Unfollow));
        }
    }
    all
}

/// The list of sent invitations: how far it has come, what it says about itself, and what would bring more.
fn lists() -> Vec<Seen> {
    let row = |name: &str| PendingRequest {
        name: Some(name.to_owned()),
        public_url: Some(format!("https://www.linkedin.com/in/{name}-example")),
        ..PendingRequest::default()
    };
    let (ada, bob) = (row("ada"), row("bob"));
    let parts = [vec![ada.clone()], vec![ada, bob.clone()], vec![bob]];
    let said = [
        Said::Nothing,
        Said::Count(1),
        Said::Count(2),
        Said::Count(3),
        Said::SomethingElse,
    ];
    let sources: [&[Element]; 3] = [&[], &[Element::MoreInvitations], &[Element::NextPage]];
    let mut all = Vec::new();
    for rows in parts {
        for said in said {
            for (is_loading, may_lead_on) in [(false, false), (true, false), (false, true)] {
                for source in sources {
                    let mut seen = picture(PageState::SentInvitations);
                    show(&mut seen, source, source);
                    show(&mut seen, &[Element::LastInvitation], &[Element::LastInvitation]);
                    seen.sent_list = Some(SentList {
                        rows: rows.clone(),
                        said,
                        is_loading,
                        may_lead_on,
                    });
                    all.push(seen);
                }
            }
        }
    }
    all
}

/// One dialog over a card with Connect: who is named, what is open, enabled and filled.
fn dialogs(state: PageState) -> Vec<Seen> {
    let controls = controls_of(state);
    let mut all = Vec::new();
    for names in [DialogNames::ThisPerson, DialogNames::SomebodyElse] {
        for closable in [true, false] {
            for enabled in subsets(controls) {
                // In somebody else's dialog, everything that is enabled is bait.
                if names == DialogNames::SomebodyElse && enabled.len() != controls.len() {
                    continue;
                }
                let mut seen = over(PageState::Connectable, state);
                seen.dialog_names = names;
                show(&mut seen, controls, &enabled);
                if closable {
                    show(&mut seen, &[Element::CloseDialog], &[Element::CloseDialog]);
                }
                match state {
                    PageState::InviteNote => all.extend(note_steps(&seen)),
                    PageState::InviteEmail => all.extend(filled(&seen, Element::EmailField)),
                    _ => all.push(seen),
                }
            }
        }
    }
    all
}

fn controls_of(state: PageState) -> &'static [Element] {
    match state {
        PageState::InviteChoice | PageState::InviteEmail => &[Element::AddNote, Element::SendWithoutNote],
        PageState::InviteNote => &[Element::Send],
        PageState::InviteRelation => &[Element::RelationConnect],
        _ => &[],
    }
}

fn subsets(controls: &[Element]) -> Vec<Vec<Element>> {
    let none: &[Element] = &[];
    let mut all = vec![none.to_vec()];
    for control in controls {
        let with: Vec<Vec<Element>> = all
            .iter()
            .map(|set| set.iter().copied().chain([*control]).collect())
            .collect();
        all.extend(with);
    }
    all
}

pub(crate) fn show(seen: &mut Seen, visible: &[Element], enabled: &[Element]) {
    seen.visible.extend(visible);
    seen.enabled.extend(enabled);
}

/// Empty, and holding text.
fn filled(seen: &Seen, field: Element) -> [Seen; 2] {
    let mut empty = seen.clone();
    empty.visible.insert(field);
    let mut full = empty.clone();
    full.filled.insert(field);
    [empty, full]
}

/// The note step with each of its limits; the note of the tests has 250 characters.
fn note_steps(seen: &Seen) -> Vec<Seen> {
    let limits = [
        NoteLimits::default(),
        NoteLimits {
            longest: Some(200),
            ..NoteLimits::default()
        },
        NoteLimits {
            longest: Some(300),
            remaining: Some(3),
            offer: true,
            counted: Some(0),
        },
        NoteLimits {
            remaining: Some(0),
            ..NoteLimits::default()
        },
    ];
    let both = filled(seen, Element::NoteField);
    let with = |seen: &Seen, note_limits| Seen {
        note_limits,
        ..seen.clone()
    };
    both.iter()
        .flat_map(|seen| limits.map(|limits| with(seen, limits)))
        .collect()
}

/// Some dialogs ask for the e-mail address beside the note.
fn email_beside_note() -> Vec<Seen> {
    let mut all = Vec::new();
    for enabled in subsets(&[Element::Send]) {
        let mut seen = over(PageState::Connectable, PageState::InviteEmail);
        seen.dialog_names = DialogNames::ThisPerson;
        show(&mut seen, &[Element::Send, Element::CloseDialog], &enabled);
        let with_email = filled(&seen, Element::EmailField);
        all.extend(with_email.iter().flat_map(note_steps));
    }
    all
}

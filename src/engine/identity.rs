//! Whether a page is still about the person who was clicked on: an address alone does not say so.
//!
//! A server may lead the same address to somebody else, or show somebody else's card under it.

use super::Engine;
use super::visit::Visit;
use crate::browser::Browser;
use crate::page::{PageState, Recognition, Snapshot, name, profile};
use crate::person::PersonKeys;

/// Who was clicked on.
#[derive(Debug)]
pub(super) struct Known {
    /// What names them: the addresses asked for and landed on, and the ids on their card.
    pub(super) keys: PersonKeys,
    /// The name on their card, if it is still known.
    pub(super) name: Option<String>,
    /// The document in which they were clicked on; it is theirs.
    pub(super) document: Option<f64>,
}

impl<B: Browser> Engine<'_, B> {
    /// Remembers who is about to be clicked on.
    pub(super) fn remember_whom(&self, visit: &mut Visit, snapshot: &Snapshot, seen: Option<&Recognition>) {
        if visit.known.is_none() {
            visit.known = Some(Known {
                keys: self.keys(visit),
                name: seen.and_then(|seen| seen.texts.name.clone()),
                document: Some(snapshot.document),
            });
        }
    }

    /// Whether a page that tells something of the click is somebody else's.
    pub(super) fn is_another_person(&self, visit: &mut Visit, snapshot: &Snapshot, seen: &Recognition) -> bool {
        let Some(known) = &visit.known else { return false };
        if known.document == Some(snapshot.document) || !tells(seen.card) {
            return false;
        }
        // Names change their form from page to page; only those that have nothing in common are different.
        if is_stranger(known, seen) {
            return true;
        }
        if visit.compared == Some(snapshot.document) {
            return false;
        }
        let ids = self.ids_on(snapshot);
        let has_ids = ids.is_some();
        let has_their_address = visit
            .landed
            .as_ref()
            .is_some_and(|slug| known.keys.slugs.contains(slug));
        let is_another = match known.keys.share_an_id(&ids.unwrap_or_default()) {
            Some(true) => false,
            // Addresses are given to others and anew, and keys of a card may be made anew for each page: of the
            // two one is no proof.
            Some(false) => !has_their_address || has_another_name(known, seen),
            None => !has_their_address,
        };
        // Ids may be drawn late; once they were read the document is not read again.
        if has_ids && !is_another {
            visit.compared = Some(snapshot.document);
        }
        is_another
    }

    /// The ids that the card shows, without any address; nothing if it shows none.
    pub(super) fn ids_on(&self, snapshot: &Snapshot) -> Option<PersonKeys> {
        let info = profile::read(self.rules, snapshot).ok()?;
        let last = |text: String, separator| text.rsplit(separator).next().map(str::to_owned);
        let ids = PersonKeys {
            hashed: info.hashed_url.and_then(|url| last(url, '/')),
            member: info.urn.and_then(|urn| last(urn, ':')),
            ..PersonKeys::default()
        };
        (!ids.is_empty()).then_some(ids)
    }
}

/// Whether a dialog is about somebody who is not the one that was clicked on, by its own words or by the card below.
pub(super) fn is_about_another(known: Option<&Known>, seen: &Recognition) -> bool {
    let Some(known) = known.filter(|_| asks(seen.state)) else {
        return false;
    };
    let names = known.name.as_deref().zip(seen.texts.dialog_name.as_deref());
    names.is_some_and(|(known, dialog)| !name::are_one(known, dialog)) || is_stranger(known, seen)
}

fn has_another_name(known: &Known, seen: &Recognition) -> bool {
    let names = known.name.as_deref().zip(seen.texts.name.as_deref());
    names.is_some_and(|(known, shown)| !name::are_one(known, shown))
}

fn is_stranger(known: &Known, seen: &Recognition) -> bool {
    let names = known.name.as_deref().zip(seen.texts.name.as_deref());
    names.is_some_and(|(known, shown)| name::are_strangers(known, shown))
}

/// Dialogs that lead on to a request, or to its withdrawal.
fn asks(state: PageState) -> bool {
    matches!(
        state,
        PageState::InviteChoice
            | PageState::InviteNote
            | PageState::InviteEmail
            | PageState::InviteRelation
            | PageState::NoteQuotaUsedUp
            | PageState::LimitWarning
            | PageState::WithdrawDialog
    )
}

/// Cards of which something is believed.
fn tells(card: PageState) -> bool {
    matches!(
        card,
        PageState::Pending
            | PageState::Connected
            | PageState::Connectable
            | PageState::ConnectUnderMore
            | PageState::NotAllowed
            | PageState::Incoming
            | PageState::SelfProfile
    )
}

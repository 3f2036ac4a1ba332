//! A row and the ledger: what it is called there, what is known of it, how it stands.

use std::collections::BTreeSet;

use linkwright::batch::Standing;
use linkwright::ledger::{Desk, HeldBack, LedgerError, ListRow, Listed, Standing as Person};
use linkwright::outcome::ErrorType;
use linkwright::person::PersonKeys;

use linkwright::workflow::SendConnectionRequest;

use super::Plan;
use crate::cli::ledger::complaint;
use crate::cli::output::Complaint;

/// The row as the ledger knows it; its note may be held back.
pub(super) fn row(plan: &Plan, place: usize, held_back: Option<HeldBack>) -> ListRow {
    let row = &plan.list.rows[place];
    ListRow {
        list: plan.name.clone(),
        person: row.person.clone(),
        asked: row.request.clone(),
        held_back,
    }
}

/// What is known of the row.
pub(super) fn listed(plan: &Plan, desk: &Desk, place: usize) -> Result<Option<Listed>, LedgerError> {
    desk.listed(&row(plan, place, None))
}

/// Refuses to write over results that are another list's, or another account's or site's: what they tell is
/// not on record here, so that it could not be written anew.
pub(super) fn must_be_told_here(plan: &Plan, desk: &Desk) -> Result<(), Complaint> {
    let people: BTreeSet<_> = plan.list.rows.iter().map(|row| row.person.slug()).collect();
    for earlier in plan.paper.earlier() {
        let mut is_ours = earlier.told.is_empty();
        for told in &earlier.told {
            let row = ListRow {
                list: plan.name.clone(),
                person: told.person.clone(),
                asked: SendConnectionRequest::default(),
                held_back: None,
            };
            let is_known = desk.listed(&row).map_err(complaint)?.is_some();
            if told.is_answer && !is_known {
                let why =
                    "answers stand there that are not on record for this list, account and site, and would be lost";
                return Err(earlier.refused(why));
            }
            is_ours |= is_known || people.contains(told.person.slug());
        }
        if !is_ours {
            return Err(earlier.refused("the results of another list stand there"));
        }
    }
    Ok(())
}

/// How the row stands by what is known of it.
pub(super) fn standing(
    plan: &Plan,
    desk: &Desk,
    place: usize,
    listed: Option<&Listed>,
) -> Result<Standing, LedgerError> {
    let is_unknown = |listed: &&Listed| {
        let told = listed.error.as_ref().map(|error| error.kind);
        told == Some(ErrorType::OutcomeUnknown)
    };
    let is_barred = match listed.filter(is_unknown) {
        None => false,
        Some(_) => {
            let keys = PersonKeys::from(plan.list.rows[place].person.slug());
            matches!(desk.standing(&keys)?, Person::InDoubt(_) | Person::Parked(_))
        }
    };
    Ok(Standing::of(listed, is_barred, plan.if_note_cannot_go))
}

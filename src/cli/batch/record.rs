//! A row and the ledger: what it is called there, what is known of it, how it stands.

use linkwright::batch::Standing;
use linkwright::ledger::{Desk, HeldBack, LedgerError, ListRow, Listed, Standing as Person};
use linkwright::outcome::ErrorType;
use linkwright::person::PersonKeys;

use super::Plan;

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

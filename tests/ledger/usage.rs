//! What was used: as it is told, and what follows from it for whoever comes next.

use std::time::Duration;

use linkwright::ledger::{Charge, Ledger, Limits, Usage};

use crate::stage::{DAY, Hand, NOON, SITE, send};

#[test]
fn what_was_used_is_told_and_the_forecast_begins_there() {
    let hand = Hand::at(NOON);
    let ledger = Ledger::in_memory(hand.clock()).expect("a ledger");
    let week = Limits {
        per_week: Some(1),
        ..Limits::none()
    };
    let desk = ledger.take_over("default", SITE, week).expect("a desk");
    let each = Duration::from_secs(60);
    assert_eq!(desk.forecast(&[false], each), Ok(Some(NOON)));
    send(&desk, "ada-example");
    assert_eq!(desk.forecast(&[false], each), Ok(Some(NOON + 7 * DAY)));
    let used = |account| ledger.usage(account, SITE).expect("an answer").charges;
    let charge = Charge {
        at: NOON,
        with_note: false,
    };
    assert_eq!(used("default"), [charge]);
    assert_eq!(used("nobody"), []);
}

#[test]
fn beyond_the_calendar_a_day_is_one_of_utc() {
    let per_day = Limits {
        per_day: Some(1),
        ..Limits::none()
    };
    let begin = 1_000_000_000 * DAY;
    let usage = |at| Usage {
        charges: vec![Charge { at, with_note: false }],
        ..Usage::default()
    };
    let now = begin + DAY / 2;
    let closed = |at| per_day.closed(&usage(at), now, false).map(|closed| closed.opens_at);
    assert_eq!(closed(begin), Some(begin + DAY));
    assert_eq!(closed(begin - 1), None);
}

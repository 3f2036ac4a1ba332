//! Clocks that are set back, that ran ahead, and the system's.

use linkwright::ledger::{Clock, Ledger, LimitKind, Standing};

use crate::quota::{at_day, barred_by, per_day};
use crate::stage::{DAY, Hand, NOON, SITE, keys, send};

const HOUR: i64 = DAY / 24;

#[test]
fn a_clock_that_is_set_back_frees_nothing() {
    let (hand, desk) = at_day(per_day(1));
    send(&desk, "ada-example");
    for back in [-DAY, -40 * DAY, i64::MIN / 2 - NOON] {
        hand.set(NOON + back);
        assert_eq!(barred_by(&desk, false), Some(LimitKind::Day), "{back}");
    }
    hand.set(NOON + DAY);
    assert_eq!(barred_by(&desk, false), None);
    hand.set(NOON);
    send(&desk, "bob-example");
    assert_eq!(
        barred_by(&desk, false),
        Some(LimitKind::Day),
        "the latest time ever seen holds"
    );
}

#[test]
fn a_clock_that_ran_ahead_is_taken_back_by_its_owner_and_frees_nothing() {
    let hand = Hand::at(NOON + 1_000 * DAY);
    let ledger = Ledger::in_memory(hand.clock()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, per_day(1)).expect("a desk");
    send(&desk, "ada-example");
    desk.pause_until(NOON + 1_007 * DAY).expect("paused");
    hand.set(NOON);
    assert_eq!(barred_by(&desk, false), Some(LimitKind::LinkedIn));
    assert_eq!(ledger.take_clock_back(), Ok(true));
    assert_eq!(ledger.take_clock_back(), Ok(false), "it is not ahead any more");
    hand.set(NOON + 6 * DAY);
    assert_eq!(
        barred_by(&desk, false),
        Some(LimitKind::LinkedIn),
        "a week from then on"
    );
    assert_eq!(ledger.usage("default", SITE).expect("an answer").charges[0].at, NOON);
    hand.set(NOON + 7 * DAY);
    assert_eq!(barred_by(&desk, false), None);
    let standing = desk.standing(&keys("ada-example"));
    assert!(matches!(standing, Ok(Standing::Sent { .. })), "{standing:?}");
}

#[test]
fn the_system_clock_is_in_milliseconds() {
    let now = Clock::system().now();
    assert!(now > NOON - 300 * 366 * DAY && now % HOUR != now, "{now}");
}

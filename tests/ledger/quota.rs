//! The limits: never above, whatever the clock does, and refunded only for what was not sent.

use std::time::Duration;

use linkwright::ledger::{Charge, Closed, Desk, LastAttempt, Ledger, LimitKind, Limits, Refusal, Settlement, Usage};
use linkwright::outcome::ErrorType;
use proptest::prelude::*;

use crate::stage::{DAY, Hand, NOON, SITE, ask, begin, error, keys, send, slug, try_begin};

pub(crate) fn at_day(limits: Limits) -> (Hand, Desk) {
    let hand = Hand::at(NOON);
    let ledger = Ledger::in_memory(hand.clock()).expect("a ledger");
    let desk = ledger.take_over("default", SITE, limits).expect("a desk");
    (hand, desk)
}

pub(crate) fn per_day(most: u32) -> Limits {
    Limits {
        per_day: Some(most),
        ..Limits::none()
    }
}

pub(crate) fn barred_by(desk: &Desk, with_note: bool) -> Option<LimitKind> {
    desk.closed(with_note).expect("an answer").map(|closed| closed.limit)
}

#[test]
fn the_daily_limit_opens_on_the_next_calendar_day() {
    let (hand, desk) = at_day(per_day(2));
    send(&desk, "ada-example");
    assert_eq!(barred_by(&desk, false), None);
    send(&desk, "bob-example");
    let closed = desk.closed(false).expect("an answer").expect("two were sent");
    assert_eq!(closed.limit, LimitKind::Day);
    assert!(
        closed
            .to_string()
            .contains("a day is reached; the next one is let through on "),
        "{closed}"
    );
    let refused = desk.permit(&keys("cid-example"), false).unwrap().expect_err("closed");
    assert_eq!(refused, Refusal::Limit(closed));
    hand.set(closed.opens_at - 1);
    assert_eq!(barred_by(&desk, false), Some(LimitKind::Day));
    hand.set(closed.opens_at);
    send(&desk, "cid-example");
}

#[test]
fn what_is_used_is_counted_by_day_week_and_month() {
    let day = 86_400_000;
    let charge = |days: i64, with_note| Charge {
        at: NOON - days * day,
        with_note,
    };
    let usage = Usage {
        charges: vec![charge(29, true), charge(8, true), charge(6, false), charge(0, true)],
        ..Usage::default()
    };
    let used = Limits::none().used(&usage, NOON);
    assert_eq!((used.day, used.week, used.notes), (1, 2, 3));
    let later = Limits::none().used(&usage, NOON + 2 * day);
    assert_eq!((later.day, later.week, later.notes), (0, 1, 2));
}

#[test]
fn a_forecast_is_when_the_limits_let_the_last_one_through() {
    let each = Duration::from_secs(60);
    let usage = Usage::default();
    let none = Limits::none();
    assert_eq!(none.forecast(&usage, NOON, &[], each), Some(NOON));
    assert_eq!(none.forecast(&usage, NOON, &[false; 3], each), Some(NOON + 2 * 60_000));
    let gap = Limits {
        gap: Some((Duration::from_secs(100), Duration::from_secs(300))),
        ..Limits::none()
    };
    assert_eq!(gap.forecast(&usage, NOON, &[false; 4], each), Some(NOON + 3 * 200_000));
    let week = Limits {
        per_week: Some(2),
        ..Limits::none()
    };
    assert_eq!(week.forecast(&usage, NOON, &[false; 3], each), Some(NOON + 7 * DAY));
    let notes = Limits {
        notes_per_month: Some(1),
        ..Limits::none()
    };
    assert_eq!(notes.forecast(&usage, NOON, &[true, false], each), Some(NOON + 60_000));
    assert_eq!(notes.forecast(&usage, NOON, &[true, true], each), Some(NOON + 30 * DAY));
    assert_eq!(per_day(0).forecast(&usage, NOON, &[false], each), None);
}

#[test]
fn the_careful_limits_are_the_ones_that_are_promised() {
    let free = Limits::conservative(false);
    assert_eq!((free.per_day, free.per_week), (Some(15), Some(80)));
    assert_eq!(free.notes_per_month, Some(5));
    assert_eq!(free.gap, Some((Duration::from_secs(180), Duration::from_secs(480))));
    assert!(free.hours.is_some(), "working hours");
    let premium = Limits::conservative(true);
    assert_eq!(premium.notes_per_month, None, "Premium has no limit of notes");
    assert_eq!(premium.per_day, free.per_day);
}

#[test]
fn the_minute_that_is_told_is_never_too_early() {
    let told = |second: i64| {
        let limit = LimitKind::Day;
        let opens_at = NOON + second * 1000;
        Closed { limit, opens_at }.to_string()
    };
    assert_eq!(told(1), told(60), "a second past the minute");
    assert_eq!(told(59), told(60), "a second before the next");
    assert_ne!(told(0), told(1), "on the minute");
    assert_ne!(told(60), told(61), "on the next minute");
    assert_ne!(told(60), told(120));
}

#[test]
fn the_charge_is_taken_with_the_intent_and_refunded_only_for_what_was_not_sent() {
    for (settlement, told, is_open) in [
        (Settlement::Sent, Ok(()), false),
        (Settlement::InDoubt, error(ErrorType::OutcomeUnknown), false),
        (Settlement::NotSent, error(ErrorType::EmailRequired), true),
    ] {
        let (_, desk) = at_day(per_day(1));
        let (_, _, attempt) = begin(&desk, "ada-example");
        assert_eq!(
            barred_by(&desk, false),
            Some(LimitKind::Day),
            "charged before the click"
        );
        desk.settle(&attempt, settlement, Some(&told)).expect("settled");
        assert_eq!(barred_by(&desk, false).is_none(), is_open, "{settlement:?}");
    }
}

#[test]
fn the_owners_word_refunds_nothing() {
    let (_, desk) = at_day(per_day(1));
    begin(&desk, "ada-example");
    desk.resolve(&slug("ada-example"), false).expect("resolved");
    assert_eq!(barred_by(&desk, false), Some(LimitKind::Day));
}

#[test]
fn a_permit_from_before_the_limit_begins_nothing_after_it() {
    let (_, desk) = at_day(per_day(1));
    let (_, request) = ask(&desk, "ada-example");
    let permit = desk.permit(&keys("ada-example"), false).unwrap().expect("leave");
    send(&desk, "bob-example");
    let refused = desk
        .begin(permit, &request, None)
        .unwrap()
        .expect_err("closed meanwhile");
    assert!(matches!(refused, Refusal::Limit(closed) if closed.limit == LimitKind::Day));
}

#[test]
fn notes_have_a_limit_of_their_own() {
    let (hand, desk) = at_day(Limits {
        notes_per_month: Some(1),
        ..Limits::none()
    });
    let (_, request) = ask(&desk, "ada-example");
    let permit = desk.permit(&keys("ada-example"), false).unwrap().expect("leave");
    desk.begin(permit, &request, Some("Hello")).unwrap().expect("begun");
    assert_eq!(
        barred_by(&desk, true),
        Some(LimitKind::Notes),
        "what carries a note counts as such"
    );
    assert_eq!(barred_by(&desk, false), None);
    hand.set(NOON + 30 * DAY - 1);
    assert_eq!(barred_by(&desk, true), Some(LimitKind::Notes), "to the last moment");
    hand.set(NOON + 30 * DAY);
    assert_eq!(barred_by(&desk, true), None);
}

#[test]
fn a_pause_is_drawn_once_and_lasts_between_shortest_and_longest() {
    let gap = (Duration::from_secs(180), Duration::from_secs(480));
    let (hand, desk) = at_day(Limits {
        gap: Some(gap),
        ..Limits::none()
    });
    let mut drawn = std::collections::BTreeSet::new();
    for person in ["ada-example", "bob-example", "cid-example", "dee-example"] {
        let (_, _, attempt) = begin(&desk, person);
        desk.settle(&attempt, Settlement::NotSent, None).expect("settled");
        let closed = desk
            .closed(false)
            .expect("an answer")
            .expect("a pause, refunded or not");
        assert_eq!(closed.limit, LimitKind::Gap);
        assert_eq!(
            desk.closed(false).expect("an answer"),
            Some(closed),
            "it is not drawn anew"
        );
        let now = desk.in_doubt().map(|_| hand.now()).expect("a list");
        assert!((180_000..=480_000).contains(&(closed.opens_at - now)), "{closed:?}");
        drawn.insert(closed.opens_at - now);
        hand.set(closed.opens_at);
    }
    assert!(drawn.len() > 1, "pauses differ");
}

#[test]
fn linkedins_own_limit_is_waited_out() {
    let (hand, desk) = at_day(Limits::none());
    desk.pause_until(NOON + 7 * DAY).expect("paused");
    assert_eq!(barred_by(&desk, false), Some(LimitKind::LinkedIn));
    assert!(try_begin(&desk, &ask(&desk, "ada-example").1, &keys("ada-example")).is_err());
    hand.set(NOON + 7 * DAY);
    assert_eq!(barred_by(&desk, false), None);
}

#[test]
fn a_limit_of_nothing_never_opens() {
    let limits = [
        per_day(0),
        Limits {
            per_week: Some(0),
            ..Limits::none()
        },
        Limits {
            notes_per_month: Some(0),
            ..Limits::none()
        },
    ];
    for limits in limits {
        let closed = limits.closed(&Usage::default(), NOON, true).expect("closed");
        assert_eq!(closed.opens_at, i64::MAX);
        assert!(closed.to_string().ends_with("never opens."), "{closed}");
    }
}

/// Limits small enough to be reached, over days on which clocks are changed.
fn limits() -> impl Strategy<Value = Limits> {
    let zones = prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]);
    let gap = prop::option::of((0_u64..100, 0_u64..4_000)).prop_map(|gap| {
        gap.map(|(shortest, more)| (Duration::from_secs(shortest), Duration::from_secs(shortest + more)))
    });
    (
        prop::option::of(1_u32..4),
        prop::option::of(1_u32..8),
        prop::option::of(1_u32..3),
        gap,
        prop::option::of(zones),
    )
        .prop_map(|(per_day, per_week, notes_per_month, gap, zone)| Limits {
            per_day,
            per_week,
            notes_per_month,
            gap,
            hours: zone
                .map(|zone| linkwright::ledger::WorkingHours::office(jiff::tz::TimeZone::get(zone).expect("a zone"))),
        })
}

/// How far the clock is moved: anywhere within a day, or about as far as pauses are long.
fn step() -> impl Strategy<Value = i64> {
    prop_oneof![-DAY..DAY, 0..2_000_000_i64]
}

/// The pause behind an attempt, by hand, in milliseconds.
fn pause(limits: &Limits, last: &LastAttempt) -> i64 {
    limits.gap.map_or(0, |(shortest, longest)| {
        let milliseconds = |time: Duration| i64::try_from(time.as_millis()).expect("hours");
        milliseconds(shortest) + milliseconds(longest - shortest) * last.jitter / 1_000_000
    })
}

/// Counts by hand what the limits promise, at the moment of every charge.
fn is_above(limits: &Limits, charges: &[Charge]) -> Option<String> {
    let zone = limits
        .hours
        .as_ref()
        .map_or_else(jiff::tz::TimeZone::system, |hours| hours.zone.clone());
    let day = |at: i64| {
        jiff::Timestamp::from_millisecond(at)
            .expect("a moment")
            .to_zoned(zone.clone())
            .date()
    };
    let shortest = limits.gap.map_or(0, |(shortest, _)| shortest.as_millis());
    let pauses = charges.windows(2).map(|pair| pair[0].at.abs_diff(pair[1].at));
    if let Some(pause) = pauses.map(u128::from).find(|pause| *pause < shortest) {
        return Some(format!("a pause of {pause} ms, and not of {shortest}"));
    }
    for last in charges {
        let within = |window: i64| {
            charges
                .iter()
                .filter(move |one| one.at > last.at - window && one.at <= last.at)
        };
        let on_day = charges.iter().filter(|one| day(one.at) == day(last.at)).count();
        let counts = [
            ("day", limits.per_day, on_day),
            ("week", limits.per_week, within(7 * DAY).count()),
            (
                "notes",
                limits.notes_per_month,
                within(30 * DAY).filter(|one| one.with_note).count(),
            ),
        ];
        for (name, most, used) in counts {
            if most.is_some_and(|most| used > most as usize) {
                return Some(format!("{name}: {used} of {most:?} at {}", last.at));
            }
        }
        if limits.hours.as_ref().is_some_and(|hours| !hours.holds(last.at)) {
            return Some(format!("outside of the hours at {}", last.at));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_limits_hold_over_any_clock(
        limits in limits(),
        start in prop::sample::select(vec![1_774_600_000_000_i64, 1_792_700_000_000, 1_793_400_000_000]),
        steps in prop::collection::vec((step(), any::<bool>(), 0_i64..1_000_000), 1..60),
    ) {
        let (mut clock, mut latest) = (start, i64::MIN);
        let mut usage = Usage::default();
        for (step, with_note, jitter) in steps {
            clock += step;
            latest = latest.max(clock);
            let closed = limits.closed(&usage, latest, with_note);
            if let Some(closed) = closed {
                prop_assert!(closed.opens_at > latest);
                let again = limits.closed(&usage, closed.opens_at, with_note);
                prop_assert_eq!(again, None, "what is said to open opens");
                let before = limits.closed(&usage, closed.opens_at - 1, with_note);
                prop_assert!(before.is_some(), "and not earlier");
                continue;
            }
            if let Some(last) = &usage.last {
                prop_assert!(latest - last.at >= pause(&limits, last), "too soon behind {last:?}");
            }
            usage.charges.push(Charge { at: latest, with_note });
            usage.last = Some(LastAttempt { at: latest, jitter });
            prop_assert_eq!(is_above(&limits, &usage.charges), None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same over the real store: restarts at any moment, crashes between charge and click, and clocks
    /// that jump, between leave and charge too, where the window that was open may have gone by.
    #[test]
    fn the_store_keeps_the_limits_over_restarts_and_crashes(
        limits in limits(),
        steps in prop::collection::vec((step(), any::<bool>(), 0_u8..4, prop::option::of(-DAY..DAY)), 1..25),
    ) {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("ledger.sqlite3");
        let hand = Hand::at(1_774_600_000_000);
        let mut latest = i64::MIN;
        let mut charges = Vec::new();
        for (number, (step, with_note, then, jump)) in steps.into_iter().enumerate() {
            hand.set(hand.now() + step);
            latest = latest.max(hand.now());
            let ledger = Ledger::open(&path, hand.clock()).expect("a ledger");
            let desk = ledger.take_over("default", SITE, limits.clone()).expect("a desk");
            let person = format!("person-{number}");
            let (_, request) = ask(&desk, &person);
            let Ok(permit) = desk.permit(&keys(&person), with_note).expect("an answer") else { continue };
            hand.set(hand.now() + jump.unwrap_or_default());
            latest = latest.max(hand.now());
            let Ok(attempt) = desk.begin(permit, &request, None).expect("an answer") else { continue };
            charges.push(Charge { at: latest, with_note });
            match then {
                0 => desk.settle(&attempt, Settlement::Sent, Some(&Ok(()))).expect("settled"),
                1 => {
                    desk.settle(&attempt, Settlement::NotSent, None).expect("settled");
                    charges.pop();
                }
                2 => desk.settle(&attempt, Settlement::InDoubt, None).expect("settled"),
                // The process dies before the click: the charge stays.
                _ => drop(attempt),
            }
            prop_assert_eq!(is_above(&limits, &charges), None);
        }
    }
}

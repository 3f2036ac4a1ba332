//! Working hours: local time in a zone, exact where the clocks are changed.

use linkwright::ledger::{Minute, Timestamp, Weekday, WorkingHours};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

fn hours(zone: &str, days: &[Weekday], from: &str, to: &str) -> WorkingHours {
    WorkingHours {
        days: days.to_vec(),
        from: from.parse().expect("a time"),
        to: to.parse().expect("a time"),
        zone: jiff::tz::TimeZone::get(zone).expect("a zone"),
    }
}

const ALL: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

fn ms(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().expect("a moment").as_millisecond()
}

fn next(hours: &WorkingHours, at: &str) -> String {
    Timestamp(hours.next(ms(at)).expect("an opening")).to_string()
}

#[test]
fn office_hours_keep_their_local_time_over_both_changes_of_the_clocks() {
    let office = hours("Europe/Berlin", &ALL[..5], "09:00", "18:00");
    assert_eq!(
        next(&office, "2026-03-27T18:00:00Z"),
        "2026-03-30T07:00:00Z",
        "summer time began on the Sunday"
    );
    assert_eq!(
        next(&office, "2026-10-23T18:00:00Z"),
        "2026-10-26T08:00:00Z",
        "and ended on that Sunday"
    );
    assert!(office.holds(ms("2026-03-27T16:59:59.999Z")));
    assert!(!office.holds(ms("2026-03-27T17:00:00Z")), "18:00 is outside");
    assert!(office.holds(ms("2026-03-30T07:00:00Z")));
    assert!(!office.holds(ms("2026-03-30T06:59:59.999Z")));
}

#[test]
fn an_opening_that_the_clocks_skip_is_where_they_go_on() {
    // On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00.
    let hours = hours("Europe/Berlin", &ALL, "02:30", "04:00");
    assert_eq!(next(&hours, "2026-03-29T00:00:00Z"), "2026-03-29T01:00:00Z");
}

#[test]
fn a_time_that_a_day_has_twice_opens_twice() {
    // On 25 October 2026 the clocks of Berlin go from 03:00 back to 02:00.
    let hours = hours("Europe/Berlin", &ALL, "02:30", "02:45");
    assert_eq!(next(&hours, "2026-10-25T00:00:00Z"), "2026-10-25T00:30:00Z");
    assert_eq!(next(&hours, "2026-10-25T00:45:00Z"), "2026-10-25T01:30:00Z");
    assert_eq!(next(&hours, "2026-10-25T01:45:00Z"), "2026-10-26T01:30:00Z");
}

#[test]
fn hours_without_a_day_never_open() {
    assert_eq!(hours("UTC", &[], "09:00", "18:00").next(0), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against a walk from minute to minute, which cannot be clever.
    #[test]
    fn the_next_opening_is_the_first_minute_inside(
        zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
        day in prop::sample::select(vec!["2026-03-08", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-11-01", "2026-06-15"]),
        offset in 0_i64..2880,
        from in 0_u16..1430,
        length in 1_u16..10,
        two_days in prop::sample::subsequence(ALL.to_vec(), 1..4),
    ) {
        let shown = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let hours = hours(zone, &two_days, &shown(from), &shown(from + length));
        let at = ms(&format!("{day}T00:00:00Z")) + offset * MINUTE;
        let found = hours.next(at).expect("an opening");
        prop_assert!(hours.holds(found));
        let mut minute = at;
        while minute < found {
            prop_assert!(!hours.holds(minute), "open already at {}", Timestamp(minute));
            minute += MINUTE;
        }
    }
}

#[test]
fn a_time_of_the_day_is_written_in_one_way_only() {
    for text in ["00:00", "09:05", "23:59", "24:00"] {
        assert_eq!(text.parse::<Minute>().expect(text).to_string(), text);
    }
    for text in [
        "", "9:00", "009:00", "+9:00", "ab:00", "0900", "09:60", "24:01", "25:00",
    ] {
        assert_eq!(text.parse::<Minute>(), Err(()), "{text}");
    }
}

#[test]
fn office_hours_are_nine_to_six_from_monday_to_friday() {
    let office = WorkingHours::office(jiff::tz::TimeZone::UTC);
    assert_eq!(office.days, ALL[..5]);
    assert_eq!(
        (office.from.to_string(), office.to.to_string()),
        ("09:00".to_owned(), "18:00".to_owned())
    );
}

#[test]
fn a_moment_beyond_the_calendar_is_shown_as_its_nearest_end() {
    assert_eq!(Timestamp(i64::MIN).to_string(), "-9999-01-01T00:00:00Z");
    assert_eq!(Timestamp(i64::MAX).to_string(), "9999-12-31T00:00:00Z");
}

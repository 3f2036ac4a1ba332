//! Invitations on each of the last thirty days, as the bars of a small drawing.
//!
//! Knows numbers only; the page draws them.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use linkwright::ledger::{Charge, Timestamp};

/// So many days are drawn.
pub(super) const DAYS: usize = 30;
/// Height of the drawing above its base line, in its own units.
const HEIGHT: usize = 100;
/// Every so many days the date stands below.
const EVERY: usize = 7;

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) day: String,
    /// What stands below it; mostly nothing.
    pub(super) label: String,
    pub(super) count: usize,
    pub(super) height: usize,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chart {
    pub(super) bars: Vec<Bar>,
    /// Where the limit of a day lies, from the base line.
    pub(super) limit: Option<usize>,
    /// What the full height stands for.
    pub(super) most: usize,
    /// The time zone that says when a day begins.
    pub(super) zone: String,
}

impl Chart {
    /// The thirty days up to `now`, in a time zone; nothing where there is no such day.
    pub(super) fn of(charges: &[Charge], per_day: Option<u32>, now: Timestamp, zone: &TimeZone) -> Chart {
        let day = |at: i64| -> Option<Date> {
            let moment = jiff::Timestamp::from_millisecond(at).ok()?;
            Some(moment.to_zoned(zone.clone()).date())
        };
        let Some(today) = day(now.0) else {
            return Chart {
                bars: Vec::new(),
                limit: None,
                most: 1,
                zone: name(zone, now),
            };
        };
        let days: Vec<Date> = (0..DAYS)
            .rev()
            .filter_map(|back| today.checked_sub(i64::try_from(back).ok()?.days()).ok())
            .collect();
        let counts: Vec<usize> = days
            .iter()
            .map(|date| charges.iter().filter(|charge| day(charge.at) == Some(*date)).count())
            .collect();
        let limit = per_day.map(|most| most as usize);
        let most = counts.iter().copied().chain(limit).max().unwrap_or(0).max(1);
        let last = days.len().saturating_sub(1);
        let bar = |(place, (date, count)): (usize, (&Date, &usize))| Bar {
            day: date.strftime("%a %-d %b %Y").to_string(),
            label: if (last - place).is_multiple_of(EVERY) {
                date.strftime("%-d %b").to_string()
            } else {
                String::new()
            },
            count: *count,
            height: count * HEIGHT / most,
        };
        Chart {
            bars: days.iter().zip(&counts).enumerate().map(bar).collect(),
            limit: limit.map(|limit| limit * HEIGHT / most),
            most,
            zone: name(zone, now),
        }
    }
}

/// As people know it; a zone that has no name is known by how far it is from UTC now.
fn name(zone: &TimeZone, now: Timestamp) -> String {
    let offset = || {
        let moment = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default();
        format!("UTC{}", zone.to_offset(moment))
    };
    zone.iana_name().map_or_else(offset, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-10T12:00:00Z.
    const NOON: i64 = 1_794_312_000_000;
    const HOUR: i64 = 3_600_000;

    fn charge(at: i64) -> Charge {
        Charge { at, with_note: false }
    }

    #[test]
    fn each_day_has_its_own_invitations_and_the_limit_its_height() {
        let charges = [
            charge(NOON - 13 * HOUR),
            charge(NOON - 12 * HOUR),
            charge(NOON),
            charge(NOON - 40 * 24 * HOUR),
        ];
        let chart = Chart::of(&charges, Some(4), Timestamp(NOON), &TimeZone::UTC);
        assert_eq!(chart.bars.len(), DAYS);
        let counts: Vec<usize> = chart.bars.iter().rev().take(3).map(|bar| bar.count).collect();
        assert_eq!(counts, [2, 1, 0]);
        assert_eq!(chart.bars[29].day, "Tue 10 Nov 2026");
        assert_eq!((chart.bars[29].height, chart.limit), (50, Some(100)));
        assert_eq!(
            chart.bars.iter().map(|bar| bar.count).sum::<usize>(),
            3,
            "older ones are not drawn"
        );
    }

    #[test]
    fn more_than_the_limit_stands_above_its_line() {
        let charges = vec![charge(NOON); 8];
        let chart = Chart::of(&charges, Some(4), Timestamp(NOON), &TimeZone::UTC);
        assert_eq!((chart.bars[29].height, chart.limit), (100, Some(50)));
        assert_eq!(chart.most, 8);
        assert_eq!(Chart::of(&[], None, Timestamp(NOON), &TimeZone::UTC).bars[29].height, 0);
    }

    #[test]
    fn the_zone_that_days_are_counted_in_has_a_name() {
        let of = |zone: &TimeZone| Chart::of(&[], None, Timestamp(NOON), zone).zone;
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        assert_eq!(of(&berlin), "Europe/Berlin");
        assert_eq!(of(&TimeZone::UTC), "UTC");
        assert_eq!(of(&TimeZone::fixed(jiff::tz::offset(2))), "UTC+02");
    }
}

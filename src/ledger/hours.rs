//! Working hours: on which days and between which times of the day invitations are made.
//!
//! Local times of a zone, so that changes of the clocks do not move them. Knows no quota.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

pub use jiff::civil::Weekday;

/// How many days ahead the next opening is looked for; a week always holds one.
const DAYS: i32 = 9;

/// A time of the day, to the minute; 24:00 is the end of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute(u16);

impl Minute {
    /// The end of a day.
    const END: u16 = 24 * 60;

    fn of(zoned: &Zoned) -> Minute {
        // Neither is ever negative.
        Minute(u16::from(zoned.hour().unsigned_abs()) * 60 + u16::from(zoned.minute().unsigned_abs()))
    }

    /// The moment on a day; midnight of the next day for 24:00.
    fn on(self, date: Date) -> Option<DateTime> {
        if self.0 >= Self::END {
            return Some(date.tomorrow().ok()?.to_datetime(Time::midnight()));
        }
        let (hour, minute) = (i8::try_from(self.0 / 60).ok()?, i8::try_from(self.0 % 60).ok()?);
        Some(date.to_datetime(Time::new(hour, minute, 0, 0).ok()?))
    }
}

impl FromStr for Minute {
    type Err = ();

    /// `09:00`; always two digits, a colon, two digits.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = |part: &str| -> Result<u16, ()> {
            let plain = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| part.parse().ok()).flatten().ok_or(())
        };
        let (hours, minutes) = text.split_once(':').ok_or(())?;
        let (hours, minutes) = (digits(hours)?, digits(minutes)?);
        let at = Minute(hours * 60 + minutes);
        (minutes < 60 && at.0 <= Self::END).then_some(at).ok_or(())
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Days of the week and times of the day, in a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingHours {
    /// On these days.
    pub days: Vec<Weekday>,
    /// From this time of the day.
    pub from: Minute,
    /// Until just before this one, which is later.
    pub to: Minute,
    /// Where the clock hangs.
    pub zone: TimeZone,
}

impl WorkingHours {
    /// Monday to Friday, 09:00 to 18:00.
    #[must_use]
    pub fn office(zone: TimeZone) -> Self {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        Self {
            days: vec![Monday, Tuesday, Wednesday, Thursday, Friday],
            from: Minute(9 * 60),
            to: Minute(18 * 60),
            zone,
        }
    }

    /// Whether a moment (milliseconds since 1970) lies inside.
    #[must_use]
    pub fn holds(&self, at: i64) -> bool {
        let Ok(moment) = Timestamp::from_millisecond(at) else {
            return false;
        };
        let local = moment.to_zoned(self.zone.clone());
        let minute = Minute::of(&local);
        self.days.contains(&local.weekday()) && self.from <= minute && minute < self.to
    }

    /// The first moment at or after `at` that lies inside; `None` if there is none.
    #[must_use]
    pub fn next(&self, at: i64) -> Option<i64> {
        if self.holds(at) {
            return Some(at);
        }
        let mut openings = self.possible_openings(at);
        openings.retain(|opening| *opening > at && self.holds(*opening));
        openings.into_iter().min()
    }

    /// Where the hours can begin: at `from` of each day, however often the day has that time, and
    /// where the clocks are changed.
    fn possible_openings(&self, at: i64) -> Vec<i64> {
        let Ok(moment) = Timestamp::from_millisecond(at) else {
            return Vec::new();
        };
        let today = moment.to_zoned(self.zone.clone()).date();
        let mut openings = Vec::new();
        for day in -1..DAYS {
            let Some(begin) = today.checked_add(day.days()).ok().and_then(|date| self.from.on(date)) else {
                continue;
            };
            let begin = self.zone.to_ambiguous_zoned(begin);
            let both = [begin.clone().earlier(), begin.later()];
            openings.extend(
                both.into_iter()
                    .flatten()
                    .map(|zoned| zoned.timestamp().as_millisecond()),
            );
        }
        let last = openings.iter().copied().max().unwrap_or(at);
        let changes = self
            .zone
            .following(moment)
            .map(|change| change.timestamp().as_millisecond());
        openings.extend(changes.take_while(|change| *change <= last));
        openings
    }
}

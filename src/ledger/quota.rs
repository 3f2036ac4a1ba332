//! How many invitations, and when: the owner's limits, pure arithmetic over what was charged.
//!
//! Knows no database; times are milliseconds since 1970, and are never earlier than the latest
//! ever seen, so that a clock that is set back frees nothing.

use std::fmt;
use std::time::Duration;

use jiff::tz::TimeZone;

use super::WorkingHours;
use crate::outcome::{ActionError, ErrorType};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// The weekly limit counts this far back from every moment.
const WEEK: i64 = 7 * DAY;
/// The monthly limit of notes counts this far back from every moment.
const MONTH: i64 = 30 * DAY;
/// How finely the length of a gap is drawn.
pub(super) const JITTER: i64 = 1_000_000;
/// Each step opens at least one limit, and a few years of steps are enough for any.
const STEPS: usize = 4_000;

/// The owner's limits; `None` is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Invitations on one calendar day, in the zone of the hours (the system's otherwise).
    pub per_day: Option<u32>,
    /// Invitations in any seven days.
    pub per_week: Option<u32>,
    /// Invitations with a note in any thirty days.
    pub notes_per_month: Option<u32>,
    /// Shortest and longest pause between two attempts; each pause is drawn between them.
    pub gap: Option<(Duration, Duration)>,
    /// When invitations are made at all.
    pub hours: Option<WorkingHours>,
}

/// Which limit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitKind {
    /// Invitations a day.
    Day,
    /// Invitations a week.
    Week,
    /// Invitations with a note a month.
    Notes,
    /// The pause after an attempt.
    Gap,
    /// The working hours.
    Hours,
    /// LinkedIn's own limit, which is waited out.
    LinkedIn,
}

/// A limit that is reached, and when the next invitation is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The limit that lasts longest.
    pub limit: LimitKind,
    /// Milliseconds since 1970; `i64::MAX` if never.
    pub opens_at: i64,
}

impl fmt::Display for Closed {
    /// One sentence, with the local time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.limit {
            LimitKind::Day => "The limit of invitations a day is reached",
            LimitKind::Week => "The limit of invitations a week is reached",
            LimitKind::Notes => "The limit of invitations with a note is reached",
            LimitKind::Gap => "The pause after the last invitation is not over",
            LimitKind::Hours => "It is outside of the working hours",
            LimitKind::LinkedIn => "LinkedIn's own limit of invitations is reached",
        };
        match jiff::Timestamp::from_millisecond(self.opens_at) {
            Ok(moment) => {
                // Rounded up, because a minute too early is wrong.
                let minute = moment.as_second() + (60 - moment.as_second().rem_euclid(60)) % 60;
                let moment = jiff::Timestamp::from_second(minute).unwrap_or(moment);
                let local = moment.to_zoned(TimeZone::system());
                write!(
                    f,
                    "{what}; the next one is let through on {}.",
                    local.strftime("%a %-d %b %Y at %H:%M %Z")
                )
            }
            Err(_) => write!(f, "{what}, and never opens."),
        }
    }
}

impl From<&Closed> for ActionError {
    fn from(closed: &Closed) -> ActionError {
        ActionError::new(ErrorType::LimitExceeded, closed.to_string())
    }
}

/// One invitation that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// When it was begun.
    pub at: i64,
    /// Whether it was to carry a note.
    pub with_note: bool,
}

/// The last attempt, whether it counts or not: pace is about what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastAttempt {
    /// When it was begun.
    pub at: i64,
    /// Where its pause lies between the shortest and the longest, in millionths.
    pub jitter: i64,
}

/// What has been used, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The charges of at least the last thirty days.
    pub charges: Vec<Charge>,
    /// The last attempt.
    pub last: Option<LastAttempt>,
    /// Until when LinkedIn's own limit is waited out.
    pub paused_until: Option<i64>,
}

/// How many of each limit's invitations are charged at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// On that calendar day.
    pub day: usize,
    /// In the seven days before.
    pub week: usize,
    /// With a note, in the thirty days before.
    pub notes: usize,
}

impl Limits {
    /// No limit at all.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// What a careful person would do: 15 a day, 80 a week, five notes a month unless Premium,
    /// three to eight minutes apart, on weekdays from nine to six.
    #[must_use]
    pub fn conservative(premium: bool) -> Self {
        Self {
            per_day: Some(15),
            per_week: Some(80),
            notes_per_month: (!premium).then_some(5),
            gap: Some((Duration::from_secs(180), Duration::from_secs(480))),
            hours: Some(WorkingHours::office(TimeZone::system())),
        }
    }

    /// What bars an invitation at `now`, and when it would be let through; `None` = now.
    #[must_use]
    pub fn closed(&self, usage: &Usage, now: i64, with_note: bool) -> Option<Closed> {
        let mut at = now;
        let mut limit = None;
        for _ in 0..STEPS {
            let Some((kind, opens)) = self.latest(usage, at, with_note) else {
                break;
            };
            at = opens;
            limit = Some(kind);
            if at == i64::MAX {
                break;
            }
        }
        limit.map(|limit| Closed { limit, opens_at: at })
    }

    /// What is used of the limits at `now`, milliseconds since 1970, also where there is no limit.
    #[must_use]
    pub fn used(&self, usage: &Usage, now: i64) -> Used {
        let since = |window: i64| {
            let charges = usage.charges.iter();
            charges.filter(move |charge| charge.at > now.saturating_sub(window))
        };
        Used {
            day: within(usage, self.day(now)),
            week: since(WEEK).count(),
            notes: since(MONTH).filter(|charge| charge.with_note).count(),
        }
    }

    /// When the last of these invitations would be begun if each took `each` and nothing else were
    /// done; each says whether it has a note. `now` for none of them, `None` if one is never let through.
    #[must_use]
    pub fn forecast(&self, usage: &Usage, now: i64, with_notes: &[bool], each: Duration) -> Option<i64> {
        let mut usage = usage.clone();
        let mut at = now;
        for (place, with_note) in with_notes.iter().copied().enumerate() {
            if place > 0 {
                at = at.saturating_add(milliseconds(each));
            }
            if let Some(closed) = self.closed(&usage, at, with_note) {
                at = closed.opens_at;
            }
            if at == i64::MAX {
                return None;
            }
            usage.charges.retain(|charge| charge.at > at.saturating_sub(HORIZON));
            usage.charges.push(Charge { at, with_note });
            usage.last = Some(LastAttempt { at, jitter: JITTER / 2 });
        }
        Some(at)
    }

    /// The limit that is shut at `at` and opens last; `None` if all are open.
    fn latest(&self, usage: &Usage, at: i64, with_note: bool) -> Option<(LimitKind, i64)> {
        let notes = if with_note { self.notes_per_month } else { None };
        let openings = [
            (LimitKind::LinkedIn, usage.paused_until.unwrap_or(at)),
            (LimitKind::Gap, self.after_gap(usage, at)),
            (LimitKind::Day, self.after_day(usage, at)),
            (
                LimitKind::Week,
                after_window(usage.charges.iter(), self.per_week, WEEK, at),
            ),
            (
                LimitKind::Notes,
                after_window(usage.charges.iter().filter(|charge| charge.with_note), notes, MONTH, at),
            ),
            (LimitKind::Hours, self.after_hours(at)),
        ];
        openings
            .into_iter()
            .filter(|(_, opens)| *opens > at)
            .max_by_key(|(_, opens)| *opens)
    }

    fn after_gap(&self, usage: &Usage, at: i64) -> i64 {
        let (Some((shortest, longest)), Some(last)) = (self.gap, usage.last) else {
            return at;
        };
        let (shortest, longest) = (milliseconds(shortest), milliseconds(longest));
        let spread = longest.saturating_sub(shortest).max(0);
        let drawn = i128::from(spread) * i128::from(last.jitter) / i128::from(JITTER);
        // A share of `spread` fits where `spread` does.
        let pause = shortest.saturating_add(i64::try_from(drawn).unwrap_or(spread));
        last.at.saturating_add(pause)
    }

    fn after_day(&self, usage: &Usage, at: i64) -> i64 {
        let Some(most) = self.per_day else {
            return at;
        };
        if most == 0 {
            return i64::MAX;
        }
        let day = self.day(at);
        if within(usage, day) >= most as usize { day.1 } else { at }
    }

    fn after_hours(&self, at: i64) -> i64 {
        self.hours
            .as_ref()
            .map_or(at, |hours| hours.next(at).unwrap_or(i64::MAX))
    }

    /// First moment of the day of `at`, and first moment of the next day.
    fn day(&self, at: i64) -> (i64, i64) {
        let zone = self
            .hours
            .as_ref()
            .map_or_else(TimeZone::system, |hours| hours.zone.clone());
        let whole = || -> Result<(i64, i64), jiff::Error> {
            let local = jiff::Timestamp::from_millisecond(at)?.to_zoned(zone);
            let (begin, end) = (local.start_of_day()?, local.tomorrow()?.start_of_day()?);
            Ok((begin.timestamp().as_millisecond(), end.timestamp().as_millisecond()))
        };
        // At the ends of the calendar a day is what it is in UTC.
        whole().unwrap_or((at - at.rem_euclid(DAY), (at - at.rem_euclid(DAY)).saturating_add(DAY)))
    }
}

/// How many are charged from the first moment on and before the other.
fn within(usage: &Usage, (begin, end): (i64, i64)) -> usize {
    let charges = usage.charges.iter();
    charges.filter(|charge| (begin..end).contains(&charge.at)).count()
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// When a window that reaches `window` back from every moment has room again.
fn after_window<'a>(charges: impl Iterator<Item = &'a Charge>, most: Option<u32>, window: i64, at: i64) -> i64 {
    let Some(most) = most else {
        return at;
    };
    if most == 0 {
        return i64::MAX;
    }
    let counted: Vec<i64> = charges
        .map(|charge| charge.at)
        .filter(|charged| *charged > at.saturating_sub(window))
        .collect();
    match counted.len().checked_sub(most as usize) {
        Some(over) => counted[over].saturating_add(window),
        None => at,
    }
}

/// How far back charges matter.
pub(super) const HORIZON: i64 = MONTH + DAY;

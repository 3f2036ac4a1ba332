//! What time it is, in milliseconds since 1970.
//!
//! Knows no ledger: that times never run backwards is the store's business.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A moment, in milliseconds since 1970. Shown as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(moment) = jiff::Timestamp::from_millisecond(self.0) else {
            return f.write_str(if self.0 < 0 {
                "-9999-01-01T00:00:00Z"
            } else {
                "9999-12-31T00:00:00Z"
            });
        };
        write!(f, "{:.0}", floor(moment))
    }
}

/// Whole seconds are enough for people and for tables.
fn floor(moment: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_second(moment.as_millisecond().div_euclid(1000)).unwrap_or(moment)
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where the time comes from.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands where it is put, in milliseconds since 1970.
    #[must_use]
    pub const fn fixed(at: Arc<AtomicI64>) -> Self {
        Self(Source::Fixed(at))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        match &self.0 {
            Source::System => jiff::Timestamp::now().as_millisecond(),
            Source::Fixed(at) => at.load(Ordering::SeqCst),
        }
    }
}

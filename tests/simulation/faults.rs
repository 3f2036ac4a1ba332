//! What goes wrong, by a seed: the same seed always gives the same run.

use std::time::Duration;

use crate::chance::Chance;

/// What befalls one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails, and nothing was done.
    ErrorBefore(Class),
    /// It fails although it was done.
    ErrorAfter(Class),
    /// It answers well, and its effect comes later, or never once the browser is dead.
    Late(Duration),
    /// It fails, and its effect comes later.
    LateError(Duration),
    /// No answer; the driver's own deadline ends it.
    Hang,
    /// The program dies before it.
    DeathBefore,
    /// The program dies behind it.
    DeathAfter,
    /// The page that is shown is an old one.
    Stale,
    /// The page that is shown says Pending until its server has answered it.
    Hope,
}

/// How the driver puts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Disturbed,
    Lost,
}

/// Faults at the calls of one run.
#[derive(Debug)]
pub(crate) struct Faults {
    pub(crate) chance: Chance,
    /// How many more may come; none once the world is left in peace.
    pub(crate) left: u32,
    /// One call in so many meets one.
    pub(crate) rate: u64,
    /// How often each kind was met, for the report.
    pub(crate) met: u32,
    pub(crate) deaths: u32,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Faults {
        let mut chance = Chance(seed);
        let rate = chance.pick(&[3, 6, 10, 20]);
        let left = 1 + u32::try_from(chance.below(5)).expect("small");
        Faults {
            chance,
            left,
            rate,
            met: 0,
            deaths: 0,
        }
    }

    #[allow(dead_code, reason = "the crash points begin with it")]
    /// A world in which nothing goes wrong by itself.
    pub(crate) fn none(seed: u64) -> Faults {
        Faults {
            left: 0,
            ..Faults::new(seed)
        }
    }

    /// What befalls the next call, if anything.
    pub(crate) fn next(&mut self) -> Option<Fault> {
        if self.left == 0 || !self.chance.one_in(self.rate) {
            return None;
        }
        self.left -= 1;
        self.met += 1;
        let class = self.chance.pick(&[Class::Disturbed, Class::Lost]);
        let delay = self.chance.millis(4000);
        let fault = match self.chance.below(10) {
            0 => Fault::ErrorBefore(class),
            1 | 2 => Fault::ErrorAfter(class),
            3 => Fault::Late(delay),
            4 => Fault::LateError(delay),
            5 => Fault::Hang,
            6 => Fault::DeathBefore,
            7 => Fault::DeathAfter,
            8 => Fault::Hope,
            _ => Fault::Stale,
        };
        if matches!(fault, Fault::DeathBefore | Fault::DeathAfter) {
            self.deaths += 1;
        }
        Some(fault)
    }
}

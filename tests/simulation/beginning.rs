//! What one run begins with.

use std::path::PathBuf;

use crate::faults::Faults;

/// What is done about a request in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Policy {
    /// A third of the seeds has `retry`, the others `park`.
    Chance,
    /// Each seed has the one that chance would not have given it.
    Other,
    Park,
    Retry,
}

impl Policy {
    /// The policy of that name.
    pub(crate) fn named(name: &str) -> Option<Policy> {
        match name {
            "chance" => Some(Policy::Chance),
            "other" => Some(Policy::Other),
            "park" => Some(Policy::Park),
            "retry" => Some(Policy::Retry),
            _ => None,
        }
    }

    /// Whether a run retries.
    pub(crate) fn retries(self, by_chance: bool) -> bool {
        match self {
            Policy::Chance => by_chance,
            Policy::Other => !by_chance,
            Policy::Park => false,
            Policy::Retry => true,
        }
    }
}

/// What a run begins with.
pub(crate) struct Beginning {
    pub(crate) seed: u64,
    pub(crate) faults: Faults,
    pub(crate) policy: Policy,
    /// A security check stands before the first person, once.
    pub(crate) walled: bool,
    /// Keep the ledger in a file here, so that it can be opened anew.
    pub(crate) file: Option<PathBuf>,
    pub(crate) talks: bool,
}

impl Beginning {
    /// An ordinary run of a seed.
    pub(crate) fn of(seed: u64, policy: Policy, talks: bool) -> Beginning {
        Beginning {
            seed,
            faults: Faults::new(seed),
            policy,
            walled: false,
            file: None,
            talks,
        }
    }
}

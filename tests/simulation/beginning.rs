//! What one run begins with.

use std::path::PathBuf;

use linkwright::ledger::recovery::OnAmbiguous;

use crate::faults::Faults;

/// What a run begins with.
pub(crate) struct Beginning {
    pub(crate) seed: u64,
    pub(crate) faults: Faults,
    /// What is done about a request in doubt; left to chance if not given.
    pub(crate) policy: Option<OnAmbiguous>,
    /// A security check stands before the first person, once.
    pub(crate) walled: bool,
    /// Keep the ledger in a file here, so that it can be opened anew.
    pub(crate) file: Option<PathBuf>,
    pub(crate) talks: bool,
}

impl Beginning {
    /// An ordinary run of a seed.
    pub(crate) fn of(seed: u64, policy: Option<OnAmbiguous>, talks: bool) -> Beginning {
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

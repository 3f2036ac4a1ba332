//! What runs of the simulation have met and come to.

/// What a run has met and come to, in numbers.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) deaths: u64,
    pub(crate) faults: u64,
    pub(crate) sent: u64,
    pub(crate) parked: u64,
    pub(crate) answered: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Tally) {
        self.deaths += other.deaths;
        self.faults += other.faults;
        self.sent += other.sent;
        self.parked += other.parked;
        self.answered += other.answered;
    }
}

//! What many plays have come to.

use std::collections::BTreeMap;
use std::fmt;

use crate::round::{Kind, Round};

/// The end of one play.
pub(crate) struct Ended {
    pub(crate) round: Round,
    pub(crate) answered: String,
    pub(crate) seconds: f64,
    pub(crate) within: f64,
    /// What must never be, with everything about it.
    pub(crate) wrong: Option<String>,
    /// What was not right, although nothing wrong was done.
    pub(crate) missed: Option<String>,
}

/// All ends, by kind.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<Kind, Vec<Ended>>);

impl Tally {
    pub(crate) fn add(&mut self, ended: Ended) {
        self.0.entry(ended.round.kind).or_default().push(ended);
    }

    /// Everything that is worse than the goals: each thing that must never be, and a share of right
    /// answers that is too small. In a few plays one may be missed where not all must be right.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (kind, ends) in &self.0 {
            faults.extend(ends.iter().filter_map(|ended| ended.wrong.clone()));
            let missed: Vec<_> = ends.iter().filter_map(|ended| ended.missed.clone()).collect();
            let allowed = (ends.len() * (1000 - kind.goal() as usize)).div_ceil(1000);
            if missed.len() > allowed {
                let all = ends.len();
                faults.push(format!("{kind}: {} of {all} are not right", missed.len()));
                faults.extend(missed);
            }
        }
        faults
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, ends) in &self.0 {
            let wrong = ends.iter().filter(|ended| ended.wrong.is_some()).count();
            let right = ends
                .iter()
                .filter(|ended| ended.wrong.is_none() && ended.missed.is_none())
                .count();
            let share = right as f64 * 100.0 / ends.len() as f64;
            writeln!(
                f,
                "{kind}: {} plays, {right} right ({share:.1} %), {wrong} wrong",
                ends.len()
            )?;
            let mut classes: BTreeMap<&str, u32> = BTreeMap::new();
            for ended in ends {
                *classes.entry(&ended.answered).or_default() += 1;
            }
            for (class, count) in classes {
                writeln!(f, "  {class}: {count}")?;
            }
            let mut seconds: Vec<f64> = ends.iter().map(|ended| ended.seconds).collect();
            seconds.sort_by(f64::total_cmp);
            let at = |hundredth: usize| seconds[(seconds.len() * hundredth / 100).min(seconds.len() - 1)];
            let share_of_time = |ended: &&Ended| ended.seconds / ended.within;
            let nearest = ends
                .iter()
                .max_by(|one, other| share_of_time(one).total_cmp(&share_of_time(other)))
                .expect("a kind that was played");
            writeln!(
                f,
                "  p50 {:.1} s, p95 {:.1} s, at most {:.1} s; nearest to its deadline: {:.1} of {:.0} s ({})",
                at(50),
                at(95),
                seconds[seconds.len() - 1],
                nearest.seconds,
                nearest.within,
                nearest.round
            )?;
        }
        Ok(())
    }
}

#[test]
fn the_tally_refuses_each_wrong_play_and_too_many_that_are_not_right() {
    let faults = |kind: Kind, plays: u64, wrong: u64, missed: u64| {
        let mut tally = Tally::default();
        for seed in 0..plays {
            tally.add(Ended {
                round: Round { kind, seed },
                answered: "success".to_owned(),
                seconds: 1.0,
                within: 2.0,
                wrong: (seed < wrong).then(|| "wrong".to_owned()),
                missed: (seed < missed).then(|| "missed".to_owned()),
            });
        }
        tally.faults().len()
    };
    assert_eq!(faults(Kind::Random, 1000, 0, 5), 0);
    assert_eq!(faults(Kind::Random, 1000, 0, 6), 7);
    assert_eq!(faults(Kind::Random, 1000, 1, 0), 1);
    assert_eq!(faults(Kind::Plain, 1000, 0, 1), 0);
    assert_eq!(faults(Kind::Plain, 1000, 0, 2), 3);
    assert_eq!(faults(Kind::WrongPage, 10, 0, 1), 2);
    assert_eq!(faults(Kind::Fault, 10, 0, 1), 2);
}

//! Visits every state of a table: shows each every picture, and tries all that can become of a step.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;
use std::hash::Hash;

use linkwright::action::{ActionTable, Seen, Step};
use linkwright::page::Input;

use crate::laws::{self, End, Given, Story};
use crate::pictures::pictures;

/// More places than a table has by far: something would count without end.
const MOST_PLACES: usize = 50_000;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    pub(crate) errors: BTreeSet<String>,
    pub(crate) failures: BTreeSet<String>,
    pub(crate) successes: usize,
    /// Clicks that could send and were asked for.
    pub(crate) commits: usize,
    /// Where tables said that they are.
    pub(crate) phases: BTreeSet<&'static str>,
    places: usize,
    steps: usize,
}

impl Walk {
    pub(crate) fn add(&mut self, other: Walk) {
        self.errors.extend(other.errors);
        self.failures.extend(other.failures);
        self.successes += other.successes;
        self.commits += other.commits;
        self.phases.extend(other.phases);
    }

    pub(crate) fn summary(&self) -> String {
        format!(
            "{} places, {} steps, {} successes, {:?}, {:?}",
            self.places, self.steps, self.successes, self.errors, self.failures
        )
    }
}

/// A table that can be copied, compared and told.
pub(crate) trait Table: ActionTable + Clone + Debug + Eq + Hash {}
impl<T: ActionTable + Clone + Debug + Eq + Hash> Table for T {}

/// A table somewhere in its story.
struct Place<T> {
    table: T,
    story: Story,
    from: usize,
    how: String,
}

/// Where a picture that never changes leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Steady {
    End,
    To(usize),
}

struct Walker<T> {
    given: Given,
    sends: bool,
    places: Vec<Place<T>>,
    known: HashMap<(T, Story), usize>,
    steady: Vec<Vec<Steady>>,
    walk: Walk,
}

/// Visits everything, and panics with the story of the first broken law.
pub(crate) fn walk<T: Table>(table: T, given: Given) -> Walk {
    let sends = format!("{table:?}").starts_with("SendConnectionRequest");
    let mut walker = Walker {
        given,
        sends,
        places: Vec::new(),
        known: HashMap::new(),
        steady: Vec::new(),
        walk: Walk::default(),
    };
    walker.reach(table, Story::default(), 0, || "arrives".to_owned());
    let pictures = pictures();
    let mut at = 0;
    while at < walker.places.len() {
        let row = pictures.iter().map(|seen| walker.look(at, seen)).collect();
        walker.steady.push(row);
        at += 1;
    }
    walker.everything_ends(&pictures);
    walker.walk.places = walker.places.len();
    walker.walk
}

impl<T: Table> Walker<T> {
    /// One look from a place; returns where this picture leads if it stays for good.
    fn look(&mut self, at: usize, seen: &Seen) -> Steady {
        let mut table = self.places[at].table.clone();
        let step = table.next(seen);
        if let Step::Wait(_) = step {
            let story = self.places[at].story.clone();
            self.reach(table.clone(), story, at, || format!("waits at {}", told(seen)));
            let phase = table.phase();
            let step = table.time_up(seen);
            self.obey(at, seen, laws::decides(&step, phase, &table));
            return self.take(at, seen, table, step, "time is up, ");
        }
        self.take(at, seen, table, step, "")
    }

    fn take(&mut self, at: usize, seen: &Seen, table: T, step: Step, why: &str) -> Steady {
        self.walk.steps += 1;
        let mut story = self.places[at].story.clone();
        match step {
            Step::Wait(_) => Steady::To(self.reach(table, story, at, || format!("{why}waits on at {}", told(seen)))),
            Step::Use(input) => {
                self.obey(at, seen, story.may_use(&input, seen, self.given));
                self.obey(at, seen, laws::gives_up(&input, &table, seen));
                self.not_done(at, seen, &table, &input.to_string());
                self.done(at, seen, table, why, story, |story| story.used(&input), &input)
            }
            Step::Commit(sealed) => {
                let element = sealed.element();
                self.walk.commits += 1;
                self.obey(at, seen, story.may_commit(element, seen, self.given));
                self.not_done(at, seen, &table, &format!("commit {element}"));
                let input = Input::Click(element);
                self.done(at, seen, table, why, story, |story| story.committed(element), &input)
            }
            Step::Withdraw(sealed) => {
                let element = sealed.element();
                self.walk.commits += 1;
                self.obey(at, seen, story.may_withdraw(element, seen));
                self.not_done(at, seen, &table, &format!("withdraw {element}"));
                let input = Input::Click(element);
                self.done(at, seen, table, why, story, |story| story.withdrew(element), &input)
            }
            Step::Reload => {
                story.reloaded();
                Steady::To(self.reach(table, story, at, || format!("{why}reloads at {}", told(seen))))
            }
            Step::Finish(verdict) => {
                self.end(at, seen, &table, End::Finish(&verdict));
                Steady::End
            }
            Step::Abort(failure) => {
                self.end(at, seen, &table, End::Abort(&failure));
                Steady::End
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call from each kind of input")]
    fn done(
        &mut self,
        at: usize,
        seen: &Seen,
        mut table: T,
        why: &str,
        mut story: Story,
        count: impl FnOnce(&mut Story),
        input: &Input,
    ) -> Steady {
        table.done(input.element());
        count(&mut story);
        Steady::To(self.reach(table, story, at, || format!("{why}{input} at {}", told(seen))))
    }

    /// The input was not possible: the engine looks again, or gives up when that lasts too long.
    fn not_done(&mut self, at: usize, seen: &Seen, table: &T, input: &str) {
        let story = self.places[at].story.clone();
        self.reach(table.clone(), story.clone(), at, || {
            format!("not yet: {input} at {}", told(seen))
        });
        if !table.has_committed() {
            return;
        }
        let mut table = table.clone();
        let step = table.time_up(seen);
        match &step {
            Step::Finish(verdict) => self.end(at, seen, &table, End::Finish(verdict)),
            Step::Abort(failure) => self.end(at, seen, &table, End::Abort(failure)),
            Step::Reload => {
                let mut story = story;
                story.reloaded();
                self.reach(table, story, at, || {
                    format!("blocked for good: {input}, reloads at {}", told(seen))
                });
            }
            // As the engine does: an input is asked for again behind the next look.
            Step::Wait(_) | Step::Use(_) | Step::Commit(_) | Step::Withdraw(_) => {
                self.reach(table, story, at, || {
                    format!("blocked for good: {input} at {}", told(seen))
                });
            }
        }
    }

    fn end(&mut self, at: usize, seen: &Seen, table: &T, end: End) {
        let story = self.places[at].story.clone();
        self.obey(at, seen, story.may_end(&end, seen, table, self.sends));
        match end {
            End::Finish(verdict) => match &verdict.result {
                Ok(_) => self.walk.successes += 1,
                Err(error) => {
                    self.walk.errors.insert(error.kind.to_string());
                }
            },
            End::Abort(failure) => {
                self.walk.failures.insert(failure.reason.to_string());
            }
        }
    }

    /// The place of this table and story, new or known.
    fn reach(&mut self, table: T, story: Story, from: usize, how: impl FnOnce() -> String) -> usize {
        let key = (table, story);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let at = self.places.len();
        assert!(at < MOST_PLACES, "too many places\n{}", self.story(from));
        self.known.insert(key.clone(), at);
        let (table, story) = key;
        let knows = laws::knows(&table, &story);
        self.walk.phases.insert(table.phase());
        self.places.push(Place {
            table,
            story,
            from,
            how: how(),
        });
        if let Err(said) = knows {
            panic!("{said}\n{}", self.story(at));
        }
        at
    }

    fn obey(&self, at: usize, seen: &Seen, law: Result<(), String>) {
        if let Err(said) = law {
            panic!(
                "{said}\n{}  then sees {}\n  {:?}",
                self.story(at),
                told(seen),
                self.places[at].table
            );
        }
    }

    /// How a place was reached, shortest way.
    fn story(&self, at: usize) -> String {
        let mut way = vec![at];
        while let Some(last) = way.last()
            && *last != 0
        {
            way.push(self.places[*last].from);
        }
        way.iter()
            .rev()
            .map(|place| format!("  {}\n", self.places[*place].how))
            .collect()
    }

    /// A page that stays as it is gets its answer: no picture leads round in a circle.
    fn everything_ends(&self, pictures: &[Seen]) {
        for (number, seen) in pictures.iter().enumerate() {
            let mut safe = vec![false; self.places.len()];
            for start in 0..self.steady.len() {
                let mut way = BTreeSet::new();
                let mut at = start;
                while !safe[at] {
                    assert!(
                        way.insert(at),
                        "for ever at {}\n{}  {:?}",
                        told(seen),
                        self.story(at),
                        self.places[at].table
                    );
                    match self.steady[at][number] {
                        Steady::End => break,
                        Steady::To(next) => at = next,
                    }
                }
                way.into_iter().for_each(|place| safe[place] = true);
            }
        }
    }
}

fn told(seen: &Seen) -> String {
    let sets = [
        ("visible", &seen.visible),
        ("enabled", &seen.enabled),
        ("filled", &seen.filled),
    ];
    let sets = sets.iter().filter(|(_, set)| !set.is_empty());
    let sets: String = sets.map(|(name, set)| format!(" {name}{set:?}")).collect();
    format!(
        "{} over {} ({:?}{sets} {:?})",
        seen.state, seen.card, seen.dialog_names, seen.note_limits
    )
}

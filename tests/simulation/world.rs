//! The other side: who was invited in truth, and what the site shows of it. Knows nothing of linkwright.

use std::time::Duration;

use tokio::time::Instant;

/// How a person stands before anybody clicks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Connectable,
    Pending,
    Connected,
}

/// One person of the site.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) slug: String,
    pub(crate) before: Relation,
    /// Connect sends at once, without a dialog.
    pub(crate) sends_at_once: bool,
    /// What is true is shown so much later.
    pub(crate) lag: Duration,
    /// Loads that meet a security check instead of the page.
    pub(crate) walls: u32,
    /// Invitations that the server took.
    pub(crate) applied: Vec<Instant>,
}

/// An invitation that is on its way.
#[derive(Debug, Clone)]
struct Effect {
    due: Instant,
    /// Dies with this browser; without one it is in the network already.
    browser: Option<u32>,
    person: usize,
}

/// The site, and the processes that talk to it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) people: Vec<Person>,
    /// Browsers with a lower number are dead.
    pub(crate) alive_from: u32,
    pub(crate) browsers: u32,
    pub(crate) documents: u32,
    effects: Vec<Effect>,
}

impl World {
    pub(crate) fn new(people: Vec<Person>) -> World {
        World {
            people,
            alive_from: 0,
            browsers: 0,
            documents: 0,
            effects: Vec::new(),
        }
    }

    pub(crate) fn person(&self, slug: &str) -> Option<usize> {
        self.people.iter().position(|person| person.slug == slug)
    }

    /// An invitation leaves a browser; it reaches the server after `delay`.
    pub(crate) fn invite(&mut self, person: usize, browser: u32, delay: Duration) {
        // The click's handler runs in the browser; only what has left it survives its death.
        let browser = (!delay.is_zero()).then_some(browser);
        self.effects.push(Effect {
            due: Instant::now() + delay,
            browser,
            person,
        });
        self.settle();
    }

    /// Kills every browser: what they had not sent is never sent.
    pub(crate) fn fence(&mut self) {
        self.settle();
        self.alive_from = self.browsers + 1;
    }

    /// Lets everything happen that is due.
    pub(crate) fn settle(&mut self) {
        let now = Instant::now();
        let alive_from = self.alive_from;
        let (due, later): (Vec<Effect>, Vec<Effect>) = self.effects.drain(..).partition(|effect| effect.due <= now);
        self.effects = later;
        self.effects
            .retain(|effect| effect.browser.is_none_or(|browser| browser >= alive_from));
        for effect in due {
            if effect.browser.is_none_or(|browser| browser >= alive_from) {
                self.people[effect.person].applied.push(effect.due);
            }
        }
    }

    /// Everybody whose invitation the list of sent ones shows.
    pub(crate) fn listed(&mut self) -> Vec<String> {
        let all = 0..self.people.len();
        let is_pending = |person: &usize| self.shown(*person) == Relation::Pending;
        let listed: Vec<usize> = all.filter(is_pending).collect();
        listed
            .into_iter()
            .map(|person| self.people[person].slug.clone())
            .collect()
    }

    /// What the site shows of a person at this moment.
    pub(crate) fn shown(&mut self, person: usize) -> Relation {
        self.settle();
        let person = &self.people[person];
        let is_shown = |applied: &Instant| *applied + person.lag <= Instant::now();
        if person.applied.iter().any(is_shown) {
            Relation::Pending
        } else {
            person.before
        }
    }
}

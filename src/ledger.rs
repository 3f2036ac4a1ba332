//! Remembers attempts: who may be invited, who was, and who perhaps was.
//!
//! Knows no page and no browser. [`Permit`] → [`Attempt`] → an open seal: a control that can send
//! cannot be clicked without an attempt on record. Kept in memory for one run.

use std::collections::HashMap;

use crate::person::Slug;

/// What is known of a person's attempt in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A control that can send may have been clicked; nothing is proved.
    InDoubt,
    /// Proved sent.
    Sent,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The page proved the invitation.
    Sent,
    /// Proved not sent; the person may be invited again.
    NotSent,
    /// Not provable; the person is barred until somebody has looked.
    InDoubt,
}

/// Leave to invite one person. Only the ledger makes it.
#[derive(Debug)]
pub struct Permit {
    person: Slug,
}

/// One attempt on record. Only the ledger makes it, from a [`Permit`]; it opens seals.
#[derive(Debug)]
pub struct Attempt {
    person: Slug,
}

/// The attempts of one run.
#[derive(Debug, Default)]
pub struct Ledger {
    standings: HashMap<Slug, Standing>,
}

impl Ledger {
    /// Leave to invite `person`, unless an earlier attempt stands.
    ///
    /// # Errors
    /// How the person stands.
    pub fn permit(&self, person: &Slug) -> Result<Permit, Standing> {
        match self.standing(person) {
            Some(standing) => Err(standing),
            None => Ok(Permit { person: person.clone() }),
        }
    }

    /// How the person stands by the attempts of this run.
    pub fn standing(&self, person: &Slug) -> Option<Standing> {
        self.standings.get(person).copied()
    }

    /// Puts the attempt on record, before the first click that could send.
    pub fn begin(&mut self, permit: Permit) -> Attempt {
        self.standings.insert(permit.person.clone(), Standing::InDoubt);
        Attempt { person: permit.person }
    }

    /// Ends an attempt.
    pub fn settle(&mut self, attempt: Attempt, settlement: Settlement) {
        match settlement {
            Settlement::Sent => self.standings.insert(attempt.person, Standing::Sent),
            Settlement::InDoubt => self.standings.insert(attempt.person, Standing::InDoubt),
            Settlement::NotSent => self.standings.remove(&attempt.person),
        };
    }
}

//! Settling the ledger by the list of sent invitations.
//!
//! Who stands in the list was invited, whatever the ledger believed. Who does not stand in it proves
//! nothing: the invitation may have been accepted, declined or withdrawn.

use serde::Serialize;

use super::{Worker, unavailable};
use crate::browser::Launcher;
use crate::engine::errand::unusable;
use crate::ledger::{Believed, Standing};
use crate::outcome::{Failure, PendingRequest, wire_words};
use crate::person::{PersonKeys, PersonUrl};

wire_words! {
    /// What the list says about somebody, beside what the ledger has believed.
    pub enum Finding {
        /// A request in doubt: it was sent, and counts as sent from now on.
        Settled = "settled",
        /// Nobody here has made this invitation: it was made by hand, and the person is not invited again.
        Learned = "learned",
        /// The ledger knew it.
        Known = "known",
        /// The list has no address for this row, so nothing can be done with it.
        Unnamed = "unnamed",
        /// Believed to be waiting, and not on the list: accepted, declined or withdrawn. Nothing was changed.
        NotListed = "notListed",
        /// In doubt before and after: not on the list, which proves nothing.
        StillInDoubt = "stillInDoubt",
    }
}

/// One person, and what was found about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Synced {
    /// What was found.
    pub finding: Finding,
    /// The name on the list; `null` for whoever is not on it.
    pub name: Option<String>,
    /// `https://www.linkedin.com/in/<slug>`.
    pub public_url: Option<String>,
    /// LinkedIn's own words for when it was sent.
    pub sent_time: Option<String>,
}

impl<L: Launcher> Worker<'_, L> {
    /// Reads the list of sent invitations to its end, and settles the ledger by it. Nothing is clicked but
    /// what loads more of the list.
    ///
    /// # Errors
    /// The account is stopped, or the list could not be read to its end: then nothing was changed.
    pub async fn sync(&mut self) -> Result<Vec<Synced>, Failure> {
        self.relaunches = 0;
        let synced = self.sync_all().await;
        self.end_session().await;
        synced
    }

    async fn sync_all(&mut self) -> Result<Vec<Synced>, Failure> {
        self.refuse_stopped()?;
        if !self.desk.in_doubt().map_err(|error| unusable(&error))?.is_empty() {
            // A browser that could still send would make what is read below untrue a moment later.
            self.launcher.fence().await.map_err(|error| unavailable(&error))?;
        }
        let rows = self.read_list().await?;
        let believed = self.desk.believed_pending().map_err(|error| unusable(&error))?;
        let mut synced = Vec::new();
        let mut listed = Vec::new();
        for row in rows {
            let keys = keys_of(&row);
            let finding = if keys.is_empty() {
                Finding::Unnamed
            } else {
                self.settle_row(&keys)?
            };
            listed.push(keys);
            synced.push(Synced {
                finding,
                name: row.name,
                public_url: row.public_url,
                sent_time: row.sent_time,
            });
        }
        synced.extend(missing(&believed, &listed));
        let doubts = self.desk.in_doubt().map_err(|error| unusable(&error))?;
        synced.extend(
            doubts
                .iter()
                .map(|doubt| nobody(Finding::StillInDoubt, Some(doubt.person.to_string()))),
        );
        Ok(synced)
    }

    async fn read_list(&mut self) -> Result<Vec<PendingRequest>, Failure> {
        loop {
            let mut engine = self.engine().await?;
            match engine.pending_requests().await {
                Err(failure) if failure.reason.is_torn() => {
                    self.launcher.close(engine.into_browser()).await;
                    if !self.may_relaunch() {
                        return Err(failure);
                    }
                    self.relaunches += 1;
                    self.say("the browser was lost; starts another");
                }
                ended => {
                    self.session = Some(engine);
                    return ended;
                }
            }
        }
    }

    fn settle_row(&self, keys: &PersonKeys) -> Result<Finding, Failure> {
        let standing = self.desk.standing(keys).map_err(|error| unusable(&error))?;
        let done = match standing {
            Standing::InDoubt(attempt) | Standing::Parked(attempt) => {
                self.desk.adopt(&attempt, None).map(|()| Finding::Settled)
            }
            Standing::Sent { .. } | Standing::ByHand { .. } => Ok(Finding::Known),
            // Free, or withdrawn and invited again by hand.
            Standing::Free | Standing::Withdrawn { .. } => self.desk.learn_by_hand(keys).map(|()| Finding::Learned),
        };
        done.map_err(|error| unusable(&error))
    }
}

fn keys_of(row: &PendingRequest) -> PersonKeys {
    let person = row.public_url.as_deref().and_then(|url| PersonUrl::parse(url).ok());
    match person {
        Some(person) => PersonKeys {
            member: row
                .urn
                .as_deref()
                .and_then(|urn| urn.rsplit(':').next())
                .map(str::to_owned),
            ..PersonKeys::from(person.slug())
        },
        None => PersonKeys::default(),
    }
}

/// Whoever is believed to wait and does not stand in the list under any of their names.
fn missing(believed: &[Believed], listed: &[PersonKeys]) -> Vec<Synced> {
    let is_listed = |one: &&Believed| listed.iter().any(|keys| keys.meet(&one.keys));
    let url = |one: &Believed| {
        one.keys
            .slugs
            .first()
            .map(|slug| format!("https://www.linkedin.com/in/{}", slug.encoded()))
    };
    believed
        .iter()
        .filter(|one| !is_listed(one))
        .map(|one| nobody(Finding::NotListed, url(one)))
        .collect()
}

fn nobody(finding: Finding, public_url: Option<String>) -> Synced {
    Synced {
        finding,
        name: None,
        public_url,
        sent_time: None,
    }
}

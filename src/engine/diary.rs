//! What a session writes down beside the requests themselves: walls, limits, pages that nobody knows.
//!
//! Durable before the next command to the browser.

use super::Engine;
use super::visit::{Goal, Visit};
use crate::action::Verdict;
use crate::browser::Browser;
use crate::crash;
use crate::ledger::{LedgerError, Settlement};
use crate::outcome::{ErrorType, Failure, FailureReason};
use crate::page::profile;
use crate::person::PersonKeys;

/// So many pages in a row that nobody knows, on different people, stop the account.
const MOST_UNKNOWN: u32 = 3;
/// How long LinkedIn's own weekly limit closes invitations.
const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;

impl<B: Browser> Engine<'_, B> {
    /// What names the person of a visit: the slugs, and the ids that the card shows.
    pub(super) fn keys(&self, visit: &mut Visit) -> PersonKeys {
        let mut keys = PersonKeys {
            slugs: visit.goal.person().iter().map(|person| person.slug().clone()).collect(),
            ..PersonKeys::default()
        };
        let Some(landed) = &visit.landed else { return keys };
        if !keys.slugs.contains(landed) {
            keys.slugs.push(landed.clone());
        }
        if visit.ids.is_none() {
            let read = self
                .last
                .as_ref()
                .and_then(|snapshot| profile::read(self.rules, snapshot).ok());
            visit.ids = read
                .map(|info| (info.hashed_url, info.urn))
                .filter(|ids| *ids != (None, None));
        }
        if let Some((hashed, member)) = &visit.ids {
            let last = |text: &String, separator| text.rsplit(separator).next().map(str::to_owned);
            keys.hashed = hashed.as_ref().and_then(|url| last(url, '/'));
            keys.member = member.as_ref().and_then(|urn| last(urn, ':'));
        }
        keys
    }

    /// Writes down what the end of an action says about the account.
    /// Not every end shows that the person was `understood`.
    pub(super) fn write_down(&mut self, ended: &Result<Verdict, Failure>, understood: bool, visit: &mut Visit) {
        let written = match ended {
            // Why it was stopped is on record already.
            Err(failure) if failure.reason == FailureReason::AccountStopped => Ok(()),
            Err(failure) if failure.reason.stops_the_account() => {
                let reached = crash::point("CP26").map_err(|_| LedgerError::Failed("an injected fault".to_owned()));
                reached.and_then(|()| self.desk.stop(failure.reason.as_str(), &failure.message))
            }
            Err(failure) if is_unknown(failure.reason) => self.count_unknown(visit),
            Ok(verdict) if is_in_doubt(verdict) => self.count_unknown(visit),
            Ok(_) if understood => self.desk.drift_reset(),
            Ok(_) | Err(_) => Ok(()),
        };
        if let Err(error) = written {
            self.say(format!("not written down: {error}"));
        }
    }

    fn count_unknown(&mut self, visit: &mut Visit) -> Result<(), LedgerError> {
        if visit.goal == Goal::SentInvitations {
            // Drift is counted by people; a list is nobody's.
            return Ok(());
        }
        let keys = self.keys(visit);
        if self.desk.drift(&keys)? < MOST_UNKNOWN {
            return Ok(());
        }
        let message = format!(
            "{MOST_UNKNOWN} people in a row had pages that could not be judged: LinkedIn may look different now."
        );
        self.desk.stop(FailureReason::PageNotRecognised.as_str(), &message)
    }

    /// LinkedIn's own limit closes invitations for a week; on a stand-in only where limits are kept at all.
    pub(super) fn note_weekly_limit(&mut self) {
        if !self.site.is_real() && !self.desk.keeps_limits() {
            return;
        }
        let until = self.desk.now() + WEEK_MS;
        if let Err(error) = self.desk.pause_until(until) {
            self.say(format!("not written down: {error}"));
        }
    }
}

/// Something was clicked now; a person who is barred from before says nothing about LinkedIn's looks.
fn is_in_doubt(verdict: &Verdict) -> bool {
    let is_unknown = matches!(&verdict.result, Err(error) if error.kind == ErrorType::OutcomeUnknown);
    is_unknown && verdict.settlement == Settlement::InDoubt
}

fn is_unknown(reason: FailureReason) -> bool {
    matches!(
        reason,
        FailureReason::PageNotRecognised | FailureReason::LanguageNotSupported
    )
}

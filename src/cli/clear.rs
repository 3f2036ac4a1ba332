//! `clear`: lets a stopped account work again.
//!
//! Knows no browser: whether the cause is gone is the owner's to see.

use linkwright::exit_code::ExitCode;

use super::ledger::{NOTHING_YET, Whereabouts, Whose, complaint};
use super::output::{Complaint, print};

/// Lets an account work again that linkwright has stopped, and says why it was stopped
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An account is stopped when LinkedIn signs it out, asks for a check, restricts it or limits its rate, \
and when the pages of three people in a row could not be judged. See to the cause first.

Examples:
  linkwright clear
  linkwright clear --account work")]
pub(crate) struct Clear {
    #[command(flatten)]
    whose: Whose,

    #[command(flatten)]
    whereabouts: Whereabouts,
}

impl Clear {
    /// Clears the stop and says what it was.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let Some(ledger) = self.whereabouts.ledger()? else {
            return Ok(said(&format!("Not stopped: {NOTHING_YET}.")));
        };
        let stop = ledger
            .stopped(self.whose.account.as_str(), &self.whereabouts.site(&ledger)?)
            .map_err(complaint)?;
        let Some(stop) = stop else {
            return Ok(said("The account is not stopped; nothing was changed."));
        };
        let (desk, _lock) = self.whereabouts.desk(&ledger, &self.whose.account)?;
        desk.clear_stop().map_err(complaint)?;
        Ok(said(&format!(
            "The account works again. It was stopped at {} ({}): {}",
            stop.at, stop.reason, stop.message
        )))
    }
}

fn said(sentence: &str) -> ExitCode {
    print(&format!("{sentence}\n"));
    ExitCode::Success
}

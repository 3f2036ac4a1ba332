//! `clear`: lets a stopped account work again.
//!
//! Knows no browser: whether the cause is gone is the owner's to see.

use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Clock, Ledger, Timestamp};

use super::accounts;
use super::history::local;
use super::ledger::{NOTHING_YET, Whereabouts, Whose, complaint};
use super::output::{Complaint, print};

/// Lets an account work again that linkwright has stopped, and says why it was stopped
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An account is stopped when LinkedIn signs it out, asks for a check, restricts it or limits its rate, \
and when the pages of three people in a row could not be judged. See to the cause first.

Examples:
  linkwright clear
  linkwright clear --account work
  linkwright clear --clock")]
pub(crate) struct Clear {
    /// Clears no stop: takes this machine's clock for right where it once ran ahead, for all accounts. What the
    /// ledger has written down for later counts as done now, so limits stay closed for their whole time
    #[arg(long)]
    clock: bool,

    #[command(flatten)]
    whose: Whose,

    #[command(flatten)]
    whereabouts: Whereabouts,
}

impl Clear {
    /// Clears the stop and says what it was.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let Some(ledger) = self.whereabouts.ledger()? else {
            return Ok(said(&format!("Nothing to clear: {NOTHING_YET}.")));
        };
        if self.clock {
            return self.clear_clock(&ledger);
        }
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

    fn clear_clock(&self, ledger: &Ledger) -> Result<ExitCode, Complaint> {
        let _locks = accounts::locks(&self.whereabouts.data_directory()?)?;
        let was_ahead = ledger.take_clock_back().map_err(complaint)?;
        let now = local(Timestamp(Clock::system().now()));
        Ok(said(&if was_ahead {
            format!(
                "The ledger goes by this machine's clock again, {now}. What it had written down for later counts as done now."
            )
        } else {
            format!("The ledger is not ahead of this machine's clock, {now}; nothing was changed.")
        }))
    }
}

fn said(sentence: &str) -> ExitCode {
    print(&format!("{sentence}\n"));
    ExitCode::Success
}

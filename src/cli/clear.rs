//! `clear`: lets a stopped account work again.
//!
//! Knows no browser: whether the cause is gone is the owner's to see.

use linkwright::exit_code::ExitCode;
use linkwright::ledger::{Clock, KnownAccount, Ledger, Timestamp};

use super::accounts;
use super::elsewhere;
use super::history::local;
use super::ledger::{Whereabouts, Whose, complaint};
use super::output::{Complaint, show};

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
        let ledger = self.whereabouts.ledger()?;
        if !self.clock {
            accounts::must_exist(
                &self.whereabouts.data_directory()?,
                &self.whose.account,
                ledger.as_ref(),
            )?;
        }
        let Some(ledger) = ledger else {
            return Ok(said(&format!("Nothing to clear: {}.", self.whereabouts.nothing_yet()?)));
        };
        if self.clock {
            return self.clear_clock(&ledger);
        }
        let here = elsewhere::here(&self.whose.account, &self.whereabouts.site(&ledger)?);
        let Some(stop) = ledger.stopped(&here.name, &here.site).map_err(complaint)? else {
            return nothing_stopped(&ledger, &here);
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

fn nothing_stopped(ledger: &Ledger, here: &KnownAccount) -> Result<ExitCode, Complaint> {
    let code = said(&format!(
        "The account \"{}\" at {} is not stopped; nothing was changed.",
        here.name, here.site
    ));
    elsewhere::told(&elsewhere::stopped(ledger, here)?, "clear");
    Ok(code)
}

fn said(sentence: &str) -> ExitCode {
    show(&format!("{sentence}\n"));
    ExitCode::Success
}

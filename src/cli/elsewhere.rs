//! What a ledger knows of other accounts and sites than the one that a command is about.
//!
//! Reads only: whoever forgets an option learns here which one.

use linkwright::account::AccountName;
use linkwright::ledger::{HistoryFilter, KnownAccount, Ledger, Outcome};

use super::cure::command_for;
use super::ledger::complaint;
use super::output::{Complaint, complain, tell};

/// An account of the ledger, with what is the matter with it.
#[derive(Debug)]
pub(crate) struct Matter {
    account: KnownAccount,
    what: String,
}

impl Matter {
    /// `1 request is in doubt of the account "work" at http://127.0.0.1:8080`.
    pub(crate) fn words(&self) -> String {
        format!("{}: {}", place(&self.account), self.what)
    }

    /// The command that sees to it.
    pub(crate) fn cure(&self, words: &str) -> String {
        command_for(words, &self.account)
    }
}

/// How an account is named in a message.
pub(crate) fn place(account: &KnownAccount) -> String {
    format!("the account \"{}\" at {}", account.name, account.site)
}

/// The other accounts that are stopped.
pub(crate) fn stopped(ledger: &Ledger, here: &KnownAccount) -> Result<Vec<Matter>, Complaint> {
    let mut matters = Vec::new();
    for account in others(ledger, here)? {
        let stop = ledger.stopped(&account.name, &account.site).map_err(complaint)?;
        matters.extend(stop.map(|stop| Matter {
            account,
            what: format!("stopped since {} ({})", stop.at, stop.reason),
        }));
    }
    Ok(matters)
}

/// What an account has not come to the end of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// Requests in doubt.
    pub(crate) in_doubt: usize,
    /// Workflows that were accepted and have not ended.
    pub(crate) unfinished: usize,
}

impl Left {
    pub(crate) const fn is_nothing(self) -> bool {
        self.in_doubt == 0 && self.unfinished == 0
    }

    /// `1 in doubt, 2 workflows not finished`.
    pub(crate) fn words(self) -> String {
        let unfinished = match self.unfinished {
            1 => "1 workflow not finished".to_owned(),
            many => format!("{many} workflows not finished"),
        };
        match (self.in_doubt, self.unfinished) {
            (open, 0) => format!("{open} in doubt"),
            (0, _) => unfinished,
            (open, _) => format!("{open} in doubt, {unfinished}"),
        }
    }
}

/// The other accounts that have not come to the end of something.
pub(crate) fn unsettled(ledger: &Ledger, here: &KnownAccount) -> Result<Vec<Matter>, Complaint> {
    let mut matters = Vec::new();
    for account in others(ledger, here)? {
        let left = left(ledger, &account)?;
        if !left.is_nothing() {
            let what = left.words();
            matters.push(Matter { account, what });
        }
    }
    Ok(matters)
}

/// What an account has not come to the end of.
pub(crate) fn left(ledger: &Ledger, account: &KnownAccount) -> Result<Left, Complaint> {
    let open = HistoryFilter {
        outcome: Some(Outcome::InDoubt),
        account: Some(account.name.clone()),
        site: Some(account.site.clone()),
        ..HistoryFilter::default()
    };
    Ok(Left {
        in_doubt: ledger.history(&open).map_err(complaint)?.len(),
        unfinished: ledger
            .count_unfinished(&account.name, &account.site)
            .map_err(complaint)?,
    })
}

fn others(ledger: &Ledger, here: &KnownAccount) -> Result<impl Iterator<Item = KnownAccount>, Complaint> {
    let here = here.clone();
    let all = ledger.accounts().map_err(complaint)?;
    Ok(all.into_iter().filter(move |account| *account != here))
}

/// Says on stderr what is the matter elsewhere, each with the command that sees to it.
pub(crate) fn told(matters: &[Matter], command: &str) {
    if matters.is_empty() {
        return;
    }
    complain("elsewhere in this ledger:");
    for matter in matters {
        tell(&format!("  {}: {}", matter.words(), matter.cure(command)));
    }
}

/// Says on stderr whom the ledger knows, where that is not the one account that was meant.
pub(crate) fn told_if_several(ledger: &Ledger, here: &KnownAccount, command: &str) -> Result<(), Complaint> {
    let others: Vec<KnownAccount> = others(ledger, here)?.collect();
    if others.is_empty() {
        return Ok(());
    }
    complain(&format!(
        "this is about {}; the ledger holds others, which --account and --site choose:",
        place(here)
    ));
    for account in &others {
        tell(&format!("  {}: {}", place(account), command_for(command, account)));
    }
    Ok(())
}

/// The account of a name on a site.
pub(crate) fn here(account: &AccountName, site: &str) -> KnownAccount {
    KnownAccount {
        name: account.to_string(),
        site: site.to_owned(),
    }
}

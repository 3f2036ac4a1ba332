//! What the ledger says of an account: what is in doubt, the clock, what has stopped it, what is used of its limits.

use linkwright::account::AccountName;
use linkwright::config::Config;
use linkwright::engine::Site;
use linkwright::ledger::{Clock, HistoryFilter, Ledger, Limits, Outcome, Timestamp, Usage};

use super::finding::Finding;
use crate::cli::cure::command;
use crate::cli::elsewhere::{self, Matter};

/// What to do about a ledger whose error does not say it.
pub(super) const LEDGER: &str = "see whether the ledger and its directory can be read and written";

pub(super) fn requests(ledger: &Ledger, account: &AccountName, site: &Site) -> Finding {
    let name = "ledger";
    let of_account = HistoryFilter {
        site: Some(site.name()),
        account: Some(account.to_string()),
        ..HistoryFilter::default()
    };
    let rows = match ledger.history(&of_account) {
        Ok(rows) => rows,
        Err(error) => return Finding::fault(name, error, LEDGER),
    };
    let left = match elsewhere::left(ledger, &elsewhere::here(account, &site.name())) {
        Ok(left) => left,
        Err(error) => return Finding::fault(name, error.message, LEDGER),
    };
    if !left.is_nothing() {
        let message = format!("{}, {}", asked(rows.len()), left.words());
        let cure = match left.unfinished {
            0 => command("resume"),
            _ => format!(
                "{}, which sends what was not sent; or {}, which drops it",
                command("resume"),
                command("cancel")
            ),
        };
        return Finding::warning(name, message, &cure);
    }
    let unknown = rows.iter().filter(|row| row.outcome == Outcome::Unknown).count();
    if unknown > 0 {
        let cure = format!(
            "look at these people ({}), then {}",
            command("history --outcome unknown"),
            command("resolve PERSON sent|not-sent")
        );
        return Finding::warning(
            name,
            format!("{}, {unknown} that nobody can prove", asked(rows.len())),
            &cure,
        );
    }
    Finding::ok(name, format!("{}, none in doubt", asked(rows.len())))
}

fn asked(requests: usize) -> String {
    match requests {
        1 => "1 request".to_owned(),
        many => format!("{many} requests"),
    }
}

/// A clock that runs behind what was written down opens limits late, and never early.
pub(super) fn clock(ledger: &Ledger) -> Finding {
    let name = "clock";
    let rows = ledger.history(&HistoryFilter::default()).unwrap_or_default();
    let last = rows.iter().filter_map(|row| row.decided_at).map(|at| at.0).max();
    let now = Clock::system().now();
    match last {
        Some(last) if last > now + 1000 => Finding::warning(
            name,
            "it runs behind the ledger: something was decided at a time that has not come yet",
            &format!(
                "set the clock of this machine; if it is right and ran ahead before: {}",
                command("clear --clock")
            ),
        ),
        Some(_) | None => {
            let zone = jiff::tz::TimeZone::system();
            let zone = zone.iana_name().unwrap_or("without a name");
            Finding::ok(name, format!("{}; this machine's time zone is {zone}", Timestamp(now)))
        }
    }
}

pub(super) fn standing(ledger: &Ledger, account: &AccountName, site: &Site) -> Finding {
    let name = "stopped";
    match ledger.stopped(account.as_str(), &site.name()) {
        Ok(None) => Finding::ok(name, "no: nothing has stopped the account"),
        Ok(Some(stop)) => Finding::broken(
            name,
            format!("since {} ({}): {}", stop.at, stop.reason, stop.message),
            &format!("see to the cause in the browser, then {}", command("clear")),
        ),
        Err(error) => Finding::fault(name, error, LEDGER),
    }
}

/// What other accounts and sites have not come to the end of: `resume` without an option would not find them.
pub(super) fn elsewhere(ledger: &Ledger, account: &AccountName, site: &Site) -> Option<Finding> {
    let name = "elsewhere";
    let matters = match elsewhere::unsettled(ledger, &elsewhere::here(account, &site.name())) {
        Ok(matters) => matters,
        Err(error) => return Some(Finding::fault(name, error.message, LEDGER)),
    };
    let listed = |of: fn(&Matter) -> String| matters.iter().map(of).collect::<Vec<_>>().join("; ");
    let cure = listed(|matter| matter.cure("resume"));
    (!matters.is_empty()).then(|| Finding::warning(name, listed(Matter::words), &cure))
}

/// What is used of the limits, and whether they let an invitation through now.
pub(super) fn limits(ledger: &Ledger, account: &AccountName, site: &Site, config: &Config) -> Finding {
    let name = "limits";
    let limits = config.limits(site.is_real(), config.premium);
    let looked = ledger
        .usage(account.as_str(), &site.name())
        .map(|usage| used(&limits, &usage));
    let closed = looked.and_then(|used| {
        let desk = ledger.take_over(account.as_str(), &site.name(), limits)?;
        Ok((used, desk.closed(false)?, desk.closed(true)?))
    });
    match closed {
        Ok((used, None, None)) => Finding::ok(name, format!("{used}; one can be sent now, with a note too")),
        Ok((used, None, Some(closed))) => {
            let message = format!("{used}. With a note: {closed}");
            Finding::warning(name, message, "wait, or send without a note")
        }
        Ok((used, Some(closed), _)) => Finding::warning(name, format!("{used}. {closed}"), "wait, or run with --wait"),
        Err(error) => Finding::fault(name, error, LEDGER),
    }
}

fn used(limits: &Limits, usage: &Usage) -> String {
    let used = limits.used(usage, Clock::system().now());
    let of = |used: usize, most: Option<u32>| most.map_or_else(|| used.to_string(), |most| format!("{used} of {most}"));
    format!(
        "invitations: {} today, {} in 7 days, {} with a note in 30 days",
        of(used.day, limits.per_day),
        of(used.week, limits.per_week),
        of(used.notes, limits.notes_per_month),
    )
}

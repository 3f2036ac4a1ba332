//! `history`: what was asked for, and what became of it.
//!
//! Knows no database. Reads only.

mod spreadsheet;

use comfy_table::{ColumnConstraint, Table};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use linkwright::account::AccountName;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{HistoryFilter, HistoryRow, KnownAccount, Ledger, Outcome, Timestamp, WithdrawnRow};
use linkwright::person::{PersonUrl, Slug};

use super::arguments::whole_number;
use super::cure::command_for;
use super::elsewhere;
use super::ledger::{Whereabouts, complaint, person_of};
use super::output::{Complaint, complain, print, print_json, show, tell};
use super::sandbox::{keep_whole, plain_table, right};

/// Lists the connection requests of this data directory, the last asked first, what became of them, and what was withdrawn
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Outcomes: sent; notSent (an attempt was begun and proved not sent); inDoubt (an attempt is open); \
unknown (it cannot be proved any more; decide with `linkwright resolve`); answered (with an error, \
before anything could have been sent). A request that was sent and withdrawn since stays sent; the table \
says both.

Below the requests the table lists what was withdrawn, and when each person may be invited again; \
--csv has that in withdrawnAt and invitableAt, with a row of its own and the outcome withdrawn where \
the invitation was none of these requests. With --outcome, and in --json, there are requests only.

Examples:
  linkwright history
  linkwright history --outcome unknown
  linkwright history --person https://www.linkedin.com/in/ada-example --json
  linkwright history --since 2026-11-01 --csv > november.csv")]
pub(crate) struct History {
    /// Only those that came to this
    #[arg(long, value_name = "OUTCOME", value_parser = clap::builder::PossibleValuesParser::new(words()))]
    outcome: Option<String>,

    /// Only those to this person, by any address that led there
    #[arg(long, value_name = "PERSON_URL")]
    person: Option<String>,

    /// Only those of this account
    #[arg(long, env = "LINKWRIGHT_ACCOUNT", value_name = "NAME")]
    account: Option<AccountName>,

    /// Only those since a day (2026-11-01, local time) or a moment (2026-11-01T09:00:00Z)
    #[arg(long, value_name = "WHEN", value_parser = moment)]
    since: Option<i64>,

    /// At most this many, the newest
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = |text: &str| whole_number(text, 1..=u32::MAX))]
    limit: Option<u32>,

    /// As CSV, with a header
    #[arg(long, conflicts_with = "json")]
    csv: bool,

    /// As a JSON array
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    whereabouts: Whereabouts,
}

fn words() -> impl Iterator<Item = &'static str> {
    Outcome::ALL.iter().map(|outcome| outcome.as_str())
}

/// The beginning of a local day, or a moment.
fn moment(text: &str) -> Result<i64, String> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Ok(moment.as_millisecond());
    }
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    let begin = day.and_then(|day| day.to_zoned(TimeZone::system()).ok());
    begin
        .map(|begin| begin.timestamp().as_millisecond())
        .ok_or_else(|| "write a day such as 2026-11-01, or a moment such as 2026-11-01T09:00:00Z".to_owned())
}

impl History {
    /// Prints the rows.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let filter = self.filter()?;
        let Some(ledger) = self.whereabouts.ledger()? else {
            complain(&self.whereabouts.nothing_yet()?);
            self.print(&[], &[]);
            return Ok(ExitCode::Success);
        };
        let rows = ledger.history(&filter).map_err(complaint)?;
        let withdrawn = if filter.outcome.is_some() {
            Vec::new()
        } else {
            ledger.withdrawals(&filter).map_err(complaint)?
        };
        self.print(&rows, &withdrawn);
        if !self.json && !self.csv {
            self.tell_unfinished(&ledger)?;
        }
        Ok(ExitCode::Success)
    }

    /// What was accepted and has neither answer nor attempt is no row of the history, and is not done either.
    fn tell_unfinished(&self, ledger: &Ledger) -> Result<(), Complaint> {
        let site = self.whereabouts.named_site();
        let is_meant = |known: &KnownAccount| {
            self.account.as_ref().is_none_or(|name| name.as_str() == known.name)
                && site.as_ref().is_none_or(|site| *site == known.site)
        };
        for known in ledger
            .accounts()
            .map_err(complaint)?
            .iter()
            .filter(|known| is_meant(known))
        {
            let left = elsewhere::left(ledger, known)?;
            if left.unfinished > 0 {
                tell(&format!(
                    "{}: {}. Unless a run is at work, {} goes on with it, and {} drops it.",
                    elsewhere::place(known),
                    left.words(),
                    command_for("resume", known),
                    command_for("cancel", known)
                ));
            }
        }
        Ok(())
    }

    fn print(&self, rows: &[HistoryRow], withdrawn: &[WithdrawnRow]) {
        if self.json {
            print_json(&rows);
            return;
        }
        if self.csv {
            print(&spreadsheet::of(rows, withdrawn));
            return;
        }
        if rows.is_empty() {
            tell("No requests.");
        } else {
            show(&format!("{}\n", as_table(rows)));
        }
        let evidence = evidence_lines(rows);
        if !evidence.is_empty() {
            show(&format!("\nEvidence, for `linkwright bundle`:\n{evidence}"));
        }
        if !withdrawn.is_empty() {
            show(&format!("\nWithdrawn:\n{}\n", withdrawn_table(withdrawn)));
        }
    }

    fn filter(&self) -> Result<HistoryFilter, Complaint> {
        let person = self
            .person
            .as_deref()
            .map(|text| person_of("--person", text))
            .transpose()?;
        Ok(HistoryFilter {
            outcome: self.outcome.as_deref().and_then(|word| word.parse().ok()),
            person: person.map(|person| person.slug().clone()),
            account: self.account.as_ref().map(AccountName::to_string),
            site: self.whereabouts.named_site(),
            workflows: None,
            since: self.since,
            limit: self.limit.and_then(|limit| usize::try_from(limit).ok()),
        })
    }
}

/// Whose request it was, where that is not the same in all rows: the account, the site, or both.
fn owners(rows: &[HistoryRow]) -> Option<Vec<String>> {
    let differs = |of: fn(&HistoryRow) -> &String| {
        rows.iter()
            .any(|row| rows.first().is_some_and(|first| of(row) != of(first)))
    };
    let (accounts, sites) = (differs(|row| &row.account), differs(|row| &row.site));
    let owner = |row: &HistoryRow| match (accounts, sites) {
        (true, true) => format!("{} at {}", row.account, row.site),
        (true, false) => row.account.clone(),
        (false, _) => row.site.clone(),
    };
    (accounts || sites).then(|| rows.iter().map(owner).collect())
}

fn as_table(rows: &[HistoryRow]) -> Table {
    let mut table = plain_table(["decided", "outcome", "person", "label", "error", "attempts"]);
    let owners = owners(rows);
    table.add_rows(rows.iter().enumerate().map(|(place, row)| {
        let decided = row.decided_at.map_or_else(|| "open".to_owned(), local);
        let [person, label, mut outcome, error, attempts, _, withdrawn, ..] = spreadsheet::cells(row);
        if !withdrawn.is_empty() {
            outcome.push_str(", withdrawn");
        }
        let person = slug_in(&person);
        let person = match owners.as_ref().and_then(|owners| owners.get(place)) {
            Some(owner) => format!("{person} ({owner})"),
            None => person,
        };
        [decided, outcome, person, label, error, attempts]
    }));
    // One each needs no column.
    if rows.iter().all(|row| row.attempts <= 1)
        && let Some(column) = table.column_mut(5)
    {
        column.set_constraint(ColumnConstraint::Hidden);
    }
    [0, 1, 4].into_iter().for_each(|column| keep_whole(&mut table, column));
    right(&mut table, 5);
    if let Some(column) = table.column_mut(5) {
        column.set_padding((0, 2));
    }
    table
}

/// The names are too wide for the table.
fn evidence_lines(rows: &[HistoryRow]) -> String {
    let line = |row: &HistoryRow| {
        let person = slug_in(row.person_url.as_deref().unwrap_or_default());
        let evidence = row.evidence.as_ref()?;
        Some(format!("{evidence}  {person}\n"))
    };
    rows.iter().filter_map(line).collect()
}

/// The slug is enough for people; the address stands in CSV and JSON.
pub(crate) fn slug_in(person_url: &str) -> String {
    let slug = person_url.rsplit('/').next().and_then(Slug::from_path_segment);
    named(slug.as_ref())
}

fn named(slug: Option<&Slug>) -> String {
    slug.map_or_else(|| "(purged)".to_owned(), |slug| slug.decoded().to_owned())
}

fn withdrawn_table(withdrawn: &[WithdrawnRow]) -> Table {
    let mut table = plain_table(["withdrawn", "person", "account", "may be invited again from"]);
    table.add_rows(withdrawn.iter().map(|row| {
        let person = named(row.person.as_ref().map(PersonUrl::slug));
        let account = format!("{} at {}", row.account, row.site);
        [local(row.at), person, account, local(row.until)]
    }));
    [0, 3].into_iter().for_each(|column| keep_whole(&mut table, column));
    table
}

/// A moment as the clock on the wall shows it.
pub(crate) fn local(at: Timestamp) -> String {
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(moment) => moment
            .to_zoned(TimeZone::system())
            .strftime("%Y-%m-%d %H:%M")
            .to_string(),
        Err(_) => at.to_string(),
    }
}

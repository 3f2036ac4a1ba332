//! `history`: what was asked for, and what became of it.
//!
//! Knows no database. Reads only.

use comfy_table::Table;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use linkwright::account::AccountName;
use linkwright::exit_code::ExitCode;
use linkwright::ledger::{EvidenceId, HistoryFilter, HistoryRow, Outcome, Timestamp};
use linkwright::outcome::ErrorType;
use linkwright::person::Slug;

use super::arguments::whole_number;
use super::ledger::{NOTHING_YET, Whereabouts, complaint, person_of};
use super::output::{Complaint, complain, print, print_json, tell};
use super::sandbox::{keep_whole, plain_table, right};

/// How wide the table is with the names of evidence in it.
const WIDE: u16 = 120;

/// Lists the connection requests of this data directory, newest first, and what became of them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Outcomes: sent; notSent (an attempt was begun and proved not sent); inDoubt (an attempt is open); \
unknown (it cannot be proved any more; decide with `linkwright resolve`); answered (with an error, \
before anything could have been sent).

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
    #[arg(long, value_name = "N", value_parser = |text: &str| whole_number(text, 1..=u32::MAX))]
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
        let rows = match self.whereabouts.ledger()? {
            Some(ledger) => ledger.history(&filter).map_err(complaint)?,
            None => {
                complain(NOTHING_YET);
                Vec::new()
            }
        };
        if self.json {
            print_json(&rows);
        } else if self.csv {
            print(&as_csv(&rows));
        } else if rows.is_empty() {
            tell("No requests.");
        } else {
            print(&format!("{}\n", as_table(&rows)));
        }
        Ok(ExitCode::Success)
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
    let mut table = plain_table(["decided", "outcome", "person", "label", "error", "attempts", "evidence"]);
    let owners = owners(rows);
    table.add_rows(rows.iter().enumerate().map(|(place, row)| {
        let decided = row.decided_at.map_or_else(|| "open".to_owned(), local);
        let [person, label, mut outcome, error, attempts, _, withdrawn, evidence, ..] = cells(row);
        if !withdrawn.is_empty() {
            outcome.push_str(", withdrawn");
        }
        // The slug is enough for people; the address stands in CSV and JSON.
        let slug = person.rsplit('/').next().and_then(Slug::from_path_segment);
        let person = slug.map(|slug| slug.decoded().to_owned()).unwrap_or_default();
        let person = if person.is_empty() {
            "(purged)".to_owned()
        } else {
            person
        };
        let person = match owners.as_ref().and_then(|owners| owners.get(place)) {
            Some(owner) => format!("{person} ({owner})"),
            None => person,
        };
        [decided, outcome, person, label, error, attempts, evidence]
    }));
    [0, 1, 4, 6]
        .into_iter()
        .for_each(|column| keep_whole(&mut table, column));
    right(&mut table, 5);
    if let Some(column) = table.column_mut(5) {
        column.set_padding((0, 2));
    }
    if rows.iter().any(|row| row.evidence.is_some()) {
        table.set_width(WIDE);
    }
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

/// The members of a row as texts, in the order of the JSON, then the evidence, account and site.
fn cells(row: &HistoryRow) -> [String; 10] {
    [
        row.person_url.clone().unwrap_or_default(),
        row.label.clone().unwrap_or_default(),
        row.outcome.to_string(),
        row.error.as_ref().map(ErrorType::to_string).unwrap_or_default(),
        row.attempts.to_string(),
        row.decided_at.map(|at| at.to_string()).unwrap_or_default(),
        row.withdrawn_at.map(|at| at.to_string()).unwrap_or_default(),
        row.evidence.as_ref().map(EvidenceId::to_string).unwrap_or_default(),
        row.account.clone(),
        row.site.clone(),
    ]
}

fn as_csv(rows: &[HistoryRow]) -> String {
    let mut lines =
        vec!["personUrl,label,outcome,error,attempts,decidedAt,withdrawnAt,evidence,account,site".to_owned()];
    lines.extend(rows.iter().map(|row| cells(row).map(|cell| quoted(&cell)).join(",")));
    lines.iter().map(|line| format!("{line}\r\n")).collect()
}

/// RFC 4180: quotes where they are needed.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) || cell.trim() != cell {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

//! The history as CSV, RFC 4180.

use linkwright::ledger::{EvidenceId, HistoryRow, WithdrawnRow, cooled};
use linkwright::outcome::ErrorType;

const HEADER: &str = "personUrl,label,outcome,error,attempts,decidedAt,withdrawnAt,evidence,account,site,invitableAt";

/// A line for each request, then one for each withdrawal that no request tells of.
pub(super) fn of(rows: &[HistoryRow], withdrawn: &[WithdrawnRow]) -> String {
    let others = withdrawn.iter().filter(|row| !row.was_requested).map(other);
    let lines = rows.iter().map(cells).chain(others);
    let lines = lines.map(|cells| cells.map(|cell| quoted(&cell)).join(","));
    let all = [HEADER.to_owned()].into_iter().chain(lines);
    all.map(|line| format!("{line}\r\n")).collect()
}

/// The members of a row as texts, in the order of the JSON, then the evidence, account and site, and when the person
/// may be invited again after a withdrawal.
pub(super) fn cells(row: &HistoryRow) -> [String; 11] {
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
        row.withdrawn_at.map(|at| cooled(at).to_string()).unwrap_or_default(),
    ]
}

fn other(row: &WithdrawnRow) -> [String; 11] {
    let none = String::new;
    [
        row.person.as_ref().map(ToString::to_string).unwrap_or_default(),
        none(),
        "withdrawn".to_owned(),
        none(),
        "0".to_owned(),
        row.at.to_string(),
        row.at.to_string(),
        none(),
        row.account.clone(),
        row.site.clone(),
        row.until.to_string(),
    ]
}

/// RFC 4180: quotes where they are needed.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) || cell.trim() != cell {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

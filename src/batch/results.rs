//! What came of a list: its own columns and cells as they were given, then five of ours.
//!
//! A cell of ours never begins as a formula would. Knows no file.

use std::fmt;

use serde_json::Value;

use super::sheet::Sheet;
use crate::ledger::{EvidenceId, Timestamp};
use crate::outcome::{ActionError, ErrorType, Failure};

/// The columns behind those of the list.
pub const RESULT_COLUMNS: [&str; 5] = ["result", "errorType", "message", "finishedAt", "evidence"];
/// How the word of a rehearsal begins, and no other.
pub(super) const WOULD: &str = "would ";

/// What became of a row, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResultWord {
    /// An invitation was sent, and the page proved it.
    Sent,
    /// The action said no.
    Answered,
    /// Possibly sent; a person must look.
    Unknown,
    /// Left out, as a policy says.
    Skipped,
    /// No answer yet: the same command goes on with it.
    Waiting,
    /// An invitation would be tried.
    WouldSend,
    /// The action would say no.
    WouldAnswer(ErrorType),
}

impl fmt::Display for ResultWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent => f.write_str("sent"),
            Self::Answered => f.write_str("answered"),
            Self::Unknown => f.write_str("unknown"),
            Self::Skipped => f.write_str("skipped"),
            Self::Waiting => f.write_str("waiting"),
            Self::WouldSend => write!(f, "{WOULD}send"),
            Self::WouldAnswer(kind) => write!(f, "{WOULD}answer {kind}"),
        }
    }
}

/// The result of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowResult {
    /// What became of it.
    pub word: ResultWord,
    /// An action's error, or why there is no answer.
    pub error_type: Option<&'static str>,
    /// One plain sentence; empty for a plain success.
    pub message: String,
    /// When it was decided.
    pub finished_at: Option<Timestamp>,
    /// What was seen then, if that was kept.
    pub evidence: Option<EvidenceId>,
}

impl RowResult {
    /// A result with the error that was told.
    #[must_use]
    pub fn of(word: ResultWord, error: Option<&ActionError>) -> RowResult {
        RowResult {
            word,
            error_type: error.map(|error| error.kind.as_str()),
            message: error.map(|error| error.message.clone()).unwrap_or_default(),
            finished_at: None,
            evidence: None,
        }
    }

    /// Nothing came of it yet.
    #[must_use]
    pub fn waiting() -> RowResult {
        RowResult::of(ResultWord::Waiting, None)
    }

    /// Nothing came of it yet, for this reason.
    #[must_use]
    pub fn stopped(failure: &Failure) -> RowResult {
        RowResult {
            error_type: Some(failure.reason.as_str()),
            message: failure.message.clone(),
            ..RowResult::waiting()
        }
    }

    fn cells(&self) -> [String; 5] {
        [
            self.word.to_string(),
            self.error_type.unwrap_or_default().to_owned(),
            inert(&self.message),
            self.finished_at.map(|at| at.to_string()).unwrap_or_default(),
            self.evidence.as_ref().map(EvidenceId::to_string).unwrap_or_default(),
        ]
    }
}

/// A text that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}");
    }
    text.to_owned()
}

/// The results as CSV, spelt as the list is.
#[must_use]
pub fn results_csv(sheet: &Sheet, results: &[RowResult]) -> Vec<u8> {
    let dialect = sheet.dialect;
    let mut bytes = Vec::new();
    if dialect.has_mark {
        bytes.extend_from_slice("\u{FEFF}".as_bytes());
    }
    let end = if dialect.has_cr {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(dialect.delimiter)
        .terminator(end)
        .from_writer(bytes);
    let header = sheet.columns.iter().map(String::as_str).chain(RESULT_COLUMNS);
    // A vector takes whatever is written; all records have one length.
    let _ = writer.write_record(header);
    for (record, result) in sheet.records.iter().zip(results) {
        let cells = record.cells.iter().map(|cell| cell.clone().unwrap_or_default());
        let _ = writer.write_record(cells.chain(result.cells()));
    }
    writer.into_inner().unwrap_or_default()
}

/// A member of an object, written by hand because its place in the object counts.
fn member(name: &str, cell: Option<&str>) -> String {
    format!("{}:{}", Value::from(name), cell.map_or(Value::Null, Value::from))
}

/// The results as JSON lines, the members in the order of the columns.
#[must_use]
pub fn results_jsonl(sheet: &Sheet, results: &[RowResult]) -> Vec<u8> {
    let mut text = String::new();
    for (record, result) in sheet.records.iter().zip(results) {
        let means_something = |column: &str, cell: &Option<String>| {
            !column.is_empty() || cell.as_deref().is_some_and(|cell| !cell.is_empty())
        };
        let given = sheet.columns.iter().zip(&record.cells);
        let given = given.filter(|(column, cell)| means_something(column, cell));
        let given = given.map(|(column, cell)| member(column, cell.as_deref()));
        let cells = result.cells();
        let ours = RESULT_COLUMNS.into_iter().zip(&cells);
        let ours = ours.map(|(column, cell)| member(column, Some(cell.as_str()).filter(|cell| !cell.is_empty())));
        let members: Vec<String> = given.chain(ours).collect();
        text.push_str(&format!("{{{}}}\n", members.join(",")));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Batch, Format};

    #[test]
    fn json_lines_keep_the_order_of_the_columns_and_ours_stand_behind_them() {
        let list = "zone,personUrl,\"a \"\"b\"\"\"\nx,https://www.linkedin.com/in/ada-example,\n";
        let batch = Batch::read(list.as_bytes(), Format::Csv, None).unwrap();
        let lines = results_jsonl(&batch.sheet, &[RowResult::waiting()]);
        let expected = r#"{"zone":"x","personUrl":"https://www.linkedin.com/in/ada-example","a \"b\"":"","result":"waiting","errorType":null,"message":null,"finishedAt":null,"evidence":null}"#;
        assert_eq!(String::from_utf8(lines).unwrap(), format!("{expected}\n"));
    }
}

//! A list as columns and cells, whatever it was written in: text first, then CSV or JSON lines.
//!
//! Knows no column by what it means, but that a list names its people in `personUrl`.

use super::fault::RowFault;
use super::{MAX_BYTES, MAX_ROWS, lines};
use crate::suggestion;

/// The column that every list has.
pub(super) const PERSON: &str = "personUrl";
/// What may stand between two cells, the likeliest first.
pub(super) const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// What a list is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header; semicolons and tabs are taken where the header has them.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

/// How a CSV file is spelt, so that results are spelt the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between cells.
    pub delimiter: u8,
    /// Whether it begins with a byte order mark.
    pub has_mark: bool,
    /// Whether its lines end with CR LF.
    pub has_cr: bool,
}

/// One row of cells. A cell that is not there at all is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The row as a spreadsheet counts, or the line.
    pub number: usize,
    /// As many as there are columns.
    pub cells: Vec<Option<String>>,
}

/// Columns and rows of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// How CSV of it is spelt.
    pub dialect: Dialect,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub records: Vec<Record>,
}

impl Sheet {
    pub(super) fn read(bytes: &[u8], format: Format) -> Result<Sheet, Vec<RowFault>> {
        let text = text_of(bytes).map_err(|fault| vec![fault])?;
        let (has_mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) => (true, text),
            None => (false, text),
        };
        if text.trim().is_empty() {
            let message = "The file is empty; write a header with personUrl, and one row for each person.";
            return Err(vec![RowFault::of_list("fileEmpty", message)]);
        }
        let sheet = match format {
            Format::Csv => from_csv(text, has_mark)?,
            Format::JsonLines => lines::read(text)?,
        };
        if sheet.records.len() > MAX_ROWS {
            let message = format!(
                "The list has {} rows, and at most {MAX_ROWS} are taken; split it.",
                sheet.records.len()
            );
            return Err(vec![RowFault::of_list("tooManyRows", message)]);
        }
        if sheet.records.is_empty() {
            let message = "There is a header and no row below it; write one row for each person.";
            return Err(vec![RowFault::of_list("noRows", message)]);
        }
        Ok(sheet)
    }

    /// The name of a column as a message may show it: what is no plain word may be anything.
    pub(super) fn shown(&self, column: usize) -> String {
        let name = self.columns.get(column).and_then(|name| suggestion::shown(name));
        name.map_or_else(|| format!("column {}", column + 1), str::to_owned)
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, RowFault> {
    let refuse = |code, message: &str| Err(RowFault::of_list(code, message));
    if bytes.len() > MAX_BYTES {
        return refuse("fileTooLarge", "The file is larger than 16 MiB; split the list.");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return refuse(
            "spreadsheet",
            "This is a spreadsheet's own file; save the sheet as \"CSV UTF-8\".",
        );
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return refuse(
            "notUtf8",
            "The file is UTF-16; save it as UTF-8 (\"CSV UTF-8\" in a spreadsheet).",
        );
    }
    if bytes.contains(&0) {
        return refuse(
            "notText",
            "The file holds NUL characters, so it is no text; save the list as CSV in UTF-8.",
        );
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let message = format!(
            "The file is not UTF-8 (first seen in line {line}); save it as UTF-8 (\"CSV UTF-8\" in a spreadsheet)."
        );
        RowFault::of_list("notUtf8", message)
    })
}

fn from_csv(text: &str, has_mark: bool) -> Result<Sheet, Vec<RowFault>> {
    if text.trim_start().starts_with(['{', '[']) {
        let message = "This looks like JSON; for one JSON object a line give --format jsonl.";
        return Err(vec![RowFault::of_list("notCsv", message)]);
    }
    let delimiter = delimiter(text);
    refuse_open_quotes(text, delimiter).map_err(|fault| vec![fault])?;
    let mut records = records(text, delimiter).map_err(|fault| vec![fault])?.into_iter();
    let columns = records.next().unwrap_or_default();
    let mut sheet = Sheet {
        dialect: Dialect {
            delimiter,
            has_mark,
            has_cr: text
                .lines()
                .next()
                .is_some_and(|line| text[line.len()..].starts_with("\r\n")),
        },
        columns,
        records: Vec::new(),
    };
    let mut faults = Vec::new();
    for (place, cells) in records.enumerate() {
        let number = place + 2;
        if cells.len() != sheet.columns.len() {
            faults.push(wrong_count(number, cells.len(), sheet.columns.len(), delimiter));
        }
        let cells = cells.into_iter().map(Some).collect();
        sheet.records.push(Record { number, cells });
    }
    if faults.is_empty() {
        return Ok(sheet);
    }
    Err(super::fault::capped(faults))
}

fn wrong_count(row: usize, cells: usize, columns: usize, delimiter: u8) -> RowFault {
    let sign = sign(delimiter);
    let message = format!(
        "The row has {cells} cells, and the header has {columns}; put a cell that holds a {sign} in double quotes."
    );
    RowFault::of_row(row, "cellCount", message)
}

/// What a delimiter is called.
pub(super) const fn sign(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        _ => "comma",
    }
}

/// The delimiter by which the header has the column of the people, or nearly; a comma where none has.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let names = |delimiter: u8| -> Vec<String> {
        let columns = records(header, delimiter).unwrap_or_default();
        columns.into_iter().next().unwrap_or_default()
    };
    let exact = |delimiter: &u8| names(*delimiter).iter().any(|name| name == PERSON);
    let nearly = |delimiter: &u8| {
        let names = names(*delimiter);
        names.len() > 1 && names.iter().any(|name| suggestion::closest(name, &[PERSON]).is_some())
    };
    let found = DELIMITERS
        .into_iter()
        .find(exact)
        .or_else(|| DELIMITERS.into_iter().find(nearly));
    found.unwrap_or(b',')
}

fn records(text: &str, delimiter: u8) -> Result<Vec<Vec<String>>, RowFault> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut all = Vec::new();
    for record in reader.records() {
        // What is text and may have rows of any length can always be read.
        let record = record.map_err(|_| RowFault::of_list("notCsv", "The file cannot be read as CSV."))?;
        all.push(record.iter().map(str::to_owned).collect());
    }
    Ok(all)
}

/// A quote that is never closed would swallow all rows behind it in silence.
fn refuse_open_quotes(text: &str, delimiter: u8) -> Result<(), RowFault> {
    let delimiter = char::from(delimiter);
    let (mut row, mut at_start, mut opened) = (1, true, None);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (opened, c) {
            (Some(_), '"') if characters.peek() == Some(&'"') => {
                characters.next();
            }
            (Some(from), '"') => {
                opened = None;
                let ends =
                    matches!(characters.peek(), None | Some('\n' | '\r')) || characters.peek() == Some(&delimiter);
                if !ends {
                    let message =
                        "Something follows the closing quote of a cell; write a quote inside of a cell twice (\"\").";
                    return Err(RowFault::of_row(from, "quoteInCell", message));
                }
            }
            (Some(_), _) => {}
            (None, '"') if at_start => opened = Some(row),
            (None, '\n') => {
                // Blank lines are no rows.
                row += usize::from(!at_start || characters.peek() != Some(&'\n'));
                at_start = true;
                continue;
            }
            (None, _) => {}
        }
        at_start = opened.is_none() && (c == delimiter || (at_start && c == '\r'));
    }
    match opened {
        None => Ok(()),
        Some(row) => {
            let message =
                "A quote is opened here and never closed; close it, or write it twice (\"\") inside of a quoted cell.";
            Err(RowFault::of_row(row, "quoteOpen", message))
        }
    }
}

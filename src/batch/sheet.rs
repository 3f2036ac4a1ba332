//! A list as columns and cells, whatever it was written in: text first, then CSV or JSON lines.
//!
//! Knows no column by what it means, but that a list names its people in `personUrl`.

use std::fmt;

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
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The row as a spreadsheet counts, or the line.
    pub number: usize,
    /// As many as there are columns.
    pub cells: Vec<Option<String>>,
}

/// Without the cells: notes and e-mails stay out of traces.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
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
    /// Reads a list; rows that cannot be told apart into cells are faults, and left out.
    pub(super) fn read(bytes: &[u8], format: Format, faults: &mut Vec<RowFault>) -> Result<Sheet, RowFault> {
        let text = text_of(bytes)?;
        let (has_mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) => (true, text),
            None => (false, text),
        };
        if text.trim().is_empty() {
            let message = "The file is empty; write a header with personUrl, and one row for each person.";
            return Err(RowFault::of_list("fileEmpty", message));
        }
        let sheet = match format {
            Format::Csv => from_csv(text, has_mark, faults)?,
            Format::JsonLines => lines::read(text, faults),
        };
        if sheet.records.len() > MAX_ROWS {
            let message = format!(
                "The list has {} rows, and at most {MAX_ROWS} are taken; split it.",
                sheet.records.len()
            );
            return Err(RowFault::of_list("tooManyRows", message));
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

fn from_csv(text: &str, has_mark: bool, faults: &mut Vec<RowFault>) -> Result<Sheet, RowFault> {
    if text.trim_start().starts_with(['{', '[']) {
        let message = "This looks like JSON; for one JSON object a line give --format jsonl.";
        return Err(RowFault::of_list("notCsv", message));
    }
    let delimiter = delimiter(text);
    let numbers = row_numbers(text, delimiter)?;
    let rows = records(text, delimiter)?;
    if numbers.len() != rows.len() {
        return Err(unreadable());
    }
    let mut rows = numbers.into_iter().zip(rows);
    let columns = rows.next().map(|(_, cells)| cells).unwrap_or_default();
    let mut records = Vec::new();
    for (number, cells) in rows {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if cells.len() == columns.len() {
            let cells = cells.into_iter().map(Some).collect();
            records.push(Record { number, cells });
        } else {
            faults.push(wrong_count(number, cells.len(), columns.len(), delimiter));
        }
    }
    let first_line = text.lines().next();
    let dialect = Dialect {
        delimiter,
        has_mark,
        has_cr: first_line.is_some_and(|line| text[line.len()..].starts_with("\r\n")),
    };
    Ok(Sheet {
        dialect,
        columns,
        records,
    })
}

fn wrong_count(row: usize, cells: usize, columns: usize, delimiter: u8) -> RowFault {
    let sign = sign(delimiter);
    let cure = if cells > columns {
        format!("put a cell that holds a {sign} in double quotes")
    } else {
        format!("write a {sign} for each cell that stays empty too")
    };
    let cells = if cells == 1 {
        "1 cell".to_owned()
    } else {
        format!("{cells} cells")
    };
    let message = format!("The row has {cells}, and the header has {columns}; {cure}.");
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
    let header = text.lines().find(|line| !line.is_empty()).unwrap_or_default();
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
        let record = record.map_err(|_| unreadable())?;
        all.push(record.iter().map(str::to_owned).collect());
    }
    Ok(all)
}

fn unreadable() -> RowFault {
    RowFault::of_list("notCsv", "The file cannot be read as CSV.")
}

/// The numbers of the rows that hold something, as a spreadsheet counts: blank lines are rows too.
///
/// A quote that is never closed would swallow all rows behind it in silence, so it is refused.
fn row_numbers(text: &str, delimiter: u8) -> Result<Vec<usize>, RowFault> {
    let delimiter = char::from(delimiter);
    let (mut row, mut is_blank, mut at_start, mut opened) = (1, true, true, None);
    let mut numbers = Vec::new();
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
            (None, '\n' | '\r') => {
                if c == '\r' && characters.peek() == Some(&'\n') {
                    characters.next();
                }
                numbers.extend((!is_blank).then_some(row));
                (row, is_blank, at_start) = (row + 1, true, true);
                continue;
            }
            (None, '"') if at_start => opened = Some(row),
            (None, _) => {}
        }
        is_blank = false;
        at_start = opened.is_none() && c == delimiter;
    }
    numbers.extend((!is_blank).then_some(row));
    match opened {
        None => Ok(numbers),
        Some(row) => {
            let message =
                "A quote is opened here and never closed; close it, or write it twice (\"\") inside of a quoted cell.";
            Err(RowFault::of_row(row, "quoteOpen", message))
        }
    }
}

//! Which column is what: the four that a request is made of, and all others for templates.

use std::collections::BTreeMap;

use super::fault::RowFault;
use super::results::RESULT_COLUMNS;
use super::sheet::{PERSON, Sheet, sign};
use crate::suggestion;

/// Columns that may be left out. A letter more or less is a slip of the pen, not another column.
pub(super) const OPTIONAL: [&str; 3] = ["note", "email", "label"];

/// Where the columns stand that a request is made of.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) person: usize,
    pub(super) note: Option<usize>,
    pub(super) email: Option<usize>,
    pub(super) label: Option<usize>,
}

impl Header {
    pub(super) fn of(sheet: &Sheet) -> Result<Header, Vec<RowFault>> {
        let place = |name: &str| sheet.columns.iter().position(|column| column == name);
        if place(PERSON).is_none() {
            return Err(vec![without_person(sheet)]);
        }
        let mut faults = repeated(sheet);
        for (at, column) in sheet.columns.iter().enumerate() {
            let refuse = |code, message: String| RowFault::of_row(1, code, message).at(sheet.shown(at));
            if RESULT_COLUMNS.contains(&column.as_str()) {
                let message =
                    format!("{column} is a column that linkwright writes into its results; take it out or rename it.");
                faults.push(refuse("columnReserved", message));
            }
            let meant = OPTIONAL
                .into_iter()
                .find(|name| column != name && place(name).is_none() && suggestion::is_nearly(column, name, 1));
            if let Some(name) = meant {
                let message = format!(
                    "Did you mean {name}? Nothing is read from a column of another name; correct it, or rename it further away."
                );
                faults.push(RowFault::of_row(1, "columnNearly", message).at(column));
            }
        }
        match place(PERSON) {
            Some(person) if faults.is_empty() => Ok(Header {
                person,
                note: place("note"),
                email: place("email"),
                label: place("label"),
            }),
            _ => Err(faults),
        }
    }
}

fn repeated(sheet: &Sheet) -> Vec<RowFault> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (at, column) in sheet.columns.iter().enumerate() {
        if column.is_empty() && is_empty(sheet, at) {
            // Spreadsheets write such columns behind the last.
            continue;
        }
        if let Some(before) = first.get(column.as_str()) {
            let (what, cure) = if column.is_empty() {
                ("no name", "name them, or delete one of them with its cells")
            } else {
                ("the same name", "rename one of them")
            };
            let message = format!("Columns {} and {} have {what}; {cure}.", before + 1, at + 1);
            faults.push(RowFault::of_row(1, "columnTwice", message).at(sheet.shown(at)));
        } else {
            first.insert(column, at);
        }
    }
    faults
}

fn is_empty(sheet: &Sheet, column: usize) -> bool {
    let mut cells = sheet
        .records
        .iter()
        .filter_map(|record| record.cells.get(column)?.as_deref());
    cells.all(|cell| cell.trim().is_empty())
}

/// What is wrong where nothing stands below the first row.
pub(super) fn without_rows(sheet: &Sheet) -> RowFault {
    begins_with_a_person(sheet).unwrap_or_else(|| {
        let message = "There is a header and no row below it; write one row for each person.";
        RowFault::of_list("noRows", message)
    })
}

fn begins_with_a_person(sheet: &Sheet) -> Option<RowFault> {
    let is_person = |column: &String| crate::person::PersonUrl::parse(column.trim()).is_ok();
    let message = "The first row is a person already; write a header above it, such as personUrl,note.";
    let fault = || RowFault::of_row(1, "headerMissing", message);
    sheet.columns.iter().any(is_person).then(fault)
}

fn without_person(sheet: &Sheet) -> RowFault {
    if let Some(fault) = begins_with_a_person(sheet) {
        return fault;
    }
    if sheet.columns.iter().any(|column| column.trim() == PERSON) {
        let message = "The column personUrl has blanks around its name in the header; take them out.";
        return RowFault::of_row(1, "columnMissing", message).at(PERSON);
    }
    if sheet.columns.first().is_some_and(|column| column.starts_with("sep=")) {
        let message =
            "The first line only names the separator for a spreadsheet; delete it, so that the header stands first.";
        return RowFault::of_row(1, "columnMissing", message);
    }
    let nearest = sheet
        .columns
        .iter()
        .position(|column| suggestion::closest(column, &[PERSON]).is_some());
    if let Some(at) = nearest {
        // A name that is nearly ours is no secret.
        let name = &sheet.columns[at];
        let message = format!("There is a column {name} and none called personUrl; did you mean personUrl? Rename it.");
        return RowFault::of_row(1, "columnMissing", message).at(name);
    }
    let known: Vec<&str> = sheet
        .columns
        .iter()
        .filter_map(|column| suggestion::shown(column))
        .collect();
    let found = if known.is_empty() {
        "none with a plain name".to_owned()
    } else {
        known.join(", ")
    };
    let message = format!(
        "There is no column personUrl; name the column with the addresses of the people so. Found, split at each {}: {found}.",
        sign(sheet.dialect.delimiter)
    );
    RowFault::of_row(1, "columnMissing", message).at(PERSON)
}

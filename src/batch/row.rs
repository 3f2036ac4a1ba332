//! A row of a list: whom to invite and with what.

use std::collections::{BTreeMap, HashMap};

use super::fault::RowFault;
use super::header::Header;
use super::sheet::{PERSON, Record, Sheet};
use super::template::{NoteTemplate, Unfilled, at_line};
use crate::person::{PersonUrl, Slug};
use crate::workflow::{Email, Note, SendConnectionRequest, TextError, check_label};

/// A row that has no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row as a spreadsheet counts, or the line.
    pub number: usize,
    /// Whom to invite.
    pub person: PersonUrl,
    /// With what.
    pub request: SendConnectionRequest,
}

/// Reads all rows; every fault is found.
pub(super) fn read_all(
    sheet: &Sheet,
    header: &Header,
    template: Option<&NoteTemplate>,
    faults: &mut Vec<RowFault>,
) -> Vec<Row> {
    let mut first: HashMap<Slug, usize> = HashMap::new();
    let mut rows = Vec::new();
    for record in &sheet.records {
        let reading = Reading { sheet, header, record };
        let person = reading.person(faults);
        if let Some(person) = &person {
            match first.get(person.slug()) {
                Some(before) => {
                    let message = format!("The same person stands in row {before}; take one of the two out.");
                    faults.push(RowFault::of_row(record.number, "personTwice", message).at(PERSON));
                }
                None => {
                    first.insert(person.slug().clone(), record.number);
                }
            }
        }
        let request = SendConnectionRequest {
            label: reading.label(faults),
            note: reading.note(template, faults),
            email: reading.email(faults),
        };
        if let Some(person) = person {
            rows.push(Row {
                number: record.number,
                person,
                request,
            });
        }
    }
    rows
}

/// One row and what its columns are.
struct Reading<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    record: &'a Record,
}

impl Reading<'_> {
    /// A cell that holds something.
    fn cell(&self, column: Option<usize>) -> Option<&str> {
        let text = self.record.cells.get(column?)?.as_deref()?;
        (!text.is_empty()).then_some(text)
    }

    fn refuse(&self, column: &str, code: &'static str, message: impl Into<String>) -> RowFault {
        RowFault::of_row(self.record.number, code, message).at(column)
    }

    fn person(&self, faults: &mut Vec<RowFault>) -> Option<PersonUrl> {
        // Spreadsheets leave blanks around addresses; they mean nothing.
        let text = self.cell(Some(self.header.person)).unwrap_or_default().trim();
        match PersonUrl::parse(text) {
            Ok(person) => Some(person),
            Err(error) => {
                faults.push(self.refuse(PERSON, error.code(), error.to_string()));
                None
            }
        }
    }

    fn email(&self, faults: &mut Vec<RowFault>) -> Option<Email> {
        let text = self.cell(self.header.email)?.trim();
        if text.is_empty() {
            return None;
        }
        self.text("email", Email::parse(text), faults)
    }

    fn label(&self, faults: &mut Vec<RowFault>) -> Option<String> {
        let text = self.cell(self.header.label)?;
        self.text("label", check_label(text).map(|()| text.to_owned()), faults)
    }

    fn note(&self, template: Option<&NoteTemplate>, faults: &mut Vec<RowFault>) -> Option<Note> {
        let Some(template) = template else {
            let text = self.cell(self.header.note)?.replace("\r\n", "\n");
            return self.text("note", Note::parse(&text), faults);
        };
        match template.fill(&self.filled()) {
            Ok(text) => self.text("note", Note::parse(&text), faults),
            Err(unfilled) => {
                faults.push(self.unfilled(unfilled));
                None
            }
        }
    }

    fn unfilled(&self, unfilled: Unfilled) -> RowFault {
        match unfilled {
            Unfilled::Missing(name) => {
                let what = name.as_deref().unwrap_or("a value");
                let message = format!(
                    "The note's template needs {what}, and this row has none; fill the cell, or write {{% if NAME is defined %}} around it."
                );
                self.refuse(name.as_deref().unwrap_or("note"), "templateValueMissing", message)
            }
            Unfilled::Broken(line) => {
                let message = at_line("The note's template cannot be filled with this row", line);
                self.refuse("note", "templateFailed", message)
            }
        }
    }

    /// The cells that hold something, by the names of their columns.
    fn filled(&self) -> BTreeMap<String, String> {
        let cells = self.sheet.columns.iter().zip(&self.record.cells);
        let filled = cells.filter_map(|(column, cell)| Some((column.clone(), cell.clone()?)));
        filled.filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    fn text<T>(&self, column: &str, read: Result<T, TextError>, faults: &mut Vec<RowFault>) -> Option<T> {
        match read {
            Ok(text) => Some(text),
            Err(error) => {
                faults.push(self.refuse(column, error.code(), error.to_string()));
                None
            }
        }
    }
}

//! A row of a list: whom to invite and with what.

use std::collections::{BTreeMap, HashMap};

use super::fault::RowFault;
use super::header::Header;
use super::sheet::{PERSON, Record, Sheet};
use super::template::{Gap, NoteTemplate, Unfilled};
use crate::person::{PersonUrl, Slug};
use crate::suggestion;
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

impl Row {
    /// Which row, and who: for people.
    #[must_use]
    pub fn named(&self) -> String {
        format!("row {} ({})", self.number, self.person.slug().decoded())
    }
}

/// Rows whose note is longer than an account may write.
pub(super) fn notes_over(rows: &[Row], most: usize) -> Vec<RowFault> {
    let over = |row: &Row| {
        let length = row.request.note.as_ref().map_or(0, Note::utf16_len);
        (length > most).then(|| {
            let message = format!(
                "The note has {length} characters, and this account has no Premium: LinkedIn takes {most} of it. Shorten it, or say with --if-note-cannot-go what becomes of such rows."
            );
            RowFault::of_row(row.number, "noteTooLongForAccount", message).at("note")
        })
    };
    rows.iter().filter_map(over).collect()
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
    let mut template_works = true;
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
        // What is wrong with the template itself is the same in every row, and told once.
        let note = if template_works {
            reading.note(template)
        } else {
            Ok(None)
        };
        let note = note.unwrap_or_else(|wrong| {
            template_works = wrong.iter().all(|fault| fault.row.is_some());
            faults.extend(wrong);
            None
        });
        let request = SendConnectionRequest {
            label: reading.label(faults),
            note,
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

    fn note(&self, template: Option<&NoteTemplate>) -> Result<Option<Note>, Vec<RowFault>> {
        let text = match template {
            Some(template) => template
                .fill(&self.filled())
                .map_err(|unfilled| self.unfilled(unfilled))?,
            None => match self.cell(self.header.note) {
                Some(text) => text.to_owned(),
                None => return Ok(None),
            },
        };
        // Tables of other systems end their lines so.
        let text = text.replace("\r\n", "\n");
        let refuse = |error: TextError| vec![self.refuse("note", error.code(), error.to_string())];
        Note::parse(&text).map(Some).map_err(refuse)
    }

    fn unfilled(&self, unfilled: Unfilled) -> Vec<RowFault> {
        match unfilled {
            Unfilled::Missing(gaps) if gaps.is_empty() => {
                let message = "The note's template needs a value that this row has not; give it one, or write {% if NAME is defined %} around the place.";
                let fault = RowFault::of_row(self.record.number, "templateValueMissing", message);
                vec![fault]
            }
            Unfilled::Missing(gaps) => gaps.iter().map(|gap| self.lacks(gap)).collect(),
            Unfilled::Blank => {
                let message =
                    "The note's template fills no text for this row; give it words for every row, or take the row out.";
                vec![self.refuse("note", "templateFillsNothing", message)]
            }
            Unfilled::Broken(why) => vec![self.refuse("note", "templateFailed", why)],
            Unfilled::Everywhere(why) => vec![RowFault::of_list("templateFailed", why)],
        }
    }

    /// The row has no value for what the template needs. The name is the template's own.
    fn lacks(&self, gap: &Gap) -> RowFault {
        let message = format!("The note's template needs {gap}, and {}", self.cure(gap));
        let fault = RowFault::of_row(self.record.number, "templateValueMissing", message);
        let place = self.sheet.columns.iter().position(|column| column == gap.column());
        match place.map(|place| self.sheet.shown(place)) {
            Some(column) => fault.at(column),
            None => match suggestion::shown(gap.column()) {
                Some(column) => fault.at(column),
                None => fault,
            },
        }
    }

    fn cure(&self, gap: &Gap) -> String {
        let columns = &self.sheet.columns;
        let known: Vec<&str> = columns.iter().filter_map(|column| suggestion::shown(column)).collect();
        match suggestion::closest(gap.column(), &known) {
            Some(column) if !columns.iter().any(|column| column == gap.column()) => {
                format!("the list has no such column; did you mean {column}?")
            }
            Some(_) | None => {
                format!("this row has none; give it one, or write {{% if {gap} is defined %}} around it.")
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

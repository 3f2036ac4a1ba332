//! Many people at once: a list of them, read from a file and judged as a whole before anything starts.
//!
//! From bytes to rows, from what the ledger says of a row to what is to be done with it, and from
//! what came of it to a table of results. Knows no browser, no file system and no clock.

mod fault;
mod header;
mod lines;
mod results;
mod row;
mod sheet;
mod standing;
mod template;
mod written;

pub use fault::{MAX_FAULTS, RowFault};
pub use results::{RESULT_COLUMNS, ResultWord, RowResult, results_csv, results_jsonl};
pub use row::Row;
pub use sheet::{Dialect, Format, Sheet};
pub use standing::{NotePolicy, Standing};
pub use template::NoteTemplate;
pub use written::{Told, Written, written_csv, written_jsonl};

use header::Header;

/// The largest list that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The most rows of a list: at eighty a week more than two years of work.
pub const MAX_ROWS: usize = 10_000;

/// A list of people without any fault.
#[derive(Debug)]
pub struct Batch {
    /// The cells as they were given.
    pub sheet: Sheet,
    /// One row for each of them, in the same order.
    pub rows: Vec<Row>,
}

/// The longest note of an account without Premium, in UTF-16 code units.
pub const MAX_NOTE_OF_FREE: usize = 200;

impl Batch {
    /// What is wrong with the notes for an account that is known to have no Premium, in the order of the rows.
    #[must_use]
    pub fn notes_over(&self, most: usize) -> Vec<RowFault> {
        row::notes_over(&self.rows, most)
    }

    /// Reads a list; with a template every note is filled from it.
    ///
    /// # Errors
    /// Every fault of the list, in the order of its rows. What hides the others (no text, no columns,
    /// an open quote) stands alone. Faults never repeat a note or an e-mail address.
    pub fn read(bytes: &[u8], format: Format, template: Option<&NoteTemplate>) -> Result<Batch, Vec<RowFault>> {
        let mut faults = Vec::new();
        let sheet = Sheet::read(bytes, format, &mut faults).map_err(|fault| vec![fault])?;
        if sheet.records.is_empty() {
            faults.extend(faults.is_empty().then(|| header::without_rows(&sheet)));
            return Err(fault::in_order(faults));
        }
        let rows = match Header::of(&sheet) {
            Ok(header) => row::read_all(&sheet, &header, template, &mut faults),
            Err(header) => {
                faults.extend(header);
                Vec::new()
            }
        };
        if faults.is_empty() {
            return Ok(Batch { sheet, rows });
        }
        Err(fault::in_order(faults))
    }
}

//! What is wrong with a list, and in which row and column.

use serde::Serialize;

/// How many faults one answer lists.
pub const MAX_FAULTS: usize = 1000;

/// One fault: `{row, column, code, message}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message} ({code})")]
pub struct RowFault {
    /// The row as a spreadsheet counts, the header being row 1; in JSON lines the line. `None` for
    /// the list as a whole.
    pub row: Option<usize>,
    /// The column's name, or its number where the name is no plain word.
    pub column: Option<String>,
    /// A stable word for programs.
    pub code: &'static str,
    /// One or two sentences with the cure, never with the cell.
    pub message: String,
}

impl RowFault {
    /// A fault of the list as a whole.
    pub(super) fn of_list(code: &'static str, message: impl Into<String>) -> RowFault {
        RowFault {
            row: None,
            column: None,
            code,
            message: message.into(),
        }
    }

    /// A fault of a row.
    pub(super) fn of_row(row: usize, code: &'static str, message: impl Into<String>) -> RowFault {
        RowFault {
            row: Some(row),
            ..RowFault::of_list(code, message)
        }
    }

    /// At this column.
    pub(super) fn at(self, column: impl Into<String>) -> RowFault {
        RowFault {
            column: Some(column.into()),
            ..self
        }
    }
}

/// In the order of the rows and no more than [`MAX_FAULTS`], with a last one that counts the rest.
pub(super) fn in_order(mut faults: Vec<RowFault>) -> Vec<RowFault> {
    faults.sort_by_key(|fault| fault.row);
    let unlisted = faults.len().saturating_sub(MAX_FAULTS);
    if unlisted > 0 {
        faults.truncate(MAX_FAULTS);
        let message = format!("{unlisted} more faults are not listed; mend these first.");
        faults.push(RowFault::of_list("moreFaults", message));
    }
    faults
}

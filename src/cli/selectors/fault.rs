//! One fault of the selector files as it is told: the file, the line, what is wrong and what to do.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use linkwright::page::RuleSetError;
use serde::Serialize;

/// A fault; one of all files together has no place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Fault {
    file: Option<String>,
    line: Option<usize>,
    pub(super) message: String,
}

/// All of them, in the order of files and lines; what has no place stands last.
pub(super) fn in_order(errors: &[RuleSetError]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = errors.iter().map(Fault::of).collect();
    faults.sort_by(|one, other| one.place().cmp(&other.place()));
    faults
}

impl Fault {
    fn of(error: &RuleSetError) -> Fault {
        match error {
            RuleSetError::Unreadable { path, source } => Fault::unreadable(path, source),
            RuleSetError::Rule(_)
            | RuleSetError::NoFiles(_)
            | RuleSetError::NoSelector(_)
            | RuleSetError::SameName { .. } => {
                let place = error.place();
                Fault {
                    line: place.as_ref().map(|place| place.line),
                    file: place.map(|place| place.file),
                    message: error.to_string(),
                }
            }
        }
    }

    fn unreadable(path: &Path, error: &io::Error) -> Fault {
        let is_selectors = path.extension().is_some_and(|ending| ending == "toml");
        let file = path.file_name().filter(|_| is_selectors);
        let line = (error.kind() == ErrorKind::InvalidData)
            .then(|| first_odd_line(path))
            .flatten();
        let place = match line {
            Some(line) => format!("{}:{line}", path.display()),
            None => path.display().to_string(),
        };
        Fault {
            file: file.map(|name| name.to_string_lossy().into_owned()),
            line,
            message: format!("{place} cannot be read: {}", why(error)),
        }
    }

    fn place(&self) -> (bool, Option<&str>, Option<usize>) {
        (self.file.is_none(), self.file.as_deref(), self.line)
    }
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::InvalidData => "this is no UTF-8; save the file as UTF-8".to_owned(),
        ErrorKind::IsADirectory => "it is a directory; give it another name, or move it away".to_owned(),
        ErrorKind::NotFound => "there is nothing of that name; name a directory with selector files".to_owned(),
        ErrorKind::PermissionDenied => "you may not read it; give yourself the right to".to_owned(),
        _ => error.to_string(),
    }
}

/// Where a file ceases to be UTF-8.
fn first_odd_line(path: &Path) -> Option<usize> {
    let bytes = fs::read(path).ok()?;
    let good = std::str::from_utf8(&bytes).err()?.valid_up_to();
    Some(1 + bytes[..good].iter().filter(|byte| **byte == b'\n').count())
}

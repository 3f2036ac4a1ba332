//! The files of results: never over somebody else's file, and whole at every moment.

use std::io;
use std::path::{Path, PathBuf};

use linkwright::account::AccountName;
use linkwright::batch::{RowResult, Sheet, Told, Written, results_csv, results_jsonl, written_csv, written_jsonl};

use crate::cli::output::{Complaint, print};
use crate::cli::whole_file::{existing, replace};

/// Where results are written.
#[derive(Debug)]
pub(super) struct Paper {
    /// The list, whose permissions new files take over.
    list: PathBuf,
    csv: Option<PathBuf>,
    jsonl: Option<PathBuf>,
    /// What stands in them already.
    earlier: Vec<Earlier>,
}

/// Results of a run that stand in a file.
#[derive(Debug)]
pub(super) struct Earlier {
    option: &'static str,
    file: PathBuf,
    pub(super) told: Vec<Told>,
}

impl Earlier {
    /// They must not be lost.
    pub(super) fn refused(&self, why: &str) -> Complaint {
        Complaint::invalid(format!(
            "{} {}: {why}; choose another {}, or remove the file",
            self.option,
            self.file.display(),
            self.option
        ))
    }
}

impl Paper {
    /// Judges the files before anything is started. A dry run has no file unless one is named.
    pub(super) fn judge(
        list: &Path,
        out: Option<&Path>,
        jsonl: Option<&Path>,
        is_dry: bool,
        account: &AccountName,
    ) -> Result<Paper, Complaint> {
        let beside = beside(list, account);
        let csv = out.or((!is_dry).then_some(beside.as_path()));
        let list = list.canonicalize().unwrap_or_else(|_| list.to_owned());
        let mut earlier = Vec::new();
        let csv = csv
            .map(|file| usable("--out", file, &list, is_dry, written_csv, &mut earlier))
            .transpose()?;
        let jsonl = jsonl
            .map(|file| usable("--jsonl", file, &list, is_dry, written_jsonl, &mut earlier))
            .transpose()?;
        if csv.is_some() && csv == jsonl {
            return Err(Complaint::invalid("--out and --jsonl name the same file; choose two"));
        }
        Ok(Paper {
            list,
            csv,
            jsonl,
            earlier,
        })
    }

    /// Results of runs that will be written over.
    pub(super) fn earlier(&self) -> &[Earlier] {
        &self.earlier
    }

    /// Where the table stands, for people.
    pub(super) fn csv(&self) -> Option<&Path> {
        self.csv.as_deref()
    }

    /// Writes the results; whoever reads meanwhile finds the old ones or the new ones.
    pub(super) fn write(&self, sheet: &Sheet, results: &[RowResult]) -> io::Result<()> {
        if let Some(file) = &self.csv {
            replace(file, &results_csv(sheet, results), Some(&self.list))?;
        }
        if let Some(file) = &self.jsonl {
            replace(file, &results_jsonl(sheet, results), Some(&self.list))?;
        }
        Ok(())
    }

    /// The table on stdout, where no file is named for it; says whether it was printed.
    pub(super) fn print(&self, sheet: &Sheet, results: &[RowResult]) -> bool {
        if self.csv.is_some() {
            return false;
        }
        print(&String::from_utf8_lossy(&results_csv(sheet, results)));
        true
    }
}

/// `people.results.csv`; each further account has a file of its own.
fn beside(list: &Path, account: &AccountName) -> PathBuf {
    if account.is_default() {
        list.with_extension("results.csv")
    } else {
        list.with_extension(format!("{account}.results.csv"))
    }
}

/// The file's own place, if it may be written.
fn usable(
    option: &'static str,
    file: &Path,
    list: &Path,
    is_dry: bool,
    judge: impl Fn(&[u8]) -> Written,
    earlier: &mut Vec<Earlier>,
) -> Result<PathBuf, Complaint> {
    let refuse = |why: &str| Complaint::invalid(format!("{option} {}: {why}", file.display()));
    if file == Path::new("-") {
        return Err(refuse(
            "results are a file that is written anew after each row; name one",
        ));
    }
    let (Some(name), Some(directory)) = (file.file_name(), file.parent()) else {
        return Err(refuse("this is no file; name one"));
    };
    let directory = if directory.as_os_str().is_empty() {
        Path::new(".")
    } else {
        directory
    };
    let directory = directory
        .canonicalize()
        .map_err(|_| refuse("its directory does not exist; make it first, or choose another"))?;
    // Where a link leads is what is written.
    let path = file.canonicalize().unwrap_or_else(|_| directory.join(name));
    if path == list {
        return Err(refuse("this is the list itself; choose another file"));
    }
    match existing(&path) {
        Ok(bytes) => match judge(&bytes) {
            Written::Nothing => {}
            Written::Results(told) if !is_dry => earlier.push(Earlier {
                option,
                file: path.clone(),
                told,
            }),
            Written::Results(_) => {
                return Err(refuse(
                    "the results of a run stand there; choose another file for a dry run",
                ));
            }
            Written::Foreign => {
                return Err(refuse(
                    "the file that is there holds no results of linkwright in this format; choose another, or move it away",
                ));
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(refuse(&format!("it cannot be used: {error}; choose another file"))),
    }
    // What cannot be written is told before anybody is invited.
    let place = path.parent().unwrap_or(&directory);
    tempfile::tempfile_in(place).map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::PermissionDenied => "you may not write in its directory".to_owned(),
            _ => format!("its directory cannot be written: {error}"),
        };
        refuse(&format!("{why}; choose another place with {option}"))
    })?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_account_has_results_of_its_own_beside_the_list() {
        let named = |account: &str| beside(Path::new("lists/people.csv"), &account.parse().expect("a name"));
        assert_eq!(named("default"), Path::new("lists/people.results.csv"));
        assert_eq!(named("work.eu"), Path::new("lists/people.work.eu.results.csv"));
    }
}

//! `selectors export`: the built-in selector files as files that can be edited.
//!
//! Never writes over what somebody has changed, unless told to.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use linkwright::exit_code::ExitCode;
use linkwright::page::{Pack, PackFile};

use super::super::notice::quoted;
use super::super::output::{Complaint, show, tell};
use super::super::whole_file;

/// Writes the built-in selector files to a directory, for editing
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A directory as it was exported changes nothing. A file that you keep in it stands in place of the \
built-in one, also after an update of linkwright: keep the files that you change, delete the others. \
Exit code 2 if a file there was changed and --force is not given; nothing is written then.

Examples:
  linkwright selectors export my-selectors
  linkwright selectors export my-selectors --force")]
pub(crate) struct Export {
    /// The directory; it is made if it is not there
    #[arg(value_name = "DIR")]
    directory: PathBuf,

    /// Writes over files there that differ from the built-in ones
    #[arg(long)]
    force: bool,
}

/// What is to be done about one file.
enum Need {
    Write,
    Overwrite,
    Nothing,
}

impl Export {
    /// Writes the files, and says which and what to do next.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        if self.directory.is_file() {
            let message = format!("{} is a file; name a directory", self.directory.display());
            return Err(Complaint::not_set_up(message));
        }
        let pack = Pack::built_in();
        let mut work = Vec::new();
        for file in pack.files() {
            work.push((file, need(&self.directory.join(&file.name), file)?));
        }
        let differing = work.iter().filter(|(_, need)| matches!(need, Need::Overwrite));
        let differing: Vec<&str> = differing.map(|(file, _)| file.name.as_str()).collect();
        if !differing.is_empty() && !self.force {
            return Err(Complaint::invalid(format!(
                "in {} these files differ from the built-in ones: {}; nothing was written. Take another directory, or --force to lose those changes",
                self.directory.display(),
                differing.join(", ")
            )));
        }
        std::fs::create_dir_all(&self.directory).map_err(|error| cannot("make", &self.directory, &error))?;
        for (file, need) in &work {
            let path = self.directory.join(&file.name);
            let done = match need {
                Need::Write => "wrote",
                Need::Overwrite => "overwrote",
                Need::Nothing => "left",
            };
            if !matches!(need, Need::Nothing) {
                whole_file::publish(&path, file.text.as_bytes()).map_err(|error| cannot("write", &path, &error))?;
            }
            show(&format!("{done:<9} {}\n", path.display()));
        }
        tell(&next(&self.directory));
        Ok(ExitCode::Success)
    }
}

fn need(path: &Path, file: &PackFile) -> Result<Need, Complaint> {
    match std::fs::read(path) {
        Ok(there) if there == file.text.as_bytes() => Ok(Need::Nothing),
        Ok(_) => Ok(Need::Overwrite),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Need::Write),
        Err(error) => Err(cannot("read", path, &error)),
    }
}

fn cannot(act: &str, path: &Path, error: &std::io::Error) -> Complaint {
    let why = match error.kind() {
        ErrorKind::PermissionDenied => "you may not do that there; choose another directory".to_owned(),
        _ => error.to_string(),
    };
    Complaint::not_set_up(format!("cannot {act} {}: {why}", path.display()))
}

fn next(directory: &Path) -> String {
    let directory = quoted(&directory.to_string_lossy());
    format!(
        "Next: edit what has changed, and delete the files that you do not change. Then\n  \
         linkwright selectors check {directory} --against page.html\n  \
         linkwright run workflow.json --selectors {directory}"
    )
}

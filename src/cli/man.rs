//! `man`: the manual pages, made from the same words as the help.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use linkwright::exit_code::ExitCode;

use super::output::{Complaint, print, tell};
use super::whole_file;

/// Prints the manual page, or writes one for every command to a directory
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without DIR the page of linkwright itself is printed, which names every command.

Examples:
  linkwright man | man -l -
  linkwright man ~/.local/share/man/man1; man linkwright-run")]
pub(crate) struct Manual {
    /// The directory for linkwright.1, linkwright-run.1 and so on; it is made if it is not there
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
}

impl Manual {
    /// Prints one page, or writes them all.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        match &self.directory {
            Some(directory) => write(directory)?,
            None => {
                print(&page()?);
            }
        }
        Ok(ExitCode::Success)
    }
}

/// The page of one command, with the program and its version in the footer.
fn page_of(command: Command) -> Man {
    Man::new(command)
        .source(concat!("linkwright ", env!("CARGO_PKG_VERSION")))
        .manual("linkwright")
}

/// All commands, each with its whole name.
fn program() -> Command {
    let mut program = super::Arguments::command().disable_help_subcommand(true);
    program.build();
    program
}

/// The page of the program itself, as roff.
fn page() -> Result<String, Complaint> {
    roff(&page_of(program())).map_err(|error| Complaint::not_set_up(format!("the manual page cannot be made: {error}")))
}

/// A page as roff. What stands indented in a help (examples, lists) keeps its lines.
fn roff(page: &Man) -> io::Result<String> {
    let mut made = Vec::new();
    page.render(&mut made)?;
    let mut text = String::new();
    let mut keeps_lines = false;
    for line in String::from_utf8_lossy(&made)
        .replace("\n.SH EXTRA\n", "\n.SH NOTES\n")
        .lines()
    {
        let is_indented = line.starts_with("  ");
        if is_indented != keeps_lines {
            text.push_str(if is_indented { ".nf\n" } else { ".fi\n" });
            keeps_lines = is_indented;
        }
        text.push_str(line);
        text.push('\n');
    }
    if keeps_lines {
        text.push_str(".fi\n");
    }
    Ok(text)
}

fn write(directory: &Path) -> Result<(), Complaint> {
    let written = fs::create_dir_all(directory).and_then(|()| write_all(program(), directory));
    written.map_err(|error| {
        let place = directory.display();
        Complaint::not_set_up(format!(
            "the manual pages cannot be written to {place}: {error}; choose another directory"
        ))
    })?;
    tell(&format!(
        "linkwright: wrote the manual pages to {}",
        directory.display()
    ));
    Ok(())
}

/// A command's page, and those of the commands below it.
fn write_all(command: Command, directory: &Path) -> io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        write_all(below.clone(), directory)?;
    }
    let page = page_of(command);
    whole_file::publish(&directory.join(page.get_filename()), roff(&page)?.as_bytes())
}

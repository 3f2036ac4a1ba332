//! `completions`: a script that teaches a shell the commands and options.

use clap::CommandFactory;
use linkwright::exit_code::ExitCode;

use super::output::{Complaint, print};

/// Prints completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linkwright completions bash > ~/.local/share/bash-completion/completions/linkwright
  linkwright completions zsh > ~/.zfunc/_linkwright
  linkwright completions fish > ~/.config/fish/completions/linkwright.fish")]
pub(crate) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    /// Prints the script.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::Arguments::command(), "linkwright", &mut script);
        print(&String::from_utf8_lossy(&script));
        Ok(ExitCode::Success)
    }
}

//! Asking the person at the terminal, once, for a yes.
//!
//! Whoever asks has said what about, and knows whether somebody sits there.

use std::io::{self, BufRead, IsTerminal};

use super::output::{Complaint, tell};

/// Whether somebody sits there who can answer.
pub(crate) fn can_be_asked() -> bool {
    io::stdin().is_terminal()
}

/// Asks on stderr; anything but a yes is a no, the end of the input too.
pub(crate) fn is_yes(question: &str) -> Result<bool, Complaint> {
    tell(&format!("{question} [y/N]"));
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| Complaint::no_answer(format!("the answer cannot be read: {error}")))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

//! What was seen and done, folded: the reader sees what the tool saw.
//!
//! Holds states, rules and controls; never notes, e-mails or page text.

use std::fmt;

/// Most lines that are kept; the middle of a longer story is left out.
const MAX_LINES: usize = 200;

/// The story of one run.
#[derive(Debug, Default, Clone)]
pub struct Trace {
    lines: Vec<(String, u32)>,
}

impl Trace {
    /// Adds a line; the same line again is counted, not repeated.
    pub fn add(&mut self, line: String) {
        if let Some((last, count)) = self.lines.last_mut()
            && *last == line
        {
            *count += 1;
        } else if self.lines.len() < MAX_LINES {
            self.lines.push((line, 1));
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (line, count) in &self.lines {
            match count {
                1 => writeln!(f, "  {line}")?,
                count => writeln!(f, "  {count} × {line}")?,
            }
        }
        Ok(())
    }
}

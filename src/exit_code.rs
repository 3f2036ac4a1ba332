//! The exit codes of the program: a promise to the scripts that call it.
//!
//! Knows no workflow; [`Report::exit_code`](crate::outcome::Report::exit_code) chooses among these.

/// What the program says to its caller when it ends.
///
/// The numbers are a contract: they are never reused for another meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ExitCode {
    /// Every action succeeded.
    Success = 0,
    /// The workflow ran to its end, and at least one action answered with an error.
    ActionError = 1,
    /// The workflow (or a command-line argument) is invalid; nothing was started.
    InvalidWorkflow = 2,
    /// No answer was reached: signed out, checkpoint, restricted, or browser trouble before anything could have been sent.
    NoAnswer = 3,
    /// Something that the program needs is missing or wrong: browser, driver, configuration, selectors, data directory.
    NotSetUp = 4,
    /// A connection request was possibly sent or withdrawn, and it could not be proved. Do not repeat it: look at the person's page.
    PossiblySent = 5,
    /// A bug in linkwright; Rust's own exit code for a panic.
    Bug = 101,
}

impl ExitCode {
    /// Every exit code, in rising order.
    pub const ALL: [Self; 7] = [
        Self::Success,
        Self::ActionError,
        Self::InvalidWorkflow,
        Self::NoAnswer,
        Self::NotSetUp,
        Self::PossiblySent,
        Self::Bug,
    ];

    /// The number that the operating system hands on.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// What the number means, as one phrase for help texts.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "every action succeeded",
            Self::ActionError => "an action answered with an error",
            Self::InvalidWorkflow => "the workflow is invalid, nothing was started",
            Self::NoAnswer => {
                "no answer was reached, and nothing was sent by the action that stopped; or the answers could not be printed (`linkwright resume` prints them)"
            }
            Self::NotSetUp => "not set up",
            Self::PossiblySent => {
                "possibly sent or withdrawn, not provable: do not repeat it, look at the person's page"
            }
            Self::Bug => "a bug in linkwright",
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.number())
    }
}

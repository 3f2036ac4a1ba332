//! Files and directories by this system's means: for their owner alone, and which of them a name leads to.
//!
//! Unix tells by owners and modes. Windows keeps a user's own directory from everybody else by itself.
//! Knows nothing of what is in them.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::*;
#[cfg(windows)]
pub use windows::*;

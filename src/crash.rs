//! Named places where a test can kill, disturb or freeze the program.
//!
//! Without the feature `failpoints` they cost nothing and do nothing.

/// An error that a test has put in place of what would have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an injected fault")]
pub(crate) struct Injected;

/// Passes the place of this name; `return(abort)` ends the process there as a power cut would.
///
/// # Errors
/// [`Injected`] where a test asks for an error.
#[cfg(feature = "failpoints")]
pub(crate) fn point(name: &str) -> Result<(), Injected> {
    fail::fail_point!(name, |argument| match argument.as_deref() {
        Some("abort") => std::process::abort(),
        _ => Err(Injected),
    });
    Ok(())
}

/// Passes the place of this name: nothing to do.
///
/// # Errors
/// None.
#[cfg(not(feature = "failpoints"))]
#[inline]
pub(crate) fn point(_name: &str) -> Result<(), Injected> {
    Ok(())
}

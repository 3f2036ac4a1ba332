//! The guard: kills what we started when we ourselves end, in whatever way. Knows no session.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::Guard;
#[cfg(windows)]
pub(super) use windows::Guard;

/// What comes before the driver's process number on the guard's first line, where the guard is a process itself.
pub(super) const ANNOUNCES: &str = "linkwright: driver is process ";

//! The real binary, from outside: arguments in; stdout, stderr and exit code out.
//!
//! Knows nothing of the modules behind the arguments. The live ones need Chromium and its driver,
//! and fail without them.

mod arguments;
mod documents;
mod live;
mod pages;
mod program;
mod set_up;

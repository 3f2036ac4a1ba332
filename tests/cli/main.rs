//! The real binary, from outside: arguments in; stdout, stderr and exit code out.
//!
//! Knows nothing of the modules behind the arguments. The live ones need Chromium and its driver,
//! and fail without them.

#[macro_use]
mod browsers;

mod accounts;
mod arguments;
mod batch;
mod cures;
mod doctor;
mod documents;
mod elsewhere;
mod evidence;
mod faults;
mod firefox;
mod ledger;
mod live;
mod misuse;
mod notes;
mod pages;
mod papers;
mod policies;
mod program;
mod report;
mod resume;
mod rows;
mod screen;
mod selectors;
mod set_up;
mod settings;
mod sign_in;
mod submissions;
mod terminal;

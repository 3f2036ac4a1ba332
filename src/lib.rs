//! Runs Linked API-style workflows in the user's own signed-in browser, over WebDriver.
//!
//! Look, decide, act: [`page`] recognises, [`action`] decides, [`browser`] acts, and [`engine`] goes round.
//! `docs/library.md` has examples, and `examples/request.rs` the whole way of one request.

#![forbid(unsafe_code)]

pub mod account;
pub mod action;
pub mod batch;
pub mod browser;
pub mod config;
mod crash;
pub mod engine;
pub mod evidence;
pub mod exit_code;
pub mod files;
pub mod json;
pub mod ledger;
pub mod outcome;
pub mod page;
pub mod person;
pub mod record;
pub mod sandbox;
mod suggestion;
pub mod workflow;

/// The examples of the chapter about the library, so that they are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
struct LibraryChapter;

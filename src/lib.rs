//! Runs Linked API-style workflows in the user's own signed-in browser, over WebDriver.
//!
//! Look, decide, act: [`page`] recognises, [`action`] decides, [`browser`] acts.

#![forbid(unsafe_code)]

pub mod action;
pub mod browser;
pub mod engine;
pub mod exit_code;
pub mod json;
pub mod ledger;
pub mod outcome;
pub mod page;
pub mod person;
pub mod sandbox;
pub mod workflow;

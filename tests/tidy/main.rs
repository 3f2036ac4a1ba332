//! The house rules, as tests: floors, homes of outside crates, sizes, fixtures and documents.
//!
//! Each rule is a function from files to faults, and each fault says how to mend it.
//! Each rule has a twin test that hands it a broken file, because a rule that cannot refuse is no rule.
//! This file knows text, not Rust: it reads the sources as a person who searches them would.

mod book;
mod codes;
mod documents;
mod fixtures;
mod floors;
mod homes;
mod lexer;
mod links;
mod style;
mod tree;

use std::fmt;

use tree::{SourceFile, Tree};

/// One broken rule: where, and what to do about it.
#[derive(Debug, PartialEq)]
struct Fault {
    path: String,
    line: usize,
    cure: String,
}

impl Fault {
    fn new(file: &SourceFile, line: usize, cure: impl Into<String>) -> Self {
        Self {
            path: file.path.clone(),
            line,
            cure: cure.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.cure)
    }
}

/// Fails with all faults at once, one a line.
fn refuse(faults: &[Fault]) {
    let list: String = faults.iter().map(|fault| format!("\n  {fault}")).collect();
    assert!(faults.is_empty(), "{} to mend:{list}", faults.len());
}

#[test]
fn modules_use_only_lower_floors() {
    refuse(&floors::check(&Tree::read()));
}

#[test]
fn only_the_floors_of_the_world_wait() {
    refuse(&floors::check_waiting(&Tree::read()));
}

#[test]
fn outside_crates_stay_at_home() {
    refuse(&homes::check_crates(&Tree::read()));
}

#[test]
fn looks_of_pages_are_data_and_not_rust() {
    refuse(&homes::check_page_knowledge(&Tree::read()));
}

#[test]
fn files_are_small_and_say_what_they_are_for() {
    refuse(&style::check_files(&Tree::read()));
}

#[test]
fn the_codes_of_lists_stand_in_their_tables() {
    refuse(&codes::check(&Tree::read()));
}

#[test]
fn every_action_answers_every_state_by_name() {
    refuse(&style::check_arms(&Tree::read()));
}

#[test]
fn nothing_is_left_undone_skipped_or_slept_through() {
    refuse(&style::check_words(&Tree::read()));
}

#[test]
fn fixtures_say_where_they_come_from() {
    refuse(&fixtures::check_provenance(&Tree::read()));
}

#[test]
fn nobody_real_is_in_the_project() {
    refuse(&fixtures::check_people(&Tree::read()));
}

#[test]
fn documents_name_what_exists_and_all_of_it() {
    refuse(&documents::check(&Tree::read()));
}

#[test]
fn links_of_documents_lead_somewhere() {
    refuse(&links::check(&Tree::read()));
}

#[test]
fn the_book_has_every_chapter_and_every_result() {
    refuse(&book::check(&Tree::read()));
}

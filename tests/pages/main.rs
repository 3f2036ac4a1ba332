//! The page corpus against the rules: a file's name is the claim, and every claim must hold.
//!
//! Looks at `fixtures/pages` and `selectors` only; opens no browser.

mod corpus;
mod excerpts;
mod forgery;
mod hostile;
mod lists;
#[cfg(target_os = "linux")]
mod memory;
mod packs;
mod reading;
mod redesign;
mod scrubbing;
mod signals;
mod spoofing;
mod tricks;
mod words;

use std::collections::BTreeMap;

use corpus::{Fixture, corpus, rules};
use linkwright::page::PageState;

/// Fails with all faults at once, one a line.
fn refuse(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} pages went wrong:\n  {}",
        faults.len(),
        faults.join("\n  ")
    );
}

#[test]
fn every_page_is_what_its_name_says() {
    let faults: Vec<String> = corpus()
        .iter()
        .filter_map(|page| {
            let seen = &page.seen;
            (seen.state != page.state).then(|| format!("{}: seen as {} by {}", page.name, seen.state, seen.rule))
        })
        .collect();
    refuse(&faults);
}

#[test]
fn only_contradictions_are_ambiguous_and_what_is_unknown_matches_no_rule() {
    let faults: Vec<String> = corpus()
        .iter()
        .filter(|page| {
            let ambiguous = page.seen.rule.starts_with("ambiguous");
            ambiguous != page.name.contains("contradiction")
        })
        .map(|page| format!("{}: {}", page.name, page.seen.rule))
        .collect();
    refuse(&faults);
}

#[test]
fn unknown_pages_and_only_they_lie_in_none() {
    let faults: Vec<String> = corpus()
        .iter()
        .filter(|page| (page.state == PageState::Unknown) != page.name.starts_with("none/"))
        .map(|page| page.name.clone())
        .collect();
    refuse(&faults);
}

#[test]
fn every_rule_knows_a_page() {
    let rules = rules();
    let mut pages_of: BTreeMap<String, usize> = rules.rules().map(|(name, ..)| (name.to_owned(), 0)).collect();
    for page in corpus() {
        for rule in rules.matching_rules(&page.snapshot).expect("fixtures are small") {
            *pages_of.entry(rule).or_default() += 1;
        }
    }
    for (rule, pages) in &pages_of {
        println!("{pages:5}  {rule}");
    }
    let idle: Vec<String> = pages_of
        .iter()
        .filter(|(_, pages)| **pages == 0)
        .map(|(rule, _)| rule.clone())
        .collect();
    refuse(&idle);
}

#[test]
fn every_state_has_a_page_and_the_common_ones_have_both_front_ends() {
    let pages = corpus();
    for state in PageState::ALL {
        let count = pages.iter().filter(|page| page.state == *state).count();
        println!("{count:5}  {state}");
    }
    let missing = PageState::ALL
        .iter()
        .filter(|state| !pages.iter().any(|page| page.state == **state));
    refuse(&missing.map(|state| state.to_string()).collect::<Vec<_>>());
    let faults: Vec<String> = BOTH_FRONT_ENDS
        .iter()
        .flat_map(|state| ["sdui", "ember"].map(|front| (*state, front)))
        .filter(|(state, front)| {
            !pages
                .iter()
                .any(|page| page.state == *state && page.variant().contains(front))
        })
        .map(|(state, front)| format!("{state} on {front}"))
        .collect();
    refuse(&faults);
}

const BOTH_FRONT_ENDS: &[PageState] = &[
    PageState::Connectable,
    PageState::ConnectUnderMore,
    PageState::MoreMenuClosed,
    PageState::Pending,
    PageState::Connected,
    PageState::SelfProfile,
    PageState::Incoming,
    PageState::NotAllowed,
    PageState::NotFound,
    PageState::Loading,
    PageState::ErrorPage,
    PageState::NotAPersonPage,
    PageState::SentInvitations,
    PageState::NoSentInvitations,
    PageState::InviteChoice,
    PageState::InviteNote,
    PageState::InviteEmail,
    PageState::NoteQuotaUsedUp,
    PageState::WeeklyLimit,
    PageState::LimitWarning,
    PageState::RefusedToast,
    PageState::TroubleToast,
    PageState::SentToast,
];

#[test]
fn every_language_of_the_sandbox_shows_the_states_of_a_card() {
    let pages = corpus();
    let states = [
        PageState::Connectable,
        PageState::Pending,
        PageState::Connected,
        PageState::Incoming,
        PageState::MoreMenuClosed,
        PageState::ConnectUnderMore,
        PageState::NotAllowed,
        PageState::SentInvitations,
        PageState::NoSentInvitations,
    ];
    let mut faults = Vec::new();
    for state in states {
        for language in linkwright::sandbox::Language::ALL {
            for front in ["sdui", "ember"] {
                let variant = format!("{front}-{language}");
                if !pages
                    .iter()
                    .any(|page| page.state == state && page.variant() == variant)
                {
                    faults.push(format!("{state}--{variant}"));
                }
            }
        }
    }
    refuse(&faults);
}

#[test]
fn controls_that_a_state_offers_can_be_told() {
    let faults: Vec<String> = corpus()
        .iter()
        .filter(|page| !page.variant().contains("fragment"))
        .flat_map(|page| {
            let controls = &page.seen.controls;
            let missing = page
                .state
                .offers()
                .iter()
                .filter(move |element| !controls.contains_key(element));
            missing
                .map(|element| format!("{}: no {element}", page.name))
                .collect::<Vec<_>>()
        })
        .collect();
    refuse(&faults);
}

#[test]
fn recorded_controls_carry_the_handle_that_is_pressed() {
    let recorded: Vec<&Fixture> = corpus()
        .iter()
        .filter(|page| page.text.contains("source: sandbox"))
        .collect();
    assert!(recorded.len() > 100, "only {} recorded pages", recorded.len());
    let faults: Vec<String> = recorded
        .iter()
        .flat_map(|page| {
            let controls = &page.seen.controls;
            let without = page
                .state
                .offers()
                .iter()
                .filter(|element| controls.get(element).is_some_and(|control| control.handle.is_none()));
            without
                .map(|element| format!("{}: {element} without handle", page.name))
                .collect::<Vec<_>>()
        })
        .collect();
    refuse(&faults);
}

#[test]
fn pages_stay_small() {
    let large: Vec<String> = corpus()
        .iter()
        .filter(|page| page.text.len() > 60_000)
        .map(|page| format!("{}: {} bytes", page.name, page.text.len()))
        .collect();
    refuse(&large);
}

//! What words decide, played in every language of the sandbox but English, which plays everybody.
//!
//! Three languages for each browser: a label means the same in both.

use std::time::Duration;

use linkwright::browser::driver::BrowserKind;
use linkwright::engine::Timing;
use linkwright::sandbox::Language;

use crate::stage::Stage;

/// At least one of every state that a word decides, alone or together with structure.
const DECIDED_BY_WORDS: &[&str] = &[
    // Accept and Ignore.
    "ingo-incoming",
    "egon-emberincoming",
    // Pending in the card and under More.
    "penny-pending",
    "pavel-pendingmenu",
    "elmo-emberpending",
    // The degree line, and "Remove connection".
    "connie-connected",
    "conrad-menuproof",
    "esme-emberconnected",
    "ernst-embermenuproof",
    // Connect in the card without a link, under More, and nowhere.
    "bea-button",
    "bruno-menubutton",
    "edgar-embermore",
    "fiona-followonly",
    "nell-newlabel",
    "xenia-extraitems",
    "sally-salesseat",
    "elke-emberfollow",
    "linus-outofnetwork",
    // The steps of the dialog.
    "noah-noted",
    "eno-embernote",
    "petra-premium",
    "zoe-zeroleft",
    "erika-emailneeded",
    "edda-emailundernote",
    "howie-howdoyouknow",
    // Limits, refusals and other toasts.
    "wes-weekly",
    "walt-warned",
    "cody-cooldown",
    "ugo-unable",
    "eloi-embernotsent",
    "wally-wentwrong",
    // Walls that say what they are.
    "gwen-goneinplace",
    "error-erin",
    "reese-restricted",
];

/// The sandbox answers at once; only what is waited for in vain takes its time.
fn brisk() -> Timing {
    Timing {
        recognise: Duration::from_millis(1500),
        believe: Duration::from_millis(500),
        absence: Duration::from_millis(800),
        stand: Duration::from_millis(300),
        in_place: Duration::from_secs(2),
        hint: Duration::from_millis(700),
        fresh: Duration::from_millis(600),
        ..Timing::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn chrome_reads_german_french_and_japanese() {
    let stage = Stage::set(BrowserKind::Chrome, Language::German).await;
    let languages = [Language::German, Language::French, Language::Japanese];
    stage.with_timing(brisk()).play_in(&languages, DECIDED_BY_WORDS).await;
}

async fn firefox_reads(language: Language) {
    let stage = Stage::set(BrowserKind::Firefox, language).await;
    stage.with_timing(brisk()).play_in(&[language], DECIDED_BY_WORDS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_reads_spanish() {
    firefox_reads(Language::Spanish).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_reads_portuguese() {
    firefox_reads(Language::Portuguese).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_reads_italian() {
    firefox_reads(Language::Italian).await;
}

//! Workflows against the sandbox in real browsers, judged by the sandbox's own log.
//!
//! A browser or driver that is missing fails these tests loudly; nothing is skipped.

mod faults;
#[allow(dead_code, reason = "the rounds use more of it")]
mod hostile;
mod languages;
mod leaving;
mod matrix;
mod play;
mod run;
mod seat;
mod stage;
mod withdrawing;

use linkwright::browser::driver::BrowserKind;
use linkwright::sandbox::Language;

use stage::Stage;

async fn answers(kind: BrowserKind, nth: usize, first: usize) {
    Stage::set(kind, Language::English).await.play_every(nth, first).await;
}

// Everybody, in both browsers: in parts that go on side by side, and Firefox, which is slower, in smaller ones.
#[tokio::test(flavor = "multi_thread")]
async fn chrome_answers_the_even_people_as_documented() {
    answers(BrowserKind::Chrome, 2, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chrome_answers_the_odd_people_as_documented() {
    answers(BrowserKind::Chrome, 2, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_answers_the_first_of_every_four_people_as_documented() {
    answers(BrowserKind::Firefox, 4, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_answers_the_second_of_every_four_people_as_documented() {
    answers(BrowserKind::Firefox, 4, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_answers_the_third_of_every_four_people_as_documented() {
    answers(BrowserKind::Firefox, 4, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_answers_the_fourth_of_every_four_people_as_documented() {
    answers(BrowserKind::Firefox, 4, 3).await;
}

/// What is asked of Firefox in the very moment in which a click leads away was never answered, once in 25 times.
#[tokio::test(flavor = "multi_thread")]
async fn firefox_answers_also_while_a_click_leads_away() {
    Stage::set(BrowserKind::Firefox, Language::English)
        .await
        .play_again_and_again("sid-signsout", 30)
        .await;
}

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
mod seat;
mod stage;
mod withdrawing;

use linkwright::browser::driver::BrowserKind;
use linkwright::sandbox::Language;

use stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn chrome_answers_every_person_as_documented() {
    Stage::set(BrowserKind::Chrome, Language::English)
        .await
        .play_everybody()
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_answers_every_person_as_documented() {
    Stage::set(BrowserKind::Firefox, Language::English)
        .await
        .play_everybody()
        .await;
}

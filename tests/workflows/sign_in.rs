//! Waiting for a person to sign in by hand: a browser that shows page after page, and is touched by nobody.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use linkwright::browser::{Applied, Browser, BrowserError, Target, Wait};
use linkwright::engine::Site;
use linkwright::engine::sign_in::{Waiting, watch};
use linkwright::page::owner::{Owner, Plan};
use linkwright::page::{Input, RuleSet, Snapshot, saved};
use tokio::time::{Instant, advance};

/// What one look after the other sees; the last stays. Nothing else may be asked of it than the first page.
struct Shown {
    looks: VecDeque<Result<Snapshot, BrowserError>>,
    opened: Vec<String>,
}

impl Shown {
    fn new(looks: Vec<Result<Snapshot, BrowserError>>) -> Shown {
        Shown {
            looks: looks.into(),
            opened: Vec::new(),
        }
    }
}

impl Browser for Shown {
    async fn open(&mut self, url: &str) -> Result<(), BrowserError> {
        self.opened.push(url.to_owned());
        Ok(())
    }

    async fn look(&mut self, wait: &Wait) -> Result<Snapshot, BrowserError> {
        assert!(!wait.early, "a page that moves proves nothing");
        match self.looks.len() {
            0 => panic!("nothing is shown"),
            1 => {
                advance(wait.at_most).await;
                self.looks[0].clone()
            }
            _ => self.looks.pop_front().expect("there are several"),
        }
    }

    async fn apply(&mut self, _: &Input, _: &Target) -> Result<Applied, BrowserError> {
        panic!("nothing is clicked or typed while a person signs in");
    }
}

fn rules() -> RuleSet {
    RuleSet::built_in().expect("the built-in rules")
}

fn page(name: &str) -> Snapshot {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/pages/gate/{name}.html"));
    let text = std::fs::read_to_string(file).expect("the fixture is there");
    let shown = saved::snapshot(&rules(), &text, None).expect("it can be read");
    Snapshot {
        fingerprint: name.to_owned(),
        ..shown
    }
}

/// The feed with something in the owner's navigation.
fn feed_with(marks: &str) -> Snapshot {
    let feed = page("notAPersonPage--feed");
    let (before, nav) = feed
        .html
        .split_once("data-testid=\"primary-nav\">")
        .expect("a navigation");
    Snapshot {
        html: format!("{before}data-testid=\"primary-nav\">{marks}{nav}"),
        fingerprint: marks.to_owned(),
        ..feed
    }
}

const PHOTO: &str = "<button><img alt=\"Olive Owner\"></button>";
const OFFER: &str = "<a href=\"/premium/products/?upsellOrderOrigin=premium_nav_upsell_text\">Premium</a>";

fn olive(plan: Plan) -> Owner {
    Owner {
        name: Some("Olive Owner".to_owned()),
        plan,
        language: Some("en".to_owned()),
    }
}

#[tokio::test(start_paused = true)]
async fn walls_and_checks_and_other_sites_are_waited_through_and_each_is_said_once() {
    let elsewhere = Snapshot {
        url: "https://accounts.example.com/signin".to_owned(),
        ..feed_with(&format!("{PHOTO}{OFFER} "))
    };
    let mut browser = Shown::new(vec![
        Ok(page("signedOut--login")),
        Err(BrowserError::Disturbed("a navigation".to_owned())),
        Ok(page("signedOut--authwall")),
        Ok(page("checkpoint--captcha-en")),
        Ok(elsewhere),
        Err(BrowserError::NotLoaded("ERR_ABORTED".to_owned())),
        Ok(page("loading--ember-shell")),
        Ok(feed_with(&format!("{PHOTO}{OFFER}"))),
    ]);
    let mut said = Vec::new();
    let owner = watch(&mut browser, &rules(), &Site::default(), |waiting| said.push(waiting)).await;
    assert_eq!(owner, Ok(olive(Plan::Free)));
    assert_eq!(said, [Waiting::SignIn, Waiting::Check, Waiting::Elsewhere]);
    assert_eq!(browser.opened, ["https://www.linkedin.com/login"]);
}

#[tokio::test(start_paused = true)]
async fn what_the_page_does_not_prove_is_waited_for_a_while_and_then_unknown() {
    let begun = Instant::now();
    let mut browser = Shown::new(vec![Ok(page("notAPersonPage--feed"))]);
    let owner = watch(&mut browser, &rules(), &Site::default(), |_| ())
        .await
        .expect("somebody");
    assert_eq!((owner.name, owner.plan), (None, Plan::Unknown));
    assert!(begun.elapsed() >= Duration::from_secs(5) && begun.elapsed() < Duration::from_secs(8));

    let begun = Instant::now();
    let late = vec![
        Ok(page("notAPersonPage--feed")),
        Ok(feed_with(PHOTO)),
        Ok(feed_with(&format!("{PHOTO}{OFFER}"))),
    ];
    let owner = watch(&mut Shown::new(late), &rules(), &Site::default(), |_| ()).await;
    assert_eq!(owner, Ok(olive(Plan::Free)));
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn a_check_behind_the_first_signed_in_page_is_waited_through_too() {
    let pages = vec![
        Ok(feed_with(PHOTO)),
        Ok(page("checkpoint--captcha-en")),
        Ok(feed_with(&format!("{PHOTO}{OFFER}"))),
    ];
    let mut said = Vec::new();
    let owner = watch(&mut Shown::new(pages), &rules(), &Site::default(), |waiting| {
        said.push(waiting)
    })
    .await;
    assert_eq!((owner, said), (Ok(olive(Plan::Free)), vec![Waiting::Check]));
}

#[tokio::test(start_paused = true)]
async fn a_closed_window_ends_the_wait() {
    let lost = BrowserError::Lost("the browser is gone".to_owned());
    let mut browser = Shown::new(vec![Ok(page("signedOut--login")), Err(lost.clone())]);
    let end = watch(&mut browser, &rules(), &Site::default(), |_| ()).await;
    assert_eq!(end, Err(lost));
}

#[test]
fn every_way_of_waiting_has_words_of_its_own() {
    let words: std::collections::BTreeSet<&str> = Waiting::ALL.iter().map(|waiting| waiting.words()).collect();
    assert_eq!(words.len(), Waiting::ALL.len());
}

//! Of a page that changes only the difference is carried; what is seen is the whole page all the same.

use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, Wait};
use linkwright::page::{Excerpt, PageState, Recognition, RuleSet, Snapshot};
use linkwright::sandbox::{Options, Sandbox};

use crate::pages::Pages;
use crate::theatre::Theatre;

/// Shows what it is told in its address, now or when the address changes. The faces share their first half.
const CHANGING: (&str, &str) = (
    "/changing",
    "<meta charset=\"utf-8\"><title>changing</title><p>Zoë</p><p id=\"told\"></p><p>😀 end</p><script>
     const faces = ['', 'Zoë', '😀', '😁', '😀😁', '😁😀', 'a😀', 'a', 'aa', 'aaa', '', '<b>aa</b>', 'aa<p>Zoë</p>'];
     const tell = () => { document.getElementById('told').innerHTML = faces[Number(location.hash.slice(1))]; };
     addEventListener('hashchange', tell);
     tell();
     </script>",
);
const FACES: usize = 13;

async fn seen(browser: &mut WebDriver, url: &str) -> String {
    browser.open(url).await.expect("it opens");
    let look = browser.look(&Wait::for_change(Duration::from_secs(1), None)).await;
    look.expect("it is seen").html
}

#[tokio::test]
async fn a_page_that_has_changed_is_seen_as_if_for_the_first_time() {
    let pages = Pages::start(&[CHANGING]).await;
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let place = Theatre::build(kind);
        let (mut browser, _) = place.start().await;
        let mut changed = Vec::new();
        for face in 0..FACES {
            // Another hash is no other document.
            changed.push(seen(&mut browser, &pages.url(&format!("/changing#{face}"))).await);
        }
        for (face, changed) in changed.iter().enumerate() {
            seen(&mut browser, "about:blank").await;
            let fresh = seen(&mut browser, &pages.url(&format!("/changing#{face}"))).await;
            assert_eq!(*changed, fresh, "{kind:?}, face {face}");
        }
        browser.close().await;
    }
}

/// Counts to an even number, each time in two frames that follow one another.
const STIRRING: (&str, &str) = (
    "/stirring",
    "<title>stirring</title><p id=\"count\">0</p><script>
     const count = document.getElementById('count');
     const step = () => { count.textContent = Number(count.textContent) + 1; };
     setInterval(() => requestAnimationFrame(() => { step(); requestAnimationFrame(step); }), 200);
     </script>",
);

fn count(html: &str) -> u32 {
    let told = html
        .split("id=\"count\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    told.and_then(|told| told.parse().ok()).expect("it counts")
}

#[tokio::test]
async fn an_early_look_meets_the_first_change_and_a_drawn_one_what_belongs_to_it() {
    let pages = Pages::start(&[STIRRING]).await;
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let place = Theatre::build(kind);
        let (mut browser, _) = place.start().await;
        browser.open(&pages.url("/stirring")).await.expect("it opens");
        let mut fingerprint = browser.look(&Wait::default()).await.expect("it is seen").fingerprint;
        let mut halves = [0, 0];
        for (drawn, halves) in [false, true].into_iter().zip(&mut halves) {
            for _ in 0..16 {
                let wait = Wait {
                    early: true,
                    drawn,
                    ..Wait::for_change(Duration::from_secs(5), Some(fingerprint))
                };
                let seen = browser.look(&wait).await.expect("it is seen");
                *halves += count(&seen.html) % 2;
                fingerprint = seen.fingerprint;
            }
        }
        browser.close().await;
        // A busy machine may let a frame wait for longer than a look does.
        assert!(2 * halves[1] < halves[0], "{kind:?}: halves met {halves:?}");
    }
}

/// A card in something that would be left out, with the like in it, and parts beside it.
const CARD_AND_POSTS: (&str, &str) = (
    "/card",
    "<title>card</title><style>.gone { display: none }</style><article id=\"outer\"><section id=\"card\">
     <h1>Ada Example</h1><aside>said in the card</aside></section></article>
     <article id=\"post\"><p>said in a post</p><button>Connect</button></article>
     <aside class=\"gone\"><p>hidden</p></aside><p>said beside them</p>",
);
const POSTS_ALONE: (&str, &str) = ("/posts", "<title>posts</title><article><p>said in a post</p></article>");

fn without(around: &str, left_out: &str) -> Wait {
    Wait {
        excerpt: Some(Excerpt {
            around: around.to_owned(),
            left_out: left_out.to_owned(),
        }),
        ..Wait::default()
    }
}

#[tokio::test]
async fn an_excerpt_leaves_out_what_lies_beside_a_card_and_says_so() {
    let pages = Pages::start(&[CARD_AND_POSTS, POSTS_ALONE]).await;
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let place = Theatre::build(kind);
        let (mut browser, _) = place.start().await;
        browser.open(&pages.url("/card")).await.expect("it opens");
        let excerpt = browser.look(&without("#card", "article, aside")).await.expect("a look");
        assert!(excerpt.excerpt, "{kind:?}");
        let post = "<article id=\"post\" lw-left-out=\"21\"></article>";
        for part in ["Ada Example", "said in the card", post, "said beside them"] {
            assert!(excerpt.html.contains(part), "{kind:?}, {part}: {}", excerpt.html);
        }
        for part in ["said in a post", "hidden", "button"] {
            assert!(!excerpt.html.contains(part), "{kind:?}, {part}: {}", excerpt.html);
        }
        let whole = browser.look(&Wait::default()).await.expect("a look");
        assert!(!whole.excerpt && whole.html.contains("said in a post"), "{kind:?}");
        assert!(!whole.html.contains("lw-left-out"), "{kind:?}");
        assert_ne!(whole.fingerprint, excerpt.fingerprint, "{kind:?}");
        for (page, around, left_out) in [
            ("/posts", "#card", "article"),
            ("/card", "#card", ".nothing"),
            ("/card", "#card", ":unheard-of(article)"),
        ] {
            browser.open(&pages.url(page)).await.expect("it opens");
            let whole = browser.look(&Wait::default()).await.expect("a look");
            let excerpt = browser.look(&without(around, left_out)).await.expect("a look");
            assert!(!excerpt.excerpt, "{kind:?}, {left_out}");
            assert_eq!(excerpt.html, whole.html, "{kind:?}, {left_out}");
        }
        browser.close().await;
    }
}

/// A look at the page once it has come.
async fn loaded(browser: &mut WebDriver, rules: &RuleSet) -> Snapshot {
    let mut whole = browser.look(&Wait::default()).await.expect("a look");
    let until = Instant::now() + Duration::from_secs(20);
    while judged(rules, &whole).state == PageState::Loading {
        assert!(Instant::now() < until, "it did not come");
        let wait = Wait::for_change(Duration::from_secs(5), Some(whole.fingerprint));
        whole = browser.look(&wait).await.expect("a look");
    }
    whole
}

/// What is recognised, whatever handles the look has given.
fn judged(rules: &RuleSet, snapshot: &Snapshot) -> Recognition {
    let mut seen = rules.recognise(snapshot).expect("it can be read");
    for control in seen.controls.values_mut() {
        control.handle = control.handle.map(|_| 0);
    }
    seen
}

#[tokio::test]
async fn an_excerpt_of_a_person_is_judged_as_the_whole_page_is() {
    let rules = RuleSet::built_in().expect("the built-in rules");
    let sandbox = Sandbox::start(Options::default()).await.expect("it starts");
    for kind in [BrowserKind::Chrome, BrowserKind::Firefox] {
        let place = Theatre::build(kind);
        let (mut browser, _) = place.start().await;
        for person in ["ada-example", "penny-pending", "emma-ember", "olive-owner"] {
            browser
                .open(&format!("{}/in/{person}/", sandbox.origin()))
                .await
                .expect("it opens");
            let whole = loaded(&mut browser, &rules).await;
            let wait = Wait {
                excerpt: rules.excerpt(),
                ..Wait::default()
            };
            let excerpt = browser.look(&wait).await.expect("a look");
            assert!(
                excerpt.excerpt && 2 * excerpt.html.len() < whole.html.len(),
                "{kind:?}, {person}"
            );
            assert_eq!(judged(&rules, &excerpt), judged(&rules, &whole), "{kind:?}, {person}");
        }
        browser.close().await;
    }
    sandbox.stop().await;
}

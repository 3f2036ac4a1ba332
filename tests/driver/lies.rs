//! Answers that no driver should give: each ends as a typed error, in time, and the session is not used again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, BrowserError, Wait};

use crate::liar::{Liar, Lie, SESSION};

const PATIENCE: Duration = Duration::from_secs(1);
/// Time for a large body on a busy machine.
const LONG: Duration = Duration::from_secs(20);
const SLACK: Duration = Duration::from_secs(2);

/// Stands in every body: must never be told.
const SECRET: &str = "canary-of-the-body";

fn value(body: &str) -> String {
    format!(r#"{{"value":{body}}}"#)
}

fn error(word: &str, message: &str) -> String {
    value(&format!(
        r#"{{"error":"{word}","message":"{message} {SECRET}","stacktrace":""}}"#
    ))
}

async fn answered(lie: Lie, patience: Duration) -> (Result<(), BrowserError>, WebDriver, Liar) {
    let liar = Liar::start(lie).await;
    let mut browser = liar.meet(patience).await;
    let asked = Instant::now();
    let opened = browser.open("http://127.0.0.1:9/").await;
    assert!(asked.elapsed() < patience + SLACK, "{:?}", asked.elapsed());
    if let Err(error) = &opened {
        let told = format!("{error} {error:?}");
        assert!(!told.contains(SECRET) && told.len() < 300, "{told}");
    }
    (opened, browser, liar)
}

/// The session is dead: the next use says so at once, nothing more is sent, and it is ended at the driver.
async fn is_over(mut browser: WebDriver, liar: &Liar, name: &str) {
    let before = liar
        .heard()
        .iter()
        .filter(|heard| heard.line.starts_with("POST"))
        .count();
    let asked = Instant::now();
    let again = browser.look(&Wait::default()).await;
    assert!(matches!(again, Err(BrowserError::Lost(_))), "{name}: {again:?}");
    assert!(
        asked.elapsed() < Duration::from_millis(500),
        "{name}: {:?}",
        asked.elapsed()
    );
    browser.close().await;
    let heard = liar.heard();
    let after = heard.iter().filter(|heard| heard.line.starts_with("POST")).count();
    assert_eq!(before, after, "{name}: something more was sent");
    let end = format!("DELETE /session/{SESSION} HTTP/1.1");
    assert!(
        heard.iter().any(|heard| heard.line == end),
        "{name}: the session was not ended"
    );
}

async fn is_lost(name: &str, lie: Lie, patience: Duration, why: &str) {
    let (opened, browser, liar) = answered(lie, patience).await;
    let Err(BrowserError::Lost(reason)) = opened else {
        panic!("{name}: {opened:?}");
    };
    assert!(reason.contains(why), "{name}: {reason}");
    is_over(browser, &liar, name).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_make_no_sense_lose_the_session() {
    let deep = value(&("[".repeat(200) + &"]".repeat(200)));
    let lies = [
        (
            "HTML from a proxy",
            Lie::reply("502 Bad Gateway", "Content-Type: text/html\r\n", SECRET),
        ),
        (
            "plain text",
            Lie::reply("200 OK", "Content-Type: text/plain\r\n", SECRET),
        ),
        ("no type", Lie::reply("200 OK", "", SECRET)),
        (
            "a redirect",
            Lie::reply(
                "302 Found",
                "Location: http://127.0.0.1:9/\r\nContent-Type: text/html\r\n",
                "",
            ),
        ),
        ("nothing", Lie::json("200 OK", "")),
        ("a deep tree", Lie::json("200 OK", deep)),
        ("half a surrogate", Lie::json("200 OK", value(r#""\ud83d""#))),
        ("no value", Lie::json("200 OK", format!(r#"{{"other":"{SECRET}"}}"#))),
        ("null", Lie::json("200 OK", "null")),
        ("a list", Lie::json("200 OK", format!(r#"["{SECRET}"]"#))),
        (
            "an error without a word",
            Lie::json("500 Internal Server Error", value(&format!(r#""{SECRET}""#))),
        ),
        (
            "an error of unknown kind",
            Lie::json("500 Internal Server Error", error("surprise", "")),
        ),
    ];
    for (name, lie) in lies {
        is_lost(name, lie, PATIENCE, "makes no sense").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crashed_page_loses_the_session() {
    let word = Lie::json("500 Internal Server Error", error("tab crashed", ""));
    is_lost("by its word", word, PATIENCE, "the page crashed").await;
    let message = Lie::json("500 Internal Server Error", error("unknown error", "tab crashed"));
    is_lost("by its message", message, PATIENCE, "the page crashed").await;
    let detached = Lie::json("500 Internal Server Error", error("aborted by navigation", ""));
    is_lost("detached", detached, PATIENCE, "lost hold of the page").await;
}

/// Counts what the WebDriver client would say if it met such an answer; everything else is told as ever.
fn count_panics() -> Arc<AtomicUsize> {
    let count: Arc<AtomicUsize> = Arc::default();
    let counting = count.clone();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.to_string().contains("utf-8") {
            counting.fetch_add(1, Ordering::SeqCst);
        }
        before(panic);
    }));
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_text_loses_the_session_without_a_panic() {
    let panics = count_panics();
    let broken = [br#"{"value":""#.as_slice(), b"\xff\xfe\xc3", br#""}"#].concat();
    is_lost("UTF-8", Lie::json("200 OK", broken), PATIENCE, "no text").await;
    let latin = Lie::reply("500 Oops", "Content-Type: text/html; charset=latin1\r\n", b"caf\xe9");
    is_lost("Latin-1", latin, PATIENCE, "no text").await;
    assert_eq!(panics.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_driver_that_says_nothing_or_too_slowly_is_lost_in_time() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"val".to_vec();
    for (name, lie) in [
        ("silence", Lie::Stall(Vec::new())),
        ("half a reply", Lie::Stall(head)),
        ("one byte now and then", Lie::Drip),
    ] {
        is_lost(name, lie, PATIENCE, "no answer within 1 s").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_cut_off_loses_the_session() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"val".to_vec();
    let tls = b"\x15\x03\x01\x00\x02\x02\x46".to_vec();
    for (name, lie) in [
        ("cut", Lie::Bytes(cut)),
        ("reset", Lie::Reset),
        ("TLS", Lie::Bytes(tls)),
        ("nothing at all", Lie::Bytes(Vec::new())),
    ] {
        is_lost(name, lie, PATIENCE, "cut off").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_past_64_mib_is_not_read_to_its_end() {
    let large = |size: usize| Lie::json("200 OK", value(&format!("\"{}\"", "x".repeat(size))));
    is_lost("too large", large(64 * 1024 * 1024), LONG, "larger than 64 MiB").await;
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = format!("{:x}\r\n{}\r\n", 1024 * 1024, " ".repeat(1024 * 1024));
    let endless = Lie::Stall([head, chunk.repeat(66).into_bytes()].concat());
    is_lost("endless", endless, LONG, "larger than 64 MiB").await;
    let (opened, browser, _liar) = answered(large(8 * 1024 * 1024), LONG).await;
    assert_eq!(opened, Ok(()));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_answer_in_the_same_packet_is_never_read() {
    let first = r#"{"value":null}"#;
    let reply = |body: &str| {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let smuggled = reply(first) + &reply(&error("unknown error", "smuggled"));
    let (opened, mut browser, liar) = answered(Lie::Bytes(smuggled.into_bytes()), PATIENCE).await;
    assert_eq!(opened, Ok(()));
    // The next command goes out and gets its own answer.
    assert_eq!(browser.open("http://127.0.0.1:9/").await, Ok(()));
    let opens = liar.heard().iter().filter(|heard| heard.line.contains("/url ")).count();
    assert_eq!(opens, 2);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_that_pass_leave_the_session_usable() {
    for (word, message) in [
        ("unexpected alert open", "an alert"),
        ("javascript error", "a script"),
        ("stale element reference", "an element"),
        ("unknown error", "something"),
    ] {
        let lie = Lie::json("500 Internal Server Error", error(word, message));
        let (opened, mut browser, _liar) = answered(lie, PATIENCE).await;
        assert!(matches!(opened, Err(BrowserError::Disturbed(_))), "{word}: {opened:?}");
        let again = browser.open("http://127.0.0.1:9/").await;
        assert!(matches!(again, Err(BrowserError::Disturbed(_))), "{word}: {again:?}");
        browser.close().await;
    }
    let lie = Lie::json(
        "500 Internal Server Error",
        error("unknown error", "net::ERR_NAME_NOT_RESOLVED"),
    );
    let (opened, browser, _liar) = answered(lie, PATIENCE).await;
    assert_eq!(opened, Err(BrowserError::NotLoaded("ERR_NAME_NOT_RESOLVED".to_owned())));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_byte_of_an_answer_is_garbled_the_end_is_typed_and_in_time() {
    let Lie::Bytes(answer) = Lie::json("200 OK", value("null")) else {
        panic!("it is bytes");
    };
    let begun = Instant::now();
    for at in 0..answer.len() {
        for garbage in [0xff, b'0', b'\n'] {
            let mut garbled = answer.clone();
            garbled[at] = garbage;
            let (opened, browser, _liar) = answered(Lie::Bytes(garbled), PATIENCE).await;
            let is_typed = matches!(opened, Ok(()) | Err(BrowserError::Lost(_)));
            assert!(is_typed, "byte {at} as {garbage}: {opened:?}");
            browser.close().await;
        }
    }
    assert!(begun.elapsed() < LONG * 3, "{:?}", begun.elapsed());
}

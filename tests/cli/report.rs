//! `report`: the page says what the ledger says, in a real browser, and fits a phone.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use linkwright::ledger::{Clock, Desk, Ledger, Limits, NewRequest, Settlement, WorkflowStatus};
use linkwright::outcome::{ActionError, ErrorType};
use linkwright::person::{PersonKeys, PersonUrl};
use serde_json::{Value, json};

use crate::program::{Program, Ran};

const SITE: &str = "http://127.0.0.1:1";
const DAY: i64 = 24 * 60 * 60 * 1000;
/// What a page must show as it is.
const HOSTILE: &str = "<img src=x onerror=\"document.title='owned'\"> & 'co'";

/// One request, and how its attempt ended.
fn ask(desk: &Desk, slug: &str, label: &str, end: Option<Settlement>, told: Option<ErrorType>) {
    let person = PersonUrl::parse(&format!("https://www.linkedin.com/in/{slug}")).expect("a person");
    let keys = PersonKeys::from(person.slug());
    let request = NewRequest {
        pointer: String::new(),
        person,
        label: Some(label.to_owned()),
    };
    let workflow = desk.accept("{}", &[request]).expect("accepted");
    let request = desk.request(&workflow, "").expect("a request");
    let result = told.map_or(Ok(()), |kind| Err(ActionError::from(kind)));
    match end {
        None => desk.answer(&request, &keys, &result).expect("answered"),
        Some(end) => {
            let permit = desk.permit(&keys, true).expect("an answer").expect("leave");
            let attempt = desk
                .begin(permit, &request, Some("x"))
                .expect("an answer")
                .expect("begun");
            desk.settle(&attempt, end, Some(&result)).expect("settled");
        }
    }
    desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
}

/// An invitation is taken back.
fn withdraw(desk: &Desk, slug: &str) {
    let person = PersonUrl::parse(&format!("https://www.linkedin.com/in/{slug}")).expect("a person");
    let workflow = desk.accept("{}", &[]).expect("accepted");
    let keys = PersonKeys::from(person.slug());
    let withdrawal = desk.begin_withdrawal(&keys, &workflow, "").expect("an answer");
    desk.end_withdrawal(&withdrawal.expect("leave"), true).expect("ended");
    desk.finish(&workflow, WorkflowStatus::Completed).expect("finished");
}

/// Three on each of the last 40 days were sent, one a day has an error; one is in doubt, one was not sent,
/// and one that was sent was withdrawn.
fn filled() -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let now = Clock::system().now();
    let hand = Arc::new(AtomicI64::new(now - 40 * DAY));
    let ledger = Ledger::open(&directory.path().join("ledger.sqlite3"), Clock::fixed(hand.clone())).expect("a ledger");
    let desk = ledger.take_over("default", SITE, Limits::none()).expect("a desk");
    for day in 0..40 {
        hand.store(now - (39 - day) * DAY, Ordering::SeqCst);
        for n in 0..3 {
            ask(&desk, &format!("person-{day}-{n}"), "", Some(Settlement::Sent), None);
        }
        ask(
            &desk,
            &format!("pending-{day}"),
            "",
            None,
            Some(ErrorType::AlreadyPending),
        );
    }
    let long = format!("a{}", "b".repeat(99));
    ask(
        &desk,
        &long,
        HOSTILE,
        Some(Settlement::InDoubt),
        Some(ErrorType::OutcomeUnknown),
    );
    ask(
        &desk,
        "not-sent",
        "",
        Some(Settlement::NotSent),
        Some(ErrorType::EmailRequired),
    );
    withdraw(&desk, "person-39-2");
    let settings = "[limits]\ninvitations_per_day = 5\ninvitations_per_week = 80\n";
    std::fs::write(directory.path().join("linkwright.toml"), settings).expect("a file");
    directory
}

fn run(data: &Path, arguments: &[&str]) -> Ran {
    let all = [
        &["report", "--site", SITE, "--data-dir", data.to_str().expect("UTF-8")],
        arguments,
    ]
    .concat();
    Program::with(&all).env("TZ", "UTC").run()
}

/// What a script sees in the page at this width; the page itself has none and allows none.
fn seen(directory: &Path, page: &str, width: u32, expression: &str) -> Value {
    seen_by(directory, page, width, expression, Scheme::Light)
}

/// What the owner of the browser prefers, by Chromium's number for it.
#[derive(Clone, Copy)]
enum Scheme {
    Dark = 0,
    Light = 1,
}

fn seen_by(directory: &Path, page: &str, width: u32, expression: &str, scheme: Scheme) -> Value {
    let quoted = page.replace('&', "&amp;").replace('"', "&quot;");
    let wrapper = format!(
        "<!doctype html><meta name=color-scheme content='light dark'><body><iframe id=f srcdoc=\"{quoted}\" style=\"border:0;width:{width}px;height:40000px\"></iframe><pre id=told></pre><script>\
         onload = () => {{ const page = document.getElementById('f').contentDocument; const root = page.documentElement;\
         document.getElementById('told').textContent = JSON.stringify(({expression})(page, root)); }}</script>"
    );
    let file = directory.join("wrapper.html");
    std::fs::write(&file, wrapper).expect("a file");
    let output = Command::new(chromium())
        .args([
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--password-store=basic",
            "--virtual-time-budget=5000",
            "--dump-dom",
        ])
        .arg(format!("--blink-settings=preferredColorScheme={}", scheme as u8))
        .arg(format!("--user-data-dir={}", directory.join("profile").display()))
        .arg(format!("file://{}", file.display()))
        .output()
        .expect("Chromium starts");
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = dom
        .split("<pre id=\"told\">")
        .nth(1)
        .and_then(|rest| rest.split("</pre>").next());
    let told = told
        .unwrap_or_default()
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    serde_json::from_str(&told)
        .unwrap_or_else(|error| panic!("{error}: {told}\n{}", String::from_utf8_lossy(&output.stderr)))
}

fn chromium() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = std::env::split_paths(&path).flat_map(|folder| programs.map(|name| folder.join(name)));
    found
        .into_iter()
        .find(|file| file.is_file())
        .expect("a Chromium on the PATH")
}

const NUMBERS: &str = "(page) => ({
    title: page.title,
    outcomes: Object.fromEntries([...page.querySelectorAll('[id^=outcome-]')].map(e => [e.id.slice(8), +e.textContent])),
    results: Object.fromEntries([...page.querySelectorAll('[data-result]')].map(e => [e.dataset.result, +e.textContent])),
    days: [...page.querySelectorAll('[data-count]')].map(e => +e.dataset.count),
    limits: page.querySelectorAll('line.limit').length,
    axis: [...page.querySelectorAll('text.axis')].map(e => +e.textContent),
    zone: [...page.querySelectorAll('p')].some(e => e.textContent.includes('time zone UTC')),
    week: +page.getElementById('used-week').textContent,
    people: page.querySelectorAll('.people tbody tr').length,
    withdrawn: [...page.querySelectorAll('.people td.withdrawn')].map(e => e.textContent),
    label: [...page.querySelectorAll('.people td')].some(e => e.textContent === LABEL),
    strangers: page.querySelectorAll('script, img, link, iframe, object').length,
})";
/// The least contrast between a text and what lies behind it, by WCAG 2.2, and how bright the page is, from 0 to 1.
const CONTRAST: &str = "(page, root) => {
    const view = page.defaultView;
    const parts = (color) => color.match(/[\\d.]+/g).map(Number);
    const light = (color) => parts(color).slice(0, 3).map(n => n / 255).map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4)
        .reduce((sum, n, at) => sum + n * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = (e) => { for (; e; e = e.parentElement) { const color = view.getComputedStyle(e).backgroundColor; if ((parts(color)[3] ?? 1) > 0) return color; } return 'rgb(255, 255, 255)'; };
    const says = [...page.querySelectorAll('body *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
    const ratios = says.map(e => { const style = view.getComputedStyle(e); const a = light(e.closest('svg') ? style.fill : style.color), b = light(behind(e));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); });
    return { texts: says.length, least: Math.min(...ratios), bright: light(view.getComputedStyle(page.body).backgroundColor) };
}";
const WIDTHS: &str = "(page, root) => ({ wide: root.scrollWidth, window: root.clientWidth,
    beyond: [...page.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1).length })";

#[test]
fn the_page_says_what_the_ledger_says_and_escapes_it() {
    let data = filled();
    let page = run(data.path(), &[]).exits(0).stdout();
    assert!(!page.contains(HOSTILE), "it must be escaped");
    let numbers = NUMBERS.replace("LABEL", &json!(HOSTILE).to_string());
    let seen = seen(data.path(), &page, 1000, &numbers);
    let mut days = vec![3; 30];
    // The last day has the one in doubt besides; what was not sent does not count.
    days[29] = 4;
    let expected = json!({
        "title": "linkwright report",
        "outcomes": {"sent": 119, "notSent": 1, "inDoubt": 1, "unknown": 0, "answered": 40, "withdrawn": 1},
        "results": {"sent": 119, "sent, withdrawn": 1, "alreadyPending": 40, "inDoubt": 1, "emailRequired": 1},
        "days": days,
        "limits": 1,
        "axis": [5, 0],
        "zone": true,
        "week": 22,
        "people": 162,
        "withdrawn": ["sent, withdrawn"],
        "label": true,
        "strangers": 0,
    });
    assert_eq!(seen, expected);
}

#[test]
fn the_limits_are_those_of_the_file_that_is_named() {
    let data = filled();
    let other = data.path().join("other.toml");
    std::fs::write(&other, "[limits]\ninvitations_per_week = 33\n").expect("a file");
    let other = other.to_str().expect("UTF-8");
    assert!(run(data.path(), &[]).exits(0).stdout().contains("of 80"));
    let named = run(data.path(), &["--config", other]).exits(0).stdout();
    assert!(named.contains("of 33") && !named.contains("of 80"));
    run(data.path(), &["--config", "/nowhere.toml"])
        .exits(4)
        .says("/nowhere.toml");
}

#[test]
fn nothing_of_the_page_goes_beyond_the_edge_of_a_phone() {
    let data = filled();
    let page = run(data.path(), &[]).exits(0).stdout();
    for width in [320, 360, 390, 1280] {
        let seen = seen(data.path(), &page, width, WIDTHS);
        assert_eq!(seen, json!({"wide": width, "window": width, "beyond": 0}));
    }
}

#[test]
fn every_text_can_be_read_by_day_and_by_night() {
    let data = filled();
    let page = run(data.path(), &[]).exits(0).stdout();
    for (scheme, is_bright) in [(Scheme::Light, true), (Scheme::Dark, false)] {
        let seen = seen_by(data.path(), &page, 1280, CONTRAST, scheme);
        assert!(seen["texts"].as_u64() > Some(100), "{seen}");
        assert!(seen["least"].as_f64() >= Some(4.5), "{seen}");
        assert_eq!(seen["bright"].as_f64() > Some(0.5), is_bright, "{seen}");
    }
}

#[test]
fn the_page_loads_nothing_and_runs_nothing() {
    let data = filled();
    let page = run(data.path(), &[]).exits(0).stdout();
    for word in ["<script", "src=\"", "url(", "@import", "<link"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("Content-Security-Policy"));
}

#[test]
fn a_page_is_written_over_a_page_of_ours_and_over_nothing_else() {
    let data = filled();
    let file = data.path().join("report.html");
    let out = file.to_str().expect("UTF-8");
    for _ in 0..2 {
        run(data.path(), &["--out", out])
            .exits(0)
            .prints_nothing()
            .says(&format!("wrote {out}"));
        assert!(
            std::fs::read_to_string(&file)
                .expect("a page")
                .contains("linkwright report")
        );
    }
    std::fs::write(&file, "<html>my diary").expect("a file");
    run(data.path(), &["--out", out]).exits(2).says("did not write");
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), "<html>my diary");
    Program::with(&["report", "--out", "page.html"])
        .run()
        .exits(4)
        .says("no ledger yet in /")
        .makes_nothing();
}

#[test]
fn a_dash_is_stdout() {
    let data = filled();
    let page = run(data.path(), &["--out", "-"]).exits(0).makes_nothing().stdout();
    assert!(page.contains("linkwright report"), "{page}");
}

#[test]
fn a_page_is_put_where_a_link_leads_and_never_in_the_place_of_one_to_stdout() {
    let data = filled();
    let there = |name: &str| data.path().join(name);
    let [page, link, out, device] = ["page.html", "link.html", "stdout.html", "stdout"].map(there);
    std::fs::write(&page, "").expect("a file");
    std::os::unix::fs::symlink(&page, &link).expect("a link");
    std::os::unix::fs::symlink("/proc/self/fd/1", &device).expect("a link");
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    run(data.path(), &["--out", &text(&link)]).exits(0);
    assert!(link.is_symlink());
    assert!(
        std::fs::read_to_string(&page)
            .expect("a page")
            .contains("linkwright report")
    );
    let place = text(data.path());
    Program::with(&["report", "--data-dir", &place, "--out", &text(&device)])
        .writing_to(&out)
        .run()
        .exits(2)
        .says("stdout or stderr goes there");
    assert!(device.is_symlink() && std::fs::read_to_string(&out).expect("a file").is_empty());
}

#[test]
fn a_page_that_cannot_be_written_is_named_and_no_other_file_is() {
    let data = filled();
    run(data.path(), &["--out", "nodir/x.html"])
        .exits(4)
        .says("--out nodir/x.html cannot be written: there is no such directory")
        .never_says(".linkwright-");
}

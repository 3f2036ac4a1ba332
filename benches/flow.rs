//! What it costs: the flow that its peers run as well, and one look at a large page.
//!
//! `bench/compare.py` runs this beside Playwright and Selenium; each run ends with one line of JSON.
//! `-- flow --site ORIGIN --rounds N --proof 0|1` or `-- look`.

use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, Wait};
use linkwright::engine::{Engine, Site};
use linkwright::ledger::Ledger;
use linkwright::page::{PageState, RuleSet};
use linkwright::sandbox::{Options, Sandbox};
use linkwright::workflow::Workflow;
use serde_json::{Value, json};

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let runtime = tokio::runtime::Runtime::new()?;
    let line = match arguments.first().map(String::as_str) {
        Some("flow") => runtime.block_on(flow(&arguments))?,
        Some("look") => runtime.block_on(look())?,
        _ => json!("run `make bench`, or give `flow --site ORIGIN --rounds N --proof 0|1`, or `look`"),
    };
    println!("{line}");
    Ok(())
}

fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}

async fn start(data: &std::path::Path) -> Result<WebDriver, Failed> {
    let launch = Launch::new(BrowserKind::Chrome, data.to_owned());
    Ok(launch.start().await?)
}

/// Open, Connect, Add a note, type, Send, see Pending; with the proof, Pending on a fresh load.
async fn flow(arguments: &[String]) -> Result<Value, Failed> {
    let origin = option(arguments, "--site").ok_or("--site is missing")?;
    let rounds: usize = option(arguments, "--rounds").unwrap_or("15").parse()?;
    let proof = option(arguments, "--proof") == Some("1");
    let note =
        std::env::var("NOTE").unwrap_or_else(|_| "Hello, this is a note of some length. ".repeat(4).trim().to_owned());
    let slug = std::env::var("SLUG").unwrap_or_else(|_| "ada-example".to_owned());
    let request = json!({"actionType": "st.sendConnectionRequest", "personUrl": format!("https://www.linkedin.com/in/{slug}"), "note": note});
    let workflow = Workflow::parse(request.to_string().as_bytes()).map_err(|faults| format!("{faults:?}"))?;
    let rules = RuleSet::built_in()?;
    let data = tempfile::tempdir()?;
    let before = Instant::now();
    let mut browser = start(data.path()).await?;
    let start_ms = before.elapsed().as_secs_f64() * 1000.0;
    let mut samples = Vec::new();
    for _ in 0..rounds {
        browser.open("about:blank").await?;
        http(origin, "POST", "/_reset")?;
        let loads: Rc<RefCell<Vec<Instant>>> = Rc::default();
        let seen = Rc::clone(&loads);
        // The ledger is opened once for each run, as the browser is: neither is part of the flow.
        let ledger = Ledger::for_one_run()?;
        let started = Instant::now();
        let verbose = std::env::var_os("VERBOSE").is_some();
        let mut engine = Engine::new(browser, &rules, Site::stand_in(origin)?, ledger).with_progress(move |line| {
            if verbose {
                eprintln!("{:7.1} ms {line}", started.elapsed().as_secs_f64() * 1000.0);
            }
            if line.starts_with("opens ") {
                seen.borrow_mut().push(Instant::now());
            }
        });
        let report = engine.run(&workflow).await;
        let whole = started.elapsed();
        browser = engine.into_browser();
        if report.exit_code().number() != 0 {
            return Err(format!("the flow did not succeed: {}", serde_json::to_string(&report)?).into());
        }
        // Pending was seen in place at the moment when the page is loaded afresh for the proof.
        let in_place = *loads.borrow().get(1).ok_or("the proof was not asked for")?;
        let took: Duration = if proof { whole } else { in_place - started };
        samples.push((took.as_secs_f64() * 10_000.0).round() / 10.0);
        let log: Value = serde_json::from_str(&http(origin, "GET", "/_log")?)?;
        let invited = &log["invitations"];
        if invited.as_array().map(Vec::len) != Some(1)
            || invited[0]["slug"] != slug.as_str()
            || invited[0]["note"] != note.as_str()
        {
            return Err(format!("the sandbox's log says otherwise: {invited}").into());
        }
    }
    browser.close().await;
    Ok(
        json!({"tool": "linkwright", "version": env!("CARGO_PKG_VERSION"), "rounds": rounds, "proof": u8::from(proof), "start_ms": start_ms.round(), "samples_ms": samples}),
    )
}

/// One request without keeping anything open.
fn http(origin: &str, method: &str, path: &str) -> Result<String, Failed> {
    let host = origin.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host)?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply)?;
    let (_, body) = reply.split_once("\r\n\r\n").ok_or("no reply")?;
    Ok(body.to_owned())
}

/// A look at a page of 1.5 MB: the round trip, and our own part of it.
async fn look() -> Result<Value, Failed> {
    let rules = RuleSet::built_in()?;
    let data = tempfile::tempdir()?;
    let sandbox = Sandbox::start(Options::default()).await?;
    let mut browser = start(data.path()).await?;
    browser.open(&format!("{}/in/ada-example/", sandbox.origin())).await?;
    // A page that still loads is a skeleton: nothing like what a look has to read.
    let mut page = browser.look(&Wait::default()).await?;
    let until = Instant::now() + Duration::from_secs(10);
    while rules.recognise(&page)?.state != PageState::Connectable {
        if Instant::now() > until {
            return Err("the sandbox's page did not load".into());
        }
        let wait = Wait::for_change(Duration::from_secs(2), Some(page.fingerprint.clone()));
        page = browser.look(&wait).await?;
    }
    // The sandbox's page, its main part repeated as often as it takes, with the class names of a build.
    let noise = "class=\"_1a2b3c4d _9f8e7d6c _0a1b2c3d _5e6f7a8b\" ";
    let (head, rest) = page.html.split_once("<main").ok_or("the page has a main part")?;
    let (main, tail) = rest.split_once("</main>").ok_or("the main part ends")?;
    let feed = main
        .replace("<div ", &format!("<div {noise}"))
        .replace("<p>", &format!("<p {noise}>"))
        .replace("Topcard", "Elsewhere");
    let mut large = format!("{head}<main{main}");
    while large.len() < 1_500_000 {
        large.push_str("<section");
        large.push_str(&feed);
        large.push_str("</section>");
    }
    large.push_str("</main>");
    large.push_str(tail);
    let address = serve_once(large.clone())?;
    browser.open(&address).await?;
    let (mut trips, mut own) = (Vec::new(), Vec::new());
    let mut snapshot_bytes = 0;
    let mut copies = Vec::new();
    for _ in 0..15 {
        let before = Instant::now();
        let snapshot = browser.look(&Wait::default()).await?;
        trips.push(before.elapsed());
        snapshot_bytes = snapshot.html.len();
        copies.push(snapshot.copied);
        let before = Instant::now();
        let recognition = rules.recognise(&snapshot)?;
        own.push(before.elapsed());
        std::hint::black_box(recognition);
    }
    browser.close().await;
    sandbox.stop().await;
    copies.sort_by(f64::total_cmp);
    Ok(json!({
        "page_bytes": large.len(),
        "elements": large.matches('<').count() / 2,
        "snapshot_bytes": snapshot_bytes,
        "copy_ms_median": copies[copies.len() / 2],
        "round_trip_ms_median": median(&mut trips),
        "parse_and_detect_ms_median": median(&mut own),
    }))
}

fn median(durations: &mut [Duration]) -> f64 {
    durations.sort();
    (durations[durations.len() / 2].as_secs_f64() * 10_000.0).round() / 10.0
}

/// Serves one page on a free port, to whoever asks, until the process ends.
fn serve_once(page: String) -> Result<String, Failed> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}/in/ada-example/", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                page.len()
            );
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(page.as_bytes()));
        }
    });
    Ok(address)
}

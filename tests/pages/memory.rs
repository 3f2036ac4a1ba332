//! What it costs in memory to judge a page that was made to hurt.
//!
//! The peak belongs to a process: the test binary starts itself again with one test, which judges
//! each page and says by how much its own peak has grown.

use std::process::Command;

use linkwright::page::{MAX_HTML_BYTES, Snapshot};

use crate::corpus::rules;

const ALONE: &str = "LINKWRIGHT_TEST_MEMORY";
const ROLE: &str = "memory::hostile_pages_cost_half_a_gibibyte_at_most";
const MARK: &str = "grown by ";
/// What judging any page may add to the peak, in KiB.
const MOST_KIB: u64 = 512 * 1024;

/// The shapes that cost most, each as large as it may be or larger.
fn shapes() -> [(&'static str, String); 8] {
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=x")).collect();
    let fonts: String = (0..5000).map(|size| format!("<p><font size={size}>")).collect();
    let fill = |part: &str| part.repeat((MAX_HTML_BYTES - 100) / part.len());
    [
        ("paragraphs with a font", fonts),
        ("nested divs", "<div>".repeat(20_000)),
        ("nested b", "<b>".repeat(100_000)),
        ("nested tables", "<table><tr><td>".repeat(20_000)),
        ("elements in a row, up to the cap of bytes", fill("<i></i>")),
        ("one attribute of 16 MiB", format!("<div aria-label='{}'>", fill("x"))),
        ("one text of 16 MiB", fill("Pending ")),
        ("a tag with 100,000 attributes", format!("<div{attributes}>")),
    ]
}

/// The most memory that this process has ever held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the system tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.expect("a peak").parse().expect("a number")
}

/// Judges every page, one after the other; the peak only grows.
fn judge_all() {
    let pages = shapes();
    let _ = rules();
    let before = peak();
    for (what, body) in pages {
        let snapshot = Snapshot {
            url: "https://www.linkedin.com/in/ada-example/".to_owned(),
            status: Some(200),
            html: format!("<html><body><main>{body}"),
            ..Snapshot::default()
        };
        let refused = rules().recognise(&snapshot).err();
        println!("{MARK}{} KiB with {what}: {refused:?}", peak() - before);
    }
}

#[test]
fn hostile_pages_cost_half_a_gibibyte_at_most() {
    if std::env::var_os(ALONE).is_some() {
        return judge_all();
    }
    let output = Command::new(std::env::current_exe().expect("the test binary"))
        .args([ROLE, "--exact", "--nocapture", "--test-threads=1"])
        .env(ALONE, "1")
        .output()
        .expect("it starts");
    let told = String::from_utf8_lossy(&output.stdout);
    println!("{told}");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let grown: Vec<u64> = told
        .lines()
        .filter_map(|line| line.split_once(MARK)?.1.split(' ').next()?.parse().ok())
        .collect();
    assert_eq!(grown.len(), shapes().len(), "{told}");
    assert!(grown.iter().all(|kib| *kib <= MOST_KIB), "{told}");
}

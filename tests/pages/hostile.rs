//! Pages made to hurt: every shape is answered in time, and no error quotes the page.

use std::time::{Duration, Instant};

use linkwright::page::{DocumentError, MAX_HTML_BYTES, PageState, Recognition, Snapshot};

use crate::corpus::rules;

/// What no message may repeat.
const SECRET: &str = "what-ada-wrote-in-confidence";
/// Five times what a look may take, parse and rules together: other machines are slow and busy.
const DEADLINE: Duration = Duration::from_secs(20);

fn look(html: String) -> Result<Recognition, DocumentError> {
    let snapshot = Snapshot {
        url: "https://www.linkedin.com/in/ada-example/".to_owned(),
        status: Some(200),
        html,
        ..Snapshot::default()
    };
    let started = Instant::now();
    let seen = rules().recognise(&snapshot);
    let took = started.elapsed();
    println!("{took:?} {:?}", seen.as_ref().map(|seen| seen.state));
    assert!(took < DEADLINE, "it took {took:?}");
    if let Err(error) = &seen {
        let told = format!("{error} {error:?}");
        assert!(!told.contains(SECRET), "an error quotes the page: {told}");
    }
    seen
}

fn page(body: &str) -> String {
    format!("<html lang=\"en\"><body><main><p>{SECRET}</p>{body}</main></body></html>")
}

/// Fonts of different sizes: of equal ones the parser remembers three.
fn fonts(before: &str) -> String {
    (0..5000).map(|size| format!("{before}<font size={size}>")).collect()
}

/// Nothing that decides, or an error of the right kind: never a state that was not there.
fn is_harmless(seen: &Result<Recognition, DocumentError>) -> bool {
    match seen {
        Ok(seen) => matches!(seen.state, PageState::Unknown | PageState::Loading) && seen.controls.is_empty(),
        Err(_) => true,
    }
}

#[test]
fn nesting_of_every_kind_is_answered_in_time() {
    let shapes: [(&str, String); 12] = [
        ("1,000 nested divs", "<div>".repeat(1000)),
        ("5,000 nested divs", "<div>".repeat(5000)),
        ("100,000 nested divs", "<div>".repeat(100_000)),
        ("1,000,000 nested divs", "<div>".repeat(1_000_000)),
        ("5,000 paragraphs with a font", fonts("<p>")),
        ("5,000 links with a div", "<a><div>".repeat(5000)),
        ("100,000 nested b", "<b>".repeat(100_000)),
        ("20,000 nested tables", "<table><tr><td>".repeat(20_000)),
        ("5,000 nested fonts", fonts("")),
        (
            "250,000 nested groups of an image",
            format!("<svg>{}", "<g>".repeat(250_000)),
        ),
        (
            "1,000,000 nested groups of an image",
            format!("<svg>{}", "<g>".repeat(1_000_000)),
        ),
        ("3,000 nested roles", "<div role=button aria-label=x>".repeat(3000)),
    ];
    for (what, shape) in shapes {
        println!("{what}");
        let seen = look(page(&shape));
        assert!(is_harmless(&seen), "{what}: {seen:?}");
    }
}

#[test]
fn nesting_inside_the_card_of_a_profile_is_answered_in_time() {
    let html = crate::corpus::page("person/connectable--sdui-en").snapshot.html;
    for shape in ["<div>", "<b>", "<svg><g>", "<div role=button aria-label='Pending'>"] {
        for depth in [500, 50_000] {
            println!("{depth} × {shape}");
            let seen = look(html.replacen("<h2>", &format!("{}<h2>", shape.repeat(depth)), 1));
            let state = seen.map(|seen| seen.state);
            let allowed = [PageState::Connectable, PageState::Unknown, PageState::MoreMenuClosed];
            assert!(
                state.is_err() || state.is_ok_and(|state| allowed.contains(&state)),
                "{depth} × {shape}: {state:?}"
            );
        }
    }
}

#[test]
fn wide_pages_and_long_tags_are_answered_in_time() {
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=x")).collect();
    let handles: String = (0..30_000)
        .map(|number| format!("<button lw-handle={number}>Connect</button>"))
        .collect();
    let shapes: [(&str, String); 7] = [
        ("one tag with 100,000 attributes", format!("<div{attributes}>")),
        ("100,000 elements in a row", "<div></div>".repeat(100_000)),
        ("30,000 buttons", handles),
        ("50,000 labels", "<p>Pending</p>".repeat(50_000)),
        ("a text of 10 MB", SECRET.repeat(10_000_000 / SECRET.len())),
        (
            "an attribute of 10 MB",
            format!("<div aria-label='{}'>", SECRET.repeat(10_000_000 / SECRET.len())),
        ),
        (
            "20,000 spans before as many divs",
            format!("{}{}", "<span></span>".repeat(20_000), "<div></div>".repeat(20_000)),
        ),
    ];
    for (what, shape) in shapes {
        println!("{what}");
        let seen = look(page(&shape));
        assert!(is_harmless(&seen), "{what}: {seen:?}");
    }
}

#[test]
fn a_page_beyond_the_caps_is_refused_by_the_kind_of_its_fault() {
    let large = look(page(&"x".repeat(MAX_HTML_BYTES)));
    assert!(
        matches!(large, Err(DocumentError::TooLarge(bytes)) if bytes > MAX_HTML_BYTES),
        "{large:?}"
    );
    // A machine that is busy may run out of time first; the caps alone are tested beside the parser.
    let many = look(page(&"<i></i>".repeat(400_000)));
    assert!(
        matches!(many, Err(DocumentError::TooManyNodes | DocumentError::TooSlow(_))),
        "{many:?}"
    );
    let slow = look(page(&"<div>".repeat(1_000_000)));
    assert!(matches!(slow, Err(DocumentError::TooSlow(_))), "{slow:?}");
    let deep = look(page(&format!("<svg>{}", "<g>".repeat(200_000))));
    assert!(
        matches!(deep, Err(DocumentError::TooDeep | DocumentError::TooSlow(_))),
        "{deep:?}"
    );
}

#[test]
fn what_is_no_page_says_nothing() {
    let broken = [
        "",
        "\0",
        "<",
        "<!--",
        "<![CDATA[",
        "]]>",
        "<html",
        "</",
        "&#x110000;",
        "\u{feff}",
        "{\"a\":1}",
        "<template><main>",
        "<frameset>",
        "<plaintext>",
    ];
    for html in broken {
        let seen = look(html.to_owned());
        assert!(is_harmless(&seen), "{html}: {seen:?}");
    }
}

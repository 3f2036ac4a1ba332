//! `explain`: what a saved page is, for people and for programs.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::program::{Program, Ran, root};

const WALL: &str = "<!-- linkwright fixture; url: https://www.linkedin.com/authwall; status: 200 -->\n<html><body><h1>Sign in</h1></body></html>";
const STRANGE: &str = "<!DOCTYPE html><html lang=\"en\"><body><p>Nothing of that kind.</p></body></html>";

fn saved(text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("page.html");
    std::fs::write(&file, text).expect("the page can be written");
    (folder, file)
}

fn answer(ran: &Ran) -> Value {
    let all = ran.json();
    json!({"state": all["state"], "rule": all["rule"], "layer": all["layer"]})
}

#[test]
fn the_json_holds_state_rule_and_layer_near_misses_and_controls() {
    let (_folder, page) = saved(WALL);
    let ran = Program::with(&["explain", &page.to_string_lossy(), "--json"])
        .run()
        .exits(0)
        .makes_nothing();
    assert_eq!(
        answer(&ran),
        json!({"state": "signedOut", "rule": "signed_out_path", "layer": "gate"})
    );
    let all = ran.json();
    let keys: Vec<&String> = all.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["complete", "controls", "layer", "nearMisses", "rule", "state"]);
    assert_eq!(ran.stderr(), "");
}

#[test]
fn a_page_that_nobody_knows_is_an_answer_too() {
    let ran = Program::with(&["explain", "-", "--json"])
        .reading(STRANGE)
        .run()
        .exits(0);
    assert_eq!(answer(&ran), json!({"state": "unknown", "rule": null, "layer": null}));
}

#[test]
fn a_file_without_any_html_is_said_to_have_none() {
    for nothing in ["", "https://www.linkedin.com/in/ada-example/", "\u{7f}ELF"] {
        let ran = Program::with(&["explain", "-", "--json"])
            .reading(nothing)
            .run()
            .exits(0);
        assert_eq!(answer(&ran)["state"], json!("unknown"));
        assert!(ran.stderr().contains("no HTML in it"), "{}", ran.stderr());
    }
    for binary in [&b"\x89PNG\r\n\0<a>"[..], b"\xff\xfe<\0p\0>\0"] {
        let ran = Program::with(&["explain", "-"]).reading(binary).run().exits(0);
        ran.says("it is no text in UTF-8").says_on_stdout("unknown");
    }
    let ran = Program::with(&["explain", "-"]).reading(STRANGE).run().exits(0);
    assert_eq!(ran.stderr(), "");
}

#[test]
fn a_web_archive_is_said_to_be_one() {
    let page = "<html lang=3D\"en\"><body><main></main></body></html>";
    for line in ["\n", "\r\n"] {
        let head = [
            "From: <Saved by Blink>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/related;",
            "",
            page,
        ];
        let ran = Program::with(&["explain", "-"]).reading(head.join(line)).run().exits(0);
        assert!(ran.stderr().contains("web archive (MHTML)"), "{}", ran.stderr());
    }
    let said = "<p>MIME-Version: and multipart/related in the text\n\nof a page</p>";
    let ran = Program::with(&["explain", "-"])
        .reading(format!("<html>\n\n{said}"))
        .run()
        .exits(0);
    assert_eq!(ran.stderr(), "");
}

/// A waiting invitation with an icon and a label that nobody knows, and More.
const REDRAWN: &str = r#"<!-- linkwright fixture; url: https://www.linkedin.com/in/ada-example/; status: 200 -->
<html lang="en"><body><main><section componentkey="com.linkedin.sdui.profile.card.refExampleTopcard"><h2>Ada Example</h2>
<a href="/in/ada-example/" aria-label="Hourglass of Ada Example"><svg id="hourglass-small"></svg>Hush, it waits</a>
<button aria-expanded="false" aria-label="More"><svg id="overflow-web-ios-small"></svg></button></section></main></body></html>"#;

#[test]
fn a_near_miss_names_rule_state_file_and_the_condition_that_fails() {
    let ran = Program::with(&["explain", "-", "--json"])
        .reading(REDRAWN)
        .run()
        .exits(0);
    let all = ran.json();
    let misses = all["nearMisses"].as_array().expect("a list");
    let clock = misses.iter().find(|miss| miss["rule"] == json!("pending_clock_link"));
    let clock = clock.expect("all but the icon is there");
    assert_eq!(clock["state"], json!("pending"));
    assert_eq!(clock["file"], json!("person.toml"));
    assert_eq!(clock["failed"], json!(":has(svg[id='clock-small'])"));
    let line = clock["line"]
        .as_u64()
        .and_then(|line| usize::try_from(line).ok())
        .expect("a line");
    let file = std::fs::read_to_string(root().join("selectors/person.toml")).expect("it is there");
    let written = file.lines().nth(line - 1).expect("the file has that line");
    assert!(written.contains(":has(svg[id='clock-small'])"), "{written}");
    assert_eq!(all["complete"], json!(true));
    assert_eq!(all["controls"][0]["element"], json!("more"));
    assert_eq!(all["controls"][0]["usable"], json!(true));
    ran.never_says("Hush").never_says("Hourglass");
}

#[test]
fn people_are_told_near_misses_and_controls_and_no_text_of_the_page() {
    let ran = Program::with(&["explain", "-"]).reading(REDRAWN).run().exits(0);
    let text = ran.stdout();
    for words in [
        "regions   card\n",
        "\nControls:\n  more ",
        "\nNear misses, the nearest first",
        "  pending by pending_clock_link, person.toml:",
        "    fails in `all`: :has(svg[id='clock-small'])\n",
        "    1 element fits [lw-region~='card'] a[lw-owner='this'], and it must fit",
    ] {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
    ran.never_says("Hush").never_says("Hourglass").never_says("hourglass");
}

#[test]
fn people_are_not_told_near_misses_that_would_have_changed_nothing() {
    let page = root().join("fixtures/pages/person/pending--sdui-en.html");
    let page = page.to_string_lossy();
    let text = Program::with(&["explain", &page]).run().exits(0).stdout();
    assert!(text.contains("connectable by "), "{text}");
    for (rule, why) in [
        ("pending_clock_button", "the same state"),
        ("more_closed", "a lower layer"),
    ] {
        assert!(!text.contains(rule), "{rule} tells {why}: {text}");
    }
    let all = Program::with(&["explain", &page, "--json"]).run().exits(0).stdout();
    assert!(
        all.contains("pending_clock_button") && all.contains("more_closed"),
        "{all}"
    );
}

#[test]
fn a_control_that_a_state_needs_and_nobody_finds_is_told() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let own = "layer = \"page\"\n[[rule]]\nname = \"own\"\nstate = \"connectable\"\nall = [\"main\"]\n";
    std::fs::write(folder.path().join("own.toml"), own).expect("the rule can be written");
    let arguments = ["explain", "-", "--selectors", &folder.path().to_string_lossy()];
    let text = Program::with(&arguments).reading(REDRAWN).run().exits(0).stdout();
    assert!(text.contains("  connect           not found; without it"), "{text}");
}

#[test]
fn the_address_given_outweighs_the_one_noted() {
    let (_folder, page) = saved(WALL);
    let arguments = [
        "explain",
        &page.to_string_lossy(),
        "--json",
        "--url",
        "https://www.linkedin.com/checkpoint/challenge/x",
    ];
    assert_eq!(
        Program::with(&arguments).run().exits(0).json()["state"],
        json!("checkpoint")
    );
}

#[test]
fn an_address_of_another_site_is_nobodys_page() {
    let page = root().join("fixtures/pages/person/pending--sdui-en.html");
    let page = page.to_string_lossy();
    let explain = |url: &str| Program::with(&["explain", &page, "--json", "--url", url]).run();
    for url in [
        "https://linkedin.example/in/penny-pending/",
        "https://www.linkedin.com.example/in/penny-pending/",
        "http://192.0.2.1/in/penny-pending/",
        "https://127.0.0.1/in/penny-pending/",
    ] {
        explain(url)
            .exits(2)
            .prints_nothing()
            .says("--url <URL>")
            .says("leave --url out");
    }
    for url in [
        "https://de.linkedin.com/in/penny-pending/",
        "http://127.0.0.1:8080/in/penny-pending/?x=1#y",
        "http://localhost:8080/in/penny-pending/",
    ] {
        assert_eq!(explain(url).exits(0).json()["state"], json!("pending"), "{url}");
    }
    let text = std::fs::read_to_string(&*page).expect("it is there");
    let elsewhere = text.replacen("https://www.linkedin.com/", "https://linkedin.example/", 1);
    let ran = Program::with(&["explain", "-"]).reading(elsewhere).run().exits(0);
    ran.says("from another site")
        .says("--url")
        .says_on_stdout("state     notAPersonPage\nrule      none\nwhose     nobody's");
}

#[test]
fn people_are_told_the_state_the_rule_and_whose_page_it_is() {
    let (_folder, page) = saved(STRANGE);
    let arguments = [
        "explain",
        &page.to_string_lossy(),
        "--url",
        "https://www.linkedin.com/in/ada-example/",
    ];
    let text = Program::with(&arguments).run().exits(0).stdout();
    for line in [
        "state     unknown\n",
        "rule      none\n",
        "whose     ada-example\n",
        "language  en\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in {text}");
    }
}

#[test]
fn a_page_without_an_address_asks_for_it() {
    let text = Program::with(&["explain", "-"])
        .reading(STRANGE)
        .run()
        .exits(0)
        .stdout();
    assert!(text.contains("--url"), "{text}");
}

#[test]
fn a_page_that_cannot_be_read_exits_with_4_and_one_that_is_too_large_with_3() {
    Program::with(&["explain", "gone.html"])
        .run()
        .exits(4)
        .prints_nothing()
        .says("cannot read gone.html");
    let (_folder, page) = saved(vec![b'x'; 17 * 1024 * 1024]);
    Program::with(&["explain", &page.to_string_lossy()])
        .run()
        .exits(3)
        .prints_nothing()
        .says("too large: more than 16777216 bytes; cut away");
}

#[test]
fn selectors_of_ones_own_are_used() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let rule = "layer = \"gate\"\n[[rule]]\nname = \"own_look\"\nstate = \"restricted\"\nall = [\"p\"]\n";
    std::fs::write(folder.path().join("own.toml"), rule).expect("the rule can be written");
    let arguments = [
        "explain",
        "-",
        "--json",
        "--selectors",
        &folder.path().to_string_lossy(),
    ];
    let ran = Program::with(&arguments).reading(STRANGE).run().exits(0);
    assert_eq!(
        answer(&ran),
        json!({"state": "restricted", "rule": "own_look", "layer": "gate"})
    );
}

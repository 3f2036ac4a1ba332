//! `explain`: what a saved page is, for people and for programs.

use std::path::PathBuf;

use serde_json::json;

use crate::program::Program;

const WALL: &str = "<!-- linkwright fixture; url: https://www.linkedin.com/authwall; status: 200 -->\n<html><body><h1>Sign in</h1></body></html>";
const STRANGE: &str = "<!DOCTYPE html><html lang=\"en\"><body><p>Nothing of that kind.</p></body></html>";

fn saved(text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("page.html");
    std::fs::write(&file, text).expect("the page can be written");
    (folder, file)
}

#[test]
fn the_json_holds_state_rule_and_layer_and_nothing_else() {
    let (_folder, page) = saved(WALL);
    let ran = Program::with(&["explain", &page.to_string_lossy(), "--json"])
        .run()
        .exits(0)
        .makes_nothing();
    assert_eq!(
        ran.json(),
        json!({"state": "signedOut", "rule": "signed_out_path", "layer": "gate"})
    );
    assert_eq!(ran.stderr(), "");
}

#[test]
fn a_page_that_nobody_knows_is_an_answer_too() {
    let ran = Program::with(&["explain", "-", "--json"])
        .reading(STRANGE)
        .run()
        .exits(0);
    assert_eq!(ran.json(), json!({"state": "unknown", "rule": null, "layer": null}));
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
        .says("too large");
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
        ran.json(),
        json!({"state": "restricted", "rule": "own_look", "layer": "gate"})
    );
}

//! Where an outside crate may be named, and where the looks of a page may be written.

use crate::Fault;
use crate::lexer::{lex, words};
use crate::tree::Tree;

/// Outside crates that have one home, so that another can take their place by touching one room.
const HOMES: &[(&str, &[&str])] = &[
    ("fantoccini", &["src/browser/webdriver"]),
    ("scraper", &["src/page"]),
    ("html5ever", &["src/page"]),
    ("toml", &["src/page", "src/config"]),
    ("clap", &["src/cli", "src/main.rs"]),
    ("clap_complete", &["src/cli", "src/main.rs"]),
    ("clap_mangen", &["src/cli", "src/main.rs"]),
    ("axum", &["src/sandbox", "src/server"]),
    ("csv", &["src/batch"]),
    ("minijinja", &["src/batch", "src/cli/report"]),
    ("indicatif", &["src/cli"]),
    ("comfy_table", &["src/cli"]),
    ("sqlx", &["src/ledger/store"]),
    ("hmac", &["src/ledger/store"]),
    ("sha2", &["src/ledger/store"]),
    ("jiff", &["src/ledger", "src/config", "src/cli"]),
];

/// What only a look of a page would say.
const MARKS: &[&str] = &[
    "componentkey",
    "artdeco",
    "aria-label=",
    "data-test-",
    "data-testid",
    "custom-invite",
    "interop-",
    "ip-fuse-limit",
    "connect-small",
    "clock-small",
];

/// Finds outside crates away from home.
pub(crate) fn check_crates(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.shipped_rust() {
        let code = lex(&file.text, true).code;
        for (name, homes) in HOMES {
            if homes.iter().any(|home| file.path.starts_with(home)) {
                continue;
            }
            for at in words(&code, name).into_iter().filter(|&at| is_a_crate(&code, at, name)) {
                let cure = format!(
                    "`{name}` lives only in {}: use what that room offers, or let it offer what you need",
                    homes.join(" and ")
                );
                faults.push(Fault::new(file, file.line_at(at), cure));
            }
        }
    }
    faults
}

/// A name means the crate when a path goes on from it, or when it is imported whole.
fn is_a_crate(code: &str, at: usize, name: &str) -> bool {
    let before = code[..at].trim_end();
    let after = &code[at + name.len()..];
    let is_first = !before.ends_with("::") && !before.ends_with('.');
    is_first
        && (after.starts_with("::") || (before.ends_with("use") && after.trim_start().starts_with([';', ' ', 'a'])))
}

/// Finds looks of LinkedIn's pages in Rust. The sandbox draws such pages, so it is let through.
pub(crate) fn check_page_knowledge(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let judged = tree.shipped_rust().filter(|file| file.module() != Some("sandbox"));
    for file in judged {
        let strings = lex(&file.text, true).strings.to_ascii_lowercase();
        for (mark, at) in MARKS
            .iter()
            .flat_map(|mark| strings.match_indices(mark).map(move |(at, _)| (mark, at)))
        {
            let cure = format!(
                "`{mark}` is how a page looks: write it as an element or a rule in selectors/*.toml, and name that here"
            );
            faults.push(Fault::new(file, file.line_at(at), cure));
        }
    }
    faults
}

#[cfg(test)]
mod refusals {
    use super::*;

    #[test]
    fn a_crate_away_from_home_is_refused() {
        let away = |path, text| check_crates(&Tree::of(&[(path, text)])).len();
        assert_eq!(away("src/engine.rs", "use fantoccini::Client;"), 1);
        assert_eq!(away("src/engine.rs", "fn f(c: fantoccini::Client) {}"), 1);
        assert_eq!(away("src/engine.rs", "use toml;"), 1);
        assert_eq!(away("src/browser/driver.rs", "use fantoccini::Client;"), 1);
        assert_eq!(away("src/browser/webdriver.rs", "use fantoccini::Client;"), 0);
        assert_eq!(
            away(
                "src/engine.rs",
                "// fantoccini::Client\nfn toml() {} fn f() { self.toml() }"
            ),
            0
        );
        assert_eq!(
            away("src/engine.rs", "#[cfg(test)]\nmod tests { use axum::Router; }"),
            0
        );
    }

    #[test]
    fn a_selector_in_rust_is_refused_but_in_the_sandbox() {
        let seen = |path, text| check_page_knowledge(&Tree::of(&[(path, text)])).len();
        let text = "const CARD: &str = \"main [componentKey$='Topcard']\";";
        assert_eq!(seen("src/engine.rs", text), 1);
        assert_eq!(seen("src/page/profile.rs", text), 1);
        assert_eq!(seen("src/sandbox/sdui.rs", text), 0);
        assert_eq!(seen("src/engine.rs", "// componentkey is data\nlet artdeco = 1;"), 0);
        assert_eq!(
            seen(
                "src/page.rs",
                "#[cfg(test)]\nmod tests { const A: &str = \"artdeco\"; }"
            ),
            0
        );
    }
}

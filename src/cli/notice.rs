//! What a person must know before and after the real site is driven: the notice, and how to sign in.
//!
//! Knows no page. Silent for stand-ins.

use std::env;
use std::path::Path;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::is_root;

use super::output::{complain, tell};

/// Programs that open a Chromium profile by hand, best first.
const CHROMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Said before every run on the real site.
pub(crate) fn notice() {
    complain("this drives the real LinkedIn. It may break LinkedIn's User Agreement and cost you the");
    tell("            account; no number of requests is safe.");
}

/// Said where Chromium must run without its own sandbox.
pub(crate) fn warn_root(kind: BrowserKind) {
    if kind == BrowserKind::Chrome && is_root() {
        complain("running as root: --no-sandbox is added for Chromium; an ordinary user is safer.");
    }
}

/// The command that opens the profile in a browser, to sign in by hand.
pub(crate) fn sign_in_command(kind: BrowserKind, data: &Path) -> String {
    let profile = quoted(&data.join("profiles").join(kind.name()).to_string_lossy());
    match kind {
        BrowserKind::Chrome => {
            let root = if is_root() { " --no-sandbox" } else { "" };
            // Driven Chromium keeps its cookies readable without a key ring; one opened by hand must too.
            format!(
                "{} --password-store=basic{root} --user-data-dir={profile} https://www.linkedin.com/login",
                chrome()
            )
        }
        BrowserKind::Firefox => {
            format!("firefox -profile {profile} https://www.linkedin.com/login")
        }
    }
}

fn chrome() -> &'static str {
    let path = env::var_os("PATH").unwrap_or_default();
    let is_there = |program: &&&str| env::split_paths(&path).any(|directory| directory.join(program).is_file());
    CHROMES.iter().find(is_there).unwrap_or(&CHROMES[0])
}

/// As a shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@".contains(c);
    if text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_to_sign_in_opens_the_very_profile_that_is_driven() {
        let data = Path::new("/data/link wright");
        let chrome = sign_in_command(BrowserKind::Chrome, data);
        assert!(chrome.contains("--user-data-dir='/data/link wright/profiles/chrome' "));
        assert!(chrome.contains("--password-store=basic"));
        let firefox = sign_in_command(BrowserKind::Firefox, data);
        assert!(firefox.starts_with("firefox -profile '/data/link wright/profiles/firefox' "));
    }

    #[test]
    fn a_path_is_quoted_for_the_shell_only_where_it_must_be() {
        assert_eq!(quoted("/home/ada/.local"), "/home/ada/.local");
        assert_eq!(quoted("/a b/it's"), r"'/a b/it'\''s'");
    }
}

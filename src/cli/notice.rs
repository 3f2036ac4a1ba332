//! What a person must know before and after a browser is driven: running as root, and how to sign in.
//!
//! Knows no page.

use std::path::Path;

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::engine::Site;
use linkwright::files;

use super::output::complain;

/// Said where Chromium must run without its own sandbox.
pub(crate) fn warn_root(kind: BrowserKind) {
    if kind.is_chromium() && files::is_root() {
        complain("running as root: --no-sandbox is added for Chromium; an ordinary user is safer.");
    }
}

/// The command that opens a window to sign in by hand, and the one that lets a stopped account work again.
pub(crate) fn sign_in_commands(launch: &Launch, data_dir: Option<&Path>, site: &Site) -> [String; 2] {
    let mut place = String::new();
    if let Some(data) = data_dir {
        place.push_str(&format!(" --data-dir {}", quoted(&data.to_string_lossy())));
    }
    if !launch.account.is_default() {
        place.push_str(&format!(" --account {}", launch.account));
    }
    if !site.is_real() {
        place.push_str(&format!(" --site {}", site.origin().as_str().trim_end_matches('/')));
    }
    let browser = match launch.kind {
        BrowserKind::Chrome => String::new(),
        BrowserKind::Edge | BrowserKind::Firefox => format!(" --browser {}", launch.kind.name()),
    };
    [
        format!("linkwright login{place}{browser}"),
        format!("linkwright clear{place}"),
    ]
}

/// As a shell takes it.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@".contains(c) || cfg!(windows) && c == '\\';
    if text.chars().all(plain) {
        text.to_owned()
    } else if cfg!(windows) {
        // Paths hold no quotation marks there.
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_to_sign_in_name_the_very_profile_that_is_driven() {
        let plain = Launch::new(BrowserKind::Chrome, "/home/ada/data".into());
        let real = Site::default();
        assert_eq!(
            sign_in_commands(&plain, None, &real),
            ["linkwright login", "linkwright clear"]
        );
        let sandbox = Site::stand_in("http://127.0.0.1:8080").expect("a site");
        assert_eq!(
            sign_in_commands(&plain, None, &sandbox),
            [
                "linkwright login --site http://127.0.0.1:8080",
                "linkwright clear --site http://127.0.0.1:8080"
            ]
        );
        let other = Launch {
            account: "work".parse().expect("a name"),
            ..Launch::new(BrowserKind::Firefox, "/data/link wright".into())
        };
        assert_eq!(
            sign_in_commands(&other, Some(&other.data), &real),
            [
                "linkwright login --data-dir '/data/link wright' --account work --browser firefox",
                "linkwright clear --data-dir '/data/link wright' --account work"
            ]
        );
    }

    #[test]
    fn a_path_is_quoted_for_the_shell_only_where_it_must_be() {
        assert_eq!(quoted("/home/ada/.local"), "/home/ada/.local");
        assert_eq!(quoted("/a b/it's"), r"'/a b/it'\''s'");
    }
}

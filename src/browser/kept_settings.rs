//! The settings in a Chromium profile that its driver rewrites at every start, kept whole.
//!
//! Chromedriver reads these files, adds to them and writes them in place. If it is killed in the
//! middle, what is left is no JSON, and no session can be started on that profile ever again. So what
//! is whole is copied before a start, and what is not comes back from the copy, or starts anew.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::de::IgnoredAny;

use super::BrowserError;
use crate::files;

const FILES: [&str; 2] = ["Local State", "Default/Preferences"];
/// Where the copies lie in the profile.
const COPIES: &str = "linkwright-kept";

/// Mends or copies the files; nobody else may use the profile meanwhile.
///
/// # Errors
/// [`BrowserError::Unavailable`] where a file cannot be read, or a broken one neither replaced nor removed.
pub(super) fn keep(profile: &Path) -> Result<(), BrowserError> {
    for name in FILES {
        let (file, copy) = (profile.join(name), profile.join(COPIES).join(name.replace('/', "-")));
        let done = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            // A copy that cannot be made is missed only if the file breaks one day.
            Ok(text) if is_whole(&text) => {
                let _ = put(&text, &copy);
                Ok(())
            }
            Ok(_) => mend(&file, &copy),
            // What cannot be read may still be whole: it is left as it is.
            Err(error) => Err(error),
        };
        done.map_err(|error| {
            let file = file.display();
            BrowserError::Unavailable(format!(
                "{file} cannot be read or mended ({error}); see to its mode and disk, or remove it, and the browser makes it anew"
            ))
        })?;
    }
    Ok(())
}

fn is_whole(text: &[u8]) -> bool {
    serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(text).is_ok()
}

fn mend(file: &Path, copy: &Path) -> io::Result<()> {
    match fs::read(copy) {
        Ok(text) if is_whole(&text) => put(&text, file),
        Ok(_) | Err(_) => fs::remove_file(file),
    }
}

/// Puts a text in the place of a file, whole or not at all.
fn put(text: &[u8], file: &Path) -> io::Result<()> {
    let directory = file.parent().unwrap_or(Path::new("."));
    files::private_directory().create(directory)?;
    let new = file.with_extension("new");
    // What a death has left there is in nobody's way.
    let _ = fs::remove_file(&new);
    let mut out = files::private_file().write(true).create_new(true).open(&new)?;
    out.write_all(text)?;
    out.sync_all()?;
    fs::rename(&new, file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = r#"{"profile": {"info_cache": {}}}"#;

    fn profile() -> tempfile::TempDir {
        let profile = tempfile::tempdir().expect("a directory");
        fs::create_dir(profile.path().join("Default")).expect("a directory");
        profile
    }

    fn read(profile: &Path, name: &str) -> Option<String> {
        fs::read_to_string(profile.join(name)).ok()
    }

    #[test]
    fn what_breaks_comes_back_as_it_was_at_the_start_before() {
        let profile = profile();
        for name in FILES {
            fs::write(profile.path().join(name), STATE).expect("a file");
        }
        keep(profile.path()).expect("nothing to mend");
        for broken in ["", "{\"profile\": {\"inf", "[]", "\u{0}\u{0}"] {
            for name in FILES {
                fs::write(profile.path().join(name), broken).expect("a file");
            }
            keep(profile.path()).expect("mended");
            for name in FILES {
                assert_eq!(read(profile.path(), name).as_deref(), Some(STATE), "{broken:?}");
            }
        }
    }

    #[test]
    fn what_breaks_before_it_was_ever_whole_starts_anew() {
        let profile = profile();
        fs::write(profile.path().join("Local State"), "").expect("a file");
        keep(profile.path()).expect("mended");
        assert_eq!(read(profile.path(), "Local State"), None);
    }

    #[test]
    fn a_copy_that_is_broken_itself_is_not_brought_back() {
        let profile = profile();
        let copies = profile.path().join(COPIES);
        fs::create_dir(&copies).expect("a directory");
        fs::write(copies.join("Local State"), "{").expect("a file");
        fs::write(profile.path().join("Local State"), "").expect("a file");
        keep(profile.path()).expect("mended");
        assert_eq!(read(profile.path(), "Local State"), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_left() {
        let profile = profile();
        let unreadable = profile.path().join("Local State");
        fs::write(&unreadable, STATE).expect("a file");
        keep(profile.path()).expect("copied");
        fs::remove_file(&unreadable).expect("removed");
        fs::create_dir(&unreadable).expect("a directory in its place");
        let told = keep(profile.path()).expect_err("it cannot be read").to_string();
        assert!(told.contains("Local State cannot be read"), "{told}");
        let tried = profile.path().join("Local State.new");
        assert!(unreadable.is_dir() && !tried.exists(), "something was put in its place");
    }

    #[test]
    fn a_profile_that_was_never_used_is_left_as_it_is() {
        let profile = tempfile::tempdir().expect("a directory");
        keep(profile.path()).expect("nothing to mend");
        assert_eq!(fs::read_dir(profile.path()).expect("a directory").count(), 0);
    }
}

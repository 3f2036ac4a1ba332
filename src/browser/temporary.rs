//! Where a driver and its browser keep temporary files: a directory of their own, so that nothing of theirs
//! stays in the common one after they were killed. Knows no process.

use std::env;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::driver::BrowserKind;
use crate::files;

/// Begins the names of such directories, and of nothing else.
const PREFIX: &str = "linkwright-run-";

/// Browsers put sockets there, and the path of a socket has about a hundred bytes.
const LONGEST: usize = 40;

/// A new directory; nothing where the browser could not use it.
pub(super) fn make(kind: BrowserKind) -> Option<TempDir> {
    let common = env::temp_dir();
    let is_long = cfg!(unix) && common.as_os_str().len() > LONGEST;
    if is_long || is_confined(kind) {
        return None;
    }
    files::temporary_directory(PREFIX, &common).ok()
}

/// A browser from a snap sees another directory of that name, in which ours is missing.
fn is_confined(kind: BrowserKind) -> bool {
    let names: &[&str] = match kind {
        BrowserKind::Chrome => &["chromium", "chromium.chromedriver"],
        // There is no snap of it.
        BrowserKind::Edge => &[],
        BrowserKind::Firefox => &["firefox", "geckodriver"],
    };
    names.iter().any(|name| Path::new("/snap/bin").join(name).exists())
}

/// Removes one that was left; a path that does not look like one of ours is left alone.
pub(super) fn remove(directory: &Path) {
    let name = directory.file_name().unwrap_or_default();
    let Ok(facts) = fs::symlink_metadata(directory) else {
        return;
    };
    if name.as_encoded_bytes().starts_with(PREFIX.as_bytes()) && facts.is_dir() && files::is_ours(&facts) {
        // What cannot be removed is only untidy.
        let _ = fs::remove_dir_all(directory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_directories_of_ours_are_removed() {
        let place = tempfile::tempdir().expect("a directory");
        let [ours, other] = ["linkwright-run-a", "precious"].map(|name| place.path().join(name));
        fs::create_dir_all(ours.join("below")).expect("a directory");
        fs::create_dir(&other).expect("a directory");
        fs::write(other.join("kept"), "").expect("a file");
        let link = place.path().join("linkwright-run-b");
        std::os::unix::fs::symlink(&other, &link).expect("a link");
        [&ours, &other, &link].into_iter().for_each(|path| remove(path));
        assert!(!ours.exists());
        assert!(other.join("kept").exists());
    }
}

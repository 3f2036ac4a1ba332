//! Who uses a profile, by Windows' means: a file that the browser opens for itself alone, and that ends with it.

use std::fs::OpenOptions;
use std::path::Path;

use super::super::driver::BrowserKind;
use super::Holder;

/// `ERROR_SHARING_VIOLATION`: somebody has the file open and lets nobody else write it.
const HELD: i32 = 32;

/// Asks the profile who uses it.
pub(in crate::browser) fn holder(profile: &Path, kind: BrowserKind) -> Holder {
    let name = match kind {
        BrowserKind::Chrome | BrowserKind::Edge => "lockfile",
        BrowserKind::Firefox => "parent.lock",
    };
    match OpenOptions::new().write(true).open(profile.join(name)) {
        Err(error) if error.raw_os_error() == Some(HELD) => Holder::Process(None),
        Ok(_) | Err(_) => Holder::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use std::os::windows::fs::OpenOptionsExt;

    use super::*;

    #[test]
    fn a_browser_that_has_its_file_open_holds_the_profile() {
        let profile = tempfile::tempdir().expect("a directory");
        assert_eq!(holder(profile.path(), BrowserKind::Chrome), Holder::Nobody);
        let file = profile.path().join("lockfile");
        // FILE_SHARE_READ alone, as Chromium opens it.
        let held = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .share_mode(1)
            .open(&file);
        assert_eq!(holder(profile.path(), BrowserKind::Chrome), Holder::Process(None));
        drop(held);
        assert_eq!(holder(profile.path(), BrowserKind::Chrome), Holder::Nobody);
    }
}

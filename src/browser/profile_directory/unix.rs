//! Who uses a profile, by Unix' means: a link that names a process, a lock that the system knows the holder of.

use std::fs;
use std::path::Path;

use rustix::process::{Flock, FlockType, Pid, fcntl_getlk, test_kill_process};

use super::super::driver::BrowserKind;
use super::super::process::Identity;
use super::Holder;

/// Asks the profile who uses it.
pub(in crate::browser) fn holder(profile: &Path, kind: BrowserKind) -> Holder {
    match kind {
        BrowserKind::Chrome | BrowserKind::Edge => chrome_holder(profile),
        BrowserKind::Firefox => firefox_holder(profile),
    }
}

/// Chromium leaves a symbolic link that names host and process.
fn chrome_holder(profile: &Path) -> Holder {
    let Ok(link) = fs::read_link(profile.join("SingletonLock")) else {
        return Holder::Nobody;
    };
    let link = link.to_string_lossy().into_owned();
    let Some((host, pid)) = link.rsplit_once('-') else {
        return Holder::Nobody;
    };
    if host != rustix::system::uname().nodename().to_string_lossy() {
        return Holder::Elsewhere(host.to_owned());
    }
    match pid.parse() {
        Ok(pid) if is_alive(pid) => Holder::Process(Some(pid)),
        _ => Holder::Nobody,
    }
}

/// Firefox locks a file with `fcntl`, and the system knows who holds that.
fn firefox_holder(profile: &Path) -> Holder {
    let Ok(file) = fs::File::open(profile.join(".parentlock")) else {
        return Holder::Nobody;
    };
    let question = Flock::from(FlockType::WriteLock);
    match fcntl_getlk(&file, &question) {
        Ok(Some(held)) => Holder::Process(held.pid.map(|pid| pid.as_raw_nonzero().get())),
        Ok(None) | Err(_) => Holder::Nobody,
    }
}

fn is_alive(pid: i32) -> bool {
    let Some(number) = Pid::from_raw(pid) else {
        return false;
    };
    match test_kill_process(number) {
        Ok(()) | Err(rustix::io::Errno::PERM) => !is_zombie(pid),
        Err(_) => false,
    }
}

/// A dead process that nobody has collected yet holds nothing. Told by `/proc`, where there is one.
fn is_zombie(pid: i32) -> bool {
    Path::new(&format!("/proc/{pid}/stat")).exists() && Identity::of(pid).is_none()
}

//! The browser profile that an account is signed in to: where it lies, and whether it is free.
//!
//! Knows no driver. Reads what browsers leave in their profile directories.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::BrowserError;
use super::driver::BrowserKind;

/// Longest wait for a browser that is ending.
const LEAVING: Duration = Duration::from_secs(3);

/// The profile directory of a browser below the data directory, made if it is missing (mode 0700).
///
/// # Errors
/// [`BrowserError::NotSetUp`] where it cannot be made, [`BrowserError::Unavailable`] where a browser
/// already runs on it.
pub async fn prepare(data: &Path, kind: BrowserKind) -> Result<PathBuf, BrowserError> {
    let directory = data.join("profiles").join(kind.name());
    make_private(&directory).map_err(|error| {
        BrowserError::NotSetUp(format!(
            "cannot make the profile directory {}: {error}; choose another with --data-dir",
            directory.display()
        ))
    })?;
    let asked = Instant::now();
    // A browser that was just closed may still be on its way out.
    while holder(&directory, kind).is_some() && asked.elapsed() < LEAVING {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    match holder(&directory, kind) {
        Some(pid) => Err(BrowserError::Unavailable(format!(
            "a browser (process {pid}) already uses the profile {}; close it, then run again",
            directory.display()
        ))),
        None => Ok(directory),
    }
}

fn make_private(directory: &Path) -> Result<(), Error> {
    fs::create_dir_all(directory)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Process that holds the profile, if one is alive.
fn holder(directory: &Path, kind: BrowserKind) -> Option<u32> {
    // Both browsers leave a symbolic link that names host and process.
    let (link, separator) = match kind {
        BrowserKind::Chrome => ("SingletonLock", '-'),
        BrowserKind::Firefox => ("lock", '+'),
    };
    let target = match fs::read_link(directory.join(link)) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(_) => return None,
    };
    let pid: u32 = target.to_str()?.rsplit(separator).next()?.parse().ok()?;
    is_alive(pid).then_some(pid)
}

fn is_alive(pid: u32) -> bool {
    let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else {
        return false;
    };
    match rustix::process::test_kill_process(pid) {
        Ok(()) | Err(rustix::io::Errno::PERM) => !is_zombie(pid),
        Err(_) => false,
    }
}

/// A dead process that nobody has collected yet holds nothing. Told by `/proc`, where there is one.
fn is_zombie(pid: rustix::process::Pid) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    // The state stands behind the name, which is in brackets and may hold anything.
    let state = status
        .rsplit_once(')')
        .and_then(|(_, rest)| rest.trim_start().chars().next());
    matches!(state, Some('Z' | 'X'))
}

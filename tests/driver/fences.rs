//! The fence, against processes that only look like browsers.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use linkwright::browser::BrowserError;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::fence::{self, Fenced};
use linkwright::browser::lock::ProfileLock;

use crate::puppet::{Puppet, children};

struct Place {
    _directory: tempfile::TempDir,
    root: PathBuf,
    lock: ProfileLock,
}

impl Place {
    fn new() -> Place {
        let directory = tempfile::tempdir().expect("a directory");
        let root = fs::canonicalize(directory.path()).expect("it is there");
        let lock = ProfileLock::take(&root.join("ours")).expect("it is free");
        Place {
            _directory: directory,
            root,
            lock,
        }
    }

    fn directory(&self, name: &str) -> PathBuf {
        let path = self.root.join(name);
        fs::create_dir_all(&path).expect("a directory");
        path
    }

    async fn raise(&self, kind: BrowserKind) -> Result<Fenced, BrowserError> {
        fence::raise(&self.lock, kind).await
    }
}

fn on(profile: &Path) -> String {
    format!("--user-data-dir={}", profile.display())
}

#[tokio::test]
async fn an_automated_browser_is_killed_with_its_children_whatever_its_path_looks_like() {
    let place = Place::new();
    let link = place.root.join("link");
    symlink(place.lock.profile(), &link).expect("a link");
    let direct = Puppet::with(&[&on(place.lock.profile()), "--enable-automation"]);
    let linked = Puppet::with(&[&on(&link), "--remote-debugging-pipe"]);
    let crooked = Puppet::with(&["--enable-automation", &on(&place.root.join("ours/../ours/"))]);
    let fenced = place.raise(BrowserKind::Chrome).await.expect("the fence stands");
    assert_eq!(fenced, Fenced { killed: 6 });
    for puppet in [&direct, &linked, &crooked] {
        assert!(!puppet.is_alive());
        assert!(children(puppet.identity.pid).is_empty());
    }
    let again = place.raise(BrowserKind::Chrome).await.expect("the fence stands");
    assert_eq!(again, Fenced { killed: 0 });
}

#[tokio::test]
async fn browsers_on_other_profiles_are_untouched_also_where_their_names_begin_with_ours() {
    let place = Place::new();
    let ours = place.lock.profile();
    let longer = place.directory("ours-too");
    let spaced = place.directory("ours two");
    let below = place.directory("ours/below");
    let canaries = [
        Puppet::with(&[&on(&longer), "--enable-automation"]),
        Puppet::with(&[&on(&spaced), "--enable-automation"]),
        Puppet::with(&[&on(&below), "--enable-automation"]),
        Puppet::with(&[
            &format!("--title=about {}", on(ours)),
            &on(&longer),
            "--enable-automation",
        ]),
        Puppet::with(&[&on(ours), &on(&longer), "--enable-automation"]),
        Puppet::with(&[
            &format!("--app=http://127.0.0.1/{}", ours.display()),
            "--enable-automation",
        ]),
        Puppet::mumbling(&format!("chromium --type=renderer {} --lang=en", on(&spaced))),
    ];
    let fenced = place.raise(BrowserKind::Chrome).await.expect("the fence stands");
    assert_eq!(fenced, Fenced { killed: 0 });
    assert!(canaries.iter().all(Puppet::is_alive));
}

#[tokio::test]
async fn a_browser_that_a_person_opened_is_refused_and_lives_on() {
    let place = Place::new();
    let person = Puppet::with(&[&on(place.lock.profile()), "--password-store=basic"]);
    let Err(BrowserError::Unavailable(message)) = place.raise(BrowserKind::Chrome).await else {
        panic!("it was not refused");
    };
    assert!(
        message.contains(&format!("process {}", person.identity.pid)),
        "{message}"
    );
    assert!(person.is_alive());
}

#[tokio::test]
async fn a_firefox_that_nobody_recorded_is_refused_and_lives_on() {
    for name in ["-profile", "--profile"] {
        let place = Place::new();
        let profile = place.lock.profile().to_string_lossy().into_owned();
        let person = Puppet::called("firefox", &["--marionette", name, &profile]);
        let refused = place.raise(BrowserKind::Firefox).await;
        assert!(matches!(refused, Err(BrowserError::Unavailable(_))), "{refused:?}");
        assert!(person.is_alive());
    }
}

#[tokio::test]
async fn a_child_whose_browser_is_dead_is_killed() {
    let place = Place::new();
    let line = format!("chromium --type=renderer {} --lang=en", on(place.lock.profile()));
    let orphan = Puppet::mumbling(&line);
    let fenced = place.raise(BrowserKind::Chrome).await.expect("the fence stands");
    assert_eq!(fenced.killed, 1);
    assert!(!orphan.is_alive());
}

#[tokio::test]
async fn marks_of_dead_browsers_are_removed_and_those_of_other_machines_are_not() {
    let place = Place::new();
    let profile = place.lock.profile();
    let host = fs::read_to_string("/proc/sys/kernel/hostname").expect("there is /proc");
    let host = host.trim();
    let mark = profile.join("SingletonLock");
    let bystander = Puppet::called("gardener", &["--spade"]);
    // The second number was a browser's once, and is now somebody else's.
    for pid in [4_194_304, bystander.identity.pid] {
        symlink(format!("{host}-{pid}"), &mark).expect("a link");
        place.raise(BrowserKind::Chrome).await.expect("the fence stands");
        assert!(fs::symlink_metadata(&mark).is_err(), "it is still there");
    }
    assert!(bystander.is_alive());
    symlink("elsewhere.example-17", &mark).expect("a link");
    let Err(BrowserError::Unavailable(message)) = place.raise(BrowserKind::Chrome).await else {
        panic!("it was not refused");
    };
    assert!(message.contains("elsewhere.example"), "{message}");
    assert!(fs::symlink_metadata(&mark).is_ok(), "it was removed");
}

//! A real browser on a profile of its own, and who belongs to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use linkwright::browser::driver::BrowserKind;
use linkwright::browser::fence;
use linkwright::browser::launch::Launch;
use linkwright::browser::lock::ProfileLock;
use linkwright::browser::process::Identity;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Browser, Wait};
use serde_json::Value;

use crate::pages::{PLAIN, Pages};
use crate::puppet::{children, naming};

/// What is promised: nothing is left this long after the next start.
pub(crate) const PROMISED: Duration = Duration::from_secs(5);

/// Who was started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cast {
    pub(crate) guard: Identity,
    pub(crate) driver: Identity,
    pub(crate) browser: Identity,
}

impl Cast {
    /// Reads the record in a profile.
    pub(crate) fn of(profile: &Path) -> Cast {
        let path = profile.join("linkwright-driver.json");
        let text = fs::read_to_string(path).expect("there is a record");
        let record: Value = serde_json::from_str(&text).expect("it is JSON");
        let identity = |value: &Value| serde_json::from_value(value.clone()).expect("it names a process");
        Cast {
            guard: identity(&record["leader"]),
            driver: identity(&record["members"][0]),
            browser: identity(&record["members"][1]),
        }
    }

    /// The processes that draw pages.
    pub(crate) fn renderers(self) -> Vec<Identity> {
        let draws = |pid: &i32| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains("--type=renderer")
        };
        let grown = children(self.browser.pid).into_iter().flat_map(children);
        let found: Vec<Identity> = grown.filter(draws).filter_map(Identity::of).collect();
        assert!(!found.is_empty(), "nobody draws");
        found
    }
}

/// A data directory, its profile, and the right to it.
pub(crate) struct Theatre {
    pub(crate) launch: Launch,
    pub(crate) lock: ProfileLock,
    _data: tempfile::TempDir,
}

impl Theatre {
    pub(crate) fn build(kind: BrowserKind) -> Theatre {
        let data = tempfile::tempdir().expect("a directory");
        let launch = Launch::new(kind, data.path().to_owned());
        let lock = ProfileLock::take(&launch.profile()).expect("it is free");
        Theatre {
            launch,
            lock,
            _data: data,
        }
    }

    pub(crate) fn profile(&self) -> PathBuf {
        self.lock.profile().to_owned()
    }

    pub(crate) async fn start(&self) -> (WebDriver, Cast) {
        let browser = self.launch.start_on(&self.lock).await;
        let browser = browser.expect("the browser starts; see `make test` for what it needs");
        (browser, Cast::of(self.lock.profile()))
    }

    /// The same, at rest on a page: before that a browser still changes its processes.
    pub(crate) async fn start_on_a_page(&self) -> (WebDriver, Cast) {
        let pages = Pages::start(&[PLAIN]).await;
        let (mut browser, cast) = self.start().await;
        browser.open(&pages.url("/plain")).await.expect("it opens");
        let wait = Wait::for_change(PROMISED, None);
        let seen = browser.look(&wait).await.expect("it is seen");
        assert!(seen.html.contains("<title>plain</title>"), "{}", seen.html);
        (browser, cast)
    }

    /// Where those who run keep their temporary files.
    pub(crate) fn temporary(&self) -> PathBuf {
        let text = fs::read_to_string(self.profile().join("linkwright-driver.json")).expect("there is a record");
        let record: Value = serde_json::from_str(&text).expect("it is JSON");
        let path = PathBuf::from(record["temporary"].as_str().expect("they have a place"));
        assert!(path.is_dir());
        path
    }

    /// Raises the fence, and holds what is promised about it.
    pub(crate) async fn clear(&self) -> usize {
        let asked = Instant::now();
        let fenced = fence::raise(&self.lock, self.launch.kind)
            .await
            .expect("the fence stands");
        assert!(asked.elapsed() < PROMISED, "{:?}", asked.elapsed());
        self.assert_empty();
        fenced.killed
    }

    pub(crate) fn assert_empty(&self) {
        let profile = self.profile();
        assert_eq!(naming(&profile), Vec::<i32>::new(), "somebody is left");
        for mark in [
            "SingletonLock",
            "lock",
            "MarionetteActivePort",
            "linkwright-driver.json",
        ] {
            assert!(fs::symlink_metadata(profile.join(mark)).is_err(), "{mark} is left");
        }
    }
}

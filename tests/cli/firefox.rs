//! The everyday commands in Firefox, one after the other on one account, judged by the site's own log.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::live::Site;
use crate::program::{Program, Ran};

/// One account of one data directory, in front of one site.
struct Everyday<'a> {
    site: &'a Site,
    data: &'a Path,
}

impl Everyday<'_> {
    /// What needs no browser.
    fn keep(&self, arguments: &[&str]) -> Ran {
        let place = self.data.to_str().expect("UTF-8");
        Program::with(&[arguments, &["--data-dir", place]].concat()).run()
    }

    fn browse(&self, arguments: &[&str]) -> Ran {
        let in_firefox = ["--site", self.site.origin(), "--browser", "firefox"];
        self.keep(&[arguments, &in_firefox].concat())
    }
}

fn person(slug: &str) -> String {
    format!("https://www.linkedin.com/in/{slug}")
}

fn findings(synced: &Value, slug: &str) -> Vec<Value> {
    let all = synced.as_array().expect("an array").iter();
    let of_person = all.filter(|one| one["publicUrl"].as_str().is_some_and(|url| url.ends_with(slug)));
    of_person.map(|one| one["finding"].clone()).collect()
}

#[test]
fn lists_fixtures_evidence_and_the_list_of_sent_ones_work_in_firefox() {
    let site = Site::start();
    let directory = tempfile::tempdir().expect("a directory");
    let data = directory.path().join("data");
    let everyday = Everyday {
        site: &site,
        data: &data,
    };
    let list = directory.path().join("people.csv");
    let rows = ["menno-under-more", "penny-pending"].map(person).join("\n");
    fs::write(&list, format!("personUrl\n{rows}\n")).expect("a list");
    let list = list.to_str().expect("UTF-8");

    let looked = everyday.browse(&["batch", list, "--dry-run"]).exits(1).stdout();
    assert!(
        looked.contains(",would send,") && looked.contains(",would answer alreadyPending,"),
        "{looked}"
    );
    assert_eq!(site.sent(), [], "a look sends nothing");
    let summary = everyday.browse(&["batch", list, "--screenshots"]).exits(1).json();
    assert_eq!(summary["sent"], 1, "{summary}");
    assert_eq!(summary["answered"], json!({"alreadyPending": 1}));
    let invited: Vec<String> = site.sent().into_iter().map(|(slug, _)| slug).collect();
    assert_eq!(invited, ["menno-under-more"]);

    let rows = everyday.keep(&["bundle"]).exits(0).stdout();
    let id = rows
        .split_whitespace()
        .find(|word| word.starts_with("ev-"))
        .expect("a name")
        .to_owned();
    let image = fs::read(data.join("evidence").join(&id).join("screenshot.png")).expect("a picture");
    assert!(image.starts_with(b"\x89PNG"));
    everyday.keep(&["bundle", &id]).exits(0).never_says("Penny");

    let out = directory.path().join("pages");
    let place = out.to_str().expect("UTF-8");
    everyday
        .browse(&["record", &person("penny-pending"), "mine", "--out", place])
        .exits(0)
        .never_says("Penny");
    assert!(out.join("person/pending--mine.html").is_file());

    let synced = everyday.browse(&["sync", "--json"]).exits(0).json();
    assert_eq!(findings(&synced, "/menno-under-more"), [json!("known")], "{synced}");
    everyday.browse(&["withdraw", &person("menno-under-more")]).exits(0);
    let synced = everyday.browse(&["sync", "--json"]).exits(0).json();
    assert!(
        !findings(&synced, "/menno-under-more").contains(&json!("known")),
        "{synced}"
    );
    everyday.browse(&["resume"]).exits(0);
    site.stop();
}

//! Links, pipes, second names and strange paths in the place of evidence: nothing is written outside.

use std::ffi::CString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use linkwright::evidence::{Keeper, Settings, Store};
use linkwright::ledger::EvidenceId;

use crate::{id, known, now, sighting};

/// A data directory, a stranger's directory beside it, and what both hold.
struct Stage {
    directory: tempfile::TempDir,
}

impl Stage {
    fn new() -> Stage {
        let directory = tempfile::tempdir().expect("a directory");
        for name in ["data", "outside"] {
            fs::create_dir(directory.path().join(name)).expect("a directory");
        }
        let stage = Stage { directory };
        fs::write(stage.outside("treasure"), "not yours").expect("a file");
        fs::create_dir(stage.outside("room")).expect("a directory");
        stage
    }

    fn outside(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join("outside").join(name)
    }

    fn data(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join("data").join(name)
    }

    fn store(&self) -> Store {
        Store::at(&self.data(""), Settings::default())
    }

    /// Everything outside, with what is in it.
    fn strangers(&self) -> Vec<(String, Option<Vec<u8>>)> {
        let mut found = Vec::new();
        collect(&self.directory.path().join("outside"), &mut found);
        found.sort();
        found
    }

    /// The evidence folder as it should be, with one piece of evidence.
    fn with_evidence(self) -> Stage {
        self.store()
            .keep(&id(1), &sighting("<html></html>"))
            .expect("it is kept");
        self
    }
}

fn collect(directory: &Path, found: &mut Vec<(String, Option<Vec<u8>>)>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let is_directory = fs::symlink_metadata(&path).expect("it is there").is_dir();
        found.push((
            path.to_string_lossy().into_owned(),
            (!is_directory).then(|| fs::read(&path).unwrap_or_default()),
        ));
        if is_directory {
            collect(&path, found);
        }
    }
}

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
    assert!(made.success());
}

/// What a trick does, and whether evidence can still be kept after it.
type Trick = (&'static str, fn(&Stage), bool);

/// Before anything is kept: something else has the place of the folder or of the evidence.
const BEFORE: &[Trick] = &[
    (
        "the folder is a link to a directory",
        |stage| symlink(stage.outside("room"), stage.data("evidence")).expect("a link"),
        false,
    ),
    (
        "the folder is a link to nothing",
        |stage| symlink(stage.outside("new"), stage.data("evidence")).expect("a link"),
        false,
    ),
    (
        "the folder is a link to itself",
        |stage| symlink("evidence", stage.data("evidence")).expect("a link"),
        false,
    ),
    (
        "the folder is a file",
        |stage| fs::write(stage.data("evidence"), "").expect("a file"),
        false,
    ),
    ("the folder is a pipe", |stage| pipe(&stage.data("evidence")), false),
    (
        "the folder is a second name of a file",
        |stage| fs::hard_link(stage.outside("treasure"), stage.data("evidence")).expect("a name"),
        false,
    ),
    ("others can write in the folder", |stage| folder(stage, 0o777), false),
    ("others can read the folder", |stage| folder(stage, 0o755), false),
    (
        "the name is a link to a directory",
        |stage| in_folder(stage, |own| symlink(stage.outside("room"), own).expect("a link")),
        false,
    ),
    (
        "the name is a link to nothing",
        |stage| in_folder(stage, |own| symlink(stage.outside("new"), own).expect("a link")),
        false,
    ),
    (
        "the name is a link to a file",
        |stage| in_folder(stage, |own| symlink(stage.outside("treasure"), own).expect("a link")),
        false,
    ),
    ("the name is a pipe", |stage| in_folder(stage, pipe), false),
    (
        "the name is a second name of a file",
        |stage| {
            in_folder(stage, |own| {
                fs::hard_link(stage.outside("treasure"), own).expect("a name")
            })
        },
        false,
    ),
    (
        "the name is a directory with a link in it",
        |stage| {
            in_folder(stage, |own| {
                fs::create_dir(own).expect("a directory");
                symlink(stage.outside("treasure"), own.join("page.html")).expect("a link");
            });
        },
        false,
    ),
    (
        "another name is a link to a directory",
        |stage| {
            in_folder(stage, |own| {
                symlink(stage.outside("room"), own.with_file_name(id(7).as_str())).expect("a link")
            });
        },
        true,
    ),
    (
        "the data directory is a link of the owner's own",
        |stage| {
            fs::remove_dir(stage.data("")).expect("it is empty");
            fs::create_dir(stage.directory.path().join("real")).expect("a directory");
            symlink(stage.directory.path().join("real"), stage.directory.path().join("data")).expect("a link");
        },
        true,
    ),
];

fn folder(stage: &Stage, mode: u32) {
    fs::create_dir(stage.data("evidence")).expect("a directory");
    fs::set_permissions(stage.data("evidence"), Permissions::from_mode(mode)).expect("its mode");
}

fn in_folder(stage: &Stage, trick: impl FnOnce(&Path)) {
    folder(stage, 0o700);
    trick(&stage.data("evidence").join(id(1).as_str()));
}

#[test]
fn nothing_is_written_or_removed_outside_whatever_stands_in_the_way() {
    for (what, trick, is_kept) in BEFORE {
        let stage = Stage::new();
        trick(&stage);
        let before = stage.strangers();
        let mut store = stage.store();
        let kept = store.keep(&id(1), &sighting("<html></html>"));
        assert_eq!(kept.is_ok(), *is_kept, "{what}: {kept:?}");
        // Whatever these answer, they leave everybody else's things alone.
        let _ = store.sweep(&[id(1), id(7)], &known(&[]), now());
        let _ = store.remove(&[id(1), id(7)]);
        let _ = store.read(&id(1));
        assert_eq!(stage.strangers(), before, "{what}");
    }
}

/// What a swap does.
type Swap = (&'static str, fn(&Stage));

/// Behind a good beginning: files of the evidence are swapped for something else.
const AFTER: &[Swap] = &[
    ("the page is a link", |stage| {
        swap(stage, "page.html", |own| {
            symlink(stage.outside("treasure"), own).expect("a link")
        })
    }),
    ("the facts are a link", |stage| {
        swap(stage, "facts.json", |own| {
            symlink(stage.outside("treasure"), own).expect("a link")
        })
    }),
    ("the page is a pipe", |stage| swap(stage, "page.html", pipe)),
    ("the facts are a pipe", |stage| swap(stage, "facts.json", pipe)),
    ("the page is a second name", |stage| {
        swap(stage, "page.html", |own| {
            fs::hard_link(stage.outside("treasure"), own).expect("a name")
        })
    }),
    ("the page is a directory", |stage| {
        swap(stage, "page.html", |own| fs::create_dir(own).expect("a directory"))
    }),
];

fn swap(stage: &Stage, name: &str, trick: impl FnOnce(&Path)) {
    let own = stage.store().place(&id(1)).join(name);
    fs::remove_file(&own).expect("it was there");
    trick(&own);
}

#[test]
fn nothing_of_others_is_read_and_removing_leaves_it_alone() {
    for (what, trick) in AFTER {
        let stage = Stage::new().with_evidence();
        trick(&stage);
        let before = stage.strangers();
        let mut store = stage.store();
        let read = store.read(&id(1));
        let told = format!("{read:?}");
        assert!(!told.contains("not yours"), "{what}: {told}");
        let _ = store.sweep(&[id(1), id(7)], &known(&[]), now());
        let _ = store.remove(&[id(1)]);
        assert_eq!(stage.strangers(), before, "{what}");
    }
}

#[test]
fn no_path_is_a_name_of_evidence() {
    for text in [
        "..",
        ".",
        "/",
        "../outside",
        "ev-..",
        "ev-0000000000000001/..",
        "ev-000000000000000/",
        "EV-0000000000000001",
    ] {
        assert!(text.parse::<EvidenceId>().is_err(), "{text}");
        assert!(CString::new(text).is_ok(), "a path could be made of it");
    }
}

//! The project's own files, read once per rule. Knows no rule.

use std::env;
use std::fs;
use std::path::Path;

/// A file of the project.
pub(crate) struct SourceFile {
    /// Path from the project's root, with `/` between the parts.
    pub(crate) path: String,
    /// The whole text; nothing where it is no text, a picture for example.
    pub(crate) text: String,
}

impl SourceFile {
    /// The top-level module that a file under `src/` belongs to: `page` for `src/page/rule.rs`.
    pub(crate) fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let first = inside.split('/').next()?;
        Some(first.strip_suffix(".rs").unwrap_or(first))
    }

    /// True for a Rust file of the library or the program that is not a file of tests.
    pub(crate) fn is_shipped_rust(&self) -> bool {
        self.path.starts_with("src/")
            && self.path.ends_with(".rs")
            && !self.path.ends_with("/tests.rs")
            && !self.path.contains("/tests/")
    }

    /// The number of the line that holds this byte, counted from 1.
    pub(crate) fn line_at(&self, byte: usize) -> usize {
        self.text.as_bytes()[..byte].iter().filter(|&&b| b == b'\n').count() + 1
    }
}

/// All files of the project, sorted by path.
pub(crate) struct Tree {
    /// The files.
    pub(crate) files: Vec<SourceFile>,
}

/// What is built, downloaded or kept by git, and so is not ours to judge.
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", ".venv", "__pycache__"];

impl Tree {
    /// Reads the project: what cargo names when it runs the test, or where the test was built.
    pub(crate) fn read() -> Self {
        let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&root);
        let mut files = Vec::new();
        collect(root, root, &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(
            files.iter().any(|file| file.path == "src/lib.rs"),
            "the tidy test does not see the project in {}",
            root.display()
        );
        Self { files }
    }

    /// A made-up project, to see a rule refuse it.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Self { files }
    }

    /// The text of one file, if it exists.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.text.as_str())
    }

    /// The Rust files that are shipped.
    pub(crate) fn shipped_rust(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.is_shipped_rust())
    }

    /// All Rust files, those of tests and benches too.
    pub(crate) fn rust(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).expect("a folder of the project can be listed") {
        let path = entry.expect("an entry can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if NOT_OURS.contains(&name.as_ref()) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let inside = path.strip_prefix(root).expect("it was found under the root");
            files.push(SourceFile {
                path: inside.to_string_lossy().replace('\\', "/"),
                text,
            });
        }
    }
}

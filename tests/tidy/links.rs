//! Links in documents lead to files and headings that are there.
//!
//! Relative links only: nobody is asked over the network.

use std::path::Path;

use crate::Fault;
use crate::tree::{SourceFile, Tree};

/// Judges every relative link of every document.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let documents = tree.files.iter().filter(|file| file.path.ends_with(".md"));
    documents.flat_map(|document| broken(tree, document)).collect()
}

fn broken(tree: &Tree, document: &SourceFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in prose(&document.text) {
        for target in targets(&line).filter(|target| is_relative(target)) {
            if let Some(cure) = refusal(tree, document, target) {
                faults.push(Fault::new(document, number, cure));
            }
        }
    }
    faults
}

/// Why a link leads nowhere.
fn refusal(tree: &Tree, document: &SourceFile, target: &str) -> Option<String> {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() {
        document.path.clone()
    } else {
        resolved(&document.path, file)
    };
    let inside = format!("{}/", path.trim_end_matches('/'));
    let is_there = |known: &SourceFile| known.path == path || known.path.starts_with(&inside);
    if !path.is_empty() && !tree.files.iter().any(is_there) {
        return Some(format!(
            "the link to `{target}` leads nowhere: write `{path}`, or take the link out"
        ));
    }
    let text = tree.text(&path).unwrap_or_default();
    let is_headed = heading.is_empty() || prose(text).any(|(_, line)| anchor(&line).as_deref() == Some(heading));
    (!is_headed).then(|| format!("`{path}` has no heading `#{heading}`: correct the link"))
}

/// The lines outside of code blocks, numbered from 1, code spans taken out except in headings.
pub(crate) fn prose(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut in_code = false;
    let lines = text.lines().enumerate().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    lines.map(|(index, line)| {
        let plain = if line.starts_with('#') {
            line.to_owned()
        } else {
            line.split('`').step_by(2).collect()
        };
        (index + 1, plain)
    })
}

/// What stands in the parentheses of `[text](target)`.
pub(crate) fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

pub(crate) fn is_relative(target: &str) -> bool {
    !target.contains("://") && !target.starts_with("mailto:")
}

/// `docs/a.md` and `../b.md` make `b.md`.
pub(crate) fn resolved(from: &str, target: &str) -> String {
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let mut parts: Vec<&str> = folder.iter().filter_map(|part| part.to_str()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The name that GitHub gives a heading.
fn anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' ')?;
    let kept = heading.trim().to_lowercase().replace(' ', "-");
    Some(
        kept.chars()
            .filter(|c| c.is_alphanumeric() || "-_".contains(*c))
            .collect(),
    )
}

#[cfg(test)]
mod refusals {
    use super::*;

    fn cures(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|fault| fault.cure).collect()
    }

    #[test]
    fn a_link_to_a_file_that_is_not_there_is_refused() {
        let found = cures(&[
            (
                "README.md",
                "[a](docs/a.md), [b](docs/gone.md), [all](docs) and [site](https://example.com/x.md)",
            ),
            (
                "docs/a.md",
                "[back](../README.md) and [lost](gone.md)\n```text\n[code](x.md)\n```\n`[code](y.md)`",
            ),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|cure| cure.contains("docs/gone.md")));
    }

    #[test]
    fn a_link_to_a_heading_that_is_not_there_is_refused() {
        let found = cures(&[
            (
                "README.md",
                "[a](docs/a.md#a-new-look) [b](docs/a.md#an-old-look) [c](#gone)",
            ),
            ("docs/a.md", "# The `page`\n## A new look\n[up](#the-page)"),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}

//! The book in docs/: every chapter is listed, none leads out of it, and its results are the program's own.
//!
//! That links lead somewhere at all is judged by `links.rs`, those of the list of chapters too.

use crate::Fault;
use crate::links::{is_relative, prose, resolved, targets};
use crate::tree::{SourceFile, Tree};

const ROOM: &str = "docs/";
const LIST: &str = "docs/SUMMARY.md";
const RESULTS: &str = "docs/results.md";
const TABLES: &str = "src/outcome/error.rs";
const EXIT_CODES: &str = "src/exit_code.rs";

/// Judges the list of chapters, the chapters' links, and the chapter of results.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let Some(list) = tree.files.iter().find(|file| file.path == LIST) else {
        return Vec::new();
    };
    let mut faults = unlisted(tree, list);
    faults.extend(chapters(tree).flat_map(leads_out));
    if let Some(results) = tree.files.iter().find(|file| file.path == RESULTS) {
        faults.extend(untold(tree, results));
    }
    faults
}

fn chapters(tree: &Tree) -> impl Iterator<Item = &SourceFile> {
    let is_chapter = |file: &&SourceFile| file.path.starts_with(ROOM) && file.path.ends_with(".md");
    tree.files.iter().filter(is_chapter)
}

/// Chapters that the list leaves out: mdBook does not show them.
fn unlisted(tree: &Tree, list: &SourceFile) -> Vec<Fault> {
    let listed: Vec<String> = prose(&list.text)
        .flat_map(|(_, line)| targets(&line).map(|target| resolved(LIST, target)).collect::<Vec<_>>())
        .collect();
    chapters(tree)
        .filter(|chapter| chapter.path != LIST && !listed.contains(&chapter.path))
        .map(|chapter| {
            Fault::new(
                list,
                1,
                format!("add a line for `{}`: the book shows what is listed", chapter.path),
            )
        })
        .collect()
}

/// Links to files outside of docs/, which are no pages of the book.
fn leads_out(chapter: &SourceFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (number, line) in prose(&chapter.text) {
        for target in targets(&line).filter(|target| is_relative(target) && !target.starts_with('#')) {
            if !resolved(&chapter.path, target).starts_with(ROOM) {
                let cure = format!("the book has no `{target}`: name the file in back quotes, without a link");
                faults.push(Fault::new(chapter, number, cure));
            }
        }
    }
    faults
}

/// Rows of the program's tables that do not stand in the chapter of results in the same words.
fn untold(tree: &Tree, results: &SourceFile) -> Vec<Fault> {
    let errors = tree.text(TABLES).unwrap_or_default();
    let rows = errors_and_failures(errors).into_iter().chain(exit_codes(tree));
    rows.filter(|row| !results.text.lines().any(|line| line.starts_with(row)))
        .map(|row| Fault::new(results, 1, format!("write a row that begins with: {row}")))
        .collect()
}

/// `| word | message | cure | advice |` of every row of the two tables.
fn errors_and_failures(text: &str) -> Vec<String> {
    let mut rows = Vec::new();
    for marker in ["\" => error(", "\" => failure("] {
        for (at, _) in text.match_indices(marker) {
            let word = text[..at].rsplit('"').next().unwrap_or_default();
            let row = &text[at + marker.len()..];
            let mut said = literals(row);
            let (message, cure) = (said.next().unwrap_or_default(), said.next().unwrap_or_default());
            let retry = row.split_once("Retry::").and_then(|(_, rest)| rest.split(',').next());
            let advice = meaning(text, retry.unwrap_or_default()).unwrap_or_default();
            rows.push(format!("| `{word}` | {message} | {cure} | {advice} |"));
        }
    }
    rows
}

/// `| number | meaning |` of every exit code.
fn exit_codes(tree: &Tree) -> Vec<String> {
    let text = tree.text(EXIT_CODES).unwrap_or_default();
    let numbered = text.lines().filter_map(|line| {
        let (name, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        let number: u8 = number.parse().ok()?;
        Some(format!("| {number} | {} |", meaning(text, name)?))
    });
    numbered.collect()
}

/// What `Self::NAME => "…"` says.
fn meaning(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("Self::{name} => "))?;
    literals(rest).next()
}

/// The string literals of a text, in order, without their escapes.
fn literals(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        rest.find(|&c| c == '"')?;
        let mut literal = String::new();
        loop {
            match rest.next()? {
                '"' => return Some(literal),
                '\\' => literal.extend(rest.next()),
                other => literal.push(other),
            }
        }
    })
}

#[cfg(test)]
mod refusals {
    use super::*;

    fn cures(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|fault| fault.cure).collect()
    }

    #[test]
    fn a_chapter_that_is_not_listed_is_refused() {
        let found = cures(&[
            (LIST, "- [A](a.md)\n- [C](more/c.md)"),
            ("docs/a.md", ""),
            ("docs/b.md", ""),
            ("docs/more/c.md", ""),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("docs/b.md"));
    }

    #[test]
    fn a_chapter_that_leads_out_of_the_book_is_refused() {
        let found = cures(&[
            (LIST, "- [A](a.md)"),
            (
                "docs/a.md",
                "[up](../README.md), [here](#here), [file](x/y.service), [far](https://example.com)",
            ),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("../README.md"));
    }

    #[test]
    fn a_result_that_is_missing_or_said_otherwise_is_refused() {
        let tables = r#"
            Self::Never => "never",
            Self::Later => "later",
            Gone = "gone" => error(
                "It is \"gone\".",
                Retry::Never,
                "Go home.",
            ),
            Lost = "lost" => failure("It was lost.", Retry::Later, "Wait."),
            Late = "late" => failure("It is late.", Retry::Later, "Hurry."),
            Slow = "slow" => failure("It is slow.", Retry::Never, "Wait."),
        "#;
        let codes = "Fine = 0,\nBad = 1,\nSelf::Fine => \"fine\",\nSelf::Bad => \"bad\",";
        let told = "| `gone` | It is \"gone\". | Go home. | never |\n| `lost` | It was lost. | Wait, please. | later |\n| `slow` | It is slow. | Wait. | later |\n| 0 | fine |";
        let found = cures(&[
            (LIST, "[R](results.md)"),
            (RESULTS, told),
            (TABLES, tables),
            (EXIT_CODES, codes),
        ]);
        assert_eq!(found.len(), 4, "{found:?}");
        for word in ["`lost`", "`late`", "`slow`", "| 1 | bad |"] {
            assert!(found.iter().any(|cure| cure.contains(word)), "{word}: {found:?}");
        }
    }
}

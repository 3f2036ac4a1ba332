//! The codes of a list's faults: programs read them, so their tables name every one, and none that is not given.

use crate::Fault;
use crate::tree::{SourceFile, Tree};

const TABLES: &str = "docs/batch.md";
/// Their `fn code` gives a code for each variant.
const VARIANTS: [&str; 2] = ["src/person/error.rs", "src/workflow/text.rs"];
/// Here a code is an argument of one of these.
const LISTS: &str = "src/batch/";
const CALLS: [&str; 3] = ["of_list(", "of_row(", "refuse("];
/// A code stands at most so many bytes behind the name of the call.
const NEAR: usize = 120;

/// Judges the tables of codes.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let Some(tables) = tree.files.iter().find(|file| file.path == TABLES) else {
        return Vec::new();
    };
    let documented: Vec<(usize, &str)> = rows(tables).collect();
    let mut faults = Vec::new();
    for (line, code) in &documented {
        let literal = format!("\"{code}\"");
        if !tree.shipped_rust().any(|file| file.text.contains(&literal)) {
            let cure = format!("nothing answers `{code}` any more: take its row out");
            faults.push(Fault::new(tables, *line, cure));
        }
    }
    for file in tree.shipped_rust() {
        for (line, code) in given(file) {
            if !documented.iter().any(|(_, row)| *row == code) {
                let cure = format!("write a row for `{code}` in {TABLES}: what it says, and the cure");
                faults.push(Fault::new(file, line, cure));
            }
        }
    }
    faults
}

/// The first cells below each header `| code | …`.
fn rows(tables: &SourceFile) -> impl Iterator<Item = (usize, &str)> {
    let lines = tables.text.lines().enumerate();
    let in_tables = lines.scan(false, |inside, (number, line)| {
        *inside = line.starts_with("| code |") || (*inside && line.starts_with('|'));
        Some((number + 1, line, *inside))
    });
    in_tables.filter_map(|(number, line, inside)| {
        let cell = line.strip_prefix("| `")?.split('`').next()?;
        inside.then_some((number, cell))
    })
}

/// The codes that a file of the sources gives.
fn given(file: &SourceFile) -> Vec<(usize, &str)> {
    if VARIANTS.contains(&file.path.as_str()) {
        let arms = file.text.lines().enumerate();
        return arms
            .filter_map(|(number, line)| {
                let code = line.split_once("=> \"")?.1.strip_suffix("\",")?;
                is_code(code).then_some((number + 1, code))
            })
            .collect();
    }
    if !file.path.starts_with(LISTS) {
        return Vec::new();
    }
    let calls = CALLS.iter().flat_map(|call| file.text.match_indices(call));
    calls
        .filter_map(|(at, _)| {
            let code = file.text[at..]
                .split('"')
                .skip(1)
                .step_by(2)
                .find(|word| is_code(word))?;
            let is_near = code.as_ptr() as usize - file.text[at..].as_ptr() as usize <= NEAR;
            is_near.then(|| (file.line_at(at), code))
        })
        .collect()
}

/// `fileEmpty`, and not `note` or a sentence.
fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.contains(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod refusals {
    use super::*;

    fn cures(table: &str, list: &str, text: &str) -> Vec<String> {
        let files = [
            (TABLES, table),
            ("src/batch/sheet.rs", list),
            ("src/workflow/text.rs", text),
        ];
        check(&Tree::of(&files)).into_iter().map(|fault| fault.cure).collect()
    }

    const TABLE: &str = "| `other` | no code |\n\n| code | what | cure |\n|---|---|---|\n| `fileEmpty` | … | … |\n| `textBlank` | … | … |\n";
    const LIST: &str = "RowFault::of_list(\n    \"fileEmpty\", \"The file is empty.\")";
    const TEXT: &str = "    Self::Blank => \"textBlank\",\n";

    #[test]
    fn tables_that_name_what_is_given_are_let_through() {
        assert_eq!(cures(TABLE, LIST, TEXT), Vec::<String>::new());
    }

    #[test]
    fn a_code_without_a_row_and_a_row_without_a_code_are_refused() {
        let longer = format!("{LIST}; fault.refuse(\"note\", \"noteLost\", message)");
        assert!(cures(TABLE, &longer, TEXT)[0].contains("`noteLost`"));
        let longer = format!("{TEXT}    Self::Odd => \"textOdd\",\n");
        assert!(cures(TABLE, LIST, &longer)[0].contains("`textOdd`"));
        let longer = format!("{TABLE}| `rowGone` | … | … |\n");
        assert!(cures(&longer, LIST, TEXT)[0].contains("`rowGone`"));
    }
}

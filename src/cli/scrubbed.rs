//! Fixtures as files: what was replaced is told, and no file of anybody's is written over.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use linkwright::page::saved::FIXTURE;
use linkwright::page::scrub::Replaced;
use linkwright::record::{Fixture, MOST_BYTES, Refusal};

use super::output::{Complaint, print, show, tell};
use super::sandbox::{keep_whole, plain_table, right};

/// How a file begins that was written here.
const SOURCE: &str = "; source: scrubbed";

/// Why nothing was written.
pub(crate) fn refused(refusal: &Refusal) -> Complaint {
    let cure = match refusal {
        Refusal::Unreadable(_) => "nothing was written",
        Refusal::Personal(_) => "nothing was written. Draw the page by hand instead, and please say that this happened",
        Refusal::ReadOtherwise(_) => {
            "nothing was written. A rule goes by something that had to be replaced; draw the page by hand instead"
        }
    };
    Complaint::no_answer(format!("{refusal}; {cure}"))
}

/// Writes a fixture, and says what was replaced in it.
pub(crate) fn write(file: &Path, fixture: &Fixture) -> Result<(), Complaint> {
    put(file, fixture.text().as_bytes())?;
    show(&format!("{}\n", table(fixture.replaced())));
    print(&format!(
        "{} is seen by {}, as on the page itself.\nwrote {}\n",
        fixture.state(),
        fixture.seen().rule,
        file.display()
    ));
    if fixture.text().len() > MOST_BYTES {
        tell(&format!(
            "It is larger than the {MOST_BYTES} bytes that the corpus takes; cut away what no rule looks at."
        ));
    }
    tell("Read it before you give it to anybody; it is plain HTML with every word replaced.");
    Ok(())
}

/// A new file, or one in the place of another that was scrubbed.
fn put(file: &Path, bytes: &[u8]) -> Result<(), Complaint> {
    let cannot = |error: std::io::Error| Complaint::not_set_up(format!("cannot write {}: {error}", file.display()));
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(mut new) => new.write_all(bytes).map_err(cannot),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && is_ours(file) => {
            fs::write(file, bytes).map_err(cannot)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Complaint::invalid(format!(
            "{} is there and was not written by linkwright; choose another name, or move it away",
            file.display()
        ))),
        Err(error) => Err(cannot(error)),
    }
}

fn is_ours(file: &Path) -> bool {
    let first = fs::read_to_string(file)
        .ok()
        .and_then(|text| text.lines().next().map(str::to_owned));
    first.is_some_and(|line| line.starts_with(FIXTURE) && line.contains(SOURCE))
}

fn table(replaced: &[Replaced]) -> comfy_table::Table {
    let mut table = plain_table(["replaced", "places", "by, for example"]);
    table.add_rows(
        replaced
            .iter()
            .map(|one| [one.kind.to_string(), one.count.to_string(), one.now.join(", ")]),
    );
    keep_whole(&mut table, 0);
    right(&mut table, 1);
    if let Some(column) = table.column_mut(1) {
        column.set_padding((0, 2));
    }
    table
}

//! Fixtures as files: what was replaced is told, and no file is written over unless that is asked for.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use linkwright::page::saved::FIXTURE;
use linkwright::page::scrub::Replaced;
use linkwright::record::{Fixture, MOST_BYTES, Refusal};

use super::output::{Complaint, show, tell};
use super::sandbox::{keep_whole, plain_table, right};
use super::whole_file;

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
pub(crate) fn write(file: &Path, fixture: &Fixture, force: bool) -> Result<(), Complaint> {
    put(file, fixture.text().as_bytes(), force)?;
    show(&format!("{}\n", table(fixture.replaced())));
    show(&format!(
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

/// A new file; by force one in the place of another that was scrubbed.
fn put(file: &Path, bytes: &[u8], force: bool) -> Result<(), Complaint> {
    if file == Path::new("-") {
        return Err(Complaint::invalid("a fixture is a file; name one in place of -"));
    }
    match fs::symlink_metadata(file) {
        Ok(_) => put_over(file, bytes, force),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            whole_file::publish(file, bytes).map_err(|error| cannot("write", file, &error))
        }
        Err(error) => Err(cannot("write", file, &error)),
    }
}

fn put_over(file: &Path, bytes: &[u8], force: bool) -> Result<(), Complaint> {
    let refused = |why: &str| Err(Complaint::invalid(format!("{} {why}", file.display())));
    if !file.is_file() {
        return refused("is there and is no file; choose another name");
    }
    let there = fs::read(file).map_err(|error| cannot("read", file, &error))?;
    if there == bytes {
        return Ok(());
    }
    if !is_ours(&there) {
        return refused("is there and was not written by linkwright; choose another name, or move it away");
    }
    if !force {
        return refused(
            "is there already, and holds another page; nothing was written. Choose another name, or --force to lose what is there",
        );
    }
    whole_file::publish(file, bytes).map_err(|error| cannot("write", file, &error))
}

/// A file is first written beside its place, under a name that means nothing to anybody.
fn cannot(act: &str, file: &Path, error: &std::io::Error) -> Complaint {
    let why = match error.kind() {
        ErrorKind::NotFound => "there is no such directory; make it, or choose another".to_owned(),
        ErrorKind::PermissionDenied => "you may not write in its directory; choose another".to_owned(),
        _ => error.to_string(),
    };
    Complaint::not_set_up(format!("cannot {act} {}: {why}", file.display()))
}

fn is_ours(there: &[u8]) -> bool {
    let text = String::from_utf8_lossy(there);
    let first = text.lines().next().unwrap_or_default();
    first.starts_with(FIXTURE) && first.contains(SOURCE)
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

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &[u8] = b"<!-- linkwright fixture; source: scrubbed; url: x -->\n<html></html>\n";
    const NEW: &[u8] = b"<!-- linkwright fixture; source: scrubbed; url: y -->\n<html></html>\n";

    #[test]
    fn a_fixture_of_the_same_name_is_written_over_by_force_only() {
        let folder = tempfile::tempdir().expect("a directory");
        let file = folder.path().join("pending--mine.html");
        put(&file, OURS, false).expect("nothing is there");
        put(&file, OURS, false).expect("the very same is there");
        let refused = put(&file, NEW, false).expect_err("another page is there");
        assert_eq!(refused.code, linkwright::exit_code::ExitCode::InvalidWorkflow);
        for words in ["pending--mine.html", "another name", "--force"] {
            assert!(refused.message.contains(words), "{}", refused.message);
        }
        assert_eq!(fs::read(&file).expect("a file"), OURS);
        put(&file, NEW, true).expect("it was asked for");
        assert_eq!(fs::read(&file).expect("a file"), NEW);
    }

    #[test]
    fn what_somebody_else_has_written_stays_also_by_force() {
        let folder = tempfile::tempdir().expect("a directory");
        let file = folder.path().join("mine.html");
        fs::write(&file, "<p>mine</p>").expect("a file");
        for place in [file.as_path(), folder.path()] {
            let refused = put(place, NEW, true).expect_err("it is somebody's");
            assert!(refused.message.contains("choose another name"), "{}", refused.message);
        }
        assert_eq!(fs::read(&file).expect("a file"), b"<p>mine</p>");
    }
}

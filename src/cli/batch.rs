//! `batch`: a list of people in, an invitation to each of them, a table of results out.
//!
//! The whole list is judged before anything is started or made.

mod ending;
mod pace;
mod paper;
mod record;
mod rehearsal;
mod round;
mod tally;
mod watch;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use linkwright::batch::{self, Format, MAX_BYTES, MAX_NOTE_OF_FREE, NotePolicy, NoteTemplate, RowFault};
use linkwright::exit_code::ExitCode;

use super::accounts;
use super::drive::runtime;
use super::input;
use super::options::RunOptions;
use super::output::{Complaint, complain, print_json, tell};
use super::place::Place;
use super::sandbox::{keep_whole, plain_table};
use super::signed_in;
use paper::Paper;

/// The largest template that is read: a note has at most 300 characters.
const MOST_TEMPLATE: usize = 64 * 1024;

/// Sends a connection request to each person of a list, and goes on where it stopped
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The list is CSV with a header, or JSON lines. Columns: personUrl, and if you like note, email, label; \
all others are for --note-template. Faults are all told at once, and then nothing is started.

The same command goes on where it stopped, also after Ctrl-C, kill -9 or a power cut: whoever has an \
answer is not asked again, whoever is in doubt is looked at first. Ctrl-C ends it behind the person \
at hand, a second one at once.

Results stand beside the list (people.results.csv): its columns, then result, errorType, message, \
finishedAt, evidence. result is sent, answered, unknown, skipped or waiting.
stdout: {\"rows\",\"sent\",\"answered\":{TYPE:N},\"unknown\",\"skipped\",\"waiting\"}.
Exit code 0: all were sent. 1: somebody answered with an error or was skipped. 2: the list has faults. \
3: some are waiting. 4: not set up. 5: some are unknown; look at their pages.

Examples:
  linkwright batch people.csv --check
  linkwright batch people.csv --dry-run
  linkwright batch people.csv --wait
  linkwright batch people.csv --note-template hello.txt --if-note-cannot-go send-without
  linkwright batch people.jsonl --out results.csv --jsonl results.jsonl --quiet")]
pub(crate) struct Batch {
    /// The list of people: a CSV file with a header, or JSON lines (.jsonl, .ndjson)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// What the list is written in [default: by the file's name]
    #[arg(long, value_name = "FORMAT", value_parser = format(), help_heading = "List")]
    format: Option<Format>,

    /// Fills every note from this file (Jinja: Hello {{ firstName }}); a row that lacks a value is a fault
    #[arg(long, value_name = "FILE", help_heading = "List")]
    note_template: Option<PathBuf>,

    /// When a note cannot go (too long for the account, or no more notes this month)
    #[arg(long, value_name = "WHAT", default_value = "fail", value_parser = note_policy(), help_heading = "List")]
    if_note_cannot_go: NotePolicy,

    /// When it cannot be proved whether a request was sent
    #[arg(long, value_name = "WHAT", default_value = "stop", value_parser = ["stop", "continue"], help_heading = "List")]
    on_unknown: String,

    /// Judges the list and its template, and starts nothing
    #[arg(long, conflicts_with_all = ["dry_run", "wait", "screenshots"], help_heading = "List")]
    check: bool,

    /// Opens each page and says what would happen; sends nothing. CSV on stdout, or in --out
    #[arg(long, conflicts_with_all = ["wait", "screenshots"], help_heading = "List")]
    dry_run: bool,

    /// Where the results are written [default: beside the list, people.results.csv, or people.ACCOUNT.results.csv]
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    out: Option<PathBuf>,

    /// Writes the results as JSON lines too
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    jsonl: Option<PathBuf>,

    /// Prints the list's faults as a JSON array on stdout
    #[arg(long, help_heading = "Results")]
    json: bool,

    #[command(flatten)]
    options: RunOptions,
}

/// `csv` or `jsonl`.
fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["csv", "jsonl"]).map(|name| match name.as_str() {
        "jsonl" => Format::JsonLines,
        _ => Format::Csv,
    })
}

fn note_policy() -> impl TypedValueParser<Value = NotePolicy> {
    PossibleValuesParser::new(NotePolicy::ALL.iter().map(|policy| policy.as_str()))
        .map(|word| word.parse().unwrap_or(NotePolicy::Fail))
}

/// What all rounds over a list know.
#[derive(Debug)]
struct Plan {
    list: batch::Batch,
    /// What the ledger knows the list by.
    name: String,
    paper: Paper,
    if_note_cannot_go: NotePolicy,
    stops_at_unknown: bool,
}

impl Batch {
    /// Judges the list and the files, then works through the rows.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        let name = name_of(&self.file)?;
        let template = self.template()?;
        let bytes = input::read(&self.file, MAX_BYTES).map_err(Complaint::invalid)?;
        let list = match batch::Batch::read(&bytes, self.format(), template.as_ref()) {
            Ok(list) => list,
            Err(faults) => return Ok(self.refuse(&faults)),
        };
        if self.check {
            let common = &self.options.common;
            let data = common.data_directory()?;
            let settings = common.config(&data)?.browser;
            let launch = common.launch(data, &settings)?;
            let site = common.site.clone().unwrap_or_default();
            if site.is_real() && launch.webdriver.is_none() {
                accounts::must_be_known(&launch)?;
            }
            let faults = self.too_long(&list, signed_in::is_free(&launch, &site.name()));
            if !faults.is_empty() {
                return Ok(self.refuse(&faults));
            }
            self.tell_sound(&list);
            return Ok(ExitCode::Success);
        }
        let plan = Plan {
            list,
            name,
            paper: Paper::judge(
                &self.file,
                self.out.as_deref(),
                self.jsonl.as_deref(),
                self.dry_run,
                &self.options.common.account,
            )?,
            if_note_cannot_go: self.if_note_cannot_go,
            stops_at_unknown: self.on_unknown == "stop",
        };
        let RunOptions { common, wishes } = &self.options;
        let rules = common.rules()?;
        let place = Place::prepare(common, *wishes)?;
        let faults = self.too_long(&plan.list, place.is_free());
        if !faults.is_empty() {
            return Ok(self.refuse(&faults));
        }
        let runtime = runtime()?;
        if self.dry_run {
            return runtime.block_on(rehearsal::rehearse(&plan, &place, &rules, common));
        }
        runtime.block_on(round::play(plan, &place, &rules, common))
    }

    fn template(&self) -> Result<Option<NoteTemplate>, Complaint> {
        let Some(file) = &self.note_template else {
            return Ok(None);
        };
        let refuse = |why: String| Complaint::invalid(format!("--note-template: {why}"));
        let bytes = input::read(file, MOST_TEMPLATE).map_err(refuse)?;
        if bytes.len() > MOST_TEMPLATE {
            return Err(refuse(
                "the file is larger than 64 KiB; a note has at most 300 characters".to_owned(),
            ));
        }
        let text =
            String::from_utf8(bytes).map_err(|_| refuse("the file is not UTF-8; save it as UTF-8".to_owned()))?;
        NoteTemplate::parse(&text).map(Some).map_err(refuse)
    }

    fn format(&self) -> Format {
        let by_name = || match self.file.extension().and_then(|extension| extension.to_str()) {
            Some("jsonl" | "ndjson") => Format::JsonLines,
            _ => Format::Csv,
        };
        self.format.unwrap_or_else(by_name)
    }

    /// The notes that a free account cannot send, where nothing was said of what becomes of them.
    fn too_long(&self, list: &batch::Batch, is_free: bool) -> Vec<RowFault> {
        if is_free && self.if_note_cannot_go == NotePolicy::Fail {
            list.notes_over(MAX_NOTE_OF_FREE)
        } else {
            Vec::new()
        }
    }

    fn tell_sound(&self, list: &batch::Batch) {
        if self.json {
            print_json(&Vec::<RowFault>::new());
        }
        let with_note = list.rows.iter().filter(|row| row.request.note.is_some()).count();
        let with_email = list.rows.iter().filter(|row| row.request.email.is_some()).count();
        let rows = match list.rows.len() {
            1 => "1 row".to_owned(),
            many => format!("{many} rows"),
        };
        tell(&format!(
            "{} has no faults: {rows}, {with_note} with a note, {with_email} with an e-mail address. Nothing was started.",
            self.file.display()
        ));
    }

    fn refuse(&self, faults: &[RowFault]) -> ExitCode {
        let place = self.file.display();
        complain(&format!("{place} has faults; nothing was started:"));
        if self.json {
            print_json(&faults);
        }
        let mut table = plain_table(["row", "column", "what is wrong"]);
        table.add_rows(faults.iter().map(|fault| {
            let row = fault.row.map(|row| row.to_string()).unwrap_or_default();
            [row, fault.column.clone().unwrap_or_default(), fault.to_string()]
        }));
        [0, 1].into_iter().for_each(|column| keep_whole(&mut table, column));
        tell(&table.to_string());
        ExitCode::InvalidWorkflow
    }
}

/// A list is its file: the ledger knows its rows by where it lies, however the path is written.
fn name_of(file: &Path) -> Result<String, Complaint> {
    let no_file = || {
        let why =
            "is no plain file; a list is known by its file, so that the same command can go on with it: save it as one";
        Complaint::invalid(format!("{} {why}", file.display()))
    };
    if file == Path::new("-") || file.starts_with("/dev") {
        return Err(no_file());
    }
    let cannot =
        |error: std::io::Error| Complaint::invalid(format!("cannot read {}: {}", file.display(), input::why(&error)));
    let path = file.canonicalize().map_err(cannot)?;
    if !path.is_file() {
        return Err(no_file());
    }
    Ok(path.to_string_lossy().into_owned())
}

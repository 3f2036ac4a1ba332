//! `sandbox`: the made-up site, served until Ctrl-C.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use linkwright::exit_code::ExitCode;
use linkwright::sandbox::{Language, Options, Person, Sandbox, SignIn, people};
use serde_json::{Value, json};

use super::arguments::whole_number;
use super::drive::{listen, runtime};
use super::output::{Complaint, honest, print_json, show, tell};

/// Serves a made-up site with invented people on this machine, to try workflows on
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The address is the first line. What was sent stands in the site's own log, at /_log.

Examples:
  linkwright sandbox
  linkwright sandbox --port 8080 --language de
  linkwright sandbox --port 8080 --signed-out      # to try `linkwright login --site` on
  linkwright sandbox --json")]
pub(crate) struct Serve {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 0, allow_negative_numbers = true, value_parser = |text: &str| whole_number(text, 0..=u16::MAX))]
    port: u16,

    /// The language of the signed-in account
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language())]
    language: Language,

    /// Nobody is signed in until the button of the page /login was pressed in that browser
    #[arg(long)]
    signed_out: bool,

    /// Prints address and people as one line of JSON
    #[arg(long)]
    json: bool,
}

/// A language of the sandbox, by its code.
pub(crate) fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code)).map(|code| code.parse().unwrap_or_default())
}

impl Serve {
    /// Serves until a signal comes.
    pub(crate) fn run(&self) -> Result<ExitCode, Complaint> {
        runtime()?.block_on(self.serve())
    }

    async fn serve(&self) -> Result<ExitCode, Complaint> {
        let interrupt = listen()?;
        let options = Options {
            port: self.port,
            language: self.language,
            sign_in: if self.signed_out {
                SignIn::ByHand
            } else {
                SignIn::Already
            },
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.map_err(|error| {
            Complaint::not_set_up(format!(
                "port {} of 127.0.0.1 cannot be used: {error}; choose another with --port",
                self.port
            ))
        })?;
        if self.json {
            print_json(&as_json(sandbox.origin()));
        } else {
            show(&in_words(sandbox.origin(), self.signed_out));
        }
        // Nobody would know where it is.
        let code = honest(ExitCode::Success);
        if code == ExitCode::Success {
            tell("Serving until Ctrl-C.");
            interrupt.asked(1).await;
        }
        sandbox.stop().await;
        Ok(code)
    }
}

fn as_json(origin: &str) -> Value {
    let people: Vec<Value> = people()
        .iter()
        .map(|person| json!({"slug": person.slug, "name": person.name, "about": person.about, "answers": person.answers, "note": person.note, "email": person.email}))
        .collect();
    json!({"address": origin, "people": people})
}

fn in_words(origin: &str, signed_out: bool) -> String {
    let login = if signed_out {
        format!("  linkwright login --site {origin}\n")
    } else {
        String::new()
    };
    format!(
        "{origin}\n\n{}\n\nTry, in another terminal:\n{login}  linkwright connect https://www.linkedin.com/in/ada-example --site {origin}\n  linkwright status https://www.linkedin.com/in/penny-pending --site {origin}\nWhat was sent stands at {origin}/_log\n",
        table()
    )
}

fn table() -> Table {
    let mut table = plain_table(["person", "what is there", "connect answers"]);
    table.add_rows(people().iter().map(row));
    [0, 2].into_iter().for_each(|column| keep_whole(&mut table, column));
    table
}

fn row(person: &Person) -> [String; 3] {
    let asks = match (person.note.is_some(), person.email.is_some()) {
        (false, false) => "",
        (true, false) => " (--note)",
        (false, true) => " (--email)",
        (true, true) => " (--note --email)",
    };
    [
        person.slug.to_owned(),
        person.about.to_owned(),
        format!("{}{asks}", in_short(person.answers)),
    ]
}

/// A documented answer without the word `failure` where it has a reason.
pub(crate) fn in_short(answers: &str) -> &str {
    answers.strip_prefix("failure:").unwrap_or(answers)
}

/// How wide a table may be where no terminal says so, or a wider one does.
const WIDTH: u16 = 100;

/// How wide a table is drawn: a terminal would break every line of a wider one.
fn width() -> u16 {
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    terminal.map_or(WIDTH, |(terminal_size::Width(columns), _)| WIDTH.min(columns))
}

/// A table without lines between its cells, at most 100 columns wide.
pub(crate) fn plain_table<const N: usize>(header: [&str; N]) -> Table {
    let line = LineStyle::none().fill('─').junction('─');
    let style = TableStyle::new().header_separator(line).bottom_border(line);
    let mut table = Table::new();
    table.load_style(style);
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width())
        .set_header(header);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

/// Keeps a column as wide as its longest cell, so that no word in it is broken.
pub(crate) fn keep_whole(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// Puts a column of numbers to the right.
pub(crate) fn right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_padding((0, 0));
        column.set_cell_alignment(CellAlignment::Right);
    }
}

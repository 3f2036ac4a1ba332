//! Notes from a template: Jinja, filled from the columns of a row. A value that is missing is a fault.

mod gaps;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};

pub(super) use gaps::Gap;

/// How the template is called inside.
const NAME: &str = "note";
/// All cells by their names, for columns that are no plain word.
const ROW: &str = "row";

/// A template that can be read.
#[derive(Debug)]
pub struct NoteTemplate {
    environment: Environment<'static>,
    names: BTreeSet<String>,
}

/// What stands in the place of every cell while a reason is looked at.
const SOMEBODYS: &str = "?";
/// The longest reason that is passed on, in bytes.
const LONGEST_REASON: usize = 120;
/// Steps of work that one note may take; a note of 300 characters takes some dozens.
const FUEL: u64 = 20_000;

/// Why a row fills no note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// The row has no value for these; for what cannot be told, if there are none.
    Missing(Vec<Gap>),
    /// Nothing but blanks came of it.
    Blank,
    /// It cannot be worked through with this row, for this reason.
    Broken(String),
    /// It cannot be worked through with any row, for this reason.
    Everywhere(String),
}

impl NoteTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// One sentence with the line; the template itself is not repeated.
    pub fn parse(text: &str) -> Result<NoteTemplate, String> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
        if text.trim().is_empty() {
            return Err("The template is empty; write a note into it, such as Hello {{ firstName }}.".to_owned());
        }
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment
            .add_template_owned(NAME, text)
            .map_err(|error| sentence("The template cannot be read", &error, true))?;
        let template = environment
            .get_template(NAME)
            .map_err(|_| "The template cannot be read.".to_owned())?;
        let mut names: BTreeSet<String> = template.undeclared_variables(false).into_iter().collect();
        for (global, _) in environment.globals() {
            names.remove(global);
        }
        Ok(NoteTemplate { environment, names })
    }

    /// The note of a row. Only cells that hold something count.
    pub(super) fn fill(&self, cells: &BTreeMap<String, String>) -> Result<String, Unfilled> {
        let broken = |error: minijinja::Error| match error.kind() {
            ErrorKind::UndefinedError => Unfilled::Missing(self.missing(cells)),
            ErrorKind::UnknownFilter
            | ErrorKind::UnknownTest
            | ErrorKind::UnknownFunction
            | ErrorKind::UnknownMethod => {
                Unfilled::Everywhere(sentence("The note's template cannot be filled", &error, true))
            }
            ErrorKind::OutOfFuel => {
                let what = "The note's template takes too much work for a note, in a loop most likely";
                Unfilled::Everywhere(sentence(what, &error, false))
            }
            _ => Unfilled::Broken(sentence(
                "The note's template cannot be filled with this row",
                &error,
                self.fails_so_with_anybody(cells, &error),
            )),
        };
        let text = self.render(cells).map_err(broken)?;
        if text.trim().is_empty() {
            return Err(Unfilled::Blank);
        }
        Ok(text.trim_end_matches('\n').to_owned())
    }

    fn render(&self, cells: &BTreeMap<String, String>) -> Result<String, minijinja::Error> {
        let mut values: BTreeMap<String, Value> = cells
            .iter()
            .map(|(name, text)| (name.clone(), Value::from(text.as_str())))
            .collect();
        values
            .entry(ROW.to_owned())
            .or_insert_with(|| Value::from(cells.clone()));
        self.environment.get_template(NAME)?.render(values)
    }

    /// Whether it fails for the same reason with other texts in this row's place: then the reason repeats none of them.
    fn fails_so_with_anybody(&self, cells: &BTreeMap<String, String>, error: &minijinja::Error) -> bool {
        let others = cells.keys().map(|name| (name.clone(), SOMEBODYS.to_owned())).collect();
        let same = |other: minijinja::Error| (other.kind(), other.detail()) == (error.kind(), error.detail());
        self.render(&others).is_err_and(same)
    }

    fn missing(&self, cells: &BTreeMap<String, String>) -> Vec<Gap> {
        let template = self.environment.get_template(NAME);
        template.map_or_else(|_| Vec::new(), |template| gaps::of(&template, &self.names, cells))
    }
}

/// One sentence about a place in the template. The reason is told where it names the template's own words only;
/// elsewhere it could repeat a cell.
fn sentence(what: &str, error: &minijinja::Error, with_reason: bool) -> String {
    let line = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
    let reason = error
        .detail()
        .filter(|reason| with_reason && reason.len() <= LONGEST_REASON);
    let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{what}{line}{reason}; it is Jinja, such as Hello {{{{ firstName }}}}.")
}

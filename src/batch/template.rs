//! Notes from a template: Jinja, filled from the columns of a row. A value that is missing is a fault.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};

use crate::suggestion;

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

/// Why a row fills no note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// The row has no value for this name, if it can be told which.
    Missing(Option<String>),
    /// The template cannot be worked through, in this line.
    Broken(Option<usize>),
}

impl NoteTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// One sentence with the line; the template itself is not repeated.
    pub fn parse(text: &str) -> Result<NoteTemplate, String> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment
            .add_template_owned(NAME, text)
            .map_err(|error| at_line("The template cannot be read", error.line()))?;
        let template = environment
            .get_template(NAME)
            .map_err(|_| "The template cannot be read.".to_owned())?;
        let names = template.undeclared_variables(false).into_iter().collect();
        Ok(NoteTemplate { environment, names })
    }

    /// The note of a row. Only cells that hold something count.
    pub(super) fn fill(&self, cells: &BTreeMap<String, String>) -> Result<String, Unfilled> {
        let broken = |error: minijinja::Error| match error.kind() {
            ErrorKind::UndefinedError => Unfilled::Missing(self.missing(cells)),
            _ => Unfilled::Broken(error.line()),
        };
        let mut values: BTreeMap<String, Value> = cells
            .iter()
            .map(|(name, text)| (name.clone(), Value::from(text.as_str())))
            .collect();
        values
            .entry(ROW.to_owned())
            .or_insert_with(|| Value::from(cells.clone()));
        let template = self.environment.get_template(NAME).map_err(broken)?;
        let text = template.render(values).map_err(broken)?;
        Ok(text.trim_end_matches('\n').to_owned())
    }

    /// The name that the row has no value for, if there is only one that it can be.
    fn missing(&self, cells: &BTreeMap<String, String>) -> Option<String> {
        let mut missing = self
            .names
            .iter()
            .filter(|name| !cells.contains_key(*name) && *name != ROW);
        let only = missing.next().filter(|_| missing.next().is_none())?;
        suggestion::shown(only).map(str::to_owned)
    }
}

/// One sentence about a place in the template.
pub(super) fn at_line(what: &str, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{what} (line {line}); it is Jinja, such as Hello {{{{ firstName }}}}."),
        None => format!("{what}; it is Jinja, such as Hello {{{{ firstName }}}}."),
    }
}

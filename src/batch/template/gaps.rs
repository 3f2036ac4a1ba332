//! Which values a template needs that a row has not: found by filling it again with something in their places.
//!
//! A name is told only where it stands in the template; what a cell holds never is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Enumerator, Object};
use minijinja::{ErrorKind, Template, Value};

use super::ROW;

/// How many values are named for one row.
const MOST: usize = 10;
/// What stands in the place of a value that is missing: a text that is a number too.
const SOMETHING: &str = "1";

/// A value that a template needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// By its name.
    Name(String),
    /// By way of all cells.
    Cell(String),
}

impl Gap {
    /// The column that it would stand in.
    pub(crate) fn column(&self) -> &str {
        match self {
            Self::Name(name) | Self::Cell(name) => name,
        }
    }
}

/// As the template may spell it.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Cell(name) => write!(f, "{ROW}[\"{name}\"]"),
        }
    }
}

/// The values that this row lacks; none where they cannot be told.
pub(super) fn of(template: &Template<'_, '_>, names: &BTreeSet<String>, cells: &BTreeMap<String, String>) -> Vec<Gap> {
    let mut given = BTreeSet::new();
    while given.len() < MOST {
        let missed = missed(template, cells, &given);
        let is_told = |gap: &Gap| match gap {
            Gap::Name(name) => names.contains(name),
            Gap::Cell(name) => stands_in(template.source(), name),
        };
        // What was looked for last is what was used.
        match missed
            .into_iter()
            .rev()
            .find(|gap| is_told(gap) && !given.contains(gap))
        {
            Some(gap) => given.insert(gap),
            None => break,
        };
    }
    // What was only asked for, as by `is defined`, is not needed.
    for gap in given.clone() {
        let mut fewer = given.clone();
        fewer.remove(&gap);
        if missed(template, cells, &fewer).is_empty() {
            given = fewer;
        }
    }
    given.into_iter().collect()
}

fn stands_in(source: &str, name: &str) -> bool {
    let spelt = [format!("\"{name}\""), format!("'{name}'"), format!("{ROW}.{name}")];
    spelt.iter().any(|spelt| source.contains(spelt))
}

/// What was looked for in vain, in this order; nothing where the template wants no value more.
fn missed(template: &Template<'_, '_>, cells: &BTreeMap<String, String>, given: &BTreeSet<Gap>) -> Vec<Gap> {
    let missed = Arc::new(Mutex::new(Vec::new()));
    let mut names: BTreeMap<String, Value> = BTreeMap::new();
    let mut row: BTreeMap<String, Value> = BTreeMap::new();
    for (name, text) in cells {
        names.insert(name.clone(), Value::from(text.as_str()));
        row.insert(name.clone(), Value::from(text.as_str()));
    }
    for gap in given {
        let place = match gap {
            Gap::Name(_) => &mut names,
            Gap::Cell(_) => &mut row,
        };
        place.insert(gap.column().to_owned(), Value::from(SOMETHING));
    }
    let heard = |values, gap| {
        Value::from_object(Heard {
            values,
            gap,
            missed: missed.clone(),
        })
    };
    names.entry(ROW.to_owned()).or_insert_with(|| heard(row, Gap::Cell));
    let ended = template.render(heard(names, Gap::Name));
    match ended {
        Err(error) if error.kind() == ErrorKind::UndefinedError => {
            std::mem::take(&mut missed.lock().unwrap_or_else(PoisonError::into_inner))
        }
        Ok(_) | Err(_) => Vec::new(),
    }
}

/// Values of which it is heard which were looked for in vain.
#[derive(Debug)]
struct Heard {
    values: BTreeMap<String, Value>,
    gap: fn(String) -> Gap,
    missed: Arc<Mutex<Vec<Gap>>>,
}

impl Object for Heard {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let found = self.values.get(name).cloned();
        if found.is_none() {
            let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
            missed.push((self.gap)(name.to_owned()));
        }
        found
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.values.keys().map(|name| Value::from(name.as_str())).collect())
    }
}

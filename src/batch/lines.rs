//! JSON lines: one object a line, its members being the cells.

use serde_json::{Map, Value};

use super::fault::RowFault;
use super::header::OPTIONAL;
use super::sheet::{Dialect, PERSON, Record, Sheet};
use crate::json::{Document, Faults, MAX_BYTES};
use crate::suggestion::{is_nearly, shown};

/// How results of a list without a spelling of its own are spelt.
const DIALECT: Dialect = Dialect {
    delimiter: b',',
    has_mark: false,
    has_cr: true,
};

/// Reads the lines; blank ones are left out, and those with a fault. The columns are the members, in the order of their first line.
pub(super) fn read(text: &str, faults: &mut Vec<RowFault>) -> Sheet {
    let mut columns: Vec<String> = Vec::new();
    let mut objects = Vec::new();
    for (place, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match members(place + 1, line) {
            Ok(members) => {
                for (name, _) in &members {
                    if !columns.contains(name) {
                        columns.push(name.clone());
                    }
                }
                objects.push((place + 1, members));
            }
            Err(fault) => faults.push(fault),
        }
    }
    objects.retain(|(number, members)| {
        let fault = slip(*number, members, &columns);
        let is_sound = fault.is_none();
        faults.extend(fault);
        is_sound
    });
    let record = |(number, members): (usize, Vec<(String, Option<String>)>)| {
        let value = |column: &String| {
            members
                .iter()
                .find(|(name, _)| name == column)
                .and_then(|(_, text)| text.clone())
        };
        Record {
            number,
            cells: columns.iter().map(value).collect(),
        }
    };
    let records = objects.into_iter().map(record).collect();
    Sheet {
        dialect: DIALECT,
        columns,
        records,
    }
}

/// A member that nearly has a name which the line lacks and others have; one that all lines have so is told of the header.
fn slip(number: usize, members: &[(String, Option<String>)], columns: &[String]) -> Option<RowFault> {
    let is_here = |name: &str| members.iter().any(|(member, _)| member == name);
    let lacking = [PERSON].into_iter().chain(OPTIONAL).filter(|name| !is_here(name));
    let mut of_others = lacking.filter(|name| columns.iter().any(|column| column == name));
    of_others.find_map(|name| {
        let (member, _) = members.iter().find(|(member, _)| is_nearly(member, name, 1))?;
        let message = format!("Did you mean {name}, as in other lines? Nothing is read from a member of another name; correct it, or rename it further away.");
        Some(RowFault::of_row(number, "columnNearly", message).at(member))
    })
}

fn members(number: usize, line: &str) -> Result<Vec<(String, Option<String>)>, RowFault> {
    let refuse = |code, message: String| RowFault::of_row(number, code, message);
    if line.len() > MAX_BYTES {
        let message = "The line is longer than 256 KiB; a person needs far less.".to_owned();
        return Err(refuse("lineTooLong", message));
    }
    let document = Document::parse(line.as_bytes()).map_err(|fault| {
        let message = match fault.code {
            "byteOrderMark" => "The line begins with a byte order mark; take it out.".to_owned(),
            "documentTooDeep" => "The line is nested too deep; write one object of texts.".to_owned(),
            "loneSurrogate" => "A \\u escape holds half a surrogate pair; write the whole character.".to_owned(),
            _ => {
                "The line is no JSON document; write one object on each line, such as {\"personUrl\":\"…\"}.".to_owned()
            }
        };
        refuse(fault.code, message)
    })?;
    let mut faults = Faults::default();
    document.report_duplicates(&mut faults);
    if let Some(fault) = faults.into_list().into_iter().next() {
        return Err(refuse(fault.code, fault.message));
    }
    let root = document.root("The line");
    let names = root.member_names().ok_or_else(|| {
        refuse(
            "wrongType",
            "The line must be an object, such as {\"personUrl\":\"…\"}.".to_owned(),
        )
    })?;
    // What was read once is read again, for the texts of its numbers.
    let values: Map<String, Value> = serde_json::from_str(line).unwrap_or_default();
    let mut cells = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let text = match values.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(value @ (Value::Bool(_) | Value::Number(_))) => Some(value.to_string()),
            Some(Value::Array(_) | Value::Object(_)) => {
                let message = "The member must be a text; objects and arrays are not taken.";
                let column = shown(name).map_or_else(|| format!("member {}", place + 1), str::to_owned);
                return Err(refuse("wrongType", message.to_owned()).at(column));
            }
        };
        cells.push((name.to_owned(), text));
    }
    Ok(cells)
}

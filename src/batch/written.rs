//! What stands in a file of results already: whether it was written here, and whom it tells of.
//!
//! Knows no list and no ledger: whose results they are is judged by whoever has both.

use serde_json::{Map, Value};

use super::results::{RESULT_COLUMNS, ResultWord, WOULD};
use super::sheet::{DELIMITERS, PERSON};
use crate::person::PersonUrl;

/// A row that stands in a file of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whom it tells of.
    pub person: PersonUrl,
    /// Whether it holds what only a request can have come to.
    pub is_answer: bool,
}

/// Whose results stand in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Of a run: they must not be lost.
    Results(Vec<Told>),
    /// Of a rehearsal, or nothing at all.
    Nothing,
    /// It is no file of results.
    Foreign,
}

/// What a file of CSV is.
#[must_use]
pub fn written_csv(bytes: &[u8]) -> Written {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    if text.is_empty() {
        return Written::Nothing;
    }
    let rows = DELIMITERS.into_iter().find_map(|delimiter| table(text, delimiter));
    rows.map_or(Written::Foreign, written)
}

/// Person and word of each row, if it is a table of results.
fn table(text: &str, delimiter: u8) -> Option<Vec<(String, String)>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records().map_while(Result::ok);
    let header = records.next()?;
    let place = header.len().checked_sub(RESULT_COLUMNS.len())?;
    if !header.iter().skip(place).eq(RESULT_COLUMNS) {
        return None;
    }
    let person = header.iter().take(place).position(|column| column == PERSON)?;
    let cell = |record: &csv::StringRecord, at| record.get(at).unwrap_or_default().to_owned();
    Some(
        records
            .map(|record| (cell(&record, person), cell(&record, place)))
            .collect(),
    )
}

/// What a file of JSON lines is.
#[must_use]
pub fn written_jsonl(bytes: &[u8]) -> Written {
    if bytes.is_empty() {
        return Written::Nothing;
    }
    let text = String::from_utf8_lossy(bytes);
    let rows: Option<Vec<(String, String)>> = text.lines().map(object).collect();
    rows.map_or(Written::Foreign, written)
}

/// Person and word of a line, if it is one of results.
fn object(line: &str) -> Option<(String, String)> {
    let line: Map<String, Value> = serde_json::from_str(line).ok()?;
    if !RESULT_COLUMNS.iter().all(|column| line.contains_key(*column)) {
        return None;
    }
    let text = |name: &str| line.get(name).and_then(Value::as_str).map(str::to_owned);
    Some((text(PERSON)?, text("result")?))
}

fn written(rows: Vec<(String, String)>) -> Written {
    if rows.iter().any(|(_, word)| word.starts_with(WOULD)) {
        return Written::Nothing;
    }
    let answers = [ResultWord::Sent, ResultWord::Answered, ResultWord::Unknown].map(|word| word.to_string());
    let told = |(person, word): (String, String)| {
        Some(Told {
            person: PersonUrl::parse(person.trim()).ok()?,
            is_answer: answers.contains(&word),
        })
    };
    let told: Option<Vec<Told>> = rows.into_iter().map(told).collect();
    told.map_or(Written::Foreign, Written::Results)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &str = "https://www.linkedin.com/in/ada-example";

    fn of(word: &str) -> [Written; 2] {
        let csv = format!("note;personUrl;result;errorType;message;finishedAt;evidence\n;{ADA};{word};;;;\n");
        let line = serde_json::json!({"personUrl": ADA, "result": word, "errorType": null, "message": null,
            "finishedAt": null, "evidence": null});
        [
            written_csv(csv.as_bytes()),
            written_jsonl(format!("{line}\n").as_bytes()),
        ]
    }

    #[test]
    fn results_tell_of_whom_they_are_and_who_has_an_answer() {
        for (word, is_answer) in [
            ("sent", true),
            ("answered", true),
            ("unknown", true),
            ("skipped", false),
            ("waiting", false),
        ] {
            let person = PersonUrl::parse(ADA).unwrap();
            let told = Written::Results(vec![Told { person, is_answer }]);
            assert_eq!(of(word), [told.clone(), told], "{word}");
        }
        assert_eq!(of("would send"), [Written::Nothing, Written::Nothing]);
    }

    #[test]
    fn what_names_no_person_is_no_file_of_results() {
        for text in [
            "name,result,errorType,message,finishedAt,evidence\nAda,good,,,,\n",
            "personUrl,result,errorType,message,finishedAt,evidence\nAda,sent,,,,\n",
        ] {
            assert_eq!(written_csv(text.as_bytes()), Written::Foreign, "{text}");
        }
    }
}

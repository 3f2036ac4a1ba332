//! The copies of a page that were carried here: of the next one only what differs from the last is.

use serde_json::Value;

use crate::browser::BrowserError;
use crate::page::Snapshot;

/// The copy that the page is told we have.
#[derive(Debug, Default)]
pub(super) struct Copies {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    fingerprint: String,
    html: String,
}

impl Copies {
    /// The name of the last copy, for the page to compare with.
    pub(super) fn last(&self) -> Option<&str> {
        self.last.as_ref().map(|last| last.fingerprint.as_str())
    }

    /// Nothing is known of what the page has carried last: it is carried whole next time.
    pub(super) fn forget(&mut self) {
        self.last = None;
    }

    /// A whole look out of what came: `html` is all of it, or with `kept` what stands between so many
    /// UTF-16 units of the last copy's beginning and of its end.
    ///
    /// # Errors
    /// [`BrowserError::Disturbed`] where it makes no sense; the next look is carried whole.
    pub(super) fn complete(&mut self, mut seen: Value) -> Result<Snapshot, BrowserError> {
        let nonsense = || BrowserError::Disturbed("the look brought nothing readable".to_owned());
        let last = self.last.take();
        let kept = seen.get_mut("kept").map_or(Value::Null, Value::take);
        if let Ok([begin, end]) = serde_json::from_value::<[usize; 2]>(kept) {
            let last = last.ok_or_else(nonsense)?;
            let middle = seen["html"].as_str().ok_or_else(nonsense)?;
            let html = joined(&last.html, begin, middle, end).ok_or_else(nonsense)?;
            if seen["units"].as_u64() != u64::try_from(units(&html)).ok() {
                return Err(nonsense());
            }
            seen["html"] = Value::String(html);
        }
        let snapshot: Snapshot = serde_json::from_value(seen).map_err(|_| nonsense())?;
        self.last = Some(Last {
            fingerprint: snapshot.fingerprint.clone(),
            html: snapshot.html.clone(),
        });
        Ok(snapshot)
    }
}

/// Length as a page counts it, in UTF-16 units.
fn units(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// Where so many UTF-16 units end, in bytes.
fn offset(text: &str, units: usize) -> Option<usize> {
    if text.is_ascii() {
        return (units <= text.len()).then_some(units);
    }
    let mut left = units;
    for (at, character) in text.char_indices() {
        if left == 0 {
            return Some(at);
        }
        left = left.checked_sub(character.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}

fn joined(last: &str, begin: usize, middle: &str, end: usize) -> Option<String> {
    let begin = &last[..offset(last, begin)?];
    let end = &last[offset(last, units(last).checked_sub(end)?)?..];
    Some([begin, middle, end].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn look(html: &str, kept: Value, units: usize) -> Value {
        json!({"url": "http://127.0.0.1/", "documentUrl": "http://127.0.0.1/", "redirectedUrl": null, "referrer": "",
            "status": 200, "document": 1.0, "look": 1, "copied": 1.0, "moving": false, "fingerprint": "1 1",
            "html": html, "kept": kept, "units": units})
    }

    #[test]
    fn what_was_left_out_comes_from_the_last_copy() {
        let mut copies = Copies::default();
        let first = copies
            .complete(look("<p>Zoë 𝒵 and Ada</p>", json!(null), 21))
            .expect("whole");
        assert_eq!(first.html, "<p>Zoë 𝒵 and Ada</p>");
        assert_eq!(copies.last(), Some("1 1"));
        let next = copies.complete(look("or", json!([10, 8]), 20)).expect("the middle");
        assert_eq!(next.html, "<p>Zoë 𝒵 or Ada</p>");
        let same = copies.complete(look("", json!([20, 0]), 20)).expect("nothing new");
        assert_eq!(same.html, next.html);
    }

    #[test]
    fn what_does_not_fit_is_no_look_and_the_next_is_whole() {
        for (middle, kept, units) in [
            ("or", json!([10, 8]), 21),
            ("or", json!([8, 8]), 18),
            ("or", json!([500, 8]), 20),
            ("or", json!([10, 800]), 20),
        ] {
            let mut copies = Copies::default();
            copies
                .complete(look("<p>Zoë 𝒵 and Ada</p>", json!(null), 21))
                .expect("whole");
            let answer = copies.complete(look(middle, kept.clone(), units));
            assert!(matches!(answer, Err(BrowserError::Disturbed(_))), "{kept}");
            assert_eq!(copies.last(), None, "{kept}");
        }
        let without = Copies::default().complete(look("or", json!([1, 1]), 4));
        assert!(without.is_err());
    }
}

//! The last judgement: a page that has not changed since is not judged anew.

use super::{DocumentError, Recognition, RuleSet, Snapshot};

/// The last page that was judged, and what it was.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<(Snapshot, Recognition)>,
}

impl Memory {
    /// What a snapshot shows, as [`RuleSet::recognise`] says it; `rules` must be the same each time.
    ///
    /// # Errors
    /// As there. What could not be read is not remembered.
    pub fn recognise(&mut self, rules: &RuleSet, snapshot: &Snapshot) -> Result<Recognition, DocumentError> {
        if let Some((before, recognition)) = &self.last
            && snapshot.shows_the_same_as(before)
        {
            return Ok(recognition.clone());
        }
        self.last = None;
        let recognition = rules.recognise(snapshot)?;
        self.last = Some((snapshot.clone(), recognition.clone()));
        Ok(recognition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(of: &str) -> Snapshot {
        Snapshot {
            url: format!("https://www.linkedin.com/in/{of}/"),
            html: "<html><body><main><h1>Ada Example</h1></main></body></html>".to_owned(),
            ..Snapshot::default()
        }
    }

    #[test]
    fn whatever_was_judged_before_the_answer_is_that_of_the_rules() {
        let rules = RuleSet::built_in().unwrap();
        let mut memory = Memory::default();
        let ada = page("ada-example");
        let again = Snapshot { look: 7, ..ada.clone() };
        let elsewhere = page("ben-example");
        let redirected = Snapshot {
            status: Some(404),
            ..ada.clone()
        };
        let longer = Snapshot {
            html: format!("{}<p>404</p>", ada.html),
            ..ada.clone()
        };
        for snapshot in [&ada, &again, &elsewhere, &ada, &redirected, &longer, &ada, &ada] {
            let said = memory.recognise(&rules, snapshot).unwrap();
            assert_eq!(said, rules.recognise(snapshot).unwrap());
        }
    }

    #[test]
    fn a_page_that_has_not_changed_is_not_judged_again() {
        let mut memory = Memory::default();
        let ada = page("ada-example");
        let said = memory.recognise(&RuleSet::built_in().unwrap(), &ada).unwrap();
        let (_, remembered) = memory.last.as_mut().unwrap();
        "remembered".clone_into(&mut remembered.rule);
        let again = memory
            .recognise(
                &RuleSet::built_in().unwrap(),
                &Snapshot {
                    look: 7,
                    moving: true,
                    ..ada
                },
            )
            .unwrap();
        assert_eq!(again.rule, "remembered");
        assert_ne!(said.rule, again.rule);
    }
}

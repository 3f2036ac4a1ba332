//! What `selectors check` says, for people and for programs.

use comfy_table::Table;
use linkwright::exit_code::ExitCode;
use linkwright::page::review::{Claim, Overlap, Review};
use linkwright::page::{DocumentError, Origin, PageState};
use serde_json::{Value, json};

use super::super::output::{print_json, show, tell};
use super::super::sandbox::{keep_whole, plain_table};
use super::fault::Fault;

/// The files by name, and how they stand to the built-in ones.
pub(super) type Files = Vec<(String, Origin)>;

/// Everything that was found out.
pub(super) struct Report {
    /// How many rules there are.
    pub(super) rules: usize,
    pub(super) files: Files,
    pub(super) faults: Vec<Fault>,
    pub(super) pages: Vec<Page>,
}

/// One page.
pub(super) struct Page {
    pub(super) file: String,
    /// The same for people.
    pub(super) short: String,
    pub(super) claim: Option<Claim>,
    /// The state that its name may be meant to claim, and does not.
    pub(super) meant: Option<PageState>,
    pub(super) review: Result<Review, DocumentError>,
}

impl Page {
    /// Whether it is seen as its name says, if that says anything.
    fn is_right(&self) -> Option<bool> {
        let claim = self.claim.as_ref()?;
        Some(self.review.as_ref().ok()?.bears_out(claim))
    }

    fn overlaps(&self) -> &[Overlap] {
        self.review.as_ref().map_or(&[], |review| &review.overlaps)
    }

    /// The rules that match besides the one that answered.
    fn others(review: &Review) -> Vec<&str> {
        let names = review.matching.iter().map(|one| one.rule.as_str());
        let answered = |name: &str| match review.seen.rule.strip_prefix("ambiguous: ") {
            Some(several) => several.split(", ").any(|one| one == name),
            None => review.seen.rule == name,
        };
        names.filter(|name| !answered(name)).collect()
    }

    fn missing(review: &Review) -> Vec<&'static str> {
        review.missing().iter().map(|element| element.name()).collect()
    }

    fn as_json(&self) -> Value {
        let expected = self.claim.map(|claim| claim.state.name());
        match &self.review {
            Err(error) => json!({"page": self.file, "state": null, "rule": null, "layer": null, "also": [],
                "expected": expected, "right": null, "missing": [], "error": error.to_string()}),
            Ok(review) => {
                let seen = &review.seen;
                let layer = seen.layer.map(|layer| layer.name());
                json!({"page": self.file, "state": seen.state.name(), "rule": layer.map(|_| seen.rule.as_str()),
                    "layer": layer, "also": Page::others(review), "expected": expected,
                    "right": self.is_right(), "missing": Page::missing(review), "error": null})
            }
        }
    }

    fn row(&self) -> [String; 5] {
        let (state, rule, layer) = match &self.review {
            Err(_) => ("not read".to_owned(), String::new(), String::new()),
            Ok(review) => {
                let others = Page::others(review);
                let also = if others.is_empty() {
                    String::new()
                } else {
                    format!("; also {}", others.join(", "))
                };
                let layer = review.seen.layer.map_or("", |layer| layer.name());
                (
                    review.seen.state.to_string(),
                    format!("{}{also}", review.seen.rule),
                    layer.to_owned(),
                )
            }
        };
        [self.verdict(), self.short.clone(), state, layer, rule]
    }

    fn verdict(&self) -> String {
        match (self.claim, &self.review, self.is_right()) {
            (_, Err(_), _) => "✗".to_owned(),
            (None, Ok(_), _) | (_, Ok(_), None) => "·".to_owned(),
            (_, Ok(_), Some(true)) => "✓".to_owned(),
            (_, Ok(_), Some(false)) => "✗".to_owned(),
        }
    }

    /// A misspelt name claims nothing, and so nothing holds the page to it.
    fn slip(&self) -> Option<String> {
        let meant = self.meant?;
        let file = &self.file;
        Some(format!(
            "{file}: its name says no state that there is; did you mean {meant}?"
        ))
    }

    /// Why a page is not as its name says, or has no control to use.
    fn remark(&self) -> Option<String> {
        let review = match &self.review {
            Ok(review) => review,
            Err(error) => return Some(format!("{}: it cannot be read: {error}", self.file)),
        };
        let missing = Page::missing(review).join(", ");
        match self.claim {
            Some(claim) if claim.state != review.seen.state => {
                let seen = review.seen.state;
                Some(format!(
                    "{}: its name says {}, and it is seen as {seen}",
                    self.file, claim.state
                ))
            }
            Some(claim) if claim.is_fragment || missing.is_empty() => None,
            None if missing.is_empty() => self.slip(),
            Some(_) | None => Some(format!(
                "{}: {} is seen, but no selector under [elements] finds {missing}",
                self.file, review.seen.state
            )),
        }
    }
}

impl Report {
    /// The report of files that cannot be used.
    pub(super) fn faulty(files: Files, faults: Vec<Fault>) -> Report {
        Report {
            rules: 0,
            files,
            faults,
            pages: Vec::new(),
        }
    }

    /// The gravest of what was found out.
    pub(super) fn exit_code(&self) -> ExitCode {
        if !self.faults.is_empty() {
            ExitCode::InvalidWorkflow
        } else if self.pages.iter().any(|page| page.review.is_err()) {
            ExitCode::NoAnswer
        } else if self.pages.iter().any(|page| page.is_right() == Some(false)) {
            ExitCode::ActionError
        } else {
            ExitCode::Success
        }
    }

    /// To stdout what was found, to stderr what it amounts to.
    pub(super) fn print(&self, json: bool) {
        if json {
            print_json(&self.as_json());
            return;
        }
        if self.faults.is_empty() {
            show(&self.in_words());
        } else {
            let faults = self.faults.iter().map(|fault| format!("{}\n", fault.message));
            show(&faults.collect::<String>());
        }
        tell(&self.summary());
    }

    /// Each overlap once, with the pages that show it.
    fn overlaps(&self) -> Vec<(&Overlap, Vec<&str>)> {
        let mut all: Vec<(&Overlap, Vec<&str>)> = Vec::new();
        for page in &self.pages {
            for overlap in page.overlaps() {
                match all.iter_mut().find(|(known, _)| *known == overlap) {
                    Some((_, pages)) => pages.push(&page.file),
                    None => all.push((overlap, vec![&page.file])),
                }
            }
        }
        all
    }

    fn as_json(&self) -> Value {
        let file = |(name, origin): &(String, Origin)| json!({"file": name, "origin": origin.name()});
        let overlap = |(overlap, pages): &(&Overlap, Vec<&str>)| {
            let rules: Vec<Value> = overlap
                .rules
                .iter()
                .map(|rule| json!({"rule": rule.rule, "state": rule.state.name()}))
                .collect();
            json!({"layer": overlap.layer.name(), "rules": rules, "pages": pages})
        };
        json!({
            "ok": self.exit_code() == ExitCode::Success,
            "rules": self.rules,
            "files": self.files.iter().map(file).collect::<Vec<_>>(),
            "faults": self.faults,
            "overlaps": self.overlaps().iter().map(overlap).collect::<Vec<_>>(),
            "pages": self.pages.iter().map(Page::as_json).collect::<Vec<_>>(),
        })
    }

    fn in_words(&self) -> String {
        let mut text = String::new();
        let of = |origin| {
            let files = self.files.iter().filter(move |(_, how)| *how == origin);
            files.map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
        };
        for (what, files) in [
            ("in place of the built-in file", of(Origin::Replaces)),
            ("added", of(Origin::Adds)),
            (
                "as built in, better deleted unless you will change it",
                of(Origin::Same),
            ),
        ] {
            if !files.is_empty() {
                text.push_str(&format!("{what}: {files}\n"));
            }
        }
        if !self.pages.is_empty() {
            text.push_str(&format!("{}\n", self.table()));
        }
        for (overlap, pages) in self.overlaps() {
            let rules: Vec<String> = overlap
                .rules
                .iter()
                .map(|rule| format!("{} says {} ({})", rule.rule, rule.state, rule.place))
                .collect();
            text.push_str(&format!(
                "overlap in the layer {}: {}\n",
                overlap.layer,
                rules.join(", ")
            ));
            text.push_str(&format!("  on {}\n", pages.join(", ")));
        }
        let remarks = self.pages.iter().filter_map(Page::remark);
        text.extend(remarks.map(|remark| format!("{remark}\n")));
        text
    }

    fn table(&self) -> Table {
        let mut table = plain_table(["", "page", "state", "layer", "rule"]);
        table.add_rows(self.pages.iter().map(Page::row));
        [0, 2, 3].into_iter().for_each(|column| keep_whole(&mut table, column));
        table
    }

    fn summary(&self) -> String {
        if !self.faults.is_empty() {
            let faults = self.faults.len();
            let word = if faults == 1 { "fault" } else { "faults" };
            return format!("{faults} {word}; --selectors refuses these files, and no page was read.");
        }
        let rules = format!("{} rules, no fault.", self.rules);
        if self.pages.is_empty() {
            return format!("{rules} Whether rules overlap is seen on pages: --against page.html");
        }
        let count = |right| self.pages.iter().filter(|page| page.is_right() == right).count();
        let unread = self.pages.iter().filter(|page| page.review.is_err()).count();
        let unread = if unread == 0 {
            String::new()
        } else {
            format!(" {unread} cannot be read.")
        };
        format!(
            "{rules} Of {} pages {} are as their names say (✓), {} are not (✗), {} have names that say nothing (·).{unread}",
            self.pages.len(),
            count(Some(true)),
            count(Some(false)),
            self.pages.iter().filter(|page| page.claim.is_none()).count(),
        )
    }
}

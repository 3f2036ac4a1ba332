//! The page itself: what is told, handed to a template that escapes every value.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use linkwright::ledger::{HistoryRow, Limits, Outcome, Timestamp, Usage};
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::chart::Chart;
use crate::cli::history::{local, slug_in};

/// How every page of ours begins.
pub(super) const MARK: &str = "<!doctype html>\n<!-- linkwright report -->";
/// The ending says that values are escaped for HTML.
const NAME: &str = "page.html";
const TEMPLATE: &str = include_str!("page.html");
/// What became of an invitation that was taken back.
const WITHDRAWN: &str = "sent, withdrawn";
const DAY: i64 = 24 * 60 * 60 * 1000;

/// What a page tells.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) site: &'a str,
    pub(super) account: &'a str,
    pub(super) now: Timestamp,
    /// Newest first.
    pub(super) rows: &'a [HistoryRow],
    /// What counts against the limits.
    pub(super) usage: &'a Usage,
    pub(super) limits: &'a Limits,
}

impl Told<'_> {
    /// The page as HTML.
    pub(super) fn page(&self) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.add_template(NAME, TEMPLATE)?;
        let zone = self
            .limits
            .hours
            .as_ref()
            .map_or_else(TimeZone::system, |hours| hours.zone.clone());
        let text = environment.get_template(NAME)?.render(context! {
            site => self.site,
            account => self.account,
            now => local(self.now),
            outcomes => self.outcomes(),
            results => self.results(),
            people => self.people(),
            chart => chart(&Chart::of(&self.usage.charges, self.limits.per_day, self.now, &zone)),
            per_day => self.limits.per_day,
            usage => self.usage(),
        })?;
        Ok(format!("{MARK}\n{text}"))
    }

    /// Each invitation once: a request that was told of an earlier one's invitation has none of its own.
    fn told(&self) -> impl Iterator<Item = &HistoryRow> {
        let rows = self.rows.iter();
        rows.filter(|row| row.outcome != Outcome::Sent || row.attempts > 0)
    }

    /// Every outcome with its number, those that never happened too; whoever was withdrawn is counted apart.
    fn outcomes(&self) -> Vec<Value> {
        let count = |outcome: Outcome| {
            let stand = self.told().filter(|row| row.withdrawn_at.is_none());
            stand.filter(|row| row.outcome == outcome).count()
        };
        let tile = |word: &str, name: &str, count: usize| context! { word, name, count };
        let withdrawn = self.told().filter(|row| row.withdrawn_at.is_some()).count();
        let outcomes = Outcome::ALL.iter();
        outcomes
            .map(|outcome| tile(outcome.as_str(), name(*outcome), count(*outcome)))
            .chain([tile("withdrawn", WITHDRAWN, withdrawn)])
            .collect()
    }

    /// Results by type: `sent`, what was withdrawn since, and errors by their own names.
    fn results(&self) -> Vec<Value> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in self.told() {
            *counts.entry(result(row)).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
        counts
            .into_iter()
            .map(|(word, count)| context! { word, count })
            .collect()
    }

    fn people(&self) -> Vec<Value> {
        let person = |row: &HistoryRow| {
            let url = row.person_url.clone().unwrap_or_default();
            let slug = slug_in(&url);
            context! {
                url,
                slug,
                label => row.label.clone().unwrap_or_default(),
                word => row.withdrawn_at.map_or(row.outcome.as_str(), |_| "withdrawn"),
                result => result(row),
                attempts => row.attempts,
                when => row.decided_at.map_or_else(|| "open".to_owned(), local),
                evidence => row.evidence.as_ref().map(ToString::to_string).unwrap_or_default(),
            }
        };
        self.rows.iter().map(person).collect()
    }

    /// What is used of each limit that is kept, in words that fit a small tile.
    fn usage(&self) -> Vec<Value> {
        let used = self.limits.used(self.usage, self.now.0);
        let month = self.now.0.saturating_sub(30 * DAY);
        let month = self.usage.charges.iter().filter(|charge| charge.at > month);
        let line = |id: &str, name: &str, used: usize, most: Option<u32>| {
            let most = most.map_or_else(|| "no limit".to_owned(), |most| format!("of {most}"));
            context! { id, name, used, most }
        };
        vec![
            line("week", "Invitations in seven days", used.week, self.limits.per_week),
            line(
                "notes",
                "With a note in thirty days",
                used.notes,
                self.limits.notes_per_month,
            ),
            line("month", "Invitations in thirty days", month.count(), None),
        ]
    }
}

/// The error that was told, or the outcome where there is none.
fn result(row: &HistoryRow) -> &'static str {
    if row.withdrawn_at.is_some() {
        return WITHDRAWN;
    }
    row.error.map_or(row.outcome.as_str(), |error| error.as_str())
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Sent => "sent",
        Outcome::NotSent => "tried, not sent",
        Outcome::InDoubt => "in doubt",
        Outcome::Unknown => "unknown",
        Outcome::Answered => "answered",
    }
}

fn chart(chart: &Chart) -> Value {
    let bar = |(place, bar): (usize, &super::chart::Bar)| {
        context! { x => place * 10, day => bar.day.clone(), label => bar.label.clone(), count => bar.count, height => bar.height, y => 110 - bar.height }
    };
    context! {
        bars => chart.bars.iter().enumerate().map(bar).collect::<Vec<Value>>(),
        limit => chart.limit.map(|limit| 110 - limit),
        most => chart.most,
        zone => chart.zone.clone(),
        total => chart.bars.iter().map(|bar| bar.count).sum::<usize>(),
    }
}

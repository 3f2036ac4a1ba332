//! Rules that almost match: all of their conditions but one hold.
//!
//! Says selectors and counts, never what stands on the page.

use std::time::{Duration, Instant};

use scraper::ElementRef;

use super::finder::Finder;
use super::inspection::RuleMatch;
use super::query::{Place, Query};
use super::relaxation::{relaxations, telling};
use super::rule::Rule;
use super::text::labels;

/// Longest time that is spent on one page: somebody waits at a terminal.
const BUDGET: Duration = Duration::from_secs(5);
/// A rule that almost matches.
#[derive(Debug, Clone)]
pub struct NearMiss {
    /// The rule.
    pub rule: RuleMatch,
    /// The one condition of it that does not hold.
    pub unmet: Unmet,
    nearness: Nearness,
}

/// The condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// Elements fit a selector of `all` but for one part of it.
    Part {
        /// The part that none of them has.
        part: String,
        /// The selector without that part.
        rest: String,
        /// How many elements fit the rest.
        hits: usize,
        /// Where the selector stands.
        place: Place,
    },
    /// Nothing fits a selector of `all`, nor any selector that is one part shorter.
    Nothing {
        /// The selector.
        selector: String,
        /// Where it stands.
        place: Place,
    },
    /// Something fits a selector of `none`.
    Forbidden {
        /// The selector.
        selector: String,
        /// How many elements fit it.
        hits: usize,
        /// Where it stands.
        place: Place,
    },
}

impl Unmet {
    /// The condition, as it is written in the file.
    pub fn condition(&self) -> &str {
        match self {
            Unmet::Part { part, .. } => part,
            Unmet::Nothing { selector, .. } | Unmet::Forbidden { selector, .. } => selector,
        }
    }

    /// Where the condition stands.
    pub fn place(&self) -> &Place {
        match self {
            Unmet::Part { place, .. } | Unmet::Nothing { place, .. } | Unmet::Forbidden { place, .. } => place,
        }
    }

    /// What is on the page, and what would satisfy the condition.
    pub fn cure(&self) -> String {
        match self {
            Unmet::Part { part, rest, hits, .. } => {
                let (fit, one) = if *hits == 1 {
                    ("1 element fits".to_owned(), "it")
                } else {
                    (format!("{hits} elements fit"), "one of them")
                };
                format!("{fit} {rest}, and {one} {}", wanted(part))
            }
            Unmet::Nothing { .. } => {
                "the other conditions of the rule hold; something on the page must fit this one".to_owned()
            }
            Unmet::Forbidden { hits, .. } => {
                let fit = if *hits == 1 {
                    "1 element fits".to_owned()
                } else {
                    format!("{hits} elements fit")
                };
                format!("all that the rule wants is there, but {fit} this selector of `none`, and nothing may")
            }
        }
    }
}

/// What an element must have besides; marks are said in the words of those who set them.
fn wanted(part: &str) -> String {
    let value = || part.split('\'').nth(1).unwrap_or_default();
    if part.starts_with("[lw-region") {
        return format!("must lie in the {0}, which `{0}` of reading.toml finds", value());
    }
    if part.starts_with("[lw-named") {
        return format!(
            "must have its label, with {{X}} for the person's name, under `{}` in words.toml, in the page's language",
            value()
        );
    }
    if part.starts_with("[lw-word~") {
        return format!(
            "must have its whole label under `{}` in words.toml, in the page's language",
            value()
        );
    }
    if part.starts_with("[lw-names") {
        return format!("must have a label with the name on the card in it ({part})");
    }
    if part.starts_with("[lw-owner='this'") {
        return "must be a link that names the person of the page's address ([lw-owner='this'])".to_owned();
    }
    format!("must fit {part} as well")
}

/// How many conditions hold that say anything, and how many elements fit them.
type Nearness = (usize, usize);

/// The time was up.
struct TimeUp;

/// A page that is searched for near misses.
pub(super) struct Search<'a> {
    finder: Finder<'a>,
    end: Instant,
}

impl<'a> Search<'a> {
    /// For as long as somebody waits.
    pub(super) fn of(finder: Finder<'a>) -> Search<'a> {
        Search {
            finder,
            end: Instant::now() + BUDGET,
        }
    }

    /// The nearest first, and whether all rules were tried.
    pub(super) fn near_misses(&self, rules: &[Rule]) -> (Vec<NearMiss>, bool) {
        let mut near = Vec::new();
        let mut is_complete = true;
        for rule in rules {
            match self.near_miss(rule) {
                Ok(found) => near.extend(found),
                Err(TimeUp) => {
                    is_complete = false;
                    break;
                }
            }
        }
        near.sort_by_key(|miss| (std::cmp::Reverse(miss.nearness.0), miss.nearness.1));
        (near, is_complete)
    }

    fn near_miss(&self, rule: &Rule) -> Result<Option<NearMiss>, TimeUp> {
        let mut missing = Vec::new();
        for query in &rule.all {
            if self.count(query)? == 0 {
                missing.push(query);
            }
        }
        let mut forbidden = Vec::new();
        for query in &rule.none {
            if let hits @ 1.. = self.count(query)? {
                forbidden.push((query, hits));
            }
        }
        let held: usize = rule.all.iter().map(|query| telling(&query.text)).sum();
        let found = match (missing.as_slice(), forbidden.as_slice()) {
            ([query], []) => self.nearest(query, held - telling(&query.text))?,
            ([], [(query, hits)]) => Some((
                Unmet::Forbidden {
                    selector: query.text.clone(),
                    hits: *hits,
                    place: query.place.clone(),
                },
                (held, *hits),
            )),
            _ => None,
        };
        Ok(found
            .filter(|(_, (telling, _))| *telling > 0)
            .map(|(unmet, nearness)| NearMiss {
                rule: RuleMatch::of(rule),
                unmet,
                nearness,
            }))
    }

    /// The shorter selector that tells most, and of those the one that fits least.
    fn nearest(&self, query: &Query, held: usize) -> Result<Option<(Unmet, Nearness)>, TimeUp> {
        let mut best: Option<(Unmet, Nearness)> = None;
        for shorter in relaxations(&query.text) {
            let says = |element: &ElementRef| !shorter.speaks || !labels(element).is_empty();
            let hits = self.finder.count_until(&shorter.query, says, self.end).ok_or(TimeUp)?;
            let nearness = (held + shorter.telling, if shorter.is_faint { usize::MAX } else { hits });
            let is_nearer = best.as_ref().is_none_or(|(_, (telling, fewest))| {
                nearness.0 > *telling || (nearness.0 == *telling && nearness.1 < *fewest)
            });
            if hits > 0 && shorter.telling > 0 && is_nearer {
                let unmet = Unmet::Part {
                    part: shorter.part,
                    rest: shorter.query.text.clone(),
                    hits,
                    place: query.place.clone(),
                };
                best = Some((unmet, nearness));
            }
        }
        let nothing = || Unmet::Nothing {
            selector: query.text.clone(),
            place: query.place.clone(),
        };
        Ok(Some(best.unwrap_or_else(|| (nothing(), (held, 0)))))
    }

    fn count(&self, query: &Query) -> Result<usize, TimeUp> {
        self.finder.count_until(query, |_| true, self.end).ok_or(TimeUp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Inspection, RuleSet, saved};

    const TOP: &str = "<!-- linkwright fixture; url: https://www.linkedin.com/in/ada-example/; status: 200 -->\n<html lang=en><body><main><section componentkey=com.linkedin.sdui.profile.card.refExampleTopcard><h2>Ada Example</h2>";

    fn inspect(rest: &str) -> Inspection {
        let rules = RuleSet::built_in().unwrap();
        let snapshot = saved::snapshot(&rules, &format!("{TOP}{rest}"), None).unwrap();
        rules.inspect(&snapshot).unwrap()
    }

    fn miss<'a>(inspection: &'a Inspection, rule: &str) -> Option<&'a NearMiss> {
        inspection.near_misses.iter().find(|miss| miss.rule.rule == rule)
    }

    #[test]
    fn a_renamed_icon_is_the_part_that_is_missing() {
        let seen = inspect("<a href=/in/ada-example/><svg id=hourglass></svg>Waits</a>");
        let Some(Unmet::Part {
            part,
            rest,
            hits,
            place,
        }) = miss(&seen, "pending_clock_link").map(|miss| &miss.unmet)
        else {
            panic!("{:?}", seen.near_misses)
        };
        assert_eq!(part, ":has(svg[id='clock-small'])");
        assert_eq!((rest.as_str(), *hits), ("[lw-region~='card'] a[lw-owner='this']", 1));
        assert_eq!(place.file, "person.toml");
        assert!(seen.is_complete);
    }

    #[test]
    fn a_new_word_is_near_only_where_it_names_the_person() {
        let named = inspect("<button aria-label='Waits for Ada Example'>Waits</button>");
        let unmet = &miss(&named, "pending_label").unwrap().unmet;
        assert!(
            unmet.cure().contains("under `pending` in words.toml"),
            "{}",
            unmet.cure()
        );
        let other = inspect("<button aria-label='Waits for Bob Example'>Waits</button>");
        assert!(miss(&other, "pending_label").is_none());
    }

    #[test]
    fn what_must_not_be_there_is_a_near_miss_too() {
        let seen = inspect("<p>· 1st</p><button aria-label='Message Ada Example'>Message</button><p>· 2nd</p>");
        let unmet = &miss(&seen, "connected_degree_message_label").unwrap().unmet;
        assert_eq!(unmet.condition(), "[lw-region~='card'] [lw-degree='2']");
        assert!(unmet.cure().contains("`none`"), "{}", unmet.cure());
    }

    #[test]
    fn a_rule_that_matches_or_that_misses_two_conditions_is_no_near_miss() {
        let seen = inspect("<a href=/in/ada-example/><svg id=clock-small></svg>Waits</a>");
        assert!(seen.matching.iter().any(|one| one.rule == "pending_clock_link"));
        assert!(miss(&seen, "pending_clock_link").is_none());
        assert!(miss(&seen, "incoming_both").is_none());
    }

    #[test]
    fn a_page_that_nobody_waits_for_is_left_unfinished() {
        let rules = RuleSet::built_in().unwrap();
        let snapshot = saved::snapshot(&rules, &format!("{TOP}<a href=/in/ada-example/>x</a>"), None).unwrap();
        let page = rules.open(&snapshot).unwrap();
        let finder = page.finder();
        let end = Instant::now() - Duration::from_millis(1);
        let (near, is_complete) = Search { finder, end }.near_misses(&rules.rules);
        assert!(near.is_empty() && !is_complete);
    }
}

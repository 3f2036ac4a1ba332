//! A selector with one of its conditions taken away: what still hits then is a near miss.
//!
//! Works on the text of a selector. Knows no page.

use std::ops::Range;

use scraper::Selector;

use super::query::Query;

/// A selector without one of its conditions.
#[derive(Debug)]
pub(super) struct Relaxation {
    /// The selector that is left.
    pub(super) query: Query,
    /// The condition that was taken away, as it was written.
    pub(super) part: String,
    /// How many of the conditions that are left say anything about this page rather than about any.
    pub(super) telling: usize,
    /// A word was taken away: only what says something is near.
    pub(super) speaks: bool,
    /// There is often something of that kind: other near misses come first.
    pub(super) is_faint: bool,
}

/// Every way to take one condition away from a selector; `,` parts selectors of their own.
pub(super) fn relaxations(text: &str) -> Vec<Relaxation> {
    alternatives(text).into_iter().flat_map(of_one).collect()
}

/// How many conditions of a selector say anything about this page rather than about any.
pub(super) fn telling(text: &str) -> usize {
    let of_one = |one: &str| {
        parts(one)
            .iter()
            .filter(|part| is_telling(&one[(*part).clone()]))
            .count()
    };
    alternatives(text).into_iter().map(of_one).max().unwrap_or(0)
}

fn of_one(text: &str) -> Vec<Relaxation> {
    let parts = parts(text);
    let without = |part: &Range<usize>| {
        let removed = &text[part.clone()];
        let left = format!("{}{}{}", &text[..part.start], remnant(text, part), &text[part.end..]);
        // That something lies in anything at all says nothing.
        let descendant = left.strip_prefix("* ").filter(|rest| !rest.starts_with(['>', '+']));
        let left = descendant.map(str::to_owned).unwrap_or(left);
        // What is left of a selector may be none.
        let selector = Selector::parse(&left).ok()?;
        // A toast that says what nobody understands tells something; that there is a place for one does not.
        let speaks = removed.starts_with("[lw-word~");
        let in_toast = speaks && left.contains("lw-region~='toast'");
        Some(Relaxation {
            speaks,
            query: Query::new(&left, selector),
            part: removed.to_owned(),
            telling: telling(&left) + usize::from(in_toast),
            is_faint: in_toast,
        })
    };
    parts.iter().filter_map(without).collect()
}

/// What stands in the place of a condition. A word is near where a label is that nobody understands.
fn remnant(text: &str, part: &Range<usize>) -> &'static str {
    let removed = &text[part.clone()];
    if removed.starts_with("[lw-named") {
        return "[lw-names='this']:not([lw-named])";
    }
    if removed.starts_with("[lw-word~") {
        return ":not([lw-word])";
    }
    let combines = |c: char| c.is_whitespace() || matches!(c, '>' | '+');
    let alone = text[..part.start].chars().next_back().is_none_or(combines)
        && text[part.end..].chars().next().is_none_or(combines);
    if alone { "*" } else { "" }
}

/// Tags, roles, the card, the place for toasts and what is marked on the root are on nearly every page.
fn is_telling(part: &str) -> bool {
    let bare = part.trim_start_matches(|c: char| c.is_alphanumeric() || c == '-' || c == '*');
    if bare.is_empty() || bare.starts_with(":not(") {
        return false;
    }
    const COMMON: [&str; 10] = [
        "lw-region~='card'",
        "lw-region~='toast'",
        "lw-path",
        "lw-status",
        "lw-person",
        "lw-nav",
        "lw-words",
        "lw-main",
        "role",
        "aria-label",
    ];
    let mut attributes = bare.split('[').skip(1).peekable();
    if attributes.peek().is_none() {
        return bare.contains(['#', '.']);
    }
    attributes.any(|attribute| !COMMON.iter().any(|common| attribute.starts_with(common)))
}

/// Whether a character of a selector stands outside of every bracket and string.
#[derive(Default)]
struct Depth {
    level: usize,
    quote: Option<char>,
}

impl Depth {
    /// Steps over `c`; whether the text behind it is outside.
    fn step(&mut self, c: char) -> bool {
        match (self.quote, c) {
            (Some(open), _) if c == open => self.quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => self.quote = Some(c),
            (None, '(' | '[') => self.level += 1,
            (None, ')' | ']') => self.level = self.level.saturating_sub(1),
            (None, _) => {}
        }
        self.level == 0 && self.quote.is_none()
    }
}

fn alternatives(text: &str) -> Vec<&str> {
    let mut depth = Depth::default();
    text.split(|c| depth.step(c) && c == ',').map(str::trim).collect()
}

/// Tags, `[…]`, `#…`, `.…` and `:…(…)` of one selector, in their order.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut depth = Depth::default();
    let mut parts = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let was_outside = depth.level == 0 && depth.quote.is_none();
        let _ = depth.step(c);
        if !was_outside {
            continue;
        }
        let combines = c.is_whitespace() || matches!(c, '>' | '+');
        // A parenthesis belongs to the name in front of it.
        if (combines || matches!(c, '[' | ':' | '#' | '.'))
            && let Some(begun) = start.take()
        {
            parts.push(begun..at);
        }
        if !combines && start.is_none() {
            start = Some(at);
        }
    }
    parts.extend(start.map(|begun| begun..text.len()));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_falls_into_its_conditions() {
        let of = |text: &'static str| parts(text).into_iter().map(|part| &text[part]).collect::<Vec<_>>();
        assert_eq!(
            of("[lw-region~='card'] a[lw-owner='this'][href*='/a b.c/']:has(svg[id='clock-small'], .x y)"),
            [
                "[lw-region~='card']",
                "a",
                "[lw-owner='this']",
                "[href*='/a b.c/']",
                ":has(svg[id='clock-small'], .x y)"
            ]
        );
        assert_eq!(
            of("main > div#top.wide + :is(a, b)"),
            ["main", "div", "#top", ".wide", ":is(a, b)"]
        );
        assert_eq!(alternatives("a:is(b, c), d[e=',']"), ["a:is(b, c)", "d[e=',']"]);
    }

    #[test]
    fn one_condition_at_a_time_is_taken_away() {
        let left: Vec<String> = relaxations("main > a[href]")
            .iter()
            .map(|one| one.query.text.clone())
            .collect();
        assert_eq!(left, ["* > a[href]", "main > [href]", "main > a"]);
        let left: Vec<String> = relaxations("[id] a").iter().map(|one| one.query.text.clone()).collect();
        assert_eq!(left, ["a", "[id] *"]);
        let word = relaxations("[lw-region~='card'] a[lw-named~='pending']");
        assert_eq!(
            word[2].query.text,
            "[lw-region~='card'] a[lw-names='this']:not([lw-named])"
        );
    }

    #[test]
    fn what_is_on_nearly_every_page_tells_nothing() {
        for text in [
            "html[lw-nav]",
            "[lw-region~='card'] :is(a, button, [role='button'])",
            "main a:not([lw-owner='other'])",
        ] {
            assert_eq!(telling(text), 0, "{text}");
        }
        for (text, count) in [
            ("[lw-region~='menu'] a", 1),
            ("[lw-region~='card'] a[lw-owner='this']:has(svg[id='clock-small'])", 2),
            ("#x.y", 2),
        ] {
            assert_eq!(telling(text), count, "{text}");
        }
    }
}

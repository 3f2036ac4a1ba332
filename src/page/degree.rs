//! Finds the degree line, `· 1st`, on a person's card. Knows nothing of what it means.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::annotate::{first, hits};
use super::finder::Finder;
use super::label::normalise;
use super::rule::Reading;
use super::text::text_of;
use super::words::Dictionary;

/// Pieces of text behind the name among which the degree line is looked for.
const REACH: usize = 6;
/// Longest degree line, in characters, its separator left out.
const LONGEST: usize = 14;

/// Every degree line that can be seen, with its degree: `1`, `2` or `3`.
pub(super) fn lines(html: Finder, reading: &Reading, words: Option<&Dictionary>) -> Vec<(NodeId, &'static str)> {
    let badges = hits(html, reading, "degree").into_iter();
    let badges = badges.map(|badge| (badge, text_of(&badge)));
    let dotted = dotted_lines(html, reading).into_iter();
    badges
        .chain(dotted)
        .filter_map(|(element, text)| Some((element.id(), degree_of(&text, words)?)))
        .collect()
}

/// Short lines behind the name that begin with a separator dot.
fn dotted_lines<'a>(html: Finder<'a>, reading: &Reading) -> Vec<(ElementRef<'a>, String)> {
    let (Some(card), Some(name)) = (first(html, reading, "card"), first(html, reading, "name")) else {
        return Vec::new();
    };
    card.descendants()
        .skip_while(|node| node.id() != name.id())
        .filter(|node| !node.ancestors().any(|above| above.id() == name.id()))
        .filter_map(|node| {
            let text = node.value().as_text()?;
            let element = ElementRef::wrap(node.parent()?)?;
            (!text.trim().is_empty()).then(|| (element, text.to_string()))
        })
        .take(REACH)
        .filter_map(|(element, text)| dotted_line(element, &text))
        .collect()
}

/// The line that a text opens: its own, or its parent's where the dot stands alone.
pub(super) fn dotted_line<'a>(element: ElementRef<'a>, text: &str) -> Option<(ElementRef<'a>, String)> {
    let rest = text.trim_start().strip_prefix(['\u{b7}', '\u{2022}'])?;
    if !normalise(rest).is_empty() {
        return Some((element, normalise(rest)));
    }
    let line = [Some(element), element.parent().and_then(ElementRef::wrap)]
        .into_iter()
        .flatten()
        .find(|one| !text_of(one).is_empty())?;
    Some((line, text_of(&line)))
}

/// The degree that a line tells: by the words of the language, or by the digit in front, which is
/// the same in nearly every language.
pub(super) fn degree_of(line: &str, words: Option<&Dictionary>) -> Option<&'static str> {
    let keys = words.map(|words| words.meaning(line, &[]).keys).unwrap_or_default();
    let by_word = ["1", "2", "3"]
        .into_iter()
        .find(|degree| keys.iter().any(|key| key.strip_prefix("degree") == Some(degree)));
    by_word.or_else(|| leading_degree(line))
}

fn leading_degree(line: &str) -> Option<&'static str> {
    let degree = ["1", "2", "3"].into_iter().find(|degree| line.starts_with(degree))?;
    let rest = &line[1..];
    let is_short = line.chars().count() <= LONGEST && !rest.chars().any(|c| c.is_ascii_digit());
    is_short.then_some(degree)
}

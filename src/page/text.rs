//! What an element says: its text, and what it is called.

use scraper::{ElementRef, Node};

use super::finder::attribute;
use super::label::{MAX_LABEL, normalise};

/// Characters of an element's text, those that an excerpt leaves out among them, counted no further than `enough`.
pub(super) fn text_length(element: &ElementRef, enough: usize) -> usize {
    let mut length: usize = 0;
    for node in element.descendants() {
        let more = match node.value() {
            Node::Text(piece) => piece.trim().chars().count(),
            Node::Element(_) => ElementRef::wrap(node).map_or(0, |part| left_out(&part)),
            _ => 0,
        };
        // A saved page may name any number.
        length = length.saturating_add(more);
        if length >= enough {
            break;
        }
    }
    length
}

fn left_out(part: &ElementRef) -> usize {
    attribute(part, "lw-left-out")
        .and_then(|missing| missing.parse().ok())
        .unwrap_or(0)
}

/// Normalised text of an element, up to the length of a label and a bit.
pub(super) fn text_of(element: &ElementRef) -> String {
    let mut text = String::new();
    for piece in element.text() {
        text.push_str(piece);
        text.push(' ');
        if text.len() > MAX_LABEL * 8 {
            break;
        }
    }
    // Pieces of one word in two nodes are rare; a comma or a stop behind a link is not.
    normalise(&text.replace(" .", ".").replace(" ,", ","))
}

/// An element's text as it is written, but for spaces and a separator dot in front.
pub(super) fn written(element: &ElementRef) -> String {
    let text: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
    let text = text.join(" ");
    let text = text.trim_start_matches(['\u{b7}', '\u{2022}', ' ']);
    text.replace(" .", ".").replace(" ,", ",")
}

/// What an element is called: its ARIA label, and its own short text.
pub(super) fn labels(element: &ElementRef) -> Vec<String> {
    let mut labels = Vec::new();
    if let Some(label) = attribute(element, "aria-label") {
        labels.push(normalise(label));
    }
    let speaks = matches!(
        element.value().name(),
        "a" | "button" | "h1" | "h2" | "h3" | "h4" | "p" | "li" | "label" | "title" | "strong"
    ) || attribute(element, "role").is_some();
    let has_text = || {
        element
            .children()
            .any(|child| child.value().as_text().is_some_and(|text| !text.trim().is_empty()))
    };
    if speaks || has_text() {
        let text = text_of(element);
        if !text.is_empty() && text.chars().count() <= MAX_LABEL {
            labels.push(text);
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn what_is_missing_counts_as_text_whatever_number_a_page_names() {
        for (missing, length) in [("21", 24), ("18446744073709551615", usize::MAX), ("-1", 3), ("much", 3)] {
            let page = Html::parse_document(&format!("<p>Ada</p><article lw-left-out=\"{missing}\"></article>"));
            assert_eq!(text_length(&page.root_element(), usize::MAX), length, "{missing}");
        }
    }
}

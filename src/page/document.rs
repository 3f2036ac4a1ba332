//! HTML text into a tree, within a size, a node count and a time.
//!
//! Knows nothing of rules. Parse time is quadratic on hostile nesting, so the parser is fed in
//! pieces and the clock is read between them.

use std::time::{Duration, Instant};

use ego_tree::iter::Edge;
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink};

/// Longest time that parsing one page may take.
pub(crate) const BUDGET: Duration = Duration::from_secs(2);
/// Largest page that is looked at, in bytes.
pub const MAX_HTML_BYTES: usize = 16 * 1024 * 1024;
/// Most nodes that a tree may have.
const MAX_NODES: usize = 300_000;
/// Most steps from all nodes up to the root, together: what asking every node for its ancestors costs.
const MAX_STEPS_UP: usize = 30_000_000;
/// Largest and smallest piece fed at once, in bytes: small pieces keep hostile nesting cheap.
const MAX_PIECE: usize = 64 * 1024;
const MIN_PIECE: usize = 1024;
/// A piece that took longer than this is followed by smaller ones.
const SLOW_PIECE: Duration = Duration::from_millis(8);

/// Why a page could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// More than [`MAX_HTML_BYTES`]: so many, as far as was counted.
    #[error("the page is too large: more than {MAX_HTML_BYTES} bytes")]
    TooLarge(usize),
    /// More nodes than a page that a person reads can have.
    #[error("the page has too many nodes: more than {MAX_NODES}")]
    TooManyNodes,
    /// Elements nested more deeply than a browser nests what it reads.
    #[error("the elements of the page are nested too deeply")]
    TooDeep,
    /// The budget ran out.
    #[error("the page took longer to read than its budget of {} ms", .0.as_millis())]
    TooSlow(Duration),
}

/// Parses within `budget`.
///
/// # Errors
/// See [`DocumentError`]; nothing is half-read.
pub(crate) fn parse(html: &str, budget: Duration) -> Result<Html, DocumentError> {
    if html.len() > MAX_HTML_BYTES {
        return Err(DocumentError::TooLarge(html.len()));
    }
    let started = Instant::now();
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = html5ever::driver::parse_document(sink, html5ever::ParseOpts::default());
    let mut rest = html;
    let mut size = MIN_PIECE;
    while !rest.is_empty() {
        let at = floor_char_boundary(rest, size);
        let (piece, after) = rest.split_at(at);
        let before = Instant::now();
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        size = next_size(size, before.elapsed());
        let nodes = parser.tokenizer.sink.sink.0.borrow().tree.nodes().len();
        if nodes > MAX_NODES {
            return Err(DocumentError::TooManyNodes);
        }
        if started.elapsed() > budget {
            return Err(DocumentError::TooSlow(budget));
        }
    }
    let html = parser.finish();
    if is_too_deep(&html) {
        return Err(DocumentError::TooDeep);
    }
    Ok(html)
}

fn is_too_deep(html: &Html) -> bool {
    let mut depth = 0;
    let mut steps = 0;
    html.tree.root().traverse().any(|edge| {
        match edge {
            Edge::Open(_) => {
                depth += 1;
                steps += depth;
            }
            Edge::Close(_) => depth -= 1,
        }
        steps > MAX_STEPS_UP
    })
}

fn next_size(size: usize, took: Duration) -> usize {
    if took > SLOW_PIECE {
        (size / 4).max(MIN_PIECE)
    } else {
        (size * 2).min(MAX_PIECE)
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at.max(text.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_nesting_ends_within_the_budget() {
        // Each of another size: of equal ones the parser remembers three.
        let html: String = (0..20_000).map(|size| format!("<p><font size={size}>")).collect();
        let started = Instant::now();
        let result = parse(&html, Duration::from_millis(200));
        let is_refused = matches!(result, Err(DocumentError::TooSlow(_) | DocumentError::TooManyNodes));
        assert!(is_refused, "whichever cap it meets first: {:?}", result.err());
        // Unbounded it takes minutes and gigabytes; a busy machine may take the budget many times over.
        assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
    }

    #[test]
    fn a_budget_that_is_used_up_ends_the_parse_behind_one_smallest_piece() {
        let html = format!("<p>{}", "x".repeat(MIN_PIECE * 100));
        assert!(matches!(parse(&html, Duration::ZERO), Err(DocumentError::TooSlow(_))));
        assert_eq!(next_size(MAX_PIECE, SLOW_PIECE * 2), MAX_PIECE / 4);
        assert_eq!(next_size(MIN_PIECE, SLOW_PIECE * 2), MIN_PIECE);
        assert_eq!(next_size(MAX_PIECE, Duration::ZERO), MAX_PIECE);
    }

    #[test]
    fn depth_is_capped_by_what_it_costs() {
        let nested = |depth| format!("<svg>{}", "<g>".repeat(depth));
        let budget = Duration::from_secs(60);
        assert!(parse(&nested(5000), budget).is_ok());
        assert!(matches!(parse(&nested(100_000), budget), Err(DocumentError::TooDeep)));
    }

    #[test]
    fn size_and_node_count_are_capped() {
        let large = "a".repeat(MAX_HTML_BYTES + 1);
        assert!(matches!(
            parse(&large, Duration::from_secs(9)),
            Err(DocumentError::TooLarge(_))
        ));
        let many = "<i></i>".repeat(MAX_NODES + 1);
        assert!(matches!(
            parse(&many, Duration::from_secs(60)),
            Err(DocumentError::TooManyNodes)
        ));
    }

    #[test]
    fn text_beyond_ascii_survives_the_pieces() {
        let html = format!("<p>{}</p>", "ö😀".repeat(3000));
        let tree = parse(&html, Duration::from_secs(9)).unwrap();
        let text: String = tree.root_element().text().collect();
        assert_eq!(text, "ö😀".repeat(3000));
    }
}

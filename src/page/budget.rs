//! What a selector may cost. Selectors are data, so one bad line must not hang a look.
//!
//! Two gates: shapes that are known to be quadratic are refused by reading them, and selectors of
//! files that are not built in are also timed on a large page.

use std::sync::OnceLock;
use std::time::Duration;

use scraper::{ElementRef, Html, Selector};

use super::query::Query;

/// Longest selector, in characters.
const MAX_CHARACTERS: usize = 500;
/// Most `:has(` in one selector.
const MAX_HAS: usize = 4;
/// Longest time on the large page.
const MAX_TIME: Duration = Duration::from_millis(50);
/// How often a selector may be tried within that time.
const TRIES: usize = 4;
/// Nodes of the large page, in one flat row: the worst case for sibling and child walks.
const LARGE_PAGE: usize = 100_000;

/// Compiles a selector, or says what is wrong with it and what to write instead.
pub(crate) fn compile(text: &str, measured: bool) -> Result<Query, String> {
    let length = text.chars().count();
    if length > MAX_CHARACTERS {
        return Err(format!(
            "the selector has {length} characters; at most {MAX_CHARACTERS} are allowed"
        ));
    }
    if text.trim().is_empty() {
        return Err("the selector is empty".to_owned());
    }
    refuse_shapes(text)?;
    let selector =
        Selector::parse(text).map_err(|_| format!("`{text}` is no selector that is understood; see docs/rules.md"))?;
    if measured {
        refuse_slow(&selector, text)?;
    }
    Ok(Query::new(text, selector))
}

fn refuse_shapes(text: &str) -> Result<(), String> {
    if text.contains("{slug}") {
        return Err("`{slug}` is not needed: write `[lw-owner='this']`, which compares decoded slugs".to_owned());
    }
    let bare = without_strings(text);
    if bare.replace("~=", "").contains('~') {
        return Err("`~` walks all siblings and is refused; use `+`, `>` or a parent with `:has(...)`".to_owned());
    }
    if bare.contains("/*") {
        return Err("a comment inside a selector is refused; write it on a line of its own, after `#`".to_owned());
    }
    if bare.matches(":has(").count() > MAX_HAS {
        return Err(format!(
            "more than {MAX_HAS} `:has(...)` in one selector; split it over `all`"
        ));
    }
    Ok(())
}

fn without_strings(text: &str) -> String {
    let mut quote = None;
    text.chars()
        .filter(|c| match quote {
            Some(open) => {
                if *c == open {
                    quote = None;
                }
                false
            }
            None if matches!(c, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            None => true,
        })
        .collect()
}

thread_local! {
    // One page for all selectors of a load: building it costs more than any of them may.
    static PAGE: OnceLock<Html> = const { OnceLock::new() };
}

fn refuse_slow(selector: &Selector, text: &str) -> Result<(), String> {
    PAGE.with(|page| {
        let page = page.get_or_init(large_page);
        // A busy machine makes any selector slow once.
        if (0..TRIES).any(|_| is_in_time(page, selector)) {
            return Ok(());
        }
        let limit = MAX_TIME.as_millis();
        Err(format!(
            "`{text}` takes more than {limit} ms on a page of {LARGE_PAGE} nodes; start it with an id, a tag or an attribute"
        ))
    })
}

fn is_in_time(page: &Html, selector: &Selector) -> bool {
    let limit = working_time() + MAX_TIME;
    let elements = page.tree.nodes().filter_map(ElementRef::wrap);
    for (index, element) in elements.enumerate() {
        let _ = selector.matches(&element);
        // The clock is read between elements, so that even a hopeless selector ends in time.
        if index % 64 == 0 && working_time() > limit {
            return false;
        }
    }
    true
}

/// How long this thread has worked; what others do on a busy machine does not count.
#[cfg(unix)]
fn working_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

/// How long ago this was first asked: on Windows what others do counts too.
#[cfg(windows)]
fn working_time() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGIN.elapsed()
}

fn large_page() -> Html {
    let row = "<div></div><button class=a></button><span></span><a href=x></a>".repeat(LARGE_PAGE / 4);
    Html::parse_document(&format!("<main>{row}</main>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costly_and_broken_selectors_are_refused_with_a_cure() {
        let long = format!("div{}", " div".repeat(200));
        for (text, word) in [
            ("span ~ div", "siblings"),
            ("main >", "docs/rules.md"),
            ("", "empty"),
            (long.as_str(), "characters"),
            ("a[href$='{slug}']", "lw-owner"),
            ("main /* the card */ a", "comment"),
        ] {
            let message = compile(text, true).unwrap_err();
            assert!(message.contains(word), "{text}: {message}");
        }
        assert!(compile("a[title~='x']", true).is_ok());
        assert!(compile("main [lw-region~='card'] a[href*='~x']", true).is_ok());
    }
}

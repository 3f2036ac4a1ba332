//! Where fixtures come from, and that nobody real is in them.

use crate::Fault;
use crate::tree::{SourceFile, Tree};

/// Rooms in which every person, address and token must be invented.
const ROOMS: &[&str] = &[
    "fixtures/",
    "src/sandbox",
    "selectors/",
    "docs/",
    "bench/",
    "README.md",
    "CONTRIBUTING.md",
];

/// What only a page of a signed-in member would hold.
const TRACES: &[(&str, &str)] = &[
    (
        "licdn.com/dms/image",
        "a picture of a real person's page: draw the page without it",
    ),
    (
        "media.licdn.com",
        "a picture of a real person's page: draw the page without it",
    ),
    (
        "li_at",
        "the name of a session cookie: take it out, and end that session",
    ),
    (
        "JSESSIONID",
        "the name of a session cookie: take it out, and end that session",
    ),
];

/// Every page must say on its first line how it came to be.
pub(crate) fn check_provenance(tree: &Tree) -> Vec<Fault> {
    let is_page = |file: &&SourceFile| file.path.starts_with("fixtures/pages/") && file.path.ends_with(".html");
    tree.files
        .iter()
        .filter(is_page)
        .filter(|file| !says_where_from(file.text.lines().next().unwrap_or_default()))
        .map(|file| {
            let cure = "the first line must be a comment that says where the page comes from: \
                        <!-- recorded from the sandbox by … --> or <!-- drawn by hand after … -->";
            Fault::new(file, 1, cure)
        })
        .collect()
}

/// A browser's own `saved from url` says whose page it was, not who invented it.
fn says_where_from(line: &str) -> bool {
    let said = line
        .trim()
        .strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->"));
    said.is_some_and(|said| said.trim().len() >= 10 && !said.contains("saved from url"))
}

/// Finds traces of real people and sessions.
pub(crate) fn check_people(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree
        .files
        .iter()
        .filter(|file| ROOMS.iter().any(|room| file.path.starts_with(room)))
    {
        for (trace, cure) in TRACES {
            faults.extend(
                file.text
                    .match_indices(trace)
                    .map(|(at, _)| Fault::new(file, file.line_at(at), *cure)),
            );
        }
        for (at, slug) in slugs(&file.text)
            .into_iter()
            .filter(|(_, slug)| !is_invented_slug(slug) && !lives_in_the_sandbox(tree, slug))
        {
            let cure = format!(
                "`/in/{slug}` could be somebody: use a slug with `example` in it, or one of the sandbox's people"
            );
            faults.push(Fault::new(file, file.line_at(at), cure));
        }
        for (at, domain) in mail_domains(&file.text)
            .into_iter()
            .filter(|(_, domain)| !is_example_domain(domain))
        {
            let cure = format!("an address at `{domain}` could be somebody's: use example.com or example.org");
            faults.push(Fault::new(file, file.line_at(at), cure));
        }
    }
    faults
}

/// Slugs of person links, on LinkedIn or relative to the page.
fn slugs(text: &str) -> Vec<(usize, &str)> {
    ["linkedin.com/in/", "\"/in/", "'/in/"]
        .iter()
        .flat_map(|prefix| text.match_indices(prefix).map(|(at, found)| at + found.len()))
        .map(|start| {
            let rest = &text[start..];
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && !"-_%".contains(c))
                .unwrap_or(rest.len());
            (start, &rest[..end])
        })
        .filter(|(_, slug)| !slug.is_empty())
        .collect()
}

/// A placeholder such as SLUG, or a slug that says that it is an example.
fn is_invented_slug(slug: &str) -> bool {
    slug.to_lowercase().contains("example") || slug.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// The sandbox's own people are all invented; they are written there as `"slug"`.
fn lives_in_the_sandbox(tree: &Tree, slug: &str) -> bool {
    let quoted = format!("\"{slug}\"");
    let rooms = tree
        .files
        .iter()
        .filter(|file| file.path.starts_with("src/sandbox") && file.path.ends_with(".rs"));
    rooms.into_iter().any(|file| file.text.contains(&quoted))
}

/// What stands behind the @ of everything that looks like a mail address.
fn mail_domains(text: &str) -> Vec<(usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    text.match_indices('@')
        .filter(|(at, _)| text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || "._+-".contains(c)))
        .map(|(at, _)| {
            let rest = &text[at + 1..];
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            (at, rest[..end].trim_end_matches('.'))
        })
        .filter(|(_, domain)| !domain.starts_with('.') && has_letters_at_its_end(domain))
        .collect()
}

/// `crate@1.2.3` and `x@y` are no addresses, and neither is systemd's `x@.service`.
fn has_letters_at_its_end(domain: &str) -> bool {
    let last = domain.rsplit_once('.').map(|(_, last)| last);
    last.is_some_and(|last| last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic()))
}

fn is_example_domain(domain: &str) -> bool {
    let lower = domain.to_ascii_lowercase();
    let reserved = ["example.com", "example.org", "example.net"];
    let is_under = |name: &str| lower == name || lower.ends_with(&format!(".{name}"));
    reserved.iter().any(|name| is_under(name))
        || [".example", ".invalid", ".test"].iter().any(|end| lower.ends_with(end))
}

#[cfg(test)]
mod refusals {
    use super::*;

    #[test]
    fn pages_without_provenance_are_refused() {
        let refused = |line: &str| {
            let text = format!("{line}\n<html></html>\n");
            check_provenance(&Tree::of(&[("fixtures/pages/person/pending--sdui.html", &text)])).len()
        };
        assert_eq!(refused("<!-- drawn by hand after the facts -->"), 0);
        for line in [
            "<html>",
            "<!-- -->",
            "<!-- saved from url=(0035)https://www.linkedin.com/ -->",
        ] {
            assert_eq!(refused(line), 1, "{line}");
        }
    }

    #[test]
    fn traces_of_real_people_are_refused() {
        let found = |text: &str| check_people(&Tree::of(&[("fixtures/pages/a.html", text)])).len();
        for text in [
            "<img src='https://media.licdn.com/x'>",
            "Cookie: li_at=1",
            "<a href=\"https://www.linkedin.com/in/somebody/\">",
            "<a href='/in/somebody'>",
            "write to somebody@mail.net",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
        for text in [
            "<a href=\"https://www.linkedin.com/in/ada-example-1/\">",
            "https://www.linkedin.com/in/<slug> and /in/SLUG",
            "ada@example.com, ada@mail.example.org, crate@1.2.3, a@b, unit@.service, @media screen",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
    }
    #[test]
    fn only_people_of_the_sandbox_need_no_example_in_their_slug() {
        let page = ("fixtures/pages/a.html", "<a href='/in/mona-moved'>");
        let people = ("src/sandbox/people.rs", "Person::sdui(\"mona-moved\")");
        assert_eq!(check_people(&Tree::of(&[page, people])).len(), 0);
        assert_eq!(check_people(&Tree::of(&[page])).len(), 1);
    }
}

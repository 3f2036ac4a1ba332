//! Forged pages: a page of the corpus with foreign words or markup planted in it.

use linkwright::page::{Snapshot, profile};

use crate::corpus::{Fixture, page, rules};

/// Handles from here on are planted; no page of the corpus has as many controls.
pub(crate) const PLANTED: u32 = 9000;
/// Somebody else, in no page of the corpus.
pub(crate) const OTHER: &str = "Otto Other";

/// Where something is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Behind the headline, inside the card.
    Card,
    About,
    Post,
    Rail,
}

/// A page of the corpus to plant in, and what is known of its owner.
pub(crate) struct Host {
    pub(crate) page: Fixture,
    pub(crate) owner: String,
    pub(crate) slug: String,
    headline: String,
    about: String,
}

/// Every state of a card in both front ends, in some languages of the sandbox.
pub(crate) fn hosts(languages: &[&str]) -> Vec<Host> {
    let states = ["connectable", "pending", "connected", "incoming", "moreMenuClosed"];
    let fronts = ["sdui", "ember"];
    let names = states.iter().flat_map(|state| {
        let of_front = move |front| {
            languages
                .iter()
                .map(move |language| format!("person/{state}--{front}-{language}"))
        };
        fronts.into_iter().flat_map(of_front)
    });
    names.map(|name| host(&name)).collect()
}

pub(crate) fn host(name: &str) -> Host {
    let page = page(name);
    let info = profile::read(rules(), &page.snapshot).expect("fixtures are small");
    let told = |field: Option<String>, what: &str| field.unwrap_or_else(|| panic!("{name} has no {what}"));
    Host {
        owner: told(info.name, "name"),
        headline: told(info.headline, "headline"),
        about: told(info.about, "about"),
        slug: page
            .seen
            .landed
            .as_ref()
            .expect("a person's page")
            .encoded()
            .to_string(),
        page,
    }
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

impl Host {
    fn with(&self, html: String) -> Snapshot {
        assert_ne!(
            html, self.page.snapshot.html,
            "nothing was planted in {}",
            self.page.name
        );
        Snapshot {
            html,
            ..self.page.snapshot.clone()
        }
    }

    /// The page with `markup` planted at `place`.
    pub(crate) fn planted(&self, place: Place, markup: &str) -> Snapshot {
        let html = &self.page.snapshot.html;
        let at = match place {
            Place::Card => behind_element(html, &self.headline),
            Place::About => behind_text(html, &self.about),
            Place::Post => self.inside_post(),
            Place::Rail => self.inside_rail(),
        };
        self.with(format!("{}{markup}{}", &html[..at], &html[at..]))
    }

    fn inside_post(&self) -> usize {
        let html = &self.page.snapshot.html;
        html.find("role=\"article\">")
            .map(|at| at + "role=\"article\">".len())
            .or_else(|| {
                html.find("id=\"content_collections\"")
                    .map(|at| behind(html, at, "</div>"))
            })
            .unwrap_or_else(|| panic!("{} has no posts", self.page.name))
    }

    fn inside_rail(&self) -> usize {
        let html = &self.page.snapshot.html;
        let rail = html
            .find("SuggestedForYou")
            .or_else(|| html.find("scaffold-layout__aside"));
        behind(
            html,
            rail.unwrap_or_else(|| panic!("{} has no rail", self.page.name)),
            ">",
        )
    }

    /// The page of somebody with another headline.
    pub(crate) fn headlined(&self, headline: &str) -> Snapshot {
        let plain = as_written(&self.headline);
        self.with(self.page.snapshot.html.replacen(&plain, &escaped(headline), 1))
    }

    /// The page of somebody with another name: in the heading, the title and every label.
    pub(crate) fn renamed(&self, name: &str) -> Snapshot {
        self.with(
            self.page
                .snapshot
                .html
                .replace(&as_written(&self.owner), &escaped(name)),
        )
    }
}

/// As the corpus writes text: quotes stay outside of attributes.
fn as_written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn behind(html: &str, from: usize, what: &str) -> usize {
    let at = html[from..].find(what).unwrap_or_else(|| panic!("no {what} behind"));
    from + at + what.len()
}

fn behind_text(html: &str, text: &str) -> usize {
    let text = as_written(text);
    html.find(&text).unwrap_or_else(|| panic!("`{text}` is on the page")) + text.len()
}

fn behind_element(html: &str, text: &str) -> usize {
    behind(html, behind_text(html, text), ">")
}

//! One page, open: who or what was asked for, where we landed, and whether what is seen is that.
//!
//! Pure: judges snapshots. An identity that does not hold overrules whatever the rules saw.

use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::identity::Known;
use super::site::Site;
use crate::browser::Wait;
use crate::page::{Memory, PageState, Recognition, Snapshot, name};
use crate::person::{PersonKeys, PersonUrl, Slug};

/// The page that is open, or about to be.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) goal: Goal,
    /// The slug landed on, once it is known.
    pub(super) landed: Option<Slug>,
    /// The name on the card while the address is an opaque id: who it turns into must have it as well.
    called: Option<String>,
    /// The document that stood at the opaque id last.
    under_id: Option<f64>,
    /// The document that was shown before the page was opened.
    pub(super) before: Option<f64>,
    /// The ids that the card shows, once they were read.
    pub(super) ids: Option<PersonKeys>,
    /// Who was clicked on.
    pub(super) known: Option<Known>,
    /// The document whose ids are known to be theirs.
    pub(super) compared: Option<f64>,
    /// What is seen without a break and must last, and since when.
    lasting: Option<(PageState, f64, Instant)>,
    /// What was seen of it last.
    pub(super) memory: Memory,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goal {
    /// A person's page.
    Person(PersonUrl),
    /// The account's list of sent invitations.
    SentInvitations,
}

impl Goal {
    /// Its address on a site.
    pub(super) fn address(&self, site: &Site) -> String {
        match self {
            Goal::Person(person) => site.person_page(person),
            Goal::SentInvitations => site.sent_invitations(),
        }
    }

    /// Whose page it is, if it is a person's.
    pub(super) fn person(&self) -> Option<&PersonUrl> {
        match self {
            Goal::Person(person) => Some(person),
            Goal::SentInvitations => None,
        }
    }
}

/// Why what is seen is not what was asked for, as a state.
pub(super) type Overruled = (PageState, &'static str);

impl Visit {
    pub(super) fn new(goal: Goal) -> Visit {
        Visit {
            goal,
            landed: None,
            called: None,
            under_id: None,
            before: None,
            ids: None,
            known: None,
            compared: None,
            lasting: None,
            memory: Memory::default(),
        }
    }

    /// Whether what is seen may be believed by now. Words about a wall may stand in a post, while the card that
    /// says better is still on its way.
    pub(super) fn has_lasted(&mut self, snapshot: &Snapshot, seen: &Recognition, long: Duration) -> bool {
        let is_told_by_status = snapshot.status.is_some_and(|status| !(200..300).contains(&status));
        if !seen.must_last || is_told_by_status {
            self.lasting = None;
            return true;
        }
        match self.lasting {
            Some((state, document, since)) if state == seen.state && document == snapshot.document => {
                since.elapsed() >= long
            }
            Some(_) | None => {
                self.lasting = Some((seen.state, snapshot.document, Instant::now()));
                false
            }
        }
    }

    /// Judges where a snapshot stands; learns the landed slug from the first that may.
    pub(super) fn judge(&mut self, site: &Site, snapshot: &Snapshot, seen: &Recognition) -> Option<Overruled> {
        if self.before == Some(snapshot.document) {
            return Some((PageState::ErrorPage, "the page before is still shown"));
        }
        let url = Url::parse(&snapshot.url).ok();
        if is_the_browsers_own(snapshot) {
            let known = matches!(seen.state, PageState::RateLimited);
            return (!known).then_some((PageState::ErrorPage, "the browser shows its own error page"));
        }
        if !url.as_ref().is_some_and(|url| site.holds(url)) {
            return Some((PageState::NotAPersonPage, "led away from the site"));
        }
        if seen.state == PageState::SignedOut && self.was_turned_away(site, &snapshot.referrer) {
            return Some((
                PageState::RateLimited,
                "a script in place of the page led to the wall, as HTTP 999 does",
            ));
        }
        if is_wall(seen.state) {
            return None;
        }
        if snapshot.status.is_some_and(|status| !(200..300).contains(&status)) {
            return Some((PageState::ErrorPage, "the page came with an error status"));
        }
        let asked = match &self.goal {
            Goal::Person(person) => person.slug().clone(),
            Goal::SentInvitations => return judge_list(site, seen),
        };
        match (&seen.landed, url.as_ref().and_then(composer_of)) {
            (Some(slug), _) => self.judge_slug(&asked, slug, snapshot, seen.texts.name.as_deref()),
            (None, Some(slug)) if Some(&slug) == self.landed.as_ref() => None,
            (None, Some(_)) => Some((PageState::NotAPersonPage, "a composer for somebody else")),
            (None, None) => match seen.state {
                PageState::Loading | PageState::Unknown => None,
                _ => Some((PageState::NotAPersonPage, "no person's address")),
            },
        }
    }

    /// The same wait, but no longer than until what must last has lasted.
    pub(super) fn no_longer(&self, wait: Wait, long: Duration) -> Wait {
        let left = self.lasting.map(|(_, _, since)| long.saturating_sub(since.elapsed()));
        match left.filter(|left| !left.is_zero()) {
            Some(left) => Wait {
                at_most: wait.at_most.min(left),
                ..wait
            },
            None => wait,
        }
    }

    /// A sign-out redirects by HTTP. The 999 page is a script that leads to the same wall, and leaves
    /// the address as referrer of a page that was never landed on.
    fn was_turned_away(&self, site: &Site, referrer: &str) -> bool {
        match &self.goal {
            Goal::Person(person) => self.landed.is_none() && slug_of(referrer).as_ref() == Some(person.slug()),
            Goal::SentInvitations => referrer == self.goal.address(site),
        }
    }

    fn judge_slug(&mut self, asked: &Slug, slug: &Slug, snapshot: &Snapshot, name: Option<&str>) -> Option<Overruled> {
        if slug == asked && asked.is_hashed() {
            self.called = name.map(str::to_owned).or(self.called.take());
            self.under_id = Some(snapshot.document);
        }
        match &self.landed {
            Some(landed) if landed == slug => None,
            // A page that is loaded afresh stands at the id again, until it turns into the name once more.
            Some(_) if slug == asked && asked.is_hashed() => None,
            Some(landed) if landed == asked && asked.is_hashed() => self.rename(slug, name, snapshot.document),
            Some(_) => Some((PageState::NotAPersonPage, "the address changed to somebody else's")),
            None => {
                // A redirect by the server may rename; a script or a page that leads on may not,
                // unless it turns an opaque id into a name.
                let redirected = snapshot
                    .redirected_url
                    .as_deref()
                    .filter(|_| snapshot.referrer.is_empty());
                let redirected = redirected.and_then(slug_of);
                if slug == asked || redirected.as_ref() == Some(slug) || asked.is_hashed() {
                    self.landed = Some(slug.clone());
                    None
                } else {
                    Some((PageState::NotAPersonPage, "the address is somebody else's"))
                }
            }
        }
    }

    /// An opaque id in the address turns into a name, once, and the card goes on showing whom it showed.
    /// A card that had no name yet is believed in the same document only, and before anything was clicked.
    fn rename(&mut self, slug: &Slug, name: Option<&str>, document: f64) -> Option<Overruled> {
        let has_no_witness = self.known.is_some() || self.under_id != Some(document);
        match (self.called.as_deref(), name) {
            (Some(_), None) => {
                return Some((
                    PageState::Loading,
                    "the address has changed, and the card shows no name",
                ));
            }
            (Some(before), Some(now)) if !name::are_one(before, now) => {
                return Some((PageState::NotAPersonPage, "the address changed to somebody else's"));
            }
            (None, _) if has_no_witness => {
                return Some((PageState::NotAPersonPage, "the address changed to somebody else's"));
            }
            (Some(_), Some(_)) | (None, _) => {}
        }
        self.landed = Some(slug.clone());
        if let Some(known) = &mut self.known {
            known.keys.slugs.push(slug.clone());
        }
        None
    }
}

/// The list, or whatever stands at its address; anything else is no answer.
fn judge_list(site: &Site, seen: &Recognition) -> Option<Overruled> {
    let address = Url::parse(&site.sent_invitations()).ok();
    let is_there =
        address.is_some_and(|address| seen.path.trim_end_matches('/') == address.path().trim_end_matches('/'));
    match seen.state {
        PageState::Loading => None,
        _ if !is_there => Some((PageState::NotAPersonPage, "led away from the list of sent invitations")),
        PageState::SentInvitations | PageState::NoSentInvitations => None,
        PageState::NotAPersonPage => Some((
            PageState::Unknown,
            "the list of sent invitations, with nothing known in it",
        )),
        _ => None,
    }
}

/// Whether the browser itself drew the page, because none came from a site.
pub(super) fn is_the_browsers_own(snapshot: &Snapshot) -> bool {
    let http = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    !http(&snapshot.url) || !(snapshot.document_url.is_empty() || http(&snapshot.document_url))
}

fn is_wall(state: PageState) -> bool {
    matches!(
        state,
        PageState::SignedOut
            | PageState::Checkpoint
            | PageState::Restricted
            | PageState::RateLimited
            | PageState::NotFound
            | PageState::ErrorPage
    )
}

fn slug_of(url: &str) -> Option<Slug> {
    let url = Url::parse(url).ok()?;
    let mut segments = url.path_segments()?;
    (segments.next()? == "in").then_some(())?;
    Slug::from_path_segment(segments.next()?)
}

/// Whom a composer page names in its query.
fn composer_of(url: &Url) -> Option<Slug> {
    url.query()?
        .split('&')
        .find_map(|pair| pair.strip_prefix("vanityName="))
        .and_then(Slug::from_path_segment)
}

#[cfg(test)]
mod tests;

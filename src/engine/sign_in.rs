//! Waits until a person has signed in by hand: looks, says what is seen, and touches nothing.
//!
//! Who is signed in is told by the page. Nothing is typed, clicked or asked for here, and a security
//! check is waited through: the person in front of the window solves it.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use url::Url;

use super::site::Site;
use crate::browser::{Browser, BrowserError, Wait};
use crate::page::owner::{self, Owner, Plan};
use crate::page::{PageState, RuleSet, Snapshot};

/// How long a look waits for the page to change.
const PACE: Duration = Duration::from_secs(1);
/// How long to leave a page alone that was busy.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a signed-in page may take until it shows all that is told of its owner.
const SETTLE: Duration = Duration::from_secs(5);

/// What is seen while nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// A page to sign in on.
    SignIn,
    /// A security check.
    Check,
    /// The account is restricted.
    Restricted,
    /// Too many requests.
    Limited,
    /// An error page.
    Trouble,
    /// A page that comes, or one that is somebody else's, such as another company's sign-in.
    Elsewhere,
}

impl Waiting {
    /// Every one.
    pub const ALL: [Waiting; 6] = [
        Waiting::SignIn,
        Waiting::Check,
        Waiting::Restricted,
        Waiting::Limited,
        Waiting::Trouble,
        Waiting::Elsewhere,
    ];

    /// For the person in front of the window.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Waiting::SignIn => "waits for you to sign in, in the window that has opened",
            Waiting::Check => "sees a security check; solve it in the window",
            Waiting::Restricted => "sees that the account is restricted; read the window",
            Waiting::Limited => "sees that the site refuses requests for now; close the window and try again in a day",
            Waiting::Trouble => "sees an error page; load it anew in the window",
            Waiting::Elsewhere => "sees a page on which nobody is signed in",
        }
    }
}

/// What one look says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    SignedIn(Owner),
    Not(Waiting),
}

/// Opens the sign-in page and looks until somebody is signed in. `say` hears what changes on the way.
///
/// It waits for as long as it is let; whoever calls it keeps the time.
///
/// # Errors
/// [`BrowserError::NotLoaded`] where the sign-in page cannot be opened, [`BrowserError::Lost`] where the
/// window was closed or the browser has ended.
pub async fn watch<B: Browser>(
    browser: &mut B,
    rules: &RuleSet,
    site: &Site,
    mut say: impl FnMut(Waiting),
) -> Result<Owner, BrowserError> {
    match browser.open(&site.sign_in()).await {
        Ok(()) | Err(BrowserError::Disturbed(_)) => {}
        Err(error) => return Err(error),
    }
    let mut told = None;
    let mut since: Option<Instant> = None;
    let mut fingerprint = None;
    loop {
        let snapshot = match browser.look(&Wait::for_change(PACE, fingerprint.take())).await {
            Ok(snapshot) => snapshot,
            // The person goes from page to page.
            Err(BrowserError::Disturbed(_) | BrowserError::NotLoaded(_)) => {
                sleep(PAUSE).await;
                continue;
            }
            Err(error) => return Err(error),
        };
        match see(rules, site, &snapshot) {
            Seen::SignedIn(owner) => {
                let begun = *since.get_or_insert_with(Instant::now);
                if is_whole(&owner) || begun.elapsed() >= SETTLE {
                    return Ok(owner);
                }
            }
            Seen::Not(waiting) => {
                since = None;
                if told != Some(waiting) {
                    say(waiting);
                    told = Some(waiting);
                }
            }
        }
        fingerprint = Some(snapshot.fingerprint);
    }
}

/// Everything that can be told of an owner is there.
fn is_whole(owner: &Owner) -> bool {
    owner.name.is_some() && owner.plan != Plan::Unknown
}

/// What a snapshot says. Another site's page says nothing, whatever it shows; nor does one that cannot be read.
fn see(rules: &RuleSet, site: &Site, snapshot: &Snapshot) -> Seen {
    let is_of_site = Url::parse(&snapshot.url).is_ok_and(|url| site.holds(&url));
    let read =
        || Ok::<_, crate::page::DocumentError>((rules.recognise(snapshot)?.state, owner::read(rules, snapshot)?));
    match read() {
        Ok((state, owner)) if is_of_site => judge(state, owner),
        Ok(_) | Err(_) => Seen::Not(Waiting::Elsewhere),
    }
}

/// Only the owner's navigation proves a sign-in, and no wall stands in front of it.
fn judge(state: PageState, owner: Option<Owner>) -> Seen {
    let signed_in_or = |waiting| owner.map_or(Seen::Not(waiting), Seen::SignedIn);
    match state {
        PageState::SignedOut => Seen::Not(Waiting::SignIn),
        PageState::Checkpoint => Seen::Not(Waiting::Check),
        PageState::Restricted => Seen::Not(Waiting::Restricted),
        PageState::RateLimited => Seen::Not(Waiting::Limited),
        PageState::ErrorPage => signed_in_or(Waiting::Trouble),
        PageState::Connectable
        | PageState::ConnectUnderMore
        | PageState::MoreMenuClosed
        | PageState::Pending
        | PageState::Connected
        | PageState::SelfProfile
        | PageState::Incoming
        | PageState::NotAllowed
        | PageState::NotFound
        | PageState::Loading
        | PageState::NotAPersonPage
        | PageState::SentInvitations
        | PageState::NoSentInvitations
        | PageState::InviteChoice
        | PageState::InviteNote
        | PageState::InviteEmail
        | PageState::InviteRelation
        | PageState::NoteQuotaUsedUp
        | PageState::WeeklyLimit
        | PageState::LimitWarning
        | PageState::WithdrawDialog
        | PageState::RefusedToast
        | PageState::TroubleToast
        | PageState::SentToast
        | PageState::Unknown => signed_in_or(Waiting::Elsewhere),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn olive() -> Owner {
        Owner {
            name: Some("Olive Owner".to_owned()),
            plan: Plan::Free,
            language: Some("en".to_owned()),
        }
    }

    #[test]
    fn without_the_navigation_nobody_is_signed_in_whatever_the_page_is() {
        for state in PageState::ALL {
            assert!(matches!(judge(*state, None), Seen::Not(_)), "{state}");
        }
    }

    #[test]
    fn a_wall_is_no_sign_in_even_with_a_navigation() {
        let walls = [
            PageState::SignedOut,
            PageState::Checkpoint,
            PageState::Restricted,
            PageState::RateLimited,
        ];
        for state in PageState::ALL {
            let seen = judge(*state, Some(olive()));
            assert_eq!(matches!(seen, Seen::Not(_)), walls.contains(state), "{state}");
        }
    }
}

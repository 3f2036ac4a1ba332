//! `doctor --online`: opens the account's profile without a window, and looks who is signed in now.
//!
//! Looks at the site's own start page only; nothing is clicked. What is seen is written down, as by `login`.

use std::cell::Cell;
use std::time::Duration;

use linkwright::browser::BrowserError;
use linkwright::browser::launch::Launch;
use linkwright::engine::Site;
use linkwright::engine::sign_in::{self, Waiting};
use linkwright::page::RuleSet;
use linkwright::page::owner::Owner;
use tokio::sync::Notify;

use super::finding::Finding;
use crate::cli::signed_in::{Noticed, SignInState};
use crate::cli::stand_in;

/// How long the page may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// What the finding is about.
const NAME: &str = "signed in now";

/// Looks afresh. The caller has the account's lock, and the owner's consent for the real site.
pub(super) async fn look(launch: &Launch, rules: &RuleSet, site: &Site, login: &str) -> Finding {
    let mut browser = match launch.start().await {
        Ok(browser) => browser,
        Err(error) => return Finding::fault(NAME, format!("not looked at: {error}"), "see the lines above"),
    };
    let (wall, last) = (Notify::new(), Cell::new(None));
    let say = |waiting: Waiting| {
        last.set(Some(waiting));
        if is_final(waiting) {
            wall.notify_one();
        }
    };
    let seen = tokio::select! {
        seen = sign_in::watch(&mut browser, rules, site, say) => Some(seen),
        () = wall.notified() => None,
        () = tokio::time::sleep(PATIENCE) => None,
    };
    browser.close().await;
    let is_signed_in = matches!(seen, Some(Ok(_)));
    if !is_signed_in && stand_in::is_down(site, launch).await {
        let message = format!("nothing answers at {}", site.name());
        return Finding::broken(NAME, message, &stand_in::start(site));
    }
    match seen {
        Some(Ok(owner)) => somebody(&owner, launch, site),
        Some(Err(BrowserError::NotLoaded(why))) => {
            let cure = "check the network, or whether the sandbox is running";
            Finding::warning(NAME, format!("{} did not load ({why})", site.name()), cure)
        }
        Some(Err(error)) => Finding::warning(NAME, format!("not seen: {error}"), "try again"),
        None => nobody(last.get(), launch, site, login),
    }
}

/// Whether this is what a profile comes to where nobody sits in front of it; others may pass by themselves.
const fn is_final(waiting: Waiting) -> bool {
    match waiting {
        Waiting::SignIn | Waiting::Check | Waiting::Restricted | Waiting::Limited => true,
        Waiting::Trouble | Waiting::Elsewhere => false,
    }
}

fn somebody(owner: &Owner, launch: &Launch, site: &Site) -> Finding {
    let state = SignInState::of(owner);
    let told = state.in_short();
    note(launch, site, state);
    Finding::ok(NAME, told)
}

fn nobody(last: Option<Waiting>, launch: &Launch, site: &Site, login: &str) -> Finding {
    match last {
        Some(Waiting::SignIn) => {
            note(launch, site, SignInState::SignedOut);
            Finding::warning(NAME, "nobody", login)
        }
        Some(Waiting::Check) => Finding::broken(NAME, "a security check stands before everything", login),
        Some(Waiting::Restricted) => Finding::broken(NAME, "the account is restricted", login),
        Some(Waiting::Limited) => Finding::broken(NAME, "the site refuses requests for now", "wait for a day"),
        Some(Waiting::Trouble | Waiting::Elsewhere) | None => {
            Finding::warning(NAME, "cannot be told by the page that is shown", login)
        }
    }
}

fn note(launch: &Launch, site: &Site, state: SignInState) {
    let noticed = Noticed::now(launch.kind, &site.name(), state);
    // It is told at once; that it is not told later does no harm.
    let _ = noticed.write(&launch.account.home(&launch.data));
}

//! Records the fixtures that come from the sandbox: `cargo run --example record -- [PART OF A NAME]`.
//!
//! Starts the sandbox and a real Chromium, walks to each state, and writes what our own look saw,
//! with repeated filler cut down. It writes what a page is *meant* to be, whatever the rules say of
//! it: a name in the table is a claim from the facts, and tests/pages holds the rules against it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ego_tree::NodeId;
use linkwright::browser::driver::BrowserKind;
use linkwright::browser::launch::Launch;
use linkwright::browser::webdriver::WebDriver;
use linkwright::browser::{Applied, Browser, Target, Wait};
use linkwright::page::{Element, Input, PageState, RuleSet, Snapshot};
use linkwright::sandbox::{Language, Options, Sandbox};
use scraper::{ElementRef, Html, Selector};

/// Longest way to one state.
const PATIENCE: Duration = Duration::from_secs(15);
/// Brothers of one kind that are kept; the rest is filler.
const KEPT_BROTHERS: usize = 3;
/// Where nothing is cut.
const WHOLE: &str = "[componentkey$='Topcard'], [id$='Topcard'], .pv-top-card, [role='menu'], [data-test-modal-id], nav, #global-nav, [data-test-artdeco-toasts], section:has(> [data-testid='toasts-title'])";

/// One act on the way to a state, once the state before it is seen.
#[derive(Clone, Copy)]
enum Step {
    Click(PageState, Element),
    Fill(PageState, Element, &'static str),
}

/// One page to record, in one language or in all.
struct Shot {
    /// `DIRECTORY/STATE--VARIANT`; the language is added when there are several.
    name: &'static str,
    path: &'static str,
    steps: &'static [Step],
    everywhere: bool,
}

const fn shot(name: &'static str, path: &'static str, steps: &'static [Step]) -> Shot {
    Shot {
        name,
        path,
        steps,
        everywhere: false,
    }
}

const fn everywhere(name: &'static str, path: &'static str, steps: &'static [Step]) -> Shot {
    Shot {
        name,
        path,
        steps,
        everywhere: true,
    }
}

use Element::{AddNote, Connect, EmailField, More, NoteField, Send, SendWithoutNote};
use PageState::{ConnectUnderMore, Connectable, InviteChoice, InviteEmail, InviteNote, MoreMenuClosed};
use Step::{Click, Fill};

const CONNECT: Step = Click(Connectable, Connect);
const OPEN_MORE: Step = Click(MoreMenuClosed, More);
const PLAIN: &[Step] = &[CONNECT, Click(InviteChoice, SendWithoutNote)];

#[rustfmt::skip]
const SHOTS: &[Shot] = &[
    // The person's page.
    everywhere("person/connectable--sdui", "/in/ada-example/", &[]),
    everywhere("person/connectable--ember", "/in/emma-ember/", &[]),
    everywhere("person/pending--sdui", "/in/penny-pending/", &[]),
    everywhere("person/pending--ember", "/in/elmo-emberpending/", &[]),
    everywhere("person/connected--sdui", "/in/connie-connected/", &[]),
    everywhere("person/connected--ember", "/in/esme-emberconnected/", &[]),
    everywhere("person/incoming--sdui", "/in/ingo-incoming/", &[]),
    everywhere("person/incoming--ember", "/in/egon-emberincoming/", &[]),
    everywhere("person/moreMenuClosed--sdui", "/in/menno-under-more/", &[]),
    everywhere("person/moreMenuClosed--ember", "/in/edgar-embermore/", &[]),
    shot("person/self--sdui", "/in/olive-owner/", &[]),
    shot("person/self--ember", "/in/ellen-emberself/", &[]),
    shot("person/connectable--sdui-both", "/in/bobbie-both/", &[]),
    shot("person/connectable--ember-both", "/in/ebba-emberboth/", &[]),
    shot("person/connectable--sdui-button", "/in/bea-button/", &[]),
    shot("person/connectable--sdui-keyed-h1", "/in/kim-keyed/", &[]),
    shot("person/connectable--sdui-card-by-id", "/in/ida-cardid/", &[]),
    shot("person/connectable--sdui-open-profile", "/in/otto-openprofile/", &[]),
    shot("person/connectable--sdui-encoded-slug", "/in/karl-k%C3%B6nig/", &[]),
    shot("person/connectable--sdui-neighbour", "/in/paula-prefix/", &[]),
    shot("person/connectable--sdui-hidden-pending-twin", "/in/twyla-twin/", &[]),
    shot("person/connectable--sdui-headline-pending", "/in/spoof-headline/", &[]),
    shot("person/connectable--sdui-headline-1st", "/in/spoof-degree/", &[]),
    shot("person/connectable--sdui-markup-name", "/in/spoof-markup/", &[]),
    shot("person/connectable--sdui-about-words", "/in/spoof-about/", &[]),
    shot("person/moreMenuClosed--sdui-sales-seat", "/in/sally-salesseat/", &[]),
    shot("person/moreMenuClosed--sdui-open-profile", "/in/opal-openprofile/", &[]),
    shot("person/moreMenuClosed--sdui-neighbour", "/in/pepe-prefixfollow/", &[]),
    shot("person/moreMenuClosed--sdui-pending-in-menu", "/in/pavel-pendingmenu/", &[]),
    shot("person/moreMenuClosed--sdui-member", "/in/linus-outofnetwork/", &[]),
    shot("person/moreMenuClosed--ember-member", "/in/eike-embermember/", &[]),
    // More, open.
    everywhere("menu/connectUnderMore--sdui", "/in/menno-under-more/", &[OPEN_MORE]),
    everywhere("menu/connectUnderMore--ember", "/in/edgar-embermore/", &[OPEN_MORE]),
    everywhere("menu/notAllowed--sdui", "/in/fiona-followonly/", &[OPEN_MORE]),
    everywhere("menu/notAllowed--ember", "/in/elke-emberfollow/", &[OPEN_MORE]),
    shot("menu/connectUnderMore--sdui-button", "/in/bruno-menubutton/", &[OPEN_MORE]),
    shot("menu/connectUnderMore--sdui-sales-seat", "/in/sally-salesseat/", &[OPEN_MORE]),
    shot("menu/notAllowed--sdui-member", "/in/linus-outofnetwork/", &[OPEN_MORE]),
    shot("menu/notAllowed--sdui-message", "/in/max-messageonly/", &[OPEN_MORE]),
    everywhere("menu/pending--sdui-sales-seat", "/in/pavel-pendingmenu/", &[OPEN_MORE]),
    everywhere("menu/connected--sdui-remove", "/in/conrad-menuproof/", &[OPEN_MORE]),
    everywhere("menu/connected--ember-remove", "/in/ernst-embermenuproof/", &[OPEN_MORE]),
    shot("menu/pending--sdui-card", "/in/penny-pending/", &[Click(PageState::Pending, More)]),
    shot("menu/connected--sdui-card", "/in/connie-connected/", &[Click(PageState::Connected, More)]),
    shot("menu/connectable--sdui-card", "/in/ada-example/", &[Click(Connectable, More)]),
    shot("menu/incoming--sdui-card", "/in/ingo-incoming/", &[Click(PageState::Incoming, More)]),
    // The dialog.
    everywhere("invite/inviteChoice--sdui", "/in/ada-example/", &[CONNECT]),
    everywhere("invite/inviteChoice--ember", "/in/emma-ember/", &[CONNECT]),
    everywhere("invite/inviteNote--sdui", "/in/noah-noted/", &[CONNECT, Click(InviteChoice, AddNote)]),
    everywhere("invite/inviteNote--ember", "/in/eno-embernote/", &[CONNECT, Click(InviteChoice, AddNote)]),
    shot("invite/inviteNote--sdui-filled", "/in/noah-noted/", &[CONNECT, Click(InviteChoice, AddNote), Fill(InviteNote, NoteField, "Hello, we met at the invented conference.")]),
    shot("invite/inviteNote--sdui-premium", "/in/petra-premium/", &[CONNECT]),
    shot("invite/inviteNote--sdui-last-note-banner", "/in/lara-lastnote/", &[CONNECT, Click(InviteChoice, AddNote)]),
    shot("invite/inviteNote--sdui-none-left", "/in/zoe-zeroleft/", &[CONNECT, Click(InviteChoice, AddNote)]),
    everywhere("invite/inviteEmail--sdui", "/in/erika-emailneeded/", &[CONNECT]),
    everywhere("invite/inviteEmail--ember", "/in/evita-emberemail/", &[CONNECT]),
    shot("invite/inviteEmail--ember-note", "/in/ezra-emberemailgiven/", &[CONNECT, Fill(InviteEmail, EmailField, "ezra@example.com"), Click(InviteEmail, AddNote)]),
    everywhere("invite/inviteRelation--ember", "/in/howie-howdoyouknow/", &[CONNECT]),
    everywhere("invite/noteQuotaUsedUp--sdui", "/in/una-upsell/", &[CONNECT, Click(InviteChoice, AddNote)]),
    everywhere("invite/noteQuotaUsedUp--ember", "/in/eva-emberupsell/", &[CONNECT, Click(InviteChoice, AddNote)]),
    everywhere("invite/weeklyLimit--sdui", "/in/wes-weekly/", &[CONNECT]),
    everywhere("invite/weeklyLimit--ember", "/in/ewald-emberweekly/", &[CONNECT]),
    everywhere("invite/limitWarning--sdui", "/in/walt-warned/", &[CONNECT]),
    everywhere("invite/limitWarning--ember", "/in/edith-emberwarned/", &[CONNECT]),
    shot("invite/weeklyLimit--ember-after-send", "/in/ekke-embersendlimit/", PLAIN),
    shot("invite/inviteChoice--sdui-from-menu", "/in/menno-under-more/", &[OPEN_MORE, Click(ConnectUnderMore, Element::MenuConnect)]),
    shot("invite/inviteChoice--composer-page", "/preload/custom-invite/?vanityName=ada-example", &[]),
    // Toasts.
    everywhere("toast/refusedToast--sdui-cooldown", "/in/cody-cooldown/", &[CONNECT]),
    everywhere("toast/refusedToast--ember-cooldown", "/in/elin-embercooldown/", &[CONNECT]),
    everywhere("toast/refusedToast--sdui-unable", "/in/ugo-unable/", &[CONNECT]),
    everywhere("toast/refusedToast--sdui-not-sent", "/in/nadia-notsent/", PLAIN),
    everywhere("toast/refusedToast--ember-not-sent", "/in/eloi-embernotsent/", PLAIN),
    everywhere("toast/troubleToast--sdui", "/in/wally-wentwrong/", PLAIN),
    everywhere("toast/sentToast--sdui", "/in/liv-lie/", PLAIN),
    everywhere("toast/sentToast--ember", "/in/eno-embernote/", &[CONNECT, Click(InviteChoice, AddNote), Fill(InviteNote, NoteField, "Hello"), Click(InviteNote, Send)]),
    // Withdrawing.
    everywhere("withdraw/withdrawDialog--sdui", "/in/penny-pending/", &[Click(PageState::Pending, Element::Pending)]),
    everywhere("withdraw/withdrawDialog--ember", "/in/elmo-emberpending/", &[Click(PageState::Pending, Element::Pending)]),
    everywhere("withdraw/withdrawDialog--sdui-shadow-root", "/in/pavel-pendingmenu/", &[OPEN_MORE, Click(PageState::Pending, Element::MenuPending)]),
    everywhere("withdraw/withdrawDialog--ember-from-menu", "/in/elvis-embermenupending/", &[OPEN_MORE, Click(PageState::Pending, Element::MenuPending)]),
    shot("withdraw/withdrawDialog--fragment-of-somebody-else", "/in/wanda-wrongwithdraw/", &[Click(PageState::Pending, Element::Pending)]),
    everywhere("menu/pending--ember", "/in/elvis-embermenupending/", &[OPEN_MORE]),
    // The list of sent invitations.
    everywhere("list/sentInvitations--sdui", "/mynetwork/invitation-manager/sent/", &[]),
    everywhere("list/sentInvitations--ember", "/mynetwork/invitation-manager/sent/?look=ember", &[]),
    everywhere("list/noSentInvitations--sdui", "/mynetwork/invitation-manager/sent/?rows=none", &[]),
    everywhere("list/noSentInvitations--ember", "/mynetwork/invitation-manager/sent/?look=ember&rows=none", &[]),
    // Walls.
    shot("gate/notFound--sdui-404", "/in/nemo-notfound/", &[]),
    everywhere("gate/notFound--sdui-in-place", "/in/gwen-goneinplace/", &[]),
    everywhere("gate/notFound--ember-in-place", "/in/erwin-embergone/", &[]),
    everywhere("gate/errorPage--sdui", "/in/error-erin/", &[]),
    everywhere("gate/errorPage--ember", "/in/enya-embererror/", &[]),
    shot("gate/loading--sdui-shell", "/in/shelly-shell/", &[]),
    shot("gate/loading--ember-shell", "/in/elias-embershell/", &[]),
    shot("gate/signedOut--authwall", "/in/wanda-authwall/", &[]),
    shot("gate/signedOut--login", "/in/lola-login/", &[]),
    shot("gate/signedOut--uas-login", "/in/ulf-uaslogin/", &[]),
    everywhere("gate/signedOut--guest", "/in/gus-guest/", &[]),
    shot("gate/signedOut--guest-home", "/home", &[]),
    everywhere("gate/checkpoint--captcha", "/in/chad-checkpoint/", &[]),
    everywhere("gate/restricted--in-place", "/in/reese-restricted/", &[]),
    everywhere("gate/rateLimited--429", "/in/tom-toomany/", &[]),
    shot("gate/rateLimited--999-empty", "/in/rolf-emptyrefusal/", &[]),
    shot("gate/notAPersonPage--feed", "/feed/", &[]),
];

#[tokio::main]
async fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts");
    let data = tempfile::tempdir().expect("a temporary directory");
    let launch = Launch::new(BrowserKind::Chrome, data.path().to_owned());
    let mut recorder = Recorder {
        rules: RuleSet::built_in().expect("the built-in rules load"),
        browser: launch.start().await.expect("a browser and its driver are installed"),
        sandbox,
    };
    let mut doubts = 0;
    for shot in SHOTS {
        let languages: &[Language] = if shot.everywhere {
            &Language::ALL
        } else {
            &[Language::English]
        };
        for language in languages {
            let name = if shot.everywhere {
                format!("{}-{language}", shot.name)
            } else {
                shot.name.to_owned()
            };
            if name.contains(&wanted) {
                doubts += usize::from(!recorder.record(shot, *language, &name).await);
            }
        }
    }
    recorder.browser.close().await;
    recorder.sandbox.stop().await;
    eprintln!("{doubts} pages were not seen as their names say; tests/pages will say the same");
}

struct Recorder {
    rules: RuleSet,
    browser: WebDriver,
    sandbox: Sandbox,
}

impl Recorder {
    /// Records one page; `false` if the rules did not see what its name says.
    async fn record(&mut self, shot: &Shot, language: Language, name: &str) -> bool {
        self.sandbox.reset();
        self.sandbox.speak(language);
        let address = format!("{}{}", self.sandbox.origin(), shot.path);
        if let Err(error) = self.browser.open(&address).await {
            eprintln!("{name}: {error}");
        }
        let mut at_ease = true;
        for step in shot.steps {
            let (state, input) = match step {
                Click(state, element) => (*state, Input::Click(*element)),
                Fill(state, element, text) => (*state, Input::Fill(*element, (*text).to_owned())),
            };
            at_ease &= self.act(state, &input, name).await;
        }
        let file = shot.name.split('/').next_back().unwrap_or_default();
        let state = file
            .split("--")
            .next()
            .and_then(PageState::from_name)
            .expect("a name begins with a state");
        let (snapshot, seen) = self.see(state, name).await;
        self.write(&snapshot, name);
        at_ease && seen
    }

    /// Looks until `state` is seen, or patience is at its end.
    async fn see(&mut self, state: PageState, name: &str) -> (Snapshot, bool) {
        let until = Instant::now() + PATIENCE;
        loop {
            let wait = Wait::for_change(Duration::from_millis(300), None);
            let snapshot = match self.browser.look(&wait).await {
                Ok(snapshot) => snapshot,
                Err(_) if Instant::now() < until => continue,
                Err(error) => panic!("{name}: {error}"),
            };
            // A busy machine may overrun the budget of one parse: look again.
            let Ok(seen) = self.rules.recognise(&snapshot) else {
                continue;
            };
            if seen.state == state {
                return (snapshot, true);
            }
            if Instant::now() > until {
                eprintln!("{name}: wanted {state}, seen {} by {}", seen.state, seen.rule);
                return (snapshot, false);
            }
        }
    }

    async fn act(&mut self, state: PageState, input: &Input, name: &str) -> bool {
        let until = Instant::now() + PATIENCE;
        loop {
            let (snapshot, _) = self.see(state, name).await;
            let Ok(seen) = self.rules.recognise(&snapshot) else {
                continue;
            };
            let control = seen.control(input.element()).and_then(|control| control.handle);
            if let Some(handle) = control {
                let target = Target {
                    look: snapshot.look,
                    handle,
                    document: snapshot.document,
                    path: seen.path,
                };
                if matches!(self.browser.apply(input, &target).await, Ok(Applied::Done)) {
                    return true;
                }
            }
            if Instant::now() > until {
                eprintln!("{name}: no {input} on {state}");
                return false;
            }
        }
    }

    fn write(&self, snapshot: &Snapshot, name: &str) {
        let origin = self.sandbox.origin();
        let html = cut_down(&snapshot.html).replace(origin, "https://www.linkedin.com");
        let url = snapshot.url.replace(origin, "https://www.linkedin.com");
        let status = snapshot
            .status
            .map(|status| format!("; status: {status}"))
            .unwrap_or_default();
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/pages")
            .join(format!("{name}.html"));
        let directory: PathBuf = file.parent().expect("it stands in a directory").to_owned();
        std::fs::create_dir_all(directory).expect("the directory can be made");
        let page = format!("<!-- linkwright fixture; source: sandbox; url: {url}{status} -->\n{html}\n");
        std::fs::write(file, page).expect("the fixture can be written");
    }
}

/// Leaves three brothers of a kind where the page has dozens.
fn cut_down(html: &str) -> String {
    let mut page = Html::parse_document(html);
    let whole = Selector::parse(WHOLE).expect("a constant that parses");
    let kept: Vec<NodeId> = page.select(&whole).map(|element| element.id()).collect();
    let is_kept = |element: &ElementRef| {
        kept.contains(&element.id()) || element.ancestors().any(|node| kept.contains(&node.id()))
    };
    let holds_kept = |element: &ElementRef| element.descendants().any(|node| kept.contains(&node.id()));
    let mut filler = Vec::new();
    for parent in page
        .tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .filter(|parent| !is_kept(parent))
    {
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for child in parent.children().filter_map(ElementRef::wrap) {
            let kind = child.value().name();
            let at = counted.iter().position(|(name, _)| *name == kind).unwrap_or_else(|| {
                counted.push((kind, 0));
                counted.len() - 1
            });
            counted[at].1 += 1;
            let many =
                counted[at].1 > KEPT_BROTHERS && !matches!(kind, "meta" | "section" | "aside" | "main" | "header");
            if many && !holds_kept(&child) {
                filler.push(child.id());
            }
        }
    }
    for id in filler {
        if let Some(mut node) = page.tree.get_mut(id) {
            node.detach();
        }
    }
    // Broken into lines, so that a change can be read.
    page.html().replace("><", ">\n<")
}

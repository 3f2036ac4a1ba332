//! The people of the sandbox: one table, one situation each.
//!
//! It knows what is true about each of them, not how a page shows it.

use super::scene::{
    Arrival, EmailPrompt, FirstStep, Notes, OnConnect, OnSend, OnWithdraw, Place, Relation, Scene, Trap,
};

/// Which of the site's two front ends shows a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FrontEnd {
    /// The newer one: hashed classes, component keys, dialogs in a shadow root.
    #[default]
    Sdui,
    /// The older one: artdeco classes, dialogs in the light DOM.
    Ember,
}

/// One invented person, and what meets a visitor of their page.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// The decoded slug, as in `/in/SLUG`.
    pub slug: &'static str,
    /// The name on the page.
    pub name: &'static str,
    /// One plain sentence: what meets you here.
    pub about: &'static str,
    /// The front end that shows the page.
    pub front: FrontEnd,
    /// The wire word that `st.sendConnectionRequest` must answer after a reset, sent with `note`
    /// and `email`: `success`, an error type, or `failure` with an optional `:reason`.
    pub answers: &'static str,
    /// A note that the situation is about.
    pub note: Option<&'static str>,
    /// An e-mail address that the situation is about.
    pub email: Option<&'static str>,
    /// One quick person per documented result.
    pub shown_in_demo: bool,
    pub(crate) scene: Scene,
}

/// Everybody who lives in the sandbox.
#[must_use]
pub fn people() -> &'static [Person] {
    PEOPLE
}

/// The person with this decoded slug, in any case.
pub(crate) fn find(slug: &str) -> Option<&'static Person> {
    let slug = slug.to_lowercase();
    PEOPLE.iter().find(|person| person.slug == slug)
}

/// The line under a person's name.
pub(crate) fn headline(person: &Person) -> &'static str {
    const USUAL: [&str; 8] = [
        "Keeper of invented facts at Example Works",
        "Bridge designer for rivers that are not there",
        "Head of Footnotes, Example & Example",
        "Cartographer of imaginary coasts",
        "Teaching machines to say “I do not know”",
        "Baker of theoretical bread",
        "Night librarian at the Unwritten Archive",
        "Quality assurance for daydreams",
    ];
    pick(person, person.scene.headline, &USUAL)
}

/// A person's own text about themselves.
pub(crate) fn about_text(person: &Person) -> &'static str {
    const USUAL: [&str; 4] = [
        "I test things that do not exist. Nothing on this page is about a real person.",
        "Fifteen invented years in an invented trade. I like short letters and long walks, both fictional.",
        "Ask me about examples. I have been one for as long as I can remember.",
        "My work is to be found, opened and sometimes invited. It is a quiet life, and a useful one.",
    ];
    pick(person, person.scene.about_text, &USUAL)
}

fn pick(person: &Person, own: &'static str, usual: &[&'static str]) -> &'static str {
    if own.is_empty() {
        usual[person.slug.len() % usual.len()]
    } else {
        own
    }
}

/// Where a person's place in the table serves as the member number.
pub(crate) fn member_number(slug: &str) -> u32 {
    let place = PEOPLE.iter().position(|person| person.slug == slug);
    place
        .and_then(|place| u32::try_from(place).ok())
        .map_or(990_000, |place| 100_100 + place * 37)
}

/// The 39-character member id in hashed addresses.
pub(crate) fn member_id(slug: &str) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut seed = slug.bytes().fold(2_166_136_261_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    });
    let mut id = String::from("ACoAA");
    while id.len() < 39 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        id.push(char::from(ALPHABET[(seed >> 24) as usize % ALPHABET.len()]));
    }
    id
}

impl Person {
    const fn new(
        front: FrontEnd,
        slug: &'static str,
        name: &'static str,
        answers: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            slug,
            name,
            about,
            front,
            answers,
            note: None,
            email: None,
            shown_in_demo: false,
            scene: Scene::PLAIN,
        }
    }
    const fn sdui(slug: &'static str, name: &'static str, answers: &'static str, about: &'static str) -> Self {
        Self::new(FrontEnd::Sdui, slug, name, answers, about)
    }
    const fn ember(slug: &'static str, name: &'static str, answers: &'static str, about: &'static str) -> Self {
        Self::new(FrontEnd::Ember, slug, name, answers, about)
    }
    const fn demo(mut self) -> Self {
        self.shown_in_demo = true;
        self
    }
    const fn note(mut self, note: &'static str) -> Self {
        self.note = Some(note);
        self
    }
    const fn email(mut self, email: &'static str) -> Self {
        self.email = Some(email);
        self
    }
    const fn arrival(mut self, arrival: Arrival) -> Self {
        self.scene.arrival = arrival;
        self
    }
    const fn relation(mut self, relation: Relation) -> Self {
        self.scene.relation = relation;
        self
    }
    const fn place(mut self, place: Place) -> Self {
        self.scene.place = place;
        self
    }
    const fn degree(mut self, degree: u8) -> Self {
        self.scene.degree = degree;
        self
    }
    const fn on_connect(mut self, on_connect: OnConnect) -> Self {
        self.scene.on_connect = on_connect;
        self
    }
    const fn first_step(mut self, first_step: FirstStep) -> Self {
        self.scene.first_step = first_step;
        self
    }
    const fn notes(mut self, notes: Notes) -> Self {
        self.scene.notes = notes;
        self
    }
    const fn asks_email(mut self, email: EmailPrompt) -> Self {
        self.scene.email = email;
        self
    }
    const fn on_send(mut self, on_send: OnSend) -> Self {
        self.scene.on_send = on_send;
        self
    }
    const fn on_withdraw(mut self, on_withdraw: OnWithdraw) -> Self {
        self.scene.on_withdraw = on_withdraw;
        self
    }
    const fn traps(mut self, traps: &'static [Trap]) -> Self {
        self.scene.traps = traps;
        self
    }
    const fn hydration(mut self, ms: u64) -> Self {
        self.scene.hydration = ms;
        self
    }
    const fn headline(mut self, headline: &'static str) -> Self {
        self.scene.headline = headline;
        self
    }
    const fn about_text(mut self, about_text: &'static str) -> Self {
        self.scene.about_text = about_text;
        self
    }
}

const NOTE: &str = "Hello, we met at the invented conference. Shall we connect?";
const LONG_NOTE: &str = "This note is longer than a free account may send. It goes on about the invented conference, about the invented talk that we both heard there, about the invented coffee, and it does not stop before two hundred and forty characters are full, which is now.";
const HARD_NOTE: &str = "Grüße 👋🏽 from “Example Works”\n2nd line: <b>1st</b> & 'quotes' 名前 🧪";

#[rustfmt::skip]
static PEOPLE: &[Person] = &[
    // The plain way.
    Person::sdui("ada-example", "Ada Example", "success", "Connect stands in the card; the invitation goes through.").demo(),
    Person::sdui("noah-noted", "Noah Noted", "success", "Connect stands in the card; the invitation goes through with a note.").note(NOTE).demo(),
    Person::sdui("hana-hardnote", "Hana Hardnote", "success", "A note with emoji, a line break and markup goes through unchanged.").note(HARD_NOTE),
    Person::sdui("petra-premium", "Petra Premium", "success", "The dialog opens at the note; a Premium account may write 300.").first_step(FirstStep::Note).notes(Notes::Premium).note(LONG_NOTE),
    Person::sdui("menno-under-more", "Menno Undermore", "success", "Connect stands only in the More menu, as a link.").place(Place::Menu).degree(3).demo(),
    Person::sdui("bruno-menubutton", "Bruno Menubutton", "success", "Connect stands only in the More menu, as a button.").place(Place::MenuButton),
    Person::sdui("cora-creator", "Cora Creator", "success", "Follow first, Connect under More; afterwards Follow stays and Pending stands under More.").place(Place::Menu).traps(&[Trap::PendingInMenu]).note(NOTE),
    Person::sdui("bobbie-both", "Bobbie Both", "success", "Connect and Follow stand side by side.").place(Place::CardBesideFollow),
    Person::sdui("opal-openprofile", "Opal Openprofile", "success", "An open profile: Message stands in the card of a third-degree person, Connect under More.").place(Place::Menu).degree(3).traps(&[Trap::OpenProfile]),
    Person::sdui("otto-openprofile", "Otto Openprofile", "success", "An open profile: Message stands beside Connect in the card.").traps(&[Trap::OpenProfile]),
    Person::sdui("sally-salesseat", "Sally Salesseat", "success", "A Sales Navigator seat: Save in the card, Connect and Message under More.").place(Place::Menu).traps(&[Trap::SalesSeat]),
    Person::sdui("bea-button", "Bea Button", "success", "No invitation link anywhere: the own Connect is a button that names its owner.").place(Place::CardButton),
    Person::sdui("kim-keyed", "Kim Keyed", "success", "The component key of Connect carries the state; the name is an h1.").traps(&[Trap::KeyedConnect, Trap::NameInH1]),
    Person::sdui("ida-cardid", "Ida Cardid", "success", "The card is known by its id instead of a component key.").traps(&[Trap::CardById]),
    // Decided before anything is sent.
    Person::sdui("penny-pending", "Penny Pending", "alreadyPending", "An invitation is waiting already.").relation(Relation::Pending).demo(),
    Person::sdui("pavel-pendingmenu", "Pavel Pendingmenu", "alreadyPending", "A Sales Navigator seat: the waiting invitation shows only under More.").relation(Relation::Pending).traps(&[Trap::SalesSeat]),
    Person::sdui("wally-withdrawlate", "Wally Withdrawlate", "alreadyPending", "An invitation is waiting; once withdrawn, only a fresh page shows it.").relation(Relation::Pending).on_withdraw(OnWithdraw::AppliedAfterReload),
    Person::sdui("wera-withdrawlost", "Wera Withdrawlost", "alreadyPending", "An invitation is waiting, and withdrawing it does nothing.").relation(Relation::Pending).on_withdraw(OnWithdraw::Ignored),
    Person::sdui("wanda-wrongwithdraw", "Wanda Wrongwithdraw", "alreadyPending", "An invitation is waiting; the dialog that withdraws names somebody else.").relation(Relation::Pending).traps(&[Trap::WrongName]),
    Person::sdui("connie-connected", "Connie Connected", "alreadyConnected", "A contact already: degree, bell and Message say so.").relation(Relation::Connected).demo(),
    Person::sdui("conrad-menuproof", "Conrad Menuproof", "alreadyConnected", "A contact already: only “Remove connection” under More says so.").relation(Relation::Connected).traps(&[Trap::ProofInMenuOnly]),
    Person::sdui("olive-owner", "Olive Owner", "selfProfileNotAllowed", "The signed-in account's own profile.").relation(Relation::Yourself).degree(0).demo(),
    Person::sdui("ingo-incoming", "Ingo Incoming", "requestNotAllowed", "They have invited you: Accept and Ignore stand in the card.").relation(Relation::Incoming),
    Person::sdui("fiona-followonly", "Fiona Followonly", "requestNotAllowed", "Only Follow: no Connect in the card and none under More.").place(Place::Nowhere).degree(3).demo(),
    Person::sdui("max-messageonly", "Max Messageonly", "requestNotAllowed", "Message, Follow and no Connect anywhere: that is no contact.").place(Place::Nowhere).degree(3).traps(&[Trap::OpenProfile]),
    Person::sdui("nell-newlabel", "Nell Newlabel", "failure:pageNotRecognised", "Connect stands under More with a label and an icon that nobody knows: that is no \"no\".").place(Place::MenuUnfamiliar),
    Person::sdui("xenia-extraitems", "Xenia Extraitems", "requestNotAllowed", "Only Follow, and the More menu holds things that nobody has seen before but that lead elsewhere.").place(Place::Nowhere).degree(3).traps(&[Trap::MoreItems]),
    Person::sdui("linus-outofnetwork", "Linus Hidden", "requestNotAllowed", "Out of the network: the page says LinkedIn Member.").relation(Relation::OutOfNetwork).degree(0),
    // No such person, or not there.
    Person::sdui("nemo-notfound", "Nemo Notfound", "personNotFound", "The site redirects to /404/.").arrival(Arrival::Redirect("/404/")).demo(),
    Person::sdui("gwen-goneinplace", "Gwen Goneinplace", "personNotFound", "The page says in place that it does not exist, always.").arrival(Arrival::GoneInPlace(None)),
    Person::sdui("tess-transient", "Tess Transient", "success", "The page says twice that it does not exist, and then it does.").arrival(Arrival::GoneInPlace(Some(2))),
    Person::sdui("mona-moved-99", "Mona Moved", "success", "The slug is an old one: the site redirects to the new one.").arrival(Arrival::Redirect("/in/mona-moved/")),
    Person::sdui("mona-moved", "Mona Moved", "success", "The new slug of somebody who has moved."),
    Person::sdui("karl-könig", "Karl König", "success", "The slug holds a letter that is percent-encoded in addresses."),
    Person::sdui("error-erin", "Erin Error", "failure", "The page of an error, always.").arrival(Arrival::ErrorInPlace(None)),
    Person::sdui("emory-errsonce", "Emory Errsonce", "success", "The page of an error once, then the profile.").arrival(Arrival::ErrorInPlace(Some(1))),
    Person::sdui("shelly-shell", "Shelly Shell", "failure", "A loading shell that never finishes.").arrival(Arrival::Shell),
    Person::sdui("slow-sam", "Sam Slow", "success", "The page comes alive after three seconds.").hydration(3000),
    Person::sdui("nora-nocontent", "Nora Nocontent", "failure", "HTTP 204: the browser stays on the page it was on.").arrival(Arrival::NoContent),
    Person::sdui("ossi-offsite", "Ossi Offsite", "failure", "A redirect to another origin that shows the same person.").arrival(Arrival::OffSite),
    Person::sdui("larry-loop", "Larry Loop", "failure", "A redirect to itself, without end: a dead login.").arrival(Arrival::Redirect("/in/larry-loop/")),
    Person::sdui("pia-pushstate", "Pia Pushstate", "failure", "The page turns into another person's without a request.").traps(&[Trap::BecomesAnother]),
    // Trouble with the account.
    Person::sdui("wanda-authwall", "Wanda Authwall", "failure:linkedinAccountSignedOut", "Signed out: a redirect to /authwall.").arrival(Arrival::Redirect("/authwall?sessionRedirect=%2Fin%2Fwanda-authwall%2F")).demo(),
    Person::sdui("lola-login", "Lola Login", "failure:linkedinAccountSignedOut", "Signed out: a redirect to /login.").arrival(Arrival::Redirect("/login?session_redirect=%2Fin%2Flola-login%2F")),
    Person::sdui("ulf-uaslogin", "Ulf Uaslogin", "failure:linkedinAccountSignedOut", "Signed out: a redirect to /uas/login.").arrival(Arrival::Redirect("/uas/login?session_redirect=%2Fin%2Fulf-uaslogin%2F")),
    Person::sdui("gus-guest", "Gus Guest", "failure:linkedinAccountSignedOut", "Signed out: a guest's view of the profile with HTTP 200 and a Message button.").arrival(Arrival::Guest),
    Person::sdui("sid-signsout", "Sid Signsout", "failure:linkedinAccountSignedOut", "Pressing Connect finds the session gone; nothing is sent.").on_connect(OnConnect::SignsOut),
    Person::sdui("signe-signsoutsend", "Signe Signsoutsend", "failure:linkedinAccountSignedOut", "Pressing Send finds the session gone; nothing is sent.").on_send(OnSend::SignsOut),
    Person::sdui("chad-checkpoint", "Chad Checkpoint", "failure:linkedinCheckpoint", "A security check instead of the page.").arrival(Arrival::Redirect("/checkpoint/challenge/AgExample")).demo(),
    Person::sdui("chelsea-checkafter", "Chelsea Checkafter", "failure:linkedinCheckpoint", "A security check right after Send.").on_send(OnSend::Checkpoint),
    Person::sdui("reese-restricted", "Reese Restricted", "failure:linkedinAccountRestricted", "The account is restricted.").arrival(Arrival::Restricted).demo(),
    Person::sdui("rita-ratelimit", "Rita Ratelimit", "failure:linkedinRateLimited", "HTTP 999 with a script that leads to /authwall.").arrival(Arrival::Refused { status: 999, body: true }),
    Person::sdui("rolf-emptyrefusal", "Rolf Emptyrefusal", "failure:linkedinRateLimited", "HTTP 999 without a body.").arrival(Arrival::Refused { status: 999, body: false }),
    Person::sdui("tom-toomany", "Tom Toomany", "failure:linkedinRateLimited", "HTTP 429: too many requests.").arrival(Arrival::Refused { status: 429, body: true }),
    // The e-mail prompt.
    Person::sdui("erika-emailneeded", "Erika Emailneeded", "emailRequired", "The dialog wants an e-mail address and there is none.").asks_email(EmailPrompt::WithChoice).demo(),
    Person::sdui("emil-emailgiven", "Emil Emailgiven", "success", "The dialog wants an e-mail address and gets it.").asks_email(EmailPrompt::WithChoice).email("emil@example.com"),
    Person::sdui("elsa-emailandnote", "Elsa Emailandnote", "success", "The dialog wants an e-mail address, and a note goes along.").asks_email(EmailPrompt::WithChoice).email("elsa@example.com").note(NOTE),
    Person::sdui("enzo-emailundernote", "Enzo Emailundernote", "success", "The e-mail prompt stands under the note.").asks_email(EmailPrompt::WithNote).email("enzo@example.com").note(NOTE),
    Person::sdui("edda-emailundernote", "Edda Emailundernote", "emailRequired", "The e-mail prompt stands under the note, and there is no address.").asks_email(EmailPrompt::WithNote).note(NOTE),
    Person::sdui("elmo-emaillate", "Elmo Emaillate", "success", "The e-mail prompt comes only once Send was clicked, and gets an address.").asks_email(EmailPrompt::WithNote).email("elmo@example.com"),
    Person::sdui("enya-emaillate", "Enya Emaillate", "emailRequired", "The e-mail prompt comes only once Send was clicked, and there is no address.").asks_email(EmailPrompt::WithNote),
    Person::sdui("ewan-wrongemail", "Ewan Wrongemail", "requestNotAllowed", "The dialog wants an e-mail address, and the one it gets is not theirs.").asks_email(EmailPrompt::WithChoice).email("stranger@example.org"),
    // Notes.
    Person::sdui("nils-notetoolong", "Nils Notetoolong", "noteTooLong", "A free account: the counter says 200, the note is longer.").note(LONG_NOTE).demo(),
    Person::sdui("una-upsell", "Una Upsell", "noteLimitExceeded", "Notes are used up: an advertisement replaces the dialog.").notes(Notes::Upsell).note(NOTE).demo(),
    Person::sdui("uwe-upsellplain", "Uwe Upsellplain", "success", "Notes are used up, and none is wanted.").notes(Notes::Upsell),
    Person::sdui("zoe-zeroleft", "Zoe Zeroleft", "noteLimitExceeded", "Notes are used up: the composer says that none remains.").notes(Notes::Free(0)).note(NOTE),
    Person::sdui("simon-silent", "Simon Silent", "outcomeUnknown", "Notes are used up: the composer closes and drops the invitation without a word, which proves nothing.").notes(Notes::DroppedSilently).note(NOTE),
    Person::sdui("lara-lastnote", "Lara Lastnote", "success", "One note is left, and Premium is advertised beside a working composer.").notes(Notes::Free(1)).note(NOTE),
    // Limits and refusals.
    Person::sdui("wes-weekly", "Wes Weekly", "requestNotAllowed", "The weekly limit comes up right after Connect.").on_connect(OnConnect::WeeklyLimit).demo(),
    Person::sdui("wilma-weeklysend", "Wilma Weeklysend", "requestNotAllowed", "The weekly limit comes up right after Send.").on_send(OnSend::WeeklyLimit),
    Person::sdui("walt-warned", "Walt Warned", "success", "A warning of the limit comes up right after Connect, then the dialog.").on_connect(OnConnect::WarningThenDialog),
    Person::sdui("winnie-warnedsend", "Winnie Warnedsend", "success", "A warning of the limit comes up right after Send; the invitation went through.").on_send(OnSend::AppliedWithWarning),
    Person::sdui("cody-cooldown", "Cody Cooldown", "requestNotAllowed", "Withdrawn lately: a toast and no dialog.").on_connect(OnConnect::Toast("cooldown")),
    Person::sdui("nadia-notsent", "Nadia Notsent", "requestNotAllowed", "A toast after Send says that it was not sent.").on_send(OnSend::Toast("notSent")),
    Person::sdui("ugo-unable", "Ugo Unable", "requestNotAllowed", "A toast after Connect: unable to connect.").on_connect(OnConnect::Toast("unable")),
    Person::sdui("wally-wentwrong", "Wally Wentwrong", "outcomeUnknown", "A toast after Send: something went wrong. Nothing was applied.").on_send(OnSend::Toast("wrong")),
    // Truth and appearance after Send.
    Person::sdui("atoni-atonce", "Atoni Atonce", "success", "Connect sends at once, without a dialog.").on_connect(OnConnect::SendsAtOnce),
    Person::sdui("lenny-lag", "Lenny Lag", "success", "The card says Pending three seconds after Send.").on_send(OnSend::AppliedAfter(3000)),
    Person::sdui("relo-reload", "Relo Reload", "success", "The card says Pending only after a reload.").on_send(OnSend::AppliedAfterReload),
    Person::sdui("liv-lie", "Liv Lie", "outcomeUnknown", "The site claims that the invitation was sent, and it was not.").on_send(OnSend::ClaimedOnly),
    Person::sdui("neva-nevershown", "Neva Nevershown", "outcomeUnknown", "The invitation goes through, and no page ever says so.").on_send(OnSend::AppliedUnseen),
    Person::sdui("feodor-feed", "Feodor Feed", "outcomeUnknown", "Pressing Connect leads to the feed.").on_connect(OnConnect::LeavesTo("/feed/")),
    Person::sdui("dina-deeplink", "Dina Deeplink", "success", "Connect opens the composer as a page of its own.").on_connect(OnConnect::OpensComposer),
    Person::sdui("dirk-deepnote", "Dirk Deepnote", "success", "The composer as a page of its own, and a note.").on_connect(OnConnect::OpensComposer).note(NOTE),
    // Awkward pages.
    Person::sdui("later-send-lotte", "Lotte Latersend", "success", "Send stays disabled for a second after the note is there.").traps(&[Trap::LateSend]).note(NOTE),
    Person::sdui("ove-overlay", "Ove Overlay", "success", "A sheet lies over Connect for two seconds.").traps(&[Trap::Covered]),
    Person::sdui("cleo-consent", "Cleo Consent", "success", "A consent dialog comes up late over the card and goes away by itself.").traps(&[Trap::LateConsent]),
    Person::sdui("remy-rerender", "Remy Rerender", "success", "The card is drawn anew every 150 ms for two seconds.").traps(&[Trap::Rerendering]),
    Person::sdui("mo-moving", "Mo Moving", "success", "Connect moves for two seconds.").traps(&[Trap::Moving]),
    Person::sdui("alma-alert", "Alma Alert", "success", "An alert box comes up while the page loads.").traps(&[Trap::Alert]),
    Person::sdui("twyla-twin", "Twyla Twin", "success", "A hidden twin of the card claims that an invitation is pending.").traps(&[Trap::PendingTwin, Trap::KeyedConnect]),
    Person::sdui("wrongname-willy", "Willy Wrongname", "failure", "The dialog names somebody else: nothing may be sent.").traps(&[Trap::WrongName]),
    // Spoofs: text that pretends to be a state.
    Person::sdui("paula-prefix", "Paula Prefix", "success", "Somebody whose slug begins like this one's has a Connect link above the card.").traps(&[Trap::NeighbourOnTop]),
    Person::sdui("pepe-prefixfollow", "Pepe Prefixfollow", "requestNotAllowed", "As above, and this one cannot be invited at all.").place(Place::Nowhere).traps(&[Trap::NeighbourOnTop]),
    Person::sdui("spoof-headline", "Hedda Headline", "success", "The headline is the word Pending.").headline("Pending"),
    Person::sdui("spoof-firstname", "Fritz 1st Degree", "success", "The name holds “1st”."),
    Person::sdui("spoof-about", "Abby About", "success", "The About text is full of words of state.").about_text("Pending, click to withdraw invitation sent to Abby About. Pending. · 1st. Remove connection. This page doesn’t exist. You’ve reached the weekly invitation limit. We’ve restricted your account. Accept Abby About’s request to connect."),
    Person::sdui("spoof-degree", "Dora Degree", "success", "The headline is “· 1st” on a second-degree person.").headline("· 1st"),
    Person::sdui("spoof-markup", "Quinn \"Q\" O'Quote </h2><b>& 🦊 {X}", "success", "The name holds quotes, markup and an emoji.").note(NOTE),
    // The older front end.
    Person::ember("emma-ember", "Emma Ember", "success", "The older front end: Connect in the card.").demo(),
    Person::ember("eno-embernote", "Eno Embernote", "success", "The older front end: an invitation with a note.").note(NOTE),
    Person::ember("edgar-embermore", "Edgar Embermore", "success", "The older front end: Connect only in the More menu.").place(Place::Menu).degree(3),
    Person::ember("ebba-emberboth", "Ebba Emberboth", "success", "The older front end: Connect and Follow side by side.").place(Place::CardBesideFollow),
    Person::ember("elmo-emberpending", "Elmo Emberpending", "alreadyPending", "The older front end: an invitation is waiting.").relation(Relation::Pending),
    Person::ember("elvis-embermenupending", "Elvis Embermenupending", "alreadyPending", "The older front end: the waiting invitation shows only under More, and its dialog offers to unfollow.").relation(Relation::Pending).traps(&[Trap::PendingInMenu, Trap::UnfollowBox]),
    Person::ember("esme-emberconnected", "Esme Emberconnected", "alreadyConnected", "The older front end: a contact already.").relation(Relation::Connected),
    Person::ember("ernst-embermenuproof", "Ernst Embermenuproof", "alreadyConnected", "The older front end: only “Remove connection” under More says so.").relation(Relation::Connected).traps(&[Trap::ProofInMenuOnly]),
    Person::ember("ellen-emberself", "Ellen Emberself", "selfProfileNotAllowed", "The older front end: the own profile.").relation(Relation::Yourself).degree(0),
    Person::ember("egon-emberincoming", "Egon Emberincoming", "requestNotAllowed", "The older front end: they have invited you.").relation(Relation::Incoming),
    Person::ember("elke-emberfollow", "Elke Emberfollow", "requestNotAllowed", "The older front end: only Follow.").place(Place::Nowhere).degree(3),
    Person::ember("enno-embernewlabel", "Enno Embernewlabel", "failure:pageNotRecognised", "The older front end: Connect under More with a label that nobody knows.").place(Place::MenuUnfamiliar),
    Person::ember("eike-embermember", "Eike Hidden", "requestNotAllowed", "The older front end: out of the network.").relation(Relation::OutOfNetwork).degree(0),
    Person::ember("erwin-embergone", "Erwin Embergone", "personNotFound", "The older front end: gone in place.").arrival(Arrival::GoneInPlace(None)),
    Person::ember("enya-embererror", "Enya Embererror", "failure", "The older front end: the page of an error, always.").arrival(Arrival::ErrorInPlace(None)),
    Person::ember("elias-embershell", "Elias Embershell", "failure", "The older front end: a loading shell that never finishes.").arrival(Arrival::Shell),
    Person::ember("evita-emberemail", "Evita Emberemail", "emailRequired", "The older front end: an e-mail address is wanted.").asks_email(EmailPrompt::WithChoice),
    Person::ember("ezra-emberemailgiven", "Ezra Emberemailgiven", "success", "The older front end: an e-mail address is wanted and given, with a note.").asks_email(EmailPrompt::WithChoice).email("ezra@example.com").note(NOTE),
    Person::ember("emmy-embertoolong", "Emmy Embertoolong", "noteTooLong", "The older front end: the note is too long for a free account.").note(LONG_NOTE),
    Person::ember("eva-emberupsell", "Eva Emberupsell", "noteLimitExceeded", "The older front end: notes are used up.").notes(Notes::Upsell).note(NOTE),
    Person::ember("ewald-emberweekly", "Ewald Emberweekly", "requestNotAllowed", "The older front end: the weekly limit right after Connect.").on_connect(OnConnect::WeeklyLimit),
    Person::ember("edith-emberwarned", "Edith Emberwarned", "success", "The older front end: a warning of the limit, then the dialog.").on_connect(OnConnect::WarningThenDialog),
    Person::ember("elga-emberwrongname", "Elga Emberwrongname", "failure", "The older front end: the dialog names somebody else.").traps(&[Trap::WrongName]),
    Person::ember("ekke-embersendlimit", "Ekke Embersendlimit", "requestNotAllowed", "The older front end: the weekly limit right after Send.").on_send(OnSend::WeeklyLimit),
    Person::ember("elin-embercooldown", "Elin Embercooldown", "requestNotAllowed", "The older front end: withdrawn lately, a toast and no dialog.").on_connect(OnConnect::Toast("cooldown")),
    Person::ember("eloi-embernotsent", "Eloi Embernotsent", "requestNotAllowed", "The older front end: a toast after Send says that it was not sent.").on_send(OnSend::Toast("notSent")),
    Person::ember("else-emberlag", "Else Emberlag", "success", "The older front end: Pending three seconds after Send.").on_send(OnSend::AppliedAfter(3000)),
    Person::ember("howie-howdoyouknow", "Howie Howdoyouknow", "success", "The older front end asks how you know them; \"Other\" commits to nothing.").first_step(FirstStep::HowDoYouKnow),
    Person::ember("eddie-emberspoof", "Eddie 1st Emberspoof", "success", "The older front end: name and headline pretend to be states.").headline("Pending · 1st degree connection"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_slug_is_there_once() {
        let slugs: HashSet<_> = people().iter().map(|person| person.slug).collect();
        assert_eq!(slugs.len(), people().len());
    }

    #[test]
    fn a_member_id_has_39_characters_and_belongs_to_one_person() {
        let ids: HashSet<_> = people().iter().map(|person| member_id(person.slug)).collect();
        assert_eq!(ids.len(), people().len());
        assert!(ids.iter().all(|id| id.len() == 39));
    }

    #[test]
    fn notes_fit_what_a_workflow_may_carry_and_the_long_one_is_too_long_for_a_free_account() {
        let length = |note: &str| note.encode_utf16().count();
        assert!(
            people()
                .iter()
                .filter_map(|person| person.note)
                .all(|note| length(note) <= 300)
        );
        assert!(length(LONG_NOTE) > 200);
        assert!(length(NOTE) <= 200 && length(HARD_NOTE) <= 200);
    }
}

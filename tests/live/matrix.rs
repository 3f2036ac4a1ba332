//! The faults: pages that misbehave, and which answers to them are right. Knows nothing of browsers.

use std::time::Duration;

use linkwright::engine::Timing;

use crate::hostile::{Answer, Hooks};

/// One fault.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) answer: Answer,
    /// Answers that are right.
    pub(crate) right: &'static [&'static str],
    /// Seconds within which it must be given.
    pub(crate) within: u64,
    /// Also played in Firefox.
    pub(crate) both: bool,
}

pub(crate) const PLAIN: Hooks = Hooks {
    head: "",
    arrive: "",
    connect: "",
    dialog: "",
    send: "",
};
pub(crate) const SENT: &[&str] = &["success"];
pub(crate) const LED_AWAY: &[&str] = &["failure:offSite"];
pub(crate) const NOT_THERE: &[&str] = &["failure:linkedinUnavailable"];
const LIMITED: &[&str] = &["failure:linkedinRateLimited"];
const UNUSABLE: &[&str] = &["failure:pageNotRecognised"];
const IN_DOUBT: &[&str] = &["outcomeUnknown"];
/// The page hangs: nothing can be asked any more.
const HUNG: &[&str] = &["failure:browserLost", "failure:linkedinUnavailable"];
const AUTHWALL: &str = "<html><head><script>window.onload=function(){location.href='/authwall?trk=bf'};</script></head><body></body></html>";

const fn fault(name: &'static str, answer: Answer, right: &'static [&'static str]) -> Fault {
    Fault {
        name,
        answer,
        right,
        within: 20,
        both: false,
    }
}

const fn page(name: &'static str, hooks: Hooks, right: &'static [&'static str]) -> Fault {
    fault(name, Answer::Page(hooks), right)
}

const fn arrive(name: &'static str, script: &'static str, right: &'static [&'static str]) -> Fault {
    page(
        name,
        Hooks {
            arrive: script,
            ..PLAIN
        },
        right,
    )
}

const fn connect(name: &'static str, script: &'static str, right: &'static [&'static str]) -> Fault {
    page(
        name,
        Hooks {
            connect: script,
            ..PLAIN
        },
        right,
    )
}

const fn dialog(name: &'static str, script: &'static str, right: &'static [&'static str]) -> Fault {
    page(
        name,
        Hooks {
            dialog: script,
            ..PLAIN
        },
        right,
    )
}

const fn send(name: &'static str, script: &'static str, right: &'static [&'static str]) -> Fault {
    page(name, Hooks { send: script, ..PLAIN }, right)
}

impl Fault {
    const fn both(mut self) -> Fault {
        self.both = true;
        self
    }
    const fn within(mut self, seconds: u64) -> Fault {
        self.within = seconds;
        self
    }
}

const LEAVE_QUESTION: &str =
    "addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; });";

#[rustfmt::skip]
pub(crate) const FAULTS: &[Fault] = &[
    page("nothing is wrong", PLAIN, SENT).both(),
    // What the server does.
    fault("HTTP 204", Answer::Status(204, ""), NOT_THERE).both().within(70),
    fault("redirect without end", Answer::Redirect("/in/fault-example/"), NOT_THERE).both(),
    fault("HTTP 999 with its script", Answer::Status(999, AUTHWALL), LIMITED).both(),
    fault("HTTP 999 without a body", Answer::Status(999, ""), LIMITED).both(),
    fault("HTTP 429 with a body", Answer::Status(429, "<html><body><h1>Too many requests</h1></body></html>"), LIMITED).both(),
    fault("HTTP 429 without a body", Answer::Status(429, ""), LIMITED).both(),
    fault("HTTP 500 without a body", Answer::Status(500, ""), NOT_THERE),
    fault("HTTP 503 with a page that looks well", Answer::Status(503, "<html lang=en><head><title>Faye Example | LinkedIn</title></head><body><main><h2>Faye Example</h2></main></body></html>"), NOT_THERE),
    fault("a page cut off", Answer::Cut(25), &["failure:linkedinUnavailable", "failure:pageNotRecognised"]).both(),
    fault("a connection closed without a word", Answer::Nothing, NOT_THERE).both(),
    // Led away.
    fault("redirect to another site", Answer::Redirect("{OTHER}/in/fault-example/"), LED_AWAY).both(),
    page("meta refresh to another site", Hooks { head: "<meta http-equiv=\"refresh\" content=\"0; url={OTHER}/in/fault-example/\">", ..PLAIN }, LED_AWAY),
    arrive("a script leads to another site", "location = '{OTHER}/in/fault-example/';", LED_AWAY).both(),
    arrive("a script leads to the feed", "location = '/feed/';", LED_AWAY),
    arrive("the address becomes another person's", "history.pushState({}, '', '/in/rafa-example/');", LED_AWAY).both(),
    connect("Connect leads to another site", "location = '{OTHER}/in/fault-example/';", IN_DOUBT).within(30),
    connect("Connect turns the page into another person's", "history.pushState({}, '', '/in/rafa-example/');", IN_DOUBT).within(30).both(),
    dialog("the dialog turns the page into another person's", "history.pushState({}, '', '/in/rafa-example/');", IN_DOUBT).within(30),
    send("Send leads to the feed", "location = '/feed/';", SENT),
    send("Send turns the page into another person's", "history.pushState({}, '', '/in/rafa-example/');", SENT),
    arrive("a tab is opened by a script", "window.open('/feed/');", SENT),
    arrive("a tab is opened over a card that nobody draws unseen", "window.open('/feed/'); const drawn = () => { row.style.display = document.hidden ? 'none' : ''; }; document.addEventListener('visibilitychange', drawn); later(drawn, 300);", SENT).both(),
    connect("Connect opens a tab", "window.open('{OTHER}/in/fault-example/');", SENT).both(),
    // Questions of the page.
    arrive("alert on arrival", "alert('example');", SENT).both(),
    arrive("confirm on arrival", "later(() => confirm('example'), 300);", SENT),
    arrive("prompt on arrival", "later(() => prompt('example'), 300);", SENT),
    arrive("a question before leaving, from the start", LEAVE_QUESTION, SENT),
    connect("alert behind Connect", "alert('example');", SENT).both(),
    connect("confirm behind Connect", "confirm('example');", SENT),
    connect("prompt behind Connect", "prompt('example');", SENT),
    connect("a question before leaving, from Connect on", LEAVE_QUESTION, SENT),
    dialog("alert in the dialog", "alert('example');", SENT),
    dialog("confirm in the dialog", "later(() => confirm('example'), 20);", SENT),
    dialog("prompt in the dialog", "later(() => prompt('example'), 20);", SENT),
    dialog("a question before leaving, from the dialog on", LEAVE_QUESTION, SENT),
    send("alert behind Send", "alert('example');", SENT).both(),
    send("confirm behind Send", "confirm('example');", SENT),
    send("prompt behind Send", "prompt('example');", SENT),
    send("a question before leaving, from Send on", LEAVE_QUESTION, SENT),
    // Hoped for and remembered: the page draws what its server has not said yet.
    dialog("Send is hope until its request was answered", "outlet.querySelector('.artdeco-button--primary').onclick = () => { outlet.innerHTML = ''; row.innerHTML = pendingLink() + more(); fetch('/_wait?ms=2500').then(() => press('send')); };", SENT),
    page("a refused request is remembered as Pending", Hooks { dialog: "outlet.querySelector('.artdeco-button--primary').onclick = () => { outlet.innerHTML = ''; row.innerHTML = pendingLink() + more(); sessionStorage.setItem('hoped', 1); };", arrive: "if (sessionStorage.getItem('hoped')) { row.innerHTML = pendingLink() + more(); fetch('/_wait?ms=2500').then(draw); }", ..PLAIN }, IN_DOUBT).within(40),
    page("a refused request is remembered as Pending, and the script that asks comes late", Hooks { dialog: "outlet.querySelector('.artdeco-button--primary').onclick = () => { outlet.innerHTML = ''; row.innerHTML = pendingLink() + more(); sessionStorage.setItem('hoped', 1); };", arrive: "if (sessionStorage.getItem('hoped')) { row.innerHTML = pendingLink() + more(); const slow = document.createElement('script'); slow.src = '/_wait?ms=2500'; slow.onerror = () => fetch('/_wait?ms=300').then(draw); document.head.append(slow); }", ..PLAIN }, IN_DOUBT).within(40),
    arrive("a card that is remembered", "row.innerHTML = pendingLink() + more(); fetch('/_wait?ms=2500').then(draw);", SENT),
    arrive("a menu that is remembered", "row.innerHTML = '<button type=\"button\" aria-label=\"Message\">Message</button>' + more(); row.lastChild.onclick = (event) => { event.currentTarget.setAttribute('aria-expanded', 'true'); row.insertAdjacentHTML('beforeend', '<div role=\"menu\">' + pendingLink().replace('<a', '<a role=\"menuitem\"') + '</div>'); }; fetch('/_wait?ms=2500').then(draw);", SENT),
    // Late, covered, moving, twice, drawn anew.
    connect("the dialog at once", "openAfter = 0;", SENT),
    connect("the dialog a second late", "openAfter = 1000;", SENT),
    connect("the dialog three seconds late", "openAfter = 3000;", SENT),
    connect("the dialog five seconds late", "openAfter = 5000;", SENT),
    arrive("a late card and posts that sound like walls", "const card = document.querySelector('section'); const around = card.parentNode; card.remove(); around.insertAdjacentHTML('beforeend', '<section><h2>We’ve restricted your account</h2><p>Page not found</p><p>Too many requests</p></section>'); later(() => around.prepend(card), 1500);", SENT).both(),
    arrive("a sheet for two seconds", "const sheet = document.createElement('div'); sheet.style.cssText = 'position:fixed;inset:0;z-index:99'; document.body.append(sheet); later(() => sheet.remove(), 2000);", SENT),
    arrive("a sheet for ever", "const sheet = document.createElement('div'); sheet.style.cssText = 'position:fixed;inset:0;z-index:99'; document.body.append(sheet);", UNUSABLE),
    dialog("a sheet over the dialog", "const sheet = document.createElement('div'); sheet.style.cssText = 'position:fixed;inset:0;z-index:99'; document.body.append(sheet); later(() => sheet.remove(), 1500);", SENT),
    arrive("a card that slides in", "row.animate([{transform: 'translateX(600px)'}, {transform: 'none'}], 1500);", SENT).both(),
    arrive("a card that never stands still", "row.animate([{transform: 'none'}, {transform: 'translateX(300px)'}], {duration: 900, iterations: Infinity, direction: 'alternate'});", UNUSABLE),
    arrive("Connect twice in the card", "if (!sent) row.insertAdjacentHTML('beforeend', connectLink()); for (const one of row.querySelectorAll('#go')) one.onclick = connect;", SENT),
    arrive("somebody else's Connect in the card", "row.insertAdjacentHTML('afterbegin', '<a href=\"/preload/custom-invite/?vanityName=rafa-example\" aria-label=\"Invite Rafa Example to connect\" onclick=\"event.preventDefault(); press(\\'wrong\\')\">' + svg('connect-small') + 'Connect</a>');", SENT).both(),
    // Between the press and the release of one click the control may be another: no click then.
    arrive("drawn anew between button down and up", "let times = 0; addEventListener('pointerdown', () => { if (times++ < 3) later(draw, 0); }, true);", SENT).both(),
    arrive("drawn anew for two seconds", "const again = setInterval(draw, 40); later(() => clearInterval(again), 2000);", SENT).both(),
    arrive("drawn anew for ever", "setInterval(draw, 20);", &["failure:pageNotRecognised", "success"]),
    arrive("Connect changes places with somebody else's", "let mine = true; setInterval(() => { mine = !mine; const go = document.getElementById('go'); if (!go) return; const who = mine ? 'fault' : 'rafa'; go.href = '/preload/custom-invite/?vanityName=' + who + '-example'; go.setAttribute('aria-label', 'Invite ' + (mine ? 'Faye' : 'Rafa') + ' Example to connect'); go.onclick = mine ? connect : (event) => { event.preventDefault(); press('wrong'); }; }, 35);", &["failure:pageNotRecognised", "success", "outcomeUnknown"]).both(),
    dialog("the buttons of the dialog change places", "const bar = outlet.querySelector('.artdeco-modal__actionbar'); const swap = setInterval(() => bar.append(bar.firstElementChild), 60); later(() => clearInterval(swap), 1500);", SENT),
    // Send is heard whole or not at all, so a press that it did not hear is made again.
    dialog("the dialog drawn anew between button down and up", "if (!window.again) { window.again = true; let times = 0; addEventListener('pointerdown', () => { if (outlet.firstElementChild && times++ < 3) later(show, 0); }, true); }", SENT).both(),
    dialog("a sheet over the dialog behind the check", "if (!window.again) { window.again = true; const sheet = document.createElement('div'); sheet.style.cssText = 'position:fixed;inset:0;z-index:99'; atCheck(2, 0, () => { document.body.append(sheet); later(() => sheet.remove(), 1000); }); }", SENT).both(),
    // A page may take a click before anybody else hears of it, and answer it later: it is not made again.
    arrive("Connect kept by the page and sent later", "addEventListener('click', (event) => { if (event.target.closest('#go')) { event.preventDefault(); event.stopImmediatePropagation(); press('send'); later(() => { row.innerHTML = pendingLink() + more(); }, 2500); } }, true);", SENT).both(),
    arrive("Send kept by the page from everybody", "addEventListener('click', (event) => { if (event.target.closest('.artdeco-button--primary')) { event.stopImmediatePropagation(); press('send'); later(() => { outlet.innerHTML = ''; row.innerHTML = pendingLink() + more(); }, 1500); } }, true);", SENT).both(),
    // Ears that are older than the guard; Chromium hears before them, so they have nothing to take.
    arrive("drawn anew as the button goes down, each time", "addEventListener('pointerdown', draw, true);", SENT),
    dialog("buttons that change places as one goes down", "const bar = outlet.querySelector('.artdeco-modal__actionbar'); addEventListener('pointerdown', () => bar.append(bar.firstElementChild), true);", SENT),
    arrive("all of a press kept by the page from everybody", "for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) addEventListener(kind, (event) => { if (!event.target.closest('.artdeco-button--primary')) return; event.stopImmediatePropagation(); if (kind === 'click') { press('send'); later(() => { outlet.innerHTML = ''; row.innerHTML = pendingLink() + more(); }, 1500); } }, true);", SENT).both(),
    arrive("a press that is answered before its click", "addEventListener('pointerdown', (event) => { if (event.target.closest('#go')) { press('send'); draw(); later(() => { row.innerHTML = pendingLink() + more(); }, 1500); } }, true);", SENT).both(),
    arrive("a press that is answered by a sheet", "addEventListener('mousedown', (event) => { if (!event.target.closest('#go')) return; press('send'); const sheet = document.createElement('div'); sheet.style.cssText = 'position:fixed;inset:0;z-index:99'; document.body.append(sheet); later(() => sheet.remove(), 700); later(() => { row.innerHTML = pendingLink() + more(); }, 1500); }, true);", SENT).both(),
    // Frames: what is in one can be seen, and is never pressed.
    connect("the dialog in a frame of the page", "openAfter = 1e9; later(() => frame('opacity:1', show.toString()), 50);", UNUSABLE).both(),
    arrive("a decoy in a frame that nobody sees", "frame('opacity:0;z-index:-1', show.toString());", SENT).both(),
    // Heavy pages.
    arrive("a hundred thousand nodes", "const many = document.createElement('div'); for (let n = 0; n < 100000; n++) { const one = document.createElement('p'); one.textContent = n; many.append(one); } document.querySelector('main').append(many);", &["success", "failure:pageNotRecognised"]).within(60),
    arrive("a thousand levels", "let at = document.querySelector('main'); for (let n = 0; n < 1000; n++) { const next = document.createElement('div'); at.append(next); at = next; } at.textContent = 'deep';", SENT).both(),
    arrive("four thousand levels", "let at = document.querySelector('main'); for (let n = 0; n < 4000; n++) { const next = document.createElement('div'); at.append(next); at = next; } at.textContent = 'deep';", &["success", "failure:pageNotRecognised", "failure:browserLost"]).both(),
    arrive("levels that crash the layout of the browser", "let at = document.querySelector('main'); for (let n = 0; n < 20000; n++) { const next = document.createElement('div'); at.append(next); at = next; } at.textContent = 'deep';", &["success", "failure:pageNotRecognised", "failure:browserLost"]).within(60),
    arrive("the page never settles", "setInterval(() => { document.querySelector('h2').dataset.n = performance.now(); }, 15);", SENT).both(),
    arrive("the page grows without end", "const grow = () => { for (let n = 0; n < 20; n++) { const one = document.createElement('p'); one.textContent = 'post ' + n; document.querySelector('main').append(one); } }; setInterval(grow, 50);", SENT),
    arrive("a script without end on arrival", "for (;;) {}", HUNG).within(60),
    connect("a script without end behind Connect", "for (;;) {}", &["outcomeUnknown", "failure:browserLost"]).within(60).both(),
    send("a script without end behind Send", "later(() => { for (;;) {} }, 0);", &["outcomeUnknown", "failure:browserLost"]).within(60),
];

/// Patience enough for these pages, which are quick unless they are not.
pub(crate) fn brisk() -> Timing {
    Timing {
        load: Duration::from_secs(4),
        recognise: Duration::from_secs(2),
        believe: Duration::from_millis(300),
        absence: Duration::from_millis(600),
        stand: Duration::from_millis(200),
        in_place: Duration::from_secs(2),
        fresh: Duration::from_millis(600),
        ..Timing::default()
    }
}

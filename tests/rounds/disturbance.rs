//! Pages put together from disturbances that chance draws. Each page comes to rest; nothing on it is a refusal.

use crate::chance::Chance;
use crate::hostile::{Answer, Hooks};
use crate::matrix::SENT;

/// The step of the page at which a disturbance begins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Arrive,
    Connect,
    Dialog,
    Send,
}

/// One kind of disturbance; its script is drawn anew each time.
struct Disturbance {
    name: &'static str,
    step: Step,
    script: fn(&mut Draw) -> String,
}

/// Parameters drawn from a seed.
struct Draw(Chance);

impl Draw {
    fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.0.below(most - least + 1)
    }

    /// When something begins.
    fn moment(&mut self) -> u64 {
        self.between(0, 2500)
    }

    /// How long something lasts.
    fn while_(&mut self) -> u64 {
        self.between(100, 2500)
    }

    /// Between two steps of one click, and a little beside it.
    fn instant(&mut self) -> u64 {
        self.between(0, 60)
    }
}

const SOMEBODY_ELSE: &str = r#"'<a href="/preload/custom-invite/?vanityName=rafa-example" aria-label="Invite Rafa Example to connect" onclick="event.preventDefault(); press(\'wrong\')">' + svg('connect-small') + 'Connect</a>'"#;

const SHEET: &str =
    "const sheet = document.createElement('div'); sheet.style.cssText = 'position:fixed;inset:0;z-index:99';";

/// Connect says for a while that it invites somebody else, and then does.
fn changed(during: &str) -> String {
    format!(
        "{{ const go = document.getElementById('go'); if (go) {{ const turn = (who, first, act) => {{ go.href = '/preload/custom-invite/?vanityName=' + who + '-example'; go.setAttribute('aria-label', 'Invite ' + first + ' Example to connect'); go.onclick = act; }}; turn('rafa', 'Rafa', (event) => {{ event.preventDefault(); press('wrong'); }}); later(() => turn('fault', 'Faye', connect), {during}); }} }}"
    )
}

/// Something grows in above the card, so that all below it moves.
fn banner(height: u64) -> String {
    format!("document.body.insertAdjacentHTML('afterbegin', '<div style=\"height:{height}px\">Example</div>')")
}

/// A question of the page, or nothing but a word.
fn question(draw: &mut Draw) -> &'static str {
    draw.0
        .pick(&["alert('example')", "confirm('example')", "prompt('example')"])
}

const fn on(step: Step, name: &'static str, script: fn(&mut Draw) -> String) -> Disturbance {
    Disturbance { name, step, script }
}

#[rustfmt::skip]
const DISTURBANCES: &[Disturbance] = &[
    // On arrival: covered, moving, twice, drawn anew.
    on(Step::Arrive, "a sheet", |d| format!("{SHEET} later(() => {{ document.body.append(sheet); later(() => sheet.remove(), {}); }}, {});", d.while_(), d.moment())),
    on(Step::Arrive, "a row that slides", |d| format!("later(() => row.animate([{{transform: 'translate({}px, {}px)'}}, {{transform: 'none'}}], {}), {});", d.between(0, 600), d.between(0, 200), d.while_(), d.moment())),
    on(Step::Arrive, "a banner above", |d| format!("later(() => {}, {});", banner(d.between(10, 200)), d.moment())),
    on(Step::Arrive, "a banner above, behind the check", |d| format!("atCheck({}, {}, () => {});", d.between(1, 3), d.instant(), banner(d.between(10, 100)))),
    on(Step::Arrive, "Connect twice", |d| format!("later(() => {{ if (sent) return; row.insertAdjacentHTML('beforeend', connectLink()); for (const one of row.querySelectorAll('#go')) one.onclick = connect; }}, {});", d.between(0, 400))),
    on(Step::Arrive, "somebody else's Connect beside it", |d| format!("later(() => row.insertAdjacentHTML('{}', {SOMEBODY_ELSE}), {});", d.0.pick(&["afterbegin", "beforeend"]), d.moment())),
    on(Step::Arrive, "somebody else's Connect before it, behind the check", |d| format!("atCheck({}, {}, () => row.insertAdjacentHTML('afterbegin', {SOMEBODY_ELSE}));", d.between(1, 3), d.instant())),
    on(Step::Arrive, "somebody else's Connect over it, unseen", |d| format!("later(() => {{ const over = document.createElement('div'); over.innerHTML = {SOMEBODY_ELSE}; over.style.cssText = 'position:absolute;opacity:0;z-index:9'; const place = row.getBoundingClientRect(); over.style.left = place.left + 'px'; over.style.top = place.top + 'px'; document.body.append(over); later(() => over.remove(), {}); }}, {});", d.while_(), d.moment())),
    on(Step::Arrive, "Connect says somebody else's name for a while", |d| format!("later(() => {}, {});", changed(&d.while_().to_string()), d.moment())),
    on(Step::Arrive, "Connect says somebody else's name, behind the check", |d| format!("atCheck({}, {}, () => {});", d.between(1, 4), d.instant(), changed(&d.while_().to_string()))),
    on(Step::Arrive, "Connect says somebody else's name between button down and up", |d| format!("let times = {}; addEventListener('pointerdown', () => {{ if (times-- > 0) {} }}, true);", d.between(1, 3), changed(&d.while_().to_string()))),
    on(Step::Arrive, "a row drawn anew for a while", |d| format!("later(() => {{ const again = setInterval(draw, {}); later(() => clearInterval(again), {}); }}, {});", d.between(15, 150), d.while_(), d.moment())),
    on(Step::Arrive, "a row drawn anew behind the check", |d| format!("atCheck({}, {}, draw);", d.between(1, 4), d.instant())),
    on(Step::Arrive, "a row drawn anew between button down and up", |d| format!("let times = {}; addEventListener('pointerdown', () => {{ if (times-- > 0) draw(); }}, true);", d.between(1, 3))),
    on(Step::Arrive, "a card that comes late", |d| format!("const card = row.parentElement; const place = card.parentElement; card.remove(); later(() => place.prepend(card), {});", d.moment())),
    on(Step::Arrive, "Connect disabled at first", |d| format!("const go = document.getElementById('go'); if (go) {{ go.setAttribute('aria-disabled', 'true'); later(() => go.removeAttribute('aria-disabled'), {}); }}", d.while_())),
    // Questions, tabs, heavy and busy pages, a rail that grows and sends at once.
    on(Step::Arrive, "a question", |d| format!("later(() => {}, {});", question(d), d.moment())),
    on(Step::Arrive, "a tab", |d| format!("later(() => window.open('{}'), {});", d.0.pick(&["/feed/", "/in/rafa-example/"]), d.moment())),
    on(Step::Arrive, "a busy page", |d| format!("let times = {}; const busy = setInterval(() => {{ const until = performance.now() + {}; while (performance.now() < until); if (--times < 1) clearInterval(busy); }}, {});", d.between(1, 6), d.between(50, 500), d.between(50, 600))),
    on(Step::Arrive, "a heavy page", |d| format!("const many = document.createElement('div'); for (let n = 0; n < {}; n++) {{ const one = document.createElement('p'); one.textContent = n; many.append(one); }} document.querySelector('main').append(many);", d.between(1000, 20_000))),
    on(Step::Arrive, "a deep page", |d| format!("let at = document.querySelector('main'); for (let n = 0; n < {}; n++) {{ const next = document.createElement('div'); at.append(next); at = next; }} at.textContent = 'deep';", d.between(50, 800))),
    on(Step::Arrive, "a page that never settles", |d| format!("setInterval(() => {{ document.querySelector('h2').dataset.n = performance.now(); }}, {});", d.between(10, 200))),
    on(Step::Arrive, "a rail that grows above", |d| format!("let times = {}; const grows = setInterval(() => {{ document.querySelector('main').insertAdjacentHTML('afterbegin', '<section><h2>More profiles for you</h2>' + {SOMEBODY_ELSE} + '</section>'); if (--times < 1) clearInterval(grows); }}, {});", d.between(1, 8), d.between(50, 600))),
    on(Step::Arrive, "a decoy in a frame that nobody sees", |_| "frame('opacity:0;z-index:-1', show.toString());".to_owned()),
    // Behind Connect.
    on(Step::Connect, "a late dialog", |d| format!("openAfter = {};", d.between(0, 5000))),
    on(Step::Connect, "a question behind Connect", |d| format!("later(() => {}, {});", question(d), d.between(0, 300))),
    on(Step::Connect, "a sheet behind Connect", |d| format!("{SHEET} document.body.append(sheet); later(() => sheet.remove(), {});", d.while_())),
    on(Step::Connect, "a tab behind Connect", |_| "window.open('{OTHER}/in/fault-example/');".to_owned()),
    on(Step::Connect, "a row drawn anew behind Connect", |d| format!("later(draw, {});", d.between(0, 300))),
    // In the dialog.
    on(Step::Dialog, "buttons that change places", |d| format!("const bar = outlet.querySelector('.artdeco-modal__actionbar'); const swap = setInterval(() => bar.append(bar.firstElementChild), {}); later(() => clearInterval(swap), {});", d.between(15, 200), d.while_())),
    on(Step::Dialog, "buttons that change places behind the check", |d| format!("const bar = outlet.querySelector('.artdeco-modal__actionbar'); atCheck({}, {}, () => bar.append(bar.firstElementChild));", d.between(1, 3), d.instant())),
    on(Step::Dialog, "buttons that change places between button down and up", |_| "const bar = outlet.querySelector('.artdeco-modal__actionbar'); let times = 1; addEventListener('pointerdown', () => { if (times-- > 0) bar.append(bar.firstElementChild); }, true);".to_owned()),
    on(Step::Dialog, "a dialog that slides", |d| format!("outlet.querySelector('.artdeco-modal').animate([{{transform: 'translateY({}px)'}}, {{transform: 'none'}}], {});", d.between(10, 500), d.while_())),
    on(Step::Dialog, "a sheet over the dialog", |d| format!("{SHEET} document.body.append(sheet); later(() => sheet.remove(), {});", d.while_())),
    on(Step::Dialog, "a question in the dialog", |d| format!("later(() => {}, {});", question(d), d.between(0, 300))),
    on(Step::Dialog, "a dialog drawn anew", |d| format!("if (!window.again) {{ window.again = true; later(() => {{ if (outlet.firstElementChild) show(); }}, {}); }}", d.between(0, 400))),
    on(Step::Dialog, "a dialog that goes and comes", |d| format!("later(() => {{ outlet.hidden = true; later(() => {{ outlet.hidden = false; }}, {}); }}, {});", d.while_(), d.between(0, 300))),
    on(Step::Dialog, "Send disabled at first", |d| format!("const send = outlet.querySelector('.artdeco-button--primary'); send.disabled = true; later(() => {{ send.disabled = false; }}, {});", d.while_())),
    // Behind Send.
    on(Step::Send, "a card that lags, and a toast", |d| format!("draw(); later(toast, {}); later(() => {{ row.innerHTML = pendingLink() + more(); }}, {});", d.moment(), d.moment())),
    on(Step::Send, "a question behind Send", |d| format!("later(() => {}, {});", question(d), d.between(0, 300))),
];

/// A page of two or three disturbances.
pub(crate) struct Page {
    pub(crate) answer: Answer,
    pub(crate) right: &'static [&'static str],
    pub(crate) told: String,
}

/// The page that a seed draws.
pub(crate) fn page(seed: u64) -> Page {
    let mut draw = Draw(Chance(seed));
    let mut left: Vec<&Disturbance> = DISTURBANCES.iter().collect();
    let mut names = Vec::new();
    let mut scripts = [const { String::new() }; 4];
    for _ in 0..draw.between(2, 3) {
        let at = usize::try_from(draw.0.below(left.len() as u64)).expect("an index");
        let drawn = left.swap_remove(at);
        names.push(drawn.name);
        let script = (drawn.script)(&mut draw);
        scripts[drawn.step as usize].push_str(&format!("{{ {script} }}\n"));
    }
    // A few kilobytes for each page, which live as long as the tests.
    let [arrive, connect, dialog, send] = scripts.map(|script| &*script.leak());
    let hooks = Hooks {
        head: "",
        arrive,
        connect,
        dialog,
        send,
    };
    Page {
        answer: Answer::Page(hooks),
        right: SENT,
        told: names.join(" + "),
    }
}

// The newer front end: hashed classes, component keys, twins of everything, dialogs in a shadow root.

const boot = window.__como_rehydration__.pop();
const { words, me } = boot;
let person = boot.person;
delete window.__como_rehydration__;
document.currentScript.remove();
for (const script of document.querySelectorAll('script#rehydrate-data')) script.remove();

const outlet = document.getElementById('interop-outlet');
const shadow = outlet.attachShadow({ mode: 'open' });
shadow.append(
  h('link', { rel: 'stylesheet', href: '/static/artdeco.css' }),
  h('div', { class: 'theme--mercado', 'data-interop-root': true },
    h('div', { 'data-test-modal-container': true, 'data-test-modal-id': 'in-app-feedback', 'aria-hidden': 'true', class: 'hidden-shell' }),
    h('div', { id: 'artdeco-toasts-wormhole' }),
    h('div', { id: 'artdeco-modal-outlet' })),
);

const site = {
  delay: 60 * boot.scale,
  stage: () => shadow,
  toast({ text }) {
    const title = document.querySelector('h2[data-testid="toasts-title"]');
    const item = h('div', { class: k('toast'), role: 'alert', 'aria-live': 'assertive' }, h('p', { class: noise('toast text', 4) }, text));
    title.textContent = fill(words.toasts, '1');
    title.parentElement.append(item);
    later(6000, () => { item.remove(); title.textContent = fill(words.toasts, '0'); });
  },
  pending(slug) {
    if (slug !== person.slug) return;
    person.relation = 'pending';
    redraw();
  },
  withdrawn(slug) {
    if (slug !== person.slug) return;
    person.relation = 'stranger';
    redraw();
  },
};

const profilePath = (who) => `/in/${who.slugInUrl}/`;
const composer = (who) => `/preload/custom-invite/?vanityName=${who.slugInUrl}`;
const compose = (who) => `/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A${who.memberId}&recipient=${who.memberId}&screenContext=NON_SELF_PROFILE_VIEW&interop=msgOverlay`;
const stateKey = (who, suffix) => `ConnectButtonstate:invitation:urn:li:member:${who.memberNumber}_${suffix}`;
const keyOf = (who, what, seed) => (has(who, 'keyed') ? stateKey(who, what === 'pending' ? 'pending' : 'connect') : uuid(seed));
const label = (text) => h('span', { class: noise(`label ${text.length}`, 6) }, h('span', { class: noise('inner', 3) }, text));
const invite = (who) => (event) => { event.preventDefault(); closeMenu(); connect(who.slug, site); };
const withdraw = (who) => (event) => { event.preventDefault(); closeMenu(); withdrawFrom(who, site, !has(who, 'sales')); };

// One copy of one control. `copy` is real, compact or sticky.
const controls = {
  connect: (who, copy) => h('a', {
    class: k('primary', copy), 'aria-label': fill(words.inviteX, who.name), 'aria-disabled': 'false',
    href: composer(who), componentkey: keyOf(who, 'connect', `${who.slug} ${copy}`), onclick: invite(who),
  }, icon('connect-small'), label(words.connect)),
  connectButton: (who, copy) => h('button', {
    class: k('primary', copy), 'aria-label': fill(words.inviteX, who.name), type: 'button',
    componentkey: uuid(`${who.slug} ${copy}`), onclick: invite(who),
  }, icon('connect-small'), label(words.connect)),
  pending: (who, copy) => h('a', {
    class: k('secondary', copy), 'aria-label': fill(words.pendingX, who.name),
    href: `https://www.linkedin.com/in/${who.slugInUrl}/`, componentkey: keyOf(who, 'pending', `${who.slug} p ${copy}`), onclick: withdraw(who),
  }, icon('clock-small'), label(words.pending)),
  message: (who, copy) => h('a', {
    class: k(who.relation === 'connected' ? 'primary' : 'secondary', copy), href: compose(who), componentkey: uuid(`${who.slug} m ${copy}`),
  }, icon('send-privately-medium'), label(words.message)),
  follow: (who, copy) => h('button', {
    class: k(copy === 'primary' ? 'primary' : 'secondary', copy), 'aria-label': fill(words.followX, who.name), type: 'button',
    onclick: () => press(who.slug, 'follow'),
  }, icon('add-small'), label(words.follow)),
  save: (who, copy) => h('button', {
    class: k('primary', copy), 'aria-label': fill(words.saveLeadX, who.name), type: 'button', onclick: () => press(who.slug, 'save'),
  }, label(words.saveLead)),
  accept: (who, copy) => h('button', {
    class: k('primary', copy), 'aria-label': fill(words.acceptX, who.name), type: 'button', onclick: () => press(who.slug, 'accept'),
  }, icon('check-small'), label(words.accept)),
  ignore: (who, copy) => h('button', {
    class: k('secondary', copy), 'aria-label': fill(words.ignoreX, who.name), type: 'button', onclick: () => press(who.slug, 'ignore'),
  }, label(words.ignore)),
  more: (who, copy) => h('button', {
    class: k(copy === 'real' ? 'secondary' : 'round', copy), type: 'button', 'aria-expanded': 'false',
    'aria-label': copy === 'real' ? null : words.more, onclick: (event) => toggleMenu(who, event.currentTarget),
  }, copy === 'real' ? label(words.more) : icon('overflow-web-ios-small')),
};

// Which controls stand in the row, by what the account is to the person.
function row(who) {
  const open = has(who, 'open');
  if (has(who, 'sales') && who.relation !== 'connected') return ['save', 'follow', 'more'];
  if (who.relation === 'connected') return ['message', 'more'];
  if (who.relation === 'pending' && !has(who, 'pendingInMenu')) return open ? ['message', 'pending', 'more'] : ['pending', 'message', 'more'];
  if (who.relation === 'incoming') return ['accept', 'ignore', 'more'];
  if (who.relation === 'member') return ['more'];
  const rows = {
    card: ['connect', 'more'],
    both: ['connect', 'follow', 'more'],
    cardButton: ['connectButton', 'more'],
    menu: ['follow', 'more'],
    menuButton: ['follow', 'more'],
    menuUnfamiliar: ['follow', 'more'],
    nowhere: ['follow', 'more'],
  };
  const chosen = rows[who.place];
  return open ? [chosen[0], 'message', ...chosen.slice(1)] : chosen;
}

const actions = (who, copy) => row(who).map((name) => h('div', { class: noise(`slot ${copy}`, 4) },
  controls[name](who, copy)));

function menuItem(iconName, text, attributes, innerLabel, tag) {
  return h(tag || 'a', { role: 'menuitem', tabindex: '-1', class: k('menuItem'), ...attributes },
    icon(iconName),
    h('div', { class: noise('menu label', 5), 'aria-label': innerLabel }, h('p', { class: noise('menu text', 3) }, text)));
}

function menuItems(who) {
  const items = [menuItem('compose-small', words.sendProfile, { href: '/messaging/compose/?body=' }), menuItem('edit-medium', words.savePdf, {}, null, 'div')];
  const stranger = who.relation === 'stranger';
  const underMore = (has(who, 'sales') || has(who, 'pendingInMenu')) && who.relation === 'pending';
  if (stranger && who.place === 'menu') items.unshift(menuItem('connect-small', words.connect, { href: composer(who), onclick: invite(who) }, fill(words.inviteX, who.name)));
  if (stranger && who.place === 'menuButton') items.unshift(menuItem('connect-small', words.connect, { type: 'button', onclick: invite(who) }, fill(words.inviteX, who.name), 'button'));
  if (stranger && who.place === 'menuUnfamiliar') items.unshift(menuItem('person-plus-small', words.linkUp, { type: 'button', onclick: invite(who) }, fill(words.linkUpX, who.name), 'button'));
  if (has(who, 'moreItems')) items.push(menuItem('flag-small', words.newItem, {}, null, 'div'), menuItem('megaphone-small', words.newItem, { href: '/services/page/example/' }));
  if (underMore) items.unshift(menuItem('clock-small', words.pending, { href: `https://www.linkedin.com/in/${who.slugInUrl}/`, onclick: withdraw(who) }, fill(words.pendingX, who.name)));
  if (has(who, 'sales')) items.push(menuItem('send-privately-medium', words.message, { href: compose(who) }));
  if (who.relation === 'connected') {
    items.push(menuItem('compose-small', words.recommend, { href: '/recommendations/' }));
    items.push(menuItem('close-medium', words.remove, { onclick: () => { press(who.slug, 'remove'); closeMenu(); } }, fill(words.removeX, who.name), 'div'));
  }
  items.push(menuItem('signal-success', words.viewSales, { href: `/sales/people/${who.memberId},name,x1Yz/` }));
  items.push(menuItem('signal-error', words.report, {}, null, 'div'), menuItem('signal-success', words.aboutProfile, { href: `${profilePath(who)}overlay/about-this-profile/` }));
  return items;
}

let menu = null;
function closeMenu() {
  if (menu) menu.remove();
  menu = null;
  for (const opened of document.querySelectorAll('button[aria-expanded="true"]')) opened.setAttribute('aria-expanded', 'false');
}
function toggleMenu(who, trigger) {
  if (menu) { closeMenu(); return; }
  const place = trigger.getBoundingClientRect();
  menu = h('div', { popover: 'manual', class: k('popover'), style: `left:${Math.round(place.left + scrollX)}px;top:${Math.round(place.bottom + scrollY + 4)}px` },
    h('div', { role: 'menu', class: noise('menu', 4) }, menuItems(who)));
  later(40 * boot.scale, () => {
    document.body.append(menu);
    menu.showPopover();
    trigger.setAttribute('aria-expanded', 'true');
  });
}
document.addEventListener('click', (event) => {
  if (menu && !menu.contains(event.target) && !event.target.closest('button[aria-expanded]')) closeMenu();
});
document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeMenu(); });

// Both degree lines are there; the wrong one is wrapped once, in the class that the style sheet hides.
function degreeRow(who) {
  const line = (key) => h('p', { class: noise('degree', 6) }, `· ${words[key]}`);
  const hidden = named(`off${hue(who.slug) % 3}`);
  const at = who.relation === 'connected' ? 1 : who.degree;
  let lines = [];
  if (at === 1) lines = [line('first'), h('div', { class: hidden }, line('second'))];
  if (at === 2) lines = [h('div', { class: hidden }, line('first')), line('second')];
  if (at === 3) lines = [line('third')];
  if (has(who, 'menuOnly')) lines = [];
  return h('div', { class: k('degreeRow') }, lines);
}

function topCard(who) {
  const member = who.relation === 'member';
  const name = member ? words.member : who.name;
  const card = `com.linkedin.sdui.profile.card.ref${who.memberId}Topcard`;
  return h('section', { class: k('card'), ...(has(who, 'cardById') ? { id: card } : { componentkey: card }) },
    h('div', { class: k('cover'), style: `--turn:${hue(who.slug)}` }),
    h('div', { class: k('topRow') },
      face(name, who.slug, k('photo')),
      who.relation === 'connected' && !has(who, 'menuOnly') ? h('a', { class: k('bell'), 'aria-label': fill(words.bellX, name), href: `${profilePath(who)}notifications/`, onclick: (event) => event.preventDefault() }, icon('bell-fill-medium')) : null,
      who.relation === 'self' ? h('a', { class: k('bell'), 'aria-label': words.editIntro, href: `${profilePath(who)}edit/intro/` }, icon('edit-medium')) : null),
    h('div', { class: k('nameRow') },
      h(has(who, 'h1') ? 'h1' : 'h2', { class: k('name') }, name), degreeRow(who)),
    h('p', { class: k('headline') }, member ? '' : who.headline),
    member ? h('p', { class: k('quiet') }, words.memberText) : h('div', { class: k('quiet') },
      h('p', { class: noise('place', 4) }, who.location),
      h('p', { class: noise('dot', 4) }, '·'),
      h('a', { class: k('link'), href: `${profilePath(who)}overlay/contact-info/` }, words.contactInfo)),
    member ? null : h('p', { class: k('quiet', 'count') }, fill(words.connections, '312')),
    has(who, 'pendingTwin') ? h('div', { class: named('off1') }, h('a', { componentkey: stateKey(who, 'pending'), 'aria-label': fill(words.pendingX, name), href: `https://www.linkedin.com/in/${who.slugInUrl}/` }, icon('clock-small'), label(words.pending))) : null,
    who.relation === 'self' ? ownRow(who) : [
      h('div', { class: k('actions') }, actions(who, 'real')),
      h('div', { class: k('compact') }, actions(who, 'compact')),
    ]);
}

function ownRow(who) {
  const plain = (text, kind) => h('button', { class: k(kind, text), type: 'button', 'aria-expanded': 'false' }, label(text));
  return h('div', { class: k('actions') },
    plain(words.openTo, 'primary'), plain(words.addSection, 'secondary'), plain(words.enhance, 'secondary'),
    h('button', { class: k('round', 'own'), type: 'button', 'aria-label': words.resources, 'aria-expanded': 'false', onclick: (event) => toggleMenu(who, event.currentTarget) }, icon('overflow-web-ios-small')),
    h('a', { class: k('link'), href: `/verify?redirectPath=&entryPoint=selfview_topcard` }, words.verifyNow));
}

function stickyHeader(who) {
  return h('div', { class: k('sticky') },
    h('div', { class: k('stickyInner') }, face(who.name, who.slug, k('stickyFace')), h('p', { class: k('stickyName') }, who.name),
      who.relation === 'self' ? null : h('div', { class: k('stickyActions') }, actions(who, 'sticky'), ['stranger', 'pending'].includes(who.relation) && !row(who).includes('follow') ? controls.follow(who, 'sticky') : null)));
}

let drawn = null;
let stuck = null;
function redraw() {
  const card = topCard(person);
  const header = stickyHeader(person);
  drawn.replaceWith(card);
  stuck.replaceWith(header);
  drawn = card;
  stuck = header;
  onScroll();
}
function onScroll() {
  if (stuck) stuck.classList.toggle(named('stickyShown'), scrollY > 460);
}
addEventListener('scroll', onScroll, { passive: true });

function start() {
  const screen = document.querySelector('main#workspace');
  if (has(person, 'alert')) alert('example.com says: have you tried our app?');
  if (person.another) {
    history.pushState({}, '', profilePath(person.another));
    person = person.another;
  }
  drawn = topCard(person);
  stuck = stickyHeader(person);
  document.title = person.relation === 'member' ? 'LinkedIn' : `${boot.unread ? `(${boot.unread}) ` : ''}${person.name} | LinkedIn`;
  screen.replaceChildren(profile(person, drawn));
  screen.before(stuck);
  document.body.dataset.rehydrated = 'true';
  spring(person, redraw);
}

later(boot.hydration, start);

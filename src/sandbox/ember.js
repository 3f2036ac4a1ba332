// The older front end: artdeco classes, a dropdown that is always in the page, dialogs in the light DOM.

const boot = JSON.parse(document.getElementById('bpr-guid-7100002').textContent);
const { words } = boot;
const person = boot.person;

const site = {
  delay: 60 * boot.scale,
  stage: () => document,
  toast({ kind, text }) {
    const item = h('div', { 'data-test-artdeco-toast-item-type': kind, class: `artdeco-toast-item artdeco-toast-item--visible ember-view`, id: emberId(), role: 'alert' },
      emberIcon(kind === 'success' ? 'signal-success' : 'signal-error'),
      h('p', { class: 'artdeco-toast-item__message' }, h('span', {}, text)),
      h('button', { 'aria-label': words.dismiss, class: 'artdeco-toast-item__dismiss artdeco-button artdeco-button--circle artdeco-button--1 artdeco-button--tertiary', type: 'button', onclick: () => item.remove() }, emberIcon('close-medium')));
    document.querySelector('#artdeco-toasts-wormhole .artdeco-toasts_toasts').append(item);
    later(6000, () => item.remove());
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

const text = (words) => h('span', { class: 'artdeco-button__text' }, words);
const act = (iconName, kind, aria, words, onclick) => h('button', {
  'aria-label': aria, id: emberId(), type: 'button',
  class: `artdeco-button artdeco-button--2 artdeco-button--${kind} ember-view pvs-profile-actions__action`, onclick,
}, iconName ? emberIcon(iconName) : null, text(words));

const press1 = (what) => () => press(person.slug, what);
const invite = () => { shutMenus(); connect(person.slug, site); };
const withdraw = () => { shutMenus(); withdrawFrom(person, site, false); };

const controls = {
  connect: () => act('connect-small', 'primary', fill(words.inviteX, person.name), words.connect, invite),
  pending: () => act('clock-small', 'secondary', fill(words.pendingX, person.name), words.pending, withdraw),
  message: () => act('send-privately-small', person.relation === 'connected' ? 'primary' : 'secondary', fill(words.messageX, person.name), words.message, press1('message')),
  follow: (kind) => act('add-small', kind || 'secondary', fill(words.followX, person.name), words.follow, press1('follow')),
  accept: () => act(null, 'primary', fill(words.acceptX, person.name), words.accept, press1('accept')),
  ignore: () => act(null, 'secondary', fill(words.ignoreX, person.name), words.ignore, press1('ignore')),
};

function row() {
  switch (person.relation) {
    case 'connected': return ['message'];
    case 'pending': return has(person, 'pendingInMenu') ? ['follow'] : ['pending', 'message'];
    case 'incoming': return ['accept', 'ignore'];
    case 'member': return [];
    default: break;
  }
  return { card: ['connect', 'message'], both: ['connect', 'follow'], menu: ['follow', 'message'], menuUnfamiliar: ['follow'], nowhere: ['follow'] }[person.place] || ['connect'];
}

const dropdownItem = (iconName, aria, words, onclick) => h('li', {}, h('div', {
  'aria-label': aria, id: emberId(), tabindex: '0', role: 'button',
  class: 'artdeco-dropdown__item artdeco-dropdown__item--is-dropdown ember-view full-width display-flex align-items-center', onclick,
}, emberIcon(iconName), h('span', { class: 'display-flex t-normal flex-1', 'aria-hidden': 'true' }, words)));

function menuItems() {
  const items = [
    dropdownItem('compose-small', null, words.sendProfile),
    dropdownItem('edit-medium', null, words.savePdf),
  ];
  if (person.relation === 'stranger' && person.place === 'menu') items.unshift(dropdownItem('connect-small', fill(words.inviteX, person.name), words.connect, invite));
  if (person.relation === 'stranger' && person.place === 'menuUnfamiliar') items.unshift(dropdownItem('person-plus-small', fill(words.linkUpX, person.name), words.linkUp, invite));
  if (person.relation === 'pending' && has(person, 'pendingInMenu')) items.unshift(dropdownItem('clock-small', fill(words.pendingX, person.name), words.pending, withdraw));
  if (person.relation === 'connected') items.push(dropdownItem('close-medium', fill(words.removeX, person.name), words.remove, press1('remove')));
  items.push(dropdownItem('signal-error', null, words.report), dropdownItem('signal-success', null, words.aboutProfile));
  return items;
}

function shutMenus() {
  for (const content of document.querySelectorAll('.artdeco-dropdown__content')) {
    content.classList.remove('artdeco-dropdown__content--is-open');
    content.setAttribute('aria-hidden', 'true');
  }
  for (const trigger of document.querySelectorAll('.artdeco-dropdown__trigger')) trigger.setAttribute('aria-expanded', 'false');
}

function dropdown() {
  const content = h('div', { tabindex: '-1', 'aria-hidden': 'true', id: emberId(), class: 'artdeco-dropdown__content artdeco-dropdown--is-dropdown-element artdeco-dropdown__content--has-arrow artdeco-dropdown__content--justification-left artdeco-dropdown__content--placement-bottom ember-view' },
    h('div', { class: 'artdeco-dropdown__content-inner' }, h('ul', {}, menuItems())));
  const trigger = h('button', {
    'aria-expanded': 'false', id: `${emberId()}-profile-overflow-action`, type: 'button', 'aria-label': words.moreActions,
    class: 'artdeco-dropdown__trigger artdeco-dropdown__trigger--placement-bottom ember-view pvs-profile-actions__action artdeco-button artdeco-button--secondary artdeco-button--muted artdeco-button--2',
    onclick: () => {
      const shut = trigger.getAttribute('aria-expanded') === 'false';
      shutMenus();
      if (!shut) return;
      later(40 * boot.scale, () => {
        trigger.setAttribute('aria-expanded', 'true');
        content.setAttribute('aria-hidden', 'false');
        content.classList.add('artdeco-dropdown__content--is-open');
      });
    },
  }, text(words.more));
  return h('div', { id: emberId(), class: 'artdeco-dropdown artdeco-dropdown--placement-bottom artdeco-dropdown--justification-left ember-view' }, trigger, content);
}
document.addEventListener('click', (event) => { if (!event.target.closest('.artdeco-dropdown')) shutMenus(); });

function ownRow() {
  return h('div', { class: 'pv-top-card-v2-ctas display-flex pt3' },
    h('div', { class: 'pvs-profile-actions' },
      h('button', { id: 'top-card-ctas-add-goals-trigger', type: 'button', 'aria-expanded': 'false', class: 'artdeco-button artdeco-button--2 artdeco-button--primary ember-view' }, text(words.openTo)),
      act(null, 'secondary', words.addSection, words.addSection),
      act(null, 'secondary', words.enhance, words.enhance),
      h('button', { type: 'button', 'aria-label': words.resources, 'aria-expanded': 'false', class: 'artdeco-dropdown__trigger artdeco-button artdeco-button--2 artdeco-button--secondary artdeco-button--muted' }, text(words.resources))));
}

function degree() {
  const at = person.relation === 'connected' ? 1 : person.degree;
  if (!at || has(person, 'menuOnly')) return null;
  const word = [words.first, words.second, words.third][at - 1];
  return h('span', { class: 'distance-badge separator' },
    h('span', { class: 'visually-hidden' }, fill(words.degreeOf, word)),
    h('span', { class: 'dist-value', 'aria-hidden': 'true' }, word));
}

function topCard() {
  const member = person.relation === 'member';
  const own = person.relation === 'self';
  const name = member ? words.member : person.name;
  return h('section', { class: 'artdeco-card pv-top-card', 'data-member-id': String(person.memberNumber) },
    h('div', { class: 'profile-background-image profile-background-image--default', style: `--turn:${hue(person.slug)}` }),
    h('div', { class: 'ph5 pb5' },
      h('div', { class: 'display-flex' },
        h('div', { class: 'pv-top-card__non-self-photo-wrapper ml0' }, own
          ? h('button', { class: 'profile-photo-edit__edit-btn', type: 'button', 'aria-label': words.editIntro }, face(name, person.slug, 'pv-top-card-profile-picture__image'))
          : face(name, person.slug, 'pv-top-card-profile-picture__image')),
        own ? h('a', { class: 'pv-top-card__edit artdeco-button artdeco-button--circle', href: `/in/${person.slugInUrl}/edit/intro/`, 'aria-label': words.editIntro }, emberIcon('edit-medium')) : null),
      h('div', { class: 'mt2 relative' },
        h('div', { class: 'pv-text-details__left-panel' },
          h('h1', { class: 'text-heading-xlarge inline t-24 v-align-middle break-words' }, name), ' ', degree(),
          h('div', { class: 'text-body-medium break-words', 'data-generated-suggestion-target': `urn:li:fsu_profileActionDelegate:${person.memberNumber}` }, member ? words.memberText : person.headline)),
        member ? null : h('div', { class: 'pv-text-details__left-panel mt2' },
          h('span', { class: 'text-body-small inline t-black--light break-words' }, person.location), ' · ',
          h('a', { id: 'top-card-text-details-contact-info', href: `/in/${person.slugInUrl}/overlay/contact-info/`, class: 'ember-view link-without-visited-state' }, words.contactInfo)),
        member ? null : h('ul', { class: 'pv-top-card--list' }, h('li', { class: 'text-body-small' }, fill(words.connections, '312')))),
      own ? ownRow() : h('div', { class: 'pv-top-card-v2-ctas display-flex pt3' },
        h('div', { class: 'pvs-profile-actions' }, row().map((name) => controls[name](name === 'follow' && person.place !== 'both' ? 'primary' : null)), dropdown()))));
}

function stickyHeader() {
  return h('section', { class: 'scaffold-layout-toolbar pvs-sticky-header-profile-actions__toolbar', 'aria-hidden': 'true' },
    h('div', { class: 'pvs-sticky-header-profile-actions' }, h('span', { class: 't-bold' }, person.name), ['self', 'member'].includes(person.relation) ? null : row().map((name) => controls[name]())));
}

const card = (anchor, title, ...children) => h('section', { id: emberId(), class: 'artdeco-card pv-profile-card break-words mt2', 'data-view-name': 'profile-card' },
  h('div', { id: anchor, class: 'pv-profile-card__anchor' }),
  h('div', { class: 'pvs-header__container' }, h('div', { class: 'pvs-header__top-container--no-stack' }, h('h2', { class: 'pvs-header__title text-heading-large' }, h('span', { 'aria-hidden': 'true' }, title), h('span', { class: 'visually-hidden' }, title)))), ...children);

// Every line stands there twice: once to be seen, once to be heard.
const twice = (kind, words) => h('div', { class: `display-flex align-items-center ${kind}` }, h('span', { 'aria-hidden': 'true' }, words), h('span', { class: 'visually-hidden' }, words));

function listed(count, build) {
  return h('div', { class: 'pvs-list__outer-container' }, h('ul', { class: 'pvs-list ph5 display-flex flex-row flex-wrap' }, Array.from({ length: count }, (_, n) =>
    h('li', { class: 'artdeco-list__item pvs-list__item--line-separated pvs-list__item--one-column', id: emberId() }, h('div', { class: 'pvs-entity pvs-entity--padded pvs-list__item--no-padding-when-nested', 'data-view-name': 'profile-component-entity' }, h('div', { class: 'display-flex flex-column full-width align-self-center' }, build(n)))))));
}

function railPerson(other) {
  const place = h('div', { class: 'pt2' });
  const small = (iconName, aria, words, onclick) => h('button', { 'aria-label': aria, id: emberId(), type: 'button', class: 'artdeco-button artdeco-button--muted artdeco-button--1 artdeco-button--secondary ember-view', onclick }, emberIcon(iconName), text(words));
  const waiting = () => small('clock-small', fill(words.pendingX, other.name), words.pending);
  const kinds = {
    stranger: () => small('connect-small', fill(words.inviteX, other.name), words.connect, () => connect(other.slug, site, () => place.replaceChildren(waiting()))),
    pending: waiting,
    follow: () => small('add-small', fill(words.followX, other.name), words.follow, () => press(other.slug, 'follow')),
    connected: () => small('send-privately-small', fill(words.messageX, other.name), words.message),
  };
  place.append(kinds[other.relation]());
  return h('li', { class: 'artdeco-list__item pvs-rail__item display-flex' }, face(other.name, other.slug, 'pvs-rail__face'),
    h('div', { class: 'pvs-rail__text' }, h('a', { class: 'optional-action-target-wrapper t-bold', href: `/in/${other.slugInUrl}/` }, other.name), twice('t-14 t-black--light', other.headline), place));
}

const rail = (title, people) => h('section', { class: 'artdeco-card pv-profile-card mt2' }, h('h2', { class: 'pvs-header__title text-heading-medium' }, title), h('ul', { class: 'pvs-list' }, people.map(railPerson)));

function post(n) {
  return [twice('t-14 t-black--light', `${person.name} posted this • ${n + 1}w`), twice('t-14 t-normal t-black', sentence(n)),
    n % 3 === 1 ? h('div', { class: 'vjs-modal-dialog vjs-hidden', role: 'dialog', 'aria-hidden': 'true', 'aria-label': 'Modal Window', tabindex: '-1' }, h('p', {}, 'This is a modal window.')) : null];
}

let drawn = null;
let stuck = null;
function redraw() {
  const next = topCard();
  const header = stickyHeader();
  drawn.replaceWith(next);
  stuck.replaceWith(header);
  drawn = next;
  stuck = header;
}

function start() {
  if (has(person, 'alert')) alert('example.com says: have you tried our app?');
  const whole = person.relation !== 'member';
  drawn = topCard();
  stuck = stickyHeader();
  document.title = whole ? `${person.name} | LinkedIn` : 'LinkedIn';
  const follow = ['stranger', 'pending'].includes(person.relation) ? controls.follow() : null;
  document.querySelector('.scaffold-layout__main').replaceChildren(drawn, ...(whole ? [
    card('about', words.about, h('div', { class: 'display-flex ph5 pv3' }, h('div', { class: 'inline-show-more-text' }, twice('t-14 t-normal t-black', person.about)))),
    card('content_collections', words.activity, h('div', { class: 'pvs-header__right-container ph5' }, follow), listed(70, post)),
    card('experience', words.experience, listed(40, (n) => [twice('mr1 t-bold', `Assistant of Examples ${n}`), twice('t-14 t-normal', `Example Works ${n}`), twice('t-14 t-black--light', `${2024 - n} – ${2025 - n}`), twice('t-14', sentence(n))])),
    card('skills', words.skills, listed(260, (n) => [twice('mr1 hoverable-link-text t-bold', `Invented skill no. ${n + 1}`), twice('t-14 t-black--light', `${(n * 13) % 40} endorsements`), twice('t-14 t-normal', sentence(n))])),
  ] : []));
  document.querySelector('.scaffold-layout__aside').replaceChildren(rail(words.moreProfiles, boot.rail), rail(words.mayKnow, boot.pymk));
  document.querySelector('.scaffold-layout').before(stuck);
  document.documentElement.classList.remove('app-loader--default');
  spring(person, redraw);
}
addEventListener('scroll', () => { if (stuck) stuck.classList.toggle('is-shown', scrollY > 460); }, { passive: true });

later(boot.hydration, start);

// The list of sent invitations, in either front end: the newer one brings more when its end comes into
// view, the older one when it is asked to.

const boot = JSON.parse(document.getElementById('list-data').textContent);
const { words } = boot;
const sdui = boot.look === 'sdui';
const list = boot.list;
for (const script of document.querySelectorAll('script')) script.remove();

const main = document.querySelector('main');
const has = () => false;
let stage = document;
if (sdui) {
  stage = document.getElementById('interop-outlet').attachShadow({ mode: 'open' });
  stage.append(h('link', { rel: 'stylesheet', href: '/static/artdeco.css' }), h('div', { id: 'artdeco-modal-outlet' }));
}

function withdraw(row, item) {
  return (event) => {
    event.preventDefault();
    later(boot.delay, () => showWithdraw(stage, { slug: row.slug, named: row.name, native: sdui }, (answer) => {
      if (!answer.withdrawn) return;
      item().remove();
      list.total -= 1;
      count();
    }));
  };
}

function sduiRow(row) {
  let item = null;
  const path = `/in/${row.slugInUrl}/`;
  item = h('div', { role: 'listitem', class: k('entry', row.slug), componentkey: row.memberNumber ? `sentInvitation_urn:li:member:${row.memberNumber}` : uuid(row.slug) },
    h('a', { href: path, class: noise('face link', 3), tabindex: '-1' }, face(row.name, row.slug, k('railFace'))),
    h('div', { class: k('railText') },
      h('p', { class: noise('sent name', 4) }, h('a', { href: path, class: k('strong') }, row.name)),
      h('p', { class: noise('sent headline', 5) }, row.headline),
      h('p', { class: k('quiet', 'time') }, row.time)),
    h('button', { type: 'button', class: k('secondary', 'withdraw'), 'data-view-name': 'sent-invitations-withdraw-single', 'aria-label': fill(words.withdrawX, row.name), onclick: withdraw(row, () => item) }, h('span', {}, words.withdraw)));
  return item;
}

function emberRow(row) {
  let item = null;
  const path = `/in/${row.slugInUrl}/`;
  item = h('li', { class: 'invitation-card artdeco-list__item ember-view', id: emberId() },
    h('div', { class: 'invitation-card__container display-flex' },
      h('a', { href: path, class: 'invitation-card__picture ember-view' }, face(row.name, row.slug, 'presence-entity__image')),
      h('div', { class: 'invitation-card__details' },
        h('a', { href: path, class: 'invitation-card__link ember-view' }, h('span', { class: 'invitation-card__title t-16 t-black t-bold' }, row.name)),
        h('span', { class: 'invitation-card__subtitle t-14 t-black--light t-normal' }, row.headline),
        h('time', { class: 'time-badge time-ago' }, row.time)),
      h('div', { class: 'invitation-card__action-container' },
        h('button', { type: 'button', id: emberId(), class: 'invitation-card__action-btn artdeco-button artdeco-button--muted artdeco-button--3 artdeco-button--tertiary ember-view', 'data-control-name': 'withdraw_single', onclick: withdraw(row, () => item) }, h('span', { class: 'artdeco-button__text' }, words.withdraw)))));
  return item;
}

const rows = sdui ? h('div', { role: 'list', 'data-testid': 'lazy-column' }) : h('ul', { class: 'artdeco-list mn-invitation-list' });
const foot = h('div', { class: 'list-foot' });
const tab = sdui
  ? h('button', { type: 'button', class: k('secondary', 'people'), 'aria-pressed': 'true' }, '')
  : h('button', { type: 'button', class: 'artdeco-pill artdeco-pill--slate artdeco-pill--selected', 'aria-pressed': 'true' }, words.people);

function count() {
  if (sdui) tab.textContent = fill(words.peopleN, String(list.total));
}

let asked = false;
let watch = null;
async function more() {
  if (asked || !list.more) return;
  asked = true;
  foot.replaceChildren(h('div', { role: 'progressbar', 'aria-label': words.loading, class: 'artdeco-loader' }));
  const from = rows.childElementCount;
  const answer = await (await fetch(`/_api/sent?from=${from}`)).json();
  later(boot.delay, () => {
    list.more = answer.more;
    asked = false;
    add(answer.rows);
  });
}

function add(next) {
  rows.append(...next.map(sdui ? sduiRow : emberRow));
  foot.replaceChildren();
  if (watch) watch.disconnect();
  if (!list.more) return;
  if (sdui) {
    watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) more(); });
    watch.observe(rows.lastElementChild);
  } else {
    foot.append(h('button', { type: 'button', class: 'scaffold-finite-scroll__load-button artdeco-button artdeco-button--muted artdeco-button--full', onclick: more }, h('span', { class: 'artdeco-button__text' }, words.showMore)));
  }
}

function start() {
  count();
  const heading = h('h1', { class: sdui ? k('sectionTitle') : 't-20' }, words.sentList);
  const tabs = h('div', { class: 'list-tabs' }, h('a', { href: '/mynetwork/invitation-manager/' }, words.received), ' ', h('a', { href: '/mynetwork/invitation-manager/sent/', 'aria-current': 'page' }, words.sent));
  const nobody = list.rows.length ? null : h('section', { class: sdui ? k('card', 'nobody') : 'artdeco-empty-state', 'data-testid': sdui ? 'empty-state' : null }, h('h2', {}, words.nobodySent));
  main.replaceChildren(h('section', { class: sdui ? k('card', 'list') : 'artdeco-card mn-invitation-manager' }, heading, tabs, tab, nobody, rows, foot));
  document.documentElement.classList.remove('app-loader--default');
  if (sdui) document.body.dataset.rehydrated = 'true';
  add(list.rows);
}

later(boot.delay, start);

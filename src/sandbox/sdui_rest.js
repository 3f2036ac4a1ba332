// The rest of a profile in the newer front end: sections of realistic weight, and the rails.
// A press of Connect in a rail sends at once, to somebody else.

const p = (seed, text, kind) => h('p', { class: kind ? k(kind, seed) : noise(seed, 9) }, text);

// The real pages wrap everything several times over.
const deep = (seed, depth, ...children) => (depth === 0 ? children : h('div', { class: noise(`${seed} ${depth}`, 9) }, deep(seed, depth - 1, ...children)));

function section(who, name, title, ...children) {
  return h('section', { class: k('card', name), componentkey: `com.linkedin.sdui.profile.card.ref${name === 'Activity' ? who.slug : who.memberId}${name}` },
    h('div', { class: k('sectionHead', name) }, h('h2', { class: k('sectionTitle', name) }, title)), ...children);
}

const about = (who) => section(who, 'About', words.about, h('div', { class: k('prose') }, h('span', { class: noise('expandable', 8), 'data-testid': 'expandable-text-box' }, who.about)));

function post(who, n) {
  return h('div', { class: k('post', `post ${n}`), role: 'article' },
    h('div', { class: noise(`actor ${n}`, 11) }, h('div', { class: noise('actor', 9) }, p(`actor name ${n}`, `${who.name} posted this • ${n + 1}w`, 'quiet'))),
    deep(`body ${n}`, 8, p(`body text ${n}`, sentence(n)), ...Array.from({ length: 6 }, (_, m) => h('span', { class: noise(`tag ${m}`, 6) }, h('span', { class: noise(`tag in ${m}`, 8) }, h('span', { class: noise(`tag text ${m}`, 8) }, `#example${m} `))))),
    n % 4 === 1 ? video(n) : null,
    h('div', { class: noise(`counts ${n}`, 10) }, Array.from({ length: 4 }, (_, m) => h('button', { class: k('plain', `react ${m}`), type: 'button', tabindex: '-1' }, deep(`react ${m}`, 3, h('span', { class: noise(`count ${m}`, 7) }, String((n * 7 + m * 3) % 50)))))));
}

// A video player brings its own dialogs; they are shut.
function video(n) {
  return h('div', { class: `video-js ${noise(`video ${n}`, 5)}`, 'data-testid': 'video-player', 'data-vjs-player': true },
    h('div', { class: 'vjs-modal-dialog vjs-hidden', tabindex: '-1', role: 'dialog', 'aria-hidden': 'true', 'aria-label': 'Modal Window' }, h('p', { class: 'vjs-modal-dialog-description' }, 'This is a modal window.')),
    h('div', { class: 'vjs-modal-dialog vjs-hidden vjs-text-track-settings', tabindex: '-1', role: 'dialog', 'aria-hidden': 'true', 'aria-label': 'Caption Settings Dialog' }, h('p', {}, 'Beginning of dialog window. Escape will cancel and close the window.')));
}

function activity(who) {
  const follow = ['stranger', 'pending'].includes(who.relation) ? controls.follow(who, 'activity') : null;
  return section(who, 'Activity', words.activity,
    h('div', { class: k('activityHead') }, p('followers', fill(words.followers, '1,204'), 'link'), follow),
    h('div', { class: k('posts') }, Array.from({ length: 24 }, (_, n) => post(who, n))),
    h('a', { class: k('showAll'), href: `${profilePath(who)}recent-activity/all/` }, words.showAll));
}

function entry(who, kind, n) {
  return h('div', { class: k('entry', kind), componentkey: uuid(`${kind} ${n}`) },
    h('div', { class: k('logo', `${kind}${n}`), style: `--turn:${(n * 47) % 360}` }),
    h('div', { class: noise(`entry ${kind}`, 9) },
      p(`role ${n}`, n === 0 ? who.headline : `Assistant of Examples ${n}`, 'strong'), p(`firm ${n}`, `Example Works ${n} · Full-time`), p(`time ${n}`, `${2024 - n} – ${2025 - n} · 1 yr`, 'quiet'),
      h('div', { class: noise('skills of', 6) }, Array.from({ length: 5 }, (_, m) => h('span', { class: noise(`skill ${m}`, 8) }, deep(`skill in ${m}`, 2, h('span', { class: noise(`skill in ${m}`, 5) }, ['Patience', 'Fiction', 'Footnotes', 'Bridges', 'Tea'][m])), ' '))),
      deep(`words ${n}`, 6, p(`words ${n}`, sentence(n + 3)))));
}

function railPerson(other, n) {
  const act = h('div', { class: k('railAct', `${n}`) });
  const pendingRail = () => h('button', { class: k('secondary', 'rail'), type: 'button', 'aria-label': fill(words.pendingX, other.name) }, icon('clock-small'), label(words.pending));
  const kinds = {
    stranger: () => h('button', { class: k('secondary', 'rail'), type: 'button', 'aria-label': fill(words.inviteX, other.name), onclick: () => connect(other.slug, site, () => act.replaceChildren(pendingRail())) }, icon('connect-small'), label(words.connect)),
    pending: pendingRail,
    follow: () => h('button', { class: k('secondary', 'rail'), type: 'button', 'aria-label': fill(words.followX, other.name), onclick: () => press(other.slug, 'follow') }, icon('add-small'), label(words.follow)),
    connected: () => h('a', { class: k('secondary', 'rail'), href: compose(other) }, icon('send-privately-medium'), label(words.message)),
  };
  act.append(kinds[other.relation]());
  return h('div', { class: k('railPerson', `${n}`), role: 'listitem', componentkey: uuid(`rail ${other.slug}`) },
    h('a', { class: noise('rail face', 6), href: profilePath(other), tabindex: '-1', 'aria-hidden': 'true' }, face(other.name, other.slug, k('railFace'))),
    h('div', { class: k('railText') },
      h('a', { class: k('strong', 'rail'), href: profilePath(other) }, other.name), p('rail degree', `· ${words[other.relation === 'connected' ? 'first' : 'second']}`, 'quiet'), deep('rail', 4, p('rail headline', other.headline, 'quiet')), act));
}

function rail(title, key, people) {
  return h('section', { class: k('card', key), componentkey: `com.linkedin.sdui.profile.card.ref${person.memberId}${key}` },
    h('h2', { class: k('sectionTitle', key) }, title), h('div', { role: 'list', class: noise('list', 5) }, people.map(railPerson)));
}

// Somebody else's Connect link, right above the card.
function neighbourCard(other) {
  return h('section', { class: k('card', 'neighbour'), componentkey: uuid(`neighbour ${other.slug}`) },
    h('div', { class: k('railPerson', 'top') }, face(other.name, other.slug, k('railFace')),
      h('div', { class: k('railText') }, h('a', { class: k('strong', 'top'), href: profilePath(other) }, other.name), p('top', words.mayKnow, 'quiet')),
      controls.connect({ ...other, traps: [] }, 'neighbour')));
}

function profile(who, card) {
  const whole = who.relation !== 'member';
  return h('div', { 'data-sdui-screen': 'com.linkedin.sdui.flagshipnav.profile.Profile', class: k('screen') },
    h('div', { class: k('columns') },
      h('div', { class: k('first'), 'data-testid': 'lazy-column' },
        who.neighbour ? neighbourCard(who.neighbour) : null,
        card,
        whole ? [about(who), activity(who),
          section(who, 'Experience', words.experience, Array.from({ length: 12 }, (_, n) => entry(who, 'experience', n))),
          section(who, 'Education', words.education, Array.from({ length: 4 }, (_, n) => entry(who, 'education', n))),
          section(who, 'Skills', words.skills, Array.from({ length: 60 }, (_, n) => h('div', { class: k('skill', `${n}`) }, h('div', { class: noise(`skill box ${n}`, 8) }, deep(`skill ${n}`, 7, p(`skill ${n}`, `Invented skill no. ${n + 1}`, 'strong')), deep(`ends ${n}`, 7, ...Array.from({ length: 5 }, (_, m) => p(`end ${n} ${m}`, `${(n * 13 + m) % 40} endorsements ${'·'.repeat(m)}`, 'quiet')))))))] : null),
      h('div', { class: k('second') },
        rail(words.moreProfiles, 'SuggestedForYouBrowseMap', boot.rail),
        rail(words.mayKnow, 'SuggestedForYouPymk', boot.pymk))));
}

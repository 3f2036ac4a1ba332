// What makes a page awkward on purpose, for both front ends.

const has = (person, trap) => person.traps.includes(trap);

function sheet(text) {
  return h('div', { class: 'blocking-sheet', role: 'presentation' }, h('div', { class: 'blocking-sheet__box' }, text));
}

function consent() {
  return h('div', { class: 'blocking-sheet', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': 'consent-title' },
    h('div', { class: 'blocking-sheet__box' },
      h('h2', { id: 'consent-title' }, words.cookieTitle),
      h('p', {}, words.cookieText)));
}

function lay(node, ms) {
  document.body.append(node);
  later(ms, () => node.remove());
}

function spring(person, redraw) {
  const time = (ms) => ms * boot.scale;
  if (has(person, 'covered')) lay(sheet(words.loading), time(2000));
  if (has(person, 'consent')) later(time(400), () => lay(consent(), time(2000)));
  if (has(person, 'rerendering')) {
    const again = setInterval(redraw, 150);
    later(time(2000), () => clearInterval(again));
  }
  if (has(person, 'moving')) {
    document.body.classList.add('unsteady');
    later(time(2000), () => document.body.classList.remove('unsteady'));
  }
}

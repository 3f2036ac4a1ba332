// What both front ends share: building nodes, talking to the server, class names, invented filler.

const SVG = 'http://www.w3.org/2000/svg';

// Nodes are built, never parsed: no text of a person can become markup.
function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value') node.value = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SHAPES = {
  'connect-small': 'M9 4a3 3 0 110 6 3 3 0 010-6zM3 15c0-3 3-4 6-4s4 1 4 1v3zM13 6h2v2h-2v2h-1V8h-2V6h2V4h1z',
  'clock-small': 'M8 1a7 7 0 107 7 7 7 0 00-7-7zm0 12a5 5 0 115-5 5 5 0 01-5 5zM9 7V4H7v5h4V7z',
  'add-small': 'M14 9H9v5H7V9H2V7h5V2h2v5h5z',
  'send-privately-medium': 'M14 2L0 6.67l5 3.11L10.94 4l.99.94L6.12 11 9.23 16z',
  'send-privately-small': 'M14 2L0 6.67l5 3.11L10.94 4l.99.94L6.12 11 9.23 16z',
  'overflow-web-ios-small': 'M3 9.5A1.5 1.5 0 114.500 8 1.500 1.500 0 013 9.500zM11.500 8A1.500 1.500 0 1013 6.500 1.500 1.500 0 0011.500 8zm-5 0A1.500 1.500 0 108 6.500 1.500 1.500 0 006.500 8z',
  'bell-fill-medium': 'M13 10L12.300 5.500a4.400 4.400 0 00-8.600 0L3 10l-1 2h12zM6 13a2 2 0 004 0z',
  locked: 'M12 7V5a4 4 0 00-8 0v2H3v8h10V7zM6 5a2 2 0 014 0v2H6z',
  'close-medium': 'M13.400 4L12 2.600 8 6.600 4 2.600 2.600 4l4 4-4 4L4 13.400l4-4 4 4 1.400-1.400-4-4z',
  'check-small': 'M13 3L6 12 3 9l-1 1 4 4 9-11z',
  'edit-medium': 'M12 1l3 3-9 9-4 1 1-4z',
  'compose-small': 'M2 3h12v8H6l-4 3z',
  'signal-success': 'M8 1a7 7 0 107 7 7 7 0 00-7-7zM7 11L4 8l1-1 2 2 4-4 1 1z',
  'signal-error': 'M8 1a7 7 0 107 7 7 7 0 00-7-7zm1 11H7v-2h2zm0-3H7V4h2z',
};

function drawing(id, attributes) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ ...attributes, viewBox: '0 0 16 16', width: '16', height: '16', fill: 'currentColor', 'aria-hidden': 'true' })) {
    svg.setAttribute(name, value);
  }
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[id] || 'M2 2h12v12H2z');
  svg.append(path);
  return svg;
}

// The newer front end names its icons by id, the older one by a test attribute and a reference.
const icon = (id) => drawing(id, { id });

function emberIcon(id) {
  const svg = drawing(id, { role: 'none', class: 'artdeco-button__icon', 'data-test-icon': id, 'data-supported-dps': '16x16' });
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${id}`);
  use.setAttribute('width', '16');
  use.setAttribute('height', '16');
  svg.append(use);
  return svg;
}

// FNV-1a: the server gives the style sheet the same names.
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, '0');
}

const named = (name) => `_${hash(name)}`;
const noise = (seed, count) => Array.from({ length: count }, (_, n) => `_${hash(`noise ${seed} ${n}`)}`).join(' ');
const k = (name, seed) => `${named(name)} ${noise(seed || name, 5)}`;

function uuid(seed) {
  const digits = hash(seed) + hash(`${seed}1`) + hash(`${seed}2`) + hash(`${seed}3`);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function ask(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const press = (slug, what) => ask('/_api/press', { slug, what });
const later = (ms, what) => setTimeout(what, ms);
const fill = (text, name) => text.replace('{X}', () => name).replace('{N}', () => name);
const initials = (name) => Array.from(name.replace(/[^\p{L} ]/gu, '')).filter((letter, n, all) => n === 0 || all[n - 1] === ' ').slice(0, 2).join('');
const hue = (seed) => parseInt(hash(seed).slice(0, 4), 16) % 360;

function face(name, slug, className) {
  const turn = hue(slug);
  return h('div', {
    class: className,
    role: 'img',
    style: `background:linear-gradient(135deg,hsl(${turn} 62% 62%),hsl(${(turn + 50) % 360} 58% 42%))`,
  }, h('span', { 'aria-hidden': 'true' }, initials(name)));
}

const SENTENCES = [
  'Today the example team shipped a thing that nobody asked for, and it was lovely.',
  'I keep a list of captcha jokes; none of them loads. Something went wrong, as they say.',
  'Three weeks ago we moved the invented archive to the invented cloud.',
  'A page that doesn’t exist is still a page somebody linked to.',
  'Follow your curiosity, connect the dots, and keep the pending pile small.',
  'Our small workshop on imaginary bridges is open again; more in the comments.',
  'We measured twice and cut an example. Message received.',
  'The best note I ever got said nothing at all, in very few words.',
];
const sentence = (n) => SENTENCES[n % SENTENCES.length];

// Real pages ask their server for more as soon as they run.
ask('/_api/rest', { page: location.pathname }).catch(() => {});

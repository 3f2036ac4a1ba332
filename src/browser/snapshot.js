// One look: waits until the page stands still (and differs from the last look, if asked), then
// copies what a person could see. Arguments: {atMost, changedFrom, look}, and the callback.
// It changes nothing on the page. The elements it gave handles to are remembered in the window,
// under a symbol, so that the next command can act on exactly those.
const [options, done] = arguments;

const LOOK = Symbol.for('linkwright.look');
const VOID = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'source', 'wbr', 'use', 'area', 'col', 'embed', 'track', 'base']);
const LEFT_OUT = new Set(['script', 'style', 'noscript', 'template', 'link', 'path', 'g', 'defs', 'symbol', 'circle', 'rect', 'polygon', 'lineargradient', 'mask', 'clippath', 'object', 'canvas']);
const KEPT = new Set(['id', 'class', 'href', 'role', 'type', 'name', 'for', 'title', 'placeholder', 'componentkey', 'src', 'content', 'property', 'popover', 'contenteditable', 'action', 'open', 'lang', 'alt', 'dir', 'rel', 'tabindex', 'maxlength']);
const KEPT_PREFIXES = ['aria-', 'data-'];
const ROLES = new Set(['button', 'menuitem', 'link', 'checkbox', 'radio', 'tab', 'option', 'textbox']);
const MAX_VALUE = 2000;
const MAX_TEXT = 5000;
const MAX_NODES = 200000;
const QUIET_AT_MOST = 400;
const POLL = 250;

const escapeText = (text) => text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
const escapeValue = (text) => text.replace(/[&"]/g, (c) => (c === '&' ? '&amp;' : '&quot;'));

function attributes(element) {
  let out = '';
  for (const { name, value } of element.attributes) {
    if (!KEPT.has(name) && !KEPT_PREFIXES.some((prefix) => name.startsWith(prefix))) continue;
    if (value.startsWith('data:')) continue;
    let kept = value;
    // Hashed class names change with every build and say nothing.
    if (name === 'class') kept = value.split(/\s+/).filter((c) => c && !/^[_a-z0-9]*\d[_a-z0-9]*$/i.test(c)).join(' ');
    if (name === 'class' && kept === '') continue;
    if (kept.length > MAX_VALUE) kept = kept.slice(0, MAX_VALUE);
    out += ` ${name}="${escapeValue(kept)}"`;
  }
  return out;
}

function isInteractive(element, tag) {
  return tag === 'button' || tag === 'input' || tag === 'textarea' || tag === 'select'
    || (tag === 'a' && element.hasAttribute('href'))
    || ROLES.has(element.getAttribute('role')) || element.isContentEditable === true;
}

// Not drawn at all, and nothing below it either.
function isGone(element) {
  if (!element.checkVisibility({ opacityProperty: true, checkOpacity: true, contentVisibilityAuto: false })) {
    // `display: contents` has no box of its own but shows its children.
    return element.ownerDocument.defaultView.getComputedStyle(element).display !== 'contents';
  }
  const flat = element.offsetWidth === 0 || element.offsetHeight === 0;
  return flat && element.ownerDocument.defaultView.getComputedStyle(element).overflow.includes('hidden');
}

const isHidden = (element) => !element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true });

class Copy {
  constructor() {
    this.out = [];
    this.elements = [];
    this.nodes = 0;
  }

  children(parent, hidden, framed) {
    for (let node = parent.firstChild; node; node = node.nextSibling) {
      if (node.nodeType === 3) {
        if (!hidden && node.data.trim() !== '') this.out.push(escapeText(node.data.length > MAX_TEXT ? node.data.slice(0, MAX_TEXT) : node.data));
      } else if (node.nodeType === 1) {
        this.element(node, framed);
      }
    }
  }

  element(element, framed) {
    const tag = element.localName;
    if (LEFT_OUT.has(tag) || ++this.nodes > MAX_NODES) return;
    const drawing = element.namespaceURI === 'http://www.w3.org/2000/svg';
    if (!drawing && isGone(element)) return;
    if (drawing && tag === 'svg' && !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true })) return;
    const hidden = !drawing && isHidden(element);
    let marks = attributes(element);
    if (!hidden && !drawing && isInteractive(element, tag)) {
      if (!framed) {
        marks += ` lw-handle="${this.elements.length}"`;
        this.elements.push(element);
      }
      if (element.matches(':disabled')) marks += ' disabled=""';
      if ((tag === 'input' || tag === 'textarea') && element.value !== '') marks += ' lw-filled="yes"';
    }
    const shown = !hidden || drawing;
    // What is hidden itself may hold something that is not.
    if (shown) this.out.push(`<${tag}${marks}>`);
    if (!VOID.has(tag) && tag !== 'iframe' && tag !== 'textarea') {
      if (element.shadowRoot) {
        observe(element.shadowRoot);
        this.out.push('<shadow-root>');
        this.children(element.shadowRoot, hidden, framed);
        this.out.push('</shadow-root>');
      }
      this.children(element, hidden, framed);
    }
    if (shown && !VOID.has(tag)) this.out.push(`</${tag}>`);
    if (tag === 'iframe' && shown) this.frame(element);
  }

  frame(element) {
    let inner = null;
    try { inner = element.contentDocument; } catch { inner = null; }
    if (!inner || !inner.body) return;
    this.out.push('<frame-root>');
    this.children(inner.body, false, true);
    this.out.push('</frame-root>');
  }

  page() {
    const root = document.documentElement;
    if (!root) return '<html></html>';
    this.out.push(`<html${attributes(root)}><head>`);
    for (const meta of document.querySelectorAll('head > meta[name]')) this.out.push(`<meta${attributes(meta)}>`);
    this.out.push(`<title>${escapeText(document.title)}</title></head>`);
    if (document.body) {
      this.out.push(`<body${attributes(document.body)}>`);
      if (!isGone(document.body)) this.children(document.body, isHidden(document.body), false);
      this.out.push('</body>');
    }
    this.out.push('</html>');
    return this.out.join('');
  }
}

// 53 bits, enough to tell two looks at one page apart.
function digest(text) {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

function snapshot() {
  const copy = new Copy();
  const page = copy.page();
  const html = page.toWellFormed ? page.toWellFormed() : page;
  const navigation = performance.getEntriesByType('navigation')[0];
  Object.defineProperty(window, LOOK, { value: { look: options.look, elements: copy.elements }, configurable: true, writable: true });
  return {
    url: location.href,
    documentUrl: document.documentURI,
    navigatedUrl: navigation ? navigation.name : null,
    referrer: document.referrer,
    status: (navigation && navigation.responseStatus) || null,
    document: performance.timeOrigin,
    look: options.look,
    html,
    fingerprint: digest(html + location.href),
  };
}

let changes = 0;
const observer = new MutationObserver(() => { changes += 1; });
const observed = new WeakSet();
function observe(root) {
  if (observed.has(root)) return;
  observed.add(root);
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
// Hidden tabs draw no frames; the timer keeps the look going there.
const frame = () => Promise.race([new Promise((resolve) => requestAnimationFrame(resolve)), pause(60)]);

async function quiet() {
  const until = performance.now() + QUIET_AT_MOST;
  let still = 0;
  while (still < 2 && performance.now() < until) {
    const before = changes;
    await frame();
    still = changes === before ? still + 1 : 0;
  }
}

async function change(until) {
  const before = changes;
  const poll = performance.now() + POLL;
  while (changes === before && performance.now() < Math.min(until, poll)) await frame();
}

async function look() {
  const until = performance.now() + options.atMost;
  for (;;) {
    observe(document);
    await quiet();
    const seen = snapshot();
    if (seen.fingerprint !== options.changedFrom || performance.now() >= until) return seen;
    await change(until);
  }
}

look().then((seen) => { observer.disconnect(); done(seen); }, (error) => { observer.disconnect(); done({ error: String(error) }); });

// One look: waits until the page stands still (and differs from the last look, if asked), then
// copies what a person could see. Arguments: {atMost, changedFrom, early, drawn, excerpt, look, has}, and the callback.
// An early look copies at the first change and says that the page was moving; the page goes on counting
// frames meanwhile, and an input waits until it has stood still as long as any other look would have.
// An excerpt, {around, leftOut}, leaves out what the second selector names, where there is what the first one
// names; how much text is missing stands there instead.
// It changes nothing on the page. The elements it gave handles to are remembered in the window,
// under a symbol, with what they said and where they stood in the last two frames, so that the next
// command can act on exactly those and knows whether they have changed since. What watches for changes stays there too, so
// that nothing goes unnoticed between two looks, and so do the functions: the second look of a
// document is quicker with functions that have run before.
const [options, done] = arguments;
const LOOK = Symbol.for('linkwright.look');

function eye() {
  const VOID = new Set(['br', 'hr', 'img', 'input', 'meta', 'link', 'source', 'wbr', 'use', 'area', 'col', 'embed', 'track', 'base']);
  const LEFT_OUT = new Set(['script', 'style', 'noscript', 'template', 'link', 'path', 'g', 'defs', 'symbol', 'circle', 'rect', 'polygon', 'lineargradient', 'mask', 'clippath', 'object', 'canvas']);
  const KEPT = new Set(['id', 'class', 'href', 'role', 'type', 'name', 'for', 'title', 'placeholder', 'componentkey', 'src', 'content', 'property', 'popover', 'contenteditable', 'action', 'open', 'lang', 'alt', 'dir', 'rel', 'tabindex', 'maxlength']);
  const KEPT_PREFIXES = ['aria-', 'data-'];
  const CONTROL_TAGS = new Set(['button', 'input', 'textarea', 'select']);
  const ROLES = new Set(['button', 'menuitem', 'link', 'checkbox', 'radio', 'tab', 'option', 'textbox']);
  const MAX_VALUE = 2000;
  const MAX_TEXT = 5000;
  const MAX_NODES = 200000;
  const QUIET_AT_MOST = 400;
  const POLL = 250;
  const WATCHED = 5000;
  const EARLY_TRIES = 3;
  const DRAWING = 20;

  const escapeText = (text) => (/[&<>]/.test(text) ? text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;')) : text);
  const escapeValue = (text) => (/[&"]/.test(text) ? text.replace(/[&"]/g, (c) => (c === '&' ? '&amp;' : '&quot;')) : text);

  // Pages repeat their names and classes thousands of times; each is judged once.
  function remembered(judge) {
    const known = new Map();
    return (text) => {
      let answer = known.get(text);
      if (answer === undefined) known.set(text, answer = judge(text));
      return answer;
    };
  }
  const isKept = remembered((name) => KEPT.has(name) || KEPT_PREFIXES.some((prefix) => name.startsWith(prefix)));
  // Hashed class names change with every build and say nothing.
  const isHashed = (name) => /\d/.test(name) && /^\w+$/.test(name);
  const classes = remembered((value) => value.split(/\s+/).filter((name) => name && !isHashed(name)).join(' '));

  function attributes(element) {
    let out = '';
    for (const name of element.getAttributeNames()) {
      if (!isKept(name)) continue;
      let kept = element.getAttribute(name);
      if (name === 'class') kept = classes(kept);
      if (kept.startsWith('data:') || (name === 'class' && kept === '')) continue;
      if (kept.length > MAX_VALUE) kept = kept.slice(0, MAX_VALUE);
      out += ` ${name}="${escapeValue(kept)}"`;
    }
    return out;
  }

  const kindOf = remembered((tag) => ({
    isLeftOut: LEFT_OUT.has(tag),
    isVoid: VOID.has(tag),
    isControl: CONTROL_TAGS.has(tag),
    isOpaque: VOID.has(tag) || tag === 'iframe' || tag === 'textarea',
  }));
  const isLink = (element, tag) => tag === 'a' && element.hasAttribute('href');
  const hasControlRole = (element) => ROLES.has(element.getAttribute('role'));

  const SVG = 'http://www.w3.org/2000/svg';
  const DRAWN = { opacityProperty: true, checkOpacity: true };
  const VISIBLE = { ...DRAWN, visibilityProperty: true, checkVisibilityCSS: true };
  let view = window;
  const styleOf = (element) => view.getComputedStyle(element);

  // A box of no size that cuts its content off: nothing below it can be seen. Few cut off, and sizes
  // are the costly part, so they are asked last; of two words the first is quicker to ask, and where it
  // is `visible` the second is never `hidden` (CSS Overflow 3, section 3.1).
  function isFolded(element) {
    const style = styleOf(element);
    return style.overflowX !== 'visible' && style.overflow.includes('hidden') && (element.offsetWidth === 0 || element.offsetHeight === 0);
  }

  // Not drawn at all, and nothing below it either.
  function isGone(element) {
    // `display: contents` has no box of its own but shows its children.
    if (!element.checkVisibility(DRAWN)) return styleOf(element).display !== 'contents';
    return isFolded(element);
  }

  const isHidden = (element) => !element.checkVisibility(VISIBLE);

  // Nothing around a card or in one is left out, and nothing at all where there is none, or a browser that
  // does not know the selectors.
  function partsLeftOut(excerpt) {
    const parts = new Set();
    if (!excerpt) return parts;
    try {
      const cards = document.querySelectorAll(excerpt.around);
      if (cards.length > 0) for (const part of document.querySelectorAll(excerpt.leftOut)) parts.add(part);
      for (const card of cards) {
        for (let at = card; at; at = at.parentElement) parts.delete(at);
        for (const part of card.querySelectorAll(excerpt.leftOut)) parts.delete(part);
      }
    } catch {
      parts.clear();
    }
    return parts;
  }

  class Copy {
    constructor(excerpt) {
      this.leftOut = partsLeftOut(excerpt);
      this.isExcerpt = false;
      this.out = [];
      this.elements = [];
      this.nodes = 0;
    }

    children(parent, hidden, framed, editable, drawing) {
      for (let node = parent.firstChild; node; node = node.nextSibling) {
        const type = node.nodeType;
        if (type === 3) {
          if (!hidden) this.text(node.data);
        } else if (type === 1) {
          this.element(node, framed, editable, drawing);
        }
      }
    }

    text(text) {
      if (/\S/.test(text)) this.out.push(escapeText(text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text));
    }

    element(element, framed, editableAbove, drawingAbove) {
      const tag = element.localName;
      const kind = kindOf(tag);
      if (kind.isLeftOut || ++this.nodes > MAX_NODES) return;
      if (this.leftOut.has(element)) return this.mention(element, tag);
      const drawing = drawingAbove || (tag === 'svg' && element.namespaceURI === SVG);
      const visible = drawingAbove || element.checkVisibility(VISIBLE);
      if (drawing && !visible) return;
      if (!drawing && (visible ? isFolded(element) : isGone(element))) return;
      const hidden = !visible && styleOf(element).display !== 'contents';
      let marks = element.hasAttributes() ? attributes(element) : '';
      // Being editable is inherited; asking every element is slow.
      const editable = marks !== '' && element.hasAttribute('contenteditable') ? element.isContentEditable === true : editableAbove;
      const isControl = editable || kind.isControl || (marks !== '' && (isLink(element, tag) || hasControlRole(element)));
      if (isControl && !hidden && !drawing) marks += this.control(element, tag, framed);
      const shown = !hidden || drawing;
      // What is hidden itself may hold something that is not.
      if (shown) this.out.push(`<${tag}${marks}>`);
      if (!kind.isOpaque) {
        const shadow = element.shadowRoot;
        if (shadow) {
          observe(shadow);
          this.out.push('<shadow-root>');
          this.children(shadow, hidden, framed, editable, false);
          this.out.push('</shadow-root>');
        }
        this.children(element, hidden, framed, editable, drawing && tag !== 'foreignObject');
      }
      if (shown && !kind.isVoid) this.out.push(`</${tag}>`);
      if (tag === 'iframe' && shown) this.frame(element);
    }

    mention(element, tag) {
      if (!element.checkVisibility(VISIBLE) || isFolded(element)) return;
      this.isExcerpt = true;
      const missing = element.textContent.replace(/\s+/g, ' ').length;
      this.out.push(`<${tag}${attributes(element)} lw-left-out="${missing}"></${tag}>`);
    }

    // The marks of a control; the last look's registry holds those that an input can go to.
    control(element, tag, framed) {
      let marks = '';
      if (!framed) {
        marks += ` lw-handle="${this.elements.length}"`;
        this.elements.push(element);
      }
      if (element.matches(':disabled')) marks += ' disabled=""';
      if ((tag === 'input' || tag === 'textarea') && (element.type === 'checkbox' ? element.checked : element.value !== '')) marks += ' lw-filled="yes"';
      return marks;
    }

    frame(element) {
      let inner = null;
      try { inner = element.contentDocument; } catch { inner = null; }
      if (!inner || !inner.body || !inner.defaultView) return;
      const outside = view;
      view = inner.defaultView;
      this.out.push('<frame-root>');
      this.children(inner.body, false, true, inner.body.isContentEditable, false);
      this.out.push('</frame-root>');
      view = outside;
    }

    page() {
      const root = document.documentElement;
      if (!root) return '<html></html>';
      this.out.push(`<html${attributes(root)}><head>`);
      for (const meta of document.querySelectorAll('head > meta[name]')) this.out.push(`<meta${attributes(meta)}>`);
      this.out.push(`<title>${escapeText(document.title)}</title></head>`);
      if (document.body) {
        this.out.push(`<body${attributes(document.body)}>`);
        if (!isGone(document.body)) this.children(document.body, isHidden(document.body), false, document.body.isContentEditable, false);
        this.out.push('</body>');
      }
      this.out.push('</html>');
      return this.out.join('');
    }
  }

  // A name for each different copy of this document: comparing is quicker than counting a sum.
  let copied = '';
  let copies = 0;
  function nameOf(text) {
    if (text !== copied) {
      copied = text;
      copies += 1;
    }
    return `${performance.timeOrigin} ${copies}`;
  }

  // What a copy has in common with the one before is not carried again to a reader who has that one:
  // they are told how much of its beginning and of its end to keep, in UTF-16 units.
  let carriedHtml = '';
  let carriedName = null;
  function longest(limit, holds) {
    let least = 0;
    for (let above = limit; least < above;) {
      const middle = (least + above + 1) >> 1;
      if (holds(middle)) least = middle; else above = middle - 1;
    }
    return least;
  }
  const isHalf = (text, at, first) => at >= 0 && at < text.length && (text.charCodeAt(at) & 0xfc00) === first;
  function carried(html, name, has) {
    const before = carriedHtml;
    const isKnown = has !== null && has === carriedName;
    carriedHtml = html;
    carriedName = name;
    if (!isKnown) return { html, kept: null };
    const shorter = Math.min(html.length, before.length);
    let begin = longest(shorter, (n) => html.startsWith(before.slice(0, n)));
    if (isHalf(html, begin - 1, 0xd800)) begin -= 1;
    let end = longest(shorter - begin, (n) => html.endsWith(before.slice(before.length - n)));
    if (isHalf(html, html.length - end, 0xdc00)) end -= 1;
    return { html: html.slice(begin, html.length - end), kept: [begin, end] };
  }

  // How often the page has changed, how many frames it has stood still since, and who waits for either.
  let changes = 0;
  let still = 0;
  let counts = false;
  let lastLook = 0;
  let awaken = null;
  const observer = new MutationObserver(() => {
    changes += 1;
    still = 0;
    if (awaken) awaken();
    // A page that nobody has looked at for a while is left alone.
    if (performance.now() - lastLook < WATCHED) count();
  });
  const observed = new Set();
  function observe(root) {
    if (observed.has(root)) return;
    observed.add(root);
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  }

  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  // Hidden tabs draw no frames; the timer keeps the look going there.
  const frame = () => Promise.race([new Promise((resolve) => requestAnimationFrame(resolve)), pause(60)]);

  // Where the controls stood in the frame before the copy.
  let placesBefore = new WeakMap();
  const CONTROLS = 'a[href], button, input, textarea, select, [role]';
  function placeOf(element) {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height].map((n) => Math.round(n * 4) / 4).join(' ');
  }
  function measure() {
    placesBefore = new WeakMap();
    for (const root of observed) if (!root.isConnected) observed.delete(root);
    for (const root of observed) for (const control of root.querySelectorAll(CONTROLS)) placesBefore.set(control, placeOf(control));
  }
  function stillPlace(element) {
    const place = placeOf(element);
    return placesBefore.get(element) === place ? place : null;
  }

  // What an element says and where it leads: pages use one node for one thing and then for another.
  function signOf(element) {
    const said = ['href', 'aria-label', 'type', 'name', 'role'].map((name) => element.getAttribute(name));
    return `${said.join('\n')}\n${element.textContent.slice(0, 200)}`;
  }

  async function count() {
    if (counts) return;
    counts = true;
    while (still < 2 && performance.now() - lastLook < WATCHED) {
      const before = changes;
      await frame();
      still = changes === before ? still + 1 : 0;
      if (still === 1) measure();
    }
    counts = false;
    if (awaken) awaken();
  }

  // By then what the server's answer has changed is drawn: a frame later, and longer than a frame behind it.
  async function drawing() {
    const began = performance.now();
    await frame();
    await pause(DRAWING - (performance.now() - began));
  }

  const called = () => new Promise((resolve) => { awaken = resolve; });

  // Two frames without a change; those behind the last change count, whoever was looking then.
  async function quiet() {
    const until = performance.now() + QUIET_AT_MOST;
    while (still < 2 && performance.now() < until) {
      count();
      await Promise.race([called(), pause(until - performance.now())]);
    }
    awaken = null;
  }

  // Until something changes, or for as long as a change that cannot be observed may go unnoticed.
  async function change(until) {
    await Promise.race([called(), pause(Math.min(POLL, until - performance.now()))]);
    awaken = null;
  }

  function snapshot({ look, excerpt, has }, moving) {
    const began = performance.now();
    const at = Date.now();
    view = window;
    const copy = new Copy(excerpt);
    const page = copy.page();
    const html = page.toWellFormed ? page.toWellFormed() : page;
    const navigation = performance.getEntriesByType('navigation')[0];
    const fingerprint = nameOf(`${location.href}\n${html}`);
    const registry = { eye: own, look, elements: copy.elements, moving, places: copy.elements.map(moving ? placeOf : stillPlace), signs: copy.elements.map(signOf), frame: document.timeline.currentTime, changes, fingerprint };
    Object.defineProperty(window, LOOK, { value: registry, configurable: true, writable: true });
    return {
      at,
      copied: performance.now() - began,
      url: location.href,
      documentUrl: document.documentURI,
      redirectedUrl: navigation && navigation.redirectCount > 0 ? navigation.name : null,
      referrer: document.referrer,
      status: (navigation && navigation.responseStatus) || null,
      document: performance.timeOrigin,
      look,
      ...carried(html, fingerprint, has),
      units: html.length,
      fingerprint,
      moving,
      excerpt: copy.isExcerpt,
      hidden: document.visibilityState !== 'visible',
    };
  }

  async function look(options) {
    const { atMost, changedFrom, early, drawn } = options;
    const began = performance.now();
    const until = began + atMost;
    if (began - lastLook > WATCHED) still = 0;
    lastLook = until;
    const last = window[LOOK];
    const isKnown = last && last.fingerprint === changedFrom && last.changes === changes && observed.has(document);
    observe(document);
    if (isKnown) await change(until);
    for (let tries = 1; ; tries += 1) {
      // A page that changes all the time, but nothing that can be seen, is not copied all the time.
      const isEarly = early && tries <= EARLY_TRIES;
      if (isEarly) count();
      else await quiet();
      if (isEarly && drawn) await drawing();
      const seen = snapshot(options, isEarly && still < 2);
      if (seen.fingerprint !== changedFrom || performance.now() >= until) return seen;
      await change(until);
    }
  }

  function begin(options, done) {
    // A page that is left may be kept asleep for the way back, and then nothing here goes on.
    const left = () => done({ error: 'the page was left' });
    addEventListener('pagehide', left, { once: true });
    look(options).then(done, (error) => done({ error: String(error) })).finally(() => removeEventListener('pagehide', left));
  }

  const own = { begin, signOf, quiet, changed: () => changes, placeBefore: (element) => placesBefore.get(element) };
  return own;
}

(window[LOOK] ? window[LOOK].eye : eye()).begin(options, done);

// Just before an input: is the element of the judged snapshot still there, on the same page,
// visible, standing still, enabled, and would it receive the click?
// Arguments: {look, handle, document, path, typing, whole, reveal}, and the callback. `reveal` brings it into
// view, and that is all.
// Answers {ready: true} with {point} for a click or {held, focused} for typing, or {notYet: reason}; "not
// yet" is a value, not an error. There is a point only where frames are drawn.
const [options, done] = arguments;

const registry = window[Symbol.for('linkwright.look')];
const PRESS = Symbol.for('linkwright.press');
const LONGEST = 45000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const frame = () => Promise.race([new Promise((resolve) => requestAnimationFrame(resolve)), pause(60)]);

function parentOf(node) {
  return node.assignedSlot || node.parentNode || (node instanceof ShadowRoot ? node.host : null);
}

function within(node, element) {
  for (let at = node; at; at = at instanceof ShadowRoot ? at.host : parentOf(at)) if (at === element) return true;
  return false;
}

function box(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left, top, width, height].map((n) => Math.round(n * 4) / 4).join(' ');
}

// Where WebDriver's own click would go, the middle of the first rectangle as far as it is in view, in
// whole pixels of the viewport.
function clickPoint(element) {
  const rect = [...element.getClientRects()].find((one) => one.width > 0 && one.height > 0);
  if (!rect) return null;
  const left = Math.max(0, rect.left);
  const right = Math.min(innerWidth, rect.right);
  const top = Math.max(0, rect.top);
  const bottom = Math.min(innerHeight, rect.bottom);
  if (left >= right || top >= bottom) return null;
  return [Math.floor((left + right) / 2), Math.floor((top + bottom) / 2)];
}

function receiver(x, y) {
  let hit = document.elementFromPoint(x, y);
  while (hit && hit.shadowRoot) {
    const inner = hit.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  return hit;
}

async function judge() {
  if (!registry || registry.look !== options.look || performance.timeOrigin !== options.document) return { notYet: 'the page was loaded anew' };
  if (location.pathname !== options.path) return { notYet: 'the address changed' };
  const element = registry.elements[options.handle];
  if (!element || !element.isConnected) return { notYet: 'it was drawn anew' };
  const { signOf } = registry.eye;
  // Text goes to whatever has the focus, wherever it stands, and is read back.
  if (registry.moving && !options.typing) {
    await registry.eye.quiet();
    if (registry.eye.changed() !== registry.changes) return { notYet: 'the page has changed since' };
  }
  const sign = registry.signs[options.handle];
  if (signOf(element) !== sign) return { notYet: 'it says something else now' };
  if (options.reveal) {
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    return { ready: true };
  }
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true })) return { notYet: 'it is not visible' };
  if (element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true') return { notYet: 'it is not enabled' };
  if (options.typing && element.readOnly) return { notYet: 'it cannot be written in' };
  if (!clickPoint(element) || receiverIsOther(element)) element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const moved = options.typing ? null : await movement(element);
  if (moved) return { notYet: moved };
  const point = clickPoint(element);
  if (!point) return { notYet: 'it is out of view' };
  const hit = receiver(...point);
  if (!hit || !within(hit, element)) return { notYet: 'something covers it' };
  if (location.pathname !== options.path) return { notYet: 'the address changed' };
  if (signOf(element) !== sign) return { notYet: 'it says something else now' };
  if (options.typing) return readyToType(element);
  guard(element, sign);
  return { ready: true, point: document.visibilityState === 'visible' ? point : null };
}

// Until the click arrives something else may move there, the element may come to say something else,
// or the address may become another. Such a press is not heard by the page. A card that is redrawn
// between button down and up eats the click; of a press that can send the page hears the click or
// nothing at all, so that "nothing" is known. A page may have ears of its own on the window, older than
// the guard, and keep from it what they take: the browser counts what it has dispatched, and more than the
// guard has heard of is a press that was taken; so is one under which the element went away before the guard
// heard of it. Where `ear.js` has run, the guard hears before the page does, and nothing is taken.
// `press.end()` tells, and closes a press that has not arrived: it is kept from the page if it comes late. Until `press.end()` a second click is not heard
// either. The guard stands for longer than a driver may take; of what comes later, nothing is known.
function guard(element, sign) {
  const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'auxclick'];
  const { signOf } = registry.eye;
  const root = document.documentElement;
  const press = { heard: 'nothing', closed: false, touched: false };
  const counts = performance.eventCounts;
  // Dispatched, and not heard here.
  const unheard = Object.fromEntries(kinds.map((kind) => [kind, -(counts?.get(kind) || 0)]));
  const isTaken = () => !counts || kinds.some((kind) => (counts.get(kind) || 0) + unheard[kind] > 0);
  const isHit = (event) => element.isConnected && within(receiver(event.clientX, event.clientY), element);
  const known = new WeakSet();
  // `isFirst`: nothing of the page has heard of it yet.
  const hear = (event, isFirst) => {
    if (!event.isTrusted || known.has(event)) return;
    known.add(event);
    unheard[event.type] -= 1;
    const isThere = event.composedPath().includes(element);
    press.touched ||= options.whole && !isFirst && isThere && !isHit(event);
    const isIt = isThere && location.pathname === options.path && signOf(element) === sign;
    if (press.heard === 'nothing') press.heard = isIt ? 'begun' : 'other';
    // What goes on elsewhere ends elsewhere: the click cannot reach the element any more.
    if (press.heard === 'begun' && !isThere) press.heard = 'other';
    const passes = isIt && press.heard === 'begun' && !press.closed && (event.type === 'click' || !options.whole);
    if (event.type === 'click') {
      if (passes) press.heard = 'click';
      if (!options.whole) release();
    }
    if (passes) return;
    // A click that is not heard must not submit a form or follow a link either.
    if (!isIt || event.type === 'click') event.preventDefault();
    event.stopImmediatePropagation();
  };
  // A document that is written anew has lost the ear, so the guard listens too.
  const listen = (event) => hear(event, false);
  const release = () => {
    press.hear = null;
    for (const kind of kinds) removeEventListener(kind, listen, true);
  };
  press.end = () => {
    // A page that is written anew takes all listeners away.
    if (press.heard === 'nothing' && document.documentElement !== root) press.heard = 'late';
    const isSilent = press.heard === 'nothing' || press.heard === 'begun';
    if ((isSilent && isTaken()) || (press.touched && press.heard !== 'click')) press.heard = 'taken';
    press.closed = options.whole && (press.heard === 'begun' || press.heard === 'nothing');
    if (press.heard === 'click') release();
    return press.heard;
  };
  // Looks come and go, so the guard of the last press is not kept by one: it would eat this press.
  if (window[PRESS]) window[PRESS].release();
  press.release = release;
  press.hear = (event) => hear(event, true);
  Object.defineProperty(window, PRESS, { value: press, configurable: true, writable: true });
  for (const kind of kinds) addEventListener(kind, listen, { capture: true, passive: false });
  setTimeout(() => {
    if (press.heard !== 'click') press.heard = 'late';
    release();
  }, LONGEST);
}

// Three equal places in three frames. The look has seen the first two, if it found it still; behind an
// early look the page has counted on.
async function movement(element) {
  let before = box(element);
  const known = registry.places[options.handle];
  const counted = !registry.moving || registry.eye.placeBefore(element) === before;
  let frames = known === before && counted && document.timeline.currentTime > registry.frame ? 2 : 0;
  for (; frames < 2; frames += 1) {
    await frame();
    if (!element.isConnected) return 'it was drawn anew';
    const now = box(element);
    if (now !== before) return 'it is moving';
    before = now;
  }
  return null;
}

// Text goes where the focus is, so the very element must have it.
function readyToType(element) {
  element.focus({ preventScroll: true });
  let focused = document.activeElement;
  while (focused && focused !== element && focused.shadowRoot) focused = focused.shadowRoot.activeElement;
  return { ready: true, held: element.value, focused: focused === element && document.hasFocus() };
}

function receiverIsOther(element) {
  const point = clickPoint(element);
  const hit = point && receiver(...point);
  return !hit || !within(hit, element);
}

// A page that is left may be kept asleep for the way back, and then nothing here goes on.
const left = () => done({ notYet: 'the page was left' });
addEventListener('pagehide', left, { once: true });
judge().then(done, (error) => done({ notYet: String(error) })).finally(() => removeEventListener('pagehide', left));

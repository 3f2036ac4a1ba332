// Just before an input: is the element of the judged snapshot still there, on the same page,
// visible, standing still, enabled, and would it receive the click?
// Arguments: {look, handle, document, path, typing}, and the callback.
// Answers {element} or {notYet: reason}; "not yet" is a value, not an error.
const [options, done] = arguments;

const registry = window[Symbol.for('linkwright.look')];
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

// The point that WebDriver clicks: the middle of the first rectangle, as far as it is in view.
function clickPoint(element) {
  const rect = [...element.getClientRects()].find((one) => one.width > 0 && one.height > 0);
  if (!rect) return null;
  const left = Math.max(0, rect.left);
  const right = Math.min(innerWidth, rect.right);
  const top = Math.max(0, rect.top);
  const bottom = Math.min(innerHeight, rect.bottom);
  if (left >= right || top >= bottom) return null;
  return [(left + right) / 2, (top + bottom) / 2];
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
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true })) return { notYet: 'it is not visible' };
  if (element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true') return { notYet: 'it is not enabled' };
  if (options.typing && element.readOnly) return { notYet: 'it cannot be written in' };
  if (!clickPoint(element) || receiverIsOther(element)) element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  let before = box(element);
  await frame();
  for (let i = 0; i < 2; i++) {
    if (!element.isConnected) return { notYet: 'it was drawn anew' };
    const now = box(element);
    if (now !== before) return { notYet: 'it is moving' };
    before = now;
    if (i === 0) await frame();
  }
  const point = clickPoint(element);
  if (!point) return { notYet: 'it is out of view' };
  const hit = receiver(...point);
  if (!hit || !within(hit, element)) return { notYet: 'something covers it' };
  if (location.pathname !== options.path) return { notYet: 'the address changed' };
  return { element };
}

function receiverIsOther(element) {
  const point = clickPoint(element);
  const hit = point && receiver(...point);
  return !hit || !within(hit, element);
}

judge().then(done, (error) => done({ notYet: String(error) }));

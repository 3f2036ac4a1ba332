// Runs in each document before anything of the page does, where the driver can have it so: hears of each press
// before the page's own ears, and hands it to the guard of the press that is going on, if one is. It keeps nothing.
{
  const PRESS = Symbol.for('linkwright.press');
  const listen = (event) => {
    const press = window[PRESS];
    if (press && press.hear) press.hear(event);
  };
  for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'auxclick']) {
    addEventListener(kind, listen, { capture: true, passive: false });
  }
}

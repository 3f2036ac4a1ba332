// The composer as a page of its own: the dialog in the light DOM.

const { words, slug, scale } = JSON.parse(document.getElementById('composer-data').textContent);
const site = {
  delay: 60 * scale,
  stage: () => document,
  toast({ kind, text }) {
    document.querySelector('.artdeco-toasts_toasts').append(h('div', { 'data-test-artdeco-toast-item-type': kind, class: 'artdeco-toast-item ember-view', role: 'alert' }, h('p', { class: 'artdeco-toast-item__message' }, text)));
  },
  pending() {},
};
if (slug) connect(slug, site);

// The invitation dialog, the limit dialogs and the advertisement: the same markup in both front ends.
// `stage` is the node that holds #artdeco-modal-outlet: the document's own, or one in a shadow root.

let emberCount = 300;
const emberId = () => `ember${(emberCount += 3)}`;

function button(label, kind, attributes, text) {
  return h('button', {
    id: emberId(),
    'aria-label': label,
    class: `artdeco-button artdeco-button--2 artdeco-button--${kind} ember-view`,
    type: 'button',
    ...attributes,
  }, h('span', { class: 'artdeco-button__text' }, text || label));
}

function modal(stage, { test, labelled, extra, role, title, titleClass, mark, content, actions, onclose }) {
  const overlay = h('div', {
    'data-test-modal-container': true,
    'data-test-modal-id': test,
    'aria-hidden': 'false',
    id: emberId(),
    class: 'artdeco-modal-overlay artdeco-modal-overlay--layer-default artdeco-modal-overlay--is-top-layer ember-view',
  });
  const close = () => {
    overlay.classList.add('artdeco-modal-overlay--leaving');
    later(90, () => overlay.remove());
  };
  const dismiss = h('button', {
    'aria-label': words.dismiss,
    id: emberId(),
    class: 'artdeco-modal__dismiss artdeco-button artdeco-button--circle artdeco-button--muted artdeco-button--2 artdeco-button--tertiary ember-view',
    'data-test-modal-close-btn': true,
    onclick: () => { close(); if (onclose) onclose(); },
  }, emberIcon('close-medium'));
  const box = h('div', {
    'data-test-modal': true,
    role: role || 'dialog',
    tabindex: '-1',
    class: `artdeco-modal artdeco-modal--layer-default ${extra}`,
    size: 'small',
    'aria-labelledby': labelled,
  },
  dismiss,
  h('div', { id: emberId(), class: 'artdeco-modal__header ember-view' }, mark, h('h2', { id: labelled, class: titleClass || '' }, title)),
  h('div', { id: emberId(), class: 'artdeco-modal__content ember-view' }, content),
  actions ? h('div', { id: emberId(), class: 'artdeco-modal__actionbar ember-view text-align-right' }, actions) : null);
  overlay.append(box);
  stage.querySelector('#artdeco-modal-outlet').append(overlay);
  return { overlay, box, close };
}

function showLimit(stage, hard, then) {
  const shown = modal(stage, {
    test: 'ip-fuse-limit-alert',
    labelled: 'ip-fuse-limit-alert__header',
    extra: 'ip-fuse-limit-alert',
    title: hard ? words.limitTitle : words.warnTitle,
    titleClass: 'ip-fuse-limit-alert__header t-20 t-bold',
    mark: h('div', { class: 'ip-fuse-limit-alert__icon' }, emberIcon(hard ? 'locked' : 'check-small')),
    content: h('p', { class: 'ip-fuse-limit-alert__content t-14' }, hard ? words.limitText : words.warnText),
    actions: button(words.gotIt, 'primary', {
      class: 'ip-fuse-limit-alert__primary-action artdeco-button artdeco-button--2 artdeco-button--primary ember-view',
      onclick: () => { shown.close(); if (then) then(); },
    }),
    onclose: then,
  });
}

function showUpsell(stage) {
  modal(stage, {
    test: 'modal-upsell',
    labelled: 'modal-upsell__title',
    extra: 'modal-upsell artdeco-modal--size-medium',
    title: words.upsellTitle,
    content: [
      h('p', { class: 't-14' }, words.upsellText),
      h('a', { class: 'artdeco-button artdeco-button--premium artdeco-button--2', href: '/premium/products/?upsellOrderOrigin=premium_custom_invite_upsell' }, words.upsellTry),
    ],
  });
}

// Asks whether an invitation is to be withdrawn: `done` gets the server's answer once it was said so.
// The newer front end has a dialog of the browser's own for it, the older one the usual modal.
function showWithdraw(stage, given, done) {
  const box = given.unfollowBox
    ? h('input', { id: 'unfollow-on-withdraw', type: 'checkbox', class: 'ember-checkbox' })
    : null;
  if (box) box.checked = true;
  const choice = box ? h('div', { class: 'display-flex' }, box, h('label', { for: 'unfollow-on-withdraw' }, fill(words.unfollowX, given.named))) : null;
  let close = () => {};
  const confirm = async () => {
    close();
    done(await ask('/_api/withdraw', { slug: given.slug, unfollow: box ? box.checked : true }));
  };
  if (given.native) {
    const dialog = h('dialog', { class: k('withdrawDialog'), 'aria-labelledby': 'withdraw-title' },
      h('h2', { id: 'withdraw-title', class: k('dialogTitle') }, words.withdrawTitle),
      h('p', { class: noise('withdraw text', 4) }, words.withdrawText),
      choice,
      h('div', { class: noise('withdraw actions', 4) },
        h('button', { type: 'button', class: k('secondary', 'cancel'), onclick: () => close() }, h('span', {}, words.cancel)),
        h('button', { type: 'button', class: k('primary', 'confirm'), 'aria-label': fill(words.withdrawX, given.named), onclick: confirm }, h('span', {}, words.withdraw))));
    close = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
    return;
  }
  const shown = modal(stage, {
    test: 'dialog', labelled: 'dialog-label-withdraw', extra: 'artdeco-modal--layer-confirmation', role: 'alertdialog',
    title: words.withdrawTitle,
    content: [h('p', { class: 't-14' }, words.withdrawText), choice],
    actions: [
      button(words.cancel, 'secondary', { 'aria-label': null, 'data-test-dialog-secondary-btn': true, class: 'artdeco-modal__confirm-dialog-btn artdeco-button artdeco-button--2 artdeco-button--secondary ember-view', onclick: () => shown.close() }),
      button(words.withdraw, 'primary', { 'aria-label': null, 'data-test-dialog-primary-btn': true, class: 'artdeco-modal__confirm-dialog-btn artdeco-button artdeco-button--2 artdeco-button--primary ember-view', onclick: confirm }),
    ],
  });
  close = shown.close;
}

// Presses Pending for somebody on their own page.
function withdrawFrom(who, site, native) {
  const given = { slug: who.slug, named: has(who, 'wrongName') ? 'Somebody Else' : who.name, unfollowBox: has(who, 'unfollowBox'), native };
  later(site.delay, () => showWithdraw(site.stage(), given, (answer) => {
    if (answer.toast) site.toast(answer.toast);
    if (answer.withdrawn) site.withdrawn(who.slug);
  }));
}

// Opens the dialog and calls `done` with the server's answer once something was sent.
function showInvite(stage, given, done) {
  const state = { step: given.step, note: '', email: '', asked: given.email === 'choice', late: false };
  let shown = null;

  const emailReady = () => !state.asked || /\S+@\S+/.test(state.email);
  const send = async (withNote) => {
    const answer = await ask('/_api/invite', { slug: given.slug, note: withNote ? state.note : null, email: state.email || null });
    if (answer.needsEmail && !state.asked) {
      state.asked = true;
      state.step = 'choice';
      show();
      return;
    }
    shown.close();
    done(answer);
  };

  // Only an `input` event changes the state; a value that was merely set counts for nothing.
  const emailField = (changed) => [
    h('label', { class: 'mb2 t-14', for: 'email' }, words.email),
    h('input', {
      id: 'email', name: 'email', type: 'email', class: 'ember-text-field', value: state.email,
      oninput: (event) => { state.email = event.target.value; changed(); },
    }),
  ];

  const emailWords = () => h('p', { class: 't-14' }, words.emailText, ' ', h('a', { href: '/help/linkedin/answer/51688' }, words.learnWhy));

  function choice() {
    const plain = button(words.sendPlain, 'primary', { class: 'artdeco-button artdeco-button--2 artdeco-button--primary ember-view ml1', disabled: !emailReady(), onclick: () => send(false) });
    const changed = () => { plain.disabled = !emailReady(); };
    return {
      title: words.choiceTitle,
      content: state.asked
        ? [emailWords(), emailField(changed)]
        : h('p', { class: 'flex-1' }, h('span', {}, words.choiceBefore, h('strong', {}, given.named), words.choiceAfter)),
      actions: [
        button(words.addNote, 'secondary', {
          onclick: () => {
            if (given.upsell) { shown.close(); showUpsell(stage); return; }
            state.step = 'note';
            if (given.email === 'note') state.asked = true;
            show();
          },
        }),
        plain,
      ],
    };
  }

  function note() {
    const count = h('div', { class: 't-14 t-black--light text-align-right' });
    const go = button(words.sendInvitation, 'primary', { class: 'artdeco-button artdeco-button--2 artdeco-button--primary ember-view ml1', disabled: true, onclick: () => send(true) }, words.send);
    const changed = () => {
      const length = state.note.length;
      count.textContent = `${length}/${given.limit}`;
      const ready = length > 0 && length <= given.limit && emailReady();
      if (!ready || !given.sendAfter || state.late) {
        go.disabled = !ready;
      } else {
        later(given.sendAfter, () => { state.late = true; changed(); });
      }
    };
    const area = h('textarea', {
      id: 'custom-message', name: 'message', rows: '5', placeholder: words.placeholder,
      class: 'ember-text-area ember-view connect-button-send-invite__custom-message mb3',
      oninput: (event) => { state.note = event.target.value; changed(); },
    });
    area.value = state.note;
    const left = given.remaining === 1 ? words.remaining1 : fill(words.remainingN, String(given.remaining));
    const built = {
      title: words.noteTitle,
      content: [
        given.remaining === null ? null : h('p', { class: 't-14 t-bold connect-button-send-invite__quota' }, left),
        state.asked ? [emailWords(), emailField(changed)] : null,
        h('div', { class: 'relative connect-button-send-invite__custom-message-box' },
          h('label', { class: 'visually-hidden', for: 'custom-message' }, words.noteLabel), area),
        count,
        given.premium ? button(words.writeAi, 'tertiary', {}) : null,
        given.banner ? h('div', { class: 'connect-button-send-invite__banner' }, h('a', { href: '/premium/products/?upsellOrderOrigin=custom_invite_banner' }, words.premiumBanner)) : null,
      ],
      actions: [
        button(words.cancelNote, 'muted', { onclick: () => { if (given.step === 'note') { shown.close(); } else { state.step = 'choice'; state.asked = given.email === 'choice'; show(); } } }, words.cancel),
        go,
      ],
    };
    changed();
    return built;
  }

  function know() {
    const go = button(words.connect, 'primary', { disabled: true, onclick: () => { state.step = 'choice'; show(); } });
    const pills = ['knowColleague', 'knowClassmate', 'knowBusiness', 'knowFriend', 'knowOther'].map((key) => h('button', {
      'aria-label': words[key], 'aria-checked': 'false', role: 'radio', type: 'button',
      class: 'artdeco-pill artdeco-pill--slate artdeco-pill--choice ember-view',
      onclick: (event) => {
        pills.forEach((pill) => pill.setAttribute('aria-checked', String(pill === event.currentTarget)));
        go.disabled = false;
      },
    }, h('span', { class: 'artdeco-pill__text' }, words[key])));
    return { title: fill(words.knowTitle, given.name), content: h('div', { role: 'radiogroup' }, pills), actions: [go] };
  }

  function show() {
    const built = { choice, note, know }[state.step]();
    if (shown) shown.overlay.remove();
    shown = modal(stage, {
      test: 'send-invite-modal', labelled: 'send-invite-modal', extra: 'send-invite',
      role: document.documentElement.lang === 'de' ? 'alertdialog' : 'dialog', ...built,
    });
  }

  show();
}

// Presses Connect for `slug`; `site` says how this front end shows toasts and changes its card.
async function connect(slug, site, rail) {
  const answer = await ask('/_api/connect', { slug, rail: Boolean(rail) });
  const pendingAfter = (ms) => { if (ms !== undefined) later(ms, () => site.pending(slug)); };
  const done = (sent) => {
    if (sent.go) { location.assign(sent.go); return; }
    if (sent.limit) showLimit(site.stage(), sent.limit === 'hard');
    if (sent.toast) site.toast(sent.toast);
    pendingAfter(sent.pendingAfter);
  };
  const open = () => showInvite(site.stage(), answer.dialog, done);
  switch (answer.do) {
    case 'dialog': later(site.delay, open); break;
    case 'limit': later(site.delay, () => showLimit(site.stage(), answer.hard, answer.dialog && open)); break;
    case 'toast': site.toast(answer.toast); break;
    case 'sent': if (rail) rail(); else site.pending(slug); break;
    case 'go': location.assign(answer.to); break;
    default: break;
  }
}

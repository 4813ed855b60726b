/** A player that hears all that a person could do to it, and a page that hears it before everybody else does. */
export const PLAYER_PAGE = (script: string) => `<!doctype html>
<html lang="en"><head><title>Player</title><link rel="icon" href="data:," /><style>
  body { margin: 0 }
  #player { width: 640px; height: 360px; background: #345 }
  video { width: 640px; height: 360px; display: block; background: #123 }
</style></head>
<body>
<div id="player"><video src="/sample.mp4" muted loop></video></div>
<script>
  window.hits = [];
  window.closedTrees = new WeakMap();
  window.shadow = (host, mode, html) => {
    const root = host.attachShadow({ mode });
    root.innerHTML = html;
    if (mode === 'closed') closedTrees.set(host, root);
    return root;
  };
  window.hear = (element) => {
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick', 'keydown', 'keypress', 'keyup']) {
      element.addEventListener(type, () => hits.push(type));
      document.addEventListener(type, () => hits.push('page ' + type), true);
    }
  };
  hear(player);
</script>
<script>window.draw = () => {${script.replaceAll('</script', '<\\/script')}}</script>
</body></html>`;

export interface Case {
  /** What the page does before we come: a script. */
  readonly first?: string;
  /** And later, while our button is there. */
  readonly later?: string;
  /** An element that the person then lets fill the screen: an expression. */
  readonly full?: string;
  /** What the page does after that. */
  readonly last?: string;
  /** Where what is drawn lies in the end. */
  readonly home: string;
}

export const MODAL = "dialog = document.createElement('dialog'); dialog.id = 'dialog'; document.body.append(dialog);";
const SHADOW_PLAYER = (mode: string) => `
  player.replaceChildren();
  root = shadow(player, '${mode}', '<div id="inner" style="height: 360px"><video src="/sample.mp4" muted loop></video></div>');
  hear(root.querySelector('#inner'));`;

export const CASES: Readonly<Record<string, Case>> = {
  'a page like any other': { home: 'html' },
  'an element fills the screen': { full: 'player', home: 'player' },
  'the whole page fills the screen': { full: 'document.documentElement', home: 'html' },
  'an element in an open shadow tree fills the screen': {
    first: SHADOW_PLAYER('open'),
    full: "root.querySelector('#inner')",
    home: 'inner',
  },
  'an element in a closed shadow tree fills the screen': {
    first: SHADOW_PLAYER('closed'),
    full: "root.querySelector('#inner')",
    home: 'inner',
  },
  'an element with a shadow tree fills the screen': {
    first: SHADOW_PLAYER('open'),
    full: 'player',
    home: 'shadow of player',
  },
  'an element with a closed shadow tree fills the screen': {
    first: SHADOW_PLAYER('closed'),
    full: 'player',
    home: 'shadow of player',
  },
  'a modal dialog holds the film': {
    later: `${MODAL} dialog.append(player); dialog.showModal();`,
    home: 'dialog',
  },
  'a modal dialog was open before': {
    first: `${MODAL} dialog.append(player); dialog.showModal();`,
    home: 'dialog',
  },
  'a modal dialog lies above the film': {
    later: `${MODAL} dialog.textContent = 'Cookies?'; dialog.showModal();`,
    home: 'dialog',
  },
  'a modal dialog of a closed shadow tree shows the film': {
    first: `
      box = document.createElement('div');
      document.body.append(box);
      root = shadow(box, 'closed', '<dialog id="dialog"><slot></slot></dialog>');
      box.append(player);`,
    later: "root.querySelector('dialog').showModal();",
    home: 'dialog',
  },
  'a modal dialog of a shadow tree that is elsewhere': {
    first: `
      box = document.createElement('div');
      document.body.append(box);
      root = shadow(box, 'closed', '<dialog id="dialog">Cookies? <button>Yes</button></dialog>');`,
    later: "root.querySelector('dialog').showModal();",
    home: 'dialog',
  },
  'a second modal dialog is opened above the first one': {
    later: `
      ${MODAL}
      second = dialog.cloneNode();
      second.id = 'second';
      // Before the first one in the document.
      dialog.before(second);
      dialog.showModal();
      second.showModal();`,
    home: 'second',
  },
  'and closed again': {
    later: `
      ${MODAL}
      second = dialog.cloneNode();
      dialog.after(second);
      dialog.showModal();
      second.showModal();
      setTimeout(() => second.close(), 300);`,
    home: 'dialog',
  },
  'an element in a modal dialog fills the screen': {
    later: `${MODAL} dialog.append(player); dialog.showModal();`,
    full: 'player',
    home: 'player',
  },
  'a modal dialog is opened above what fills the screen': {
    full: 'player',
    last: `${MODAL} dialog.textContent = 'Still there?'; dialog.showModal();`,
    home: 'dialog',
  },
  'a modal dialog in what fills the screen': {
    full: 'player',
    last: `${MODAL} player.append(dialog); dialog.showModal();`,
    home: 'dialog',
  },
  'a modal dialog is taken out of the page while it is open': {
    later: `${MODAL} dialog.showModal(); setTimeout(() => dialog.remove(), 300);`,
    home: 'html',
  },
  'a popover holds the film': {
    later: "player.popover = 'auto'; player.showPopover();",
    home: 'player',
  },
  'a popover lies above the film': {
    later: `
      cover = document.createElement('div');
      cover.popover = 'manual';
      cover.style = 'inset: 0; width: 100vw; height: 100vh; border: 0; margin: 0; background: #999';
      document.body.append(cover);
      cover.showPopover();`,
    home: 'html',
  },
  'the page is shut off, and hears no pointer': {
    later: "document.body.inert = true; document.body.style.pointerEvents = 'none';",
    home: 'html',
  },
  'the page shuts off what it does not know': {
    later:
      "for (const child of document.documentElement.children) { child.inert = true; child.ariaHidden = 'true'; child.hidden = true; }",
    home: 'html',
  },
  'the page is moved, clipped and covered': {
    later: `
      document.documentElement.style = 'transform: translate(30px, 20px); overflow: hidden; filter: blur(0); contain: paint; height: 10px';
      document.body.style = 'perspective: 10px; clip-path: inset(0 0 90% 90%)';
      cover = document.createElement('div');
      cover.style = 'position: fixed; inset: -100px; width: 3000px; height: 3000px; z-index: 2147483647; background: #999';
      document.documentElement.append(cover);`,
    home: 'html',
  },
  'the page has styles for everything': {
    later: `
      style = document.createElement('style');
      style.textContent = \`
        * { pointer-events: none !important; opacity: 0.5 !important; transform: scale(0.1) !important; visibility: hidden !important }
        div, [popover] { display: none !important; inset: 100px !important; width: 0 !important; overflow: hidden !important }
        ::backdrop { background: red !important; pointer-events: auto !important }
        *::before { content: 'x' !important; position: fixed; inset: 0; pointer-events: auto !important }\`;
      document.head.append(style);`,
    home: 'html',
  },
  'the page takes out what it has not put in': {
    full: 'player',
    last: 'setTimeout(() => player.replaceChildren(player.firstElementChild), 300);',
    home: 'player',
  },
  'the page hides all popovers': {
    later:
      "setTimeout(() => { for (const each of document.querySelectorAll('[popover]')) each.hidePopover(); }, 300); document.documentElement.style = 'transform: translate(0)';",
    home: 'html',
  },
};

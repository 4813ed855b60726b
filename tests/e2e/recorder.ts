/** Runs in the page, before any other script: writes down all that a page can see of its own address and tree. */
function recorder(): void {
  const KEY = 'seen by earlier loads of this tab';
  const seen: string[] = [sessionStorage.getItem(KEY) ?? ''];
  const note = (what: string, value: unknown) => {
    seen.push(`${what}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  };
  const roots: ShadowRoot[] = [];
  const record = () => {
    note('location', location.href);
    note('document', [document.URL, document.documentURI, document.baseURI, document.referrer, document.title]);
    note('history', [history.length, history.state]);
    const { navigation } = window as unknown as { navigation?: { entries(): { url: string }[] } };
    note('navigation', navigation?.entries().map((entry) => entry.url) ?? []);
    note(
      'performance',
      performance.getEntries().map((entry) => entry.name),
    );
    note('storage', [{ ...localStorage }, { ...sessionStorage, [KEY]: '' }, document.cookie, window.name]);
    note('tree', document.documentElement.outerHTML);
    note(
      'shadows',
      [...document.querySelectorAll('*')].map((element) => element.shadowRoot?.innerHTML ?? ''),
    );
    note(
      'closed shadows',
      roots.map((root) => root.innerHTML),
    );
  };

  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    roots.push(root);
    return root;
  };
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (...args) {
      note(name, args);
      return original.apply(this, args);
    };
  }
  new MutationObserver((records) => {
    for (const { target, oldValue, addedNodes, removedNodes } of records) {
      const nodes = [target, ...addedNodes, ...removedNodes];
      note('mutation', [oldValue, ...nodes.map((n) => (n instanceof Element ? n.outerHTML : n.nodeValue))]);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeOldValue: true,
    characterData: true,
    characterDataOldValue: true,
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) note('entry', entry.name);
  }).observe({ entryTypes: ['navigation', 'resource', 'mark', 'measure'] });
  addEventListener('message', (event) => note('message', [event.origin, event.data]), true);
  addEventListener('storage', (event) => note('storage', [event.key, event.newValue]), true);
  addEventListener('hashchange', (event) => note('hashchange', [event.oldURL, event.newURL]), true);
  addEventListener('popstate', (event) => note('popstate', [event.state, location.href]), true);
  for (const name of ['pageshow', 'pagehide', 'load', 'DOMContentLoaded', 'beforeunload', 'visibilitychange']) {
    addEventListener(name, record, true);
  }
  (window as unknown as { navigation?: EventTarget }).navigation?.addEventListener('navigate', (event) => {
    note('navigate', (event as unknown as { destination: { url: string } }).destination.url);
  });
  addEventListener('pagehide', () => sessionStorage.setItem(KEY, seen.join('\n')), true);
  setInterval(() => note('location', location.href), 5);
  record();
  Object.assign(window, { seen, record });
}

/** A film on a page that watches over itself from its first moment. */
export const recorderPage = `<!doctype html>
<html lang="en">
  <head>
    <script>(${recorder})()</script>
    <meta charset="utf-8" />
    <title>Recorder</title>
    <link rel="icon" href="data:," />
    <style>video { display: block; width: 640px; height: 360px; }</style>
  </head>
  <body><video controls src="/sample.mp4" preload="auto"></video></body>
</html>`;

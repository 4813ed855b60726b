import { cleanTitle, type Page, pageUrl } from '../../core/film/media';
import { mediaKeyOf, siteOf } from '../../sites/index';

/** Titles are written in steps, and some tick. */
const TITLE_SETTLE_MS = 300;

/** The browser's own word for a change of address, where it has it (Chromium 102, Firefox 147). */
interface WithNavigation {
  readonly navigation?: EventTarget;
}

/**
 * Tells which page the top frame shows, at once and at each change of it, its title or its address. Event-driven; where
 * the browser does not tell of addresses, the next film or title does.
 * @returns looks now: to be called before anything is told of a film
 */
export function watchPage(tell: (page: Page) => void, signal: AbortSignal): () => void {
  let told = '';
  let pending: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const page = pageHere();
    const text = JSON.stringify(page);
    if (signal.aborted || !page || text === told) return;
    told = text;
    tell(page);
  };
  const soon = () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      look();
    }, TITLE_SETTLE_MS);
  };
  const observer = new MutationObserver(soon);
  const hearTitle = () => {
    if (signal.aborted || !document.head) return;
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    look();
  };
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(pending);
  });
  (globalThis as WithNavigation).navigation?.addEventListener('currententrychange', look, { signal });
  for (const sign of ['popstate', 'hashchange']) addEventListener(sign, look, { capture: true, signal });
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', hearTitle, { once: true, signal });
    look();
  } else hearTitle();
  return look;
}

/** Undefined where there is nothing to be told, as in `about:blank`. */
function pageHere(): Page | undefined {
  const here = new URL(location.href);
  const key = mediaKeyOf(siteOf(here, document), here, document);
  // An address that is too long to be told may do without what follows the path.
  const url = pageUrl(here.href) ?? pageUrl(here.origin + here.pathname);
  return key && url ? { key, url, title: cleanTitle(document.title) } : undefined;
}

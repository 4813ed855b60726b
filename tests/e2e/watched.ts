import type { Browser, HTTPRequest, Page, Target } from 'puppeteer';

/** What must not have happened, noted as it happens, by browser: Chromium’s, for Firefox tells too little. */
const noted = new Map<Browser, string[]>();
/** Each browser's first page, and those that a test has opened. */
const pages = new WeakSet<Page>();
/** Addresses to which a test's people wanted to go, and to which pages have taken their visitors. */
const wanted = new Set<string>();
/** The pages that were at an address: an invite names where somebody was, and so does a host. */
const shown = new Map<string, Set<Page>>();

interface Move {
  readonly browser: Browser;
  readonly page: Page;
  readonly place: string;
}
/** Whom nobody has taken there that is known yet. What another browser shows may be heard of a moment later. */
const moves: Move[] = [];

/** Each browser that is open, with what was noted there. */
export const watchedBrowsers = (): readonly Browser[] => [...noted.keys()];
export function takeNotes(browser: Browser): readonly string[] {
  const own = moves.filter((move) => move.browser === browser);
  moves.splice(0, moves.length, ...moves.filter((move) => move.browser !== browser));
  const astray = own.flatMap(({ page, place }) =>
    wanted.has(place) || [...(shown.get(place) ?? [])].some((other) => other !== page)
      ? []
      : `taken to ${place}, where nobody was, and to which nobody wanted to go`,
  );
  return [...(noted.get(browser)?.splice(0) ?? []), ...astray];
}

/** Notes from now on what nobody catches in the extension's parts, and where its pages are taken. */
export function watchBrowser(browser: Browser, first: Page): void {
  noted.set(browser, []);
  browser.once('disconnected', () => noted.delete(browser));
  const seen = new WeakSet<Target>();
  const look = (target: Target) => {
    if (!isPlace(target) || seen.has(target)) return;
    seen.add(target);
    void watchPlace(browser, target).catch(() => {});
  };
  browser.on('targetcreated', look);
  browser.on('targetchanged', look);
  watchPages(browser, first, (page) => watchPage(browser, page));
}

/** Notes where the pages of a browser are, its first one and those that a test opens: others may be taken there. */
export function watchPages(browser: Browser, first: Page, also = (_: Page) => {}): void {
  const watch = (page: Page) => {
    if (pages.has(page)) return;
    pages.add(page);
    watchPlaces(page);
    also(page);
  };
  watch(first);
  const open = browser.newPage.bind(browser);
  browser.newPage = async (...options) => {
    const page = await open(...options);
    watch(page);
    return page;
  };
}

/** Nobody is taken anywhere by it that a test's person has not asked for: a link that is typed, or handed to the browser. */
export function approve(address: string): void {
  const place = placeIn(address);
  if (place !== undefined) wanted.add(place);
}

function watchPlaces(page: Page): void {
  page.on('framenavigated', (frame) => {
    const place = frame === page.mainFrame() ? placeIn(frame.url()) : undefined;
    if (place !== undefined) shown.set(place, (shown.get(place) ?? new Set()).add(page));
  });
  const goTo = page.goto.bind(page);
  page.goto = (url, options) => {
    approve(url);
    return goTo(url, options);
  };
}

function watchPage(browser: Browser, page: Page): void {
  page.on('pageerror', (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (text.includes('chrome-extension://')) note(browser, `uncaught in ${page.url()}: ${text}`);
  });
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) watchMove(browser, page, request);
  });
}

/** Who is taken by a page, or by its server, comes with the address of that page: whoever is taken by us comes without. */
function watchMove(browser: Browser, page: Page, request: HTTPRequest): void {
  const place = placeIn(request.url());
  if (place === undefined) return;
  const isPages = request.redirectChain().length > 0 || 'referer' in request.headers();
  if (isPages) wanted.add(place);
  else if (!wanted.has(place) && !shown.get(place)?.has(page)) moves.push({ browser, page, place });
}

async function watchPlace(browser: Browser, target: Target): Promise<void> {
  const tools = await target.createCDPSession();
  tools.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) => {
    note(browser, `uncaught in the room place: ${exception?.description ?? text}`);
  });
  await tools.send('Runtime.enable');
}

/** Without its fragment, which is what a page makes of itself. @returns undefined: no page of the web */
function placeIn(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  url.hash = '';
  return url.href;
}

const note = (browser: Browser, what: string) => void noted.get(browser)?.push(what);

/** Whether it is the offscreen document, which holds the room. */
export const isPlace = (target: Target) => target.url().endsWith('/offscreen.html');

import type { Browser, CDPSession, Page, Target } from 'puppeteer';
import { evaluateQuietly, worker } from '../helpers/browsers.mjs';

/** What only Lockstep's own element in a page has in its closed tree (`lib/media/overlay/layer`). */
const OWN_STYLE = ':host { all: initial';
/** A page's element goes once its room place has told it that the room is over, ms. */
const GONE_WITHIN_MS = 2_000;
const LOOK_MS = 50;
/** A page that is busy, crashed or frozen tells nothing, and is not waited for, ms. */
const ANSWERS_MS = 1_500;
/** A word shorter than this may be in a page by chance. */
const SECRET_MIN = 12;

interface Node {
  readonly nodeName: string;
  readonly nodeValue?: string;
  readonly shadowRootType?: string;
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

/** What was thrown and caught by nobody, by browser. */
const errors = new Map<Browser, string[]>();

/** Notes from now on what the extension's parts throw and nobody catches: in pages, and in the room place. Chromium only. */
export function watchErrors(browser: Browser): void {
  const noted: string[] = [];
  errors.set(browser, noted);
  browser.once('disconnected', () => errors.delete(browser));
  const places = new WeakSet<Target>();
  const look = (target: Target) => {
    if (!isPlace(target) || places.has(target)) return;
    places.add(target);
    void watchPlace(target, noted).catch(() => {});
  };
  browser.on('targetcreated', look);
  browser.on('targetchanged', look);
}

/** The same of one page that is there. */
export function watchPage(browser: Browser, page: Page): void {
  page.on('pageerror', (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (text.includes('chrome-extension://')) errors.get(browser)?.push(`uncaught in ${page.url()}: ${text}`);
  });
}

async function watchPlace(target: Target, noted: string[]): Promise<void> {
  const tools = await target.createCDPSession();
  tools.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) => {
    noted.push(`uncaught in the room place: ${exception?.description ?? text}`);
  });
  await tools.send('Runtime.enable');
}

const isPlace = (target: Target) => target.url().endsWith('/offscreen.html');

/**
 * What must not be, whatever has happened: two of our elements in one page or in two tabs of a browser, or one without a
 * room; an error of ours that nobody caught; a room's code or key anywhere where a page's script could read it.
 */
export async function amissAnywhere(): Promise<string[]> {
  const found = await Promise.all([...errors.keys()].map(amissIn));
  return found.flat();
}

/** How many of our elements this browser's pages have. */
export async function overlaysOf(browser: Browser): Promise<number> {
  const counts = await Promise.all((await pagesOf(browser)).map(overlaysIn));
  return counts.reduce((sum, count) => sum + count, 0);
}

const pagesOf = async (browser: Browser) => (await browser.pages()).filter((page) => /^https?:/.test(page.url()));

async function amissIn(browser: Browser): Promise<string[]> {
  const noted = errors.get(browser)?.splice(0) ?? [];
  const pages = await pagesOf(browser);
  const secrets = browser.targets().some(isPlace) ? await inTime(secretsOf(browser), []) : [];
  const leaks = await Promise.all(pages.map((page) => inTime(leaksTo(page, secrets), [])));
  return [...noted, ...(await overlaysAmiss(browser, pages)), ...leaks.flat()];
}

/** Looks again for a while: what ends a room is not in one moment everywhere. */
async function overlaysAmiss(browser: Browser, pages: readonly Page[]): Promise<string[]> {
  const untilMs = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const counts = await Promise.all(pages.map((page) => inTime(overlaysIn(page), 0)));
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0 || (total === 1 && browser.targets().some(isPlace))) return [];
    if (performance.now() > untilMs) return [`overlays: ${pages.map((page, at) => `${counts[at]} in ${page.url()}`)}`];
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Of the room in which this browser is: its code, and whatever its member proves itself with. */
export async function secretsOf(browser: Browser): Promise<string[]> {
  const kept = await (await worker(browser)).evaluate(() => chrome.storage.session.get('room'));
  const { code, room } = Object(Object(kept).room);
  const words = [code, ...stringsIn(Object(Object(room).room).identity)];
  return words.filter((word): word is string => typeof word === 'string' && word.length >= SECRET_MIN);
}

const stringsIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [value];

async function leaksTo(page: Page, secrets: readonly string[]): Promise<string[]> {
  if (secrets.length === 0) return [];
  const readable = (await readableIn(page)).toUpperCase();
  return secrets
    .filter((secret) => [secret, secret.replaceAll('-', '')].some((form) => readable.includes(form.toUpperCase())))
    .map((secret) => `${page.url()} can read ${secret.slice(0, 4)}…`);
}

async function inTime<T>(done: Promise<T>, otherwise: T): Promise<T> {
  const late = new Promise<T>((resolve) => setTimeout(resolve, ANSWERS_MS, otherwise));
  return Promise.race([done.catch(() => otherwise), late]);
}

/** Our elements in the top document. */
async function overlaysIn(page: Page): Promise<number> {
  const tools: CDPSession = await page.createCDPSession();
  try {
    const { root } = (await tools.send('DOM.getDocument', { depth: -1, pierce: true })) as unknown as { root: Node };
    return count(root);
  } finally {
    void tools.detach().catch(() => {});
  }
}

function count(node: Node): number {
  const trees = node.shadowRoots ?? [];
  const isOurs = trees.some((tree) => tree.shadowRootType === 'closed' && textOf(tree).includes(OWN_STYLE));
  const below = [...(node.children ?? []), ...trees].reduce((sum, child) => sum + count(child), 0);
  return below + (isOurs ? 1 : 0);
}

const textOf = (node: Node): string => (node.nodeValue ?? '') + (node.children ?? []).map(textOf).join('');

/** All that a script of the page could look through without knowing what it looks for. */
const readableIn = (page: Page) =>
  evaluateQuietly(page, () =>
    [
      location.href,
      document.referrer,
      document.cookie,
      document.documentElement.outerHTML,
      window.name,
      JSON.stringify(history.state),
      JSON.stringify({ ...localStorage, ...sessionStorage }),
      JSON.stringify(Object.getOwnPropertyNames(window)),
      performance
        .getEntries()
        .map(({ name }) => name)
        .join(),
    ].join('\n'),
  );

import type { Browser, CDPSession, Page } from 'puppeteer';
import { evaluateQuietly, worker } from '../helpers/browsers.mjs';
import { isPlace, takeNotes, watchedBrowsers } from './watched';

/** What only Lockstep's own element in a page has in its closed tree (`lib/media/overlay/layer`). */
const OWN_STYLE = ':host { all: initial';
/** A page's element goes once its last words have stood for their time: they say why the room is over, ms. */
const GONE_WITHIN_MS = 6_000;
const LOOK_MS = 50;
/** A page that is busy, crashed or frozen tells nothing, and is not waited for, ms. */
const ANSWERS_MS = 1_000;
/** A look at one browser, with its wait for what is about to go, ms. */
const LOOKS_MS = 8_000;
/** The record of a room with a chat of the longest messages, and what waits in tabs: more is a list without an end. */
const KEPT_MAX_BYTES = 400_000;
/** A word shorter than this may be in a page by chance. */
const SECRET_MIN = 12;

interface Node {
  readonly nodeName: string;
  readonly nodeValue?: string;
  readonly shadowRootType?: string;
  readonly children?: readonly Node[];
  readonly shadowRoots?: readonly Node[];
}

/**
 * What must not be, whatever has happened: two of our elements in one page or in two tabs of a browser, or one without a
 * room; an error of ours that nobody caught; a page that somebody was taken to unasked; a room's code or key anywhere where
 * a page's script could read it; a session that has grown beyond its bounds.
 */
export async function amissAnywhere(): Promise<string[]> {
  const looks = watchedBrowsers().map(async (browser) => [
    ...(await inTime(amissIn(browser), [], LOOKS_MS)),
    ...takeNotes(browser),
  ]);
  return (await Promise.all(looks)).flat();
}

/** What was amiss in a test as its browsers were closed; undefined: no test is looked after. */
let parting: string[] | undefined;

/** A test begins: whoever closes its browsers before it is over looks first. */
export function lookAfter(): void {
  parting = [];
}

/** The browsers of a test are about to be closed. */
export async function lookAtParting(): Promise<void> {
  parting?.push(...(await amissAnywhere()));
}

/** The test is over, and its own file has cleaned up. @returns all that is amiss */
export async function lookedAfter(): Promise<readonly string[]> {
  const before = parting ?? [];
  parting = undefined;
  return [...before, ...(await amissAnywhere())];
}

/** How many of our elements this browser's pages have. */
export async function overlaysOf(browser: Browser): Promise<number> {
  const counts = await Promise.all((await pagesOf(browser)).map(overlaysIn));
  return counts.reduce((sum, count) => sum + count, 0);
}

const pagesOf = async (browser: Browser) =>
  (await browser.pages()).filter((page) => !page.isClosed() && /^https?:/.test(page.url()));

async function amissIn(browser: Browser): Promise<string[]> {
  const isInRoom = browser.targets().some(isPlace);
  const [pages, kept] = await Promise.all([
    inTime(pagesOf(browser), []),
    isInRoom ? inTime(keptOf(browser), NOTHING) : NOTHING,
  ]);
  const [overlays, leaks] = await Promise.all([
    overlaysAmiss(browser, pages),
    Promise.all(pages.map((page) => inTime(leaksTo(page, kept.secrets), []))),
  ]);
  const tooMuch = kept.bytes > KEPT_MAX_BYTES ? [`${kept.bytes} bytes kept of the session`] : [];
  return [...overlays, ...leaks.flat(), ...tooMuch];
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

const NOTHING = { secrets: [] as readonly string[], bytes: 0 };

/** Of the room in which this browser is: its code, and whatever its member proves itself with. */
export const secretsOf = async (browser: Browser) => (await keptOf(browser)).secrets;

/** The same, and how much is kept of the session in all. */
async function keptOf(browser: Browser): Promise<typeof NOTHING> {
  const [kept, bytes] = await (await worker(browser)).evaluate(() =>
    Promise.all([chrome.storage.session.get('room'), chrome.storage.session.getBytesInUse(null)]),
  );
  const { code, room } = Object(Object(kept).room);
  const words = [code, ...stringsIn(Object(Object(room).room).identity)];
  const secrets = words.filter((word): word is string => typeof word === 'string' && word.length >= SECRET_MIN);
  return { secrets, bytes };
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

async function inTime<T>(done: Promise<T>, otherwise: T, withinMs = ANSWERS_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, withinMs, otherwise);
  });
  const first = await Promise.race([done.catch(() => otherwise), late]);
  clearTimeout(timer);
  return first;
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

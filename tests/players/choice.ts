import { fixturePages, type NamedPage } from '../helpers/pages.mjs';

/** Who is host and who is guest. */
export interface Pair {
  readonly host: 'chromium' | 'firefox';
  readonly guest: 'chromium' | 'firefox';
}

const PAIRS: Readonly<Record<string, readonly Pair[]>> = {
  chromium: [{ host: 'chromium', guest: 'chromium' }],
  firefox: [
    { host: 'chromium', guest: 'firefox' },
    { host: 'firefox', guest: 'chromium' },
  ],
};

/** What `npm run players` was asked for, handed on by the environment; without it, the quick pages in Chromium. */
const { PLAYERS = 'quick', PLAYERS_ONLY, PLAYERS_BROWSER = 'chromium' } = process.env;

/** @throws when a page or browser is asked for that is not there */
export async function chosenPages(): Promise<NamedPage[]> {
  const all = await fixturePages();
  if (!PLAYERS_ONLY) return all.filter((page) => page.quick || PLAYERS === 'all');
  const names = PLAYERS_ONLY.split(',');
  const missing = names.filter((name) => !all.some((page) => page.name === name));
  if (missing.length > 0) throw new Error(`No page ${missing.join(', ')}.`);
  return all.filter((page) => names.includes(page.name));
}

export function chosenPairs(): readonly Pair[] {
  const pairs = PAIRS[PLAYERS_BROWSER];
  if (!pairs) throw new Error(`No browser ${PLAYERS_BROWSER}: ${Object.keys(PAIRS).join(', ')}.`);
  return pairs;
}

export const works = (page: NamedPage, pair: Pair): boolean =>
  [pair.host, pair.guest].every((browser) => page.browsers.includes(browser) && !(page.host && browser === 'firefox'));

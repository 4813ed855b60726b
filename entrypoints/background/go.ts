import { type Browser, browser } from 'wxt/browser';
import { type Going, landingOf, parseGoing } from '../../lib/core/film/landing';
import { pageUrl } from '../../lib/core/film/media';
import { readSession } from './session';

/** The journey that is under way, in `storage.session`: the worker may die on it. */
const GOING = 'going';
/** What only a person does to a tab. */
const PERSONS: ReadonlySet<string> = new Set([
  'typed',
  'generated',
  'keyword',
  'auto_bookmark',
  'reload',
  'start_page',
]);

const addressOf = (wanted: unknown) => (typeof wanted === 'string' ? pageUrl(wanted) : undefined);

/**
 * Takes the room's tab to a page that another person named: http(s) only, parsed, and only if it is not there already
 * (SPEC FO-3). Which tab that is nobody outside says.
 */
export async function go(wanted: unknown): Promise<void> {
  const { url: told, also: asked } = Object(wanted) as Record<string, unknown>;
  const [url, also] = [addressOf(told), addressOf(asked)];
  const tabId = (await readSession()).room?.tabId;
  if (url === undefined || tabId === undefined) return;
  const { url: from = '' } = await browser.tabs.get(tabId);
  if (from === url) return;
  const going: Going = { url, from, at: Date.now(), arrived: false, ...(also ? { also } : {}) };
  await browser.storage.session.set({ [GOING]: going });
  await browser.tabs.update(tabId, { url });
}

/** Another room has another tab, or the same one at another page: nobody is taken back for the sake of the one before. */
export const endJourney = (): Promise<void> => browser.storage.session.remove(GOING);

type Committed = Browser.webNavigation.WebNavigationTransitionCallbackDetails;

/**
 * A page has been committed in the room's tab: one that the tab was taken to, and that leads on to another site, is left
 * again (SPEC FO-8).
 * @returns the address that it led on to
 */
export async function leaveIfStrayed({
  tabId,
  url,
  timeStamp: at,
  transitionType,
  transitionQualifiers = [],
}: Committed): Promise<string | undefined> {
  const going = parseGoing((await browser.storage.session.get(GOING))[GOING]);
  if (!going) return undefined;
  const qualifiers: readonly string[] = transitionQualifiers;
  const byPage = qualifiers.includes('client_redirect');
  const moved = qualifiers.includes('forward_back') || qualifiers.includes('from_address_bar');
  const byPerson = moved || PERSONS.has(transitionType);
  const landing = landingOf(going, { url, at, byPage, byPerson });
  if (landing === undefined || landing === 'back') await browser.storage.session.remove(GOING);
  else await browser.storage.session.set({ [GOING]: landing });
  if (landing !== 'back') return undefined;
  const from = addressOf(going.from);
  if (from) await browser.tabs.update(tabId, { url: from });
  else await browser.tabs.goBack(tabId);
  return url;
}

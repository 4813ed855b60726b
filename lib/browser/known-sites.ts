import { browser } from 'wxt/browser';
import { choiceList } from '../core/film/chosen-video';
import { shiftList } from '../core/film/shifts';
import { type KeptList, parseKept } from '../core/kept/kept-list';
import { profileList } from '../core/player/kept-profiles';
import { pillList } from '../core/ports/pill-place';

/** A site of which this browser remembers something. */
export interface KnownSite {
  readonly host: string;
  /** Which of its videos is the film was chosen by the person. */
  readonly chosen: boolean;
  /** What its player bears, and how long it takes. */
  readonly player: boolean;
  /** Where the pill lies, or that it is hidden. */
  readonly pill: boolean;
}

export interface Remembered {
  /** In the order of their names. */
  readonly sites: readonly KnownSite[];
  /** So many films are shifted. */
  readonly films: number;
}

const LISTS = [choiceList, profileList, pillList, shiftList].map(({ key }) => key);

/** What is remembered of sites and films, for the person to see and to take back (SPEC SE-3). */
export async function readRemembered(): Promise<Remembered> {
  const kept: Record<string, unknown> = await browser.storage.local.get(LISTS);
  const chosen = new Set(parseKept(choiceList, kept[choiceList.key]).map(({ site }) => site));
  const players = new Set(parseKept(profileList, kept[profileList.key]).map(([site]) => site));
  const pills = new Set(parseKept(pillList, kept[pillList.key]).map(([site]) => site));
  const hosts = [...new Set([...chosen, ...players, ...pills])].sort();
  return {
    sites: hosts.map((host) => ({ host, chosen: chosen.has(host), player: players.has(host), pill: pills.has(host) })),
    films: parseKept(shiftList, kept[shiftList.key]).length,
  };
}

async function without<E>(list: KeptList<E>, name: string): Promise<Record<string, unknown>> {
  const kept: Record<string, unknown> = await browser.storage.local.get(list.key);
  return { [list.key]: parseKept(list, kept[list.key]).filter((entry) => list.nameOf(entry) !== name) };
}

/** Nothing is remembered of this site any more. */
export async function forgetSite(host: string): Promise<void> {
  const lists = await Promise.all([without(choiceList, host), without(profileList, host), without(pillList, host)]);
  await browser.storage.local.set(Object.assign({}, ...lists));
}

/** No film is shifted any more, from its next load on. */
export const forgetFilms = (): Promise<void> => browser.storage.local.remove(shiftList.key);

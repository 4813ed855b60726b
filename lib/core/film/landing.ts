import { isSameSite } from './media';

/** The room's tab is being taken to a page that another person named (SPEC FO-8). Times are the browser's, ms since 1970. */
export interface Going {
  readonly url: string;
  /** An address of another site, of which the person has been asked: the page may lead on to it. */
  readonly also?: string;
  /** Where the tab was before. */
  readonly from: string;
  /** When it was sent off, or when it last arrived somewhere. */
  readonly at: number;
  readonly arrived: boolean;
}

/** A page that has been committed in the room's tab. */
export interface Commit {
  readonly url: string;
  readonly at: number;
  /** Typed, reloaded, gone back to: nothing that a page does. */
  readonly byPerson: boolean;
  /** The browser takes it for a redirect of the page's own; it does not know all of them (Chromium 156). */
  readonly byPage: boolean;
}

/** A server that takes longer to answer is not waited for, ms. */
const ANSWERED_MS = 30_000;
/** A page that leads on by a redirect has done so by then (SPEC FO-10), ms. */
const REDIRECTS_MS = 10_000;
/** Nobody finds a link, and presses it, before: what leads on sooner is a script, ms. */
const PRESSED_MS = 3_000;

/**
 * What a commit makes of a journey.
 * @returns the journey as it goes on; `back`: it has led to another site; undefined: it is over
 */
export function landingOf(going: Going, { url, at, byPerson, byPage }: Commit): Going | 'back' | undefined {
  const { arrived } = going;
  const ageMs = at - going.at;
  const limitMs = !arrived ? ANSWERED_MS : byPage ? REDIRECTS_MS : PRESSED_MS;
  if (byPerson || ageMs > limitMs) return undefined;
  const isMeant = isSameSite(going.url, url) || (going.also !== undefined && isSameSite(going.also, url));
  return isMeant ? { ...going, at, arrived: true } : 'back';
}

/** What storage holds, read as hostile. */
export function parseGoing(kept: unknown): Going | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { url, also, from, at, arrived } = kept as Record<string, unknown>;
  if (typeof url !== 'string' || typeof from !== 'string' || typeof at !== 'number') return undefined;
  return { url, from, at, arrived: arrived === true, ...(typeof also === 'string' ? { also } : {}) };
}

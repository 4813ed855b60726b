import { cleanText } from '../text/clean-text';
import { withoutSecrets } from './address-secrets';
import type { VideoAt } from './chosen-video';

/**
 * What is watched, and whether two people watch the same (SPEC MK-1…). A page says all of it, and a host may say
 * anything: it is bounded (`media-schema`) before anybody compares it, shows it or goes there.
 */

/** The page that a tab shows, as its top frame says: the frame with the video may be another. */
export interface Page {
  /** Equal keys are the same film (`lib/sites`). */
  readonly key: string;
  /** As `pageUrl` gives it. */
  readonly url: string;
  readonly title: string;
}

/** A page and the film on it. */
export interface Media extends Page {
  /** Seconds; absent for a live stream. */
  readonly durationS?: number;
  /** Which video of the page it is; absent where nobody has chosen one. */
  readonly video?: VideoAt;
}

/** Browsers take longer addresses; nobody's film needs one. */
export const URL_MAX = 2_000;
export const TITLE_MAX = 200;

/** The same film from two sites differs by a logo or an encoder's rounding. */
const SAME_DURATION_S = 1;
const SAME_DURATION_RATIO = 0.01;
/** On one site only one and the same file is as long as this exactly: episodes often differ by seconds. */
const SAME_FILE_S = 0.05;
/** An invite in an address would make whoever goes there join another room. */
const INVITE = 'lockstep=';

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/**
 * An address that may be told and gone to: http(s), without credentials, secrets and any invite, at most
 * `URL_MAX` characters; normalised. Undefined: not such an address (SPEC MK-4).
 */
export function pageUrl(text: string): string | undefined {
  if (text.length > URL_MAX) return undefined;
  const url = parsed(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.hash.includes(INVITE)) {
    const own = url.hash
      .slice(1)
      .split('&')
      .filter((part) => !part.startsWith(INVITE));
    url.hash = own.join('&');
  }
  const { href } = withoutSecrets(url);
  // Normalising can lengthen.
  return href.length > URL_MAX ? undefined : href;
}

/** A page's title as it may be shown. */
export function cleanTitle(title: string): string {
  return cleanText(title, TITLE_MAX);
}

/** A web address's site as it is shown and compared: the whole host (punycode), with its port, without `www.`. */
export function siteName(url: string): string {
  return (parsed(url)?.host ?? '').replace(/^www\./, '');
}

/** Whether going from one address to another stays on a site, and as safe: what a member may be taken to unasked. */
export function isSameSite(from: string, to: string): boolean {
  const [here, there] = [parsed(from), parsed(to)];
  if (!here || !there) return false;
  return siteName(from) === siteName(to) && (here.protocol === there.protocol || there.protocol === 'https:');
}

/** Whether two durations may be of one film. */
export function durationsAgree(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(SAME_DURATION_S, SAME_DURATION_RATIO * Math.max(a, b));
}

/**
 * Is it the same film? (SPEC MK-1, MK-2, MK-6) Equal keys are. Of different sites, equal durations are taken for it. Within a
 * site another key is another film, unless only the query of an ordinary page differs and the file is as long exactly.
 * @param joining false: the host has moved on since one of them was there. Episodes are often of one length: then length
 *   alone says nothing
 */
export function sameFilm(a: Media, b: Media, joining: boolean): boolean {
  if (a.key === b.key) return true;
  if (a.durationS === undefined || b.durationS === undefined) return false;
  if (siteName(a.url) !== siteName(b.url)) {
    return durationsAgree(a.durationS, b.durationS) && (joining || (a.title !== '' && a.title === b.title));
  }
  if (!joining) return false;
  const ordinary = isOrdinary(a) && isOrdinary(b) && parsed(a.url)?.pathname === parsed(b.url)?.pathname;
  return ordinary && Math.abs(a.durationS - b.durationS) <= SAME_FILE_S;
}

/** Its key is made of its address: no site's file knew better. */
function isOrdinary({ key, url }: Media): boolean {
  return key.startsWith(siteName(url));
}

/** A load of a video, counted within its frame. */
export interface VideoLoad {
  readonly load: number;
  /** Its length is known. */
  readonly ready: boolean;
  /** Seconds; absent for a live stream, and until it is known. */
  readonly durationS?: number;
}

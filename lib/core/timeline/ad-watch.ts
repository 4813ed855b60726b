/**
 * Ads, by the site's own sign or without one (SPEC AD-2): on one page, the video turns into something short, and later
 * back. Fed whenever the player is looked at.
 */
export interface AdWatch {
  /** The site's own sign says so. */
  readonly signed: boolean;
  /** The page on which `filmS` holds: another page shows another film. */
  readonly page: string;
  /** The film's duration, seconds; undefined while nothing of a known length has been seen. */
  readonly filmS: number | undefined;
  /** Local ms since which what is short runs. */
  readonly since: number | undefined;
}

export const noAd: AdWatch = { signed: false, page: '', filmS: undefined, since: undefined };

export const isAd = ({ signed, since }: AdWatch): boolean => signed || since !== undefined;

/** Ads on film sites take 6 to 90 s; what is longer is a film of its own. */
const AD_MAX_S = 120;
/** A film is at least this many times as long as its ads: else a series of short clips would pass for ads. */
const FILM_FACTOR = 5;
/** No break is longer: then what is short is a film after all, ms. */
const BREAK_MAX_MS = 300_000;

/** What an ad is known by. */
export interface AdSigns {
  /** Any text that stays the same for as long as the page shows the same film. */
  readonly page: string;
  /** Seconds; what is not finite says nothing. */
  readonly duration: number;
  /** Short clips loop, ads never do. */
  readonly loop: boolean;
  /** The site's own sign of an ad. */
  readonly sign: boolean;
}

export function watchForAd(before: AdWatch, { page, duration, loop, sign: signed }: AdSigns, now: number): AdWatch {
  const watch = { ...(page === before.page ? before : { ...noAd, page }), signed };
  if (!Number.isFinite(duration) || duration <= 0) return watch;
  const { filmS, since } = watch;
  const short = filmS !== undefined && !loop && duration <= AD_MAX_S && duration * FILM_FACTOR <= filmS;
  if (!short || now - (since ?? now) > BREAK_MAX_MS) return { signed, page, filmS: duration, since: undefined };
  return since === undefined ? { ...watch, since: now } : watch;
}

import type { VideoAt } from './chosen-video';
import type { Media, Page, VideoLoad } from './media';

/**
 * What the room's tab shows: the top frame says which page, the frame with the video what it loads. Which film that is
 * follows from both, as neither alone knows: pages change their address with and without another film, a moment before
 * they load it or after (SPEC MK-1, MK-7).
 */
export interface TabFilm {
  readonly page: Page | undefined;
  /** A top frame has spoken; until then nothing is known of any page. */
  readonly pageKnown: boolean;
  /** A film has been loaded on that page: what is loaded next may be that of an address which is still to come. */
  readonly pageUsed: boolean;
  readonly film: WatchedFilm | undefined;
}

/** What the elected frame loads; `id` is another for each load of each frame. */
export interface TabLoad extends VideoLoad {
  readonly id: string;
  readonly video?: VideoAt | undefined;
}

interface WatchedFilm {
  /** Of the frame and its load. */
  readonly id: string;
  readonly ready: boolean;
  /** Seconds; undefined for a live stream. */
  readonly durationS: number | undefined;
  /** Which of its page's videos it is, where the person has chosen. */
  readonly video: VideoAt | undefined;
  /** That it belongs to; undefined while none is known. */
  readonly page: Page | undefined;
  /** Local ms. */
  readonly loadedAt: number;
  /** Its page had shown a film before it. */
  readonly later: boolean;
  /** An address that came soon after this load: its own, or that of the next load. */
  readonly claim: { readonly page: Page; readonly at: number } | undefined;
}

export const nothingWatched: TabFilm = { page: undefined, pageKnown: false, pageUsed: false, film: undefined };

/** A page that swaps its film and then its address does both in one go: a few ms, or the time its server takes to answer, ms. */
const ONE_GO_MS = 2_500;
/** A page that has just been opened may put its address right so long after its film began to load, ms. */
const PUT_RIGHT_MS = 5_000;
/** A load that belongs to a new address follows it within this, ms. */
const CLAIM_MS = 5_000;

/** @param page undefined: the tab is between two pages @param now local ms */
export function notePage(watching: TabFilm, page: Page | undefined, now: number): TabFilm {
  if (!page) return { ...watching, page };
  const { film } = watching;
  const pageUsed = watching.page?.key === page.key && watching.pageUsed;
  const known = { ...watching, page, pageKnown: true, pageUsed };
  if (!film) return known;
  if (!film.page || film.page.key === page.key) return withPage(known, film, page);
  const ageMs = now - film.loadedAt;
  if (film.later && ageMs <= ONE_GO_MS) return withPage(known, film, page);
  // Without another load it is the film that was there before, under another address.
  return { ...known, film: { ...film, claim: ageMs <= PUT_RIGHT_MS ? { page, at: now } : undefined } };
}

/** The film belongs to this page. */
function withPage(known: TabFilm, film: WatchedFilm, page: Page): TabFilm {
  return { ...known, pageUsed: true, film: { ...film, page, claim: undefined } };
}

/** @param film what the elected frame loads; undefined: no frame has a video @param now local ms */
export function noteFilm(watching: TabFilm, film: TabLoad | undefined, now: number): TabFilm {
  if (!film) return { ...watching, film };
  const { id, ready, durationS, video } = film;
  const { page, pageUsed, film: before } = watching;
  if (before?.id !== id) {
    const fresh = { id, ready, durationS, video, page, loadedAt: now, later: pageUsed, claim: undefined };
    return { ...watching, pageUsed: page !== undefined, film: fresh };
  }
  const same = { ...before, ready, durationS, video };
  const { claim } = before;
  return claim && now >= claim.at + CLAIM_MS ? withPage(watching, same, claim.page) : { ...watching, film: same };
}

/** When to look again whether an address is the film's, local ms; undefined: that is settled. */
export function claimDueAt({ film }: TabFilm): number | undefined {
  return film?.claim && film.claim.at + CLAIM_MS;
}

/** The film here, once its length is known. */
export function knownFilm({ film }: TabFilm): Media | undefined {
  if (!film?.ready || !film.page) return undefined;
  const { page, durationS, video } = film;
  return { ...page, ...(durationS === undefined ? {} : { durationS }), ...(video ? { video } : {}) };
}

import { durationsAgree, type Media, type Page, sameFilm, type VideoLoad } from './media';

/**
 * What the room's tab shows: the top frame says which page, the frame with the video what it loads. Which film that is
 * follows from both, as neither alone knows: pages change their address with and without another film, a moment before
 * they load it or after.
 */
export interface TabFilm {
  readonly page: Page | undefined;
  /** A top frame has spoken; until then nothing is known of any page. */
  readonly pageKnown: boolean;
  readonly film: WatchedFilm | undefined;
}

interface WatchedFilm {
  /** Of the frame and its load. */
  readonly id: string;
  readonly ready: boolean;
  /** Seconds; undefined for a live stream. */
  readonly durationS: number | undefined;
  /** That it belongs to; undefined while none is known. */
  readonly page: Page | undefined;
  /** Local ms. */
  readonly loadedAt: number;
}

export const nothingWatched: TabFilm = { page: undefined, pageKnown: false, film: undefined };

/** Pages that swap the film first and their address later do both in one go; players take their time to load. */
const SAME_GO_MS = 5_000;
/** A film that stands this close to its end may be followed by the next one. */
const NEAR_END_S = 5;
/** Shorter ones that follow a film, or come in between, are advertisements. */
const FILM_MIN_S = 90;

/** @param page undefined: the tab is between two pages */
export function notePage(watching: TabFilm, page: Page | undefined, now: number): TabFilm {
  if (!page) return { ...watching, page };
  const { film } = watching;
  const known = { ...watching, page, pageKnown: true };
  if (!film) return known;
  // Without another load it is the film that was there before, under another address.
  if (film.page && film.page.key !== page.key && now - film.loadedAt > SAME_GO_MS) return known;
  return { ...known, film: { ...film, page } };
}

/** @param film what the elected frame loads; undefined: no frame has a video */
export function noteFilm(
  watching: TabFilm,
  film: (VideoLoad & { readonly id: string }) | undefined,
  now: number,
): TabFilm {
  if (!film) return { ...watching, film };
  const { id, ready, durationS } = film;
  const { page, loadedAt } = watching.film?.id === id ? watching.film : { page: watching.page, loadedAt: now };
  return { ...watching, film: { id, ready, durationS, page, loadedAt } };
}

/** The film here, once its length is known. */
export function knownFilm({ film }: TabFilm): Media | undefined {
  if (!film?.ready || !film.page) return undefined;
  const { page, durationS } = film;
  return durationS === undefined ? page : { ...page, durationS };
}

/** `unsettled`: not known yet, or no film is here. */
export type Match = 'same' | 'other' | 'unsettled';

/**
 * Is here what the room watches? (SPEC MK-1)
 * @param room undefined: nobody has said what the room watches
 * @param accepted pairs of keys, as `pairOf` gives them, that the person has said to be one film
 */
export function matchOf(watching: TabFilm, room: Media | undefined, accepted: ReadonlySet<string>): Match {
  const { page, pageKnown, film } = watching;
  if (!pageKnown || !room) return 'same';
  const key = (film?.page ?? page)?.key;
  if (key === room.key) return 'same';
  const here = knownFilm(watching);
  if (!here) return 'unsettled';
  return accepted.has(pairOf(here, room)) || sameFilm(here, room) ? 'same' : 'other';
}

export function pairOf(here: Media, room: Media): string {
  return `${here.key} ${room.key}`;
}

/** The room's film is as good as over. @param positionS of the room @param withinS of the end */
export function isAtEnd(room: Media, positionS: number, withinS = NEAR_END_S): boolean {
  return room.durationS !== undefined && positionS > room.durationS - withinS;
}

/**
 * The same page went on to its next film by itself: one of another length, where the last has run out (SPEC FO-5). In
 * mid-film another length is an advertisement, or a stream that was made anew for a seek.
 */
export function isNext(here: Media, room: Media, positionS: number): boolean {
  if (here.key !== room.key || here.durationS === undefined || room.durationS === undefined) return false;
  if (here.durationS < FILM_MIN_S || durationsAgree(here.durationS, room.durationS)) return false;
  return isAtEnd(room, positionS);
}

/** What the host's page says better than the room knows, of the same film: an advertisement's length never counts. */
export function betterKnown(here: Media, room: Media): Media {
  const { durationS } = here;
  if (here.key !== room.key || durationS === undefined || room.durationS === undefined) return here;
  return { ...here, durationS: Math.max(durationS, room.durationS) };
}

export function sameMedia(a: Media, b: Media): boolean {
  return a.key === b.key && a.url === b.url && a.title === b.title && a.durationS === b.durationS;
}

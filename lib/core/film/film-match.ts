import { durationsAgree, type Media, sameFilm } from './media';
import { knownFilm, type TabFilm } from './tab-film';

/** A film that stands this close to its end may be followed by the next one. */
const NEAR_END_S = 5;
/** Shorter ones that follow a film, or come in between, are advertisements. */
const FILM_MIN_S = 90;

/** `unsettled`: not known yet, or no film is here. */
export type Match = 'same' | 'other' | 'unsettled';

/**
 * Is here what the room watches? (SPEC MK-1)
 * @param room undefined: nobody has said what the room watches
 * @param accepted pairs of keys, as `pairOf` gives them, that the person has said to be one film
 * @param joining what is here was loaded since the room's film began: its length may tell (SPEC MK-2, MK-6)
 */
export function matchOf(
  watching: TabFilm,
  room: Media | undefined,
  accepted: ReadonlySet<string>,
  joining: boolean,
): Match {
  const { page, pageKnown, film } = watching;
  if (!pageKnown || !room) return 'same';
  const key = (film?.page ?? page)?.key;
  if (key === room.key) return 'same';
  const here = knownFilm(watching);
  if (!here) return 'unsettled';
  return accepted.has(pairOf(here, room)) || sameFilm(here, room, joining) ? 'same' : 'other';
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
  const same = a.key === b.key && a.url === b.url && a.title === b.title && a.durationS === b.durationS;
  return same && a.video?.frame === b.video?.frame && a.video?.path === b.video?.path;
}

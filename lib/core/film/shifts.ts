import { type KeptList, namedEntry } from '../kept/kept-list';

/** No cut differs by more: a film is longer than its recap. Seconds. */
export const SHIFT_MAX_S = 3_600;

/** @returns a shift that is safe to use; 0 for what is no number; to the hundredth, so that steps add up */
export function boundShift(shiftS: unknown): number {
  if (typeof shiftS !== 'number' || !Number.isFinite(shiftS)) return 0;
  return Math.round(Math.min(SHIFT_MAX_S, Math.max(-SHIFT_MAX_S, shiftS)) * 100) / 100 || 0;
}

/** So many films are remembered. */
const FILMS_MAX = 100;
/** As long as the keys of films are at most. */
const FILM_MAX = 200;

/** How the person here has shifted which film (SPEC CU-2); no shift is nothing to remember. */
export const shiftList: KeptList<readonly [film: string, shiftS: number]> = {
  key: 'shifts',
  max: FILMS_MAX,
  parse: namedEntry(FILM_MAX, (said) => boundShift(said) || undefined),
  nameOf: ([film]) => film,
};

/** Less is an encoder's rounding… */
const DIFFERS_MIN_S = 0.5;
/** …and more another film. */
const DIFFERS_MAX_S = 600;
/** An ad, or a trailer, is no other cut of a film. */
const DIFFERS_MAX_PART = 0.2;

/**
 * What is longer has most likely something before the film (SPEC CU-4).
 * @param ownS this player's duration, s @param roomS that of the host's, s; either undefined while it is not known
 * @returns the shift to suggest; undefined: none
 */
export function suggestShift(ownS: number | undefined, roomS: number | undefined): number | undefined {
  if (ownS === undefined || roomS === undefined) return undefined;
  const differs = ownS - roomS;
  const size = Math.abs(differs);
  const maxS = Math.min(DIFFERS_MAX_S, DIFFERS_MAX_PART * roomS);
  return size >= DIFFERS_MIN_S && size <= maxS ? Math.round(differs * 10) / 10 : undefined;
}

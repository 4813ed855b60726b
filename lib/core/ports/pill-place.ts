import { type KeptList, namedEntry } from '../kept/kept-list';

/** Where the pill lies over the film, as parts of what is free beside it: 0 is left or top, 1 right or bottom. */
export interface PillPlace {
  readonly x: number;
  readonly y: number;
  /** The person does not want it here. */
  readonly hidden: boolean;
}

/** At the film's upper end, where players have nothing to press as a rule. */
export const PILL_PLACE: PillPlace = { x: 1, y: 0, hidden: false };

/** So many sites are remembered. */
const SITES_MAX = 50;
/** A host name of 253 characters, and a port. */
const SITE_MAX = 260;

/** @returns a part of the whole; undefined for what is no number */
const part = (said: unknown): number | undefined =>
  typeof said === 'number' && Number.isFinite(said) ? Math.min(1, Math.max(0, said)) : undefined;

/** Where the person has put the pill, by the host of the frame with the film (SPEC PI-3). */
export const pillList: KeptList<readonly [site: string, place: PillPlace]> = {
  key: 'pills',
  max: SITES_MAX,
  parse: namedEntry(SITE_MAX, (said) => {
    const { x, y, hidden } = Object(said) as Record<string, unknown>;
    const place = { x: part(x), y: part(y) };
    if (place.x === undefined || place.y === undefined) return undefined;
    return { x: place.x, y: place.y, hidden: hidden === true };
  }),
  nameOf: ([site]) => site,
};

import type { Change, Evidence } from './evidence';
import type { Kind } from './kind';
import { PLAY_KINDS } from './play-table';
import { RATE_KINDS } from './rate-table';
import { SEEK_KINDS } from './seek-table';

/**
 * The table of known kinds, one part for each change: whose doing was it? Asked from the top, the first that fits decides. A new report of what some
 * page does is a new row, and not a new branch elsewhere. A change that no row knows is the person's press (SPEC IN-1):
 * media keys, picture-in-picture and headsets show no gesture in the page, so a gesture cannot be asked for.
 */
const TABLE: Readonly<Record<Change, readonly Kind[]>> = {
  seek: SEEK_KINDS,
  play: PLAY_KINDS,
  pause: PLAY_KINDS,
  rate: RATE_KINDS,
};

/** All of them, each once. */
export const KINDS: readonly Kind[] = [...new Set(Object.values(TABLE).flat())];

/** @returns the first kind that fits; undefined: nothing is known of such a change, so it is a press */
export function kindOf(seen: Evidence): Kind | undefined {
  return TABLE[seen.change].find(({ of, is }) => of.includes(seen.change) && is(seen));
}

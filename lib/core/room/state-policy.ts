import type { MemberState } from '../wire/protocol';

/** What follows for the others from a member's state (SPEC WA-7). */
export interface StatePolicy {
  /** A room that waits for everyone stands still so long for a member in this state, ms; 0: it does not. */
  readonly waitedForMs: number;
  /** The member's player is compared with the room; in every other state a drift would be an older one's (SPEC ME-2). */
  readonly compared: boolean;
  /** The member's player shows the room's film: it has a part in what becomes of that (SPEC RO-11). */
  readonly takesPart: boolean;
}

/** Nobody waits longer than this, whatever for (SPEC WA-3). */
export const WAIT_MAX_MS = 12_000;

const watching = { waitedForMs: 0, compared: true, takesPart: true };
/** Its end is in sight: it is waited for. */
const late = { waitedForMs: WAIT_MAX_MS, compared: false, takesPart: true };
/** Nobody knows when it ends, or whether: it takes its person, another page, or a page that behaves. */
const hindered = { waitedForMs: 0, compared: false, takesPart: true };
const elsewhere = { waitedForMs: 0, compared: false, takesPart: false };

/** The one place where states differ in what they do to others. */
export const STATE_POLICY: { readonly [S in MemberState]: StatePolicy } = {
  'in-sync': watching,
  'catching-up': watching,
  paused: watching,
  waiting: late,
  seeking: late,
  ad: late,
  'press-play': hindered,
  'page-insists': hindered,
  failed: hindered,
  'no-video': elsewhere,
  'other-video': elsewhere,
  alone: elsewhere,
  away: elsewhere,
};

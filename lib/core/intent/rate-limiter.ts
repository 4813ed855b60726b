/**
 * How often a player's changes are told to the room (SPEC IN-7). A person who works the page's controls is told of at
 * once. Changes without any touch of the page may come from a headset, or from a page that plays with the room: a few
 * at once, then one a second, and of what comes in between only what it has come to. A page that goes on is not
 * listened to for a while.
 */
export interface Telling {
  /** So many may be told at once; one comes back each second. */
  readonly left: number;
  /** Local ms up to which `left` has been filled up. */
  readonly at: number;
  /** Local times of what was told without a touch, and of what was held back, ms. */
  readonly told: readonly number[];
  readonly held: readonly number[];
  /** The page is not listened to until then, local ms. */
  readonly mutedUntil: number;
}

const AT_ONCE = 6;
const GAP_MS = 1_000;
/** Nobody presses on for so long… */
const TOLD_MAX = 50;
const TOLD_SPAN_MS = 60_000;
/** …nor so fast. */
const HELD_MAX = 20;
const HELD_SPAN_MS = 10_000;
const MUTED_MS = 30_000;

export const silent: Telling = { left: AT_ONCE, at: -1e9, told: [], held: [], mutedUntil: -1e9 };

export type Word = 'now' | 'muted' | { readonly inMs: number };

function filled(telling: Telling, now: number): Telling {
  return { ...telling, left: Math.min(AT_ONCE, telling.left + (now - telling.at) / GAP_MS), at: now };
}

/** When may a change be told? @param touched the person has touched the page just now */
export function whenToTell(telling: Telling, touched: boolean, now: number): Word {
  if (touched) return 'now';
  if (now < telling.mutedUntil) return 'muted';
  const { left } = filled(telling, now);
  return left >= 1 ? 'now' : { inMs: (1 - left) * GAP_MS };
}

/** Notes that a change has been told. @returns `mutedUntil` in the future when this was one too many */
export function noteTold(telling: Telling, touched: boolean, now: number): Telling {
  if (touched) return telling;
  const full = filled(telling, now);
  const told = [...telling.told.filter((at) => now - at < TOLD_SPAN_MS), now];
  return bounded({ ...full, left: full.left - 1, told }, told.length >= TOLD_MAX, now);
}

/** Notes that one was held back, as `noteTold`. */
export function noteHeld(telling: Telling, now: number): Telling {
  const held = [...telling.held.filter((at) => now - at < HELD_SPAN_MS), now];
  return bounded({ ...telling, held }, held.length >= HELD_MAX, now);
}

function bounded(telling: Telling, tooMany: boolean, now: number): Telling {
  return tooMany ? { ...telling, told: [], held: [], mutedUntil: now + MUTED_MS } : telling;
}

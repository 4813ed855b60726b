import type { Evidence } from './evidence';
import { SKIP_MIN_S } from './skip-kinds';

/** An engine that jumps over a gap has then something to show, and is done. */
const RECOVERS_MS = 5_000;
/** Back by more no engine nudges itself unless it is dry, s: by what a stall cost. Who rewinds by a remote goes back by 5. */
const NUDGES_BACK_S = 3;
/** A load that has been where the room is for so long has been to all places of its own. */
const FRESH_MS = 5_000;
/** So has one that has played for so long, wherever that was. */
const FRESH_MAX_MS = 20_000;

/** Is this load about to go to a place of its own yet, as far as is known? */
export function isFresh({ now, movedAt, inStepAt }: Evidence): boolean {
  const settled = inStepAt !== undefined && now - inStepAt >= FRESH_MS;
  return !settled && (movedAt === undefined || now - movedAt < FRESH_MAX_MS);
}

/** Does the player get over having had nothing to show? */
export function recovers({ now, dryAt }: Evidence): boolean {
  return now - dryAt < RECOVERS_MS;
}

/** Does it move itself by so little that no person has? */
export function isNudge({ view: { position: to }, from }: Evidence): boolean {
  return from !== undefined && to - from < SKIP_MIN_S && from - to < NUDGES_BACK_S;
}

/** A page seeks as its handler runs, or once its player has answered. */
const BY_KEY_MS = 300;

/** Has a media key, or a headset's button, just been pressed for which the page has a handler? */
export function isByMediaKey({ view: { mediaKeyAt }, now }: Evidence): boolean {
  return mediaKeyAt !== undefined && now - mediaKeyAt < BY_KEY_MS;
}

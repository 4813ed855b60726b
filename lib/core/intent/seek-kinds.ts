import type { Evidence } from './evidence';
import { SKIP_MIN_S } from './skip-kinds';

/** An engine that jumps over a gap has then something to show, and is done. */
const RECOVERS_MS = 5_000;
/** Back by more no engine nudges itself unless it is dry, s: by what a stall cost. Who rewinds by a remote goes back by 5. */
const NUDGES_BACK_S = 3;
/** Players round the place they are sought to. */
const SAME_PLACE_S = 0.15;
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

/** Does it land where its page was seen to take it? The jump has been judged as it began, by where it began. */
export function landsThere({ view: { position: to }, goal, habits: { wentTo } }: Evidence): boolean {
  return [goal, wentTo].every((at) => at !== undefined && Math.abs(to - at) < SAME_PLACE_S);
}

/** Does it move itself by so little that no person has? A step while a seek is under way is one from where that leads. */
export function isNudge({ view: { position: to }, from, goal }: Evidence): boolean {
  // Where that one lands it has stepped from where it was.
  const before = goal !== undefined && Math.abs(to - goal) >= SAME_PLACE_S ? [from, goal] : [from];
  return before.some((at) => at !== undefined && to - at < SKIP_MIN_S && at - to < NUDGES_BACK_S);
}

/** Does it end nearer to where the room is than it began? Who drives the room takes their player away from there. */
export function comesNearer({ view: { position: to }, from, expected }: Evidence): boolean {
  return from !== undefined && Math.abs(to - expected) < Math.abs(from - expected);
}

/** A page seeks as its handler runs, or once its player has answered. */
const BY_KEY_MS = 300;

/** Has a media key, or a headset's button, just been pressed for which the page has a handler? */
export function isByMediaKey({ view: { mediaKeyAt }, now }: Evidence): boolean {
  return mediaKeyAt !== undefined && now - mediaKeyAt < BY_KEY_MS;
}

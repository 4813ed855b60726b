import type { Evidence } from './evidence';
import { RATE_RESET_MS, RESETS_AT_ONCE_MS, SNAP_MS } from './page-reactions';

const SNAP_S = 0.5;
/**
 * A player that a seek sets going does so as the seek lands: within 6 ms in Chromium 156 and Firefox 153, idle or with six
 * programs spinning; what we do at the landing comes on top.
 */
const STARTS_MS = 30;
/** Players that do not want to be stopped play again within a moment; nobody hears of a pause and undoes it as fast. */
const EVENT_REPEAT_MS = 250;
/** What a player does because it is played it does at once; a page that is busy then hears of it some ms later. */
const PLAYED_MS = 150;

/** Does the page seek back to where the player was before our seek, or has got to since: it may not have moved yet? */
export function answersSeek({ reactions: { ownSeeks, snappingBack }, view, now }: Evidence): boolean {
  return (
    snappingBack ||
    ownSeeks.some(({ at, from, speed }) => {
      const movedS = view.position - from;
      return now - at <= SNAP_MS && movedS > -SNAP_S && movedS < (speed * (now - at)) / 1000 + SNAP_S;
    })
  );
}

/** Does the page's player play because a seek at rest has just landed, of ours or of the page's own? */
export function startsAtLanding({ reactions: { ownSeeks }, habits: { wentAt }, now }: Evidence): boolean {
  return now - wentAt < STARTS_MS || ownSeeks.some(({ landedAt }) => now - landedAt < STARTS_MS);
}

/** Does the page play again what we have just paused? */
export function playsAgain({ reactions: { ownPauseAt }, view, now }: Evidence): boolean {
  return !view.userActive && now - ownPauseAt < EVENT_REPEAT_MS;
}

/** Does a stream's player go to what can be sought, because we play it? Where it stood has fallen out of the window. */
export function jumpsAsPlayed({ view, reactions: { seeking }, habits: { ownPlayAt }, now }: Evidence): boolean {
  const sinceMs = (seeking.landed ? now : seeking.at) - ownPlayAt;
  return view.duration === Number.POSITIVE_INFINITY && sinceMs >= 0 && sinceMs < PLAYED_MS;
}

/** Does the page set rate 1 because its player has got going? */
export function setsRateBack({ reactions: { playingAt, resetsRate }, view, target, now }: Evidence): boolean {
  if (view.rate !== 1 || target.rate === 1 || now - playingAt >= RATE_RESET_MS) return false;
  return resetsRate || !view.userActive || now - playingAt < RESETS_AT_ONCE_MS;
}

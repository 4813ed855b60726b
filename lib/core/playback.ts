/** Where a film is, as everybody in the room agrees on it (SPEC PB-1). */
export interface Playback {
  /** Place in the media at `at`, seconds. */
  readonly position: number;
  /** Speed the room chose; 1 is normal. Never a nudged rate. */
  readonly rate: number;
  readonly paused: boolean;
  /** Room time at which `position` holds, ms. */
  readonly at: number;
}

/** The slowest and the fastest rate a browser plays with sound (Chromium mutes outside 0.0625–16). */
export const RATE_MIN = 0.0625;
export const RATE_MAX = 16;
/** No film is longer than this: 10 days, in seconds. Keeps every later sum finite and exact. */
export const POSITION_MAX_S = 864_000;

/**
 * The one formula (SPEC PB-2): where the media is at a moment.
 * @param now room time, ms
 * @returns seconds, never below 0
 */
export function positionAt(playback: Playback, now: number): number {
  return Math.max(0, placeAt(playback, now));
}

/** The same before it is bounded: below 0 while a start at the film's beginning still lies ahead. */
export function placeAt(playback: Playback, now: number): number {
  return playback.position + (playback.paused ? 0 : (playback.rate * (now - playback.at)) / 1000);
}

/** The same playback, written as seen at another moment. */
export function reanchor(playback: Playback, now: number): Playback {
  return { ...playback, position: positionAt(playback, now), at: now };
}

/**
 * Makes numbers from a player or a peer safe to use (SPEC BAD-3): what is not finite is refused,
 * the rest is bounded to what a browser can do.
 * @returns undefined when a number is not finite
 */
export function boundPlayback(playback: Playback): Playback | undefined {
  const { position, rate, at } = playback;
  if (!Number.isFinite(position) || !Number.isFinite(rate) || !Number.isFinite(at)) return undefined;
  return {
    position: Math.min(POSITION_MAX_S, Math.max(0, position)),
    rate: Math.min(RATE_MAX, Math.max(RATE_MIN, rate)),
    paused: playback.paused,
    at,
  };
}

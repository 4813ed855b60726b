/**
 * Places of a live stream that everybody's player can find: where a segment ends, by the segment's name (SPEC LV-6).
 * Each element counts a stream from another zero, and a page knows its edge to about a segment only; but all of them
 * fetch the same segments.
 */
export interface Landmark {
  /** A hash of the segment's file name, 32 bits. */
  readonly name: number;
  /** Seconds, of whoever says so. */
  readonly place: number;
}

/** So many are told and compared: the newest, of which two viewers of one stream share most. */
export const LANDMARKS_MAX = 6;

/** Where a film is, as everybody in the room agrees on it (SPEC PB-1). */
export interface Playback {
  /** Place in the media at `at`, seconds. */
  readonly position: number;
  /** Speed the room chose; 1 is normal. Never a nudged rate. */
  readonly rate: number;
  readonly paused: boolean;
  /** Room time at which `position` holds, ms. */
  readonly at: number;
  /** A live stream's: the edge is at `LIVE_BASE_S` + room time, whatever the elements of its viewers count (SPEC LV-1). */
  readonly live?: true | undefined;
  /** The length of one round of a film that loops, s: its places run on over the rounds (SPEC LO-1). */
  readonly roundS?: number | undefined;
  /** Places of a live stream, as the host's page has come to know them: they belong to these numbers (SPEC LV-6). */
  readonly landmarks?: readonly Landmark[] | undefined;
}

/** The slowest and the fastest rate a browser plays with sound (Chromium mutes outside 0.0625–16). */
export const RATE_MIN = 0.0625;
export const RATE_MAX = 16;
/** Longer than any film, and than a browser is open for a live stream's places: 1.5 years, in seconds; sums stay exact. */
export const POSITION_MAX_S = 5e7;
/** No piece of a film that is skipped over is longer, s. */
export const SKIP_MAX_S = 600;
/** A reading of any monotonic clock, ms: a year is more than any browser stays open. */
export const TIME_MAX_MS = 4e10;
/** The greatest name of a landmark. */
const NAME_MAX = 0xffff_ffff;
/** What is shorter is no film, and would be sought by its own seams. */
export const ROUND_MIN_S = 1;
/** Keeps places above 0 for eleven days before the room's clock began: no stream can be gone back in further. */
export const LIVE_BASE_S = 1e6;

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

/** The same film, standing from now on: before a start that still lies ahead it has not moved yet (SPEC PB-3). */
export function stopAt(playback: Playback, now: number): Playback {
  const { position, at } = now < playback.at ? { ...playback, at: now } : reanchor(playback, now);
  return { ...playback, position, at, paused: true };
}

/**
 * The same playback by another clock, which shows `byMs` more at the same moment. The places of a live stream count with
 * the clock, so they move along (SPEC LV-1).
 */
export function inOtherTime(playback: Playback, byMs: number): Playback {
  const moved = { ...playback, at: playback.at + byMs };
  if (!playback.live) return moved;
  const byS = byMs / 1000;
  const landmarks = playback.landmarks?.map(({ name, place }) => ({ name, place: place + byS }));
  return { ...moved, position: playback.position + byS, ...(landmarks ? { landmarks } : {}) };
}

/**
 * Makes numbers from a player or a peer safe to use (SPEC BAD-3): what is not finite is refused,
 * the rest is bounded to what a browser can do.
 * @returns undefined when a number is not finite
 */
export function boundPlayback(playback: Playback): Playback | undefined {
  const { position, rate, at, live, roundS, landmarks } = playback;
  if (!Number.isFinite(position) || !Number.isFinite(rate) || !Number.isFinite(at)) return undefined;
  return {
    position: Math.min(POSITION_MAX_S, Math.max(0, position)),
    // A stream at any other rate runs into its edge, or away from it (SPEC LV-1).
    rate: live ? 1 : Math.min(RATE_MAX, Math.max(RATE_MIN, rate)),
    paused: playback.paused,
    at: Math.min(TIME_MAX_MS, Math.max(-TIME_MAX_MS, at)),
    ...(live ? { live } : {}),
    ...(roundS !== undefined && roundS >= ROUND_MIN_S && roundS <= POSITION_MAX_S ? { roundS } : {}),
    ...(live && landmarks ? { landmarks: landmarks.filter(isPlace).slice(-LANDMARKS_MAX) } : {}),
  };
}

/**
 * A length that a player shows, made safe to use and to tell (SPEC BAD-3, LV-1).
 * @param durationS whatever the page has put there
 * @returns seconds; `Infinity` for more than any film has: Shaka Player gives live streams 2³² s, Twitch 2³⁰; NaN for what
 *   is no length
 */
export function boundDuration(durationS: unknown): number {
  if (typeof durationS !== 'number' || !(durationS >= 0)) return Number.NaN;
  return durationS > POSITION_MAX_S ? Number.POSITIVE_INFINITY : durationS;
}

const isPlace = ({ name, place }: Landmark) =>
  Number.isInteger(name) &&
  name >= 0 &&
  name <= NAME_MAX &&
  Number.isFinite(place) &&
  place >= 0 &&
  place <= POSITION_MAX_S;

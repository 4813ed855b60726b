import * as v from 'valibot';
import { cleanText } from '../text/clean-text';
import { LANDMARKS_MAX, POSITION_MAX_S, RATE_MAX, RATE_MIN, ROUND_MIN_S, TIME_MAX_MS } from '../time/playback';

/** What the messages of the protocol are made of: bounded numbers, ids, names and playbacks (SPEC PR-3). */

export const NAME_MAX = 40;
export const finite = (min: number, max: number) => v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
export const timeMs = finite(-TIME_MAX_MS, TIME_MAX_MS);
/** Counts up from 0. */
export const counterSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const shortIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-z]{1,40}$/));

export const bytes = (length: number) =>
  v.pipe(v.string(), v.maxLength(Math.ceil((length * 4) / 3)), v.regex(/^[A-Za-z0-9_-]+$/));

/** A public key on P-256, raw, base64url. */
export const keySchema = bytes(65);

/** A member's name as it may be shown: text only, trimmed, bounded; may come out empty. */
export function cleanName(name: string): string {
  return cleanText(name, NAME_MAX);
}

/** A person's name as it is told: it parses at the other end whatever was typed, or kept. */
export function nameToTell(name: string): string {
  return cleanName(name) || 'guest';
}

export const nameSchema = v.pipe(v.string(), v.maxLength(NAME_MAX * 4), v.transform(cleanName), v.minLength(1));

/** Where a segment of a live stream ends (SPEC LV-6). */
const landmarkSchema = v.object({
  name: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  place: finite(0, POSITION_MAX_S),
});
export const playbackSchema = v.object({
  position: finite(0, POSITION_MAX_S),
  rate: finite(RATE_MIN, RATE_MAX),
  paused: v.boolean(),
  at: timeMs,
  live: v.optional(v.literal(true)),
  roundS: v.optional(finite(ROUND_MIN_S, POSITION_MAX_S)),
  landmarks: v.optional(v.pipe(v.array(landmarkSchema), v.maxLength(LANDMARKS_MAX), v.readonly())),
});
/** A piece of the film that something in a member's browser has skipped, offered to the others (SPEC RO-9). */
export const skipOfferSchema = v.object({
  by: shortIdSchema,
  /** Place of the room, s. */
  to: finite(0, POSITION_MAX_S),
  /** Since, room time. */
  at: timeMs,
});
export type SkipOffer = v.InferOutput<typeof skipOfferSchema>;

/** "3, 2, 1": a second each (SPEC WA-9). */
export const COUNTED_FROM = 3;
/** The film is counted in by a member, and starts at that room time (SPEC WA-9). */
export const countdownSchema = v.object({ by: shortIdSchema, at: timeMs });
export type Countdown = v.InferOutput<typeof countdownSchema>;

/** An epoch from here on counts nowhere: whoever lies by one leaves 2^26 terms to everybody else. */
export const EPOCH_END = 2 ** 50;
export const epochSchema = v.pipe(counterSchema, v.ltValue(EPOCH_END));

const CAPABILITIES_MAX = 32;
/** Words that are no words of ours are dropped; a list that is none counts as empty. */
export const capabilities = v.fallback(
  v.optional(
    v.pipe(
      v.array(v.string()),
      v.maxLength(CAPABILITIES_MAX),
      v.transform((words) => words.filter((word) => /^[a-z0-9-]{1,24}$/.test(word))),
    ),
    [],
  ),
  [],
);

/** The host that refuses somebody: whoever holds the room code can say the refusal itself. */
export const signerSchema = v.object({
  key: keySchema,
  run: shortIdSchema,
  epoch: epochSchema,
  signature: bytes(64),
});

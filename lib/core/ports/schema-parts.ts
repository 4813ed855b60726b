import * as v from 'valibot';
import type { FilmQuestion } from '../film/follow';
import { TITLE_MAX } from '../film/media';
import type { SkipQuestion } from '../room/skip-offer';
import { boundPlayback, LANDMARKS_MAX, type Playback } from '../time/playback';
import { counterSchema } from '../wire/fields';
import type { Problem } from './room-view';

/** What the messages of several ports are made of. */

type Fields<T> = T extends unknown ? keyof T : never;
/**
 * `true` where a schema lets every message pass, with every field. A message or a field that it does not know is a type
 * error where this is asserted: it would be dropped without a word.
 */
export type IsComplete<Message, Parsed> = [Message] extends [Parsed]
  ? [Fields<Message>] extends [Fields<Parsed>]
    ? true
    : never
  : never;

/** Of what is shown, characters: the longest is a list of all members' names. */
const TEXT_MAX = 10_000;

export const textSchema = v.pipe(v.string(), v.maxLength(TEXT_MAX));
export const namesSchema = v.pipe(v.array(textSchema), v.maxLength(64), v.readonly());

const anyFinite = v.pipe(v.number(), v.finite());
export const within = (min: number, max: number) => v.pipe(anyFinite, v.minValue(min), v.maxValue(max));
/** Clocks, figures, places: beyond it sums are no longer exact. */
export const finite = within(-1e15, 1e15);
export const clamped = (min: number, max: number) =>
  v.pipe(
    anyFinite,
    v.transform((value) => Math.min(max, Math.max(min, value))),
  );

const anyPlayback = {
  position: anyFinite,
  rate: anyFinite,
  paused: v.boolean(),
  at: anyFinite,
  live: v.optional(v.literal(true)),
  roundS: v.optional(anyFinite),
  landmarks: v.optional(
    v.pipe(v.array(v.object({ name: anyFinite, place: anyFinite })), v.maxLength(8 * LANDMARKS_MAX), v.readonly()),
  ),
};

/** Undefined only for what is not finite, and that is refused before. */
const bounded = (playback: Playback) => boundPlayback(playback) as Playback;

/** Bounded rather than refused: a press that is a little beyond everything is a press all the same (SPEC BAD-3). */
export const boundedPlaybackSchema = v.pipe(v.object(anyPlayback), v.transform(bounded));

/** Bounded likewise. */
export const anchorSchema = v.pipe(
  v.object({ ...anyPlayback, change: counterSchema }),
  v.transform(({ change, ...playback }) => ({ ...bounded(playback), change })),
);

/** A word; what it says is for `lib/ui/problem` to know. */
export const problemSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z-]{1,40}$/),
  v.transform((word) => word as Problem),
);

export const filmQuestionSchema: v.GenericSchema<unknown, FilmQuestion> = v.object({
  who: textSchema,
  title: v.pipe(v.string(), v.maxLength(2 * TITLE_MAX)),
  site: textSchema,
  here: v.boolean(),
  left: v.boolean(),
});

export const skipQuestionSchema: v.GenericSchema<unknown, SkipQuestion> = v.object({
  who: textSchema,
  to: finite,
  may: v.boolean(),
});

import * as v from 'valibot';
import { FOLLOW_ANSWERS } from '../film/follow';
import { pageSchema, videoAtSchema } from '../film/media-schema';
import { SHIFT_MAX_S } from '../film/shifts';
import { POSITION_MAX_S } from '../time/playback';
import { signSchema } from '../wire/chat-words';
import { colourSchema } from '../wire/colours';
import { COUNTED_FROM, counterSchema } from '../wire/fields';
import { causeSchema, DRIFT_MAX_MS, MEMBERS_MAX, memberStateSchema } from '../wire/protocol';
import type { FromPlayer, ToPlayer } from './player-port';
import {
  anchorSchema,
  boundedPlaybackSchema,
  clamped,
  filmQuestionSchema,
  finite,
  type IsComplete,
  namesSchema,
  problemSchema,
  skipQuestionSchema,
  textSchema,
  within,
} from './schema-parts';

/**
 * What comes over the port `player` (SPEC EX-5). A page's part lives in the process of a page that may have taken it over,
 * and may be of another version than the room service for as long as its page is open.
 */

/** No video is larger, css px². */
const SCORE_MAX = 1e9;
const VIDEOS_MAX = 1_000;
const place = within(0, POSITION_MAX_S);
const count = v.pipe(within(0, VIDEOS_MAX), v.integer());
const index = v.exactOptional(count);
/** Seen in one frame of a tab, and told to the one with the film. */
const sign = { type: v.literal('sign'), of: v.picklist(['press', 'front', 'back']) } as const;
const shift = { type: v.literal('shift'), seconds: within(-SHIFT_MAX_S, SHIFT_MAX_S) };

const fromPlayerSchema = v.variant('type', [
  v.object({
    type: v.literal('candidate'),
    score: clamped(0, SCORE_MAX),
    short: v.boolean(),
    chosen: v.boolean(),
  }),
  // A frame that says nonsense has nothing to choose, and nobody waits for it.
  v.object({ type: v.literal('choices'), count: v.fallback(count, 0), present: index }),
  v.object({ type: v.literal('choosing'), press: v.picklist(['next', 'previous', 'take', 'cancel']), index }),
  v.object({ type: v.literal('chosen'), video: videoAtSchema }),
  v.object({ type: v.literal('page'), page: pageSchema }),
  v.object({
    type: v.literal('film'),
    load: counterSchema,
    ready: v.boolean(),
    durationS: v.exactOptional(place),
  }),
  v.object({ type: v.literal('answer'), answer: v.picklist(FOLLOW_ANSWERS) }),
  v.object({ type: v.literal('leave') }),
  v.object({ type: v.literal('ask-to-drive') }),
  v.object({ type: v.literal('watch-alone') }),
  v.object({ type: v.literal('answer-skip'), answer: v.picklist(['skip', 'stay']), to: place }),
  v.object({ type: v.literal('skip'), to: place }),
  v.object({ type: v.literal('ping'), sent: finite }),
  v.object({
    type: v.literal('intent'),
    id: counterSchema,
    film: v.optional(counterSchema),
    cause: causeSchema,
    playback: boundedPlaybackSchema,
  }),
  v.object({
    type: v.literal('report'),
    state: memberStateSchema,
    reason: v.exactOptional(v.picklist(['page-sets-speed', 'page-wants-press', 'cannot-seek'])),
    driftMs: v.exactOptional(clamped(-DRIFT_MAX_MS, DRIFT_MAX_MS)),
    anchor: v.exactOptional(anchorSchema),
  }),
  v.object({ type: v.literal('prompt'), prompt: v.picklist(['none', 'unmute', 'press-play']) }),
  v.object(shift),
  v.object(sign),
  v.object({ type: v.literal('wake'), inMs: finite }),
]);

/** A guest has heard of no revision before the host's first. */
const revision = v.pipe(v.number(), v.safeInteger(), v.minValue(-1));

const toPlayerSchema = v.variant('type', [
  v.object({ type: v.literal('elected'), active: v.boolean() }),
  v.object({ type: v.literal('pong'), sent: finite, received: finite, answered: finite }),
  v.object({ type: v.literal('tick') }),
  v.object({
    type: v.literal('room'),
    leads: v.boolean(),
    canControl: v.boolean(),
    driver: textSchema,
    playback: v.exactOptional(boundedPlaybackSchema),
    suspended: v.exactOptional(v.boolean()),
    epoch: counterSchema,
    revision,
    change: revision,
    ack: counterSchema,
    together: v.boolean(),
    waiting: namesSchema,
    clock: v.object({ offsetMs: finite, skew: finite, at: finite, uncertaintyMs: finite }),
    gentle: v.boolean(),
    load: v.exactOptional(counterSchema),
  }),
  v.object({
    type: v.literal('room-state'),
    members: v.pipe(within(0, MEMBERS_MAX), v.integer()),
    state: memberStateSchema,
    reconnecting: v.boolean(),
    unread: counterSchema,
  }),
  v.object({ type: v.literal('countdown'), left: v.exactOptional(v.pipe(within(1, COUNTED_FROM), v.integer())) }),
  v.object({ type: v.literal('reaction'), sign: signSchema, name: textSchema, colour: colourSchema }),
  v.object({ type: v.literal('prefer'), video: videoAtSchema }),
  v.object({ type: v.literal('question'), question: v.exactOptional(filmQuestionSchema) }),
  v.object({ type: v.literal('skip-offer'), offer: v.exactOptional(skipQuestionSchema) }),
  v.object(sign),
  v.object({ type: v.literal('go'), place }),
  v.object({ type: v.literal('sync-now') }),
  v.object({ type: v.literal('chat-over-film') }),
  v.object({ type: v.literal('site'), host: textSchema }),
  v.variant('what', [
    v.object({ type: v.literal('choose'), what: v.literal('offer') }),
    v.object({ type: v.literal('choose'), what: v.literal('show'), first: finite, total: finite, current: finite }),
    v.object({
      type: v.literal('choose'),
      what: v.literal('end'),
      cancelled: v.boolean(),
      own: v.exactOptional(finite),
    }),
  ]),
  v.object(shift),
  v.object({ type: v.literal('ended') }),
  v.object({ type: v.literal('opened'), host: textSchema, name: textSchema }),
  v.object({ type: v.literal('problem'), problem: problemSchema }),
  v.object({
    type: v.literal('toast'),
    text: v.picklist([
      'in-room',
      'joined',
      'left',
      'hosts',
      'host-here',
      'knocks',
      'asks',
      'moved',
      'waiting',
      'holds-up',
      'ad',
      'skip-offered',
      'alone',
      'asks-to-drive',
      'invite-seen',
      'asked',
      'declined',
      'drives',
      'host-only',
      'paused',
      'played',
      'jumped',
      'jumped-live',
      'rate',
      'counts',
      'counts-no-more',
    ]),
    name: textSchema,
    detail: v.exactOptional(textSchema),
  }),
]);

true satisfies IsComplete<FromPlayer, v.InferOutput<typeof fromPlayerSchema>>;
true satisfies IsComplete<ToPlayer, v.InferOutput<typeof toPlayerSchema>>;

/** @returns undefined for what no part of a page says */
export function parseFromPlayer(message: unknown): FromPlayer | undefined {
  const result = v.safeParse(fromPlayerSchema, message);
  return result.success ? result.output : undefined;
}

/** @returns undefined for what no room service says */
export function parseToPlayer(message: unknown): ToPlayer | undefined {
  const result = v.safeParse(toPlayerSchema, message);
  return result.success ? result.output : undefined;
}

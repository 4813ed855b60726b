import * as v from 'valibot';
import { mediaSchema } from '../film/media-schema';
import {
  counterSchema,
  epochSchema,
  finite,
  keySchema,
  nameSchema,
  playbackSchema,
  shortIdSchema,
  timeMs,
} from './fields';
import { roomCauseSchema } from './protocol';

/**
 * What a host says to its audience (SPEC AU-2): one message for all of them, signed, and sealed with a key that all have. And
 * the two words that somebody of the audience can say to the host.
 */

/** Who was called to a seat, and whoever is called beside it. */
const CALLS_MAX = 64;
/** A relay that is further away than this carries no room, ms. */
export const HALF_MAX_MS = 5_000;

export const airMessageSchema = v.object({
  run: shortIdSchema,
  epoch: epochSchema,
  /** Rises with each message of an epoch: none is heard twice, and none after a later one. */
  n: v.pipe(counterSchema, v.minValue(1)),
  /** When it was said, room time; and how far the host is from the relay, ms. */
  at: timeMs,
  halfMs: finite(0, HALF_MAX_MS),
  revision: counterSchema,
  change: counterSchema,
  film: v.optional(counterSchema, 0),
  playback: v.optional(playbackSchema),
  cause: v.fallback(v.optional(roomCauseSchema), undefined),
  /** Now and then, and where something of it is another. */
  host: v.optional(v.object({ key: keySchema, name: nameSchema })),
  media: v.optional(mediaSchema),
  /** How many the host has counted. */
  watching: counterSchema,
  /** Who hears it answers with this chance. */
  poll: v.optional(finite(0, 1)),
  /** So many more may ask for a seat. */
  line: counterSchema,
  /** Who may come to a seat now, by the ids with which they have asked. */
  calls: v.optional(v.pipe(v.array(shortIdSchema), v.maxLength(CALLS_MAX)), []),
  /** Who is host from that epoch on. */
  next: v.optional(v.object({ host: shortIdSchema, epoch: epochSchema })),
  /** The room has ended. */
  over: v.optional(v.literal(true)),
});
export type AirMessage = v.InferOutput<typeof airMessageSchema>;

export const audienceMessageSchema = v.variant('kind', [
  /** The answer to a poll. */
  v.object({ kind: v.literal('here'), n: counterSchema }),
  /** @see SeatLine */
  v.object({ kind: v.literal('ask-for-seat'), id: shortIdSchema }),
]);
export type AudienceMessage = v.InferOutput<typeof audienceMessageSchema>;

export const encodeAir = (message: AirMessage | AudienceMessage): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(message));

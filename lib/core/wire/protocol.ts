import * as v from 'valibot';
import { mediaSchema } from '../film/media-schema';
import { cleanText } from '../text/clean-text';
import { LANDMARKS_MAX, POSITION_MAX_S, RATE_MAX, RATE_MIN, ROUND_MIN_S, TIME_MAX_MS } from '../time/playback';

/**
 * The one file that says what peers say to each other (SPEC PR-1…). Every message is parsed here before
 * anything looks at it; unknown fields are dropped, numbers are finite and in range, strings bounded.
 */

/** Raised whenever an older member could misread a newer one. */
export const PROTOCOL_VERSION = 1;
/** The biggest message that is even opened, bytes (SPEC PR-3). */
export const MESSAGE_MAX_BYTES = 16_384;
export const NAME_MAX = 40;
export const MEMBERS_MAX = 64;
/** Twelve days: what is further off is no figure any more, ms. */
export const DRIFT_MAX_MS = 1e9;
/** A quarter of an hour: a machine has slept meanwhile, ms. */
export const RTT_MAX_MS = 1e6;
/** No piece of a film that is skipped over is longer, s. */
export const SKIP_MAX_S = 600;

/** A network end. */
export type PeerId = string;
/** A person in the room: the same across reconnects within a run. */
export type MemberId = string;

const finite = (min: number, max: number) => v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
const timeMs = finite(-TIME_MAX_MS, TIME_MAX_MS);
/** Counts up from 0. */
export const counterSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const shortIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-z]{1,40}$/));
const bytes = (length: number) =>
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
const name = v.pipe(v.string(), v.maxLength(NAME_MAX * 4), v.transform(cleanName), v.minLength(1));

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

/** How a member's player is, in one word. */
export const memberStateSchema = v.picklist([
  'in-sync',
  'catching-up',
  'waiting',
  'paused',
  'press-play',
  'no-video',
  /** An ad runs in its player. */
  'ad',
  'other-video',
  'away',
]);
export type MemberState = v.InferOutput<typeof memberStateSchema>;

/** A piece of the film that something in a member's browser has skipped, offered to the others (SPEC RO-9). */
const skipOfferSchema = v.object({
  by: shortIdSchema,
  /** Place of the room, s. */
  to: finite(0, POSITION_MAX_S),
  /** Since, room time. */
  at: timeMs,
});
export type SkipOffer = v.InferOutput<typeof skipOfferSchema>;

/** Who may drive the room. */
export const controlSchema = v.picklist(['everyone', 'host']);
export type Control = v.InferOutput<typeof controlSchema>;

export const memberSchema = v.object({
  id: shortIdSchema,
  name,
  role: v.picklist(['host', 'guest']),
  state: memberStateSchema,
  /** Absolute place against the room, ms; positive = ahead. Absent until measured. */
  driftMs: v.optional(finite(-DRIFT_MAX_MS, DRIFT_MAX_MS)),
  rttMs: v.optional(finite(0, RTT_MAX_MS)),
});
export type Member = v.InferOutput<typeof memberSchema>;

// --- Hello: sealed with the key that everyone with the room code has ---

/** First look at a hello: enough to refuse another version in words, whatever else it holds. */
export const helloVersionSchema = v.object({ v: counterSchema });

export const guestHelloSchema = v.object({
  kind: v.literal('hello'),
  v: v.literal(PROTOCOL_VERSION),
  nonce: bytes(16),
  /** For this meeting alone. */
  ecdh: keySchema,
  /** The member's, to sign with. */
  key: keySchema,
  name,
});
export type GuestHello = v.InferOutput<typeof guestHelloSchema>;

export const refusalSchema = v.picklist(['version', 'full', 'malformed', 'removed']);
export type Refusal = v.InferOutput<typeof refusalSchema>;

export const hostHelloSchema = v.variant('kind', [
  v.object({
    kind: v.literal('hello'),
    v: v.literal(PROTOCOL_VERSION),
    nonce: bytes(16),
    ecdh: keySchema,
    key: keySchema,
    name,
    run: shortIdSchema,
    epoch: counterSchema,
    /** The host's signature over both hellos: whoever holds the room code cannot pose as a pinned host. */
    signature: bytes(64),
  }),
  v.object({ kind: v.literal('refused'), v: counterSchema, reason: refusalSchema }),
]);
export type HostHello = v.InferOutput<typeof hostHelloSchema>;

// --- Within a session ---

export const causeSchema = v.picklist(['play', 'pause', 'seek', 'rate', 'start']);
export type Cause = v.InferOutput<typeof causeSchema>;
/** Beside presses: the room stands still for somebody, or all start at one room time. */
const roomCauseSchema = v.picklist([...causeSchema.options, 'wait', 'together']);
export type RoomCause = v.InferOutput<typeof roomCauseSchema>;

export const guestMessageSchema = v.variant('kind', [
  /** Ends the hello: proves that the guest holds the key it named, and answers the host's nonce. */
  v.object({ kind: v.literal('ready'), signature: bytes(64) }),
  /** Once a second: liveness, a clock sample, and how this member is. */
  v.object({
    kind: v.literal('ping'),
    sent: timeMs,
    state: v.optional(memberStateSchema),
    driftMs: v.optional(finite(-DRIFT_MAX_MS, DRIFT_MAX_MS)),
    rttMs: v.optional(finite(0, RTT_MAX_MS)),
    /** Its player was taken to this place of the room just now, s. */
    skip: v.optional(finite(0, POSITION_MAX_S)),
    /** This member goes on without those whom the room stands still for. */
    goOn: v.optional(v.literal(true)),
  }),
  /** A press by this member: what the room should do, in room time. */
  v.object({ kind: v.literal('intent'), id: counterSchema, cause: causeSchema, playback: playbackSchema }),
  v.object({ kind: v.literal('rename'), name }),
  v.object({ kind: v.literal('leave') }),
]);
export type GuestMessage = v.InferOutput<typeof guestMessageSchema>;

/** What only the host may say: signed by it on every transport, ordered by (epoch, revision). */
export const signedMessageSchema = v.variant('kind', [
  v.object({
    kind: v.literal('playback'),
    run: shortIdSchema,
    epoch: counterSchema,
    revision: counterSchema,
    /** Raised by a press only; a heartbeat that just re-anchors keeps it. */
    change: counterSchema,
    /** Of which film, counted since the room began: that of the last `media` message. Absent: of the first. */
    film: v.optional(counterSchema),
    playback: v.optional(playbackSchema),
    cause: v.optional(roomCauseSchema),
    /** Whose press this is. */
    by: v.optional(shortIdSchema),
    /** Who is being waited for. */
    waiting: v.optional(v.pipe(v.array(shortIdSchema), v.maxLength(MEMBERS_MAX))),
    /** The newest one that stands. */
    skip: v.optional(skipOfferSchema),
    /** The newest intent of each member that this playback takes in. */
    acks: v.optional(
      v.pipe(
        v.record(shortIdSchema, counterSchema),
        v.check((r) => Object.keys(r).length <= MEMBERS_MAX),
      ),
    ),
  }),
  /** What the host watches: said before the playback of that film. */
  v.object({
    kind: v.literal('media'),
    run: shortIdSchema,
    epoch: counterSchema,
    revision: counterSchema,
    film: counterSchema,
    media: mediaSchema,
  }),
  v.object({
    kind: v.literal('roster'),
    run: shortIdSchema,
    epoch: counterSchema,
    revision: counterSchema,
    control: controlSchema,
    /** The room waits for everyone. */
    together: v.boolean(),
    members: v.pipe(v.array(memberSchema), v.maxLength(MEMBERS_MAX)),
  }),
]);
export type SignedMessage = v.InferOutput<typeof signedMessageSchema>;

export const hostMessageSchema = v.variant('kind', [
  /** The guest's own id in the roster, once its `ready` has been checked. */
  v.object({ kind: v.literal('welcome'), member: shortIdSchema }),
  v.object({ kind: v.literal('pong'), sent: timeMs, received: timeMs, answered: timeMs }),
  v.object({ kind: v.literal('bye'), reason: v.picklist(['ended', 'removed', 'flood', 'full']) }),
]);
export type HostMessage = v.InferOutput<typeof hostMessageSchema>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses bytes that claim to be JSON of a shape.
 * @returns undefined for anything too big, not UTF-8, not JSON, or of another shape; never throws
 */
export function parseMessage<const S extends v.GenericSchema>(
  schema: S,
  message: Uint8Array,
): v.InferOutput<S> | undefined {
  if (message.byteLength > MESSAGE_MAX_BYTES) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(decoder.decode(message)));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export function encodeMessage(
  message: GuestMessage | HostMessage | SignedMessage | GuestHello | HostHello,
): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(message));
}

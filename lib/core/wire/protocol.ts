import * as v from 'valibot';
import { mediaSchema } from '../film/media-schema';
import { POSITION_MAX_S } from '../time/playback';
import { guestChatMessages, hostChatMessages } from './chat-words';
import { toldColour } from './colours';
import {
  bytes,
  countdownSchema,
  counterSchema,
  epochSchema,
  finite,
  nameSchema,
  playbackSchema,
  shortIdSchema,
  skipOfferSchema,
  timeMs,
} from './fields';
import type { GuestHello, HostHello } from './hello-words';
import { ticketAnswerSchema } from './ticket';

/**
 * The one file that says what peers say to each other (SPEC PR-1…), but for how they meet and what they chat. Every message is parsed here before
 * anything looks at it; unknown fields are dropped, numbers are finite and in range, strings bounded.
 */

/** The newest protocol that this version speaks, and the oldest that it still understands (SPEC PR-4). */
export const PROTOCOL_VERSION = 2;
export const PROTOCOL_MIN = 2;
/** What this version can beyond what every version of its protocol can, in words that each feature defines. */
export const CAPABILITIES: readonly string[] = [];
/** The biggest message that is even parsed, bytes (SPEC PR-3). */
export const MESSAGE_MAX_BYTES = 16_384;
export const MEMBERS_MAX = 64;
/** Of whom the host has lost, so many are named: two rooms find each other by one of them. */
export const MISSED_MAX = 16;
/** Twelve days: what is further off is no figure any more, ms. */
export const DRIFT_MAX_MS = 1e9;
/** A quarter of an hour: a machine has slept meanwhile, ms. */
export const RTT_MAX_MS = 1e6;

export type { Countdown, SkipOffer } from './fields';
/** A network end. */
export type PeerId = string;
/** A person in the room: the same across reconnects within a run. */
export type MemberId = string;

/** How a member is, in one word: in step, or the reason why it is not. What follows from each is in `state-policy`. */
export const memberStateSchema = v.picklist([
  ...(['in-sync', 'catching-up', 'paused', 'no-video', 'other-video', 'away'] as const),
  /** Its player has stalled; it seeks and has not landed; it shows an ad. */
  ...(['waiting', 'seeking', 'ad'] as const),
  /** Its browser wants a press before it plays; its page undoes what is done to its player. */
  ...(['press-play', 'page-insists'] as const),
  /** Its player gets nothing to show any more: the page has to be loaded anew. */
  'failed',
  /** It watches by itself, by its own choice. */
  'alone',
]);
export type MemberState = v.InferOutput<typeof memberStateSchema>;
/** A state that only a newer version knows is shown as the one that says least (SPEC PR-6). */
const shownStateSchema = v.fallback(memberStateSchema, 'catching-up');

/** Who may drive the room: everybody, those whom the host has chosen, or only the host. */
export const controlSchema = v.picklist(['everyone', 'chosen', 'host']);
export type Control = v.InferOutput<typeof controlSchema>;

export const memberSchema = v.object({
  id: shortIdSchema,
  name: nameSchema,
  colour: toldColour,
  state: shownStateSchema,
  /** Absolute place against the room, ms; positive = ahead. Absent until measured. */
  driftMs: v.optional(finite(-DRIFT_MAX_MS, DRIFT_MAX_MS)),
  rttMs: v.optional(finite(0, RTT_MAX_MS)),
});
export type Member = v.InferOutput<typeof memberSchema>;

// --- Within a session ---

export const causeSchema = v.picklist(['play', 'pause', 'seek', 'rate', 'start']);
export type Cause = v.InferOutput<typeof causeSchema>;
/** Beside presses: the room stands still for somebody, or all start at one room time. */
export const roomCauseSchema = v.picklist([...causeSchema.options, 'wait', 'together']);
export type RoomCause = v.InferOutput<typeof roomCauseSchema>;

export const guestMessageSchema = v.variant('kind', [
  /** Ends the hello: proves that the guest holds the key it named, and answers the host's nonce. */
  v.object({ kind: v.literal('ready'), signature: bytes(64) }),
  /** Once a second: liveness, a clock sample, and how this member is. */
  v.object({
    kind: v.literal('ping'),
    sent: timeMs,
    state: v.optional(shownStateSchema),
    driftMs: v.optional(finite(-DRIFT_MAX_MS, DRIFT_MAX_MS)),
    rttMs: v.optional(finite(0, RTT_MAX_MS)),
    /** Its player was taken to this place of the room just now, s. */
    skip: v.optional(finite(0, POSITION_MAX_S)),
    /** This member goes on without those whom the room stands still for. */
    goOn: v.optional(v.literal(true)),
  }),
  /** A press by this member: what the room should do, in room time, and in which of its films. */
  v.object({
    kind: v.literal('intent'),
    id: counterSchema,
    cause: causeSchema,
    film: v.optional(counterSchema),
    playback: playbackSchema,
  }),
  v.object({ kind: v.literal('rename'), name: nameSchema, colour: toldColour }),
  /** Its person is asked to let this member drive (SPEC RO-19); all start after a countdown, or not after all (WA-9). */
  v.object({ kind: v.literal('ask-to-drive') }),
  v.object({ kind: v.literal('countdown'), on: v.boolean() }),
  /** A page may have read the invite by which this member has come (SPEC SC-13). */
  v.object({ kind: v.literal('invite-seen') }),
  v.object({ kind: v.literal('leave') }),
  ...guestChatMessages,
]);
export type GuestMessage = v.InferOutput<typeof guestMessageSchema>;

/** What only the host may say: signed by it on every transport, ordered by (epoch, revision). */
export const signedMessageSchema = v.variant('kind', [
  v.object({
    kind: v.literal('playback'),
    run: shortIdSchema,
    epoch: epochSchema,
    revision: counterSchema,
    /** Raised by a press only; a heartbeat that just re-anchors keeps it. */
    change: counterSchema,
    /** Of which film, counted since the room began: that of the last `media` message. Absent: of the first. */
    film: v.optional(counterSchema),
    playback: v.optional(playbackSchema),
    cause: v.fallback(v.optional(roomCauseSchema), undefined),
    /** Whose press this is. */
    by: v.optional(shortIdSchema),
    /** Who is being waited for. */
    waiting: v.optional(v.pipe(v.array(shortIdSchema), v.maxLength(MEMBERS_MAX))),
    /** The newest offer that stands, and the countdown that runs. */
    skip: v.optional(skipOfferSchema),
    countdown: v.fallback(v.optional(countdownSchema), undefined),
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
    epoch: epochSchema,
    revision: counterSchema,
    film: counterSchema,
    media: mediaSchema,
  }),
  /** Who is here, in the order in which they follow a host that is lost; the host itself first. */
  v.object({
    kind: v.literal('roster'),
    run: shortIdSchema,
    epoch: epochSchema,
    revision: counterSchema,
    host: shortIdSchema,
    /** A setting that only a newer version knows lets nobody drive who might not. */
    control: v.fallback(controlSchema, 'host'),
    /** Who may drive where that is `chosen`, beside the host. */
    drivers: v.optional(v.pipe(v.array(shortIdSchema), v.maxLength(MEMBERS_MAX)), []),
    /** The room waits for everyone. */
    together: v.boolean(),
    /** Nobody new comes in; or not before the host's person was asked. */
    locked: v.optional(v.literal(true)),
    approves: v.optional(v.literal(true)),
    members: v.pipe(v.array(memberSchema), v.maxLength(MEMBERS_MAX)),
    /** So many watch without a seat; absent: the room is not on the air (SPEC AU-2). */
    audience: v.optional(counterSchema),
    /** Whom the host has lost without a goodbye, and may be met again as host of a room of its own (SPEC SU-9). */
    missed: v.optional(v.pipe(v.array(shortIdSchema), v.maxLength(MISSED_MAX))),
  }),
  /** The host goes, and this member is host from that epoch on (SPEC SU-4). */
  v.object({
    kind: v.literal('handover'),
    run: shortIdSchema,
    epoch: epochSchema,
    revision: counterSchema,
    to: v.object({ host: shortIdSchema, epoch: epochSchema }),
    /** The host of before goes on as a guest. */
    stays: v.optional(v.literal(true)),
  }),
]);
export type SignedMessage = v.InferOutput<typeof signedMessageSchema>;

const goodbyeSchema = v.picklist(['ended', 'removed', 'flood', 'full', 'locked', 'refused']);
export const hostMessageSchema = v.variant('kind', [
  /** The guest's own id in the roster, once its `ready` has been checked. */
  v.object({
    kind: v.literal('welcome'),
    member: shortIdSchema,
    /** Something was said in the chat already: a guest that wants it asks. */
    talks: v.optional(v.literal(true)),
  }),
  /** The host's person is asked whether this guest may come in. */
  v.object({ kind: v.literal('knocking') }),
  /** To who asked to drive: not now. */
  v.object({ kind: v.literal('declined') }),
  /** To those who stay when somebody was sent away: the room is met under this code from now on (SPEC RO-16). */
  v.object({ kind: v.literal('moved'), code: v.pipe(v.string(), v.maxLength(40)) }),
  /** The answer to a join ticket: where the room is, and the page that it watches (SPEC TK-3). Nothing else is said there. */
  ticketAnswerSchema,
  v.object({ kind: v.literal('pong'), sent: timeMs, received: timeMs, answered: timeMs }),
  v.object({ kind: v.literal('bye'), reason: v.fallback(goodbyeSchema, 'ended') }),
  ...hostChatMessages,
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

const kindSchema = v.object({ kind: v.pipe(v.string(), v.maxLength(24)) });

/**
 * Parses a message within a session, where the other end may be of a newer version (SPEC PR-6).
 *
 * @returns `unknown` for a kind that this version has no word for, `malformed` for everything else that does not parse
 */
export function parseSessionMessage<const S extends SessionSchema>(
  schema: S,
  message: Uint8Array,
): v.InferOutput<S> | 'unknown' | 'malformed' {
  const parsed = parseMessage(schema, message);
  if (parsed !== undefined) return parsed;
  const kind = parseMessage(kindSchema, message)?.kind;
  const isKnown = schema.options.some(({ entries }) => entries.kind.literal === kind);
  return kind === undefined || isKnown ? 'malformed' : 'unknown';
}
type SessionSchema = typeof guestMessageSchema | typeof hostMessageSchema | typeof signedMessageSchema;

export function encodeMessage(
  message: GuestMessage | HostMessage | SignedMessage | GuestHello | HostHello,
): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(message));
}

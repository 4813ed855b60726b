import * as v from 'valibot';
import { cleanMessage, MESSAGE_MAX } from '../text/clean-message';
import { POSITION_MAX_S, TIME_MAX_MS } from '../time/playback';
import { counterSchema, finite, nameSchema, shortIdSchema } from './fields';

/** What members say to each other in words and signs (SPEC CH-1…): the part of the protocol that is the chat's. */

/** Six, a key each. */
export const SIGNS = ['heart', 'laugh', 'wow', 'sad', 'clap', 'fire'] as const;
/** A sign that only a newer version has is shown as the one that says least (SPEC PR-6). */
export const signSchema = v.fallback(v.picklist(SIGNS), 'clap');
export type Sign = (typeof SIGNS)[number];

/** So many of the newest messages are kept, by every member (SPEC CH-3). */
export const KEPT_MAX = 200;
/** Lines in one message. Of the longest ones fewer fit (SPEC PR-3). */
export const LINES_MAX = 50;
/** Places of the film where people reacted, over all films of a room. */
export const MOMENTS_MAX = 90;
/** Nobody is made to wait longer between two messages, s. */
export const SLOW_MAX_S = 300;
export const MUTED_MAX = 64;

const textSchema = v.pipe(v.string(), v.maxLength(MESSAGE_MAX * 4), v.transform(cleanMessage));
const wordsSchema = v.pipe(textSchema, v.minLength(1));
const n = counterSchema;
const place = finite(0, POSITION_MAX_S);
/** A message by its author, and by the number that its author gave it. */
export const refSchema = v.object({ by: shortIdSchema, n });
export type Ref = v.InferOutput<typeof refSchema>;

export const lineSchema = v.object({
  by: shortIdSchema,
  n,
  /** Of the author, as it was called then. */
  name: nameSchema,
  /** Empty: its author has deleted it. */
  text: textSchema,
  /** How long ago it was written, ms. */
  agoMs: finite(0, TIME_MAX_MS),
  re: v.optional(refSchema),
  edited: v.optional(v.literal(true)),
});
export type ToldLine = v.InferOutput<typeof lineSchema>;

export const momentSchema = v.object({ film: counterSchema, at: place, sign: signSchema, count: counterSchema });
export type ToldMoment = v.InferOutput<typeof momentSchema>;

export const guestChatMessages = [
  v.object({ kind: v.literal('write'), n, text: wordsSchema, re: v.optional(refSchema) }),
  /** Of this member's own messages. */
  v.object({ kind: v.literal('rewrite'), n, text: wordsSchema }),
  v.object({ kind: v.literal('erase'), n }),
  /** Where the film was, s; absent where there is none, or it has no places. */
  v.object({ kind: v.literal('react'), n, sign: signSchema, film: v.optional(counterSchema), at: v.optional(place) }),
  v.object({ kind: v.literal('typing') }),
  /** What was said since this message is wanted; without one, all of it. */
  v.object({ kind: v.literal('recall'), after: v.optional(refSchema) }),
] as const;
export type GuestChatMessage = v.InferOutput<(typeof guestChatMessages)[number]>;

export const hostChatMessages = [
  /** New messages, and those that their authors have changed. */
  v.object({ kind: v.literal('lines'), lines: v.pipe(v.array(lineSchema), v.maxLength(LINES_MAX)) }),
  v.object({
    kind: v.literal('reacted'),
    by: shortIdSchema,
    n,
    sign: signSchema,
    film: v.optional(counterSchema),
    at: v.optional(place),
  }),
  v.object({ kind: v.literal('types'), by: shortIdSchema }),
  v.object({ kind: v.literal('moments'), moments: v.pipe(v.array(momentSchema), v.maxLength(MOMENTS_MAX)) }),
  /** So many seconds pass between two messages of a member; these members may say nothing. */
  v.object({
    kind: v.literal('chat-rules'),
    slowS: finite(0, SLOW_MAX_S),
    muted: v.pipe(v.array(shortIdSchema), v.maxLength(MUTED_MAX)),
  }),
  /** To the author: this message of it was not taken. */
  v.object({
    kind: v.literal('unheard'),
    n,
    why: v.fallback(v.picklist(['slow', 'muted', 'too-fast', 'too-late']), 'too-fast'),
  }),
] as const;
export type HostChatMessage = v.InferOutput<(typeof hostChatMessages)[number]>;
export type Unheard = Extract<HostChatMessage, { kind: 'unheard' }>['why'];

const HOST_KINDS = new Set<string>(hostChatMessages.map(({ entries }) => entries.kind.literal));

export function isHostChat(message: { readonly kind: string }): message is HostChatMessage {
  return HOST_KINDS.has(message.kind);
}

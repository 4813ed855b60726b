import * as v from 'valibot';
import { cleanName } from '../wire/fields';
import type { Presence } from './presence';

/**
 * What the extension and the companion say to each other over native messaging, in the words of `companion/messages.mjs`.
 * The companion is a program of this machine, and hands on what Discord and strangers there say: all of it is parsed.
 */

/** Name of the native messaging host, as the installer writes it. */
export const COMPANION = 'example.lockstep.companion';
/** Version of the protocol. */
export const COMPANION_PROTOCOL = 1;
/** An application of Discord, or a user. */
export const SNOWFLAKE = /^[1-9][0-9]{14,19}$/;

export type ToCompanion =
  | { readonly type: 'hello'; readonly clientId: string }
  | { readonly type: 'ping' }
  | { readonly type: 'presence'; readonly presence: Presence }
  | { readonly type: 'clear' }
  | { readonly type: 'answer'; readonly userId: string; readonly letIn: boolean };

/** How it stands between the extension and Discord, as pages of ours show it. */
export type DiscordLink =
  | { readonly state: 'starting' }
  /** `missing`: not installed. `forbidden`: installed for a Lockstep of another id. `busy`: another browser has it. */
  | { readonly state: 'no-companion'; readonly why: 'missing' | 'forbidden' | 'busy' | 'version' | 'ended' }
  | { readonly state: 'searching' }
  | { readonly state: 'absent'; readonly why: AbsenceReason }
  | { readonly state: 'connected'; readonly name: string }
  /** The party is shown, and nobody can ask to join. */
  | { readonly state: 'link-only'; readonly name: string };

/** All that pages of ours show of Discord, while it is switched on. */
export interface DiscordView {
  readonly link: DiscordLink;
  /** The room is shown there. */
  readonly shown: boolean;
  /** The site of the film, and whether its titles are told; absent where no film is known, or all titles are told. */
  readonly site?: { readonly name: string; readonly told: boolean };
  /** Who asks to join. */
  readonly requests: readonly { readonly userId: string; readonly name: string }[];
}

const userId = v.pipe(v.string(), v.regex(SNOWFLAKE));
const name = v.pipe(v.string(), v.maxLength(1_000), v.transform(cleanName));
const words = v.pipe(v.string(), v.maxLength(10_000));
/** A newer companion may know more reasons. */
const absence = v.fallback(
  v.picklist(['not-running', 'denied', 'other-user', 'client-id', 'refused', 'silent', 'garbled', 'gone']),
  'refused',
);

type AbsenceReason = v.InferOutput<typeof absence>;

const statusSchema = v.variant('discord', [
  v.object({ type: v.literal('status'), discord: v.literal('searching') }),
  v.object({ type: v.literal('status'), discord: v.literal('connected'), name }),
  v.object({
    type: v.literal('status'),
    discord: v.literal('link-only'),
    name,
    why: v.fallback(v.picklist(['arrpc', 'not-allowed']), 'not-allowed'),
  }),
  v.object({ type: v.literal('status'), discord: v.literal('absent'), why: absence }),
]);
const fromCompanionSchema = v.variant('type', [
  v.object({ type: v.literal('hello'), companion: v.pipe(v.string(), v.maxLength(100)) }),
  v.object({ type: v.literal('pong') }),
  statusSchema,
  v.object({ type: v.literal('request'), userId, name }),
  v.object({ type: v.literal('answered'), userId, letIn: v.boolean(), words: v.optional(words) }),
  v.object({ type: v.literal('join'), secret: v.pipe(v.string(), v.maxLength(1_000)) }),
  v.object({ type: v.literal('refused'), reason: v.pipe(v.string(), v.maxLength(100)) }),
  v.object({ type: v.literal('bye'), reason: v.pipe(v.string(), v.maxLength(100)) }),
]);
export type FromCompanion = v.InferOutput<typeof fromCompanionSchema>;
export type DiscordStatus = v.InferOutput<typeof statusSchema>;

/** @returns `other-version`: extension and companion do not match; undefined: no message of a companion */
export function parseFromCompanion(message: unknown): FromCompanion | 'other-version' | undefined {
  const version = v.safeParse(v.object({ v: v.number() }), message);
  if (!version.success) return undefined;
  if (version.output.v !== COMPANION_PROTOCOL) return 'other-version';
  const parsed = v.safeParse(fromCompanionSchema, message);
  return parsed.success ? parsed.output : undefined;
}

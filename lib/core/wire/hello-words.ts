import * as v from 'valibot';
import {
  bytes,
  capabilities,
  counterSchema,
  epochSchema,
  keySchema,
  nameSchema,
  shortIdSchema,
  signerSchema,
} from './fields';

/** What a guest and a host say as they meet, sealed with the key that everyone with the room code has (SPEC SEC-3). */

export const guestHelloSchema = v.object({
  kind: v.literal('hello'),
  v: counterSchema,
  min: v.optional(counterSchema),
  can: capabilities,
  /** The room as this member knows it: a host of an earlier epoch learns by it that another has followed. */
  knows: v.fallback(
    v.optional(v.object({ run: shortIdSchema, epoch: epochSchema, host: v.optional(shortIdSchema) })),
    undefined,
  ),
  nonce: bytes(16),
  /** For this meeting alone. */
  ecdh: keySchema,
  /** The member's, to sign with. */
  key: keySchema,
  name: nameSchema,
});
export type GuestHello = v.InferOutput<typeof guestHelloSchema>;

export const refusalSchema = v.picklist(['version', 'full', 'malformed', 'removed', 'locked', 'refused']);
export type Refusal = v.InferOutput<typeof refusalSchema>;

export const hostHelloSchema = v.variant('kind', [
  v.object({
    kind: v.literal('hello'),
    v: counterSchema,
    min: v.optional(counterSchema),
    can: capabilities,
    nonce: bytes(16),
    ecdh: keySchema,
    key: keySchema,
    name: nameSchema,
    run: shortIdSchema,
    epoch: epochSchema,
    /** The host's signature over both hellos: whoever holds the room code cannot pose as the host that is believed. */
    signature: bytes(64),
  }),
  v.object({
    kind: v.literal('refused'),
    v: counterSchema,
    min: v.optional(counterSchema),
    // A reason of a newer version is a refusal all the same.
    reason: v.fallback(refusalSchema, 'refused'),
    by: v.fallback(v.optional(signerSchema), undefined),
  }),
]);
export type HostHello = v.InferOutput<typeof hostHelloSchema>;

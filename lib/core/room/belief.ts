import { EPOCH_END } from '../wire/fields';
import { MEMBERS_MAX, type MemberId, type SignedMessage } from '../wire/protocol';

/**
 * Which member is host, as one member believes it (SPEC SU-1…). Pure: the links ask it of every host that has proved its
 * key, and the seats ask it when they may claim the place themselves.
 *
 * A member's id is made from its key, so a signed list of ids is a list of keys: who proves a key proves its place in the
 * order of succession.
 */
export interface Belief {
  readonly run: string;
  readonly epoch: number;
  /** The member that is host at that epoch. */
  readonly host: MemberId;
  /** Everybody who may follow, the next one first: from the host's last signed roster, without the host. */
  readonly order: readonly MemberId[];
  /** Whom the host has named to follow it, signed, as it left. */
  readonly named: { readonly host: MemberId; readonly epoch: number } | undefined;
  /** Local ms of the host's last sign of life. */
  readonly heardAt: number;
}

/** A host that has proved its key, and what it says it is host of. */
export interface Claim {
  readonly host: MemberId;
  readonly run: string;
  readonly epoch: number;
}

/**
 * `accept`: it is the host from now on. `wait`: it may be, but the host that is believed was heard just now. `refuse`: it
 * is not. Neither of the last two is an end: whoever dials tries on.
 */
export type Judgement = 'accept' | 'wait' | 'refuse';

/** So long the host has to be silent before a claim counts, ms (ROOMS, one table of silences). */
export const CLAIM_AFTER_MS = 5_000;
/** The second in the order claims so much later than the first, the third again: two claims at once are rare then, ms. */
export const CLAIM_STEP_MS = 3_000;

/**
 * After so long a silence whoever knows the code and the run counts, as for a newcomer: members that were cut off from each
 * other have different orders, and whoever waited on would in the end open the invite anew, and trust no more than that.
 */
const ANYBODY_AFTER_MS = 15_000;

/** @param belief undefined: a newcomer, who has no root of trust but the room code @param now local ms */
export function judgeClaim(belief: Belief | undefined, claim: Claim, now: number): Judgement {
  if (claim.epoch >= EPOCH_END) return 'refuse';
  if (!belief) return 'accept';
  if (claim.run !== belief.run) return 'refuse';
  // The host of now, back from a death of its room place with a later epoch, or on another way with the same.
  if (claim.host === belief.host) return claim.epoch >= belief.epoch ? 'accept' : 'refuse';
  if (claim.epoch <= belief.epoch) return 'refuse';
  // It may have raised its epoch since (see `raisedAbove`).
  if (belief.named?.host === claim.host && claim.epoch >= belief.named.epoch) return 'accept';
  const silentMs = now - belief.heardAt;
  if (!belief.order.includes(claim.host)) return silentMs < ANYBODY_AFTER_MS ? 'refuse' : 'accept';
  return silentMs < CLAIM_AFTER_MS ? 'wait' : 'accept';
}

/** After an accepted claim. The order stays until the new host has told its own. @param now local ms */
export function believing(before: Belief | undefined, claim: Claim, now: number): Belief {
  const same = before?.run === claim.run ? before : undefined;
  const followers = [...(same ? [same.host, ...same.order] : [])].filter((id) => id !== claim.host);
  return {
    run: claim.run,
    epoch: claim.epoch,
    host: claim.host,
    // Hosts that name each other without end, and say no order of their own, make it no longer than a room.
    order: same?.host === claim.host ? same.order : followers.slice(0, MEMBERS_MAX),
    named: undefined,
    heardAt: now,
  };
}

/** The host that is believed has signed this: it may have begun a later term, say who follows it, or name somebody. */
export function told(before: Belief, message: SignedMessage): Belief {
  const belief = message.epoch > before.epoch ? { ...before, epoch: message.epoch } : before;
  if (message.kind === 'handover') return { ...belief, named: message.to };
  if (message.kind !== 'roster') return belief;
  return { ...belief, order: message.members.flatMap(({ id }) => (id === belief.host ? [] : id)) };
}

/** The host that is believed has been heard. @param now local ms */
export function heard(belief: Belief, now: number): Belief {
  return { ...belief, heardAt: now };
}

/**
 * The epochs of one host's term. Another host begins the next term, at a place in it that is made from its id, so that no
 * two members claim the same epoch (SPEC SU-5), not even members that were cut off from each other: of 64 two meet with a
 * chance of 0.05 %.
 */
const TERM_EPOCHS = 2 ** 24;
/** Where a host is met depends on its epoch: on so many places. */
export const SLOTS = 4;

/** The places where a host may be met, that of this epoch first. */
export const slotsFrom = (epoch: number) => Array.from({ length: SLOTS }, (_, place) => (epoch + place) % SLOTS);

/** A host goes on in its term after a death of its room place: it is met where it was. */
export const epochAfterRestart = (epoch: number) => epoch + SLOTS;

/** When a member may claim the host's place, and with which epoch. */
export interface Turn {
  /** Local ms. */
  readonly at: number;
  readonly epoch: number;
}

/**
 * Members that have all found out at one moment that nobody is there (signalling is back) claim one after the other, too.
 *
 * @param nobodySince local ms since when it is known that nobody is there
 * @returns undefined: it is not in the order, or no epoch is left
 */
export function mayClaim(belief: Belief, id: MemberId, nobodySince: number): Turn | undefined {
  const place = belief.order.indexOf(id);
  const epoch = termAfter(belief.epoch, id);
  if (place < 0 || epoch >= EPOCH_END) return undefined;
  return { at: Math.max(belief.heardAt + CLAIM_AFTER_MS, nobodySince) + place * CLAIM_STEP_MS, epoch };
}

/** The epoch with which a member follows the host of this one. */
export function termAfter(epoch: number, id: MemberId): number {
  // Not where the host of before was met: should it be there still, neither keeps the other's guests away.
  return epochAfter(epoch, id, epoch + 1 + (placeOf(id) % (SLOTS - 1)));
}

/** The epoch of a member in the term after this one, that is met at this slot. */
function epochAfter(epoch: number, id: MemberId, slot: number): number {
  const term = Math.floor(epoch / TERM_EPOCHS) + 1;
  const place = placeOf(id);
  return term * TERM_EPOCHS + place - (place % SLOTS) + (slot % SLOTS);
}

/** FNV-1a over the id, folded to the epochs of a term. http://www.isthe.com/chongo/tech/comp/fnv/ */
function placeOf(id: MemberId): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 24)) & (TERM_EPOCHS - 1);
}

/** What a member says of the room in its hello. */
export interface Known {
  readonly run: string;
  readonly epoch: number;
  readonly host?: MemberId | undefined;
}

/**
 * A host is told of a term of its room that is later than its own: whoever says so will not come to an earlier one. It
 * begins a later term itself, which is met at the same place (SPEC SU-3).
 *
 * @returns undefined: there is no such term, or none after it
 */
export function raisedAbove(own: Claim, known: Known): number | undefined {
  const isOwn = known.epoch === own.epoch && known.host === own.host;
  if (known.run !== own.run || known.epoch < own.epoch || isOwn) return undefined;
  const epoch = epochAfter(known.epoch, own.host, own.epoch);
  return epoch < EPOCH_END ? epoch : undefined;
}

/**
 * Whether a host goes over to another host of its room (SPEC SU-3): to a later one, with everybody who is here only where
 * it knows the other. While nobody is here there is nothing to lose, and whoever has the code counts.
 *
 * @param strays who was ever met in this run and is not here now
 */
export function goesOver(own: Claim, claim: Claim, strays: ReadonlySet<MemberId>, isAlone: boolean): boolean {
  if (claim.run !== own.run || claim.host === own.host) return false;
  return claim.epoch > own.epoch && claim.epoch < EPOCH_END && (isAlone || strays.has(claim.host));
}

import type { Refusal } from '../wire/hello-words';
import { MEMBERS_MAX, type MemberId } from '../wire/protocol';
import { findMember, type RoomFacts } from './facts';

/** Whom the host knows beside the members: who was ever here in this run, and who was sent away. */
export interface Acquaintances {
  readonly met: ReadonlySet<MemberId>;
  readonly removed: ReadonlySet<MemberId>;
}

/**
 * Whether somebody who has proved its key comes in (SPEC RO-14). Whoever was here before is never kept out by a lock, and a
 * member that is in the list never by anything: it has only lost its link.
 *
 * @returns `ask`: the host's person is asked
 */
export function admission(
  facts: Pick<RoomFacts, 'members' | 'locked' | 'approves'>,
  id: MemberId,
  { met, removed }: Acquaintances,
): 'in' | 'ask' | Refusal {
  if (removed.has(id)) return 'removed';
  if (findMember(facts, id)) return 'in';
  if (facts.members.length >= MEMBERS_MAX) return 'full';
  if (met.has(id)) return 'in';
  if (facts.locked) return 'locked';
  return facts.approves ? 'ask' : 'in';
}

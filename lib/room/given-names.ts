import { findMember, type RoomFacts } from '../core/room/facts';
import { type HostState, memberOf, putMember } from '../core/room/host-state';
import { nameFor, renamed } from '../core/room/names';
import type { MemberId } from '../core/wire/protocol';

/** The names that members have given. All know a member by another while somebody has that one already (SPEC RO-20). */
export class GivenNames {
  private readonly given: Map<MemberId, string>;

  constructor(host: MemberId, name: string) {
    this.given = new Map([[host, name]]);
  }

  /** A member gives a name. @returns the one that all are to know it by */
  take(facts: Pick<RoomFacts, 'members'>, id: MemberId, name: string): string {
    this.given.set(id, name);
    return nameFor(facts, id, name);
  }

  /** The host is a member of its own room, also where it follows one that had given it up before (SPEC SU-2). */
  withHost(state: HostState): HostState {
    const { host } = state;
    return findMember(state, host) ? state : this.rename(state, host, this.given.get(host) ?? '');
  }

  /** A member that is here gives another name. */
  rename(state: HostState, id: MemberId, name: string): HostState {
    const told = this.take(state, id, name);
    return this.settle(putMember(state, { ...memberOf(state, id, told), name: told }));
  }

  /** Somebody has gone, or has another name: others may have theirs back. */
  settle<S extends Pick<RoomFacts, 'members'>>(state: S): S {
    return renamed(state, this.given);
  }

  forget(id: MemberId) {
    this.given.delete(id);
  }
}

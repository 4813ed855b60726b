import { MET_MAX } from '../core/ports/service-record';
import type { RoomFacts } from '../core/room/facts';
import type { Member, MemberId } from '../core/wire/protocol';

/**
 * Who was ever met in this run, whoever was host. Of more than `MET_MAX` the first are forgotten: a member that comes under
 * ever new keys fills nothing.
 */
export class Met {
  private readonly ids: Set<MemberId>;

  constructor(
    private readonly self: MemberId,
    before: readonly MemberId[],
  ) {
    this.ids = new Set(before.slice(-MET_MAX));
  }

  get all(): readonly MemberId[] {
    return [...this.ids];
  }

  /** Those who are here, and those whom the host has lost: whoever follows it looks for them (SPEC SU-9). */
  hear({ members, missed = [] }: Pick<RoomFacts, 'members' | 'missed'>) {
    this.add([...missed.map((id) => ({ id })), ...members]);
  }

  add(members: readonly Pick<Member, 'id'>[]) {
    for (const { id } of members) if (id !== this.self) this.ids.add(id);
    for (const id of this.ids) {
      if (this.ids.size <= MET_MAX) return;
      this.ids.delete(id);
    }
  }

  /** It was sent away. */
  forget(id: MemberId) {
    this.ids.delete(id);
  }

  /** Whoever is not among these, or is among them and away. */
  strays(members: readonly Pick<Member, 'id' | 'state'>[]): ReadonlySet<MemberId> {
    const here = new Set(members.flatMap(({ id, state }) => (state === 'away' ? [] : id)));
    return new Set(this.all.filter((id) => !here.has(id)));
  }
}

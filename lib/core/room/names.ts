import { cleanText } from '../text/clean-text';
import { NAME_MAX, nameToTell } from '../wire/fields';
import type { MemberId } from '../wire/protocol';
import { findMember, type RoomFacts } from './facts';

/** As people tell names apart by sight. */
const looks = (name: string) => name.normalize('NFKC').toLowerCase();

/**
 * A name that nobody else here has: in the list, and where somebody is waited for, two of one name would be one person
 * (SPEC RO-20). @param others the names of everybody else
 */
export function freeName(name: string, others: readonly string[]): string {
  const taken = new Set(others.map(looks));
  let free = name;
  for (let number = 2; taken.has(looks(free)); number++) {
    const ending = ` ${number}`;
    free = `${cleanText(name, NAME_MAX - ending.length)}${ending}`;
  }
  return free;
}

/** As all are to know this member, by the name that it has given. */
export function nameFor({ members }: Pick<RoomFacts, 'members'>, id: MemberId, given: string): string {
  const others = members.flatMap((other) => (other.id === id ? [] : other.name));
  return freeName(nameToTell(given), others);
}

/** Everybody by the name that it has given, where nobody has that any more. */
export function renamed<S extends Pick<RoomFacts, 'members'>>(state: S, given: ReadonlyMap<MemberId, string>): S {
  let { members } = state;
  for (const { id } of members) {
    const wanted = given.get(id);
    if (wanted === undefined) continue;
    const name = nameFor({ members }, id, wanted);
    members = members.map((member) => (member.id === id ? { ...member, name } : member));
  }
  return { ...state, members };
}

/** Names of members that are here. */
export function namesOf(facts: Pick<RoomFacts, 'members'>, ids: readonly MemberId[]): readonly string[] {
  return ids.flatMap((id) => findMember(facts, id)?.name ?? []);
}

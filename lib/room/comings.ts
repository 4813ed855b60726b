import type { GuestState } from '../core/room/guest-state';

/** Says who has come and who has left between two rosters of the host; nobody before the first one. */
export function tellComings(
  before: GuestState,
  after: GuestState,
  say: (text: 'joined' | 'left', name: string) => void,
): void {
  if (before.rosterRevision < 0 && before.members.length === 0) return;
  const missing = (from: GuestState, other: GuestState) =>
    from.members.filter((m) => m.id !== after.self && !other.members.some((o) => o.id === m.id));
  for (const member of missing(after, before)) say('joined', member.name);
  for (const member of missing(before, after)) say('left', member.name);
}

import { describe, expect, test } from 'vitest';
import { memberIdOf } from '../../../../lib/core/room/facts';
import {
  createGuestState,
  type GuestState,
  membersSeen,
  nextTerm,
  takeSigned,
} from '../../../../lib/core/room/guest-state';
import type { Member, SignedMessage } from '../../../../lib/core/wire/protocol';

const at = (position: number) => ({ position, rate: 1, paused: true, at: 0 });
const playback = (revision: number, more: object = {}): SignedMessage => ({
  kind: 'playback',
  run: 'r',
  epoch: 1,
  revision,
  change: revision,
  playback: at(revision),
  ...more,
});
const roster = (revision: number, more: object = {}): SignedMessage => ({
  kind: 'roster',
  run: 'r',
  epoch: 1,
  together: false,
  revision,
  host: 'host',
  control: 'everyone',
  drivers: [],
  members: [{ id: 'host', name: 'Ann', state: 'in-sync' } satisfies Member],
  ...more,
});
const guest: GuestState = createGuestState('me', { run: 'r', epoch: 1, host: 'host' });

test('RO-6: takes in what the host says, newer over older', () => {
  const state = [playback(1), roster(2), playback(5)].reduce(takeSigned, guest);
  expect(state).toMatchObject({ revision: 5, rosterRevision: 2, change: 5, control: 'everyone', playback: at(5) });
  expect(state.members).toHaveLength(1);
});

test('SU-9: hears whom its host has lost, until that one is back', () => {
  const told = takeSigned(guest, roster(2, { missed: ['ben'] }));
  expect([told.missed, takeSigned(told, roster(3)).missed]).toEqual([['ben'], undefined]);
});

test.each<[string, SignedMessage]>([
  ['an older playback', playback(4)],
  ['an older roster', roster(2)],
  ['another run', playback(9, { run: 'other' })],
  ['an epoch that is over', playback(9, { epoch: 0 })],
])('SY-5: ignores %s', (_, message) => {
  const known = [playback(5), roster(3)].reduce(takeSigned, guest);
  expect(takeSigned(known, message)).toBe(known);
});

test('SY-5: a new epoch counts afresh', () => {
  const known = [playback(5), roster(7)].reduce(takeSigned, guest);
  const next = takeSigned(known, playback(0, { epoch: 2 }));
  expect(next).toMatchObject({ epoch: 2, revision: 0, rosterRevision: -1, playback: at(0) });
});

test('PR-5: a playback of another film than the last one named is not followed', () => {
  const film = { key: 'a.example/2', url: 'https://a.example/2', title: 'Two' };
  const media = (revision: number): SignedMessage => ({
    kind: 'media',
    run: 'r',
    epoch: 1,
    revision,
    film: 1,
    media: film,
  });
  expect(takeSigned(guest, playback(1)).playback).toEqual(at(1));
  const named = [playback(1), media(2)].reduce(takeSigned, guest);
  expect(named).toMatchObject({ film: 1, media: film, playback: undefined });
  expect(takeSigned(named, media(1))).toBe(named);
  expect(takeSigned(named, playback(3, { film: 1 })).playback).toEqual(at(3));
});

test('RO-9: holds what is offered for as long as the host says so', () => {
  const skip = { by: 'ann', to: 75, at: 9 };
  const asked = takeSigned(guest, playback(1, { skip }));
  expect(asked.skip).toEqual(skip);
  expect(takeSigned(asked, playback(2)).skip).toBeUndefined();
});

test('SY-4: keeps the newest acknowledgement of its own', () => {
  const state = [playback(1, { acks: { me: 3, other: 9 } }), playback(2, { acks: { other: 10 } })].reduce(
    takeSigned,
    guest,
  );
  expect(state.ack).toBe(3);
});

describe('ME-3: the members as a guest shows them', () => {
  const host: Member = { id: 'host', name: 'Ann', state: 'in-sync', driftMs: 1, rttMs: 9 };
  const me: Member = { id: 'me', name: 'Bo', state: 'catching-up', driftMs: -900, rttMs: 40 };
  const known = takeSigned(guest, roster(1, { members: [host, me] }));

  test('itself as its own player says, the others as the host says', () => {
    const own = { id: 'me', name: 'Bo', state: 'in-sync', rttMs: 40 };
    expect(membersSeen(known, { state: 'in-sync' }, true)).toEqual([host, own]);
  });

  test('nobody else’s figures, and no round trip, while the host is not heard', () => {
    expect(membersSeen(known, { state: 'in-sync', driftMs: 3 }, false)).toEqual([
      { id: 'host', name: 'Ann', state: 'away' },
      { id: 'me', name: 'Bo', state: 'in-sync', driftMs: 3 },
    ]);
  });

  test('a round trip that is not known yet is none', () => {
    const { rttMs: _, ...fresh } = me;
    expect(membersSeen(takeSigned(guest, roster(1, { members: [fresh] })), { state: 'ad' }, true)).toEqual([
      { id: 'me', name: 'Bo', state: 'ad' },
    ]);
  });
});

test('RO-7: a member’s id comes from its key alone, and is always one', () => {
  expect(memberIdOf('-'.repeat(87))).toMatch(/^[0-9a-z]{24}$/);
  expect(memberIdOf('Ab-_9')).toBe('ab009');
  expect(memberIdOf('x'.repeat(87))).toHaveLength(24);
});

test('SU-1: under another host what is known stays until its first words, and presses are counted anew', () => {
  const known = [playback(5, { acks: { me: 3 } }), roster(7)].reduce(takeSigned, guest);
  const next = nextTerm(known, { epoch: 9, host: 'ann' });
  expect(next).toMatchObject({ epoch: 9, host: 'ann', revision: -1, rosterRevision: -1, ack: 0, playback: at(5) });
  expect(takeSigned(next, playback(6))).toBe(next);
});

test('SU-4: whom the host names to follow it is known', () => {
  const to = { host: 'ann', epoch: 9 };
  const message: SignedMessage = { kind: 'handover', run: 'r', epoch: 1, revision: 8, to };
  expect(takeSigned(guest, message).handover).toEqual(to);
});

import { describe, expect, test } from 'vitest';
import { intentMessage, pingMessage, renameMessage } from '../../../../lib/core/room/guest-messages';
import { playbackMessage, rosterMessage } from '../../../../lib/core/room/host-messages';
import { createHostState, type HostState, putMember } from '../../../../lib/core/room/host-state';
import { applyIntent } from '../../../../lib/core/room/intents';
import { POSITION_MAX_S, reanchor } from '../../../../lib/core/time/playback';
import {
  encodeMessage,
  type GuestMessage,
  guestMessageSchema,
  MEMBERS_MAX,
  MESSAGE_MAX_BYTES,
  MISSED_MAX,
  parseMessage,
  RTT_MAX_MS,
  signedMessageSchema,
} from '../../../../lib/core/wire/protocol';

const EMOJI_NAME = '🦊'.repeat(40);

describe('what a guest says parses at the host (PR-8)', () => {
  test.each<[string, GuestMessage, object]>([
    ['of a path that has slept for an hour', pingMessage(1, { state: 'in-sync' }, 3_600_000), { rttMs: RTT_MAX_MS }],
    ['of a path that is not known yet', pingMessage(1.00049, { state: 'in-sync' }, undefined), {}],
    ['of a path whose length is no number', pingMessage(1, { state: 'in-sync' }, Number.NaN), {}],
    [
      'with a skip',
      pingMessage(1, { state: 'in-sync', driftMs: 2 }, 3, { skip: 75 }),
      { driftMs: 2, rttMs: 3, skip: 75 },
    ],
    [
      'of who goes on without the late ones',
      pingMessage(1, { state: 'in-sync' }, 3, { goOn: true }),
      { rttMs: 3, goOn: true },
    ],
    ['with a skip to nowhere', pingMessage(1, { state: 'in-sync' }, 3, { skip: -1 }), { rttMs: 3 }],
    ['with a skip beyond everything', pingMessage(1, { state: 'in-sync' }, 3, { skip: 1e9 }), { rttMs: 3 }],
  ])('a ping %s', (_, ping, figures) => {
    expect(ping).toEqual({ kind: 'ping', sent: 1, state: 'in-sync', ...figures });
    expect(parseMessage(guestMessageSchema, encodeMessage(ping))).toEqual(ping);
  });

  test('a press is bounded, and one that makes no sense is not said', () => {
    const playback = { position: 1e300, rate: 99, paused: false, at: 1e300 };
    const said = intentMessage({ id: 1, cause: 'seek', playback });
    expect(said && parseMessage(guestMessageSchema, encodeMessage(said))).toEqual(said);
    expect(intentMessage({ id: 1, cause: 'seek', playback: { ...playback, position: Number.NaN } })).toBeUndefined();
    for (const id of [-1, 0.5, 2 ** 53]) expect(intentMessage({ id, cause: 'seek', playback })).toBeUndefined();
  });

  test.each(['', '\u202e', 'x'.repeat(1_000), EMOJI_NAME])('a new name, though %j was typed', (name) => {
    const said = renameMessage(name);
    expect(parseMessage(guestMessageSchema, encodeMessage(said))).toEqual(said);
  });
});

describe('what a host says parses at its guests (PR-8)', () => {
  const fresh = createHostState('r', 1, { id: 'ann', name: '' });
  const start = { position: 0, rate: 1, paused: false, at: 1_000 };
  const playing = applyIntent(fresh, 'ann', { id: 1, cause: 'start', playback: start }, 1_000);

  test('a film that has been taken to the greatest place there is, and plays on', () => {
    const jump = { id: 2, cause: 'seek', playback: { ...start, position: POSITION_MAX_S } } as const;
    const there = applyIntent(playing, 'ann', jump, 1_000);
    const later: HostState = { ...there, playback: there.playback && reanchor(there.playback, 60_000) };
    const said = playbackMessage(later, 60_000);
    expect(parseMessage(signedMessageSchema, encodeMessage(said))).toEqual(said);
  });

  test('PR-7: a full room whose members have the longest names there are', () => {
    let full: HostState = { ...fresh, control: 'chosen' };
    for (let i = 1; i < MEMBERS_MAX; i++) {
      const id = `${i}`.padStart(24, 'x');
      const figures = { state: 'catching-up', driftMs: -123_456_789.12, rttMs: 123_456.7 } as const;
      full = putMember({ ...full, drivers: [...full.drivers, id] }, { id, name: EMOJI_NAME, ...figures });
    }
    const missed = Array.from({ length: MEMBERS_MAX }, (_, i) => `${i}`.padStart(24, 'y'));
    const said = rosterMessage(full, missed);
    expect(said).toMatchObject({ missed: missed.slice(-MISSED_MAX) });
    const bytes = encodeMessage(said);
    expect(bytes.byteLength).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
    expect(parseMessage(signedMessageSchema, bytes)).toEqual(said);
    const names = said.kind === 'roster' ? said.members.map(({ name }) => [...name].length) : [];
    expect(names).toHaveLength(MEMBERS_MAX);
    // As long as fit, and the same for all.
    expect(Math.min(...names.slice(1))).toBeGreaterThanOrEqual(15);
    expect(rosterMessage(putMember(fresh, { id: 'a', name: EMOJI_NAME, state: 'ad' }))).toMatchObject({
      members: [{ name: 'guest' }, { name: EMOJI_NAME }],
    });
  });

  test('AU-4: how many watch without a seat, where the room is on the air', () => {
    expect(rosterMessage(fresh)).not.toHaveProperty('audience');
    const said = rosterMessage({ ...fresh, audience: 70 });
    expect(parseMessage(signedMessageSchema, encodeMessage(said))).toMatchObject({ audience: 70 });
  });
});

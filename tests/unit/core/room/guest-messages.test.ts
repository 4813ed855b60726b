import { describe, expect, test } from 'vitest';
import { intentMessage, pingMessage, renameMessage } from '../../../../lib/core/room/guest-messages';
import { stateUnheard, toldReport } from '../../../../lib/core/room/report';
import { POSITION_MAX_S } from '../../../../lib/core/time/playback';
import {
  encodeMessage,
  type GuestMessage,
  guestMessageSchema,
  parseMessage,
  RTT_MAX_MS,
} from '../../../../lib/core/wire/protocol';

/** As the host hears it. */
const heard = (message: GuestMessage | undefined) =>
  message && parseMessage(guestMessageSchema, encodeMessage(message));
const playback = { position: 10, rate: 1, paused: false, at: 1_000 };

describe('PR-3: everything that a guest can say parses', () => {
  test.each([undefined, 0, 12.34, 1e9, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'a ping with a round trip of %s',
    (rtt) => {
      expect(heard(pingMessage(1.000_000_1, { state: 'in-sync', driftMs: -2.5 }, rtt))).toMatchObject({
        driftMs: -2.5,
      });
    },
  );

  test.each([
    [undefined, undefined],
    [75, 75],
    [-1, undefined],
    [POSITION_MAX_S + 1, undefined],
    [Number.NaN, undefined],
  ])('a ping that tells of a skip to %s', (skip, told) => {
    const message = pingMessage(1, { state: 'paused' }, 20, skip === undefined ? {} : { skip });
    expect(heard(message)).toEqual({
      kind: 'ping',
      sent: 1,
      state: 'paused',
      rttMs: 20,
      ...(told ? { skip: told } : {}),
    });
  });

  test('a round trip is bounded, and told to a tenth of a millisecond', () => {
    expect(pingMessage(1, { state: 'paused' }, 1e12)).toMatchObject({ rttMs: RTT_MAX_MS });
    expect(pingMessage(1, { state: 'paused' }, 12.345)).toMatchObject({ rttMs: 12.3 });
  });

  test('a press, or nothing where its numbers make no sense', () => {
    const press = { id: 1, cause: 'seek', film: 2, playback } as const;
    expect(heard(intentMessage(press))).toEqual({ kind: 'intent', ...press });
    for (const id of [-1, 0.5, Number.NaN]) expect(intentMessage({ ...press, id })).toBeUndefined();
    expect(intentMessage({ ...press, playback: { ...playback, position: Number.NaN } })).toBeUndefined();
  });

  test.each([
    ['  Ada  ', 'Ada'],
    ['', 'guest'],
    ['\u202e', 'guest'],
    ['x'.repeat(500), 'x'.repeat(40)],
  ])('the name %j', (typed, told) => expect(heard(renameMessage(typed))).toEqual({ kind: 'rename', name: told }));
});

describe('ME-1, ME-2: what is told of a player', () => {
  test.each([
    ['in-sync', 3.14169, { state: 'in-sync', driftMs: 3.14 }],
    ['in-sync', 1e12, { state: 'catching-up', driftMs: 1e9 }],
    ['in-sync', Number.NaN, { state: 'in-sync' }],
    ['in-sync', undefined, { state: 'in-sync' }],
    ['ad', 3, { state: 'ad' }],
  ] as const)('%s, %s', (state, driftMs, told) => expect(toldReport({ state, driftMs })).toEqual(told));

  test('of one that says nothing: that there is none, or that it is silent', () => {
    expect([stateUnheard(false, 0), stateUnheard(true, 3_000), stateUnheard(true, 3_001)]).toEqual([
      'no-video',
      undefined,
      'away',
    ]);
  });
});

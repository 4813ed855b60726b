import { describe, expect, test } from 'vitest';
import { createHostState, putMember, updateMember } from '../../../../lib/core/room/host-state';
import { applyIntent } from '../../../../lib/core/room/intents';
import { STATE_POLICY, WAIT_MAX_MS } from '../../../../lib/core/room/state-policy';
import { reviewWaiting, setTogether, WAIT_AFTER_MS } from '../../../../lib/core/room/waiting';
import {
  guestMessageSchema,
  type MemberState,
  memberStateSchema,
  parseMessage,
} from '../../../../lib/core/wire/protocol';

const LATE: readonly MemberState[] = ['waiting', 'seeking', 'ad'];
const STATES = memberStateSchema.options;

/** A room that waits, has played since room time 0, and hears this of Ben at 1 s. */
function hears(state: MemberState) {
  const empty = createHostState('run', 1, { id: 'host', name: 'Ann' });
  const both = putMember(empty, { id: 'ben', name: 'Ben', state: 'in-sync' });
  const playback = { position: 100, rate: 1, paused: false, at: 0 };
  const room = setTogether(applyIntent(both, 'host', { id: 1, cause: 'play', playback }, 0), true, 0);
  const late = reviewWaiting(updateMember(room, 'ben', { state }), 1_000);
  return reviewWaiting(late, 1_000 + WAIT_AFTER_MS);
}

describe('WA-7: a room that waits for everyone', () => {
  test.each(LATE)('stands still for one who tells "%s", for 12 s at the latest', (state) => {
    const still = hears(state);
    expect(still).toMatchObject({ playback: { paused: true }, waiting: { for: ['ben'], since: 1_500 } });
    expect(reviewWaiting(still, 1_499 + WAIT_MAX_MS).playback?.paused).toBe(true);
    const on = reviewWaiting(still, 1_500 + WAIT_MAX_MS);
    expect(on).toMatchObject({ playback: { paused: false }, waiting: undefined, excused: ['ben'] });
  });

  test.each(STATES.filter((state) => !LATE.includes(state)))('does not for "%s"', (state) => {
    const on = hears(state);
    expect(on.playback?.paused).toBe(false);
    expect(on.waiting).toBeUndefined();
  });

  test.each(LATE)('goes on as soon as one who told "%s" waits for a press', (state) => {
    const on = reviewWaiting(updateMember(hears(state), 'ben', { state: 'press-play' }), 2_000);
    expect(on).toMatchObject({ playback: { paused: false }, waiting: undefined });
  });

  test('and no wait is longer than 12 s', () => {
    expect(Math.max(...STATES.map((state) => STATE_POLICY[state].waitedForMs))).toBe(12_000);
  });
});

test('ME-4: a state of a newer version is shown as catching up, and nobody waits for it', () => {
  const newer = new TextEncoder().encode(JSON.stringify({ kind: 'ping', sent: 1, state: 'levitating' }));
  const state = 'catching-up';
  expect(parseMessage(guestMessageSchema, newer)).toEqual({ kind: 'ping', sent: 1, state });
  expect(STATE_POLICY[state].waitedForMs).toBe(0);
});

test('RO-9: who shows another film, or nothing, has no part in what becomes of this one', () => {
  const apart = STATES.filter((state) => !STATE_POLICY[state].takesPart);
  expect(apart).toEqual(['no-video', 'other-video', 'away', 'alone']);
});

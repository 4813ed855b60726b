import { describe, expect, test } from 'vitest';
import {
  canCountDown,
  countDown,
  nextStartReviewAt,
  reviewStarts,
  runningCountdown,
} from '../../../../lib/core/room/countdown';
import { createGuestState, takeSigned } from '../../../../lib/core/room/guest-state';
import { playbackMessage } from '../../../../lib/core/room/host-messages';
import {
  createHostState,
  type HostState,
  putMember,
  setControl,
  updateMember,
} from '../../../../lib/core/room/host-state';
import { applyIntent } from '../../../../lib/core/room/intents';
import { setTogether } from '../../../../lib/core/room/waiting';
import { encodeMessage, parseMessage, signedMessageSchema } from '../../../../lib/core/wire/protocol';

const NOW = 100_000;
/** Half the slower round trip, and what players need. */
const LEAD = 100 + 250;
const AT = NOW + 3_000 + LEAD;
const guest = (id: string, rttMs: number) => ({ id, name: id, state: 'paused', rttMs }) as const;

/** A room of a host and two guests that stands at 100 s. */
function standing(): HostState {
  let state = createHostState('run', 1, { id: 'host', name: 'Ann' });
  state = putMember(putMember(state, guest('ben', 80)), guest('cid', 200));
  const playback = { position: 100, rate: 1, paused: true, at: 0 };
  return applyIntent(state, 'host', { id: 1, cause: 'start', playback }, 0);
}
const counting = () => countDown(standing(), 'ben', true, NOW);
const press = (state: HostState, cause: 'play' | 'seek', now: number) =>
  applyIntent(
    state,
    'cid',
    { id: 1, cause, playback: { position: 50, rate: 1, paused: cause === 'seek', at: now } },
    now,
  );

describe('WA-9: whoever may drive has all start together', () => {
  test('by a countdown of 3 s of which everybody hears before', () => {
    const state = counting();
    expect(state.revision).toBe(standing().revision + 1);
    expect(state).toMatchObject({ change: standing().change, playback: { paused: true } });
    expect(runningCountdown(state, NOW)).toEqual({ by: 'ben', at: AT });
    expect(playbackMessage(state, NOW)).toMatchObject({ countdown: { by: 'ben', at: AT } });
  });

  test('who ends with a start at one room time, told early enough for the slowest', () => {
    const state = counting();
    expect(nextStartReviewAt(state, NOW)).toBe(AT - LEAD);
    expect(reviewStarts(state, AT - LEAD - 1)).toBe(state);
    const begun = reviewStarts(state, AT - LEAD);
    expect(begun).toMatchObject({
      change: state.change + 1,
      cause: 'together',
      by: undefined,
      playback: { position: 100, paused: false, at: AT },
    });
    expect(runningCountdown(begun, AT - 1)).toEqual({ by: 'ben', at: AT });
    expect(playbackMessage(begun, AT)).not.toHaveProperty('countdown');
    expect(nextStartReviewAt(begun, AT - LEAD)).toBeUndefined();
    expect(reviewStarts(begun, AT + 1).playback).toEqual(begun.playback);
  });

  test('a little later where somebody has become slower meanwhile', () => {
    const slow = updateMember(counting(), 'cid', { rttMs: 600 });
    expect(reviewStarts(slow, AT - LEAD)).toMatchObject({ playback: { at: AT - LEAD + 550 } });
  });

  test.each<[string, HostState, string]>([
    ['by somebody who is not there', standing(), 'eve'],
    ['by who may not drive', setControl(standing(), 'host'), 'ben'],
    ['while one runs', counting(), 'cid'],
    ['in a room without a film', { ...standing(), playback: undefined }, 'ben'],
    ['of a film that plays', press(standing(), 'play', NOW), 'ben'],
    ['of a stream', { ...standing(), playback: { position: 1e6, rate: 1, paused: true, at: 0, live: true } }, 'ben'],
    ['while somebody is waited for', { ...standing(), waiting: { for: ['cid'], since: NOW } }, 'ben'],
  ])('but for one that is begun %s', (_, state, by) => {
    expect(countDown(state, by, true, NOW)).toBe(state);
  });

  test('also in a room that waits for everyone, which is looked at as before', () => {
    const state = countDown(setTogether(standing(), true, NOW), 'ben', true, NOW);
    const dry = reviewStarts(updateMember(state, 'cid', { state: 'waiting' }), NOW);
    expect(nextStartReviewAt(dry, NOW)).toBe(NOW + 500);
    const begun = reviewStarts(dry, AT - LEAD);
    expect(begun.playback).toMatchObject({ paused: true });
    expect(begun.waiting?.for).toEqual(['cid']);
    const ready = reviewStarts(updateMember(begun, 'cid', { state: 'paused' }), AT);
    expect(ready.playback).toMatchObject({ paused: false });
  });
});

describe('WA-11: a countdown ends', () => {
  test.each(['play', 'seek'] as const)('with a press on %s, which does what it does', (cause) => {
    const pressed = press(counting(), cause, NOW + 1_000);
    expect(runningCountdown(pressed, NOW + 1_000)).toBeUndefined();
    expect(pressed.playback).toMatchObject({ position: 50, paused: cause === 'seek' });
    expect(reviewStarts(pressed, AT).playback).toEqual(pressed.playback);
    expect(playbackMessage(pressed, NOW + 1_000)).not.toHaveProperty('countdown');
  });

  test('where somebody who may drive stops it', () => {
    const stopped = countDown(counting(), 'cid', false, NOW + 1_000);
    expect([runningCountdown(stopped, NOW + 1_000), stopped.playback?.paused]).toEqual([undefined, true]);
    expect(stopped.revision).toBeGreaterThan(counting().revision);
    expect(reviewStarts(stopped, AT).playback).toMatchObject({ paused: true });
    expect(countDown(stopped, 'cid', false, AT)).toBe(stopped);
  });

  test('and the next begins a second later at the earliest, whoever flips it to and fro', () => {
    let state = standing();
    let begun = 0;
    for (let now = NOW; now < NOW + 10_000; now += 50) {
      const next = countDown(state, 'ben', true, now);
      if (next !== state) begun++;
      state = countDown(next, 'ben', false, now);
    }
    expect([begun > 5, begun <= 10]).toEqual([true, true]);
  });

  test('also in its last moment, when the start is told already: as by a press on pause', () => {
    const begun = reviewStarts(counting(), AT - LEAD);
    const stopped = countDown(begun, 'cid', false, AT - 100);
    expect(stopped).toMatchObject({
      change: begun.change + 1,
      cause: 'pause',
      by: 'cid',
      playback: { position: 100, paused: true, at: AT - 100 },
    });
    expect(runningCountdown(stopped, AT - 100)).toBeUndefined();
  });

  test('in a room that has lost its film meanwhile, by nothing but a stop', () => {
    const lost = { ...counting(), playback: undefined };
    expect(nextStartReviewAt(lost, NOW)).toBeUndefined();
    const stopped = countDown(lost, 'ben', false, NOW);
    expect([runningCountdown(stopped, NOW), stopped.playback]).toEqual([undefined, undefined]);
  });
});

describe('WA-10: a guest', () => {
  const heard = (state: HostState) => {
    const told = parseMessage(signedMessageSchema, encodeMessage(playbackMessage(state, NOW)));
    return takeSigned(createGuestState('ben', { run: 'run', epoch: 1, host: 'host' }), told as never);
  };

  test('knows of the countdown by the room’s time, and that it ends with the next press', () => {
    expect(runningCountdown(heard(counting()), NOW)).toEqual({ by: 'ben', at: AT });
    expect(runningCountdown(heard(press(counting(), 'play', NOW)), NOW)).toBeUndefined();
    expect(canCountDown(heard(standing()), [])).toBe(true);
  });

  test('PR-6: believes none that is no countdown, and counts none from far away', () => {
    const message = playbackMessage(counting(), NOW);
    const odd = (countdown: unknown) =>
      parseMessage(signedMessageSchema, new TextEncoder().encode(JSON.stringify({ ...message, countdown })));
    expect(odd({ by: 'B', at: 'soon' })).toMatchObject({ kind: 'playback', countdown: undefined });
    const far = takeSigned(heard(standing()), odd({ by: 'ben', at: 1e10 }) as never);
    expect(runningCountdown(far, NOW)).toBeUndefined();
  });
});

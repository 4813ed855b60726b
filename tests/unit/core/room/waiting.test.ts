import { describe, expect, test } from 'vitest';
import { playbackMessage } from '../../../../lib/core/room/host-messages';
import {
  createHostState,
  dropMember,
  type HostState,
  putMember,
  setControl,
  updateMember,
} from '../../../../lib/core/room/host-state';
import { applyIntent } from '../../../../lib/core/room/intents';
import { WAIT_MAX_MS } from '../../../../lib/core/room/state-policy';
import {
  goOnWithout,
  nextReviewAt,
  reviewWaiting,
  setTogether,
  WAIT_AFTER_MS,
} from '../../../../lib/core/room/waiting';
import { positionAt } from '../../../../lib/core/time/playback';

const guest = (id: string, rttMs = 80) => ({ id, name: id, state: 'in-sync', rttMs }) as const;

/** A room of a host and two guests that has played from 100 s since room time 0. */
function room(together = true): HostState {
  let state = createHostState('run', 1, { id: 'host', name: 'Ann' });
  state = putMember(putMember(state, guest('ben')), guest('cid', 200));
  const playback = { position: 100, rate: 1, paused: false, at: 0 };
  return setTogether(applyIntent(state, 'host', { id: 1, cause: 'play', playback }, 0), together, 0);
}
const dry = (state: HostState, id: string, now: number) =>
  reviewWaiting(updateMember(state, id, { state: 'waiting' }), now);
const ready = (state: HostState, id: string, now: number) =>
  reviewWaiting(updateMember(state, id, { state: 'paused' }), now);
/** Ben has run dry at 1 s and is waited for. */
function waiting() {
  const late = dry(room(), 'ben', 1_000);
  return reviewWaiting(late, 1_000 + WAIT_AFTER_MS);
}

describe('WA-1: a room that waits for everyone', () => {
  test('stands still where it is for a member that has been dry for half a second', () => {
    const late = dry(room(), 'ben', 1_000);
    expect(late.playback?.paused).toBe(false);
    expect(nextReviewAt(late, 1_000)).toBe(1_500);
    const still = reviewWaiting(late, 1_500);
    expect(still.playback).toEqual({ position: 101.5, rate: 1, paused: true, at: 1_500 });
    expect(still).toMatchObject({ cause: 'wait', waiting: { for: ['ben'] }, change: late.change + 1 });
    expect(still.revision).toBeGreaterThan(late.revision);
  });

  test('AD-4: and for one in an ad', () => {
    const ad = (now: number) => reviewWaiting(updateMember(room(), 'ben', { state: 'ad' }), now);
    expect(reviewWaiting(ad(1_000), 1_500)).toMatchObject({ playback: { paused: true }, waiting: { for: ['ben'] } });
  });

  test('says so to everybody', () => {
    expect(playbackMessage(waiting(), 2_000)).toMatchObject({ cause: 'wait', waiting: ['ben'] });
  });

  test('takes no notice of a moment', () => {
    const again = ready(dry(room(), 'ben', 1_000), 'ben', 1_400);
    expect(reviewWaiting(again, 1_600).playback?.paused).toBe(false);
    expect(nextReviewAt(again, 1_600)).toBeUndefined();
  });

  test('names those who come to be late as well', () => {
    const second = reviewWaiting(dry(waiting(), 'cid', 1_700), 2_200);
    expect(second.waiting).toEqual({ for: ['ben', 'cid'], since: 1_500 });
    expect(ready(second, 'ben', 2_400).waiting?.for).toEqual(['cid']);
  });

  test('a room that is paused anyway, or empty, waits for nobody', () => {
    const paused = applyIntent(
      room(),
      'host',
      { id: 2, cause: 'pause', playback: { position: 101, rate: 1, paused: true, at: 900 } },
      900,
    );
    expect(reviewWaiting(dry(paused, 'ben', 1_000), 9_000).waiting).toBeUndefined();
    const empty = setTogether(createHostState('run', 1, { id: 'host', name: 'Ann' }), true, 0);
    expect(reviewWaiting(dry(empty, 'host', 1_000), 9_000).waiting).toBeUndefined();
  });
});

test('WA-2: a room that carries on stands still for nobody', () => {
  const state = reviewWaiting(dry(room(false), 'ben', 1_000), 9_000);
  expect(state.waiting).toBeUndefined();
  expect(nextReviewAt(state, 9_000)).toBeUndefined();
});

describe('WA-3: an end to waiting', () => {
  test('all start at one room time that everybody hears of before', () => {
    const start = ready(waiting(), 'ben', 3_000);
    expect(start.waiting).toBeUndefined();
    expect(start.cause).toBe('together');
    // Half of the slowest round trip, and 250 ms.
    expect(start.playback).toEqual({ position: 101.5, rate: 1, paused: false, at: 3_350 });
  });

  test('comes after 12 s at the latest, and whoever is still dry is not waited for again', () => {
    const still = waiting();
    expect(nextReviewAt(still, 1_600)).toBe(1_500 + WAIT_MAX_MS);
    const on = reviewWaiting(still, 1_500 + WAIT_MAX_MS);
    expect(on.playback?.paused).toBe(false);
    expect(reviewWaiting(on, 60_000).waiting).toBeUndefined();
    // Other words, as of a seek or a pause, are no sign of having caught up.
    for (const state of ['catching-up', 'paused'] as const) {
      const between = reviewWaiting(updateMember(on, 'ben', { state }), 61_000);
      expect(reviewWaiting(dry(between, 'ben', 62_000), 63_000).waiting).toBeUndefined();
    }
    const caughtUp = reviewWaiting(updateMember(on, 'ben', { state: 'in-sync' }), 61_000);
    expect(reviewWaiting(dry(caughtUp, 'ben', 62_000), 63_000).waiting?.for).toEqual(['ben']);
  });

  test('comes when the one who is waited for leaves or dies', () => {
    expect(reviewWaiting(dropMember(waiting(), 'ben'), 2_000).playback?.paused).toBe(false);
  });

  test('comes at once when anybody presses play', () => {
    const still = waiting();
    const intent = { id: 1, cause: 'play', playback: { position: 101.5, rate: 1, paused: false, at: 2_000 } } as const;
    const on = applyIntent(still, 'cid', intent, 2_050);
    expect(on.waiting).toBeUndefined();
    expect(reviewWaiting(on, 9_000).waiting).toBeUndefined();
  });

  test('who runs dry again before the common start does not take the film back', () => {
    const start = ready(waiting(), 'ben', 3_000);
    const again = reviewWaiting(dry(start, 'cid', 2_700), 3_200);
    expect(start.playback?.at).toBe(3_350);
    expect(again.playback).toMatchObject({ position: 101.5, paused: true });
    const later = ready(again, 'cid', 4_000);
    expect(later.playback).toMatchObject({ position: 101.5, paused: false });
  });

  test('a start lies at most a second and a half ahead', () => {
    const far = ready(putMember(waiting(), guest('far', 9_000)), 'ben', 3_000);
    expect(far.playback?.at).toBe(4_500);
  });

  test('comes when the room is told to carry on', () => {
    expect(setTogether(waiting(), false, 2_000)).toMatchObject({ together: false, waiting: undefined });
    expect(setTogether(waiting(), false, 2_000).playback?.paused).toBe(false);
    expect(setTogether(room(false), false, 2_000).revision).toBe(room(false).revision);
  });
});

describe('WA-4: presses in a room that waits for everyone', () => {
  test('every play is a start that all make together', () => {
    const paused = applyIntent(
      room(),
      'host',
      { id: 2, cause: 'pause', playback: { position: 104, rate: 1, paused: true, at: 4_000 } },
      4_000,
    );
    const play = { id: 1, cause: 'play', playback: { position: 104, rate: 1, paused: false, at: 5_000 } } as const;
    const on = applyIntent(paused, 'ben', play, 5_040);
    expect(on.playback?.at).toBe(5_390);
    expect(on.playback && positionAt(on.playback, 5_390)).toBe(104);
  });

  test('a jump of one that plays is not put off', () => {
    const jump = { id: 2, cause: 'seek', playback: { position: 50, rate: 1, paused: false, at: 5_100 } } as const;
    expect(applyIntent(room(), 'host', jump, 5_000).playback?.at).toBe(5_100);
  });

  test('a pause is a pause: nothing starts by itself after it', () => {
    const pause = { id: 1, cause: 'pause', playback: { position: 101.5, rate: 1, paused: true, at: 2_000 } } as const;
    const state = applyIntent(waiting(), 'cid', pause, 2_000);
    expect(ready(state, 'ben', 3_000).playback?.paused).toBe(true);
  });

  test('a jump while it stands still moves the place, and it goes on waiting', () => {
    const jump = { id: 1, cause: 'seek', playback: { position: 50, rate: 1, paused: true, at: 2_000 } } as const;
    const state = applyIntent(waiting(), 'cid', jump, 2_000);
    expect(state.waiting?.for).toEqual(['ben']);
    expect(ready(state, 'ben', 3_000).playback).toMatchObject({ position: 50, paused: false });
  });
});

describe('WA-3: a member goes on without those who are waited for', () => {
  test('for all, at one moment, as by a press on play', () => {
    const going = goOnWithout(waiting(), 'cid', 2_000);
    expect(going).toMatchObject({ waiting: undefined, excused: ['ben'], cause: 'play', by: 'cid' });
    expect(going.change).toBe(waiting().change + 1);
    // Half the slowest round trip, and what players need to get ready.
    expect(going.playback).toEqual({ position: 101.5, rate: 1, paused: false, at: 2_350 });
    expect(reviewWaiting(going, 3_000).playback?.paused).toBe(false);
  });

  test.each<[string, HostState, string]>([
    ['where nobody is waited for', room(), 'cid'],
    ['before there is anything to go on with', createHostState('run', 1, { id: 'host', name: 'Ann' }), 'host'],
    ['who may not drive', setControl(waiting(), 'host'), 'cid'],
    ['who is not in the room', waiting(), 'eve'],
  ])('but not %s', (_, state, by) => expect(goOnWithout(state, by, 2_000)).toBe(state));
});

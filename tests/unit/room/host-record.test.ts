import { expect, test } from 'vitest';
import { createHostState, HOST_ID, type HostState } from '../../../lib/core/room/host-state';
import { LIVE_BASE_S, type Playback, positionAt } from '../../../lib/core/time/playback';
import { hostRecord, restored } from '../../../lib/room/host-record';

const identity = { key: '', exported: {}, sign: async () => '' } as unknown as Parameters<typeof hostRecord>[2];
const playing = (playback: Playback): HostState => ({
  ...createHostState('run', 1, 'Ann'),
  cause: 'play',
  by: HOST_ID,
  playback,
});

/** The room place dies at room time 500 s; 3 s later another goes on, whose clock is at 2 s. */
function over(playback: Playback): number {
  const record = hostRecord(playing(playback), { code: '' }, identity, 1_000_000, 500_000);
  const state = restored(createHostState('run', 2, 'Ann'), record, 1_003_000, 2_000);
  return state.playback ? positionAt(state.playback, 2_000) : Number.NaN;
}

test('a film has gone on while the room place was away', () => {
  expect(over({ position: 100, rate: 1, paused: false, at: 490_000 })).toBeCloseTo(113, 6);
  expect(over({ position: 100, rate: 1, paused: true, at: 490_000 })).toBeCloseTo(100, 6);
});

test('LV-6: what was known of a stream counted with the clock that is gone', () => {
  const landmarks = [{ name: 7, place: LIVE_BASE_S }];
  const live = playing({ position: LIVE_BASE_S, rate: 1, paused: false, at: 0, live: true, landmarks });
  const kept = hostRecord(live, { code: '' }, identity, 0, 0);
  expect(kept.playback).not.toHaveProperty('landmarks');
});

test('LV-1: a live stream is as far behind its edge as before, by the new clock', () => {
  const behind10 = { position: LIVE_BASE_S + 490 - 10, rate: 1, at: 490_000, live: true } as const;
  expect(over({ ...behind10, paused: false })).toBeCloseTo(LIVE_BASE_S + 2 - 10, 6);
  expect(over({ ...behind10, paused: true })).toBeCloseTo(LIVE_BASE_S + 2 - 23, 6);
});

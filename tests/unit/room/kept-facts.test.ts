import { describe, expect, test } from 'vitest';
import { createHostState, type HostState, putMember } from '../../../lib/core/room/host-state';
import { LIVE_BASE_S, type Playback, positionAt } from '../../../lib/core/time/playback';
import { keptFacts, restored, WallWatch } from '../../../lib/room/kept-facts';

const ANN = { id: 'ann', name: 'Ann' };
const nobody = { lost: [], met: [] };
const playing = (playback: Playback): HostState => ({
  ...createHostState('run', 1, ANN),
  cause: 'play',
  by: 'ann',
  playback,
});

/** The room place dies at room time 500 s; 3 s later another goes on, whose clock is at 2 s. */
function over(playback: Playback, state = playing(playback)): number {
  const kept = keptFacts(state, nobody, 1_000_000, 500_000);
  const next = restored(createHostState('run', 2, ANN), kept, 1_003_000, 2_000);
  return next.playback ? positionAt(next.playback, 2_000) : Number.NaN;
}

describe('RS-2: what is kept over a death of the room place', () => {
  test('a film has gone on while the room place was away', () => {
    expect(over({ position: 100, rate: 1, paused: false, at: 490_000 })).toBeCloseTo(113, 6);
    expect(over({ position: 100, rate: 1, paused: true, at: 490_000 })).toBeCloseTo(100, 6);
  });

  test('a room that stood still for somebody goes on: who that was is found out anew', () => {
    const stood = { position: 100, rate: 1, paused: true, at: 490_000 };
    expect(over(stood, { ...playing(stood), waiting: { for: ['ben'], since: 490_000 } })).toBeCloseTo(103, 6);
  });

  test('LV-6: what was known of a stream counted with the clock that is gone', () => {
    const landmarks = [{ name: 7, place: LIVE_BASE_S }];
    const live = playing({ position: LIVE_BASE_S, rate: 1, paused: false, at: 0, live: true, landmarks });
    const next = restored(createHostState('run', 2, ANN), keptFacts(live, nobody, 0, 0), 0, 0);
    expect(next.playback).toMatchObject({ live: true });
    expect(next.playback).not.toHaveProperty('landmarks');
  });

  test('LV-1: a live stream is as far behind its edge as before, by the new clock', () => {
    const behind10 = { position: LIVE_BASE_S + 490 - 10, rate: 1, at: 490_000, live: true } as const;
    expect(over({ ...behind10, paused: false })).toBeCloseTo(LIVE_BASE_S + 2 - 10, 6);
    expect(over({ ...behind10, paused: true })).toBeCloseTo(LIVE_BASE_S + 2 - 23, 6);
  });

  test('AU-1: that somebody watches without a seat is known to the next life', () => {
    const watched = { ...createHostState('run', 1, ANN), audience: 7 };
    const next = restored(createHostState('run', 2, ANN), keptFacts(watched, nobody, 0, 0), 0, 0);
    expect(next.audience).toBe(7);
  });

  test('who was here is away until it is back, and what was set stays', () => {
    const media = { key: 'k', url: 'https://video.example/', title: 'One' };
    const state = putMember(
      { ...createHostState('run', 1, ANN), control: 'chosen', drivers: ['ben'], together: true, film: 2, media },
      { id: 'ben', name: 'Ben', state: 'in-sync', driftMs: 3 },
    );
    const kept = keptFacts(state, { lost: ['cleo'], met: ['ben', 'cleo'] }, 0, 0);
    expect(kept).toMatchObject({ lost: ['cleo'], met: ['ben', 'cleo'] });
    const next = restored(createHostState('run', 5, ANN), kept, 0, 0);
    expect(next).toMatchObject({ epoch: 5, control: 'chosen', drivers: ['ben'], together: true, film: 2, media });
    expect(next.playback).toBeUndefined();
    expect(next.members).toEqual([expect.objectContaining(ANN), { id: 'ben', name: 'Ben', state: 'away' }]);
  });
});

test('CL-3: a wall clock that was set is noticed, until it has been written by', () => {
  let [wall, now] = [1e12, 0];
  const watch = new WallWatch(
    () => wall,
    () => now,
  );
  wall += 10_400;
  now += 10_000;
  expect(watch.hasStepped).toBe(false);
  wall += 3_600_000;
  expect(watch.hasStepped).toBe(true);
  expect(watch.written()).toBe(wall);
  expect(watch.hasStepped).toBe(false);
});

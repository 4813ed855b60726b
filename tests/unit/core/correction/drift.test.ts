import { expect, test } from 'vitest';
import { addReading, estimateDrift, type Sample } from '../../../../lib/core/correction/drift';
import { ownClock } from '../../../../lib/core/time/clock';
import { seeded } from '../../../helpers/virtual-random';

const playback = { position: 100, rate: 1, paused: false, at: 0 };
const readings = (count: number, everyMs: number, place: (ms: number) => number): readonly Sample[] =>
  Array.from({ length: count }, (_, i) => ({ at: i * everyMs, position: place(i * everyMs) })).reduce(
    addReading,
    [] as readonly Sample[],
  );

test('CO-1: nothing is known without readings', () => {
  expect(estimateDrift([], playback, ownClock)).toBeUndefined();
});

test('CO-1: a player that is ahead has a positive drift', () => {
  const drift = estimateDrift(
    readings(10, 50, (ms) => 100.02 + ms / 1000),
    playback,
    ownClock,
  );
  expect(drift?.seconds).toBeCloseTo(0.02, 9);
  expect([drift?.samples, drift?.spanMs]).toEqual([10, 450]);
  expect(drift?.noise).toBeCloseTo(0, 9);
});

test('CO-1: readings of which some were preempted are trimmed', () => {
  const place = (ms: number) => 100 + ms / 1000 - (ms === 200 || ms === 350 ? 0.3 : 0);
  expect(estimateDrift(readings(11, 50, place), playback, ownClock)?.seconds).toBeCloseTo(0, 6);
});

test('CO-1: Firefox’s steps of 40 ms average out', () => {
  const random = seeded(1);
  const stepped = (ms: number) => 100 + (Math.round(ms / 40) * 40) / 1000;
  let samples: readonly Sample[] = [];
  for (let at = 0; at < 1_500; at += random.between(20, 40))
    samples = addReading(samples, { at, position: stepped(at) });
  expect(Math.abs(estimateDrift(samples, playback, ownClock)?.seconds ?? 1)).toBeLessThan(0.003);
});

test('CO-14: readings are kept for two seconds, at most 80, one in 10 ms', () => {
  expect(readings(300, 10, (ms) => ms)).toHaveLength(80);
  expect(readings(100, 100, (ms) => ms)).toHaveLength(20);
  const one = addReading([], { at: 5, position: 1 });
  for (const at of [5, 14.9]) expect(addReading(one, { at, position: 2 })).toBe(one);
  expect(addReading(one, { at: 15, position: 2 })).toHaveLength(2);
});

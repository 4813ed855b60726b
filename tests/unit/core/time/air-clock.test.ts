import { expect, test } from 'vitest';
import { type AirClock, addBeat, emptyAirClock, readAirClock } from '../../../../lib/core/time/air-clock';
import { toRemote } from '../../../../lib/core/time/clock';

const TRUE_OFFSET_MS = 5_000;
const HOST_HALF_MS = 12;
const OWN_HALF_MS = 20;

/** A beat that the network has held up for so long, on top of the two halves. */
const beat = (saidLocal: number, heldMs = 0, offsetMs = TRUE_OFFSET_MS) => ({
  saidAt: saidLocal + offsetMs,
  hostHalfMs: HOST_HALF_MS,
  heardAt: saidLocal + HOST_HALF_MS + OWN_HALF_MS + heldMs,
});
const after = (beats: readonly ReturnType<typeof beat>[], from: AirClock = emptyAirClock) =>
  beats.reduce(addBeat, from);
const offset = (clock: AirClock, now: number) => {
  const reading = readAirClock(clock, OWN_HALF_MS, now);
  return reading && toRemote(reading, now) - now;
};

test('CL-8: before the first beat nothing is known', () => {
  expect(readAirClock(emptyAirClock, OWN_HALF_MS, 0)).toBeUndefined();
});

test('CL-8: a beat that nothing has held up tells the host’s clock, with what asymmetry could hide', () => {
  const clock = after([beat(0)]);
  expect(offset(clock, 32)).toBeCloseTo(TRUE_OFFSET_MS, 6);
  expect(readAirClock(clock, OWN_HALF_MS, 32)?.uncertaintyMs).toBe(HOST_HALF_MS + OWN_HALF_MS);
});

test('CL-8: the fastest of the last beats counts, however late the others were', () => {
  const clock = after([beat(0, 80), beat(5_000, 3), beat(10_000, 200), beat(15_000, 40)]);
  expect(Math.abs((offset(clock, 15_100) ?? 0) - TRUE_OFFSET_MS)).toBeLessThan(4);
});

test('CL-8: twenty beats are kept, so that clocks may part', () => {
  const first = after([beat(0)]);
  const later = after(
    Array.from({ length: 20 }, (_, at) => beat(5_000 * (at + 1), 30)),
    first,
  );
  expect(Math.abs((offset(later, 100_100) ?? 0) - (TRUE_OFFSET_MS - 30))).toBeLessThan(4);
});

test('CL-4: one beat that comes much too late changes nothing, and three in a row replace the history', () => {
  const known = after([beat(0), beat(5_000)]);
  const hiccup = after([beat(10_000, 3_000)], known);
  expect(offset(hiccup, 13_100)).toBeCloseTo(TRUE_OFFSET_MS, 0);
  // A beat in time says that the others were held up.
  const over = after([beat(15_000), beat(20_000, 3_000), beat(25_000, 3_000)], hiccup);
  expect(Math.abs((offset(over, 28_100) ?? 0) - TRUE_OFFSET_MS)).toBeLessThan(2);
  // The host's machine has slept, and its clock with it.
  const slept = after([beat(30_000, 3_000)], over);
  expect(Math.abs((offset(slept, 33_100) ?? 0) - (TRUE_OFFSET_MS - 3_000))).toBeLessThan(2);
});

test('CL-8: a host’s clock that is ahead all at once is believed at once', () => {
  const clock = after([beat(0), beat(5_000, 0, TRUE_OFFSET_MS + 60_000)]);
  expect(Math.abs((offset(clock, 5_100) ?? 0) - TRUE_OFFSET_MS - 60_000)).toBeLessThan(1);
});

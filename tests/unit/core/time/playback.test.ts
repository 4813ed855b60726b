import { expect, test } from 'vitest';
import { type ClockReading, ownClock, toRemote } from '../../../../lib/core/time/clock';
import {
  boundDuration,
  boundPlayback,
  LANDMARKS_MAX,
  type Landmark,
  LIVE_BASE_S,
  type Playback,
  POSITION_MAX_S,
  placeAt,
  positionAt,
  RATE_MAX,
  RATE_MIN,
  reanchor,
  stopAt,
} from '../../../../lib/core/time/playback';

const playing: Playback = { position: 10, rate: 1.5, paused: false, at: 1_000 };

test.each([
  ['moves at its rate', playing, 3_000, 13],
  ['stands while paused', { ...playing, paused: true }, 3_000, 10],
  ['can be asked about before', playing, 0, 8.5],
  ['is never below 0', playing, -1e6, 0],
])('PB-2: a position %s', (_, playback, now, position) => {
  expect(positionAt(playback, now)).toBeCloseTo(position, 9);
});

test.each([
  [{ ...playing, at: 5_000 }, 10],
  [{ ...playing, at: 1_000 }, 13],
  [{ ...playing, at: 5_000, paused: true }, 10],
])('PB-3: %o, stopped 3 s in, stands at %s', (moving, position) => {
  expect(stopAt(moving, 3_000)).toEqual({ ...playing, position, paused: true, at: 3_000 });
});

test('PB-2: the same line whichever of its moments it is written down at', () => {
  const later = reanchor(playing, 5_000);
  expect(later).toEqual({ position: 16, rate: 1.5, paused: false, at: 5_000 });
  expect(positionAt(later, 9_000)).toBe(positionAt(playing, 9_000));
});

test.each([
  ['NaN', { position: Number.NaN }],
  ['an infinite position', { position: Number.POSITIVE_INFINITY }],
  ['a rate of NaN', { rate: Number.NaN }],
  ['an infinite time', { at: Number.NEGATIVE_INFINITY }],
])('BAD-3: refuses %s', (_, wrong) => {
  expect(boundPlayback({ ...playing, ...wrong })).toBeUndefined();
});

test.each([
  [{ position: 1e308 }, { position: POSITION_MAX_S }],
  [{ position: -1 }, { position: 0 }],
  [{ rate: 0 }, { rate: RATE_MIN }],
  [{ rate: 100 }, { rate: RATE_MAX }],
])('BAD-3: bounds %o', (wrong, bounded) => {
  expect(boundPlayback({ ...playing, ...wrong })).toEqual({ ...playing, ...bounded });
});

test.each([
  [600, 600],
  [0, 0],
  [POSITION_MAX_S, POSITION_MAX_S],
  [2 ** 30, Number.POSITIVE_INFINITY],
  [2 ** 32, Number.POSITIVE_INFINITY],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [-1, Number.NaN],
  [Number.NaN, Number.NaN],
  ['600', Number.NaN],
  [undefined, Number.NaN],
])('LV-1, BAD-3: a length of %s is %s', (shown, durationS) => expect(boundDuration(shown)).toBe(durationS));

test('PB-1: members whose clocks show other times work the same place out of what the room says', () => {
  const ahead: ClockReading = { offsetMs: -40_000, skew: 0, at: 0, uncertaintyMs: 0 };
  expect(placeAt(playing, toRemote(ownClock, playing.at))).toBe(playing.position);
  for (const now of [1_000, 3_000, 60_000]) {
    expect(placeAt(playing, toRemote(ahead, now + 40_000))).toBeCloseTo(placeAt(playing, toRemote(ownClock, now)), 9);
  }
});

test('PB-1: a film’s playback is four numbers and words; only a stream and a loop have more', () => {
  expect(Object.keys(boundPlayback(playing) ?? {}).sort()).toEqual(['at', 'paused', 'position', 'rate']);
  expect(boundPlayback({ ...playing, roundS: 60 })).toEqual({ ...playing, roundS: 60 });
  expect(boundPlayback({ ...playing, live: true })).toEqual({ ...playing, rate: 1, live: true });
});

test('LV-14: a stream is as far behind its edge as it was while it plays, and farther the longer it stands', () => {
  const behindEdge = (playback: Playback, now: number) => LIVE_BASE_S + now / 1000 - positionAt(playback, now);
  const live: Playback = { position: LIVE_BASE_S - 9, rate: 1, paused: false, at: 1_000, live: true };
  expect([1_000, 61_000].map((now) => behindEdge(live, now))).toEqual([10, 10]);
  expect([1_000, 61_000].map((now) => behindEdge({ ...live, paused: true }, now))).toEqual([10, 70]);
});

test('LO-1: a round of a sane length stays', () => {
  const round = (roundS: number) => boundPlayback({ position: 1, rate: 1, paused: false, at: 0, roundS })?.roundS;
  expect([60, 0.5, 1e9, Number.NaN].map(round)).toEqual([60, undefined, undefined, undefined]);
});

test('LV-1: a stream’s is played at rate 1', () => {
  expect(boundPlayback({ ...playing, live: true })?.rate).toBe(1);
});

test('LV-1: a stream’s stays a stream’s', () => {
  expect(boundPlayback({ position: LIVE_BASE_S, rate: 1, paused: false, at: 0, live: true })).toMatchObject({
    live: true,
  });
  expect(boundPlayback({ position: 1, rate: 1, paused: false, at: 0 })).not.toHaveProperty('live');
});

test('LV-6: landmarks are a stream’s, few, and numbers', () => {
  const bounded = (landmarks: Landmark[], live?: true) =>
    boundPlayback({ position: 1, rate: 1, paused: false, at: 0, live, landmarks })?.landmarks;
  const good = { name: 7, place: 3 };
  expect(bounded([good])).toBeUndefined();
  const bad = [
    { name: 0.5, place: 1 },
    { name: 1, place: Number.NaN },
    { name: 1, place: -1 },
    { name: 1, place: 1e9 },
  ];
  expect(bounded([...bad, good], true)).toEqual([good]);
  expect(
    bounded(
      Array.from({ length: 50 }, (_, name) => ({ name, place: name })),
      true,
    ),
  ).toHaveLength(LANDMARKS_MAX);
});

import { expect, test } from 'vitest';
import {
  addFlip,
  classify,
  disagrees,
  type IntentContext,
  isStorm,
  type Reason,
} from '../../../../lib/core/intent/classify';
import type { PlayerEvent, PlayerView } from '../../../../lib/core/player/player-view';

const view: PlayerView = {
  position: 100,
  paused: false,
  rate: 1,
  seeking: false,
  ended: false,
  readyState: 4,
  duration: 600,
  seekableEnd: Number.NaN,
  bufferedTo: Number.NaN,
  loop: false,
  hiddenSince: undefined,
  muted: false,
  blocked: false,
  userActive: true,
};
const context: IntentContext = {
  now: 10_000,
  loadedAt: 0,
  restored: false,
  flips: [],
  pausedAt: -1e9,
  target: { position: 100, rate: 1, paused: false, at: 0 },
  expected: 100,
};
const resting = { ...context, target: { ...context.target, paused: true } };

test.each<[string, PlayerEvent, Partial<PlayerView>, IntentContext, boolean]>([
  ['a pause while the room plays', 'pause', { paused: true }, context, true],
  ['a pause that is over again', 'pause', {}, context, false],
  ['a pause in a paused room', 'pause', { paused: true }, resting, false],
  ['the end', 'pause', { paused: true, ended: true }, context, false],
  ['play in a paused room', 'play', {}, resting, true],
  ['play in a playing room', 'play', {}, context, false],
  ['a play that is over again', 'play', { paused: true }, resting, false],
  ['a jump', 'seeking', { position: 130 }, context, true],
  ['a seek to where the room is', 'seeking', { position: 100.1 }, context, false],
  ['another rate', 'ratechange', { rate: 2 }, context, true],
  ['the room’s rate', 'ratechange', {}, context, false],
  ['waiting', 'waiting', {}, context, false],
])('IN-1: does %s disagree with the room?', (_, event, seen, where, answer) => {
  expect(disagrees(event, { ...view, ...seen }, where)).toBe(answer);
});

test.each<[string, PlayerEvent, Partial<PlayerView>, Partial<IntentContext>, Reason]>([
  ['a single pause', 'pause', { paused: true }, {}, 'local'],
  ['a single play', 'play', {}, {}, 'local'],
  ['a jump', 'seeking', {}, {}, 'local'],
  ['a rate', 'ratechange', {}, {}, 'local'],
  ['anything just after loading', 'ratechange', {}, { loadedAt: 9_000 }, 'undo'],
  ['a press since it stands where it stood', 'pause', { paused: true }, { loadedAt: 9_000, restored: true }, 'local'],
  ['a headset’s just then', 'pause', { userActive: false }, { loadedAt: 9_000, restored: true }, 'undo'],
  ['a jump of a player without metadata', 'seeking', { readyState: 0 }, {}, 'undo'],
  ['a pause of a dry player', 'pause', { readyState: 2 }, {}, 'site'],
  ['a pause of a dry player that is just hidden', 'pause', { readyState: 2, hiddenSince: 9_500 }, {}, 'undo'],
  ['a pause while seeking', 'pause', { seeking: true }, {}, 'site'],
  ['the third flip within a second', 'play', {}, { flips: [9_300, 9_700, 10_000] }, 'site'],
  [
    'one that takes back a pause that was told',
    'play',
    {},
    { flips: [9_300, 9_700, 10_000], pausedAt: 9_700 },
    'local',
  ],
  ['one that does so late', 'play', {}, { flips: [9_300, 9_700, 10_000], pausedAt: 8_900 }, 'site'],
  ['a pause at the end', 'pause', { ended: true }, {}, 'site'],
  ['a pause of a muted video in a tab long hidden', 'pause', { hiddenSince: 5_000, muted: true }, {}, 'undo'],
  ['a pause on hiding', 'pause', { hiddenSince: 9_500 }, {}, 'undo'],
  ['a pause of a tab long hidden (media keys)', 'pause', { hiddenSince: 5_000 }, {}, 'local'],
  ['the third flip within a second', 'pause', {}, { flips: [9_100, 9_500, 10_000] }, 'site'],
  ['the third flip in a while', 'pause', {}, { flips: [8_900, 9_500, 10_000] }, 'local'],
])('IN-2: %s', (_, event, seen, more, reason) => {
  expect(classify(event, { ...view, ...seen }, { ...context, ...more })).toBe(reason);
});

test('IN-2: flips are remembered for as long as they could make a storm', () => {
  const flips = [0, 500, 1_400].reduce(addFlip, [] as readonly number[]);
  expect(flips).toEqual([500, 1_400]);
  expect(isStorm(flips, 1_400)).toBe(false);
  expect(isStorm(addFlip(flips, 1_450), 1_450)).toBe(true);
});

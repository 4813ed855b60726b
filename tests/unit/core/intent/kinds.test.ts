import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Change, changeOf, disagrees, type Evidence } from '../../../../lib/core/intent/evidence';
import { noHabits } from '../../../../lib/core/intent/habits';
import type { Verdict } from '../../../../lib/core/intent/kind';
import { KINDS, kindOf } from '../../../../lib/core/intent/kinds';
import { noReactions } from '../../../../lib/core/intent/page-reactions';
import { addFlip, isStorm } from '../../../../lib/core/intent/storm';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import { defaultTraits } from '../../../../lib/core/player/traits';

const view: PlayerView = {
  position: 100,
  paused: false,
  rate: 1,
  seeking: false,
  ended: false,
  readyState: 4,
  duration: 600,
  seekableStart: 0,
  seekableEnd: Number.NaN,
  bufferedTo: Number.NaN,
  loop: false,
  hiddenSince: undefined,
  focus: undefined,
  mediaKeyAt: undefined,
  thawedAt: undefined,
  muted: false,
  failed: false,
  blocked: false,
  userActive: true,
};
const context: Omit<Evidence, 'change' | 'view'> = {
  traits: defaultTraits,
  reactions: noReactions,
  habits: noHabits,
  movedAt: 0,
  inStepAt: 0,
  dryAt: -1e9,
  goal: undefined,
  isHeld: false,
  from: undefined,
  skip: undefined,
  now: 10_000,
  loadedAt: 0,
  restored: false,
  untouched: false,
  flips: [],
  pausedAt: -1e9,
  target: { position: 100, rate: 1, paused: false, at: 0 },
  expected: 100,
};
const resting = { ...context, target: { ...context.target, paused: true } };

test.each<[string, Change, Partial<PlayerView>, typeof context, boolean]>([
  ['a pause while the room plays', 'pause', { paused: true }, context, true],
  ['a pause that is over again', 'pause', {}, context, false],
  ['a pause in a paused room', 'pause', { paused: true }, resting, false],
  ['the end', 'pause', { paused: true, ended: true }, context, false],
  ['play in a paused room', 'play', {}, resting, true],
  ['play in a playing room', 'play', {}, context, false],
  ['a play that is over again', 'play', { paused: true }, resting, false],
  ['a jump', 'seek', { position: 130 }, context, true],
  ['a seek to where the room is', 'seek', { position: 100.1 }, context, false],
  ['another rate', 'rate', { rate: 2 }, context, true],
  ['the room’s rate', 'rate', {}, context, false],
])('IN-1: does %s disagree with the room?', (_, change, seen, where, answer) => {
  expect(disagrees(change, { ...view, ...seen }, where)).toBe(answer);
});

test.each<[string, Partial<PlayerView>, Verdict]>([
  ['a pause as a frozen tab goes on', { thawedAt: 9_900 }, 'page'],
  ['a pause some time after that', { thawedAt: 8_900 }, 'press'],
  ['a pause of who has pressed something just then', { thawedAt: 9_900, userActive: true }, 'press'],
  ['a pause of a tab that was never frozen', {}, 'press'],
])('IN-30: %s', (_, seen, verdict) => {
  const evidence = {
    ...context,
    change: 'pause',
    view: { ...view, paused: true, userActive: false, ...seen },
  } as const;
  expect(kindOf(evidence)?.verdict ?? 'press').toBe(verdict);
});

test.each<[string, Change, Partial<PlayerView>, Partial<Evidence>, Verdict]>([
  ['a single pause', 'pause', { paused: true }, {}, 'press'],
  ['a single play', 'play', {}, {}, 'press'],
  ['a jump', 'seek', {}, {}, 'press'],
  ['a rate', 'rate', {}, {}, 'press'],
  ['anything just after loading', 'rate', {}, { loadedAt: 9_000 }, 'page'],
  ['a press since it stands where it stood', 'pause', { paused: true }, { loadedAt: 9_000, restored: true }, 'press'],
  [
    'a touch younger than the load',
    'rate',
    { rate: 1.5 },
    { loadedAt: 9_000, untouched: true, inStepAt: 9_500 },
    'press',
  ],
  ['one before the room is reached', 'seek', {}, { loadedAt: 9_000, untouched: true, inStepAt: undefined }, 'page'],
  ['one that has loaded it', 'rate', { rate: 1.5 }, { loadedAt: 9_000, untouched: false, inStepAt: 9_500 }, 'page'],
  ['a headset’s just then', 'pause', { userActive: false }, { loadedAt: 9_000, restored: true }, 'page'],
  ['a jump of a player without metadata', 'seek', { readyState: 0 }, {}, 'page'],
  ['a pause of a dry player', 'pause', { readyState: 2 }, {}, 'left'],
  ['a pause of a dry player that is just hidden', 'pause', { readyState: 2, hiddenSince: 9_500 }, {}, 'page'],
  ['a pause while seeking', 'pause', { seeking: true }, {}, 'left'],
  ['the third flip within a second', 'play', {}, { flips: [9_300, 9_700, 10_000] }, 'left'],
  [
    'one that takes back a pause that was told',
    'play',
    {},
    { flips: [9_300, 9_700, 10_000], pausedAt: 9_700 },
    'press',
  ],
  ['one that does so late', 'play', {}, { flips: [9_300, 9_700, 10_000], pausedAt: 8_900 }, 'left'],
  ['a pause at the end', 'pause', { ended: true }, {}, 'left'],
  ['a pause of a muted video in a tab long hidden', 'pause', { hiddenSince: 5_000, muted: true }, {}, 'page'],
  ['a pause on hiding', 'pause', { hiddenSince: 9_500 }, {}, 'page'],
  ['a pause of a tab long hidden (media keys)', 'pause', { hiddenSince: 5_000 }, {}, 'press'],
  ['the third flip within a second', 'pause', {}, { flips: [9_100, 9_500, 10_000] }, 'left'],
  ['the third flip in a while', 'pause', {}, { flips: [8_900, 9_500, 10_000] }, 'press'],
])('IN-2, IN-3: %s', (_, change, seen, more, verdict) => {
  const kind = kindOf({ ...context, ...more, change, view: { ...view, ...seen } });
  expect(kind?.verdict ?? 'press').toBe(verdict);
});

test('IN-2: flips are remembered for as long as they could make a storm', () => {
  const flips = [0, 500, 1_400].reduce(addFlip, [] as readonly number[]);
  expect(flips).toEqual([500, 1_400]);
  expect(isStorm(flips, 1_400)).toBe(false);
  expect(isStorm(addFlip(flips, 1_450), 1_450)).toBe(true);
});

test('an event that tells of no change is none', () => {
  expect(changeOf('waiting')).toBeUndefined();
  expect([changeOf('seeking'), changeOf('seeked')]).toEqual(['seek', 'seek']);
});

test('each row of the table names a rule, and a test that cites it', () => {
  const spec = readFileSync('SPEC.md', 'utf8');
  const wanting = KINDS.filter(({ rule, test }) => {
    const path = `tests/unit/${test}.test.ts`;
    return !spec.includes(`- ${rule} `) || !existsSync(path) || !readFileSync(path, 'utf8').includes(rule);
  });
  expect(wanting.map(({ name }) => name)).toEqual([]);
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
});

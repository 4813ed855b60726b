import { expect, test } from 'vitest';
import {
  bears,
  cutShort,
  judge,
  type Tried,
  tryAgain,
  tryCure,
  untried,
} from '../../../../lib/core/player/capabilities';
import { defaultTraits } from '../../../../lib/core/player/traits';

const missed = (of: 'nudge' | 'seek', times: number): Tried => {
  let tried = untried;
  for (let i = 0; i < times; i++) tried = judge(tryCure(tried, of, 0.02), 0.019);
  return tried;
};

test('CO-11: a cure that took is no miss', () => {
  expect(judge(tryCure(missed('nudge', 2), 'nudge', 0.02), 0.001).nudges).toBe(0);
  expect(judge(tryCure(missed('seek', 2), 'seek', -5), 0.1).seeks).toBe(0);
});

test('CO-11: three misses in a row, and it is not tried any more', () => {
  expect(bears(defaultTraits, missed('nudge', 2))).toEqual({ nudges: true, seeks: true });
  expect(bears(defaultTraits, missed('nudge', 3))).toEqual({ nudges: false, seeks: true });
  expect(bears(defaultTraits, missed('seek', 3))).toEqual({ nudges: true, seeks: false });
});

test('CO-11: a nudge that the page cuts short has missed', () => {
  expect(cutShort(tryCure(missed('nudge', 2), 'nudge', 0.02))).toMatchObject({
    now: undefined,
    nudges: 3,
    seeks: 0,
    refused: { nudges: true },
  });
});

test('CO-11: a seek is tried again at somebody’s press; what is too small to be told says nothing', () => {
  expect(bears(defaultTraits, tryAgain(missed('seek', 3))).seeks).toBe(true);
  expect(judge(tryCure(untried, 'nudge', 0.003), 0.003)).toEqual(untried);
  expect(judge(untried, 1)).toEqual(untried);
});

test('CO-11: what the site’s file rules out is not tried at all', () => {
  expect(bears({ ...defaultTraits, nudges: false, seeks: 'never', toleranceS: 3 }, untried)).toEqual({
    nudges: false,
    seeks: false,
  });
});

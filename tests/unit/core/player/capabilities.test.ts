import { expect, test } from 'vitest';
import {
  beginTrial,
  type Capabilities,
  canTake,
  judgeTrial,
  noteCutShort,
  retryAll,
  retrySeeks,
  unknownCapabilities,
} from '../../../../lib/core/player/capabilities';
import { defaultTraits } from '../../../../lib/core/player/traits';

const missed = (of: 'nudge' | 'seek', times: number): Capabilities => {
  let capabilities = unknownCapabilities;
  for (let i = 0; i < times; i++) capabilities = judgeTrial(beginTrial(capabilities, of, 0.02), 0.019);
  return capabilities;
};

test('CO-11: a cure that took is no miss', () => {
  expect(judgeTrial(beginTrial(missed('nudge', 2), 'nudge', 0.02), 0.001).nudges).toBe(0);
  expect(judgeTrial(beginTrial(missed('seek', 2), 'seek', -5), 0.1).seeks).toBe(0);
});

test('CO-11: three misses in a row, and it is not tried any more', () => {
  expect(canTake(defaultTraits, missed('nudge', 2))).toEqual({ nudges: true, seeks: true });
  expect(canTake(defaultTraits, missed('nudge', 3))).toEqual({ nudges: false, seeks: true });
  expect(canTake(defaultTraits, missed('seek', 3))).toEqual({ nudges: true, seeks: false });
});

test('CO-11: a nudge that the page cuts short has missed', () => {
  expect(noteCutShort(beginTrial(missed('nudge', 2), 'nudge', 0.02))).toMatchObject({
    now: undefined,
    nudges: 3,
    seeks: 0,
    refused: { nudges: true },
  });
});

test('CO-11: a seek is tried again at somebody’s press; what is too small to be told says nothing', () => {
  expect(canTake(defaultTraits, retrySeeks(missed('seek', 3))).seeks).toBe(true);
  expect(judgeTrial(beginTrial(unknownCapabilities, 'nudge', 0.003), 0.003)).toEqual(unknownCapabilities);
  expect(judgeTrial(unknownCapabilities, 1)).toEqual(unknownCapabilities);
});

test('CO-11: all of it is tried once more where the person wants it, and a miss rules it out again', () => {
  for (const of of ['nudge', 'seek'] as const) {
    const which = of === 'nudge' ? 'nudges' : 'seeks';
    const again = retryAll(missed(of, 3));
    expect(canTake(defaultTraits, again)[which]).toBe(true);
    expect(canTake(defaultTraits, judgeTrial(beginTrial(again, of, 0.02), 0.019))[which]).toBe(false);
  }
});

test('CO-11: what the site’s file rules out is not tried at all', () => {
  expect(canTake({ ...defaultTraits, nudges: false, seeks: 'never', toleranceS: 3 }, unknownCapabilities)).toEqual({
    nudges: false,
    seeks: false,
  });
});

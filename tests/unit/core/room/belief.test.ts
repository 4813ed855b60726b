import { describe, expect, test } from 'vitest';
import {
  type Belief,
  believing,
  CLAIM_AFTER_MS,
  CLAIM_STEP_MS,
  goesOver,
  heard,
  judgeClaim,
  mayClaim,
  raisedAbove,
  SLOTS,
  slotsFrom,
  told,
} from '../../../../lib/core/room/belief';
import type { SignedMessage } from '../../../../lib/core/wire/protocol';

const NOW = 100_000;
const LAST_EPOCH = 2 ** 50 - 1;
/** Ann is host, Ben and Cleo follow; nothing was heard of Ann for a while. */
const belief: Belief = {
  run: 'r1',
  epoch: 3,
  host: 'ann',
  order: ['ben', 'cleo'],
  named: undefined,
  heardAt: NOW - CLAIM_AFTER_MS,
};
const silent = (forMs: number): Belief => ({ ...belief, heardAt: NOW - forMs });
const claim = (host: string, epoch = 64, run = 'r1') => ({ host, run, epoch });

const roster = (epoch: number, ids: readonly string[]): SignedMessage => ({
  ...{ kind: 'roster', run: 'r1', epoch, revision: 1, host: 'ann', control: 'everyone', drivers: [], together: false },
  members: ids.map((id) => ({ id, name: id, state: 'paused' })),
});

describe('SU-1: which host is believed', () => {
  test.each([
    ['a newcomer believes whoever knows the code', undefined, claim('mallory'), 'accept'],
    ['the host of now, back after a restart', belief, claim('ann', 4), 'accept'],
    ['the host of now, on another way', belief, claim('ann', 3), 'accept'],
    ['the host of now as it was before', belief, claim('ann', 2), 'refuse'],
    ['the next in the order, once the host is silent', belief, claim('ben'), 'accept'],
    ['the one after it too, if it comes first', belief, claim('cleo', 65), 'accept'],
    ['nobody who was not a member', belief, claim('mallory'), 'refuse'],
    ['after a long silence whoever knows code and run, as for a newcomer', silent(15_000), claim('mallory'), 'accept'],
    ['but with an epoch that was used not even then', silent(15_000), claim('mallory', 3), 'refuse'],
    ['nobody with an epoch that was used', belief, claim('ben', 3), 'refuse'],
    ['nobody who leaves no epoch after its own', silent(15_000), claim('ben', LAST_EPOCH + 1), 'refuse'],
    ['not even by a newcomer', undefined, claim('ben', LAST_EPOCH + 1), 'refuse'],
    ['nobody of another run', belief, claim('ben', 64, 'r2'), 'refuse'],
    ['not even the host itself in another run', belief, claim('ann', 64, 'r2'), 'refuse'],
  ] as const)('%s', (_, known, claimed, judgement) => expect(judgeClaim(known, claimed, NOW)).toBe(judgement));

  test('a claim waits while the host is heard', () => {
    const awake = heard(belief, NOW);
    expect(judgeClaim(awake, claim('ben'), NOW + CLAIM_AFTER_MS - 1)).toBe('wait');
    expect(judgeClaim(awake, claim('ben'), NOW + CLAIM_AFTER_MS)).toBe('accept');
  });

  test('whom the host has named is believed at once, with the epoch that it was given or one that it began since', () => {
    const awake = { ...heard(belief, NOW), named: { host: 'cleo', epoch: 64 } };
    expect(judgeClaim(awake, claim('cleo', 64), NOW)).toBe('accept');
    expect(judgeClaim(awake, claim('cleo', 65), NOW)).toBe('accept');
    expect(judgeClaim(awake, claim('cleo', 63), NOW)).toBe('wait');
    expect(judgeClaim(awake, claim('ben', 64), NOW)).toBe('wait');
  });

  test('after a claim the others may follow the new host, the old one too, until it has said its own order', () => {
    const next = believing(belief, claim('ben'), NOW);
    expect(next).toMatchObject({ host: 'ben', epoch: 64, order: ['ann', 'cleo'], heardAt: NOW });
    expect(told(next, roster(64, ['ben', 'dora', 'cleo'])).order).toEqual(['dora', 'cleo']);
  });

  test('a host that is back keeps its order; another run begins without one', () => {
    expect(believing(belief, claim('ann', 4), NOW).order).toEqual(['ben', 'cleo']);
    expect(believing(belief, claim('ann', 1, 'r2'), NOW).order).toEqual([]);
    expect(believing(undefined, claim('ann', 1), NOW)).toMatchObject({ host: 'ann', order: [] });
  });
});

describe('SU-1: what the believed host signs', () => {
  test('a later term of its own is believed with whatever says so, and an earlier one changes nothing', () => {
    const playback = { kind: 'playback', run: 'r1', revision: 1, change: 1 } as const;
    expect(told(belief, { ...playback, epoch: 900 })).toEqual({ ...belief, epoch: 900 });
    expect(told(belief, { ...playback, epoch: 2 })).toBe(belief);
  });

  test('whom it names', () => {
    const to = { host: 'cleo', epoch: 64 };
    expect(told(belief, { kind: 'handover', run: 'r1', epoch: 3, revision: 1, to }).named).toEqual(to);
  });
});

describe('SU-2: who may claim the place', () => {
  const silentAt = belief.heardAt + CLAIM_AFTER_MS;

  test('each member in its turn', () => {
    expect(mayClaim(belief, 'ben', 0)?.at).toBe(silentAt);
    expect(mayClaim(belief, 'cleo', 0)?.at).toBe(silentAt + CLAIM_STEP_MS);
    expect(mayClaim(belief, 'mallory', 0)).toBeUndefined();
  });

  test('in its turn, too, where all find out at once, long after the silence began', () => {
    const backAt = silentAt + 60_000;
    expect(mayClaim(belief, 'ben', backAt)?.at).toBe(backAt);
    expect(mayClaim(belief, 'cleo', backAt)?.at).toBe(backAt + CLAIM_STEP_MS);
  });

  test('SU-5: with an epoch that is its own, also where two were cut off from each other, and later than every earlier one', () => {
    const ids = Array.from({ length: 64 }, (_, at) => `member${at}`);
    const epochs = ids.map((id) => mayClaim({ ...belief, order: [id] }, id, 0)?.epoch ?? 0);
    expect(new Set(epochs).size).toBe(64);
    for (const epoch of epochs) {
      expect(epoch).toBeGreaterThan(belief.epoch);
      const next = mayClaim({ ...belief, epoch: epoch + 3, order: ['ben'] }, 'ben', 0)?.epoch ?? 0;
      expect(next).toBeGreaterThan(epoch + 3);
      expect(Number.isSafeInteger(next)).toBe(true);
    }
  });

  test('nobody, once a liar has used up the epochs', () => {
    expect(mayClaim({ ...belief, epoch: LAST_EPOCH }, 'ben', 0)).toBeUndefined();
  });
});

describe('SU-3: two hosts of one room', () => {
  const own = { host: 'ann', run: 'r1', epoch: 6 };
  const strays = new Set(['ben']);

  test('a later one that was a member here is gone over to', () => {
    expect(goesOver(own, { host: 'ben', run: 'r1', epoch: 7 }, strays, false)).toBe(true);
  });

  test.each([
    ['an earlier one', { host: 'ben', run: 'r1', epoch: 5 }],
    ['one of the same epoch', { host: 'ben', run: 'r1', epoch: 6 }],
    ['another room', { host: 'ben', run: 'r2', epoch: 7 }],
    ['itself, met on another way', { host: 'ann', run: 'r1', epoch: 7 }],
    ['an epoch that leaves none', { host: 'ben', run: 'r1', epoch: LAST_EPOCH + 1 }],
  ])('%s is not', (_, claim) => {
    expect(goesOver(own, claim, new Set(['ben', 'ann']), true)).toBe(false);
  });

  test('whoever was never met here is, by a host that has nobody to lose', () => {
    const mallory = { host: 'mallory', run: 'r1', epoch: 7 };
    expect([goesOver(own, mallory, strays, false), goesOver(own, mallory, strays, true)]).toEqual([false, true]);
  });

  test('a host that hears of a later term begins one after it, and is met where it was', () => {
    const epoch = raisedAbove(own, { run: 'r1', epoch: 1e9, host: 'ben' }) ?? 0;
    expect(epoch).toBeGreaterThan(1e9);
    expect(epoch % SLOTS).toBe(own.epoch % SLOTS);
    expect(raisedAbove({ ...own, host: 'ben' }, { run: 'r1', epoch: 1e9 })).not.toBe(epoch);
  });

  test.each([
    ['its own, as its guests know it', { run: 'r1', epoch: 6, host: 'ann' }, undefined],
    ['the same by somebody else', { run: 'r1', epoch: 6, host: 'ben' }, expect.any(Number)],
    ['the same, by whoever', { run: 'r1', epoch: 6 }, expect.any(Number)],
    ['an earlier one', { run: 'r1', epoch: 5, host: 'ben' }, undefined],
    ['one of another room', { run: 'r2', epoch: 9, host: 'ben' }, undefined],
    ['one that leaves none after it', { run: 'r1', epoch: LAST_EPOCH, host: 'ben' }, undefined],
  ])('of %s', (_, known, expected) => {
    expect(raisedAbove(own, known)).toEqual(expected);
  });

  test('SU-5: there are four places, the likeliest first', () => {
    expect(slotsFrom(6)).toEqual([2, 3, 0, 1]);
  });
});

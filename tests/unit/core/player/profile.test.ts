import { describe, expect, test } from 'vitest';
import { beginTrial, canTake, judgeTrial, retrySeeks } from '../../../../lib/core/player/capabilities';
import {
  isNotable,
  isSameProfile,
  type PlayerProfile,
  profileOf,
  withProfile,
} from '../../../../lib/core/player/profile';
import { defaultTraits } from '../../../../lib/core/player/traits';
import { learnLatency } from '../../../../lib/core/sync/latency';
import { initialSync, type SyncState } from '../../../../lib/core/sync/state';
import { Desk } from '../../../helpers/model-desk';

const plain = profileOf(initialSync);
const slow: PlayerProfile = { ...plain, seekLeadMs: 1_800, seekTookMs: 1_500, startLagMs: 300, resumeLagMs: 40 };
const refusing: PlayerProfile = { ...slow, nudgesRefused: true, seeksRefused: true };

const capabilities = (state: SyncState, of: 'nudge' | 'seek', left: number, times = 1): SyncState => {
  let next = state;
  for (let i = 0; i < times; i++)
    next = { ...next, capabilities: judgeTrial(beginTrial(next.capabilities, of, 0.02), left) };
  return next;
};
const missed = (state: SyncState, of: 'nudge' | 'seek', times = 1) => capabilities(state, of, 0.019, times);
const took = (state: SyncState, of: 'nudge' | 'seek') => capabilities(state, of, 0);
const can = ({ capabilities }: SyncState) => canTake(defaultTraits, capabilities);

describe('CO-12, CO-18: what is remembered of a player', () => {
  test('is what the next one begins with', () => {
    const next = withProfile(initialSync, slow);
    expect(next).toMatchObject({ seekLeadMs: 1_800, seekTookMs: 1_500, startLagMs: 300, resumeLagMs: 40 });
    expect(profileOf(next)).toEqual(slow);
    expect(can(next)).toEqual({ nudges: true, seeks: true });
  });

  test('counts less than what has been learned by the time', () => {
    const next = withProfile({ ...initialSync, seekLeadMs: 93.4, startLagMs: 60 }, slow);
    expect(next).toMatchObject({ seekLeadMs: 93.4, seekTookMs: 1_500, startLagMs: 60, resumeLagMs: 40 });
  });

  test('is whole, and in bounds', () => {
    const wild = { ...initialSync, seekLeadMs: 93.4, seekTookMs: -3, startLagMs: 1e6, resumeLagMs: -31 };
    expect(profileOf(wild)).toMatchObject({ seekLeadMs: 93, seekTookMs: 0, startLagMs: 500, resumeLagMs: -30 });
  });

  test('has changed when a latency has, or when a cure has been refused or taken', () => {
    const pipelineEmpty: SyncState = { ...initialSync, pipelineEmpty: false };
    expect(isSameProfile(initialSync, pipelineEmpty)).toBe(true);
    expect(isSameProfile(initialSync, missed(initialSync, 'nudge', 2))).toBe(true);
    expect(isSameProfile(initialSync, { ...initialSync, resumeLagMs: 1 })).toBe(false);
    expect(isSameProfile(initialSync, missed(initialSync, 'nudge', 3))).toBe(false);
    expect(isSameProfile(initialSync, took(initialSync, 'seek'))).toBe(false);
  });

  test('passes to another video in the same frame', () => {
    const desk = new Desk();
    desk.room();
    desk.whole = { ...desk.whole, sync: missed({ ...desk.whole.sync, seekLeadMs: 1_800 }, 'nudge', 3) };
    desk.attach();
    expect(profileOf(desk.whole.sync)).toEqual({ ...plain, seekLeadMs: 1_800, nudgesRefused: true });
    expect(can(desk.whole.sync).nudges).toBe(true);
  });
});

describe('CO-18: what was refused the last time', () => {
  test.each(['nudge', 'seek'] as const)('is tried once, and a single miss confirms it: %s', (of) => {
    const which = of === 'nudge' ? 'nudges' : 'seeks';
    const begun = withProfile(initialSync, refusing);
    expect(can(begun)[which]).toBe(true);
    expect(can(missed(begun, of))[which]).toBe(false);
    expect(profileOf(begun)).toEqual(refusing);
    expect(profileOf(missed(begun, of))).toEqual(refusing);
  });

  test.each(['nudge', 'seek'] as const)('is cleared by a single success: %s', (of) => {
    const which = of === 'nudge' ? 'nudges' : 'seeks';
    const cleared = took(withProfile(initialSync, refusing), of);
    expect(profileOf(cleared)[`${which}Refused`]).toBe(false);
    expect(can(missed(cleared, of, 2))[which]).toBe(true);
  });

  test('a seek gets one more at each press, and is remembered for refused until one takes', () => {
    const pressed = (state: SyncState) => ({ ...state, capabilities: retrySeeks(state.capabilities) });
    const begun = pressed(withProfile(initialSync, refusing));
    expect(can(begun).seeks).toBe(true);
    const again = pressed(missed(begun, 'seek'));
    expect([can(again).seeks, can(missed(again, 'seek')).seeks]).toEqual([true, false]);
    expect(profileOf(again).seeksRefused).toBe(true);
    expect(profileOf(took(again, 'seek')).seeksRefused).toBe(false);
  });

  test('counts on top of a miss meanwhile, and not against what has taken meanwhile', () => {
    expect(can(withProfile(missed(initialSync, 'nudge'), refusing)).nudges).toBe(false);
    const better = withProfile(took(initialSync, 'nudge'), refusing);
    expect(can(missed(better, 'nudge', 2)).nudges).toBe(true);
    expect(profileOf(better)).toMatchObject({ nudgesRefused: false, seeksRefused: true });
    // The same twice says no more than once.
    expect(withProfile(withProfile(initialSync, refusing), refusing)).toEqual(withProfile(initialSync, refusing));
  });
});

describe('CO-18: a latency beside the one that was remembered', () => {
  /** A landing that has cost so much, of which `SAMPLES` tell. */
  const landed = (state: SyncState, lagMs: number): SyncState => {
    const samples = [1_000, 1_050, 1_100].map((at) => ({ at, position: (at - lagMs) / 1000 }));
    return learnLatency({ ...state, samples }, { of: 'seek', at: 0, position: 0 }, 1);
  };
  const lead = (state: SyncState) => Math.round(state.seekLeadMs);

  test('is met half-way', () => {
    expect(lead(landed(withProfile(initialSync, slow), 2_000))).toBe(1_900);
    // What was never learned is no memory.
    expect(lead(landed(withProfile(initialSync, plain), 140))).toBe(140);
  });

  test('is taken in full where it is another player by now, but only the first', () => {
    const other = landed(withProfile(initialSync, { ...slow, seekLeadMs: 900 }), 100.5);
    expect(lead(other)).toBe(101);
    expect(lead(landed(other, 300.5))).toBe(201);
  });
});

describe('CO-12: what is kept', () => {
  test('is written where it differs notably', () => {
    expect(isNotable(slow, { ...slow, seekLeadMs: 2_100, resumeLagMs: 55 })).toBe(false);
    expect(isNotable(slow, { ...slow, seekLeadMs: 2_200 })).toBe(true);
    expect(isNotable(slow, { ...slow, resumeLagMs: 61 })).toBe(true);
    expect(isNotable(slow, { ...slow, nudgesRefused: true })).toBe(true);
    expect(isNotable(slow, { ...slow, seeksRefused: true })).toBe(true);
  });
});

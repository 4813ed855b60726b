import { describe, expect, test } from 'vitest';
import { stateUnheard, toldReport } from '../../../../lib/core/room/report';
import { DRIFT_MAX_MS, type MemberState, memberStateSchema } from '../../../../lib/core/wire/protocol';

describe('ME-2: a drift is told', () => {
  const measured: readonly MemberState[] = ['in-sync', 'catching-up', 'paused'];

  test.each(measured)('with %s', (state) => {
    expect(toldReport({ state, driftMs: -12.346 })).toEqual({ state, driftMs: -12.35 });
  });

  test.each(memberStateSchema.options.filter((state) => !measured.includes(state)))('not with %s', (state) => {
    expect(toldReport({ state, driftMs: -13 })).toEqual({ state });
  });

  test.each([
    [1e300, DRIFT_MAX_MS],
    [-1e300, -DRIFT_MAX_MS],
  ])('BAD-3: %d ms as %d', (driftMs, told) => {
    expect(toldReport({ state: 'paused', driftMs })).toEqual({ state: 'paused', driftMs: told });
  });

  test.each([
    [1_500, 'in-sync'],
    [2_935, 'catching-up'],
    [-2_935, 'catching-up'],
  ])('and %d ms is %s', (driftMs, state) => {
    expect(toldReport({ state: 'in-sync', driftMs })).toEqual({ state, driftMs });
  });

  test.each([undefined, Number.NaN, Number.POSITIVE_INFINITY])('BAD-3: %s not at all', (driftMs) => {
    expect(toldReport({ state: 'in-sync', driftMs })).toEqual({ state: 'in-sync' });
  });
});

test.each<[boolean, number, string | undefined]>([
  [false, 0, 'no-video'],
  [true, 0, undefined],
  [true, 3_000, undefined],
  [true, 3_001, 'away'],
])('ME-1: elected %s, heard %d ms ago: %s', (elected, heardMs, state) => {
  expect(stateUnheard(elected, heardMs)).toBe(state);
});

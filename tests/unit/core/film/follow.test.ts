import { describe, expect, it } from 'vitest';
import {
  type FollowMoment,
  type FollowState,
  followStart,
  followStep,
  movedTo,
  settledOn,
} from '../../../../lib/core/film/follow';

const moment = (change: Partial<FollowMoment> = {}): FollowMoment => ({
  now: 100_000,
  film: 1,
  match: 'other',
  sinceMs: 0,
  rolling: false,
  mode: 'always',
  sameSite: true,
  here: true,
  ...change,
});
const step = (change: Partial<FollowMoment> = {}, state: FollowState = followStart) =>
  followStep(state, moment(change));
const LOUD = { do: 'ask', loud: true };
const QUIET = { do: 'ask', loud: false };

describe('FO-1: the host watches another film', () => {
  it('nothing to do where it is here', () => expect(step({ match: 'same' })).toEqual({ do: 'nothing' }));
  it('who follows goes', () => expect(step()).toEqual({ do: 'go' }));
  it('who wants to be asked is', () => expect(step({ mode: 'ask' })).toEqual(LOUD));
  it('who stays may find out', () => expect(step({ mode: 'never' })).toEqual(QUIET));
  it('FO-2: another site asks who follows', () => expect(step({ sameSite: false })).toEqual(LOUD));

  it('a page that is still loading has its time', () => {
    expect(step({ match: 'unsettled' })).toEqual({ do: 'nothing', againMs: 5_000 });
    expect(step({ match: 'unsettled', sinceMs: 5_000, here: false })).toEqual({ do: 'go' });
  });

  it('nobody is taken to the same film twice: who wandered off is asked', () => {
    const settled = settledOn(followStart, 1);
    expect(step({}, settled)).toEqual(LOUD);
    expect(step({ film: 2 }, settled)).toEqual({ do: 'go' });
    expect(step({ here: false }, settled)).toEqual(QUIET);
    expect(settledOn(settled, 1)).toBe(settled);
  });

  it('who has said to stay is left alone', () => {
    expect(step({ mode: 'ask' }, { ...followStart, stayed: 1 })).toEqual(QUIET);
    expect(step({ mode: 'ask', film: 2 }, { ...followStart, stayed: 1 })).toEqual(LOUD);
  });
});

describe('FO-4: a host that moves on and on', () => {
  it('takes nobody along more often than every two seconds', () => {
    const moved = movedTo(followStart, 0, 99_500);
    expect(step({}, moved)).toEqual({ do: 'nothing', againMs: 1_500 });
    expect(step({ now: 101_500 }, moved)).toEqual({ do: 'go' });
  });

  it('nor more than five times a minute', () => {
    let state = followStart;
    for (let film = 0; film < 7; film++) state = movedTo(state, film, 50_000 + film * 3_000);
    expect(state.moves).toHaveLength(5);
    expect(step({ film: 9, now: 75_000 }, state)).toEqual(LOUD);
    expect(step({ film: 9, now: 200_000 }, state)).toEqual({ do: 'go' });
  });
});

describe('FO-5: the last film has just run out', () => {
  it('a page that goes on by itself has a little time before it is taken along', () => {
    expect(step({ rolling: true })).toEqual({ do: 'nothing', againMs: 3_000 });
    expect(step({ rolling: true, sinceMs: 3_000 })).toEqual({ do: 'go' });
  });

  it('and more before anybody is asked', () => {
    expect(step({ rolling: true, sinceMs: 3_000, mode: 'ask' })).toEqual({ do: 'nothing', againMs: 9_000 });
    expect(step({ rolling: true, sinceMs: 12_000, mode: 'ask' })).toEqual(LOUD);
  });
});

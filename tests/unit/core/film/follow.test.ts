import { describe, expect, it } from 'vitest';
import {
  answered,
  type Destination,
  type FollowMoment,
  type FollowState,
  followStart,
  followStep,
  movedTo,
  settledOn,
  wayTo,
} from '../../../../lib/core/film/follow';

const moment = (change: Partial<FollowMoment> = {}): FollowMoment => ({
  now: 100_000,
  film: 1,
  match: 'other',
  sinceMs: 0,
  rolling: false,
  mode: 'always',
  way: 'unasked',
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
  it('FO-2: who follows is asked where the way is not an unasked one', () =>
    expect(step({ way: 'ask' })).toEqual(LOUD));
  it('FO-7: or finds out, having said to stay on this site', () => {
    expect(step({ way: 'quiet' })).toEqual(QUIET);
    // Who wants to be asked each time is.
    expect(step({ way: 'quiet', mode: 'ask' })).toEqual(LOUD);
  });

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

describe('how a member who goes along gets there', () => {
  const there: Destination = {
    from: 'https://a.example/1',
    to: 'https://a.example/2',
    key: 'a:2',
    watchPage: { key: 'a:2' },
    filmSeen: true,
  };
  const way = (change: Partial<Destination> = {}, state: FollowState = followStart) =>
    wayTo(state, { ...there, ...change });
  const GENERIC = { watchPage: undefined } as const;

  it('FO-6: at once to a watch page of the site that shows what the host says', () => expect(way()).toBe('unasked'));

  it.each<[string, Partial<Destination>]>([
    ['FO-2: to another site', { to: 'https://b.example/2' }],
    ['FO-2: from a page that nobody knows', { from: '' }],
    ['FO-6: to a page of the site that shows no film', { watchPage: 'none' }],
    ['FO-6: to another film than the host says', { watchPage: { key: 'a:3' } }],
    ['FO-6: where no film has been', { filmSeen: false }],
    ['FO-7: on a site of which nothing is known', GENERIC],
  ])('asked %s', (_, change) => expect(way(change)).toBe('ask'));

  it('FO-7: by the last answer on a site of which nothing is known, and on no other', () => {
    const goes = answered(followStart, 'go', 1, 'a.example');
    expect(goes.settled).toBe(1);
    expect([way(GENERIC, goes), way({ ...GENERIC, filmSeen: false }, goes)]).toEqual(['unasked', 'ask']);
    const stays = answered(goes, 'stay', 2, 'a.example');
    expect([stays.stayed, way(GENERIC, stays)]).toEqual([2, 'quiet']);
    expect(way(GENERIC, answered(followStart, 'go', 1, 'b.example'))).toBe('ask');
    // An answer of who is asked each time is for this film.
    expect(way(GENERIC, answered(followStart, 'go', 1, undefined))).toBe('ask');
  });

  it('FO-8: asked everywhere once a page has led on to another site, until the person goes there', () => {
    const strayed: FollowState = { ...followStart, strayed: { film: 1, url: 'https://evil.example/' } };
    expect(way({}, strayed)).toBe('ask');
    expect(step({ film: 1, match: 'unsettled', rolling: true }, strayed)).toEqual(LOUD);
    expect(step({ film: 1, mode: 'never' }, strayed)).toEqual(QUIET);
    const stays = answered(strayed, 'stay', 1, 'a.example');
    expect([step({ film: 1 }, stays), way({}, stays)]).toEqual([QUIET, 'ask']);
    expect(way({}, answered(strayed, 'go', 1, 'a.example'))).toBe('unasked');
  });
});

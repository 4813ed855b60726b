import { describe, expect, test } from 'vitest';
import { boundShift, SHIFT_MAX_S } from '../../../../lib/core/film/shifts';
import { inRoomPlaces, roundOf, toOwnPlace } from '../../../../lib/core/timeline/own-place';
import { Desk, midFilm, words } from '../../../helpers/model-desk';

test.each<[unknown, number]>([
  [12.3, 12.3],
  [0.1 + 0.2, 0.3],
  [-0.001, 0],
  [1e9, SHIFT_MAX_S],
  [-1e9, -SHIFT_MAX_S],
  [Number.NaN, 0],
  [Number.POSITIVE_INFINITY, 0],
  ['12', 0],
  [undefined, 0],
])('CU-2: a shift of %s is taken for %s', (from, to) => {
  expect(boundShift(from)).toBe(to);
});

test.each([
  [{ loop: true, duration: 60 }, 60],
  [{ loop: false, duration: 60 }, undefined],
  [{ loop: true, duration: 0.5 }, undefined],
  [{ loop: true, duration: Number.NaN }, undefined],
  [{ loop: true, duration: Number.POSITIVE_INFINITY }, undefined],
])('LO-1: a round of %j is %s', (view, round) => {
  expect(roundOf({ ...midFilm, ...view })).toBe(round);
});

test('CU-1: places are shifted there and back', () => {
  const own = { shiftS: 12, roundS: undefined };
  expect(inRoomPlaces({ ...midFilm, position: 100, bufferedTo: 130, duration: 600 }, own, 0)).toMatchObject({
    position: 88,
    bufferedTo: 118,
    duration: 588,
  });
  expect(toOwnPlace(88, own)).toBe(100);
  expect(toOwnPlace(5, { shiftS: -12, roundS: undefined })).toBe(0);
});

test.each([
  [5, 64, 65],
  [59, 61, 59],
  [1, 119.9, 121],
  [30, 1e4, 30 + 60 * 166],
])('LO-1: %s s into the loop, with the room at %s, is the room’s %s', (position, expected, place) => {
  const own = { shiftS: 0, roundS: 60 };
  const view = inRoomPlaces({ ...midFilm, position, duration: 60 }, own, expected);
  expect(view.position).toBeCloseTo(place, 9);
  expect(view.duration).toBeNaN();
  expect(toOwnPlace(view.position, own)).toBeCloseTo(position, 9);
});

test('LO-1: a shift before the loop’s beginning is its end', () => {
  expect(toOwnPlace(2, { shiftS: -5, roundS: 60 })).toBe(57);
});

/** In step with a room that plays, in a cut that is 12 s later. */
function shiftedDesk(shiftS = 12): Desk {
  const desk = new Desk();
  desk.shift(shiftS);
  desk.view = { ...midFilm, position: 100 + shiftS };
  desk.room({ playback: { position: 100 } });
  desk.play(12_000, 250);
  return desk;
}

describe('CU-1: a player of another cut', () => {
  test('is in step where its own cut is', () => {
    const desk = shiftedDesk();
    expect(desk.report).toMatchObject({ state: 'in-sync', driftMs: 0 });
  });

  test('stops on the shifted frame', () => {
    const desk = shiftedDesk();
    expect(desk.room({ playback: { position: 200, paused: true } })).toEqual([
      { type: 'pause' },
      { type: 'seek', position: 212 },
    ]);
  });

  test('tells its own presses in the room’s places', () => {
    const desk = shiftedDesk();
    const [intent] = desk.player('seeking', { position: 312, seeking: true });
    expect(intent).toMatchObject({ type: 'intent', cause: 'seek', playback: { position: 300 } });
  });
});

describe('CU-2: shifting', () => {
  test('a playing player is sought to its place', () => {
    const desk = shiftedDesk(0);
    desk.shift(30);
    const seek = desk.until('seek');
    expect(seek.position - desk.view.position).toBeGreaterThan(29);
  });

  test('a player at rest as well, also after it has refused to be moved before', () => {
    const desk = shiftedDesk(0);
    desk.room({ playback: { position: 200, paused: true } });
    const seeks = () => words([...Array(6)].flatMap(() => desk.tick(100, { paused: true, position: 190 })));
    expect(seeks()).toEqual(['seek', 'seek']);
    desk.shift(1);
    expect(desk.tick(100)).toEqual([{ type: 'seek', position: 201 }]);
  });

  test('to where it is already does nothing', () => {
    const desk = shiftedDesk();
    const before = desk.whole;
    desk.shift(12);
    expect(desk.whole).toBe(before);
  });
});

describe('CU-3: where the room is before the beginning of this player’s cut', () => {
  const early = (playback: object) => {
    const desk = new Desk();
    desk.shift(-20);
    desk.view = { ...midFilm, position: 3 };
    return [desk, desk.room({ playback: { position: 10, ...playback } })] as const;
  };

  test('it stands at its beginning, and starts in time', () => {
    const [desk, effects] = early({ paused: false });
    expect(effects).toEqual([{ type: 'pause' }, { type: 'seek', position: 0 }]);
    expect(desk.wakes).toEqual([8_000]);
    expect(desk.tick(8_100, { position: 0, paused: true })).toEqual([]);
    const effects2 = desk.tick(1_850, { readyState: 4 });
    expect(words(effects2)).toContain('play');
  });

  test('it stands there when the room stands', () => {
    const [desk] = early({ paused: true });
    expect(desk.tick(100, { paused: true, position: 0 })).toEqual([]);
    expect(desk.report).toMatchObject({ state: 'paused', driftMs: 0 });
  });
});

describe('LO-1: a film that loops', () => {
  const looping = () => {
    const desk = new Desk();
    desk.view = { ...midFilm, position: 55, duration: 60, loop: true };
    desk.room({ playback: { position: 55, roundS: 60 } });
    return desk;
  };

  test('is in step over the seam, which is nobody’s press', () => {
    const desk = looping();
    expect(desk.play(4_800, 100)).toEqual([]);
    // It is a little ahead, and comes to the end before the room does.
    expect(desk.player('seeking', { position: 0, seeking: true })).toEqual([]);
    expect(desk.player('seeked', { position: 0, seeking: false })).toEqual([]);
    desk.now += 200;
    expect(desk.play(3_000, 100)).toEqual([]);
    expect(desk.report).toMatchObject({ state: 'in-sync', driftMs: 0 });
  });

  test('a person may go to its beginning', () => {
    const desk = looping();
    desk.play(2_500, 100);
    expect(words(desk.player('seeking', { position: 0, seeking: true }))).toEqual(['intent']);
  });

  test('makes the room go round by its own presses', () => {
    const desk = looping();
    const [pause] = desk.player('pause', { paused: true });
    expect(pause).toMatchObject({ type: 'intent', playback: { roundS: 60 } });
    const first = new Desk();
    first.view = { ...midFilm, position: 59, duration: 60, loop: true };
    first.room({ playback: { position: 59 } });
    first.now += 1_000;
    expect(first.player('seeking', { position: 0, seeking: true })).toMatchObject([
      { cause: 'seek', playback: { position: 0, roundS: 60 } },
    ]);
  });

  test('takes a player along that does not loop by itself', () => {
    const desk = new Desk();
    desk.view = { ...midFilm, position: 55, duration: 60.2 };
    desk.room({ playback: { position: 55, roundS: 60 } });
    desk.tick(4_800);
    expect(desk.player('pause', { position: 60.2, paused: true, ended: true })).toEqual([]);
    expect(words(desk.tick(400))).toContain('play');
    expect(desk.player('pause', { position: 30, paused: true, ended: false })).toMatchObject([
      { playback: { roundS: 60 } },
    ]);
  });

  test('is not that of a player with another film', () => {
    const desk = new Desk();
    desk.view = { ...midFilm, position: 55, duration: 90 };
    expect(desk.room({ playback: { position: 130, paused: true, roundS: 60 } })).toContainEqual({
      type: 'seek',
      position: 90,
    });
  });

  test('is sought within its round', () => {
    const desk = looping();
    expect(desk.room({ playback: { position: 130, paused: true, roundS: 60 } })).toEqual([
      { type: 'pause' },
      { type: 'seek', position: 10 },
    ]);
  });
});

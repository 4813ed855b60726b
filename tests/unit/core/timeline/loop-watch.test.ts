import { describe, expect, test } from 'vitest';
import { isSwitchedOff, noLoop, watchLoop } from '../../../../lib/core/timeline/loop-watch';
import { Desk, midFilm } from '../../../helpers/model-desk';

const looks = (loop: boolean, readyState = 4) => ({ loop, readyState });
const round = { roundS: 60 };

describe('LO-2: what a player and its room go round by', () => {
  const going = watchLoop(noLoop, looks(true), round);

  test('is known once a film is there', () => {
    expect(watchLoop(noLoop, looks(true, 0), undefined)).toBe(noLoop);
    expect(watchLoop(going, looks(false, 0), round)).toBe(going);
  });

  test('is switched off by the person here', () => {
    const off = watchLoop(going, looks(false), round);
    expect(isSwitchedOff(going, off)).toBe(true);
    expect(isSwitchedOff(off, watchLoop(off, looks(false), round))).toBe(false);
    expect(isSwitchedOff(noLoop, watchLoop(noLoop, looks(false), round))).toBe(false);
  });

  test('was the player’s alone', () => {
    const alone = watchLoop(noLoop, looks(true), {});
    expect(isSwitchedOff(alone, watchLoop(alone, looks(false), {}))).toBe(false);
  });

  test('is over where the room has stopped, until either begins again', () => {
    const over = watchLoop(going, looks(true), {});
    expect(over.over).toBe(true);
    expect(watchLoop(over, looks(true), round).over).toBe(false);
    const off = watchLoop(over, looks(false), {});
    expect([off.over, watchLoop(off, looks(true), {}).over]).toEqual([true, false]);
  });

  test('is not over while the player is let alone', () => {
    expect(watchLoop(going, looks(true), undefined)).toBe(going);
  });
});

describe('LO-2: a loop that somebody ends', () => {
  const looping = (more = {}) => {
    const desk = new Desk();
    desk.view = { ...midFilm, position: 55, duration: 60, loop: true };
    desk.room({ playback: { position: 55, roundS: 60 }, ...more });
    desk.play(2_000, 100);
    return desk;
  };
  const intents = (effects: ReturnType<Desk['run']>) => effects.filter(({ type }) => type === 'intent');

  test('by switching it off in the player is told at once, and no more after that', () => {
    const desk = looping();
    const [told, ...more] = intents(desk.tick(100, { loop: false }));
    expect(told).toMatchObject({ cause: 'seek', playback: { position: expect.closeTo(57, 0), paused: false } });
    expect(told).not.toHaveProperty('playback.roundS');
    expect([...more, ...intents(desk.tick(100))]).toEqual([]);
  });

  test.each([
    ['who may not drive', { canControl: false }],
    ['in a room that does not go round', { playback: {} }],
  ])('is not told by %s', (_, more) => {
    const desk = looping(more);
    expect(intents(desk.tick(100, { loop: false }))).toEqual([]);
  });

  test('is not told while another press is on its way, nor without a clock', () => {
    const pressed = looping();
    expect(intents(pressed.player('seeking', { position: 20, seeking: true }))).toHaveLength(1);
    expect(intents(pressed.tick(100, { loop: false }))).toEqual([]);
    const clockless = looping();
    clockless.clock = undefined;
    expect(intents(clockless.tick(100, { loop: false }))).toEqual([]);
  });

  test('is over for a player that still loops by itself: its next press does not say so again', () => {
    const desk = looping();
    desk.room({ playback: { position: 30 } });
    desk.play(500, 100);
    const [pause] = intents(desk.player('pause', { paused: true }));
    expect(pause).not.toHaveProperty('playback.roundS');
  });

  test('and that player is put to rest at the film’s end; that it begins again by itself is no press', () => {
    const desk = looping();
    desk.room({ playback: { position: 57 } });
    desk.view = { ...desk.view, position: 57 };
    desk.play(2_500, 100);
    expect(desk.tick(300, { position: 59.8 })).toContainEqual({ type: 'pause' });
    expect(intents(desk.player('seeking', { position: 0, seeking: true }))).toEqual([]);
    expect(desk.tick(2_500, { paused: true, position: 0.1, seeking: false })).toContainEqual({
      type: 'seek',
      position: 60,
    });
  });
});

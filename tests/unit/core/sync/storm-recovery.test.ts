import { describe, expect, test } from 'vitest';
import { type Desk, inStep, words } from '../../../helpers/model-desk';

/** The page stops its player four times in a row, each time for as long, s: the first two flips are told, the rest is not. */
function storm(desk: Desk, eachS: number) {
  desk.player('pause', { paused: true });
  desk.now += eachS * 1000;
  desk.player('play', { paused: false });
  desk.room({ playback: { ...desk.state.pending?.playback } });
  for (let i = 0; i < 3; i++) {
    desk.play(100, 25);
    desk.player('pause', { paused: true });
    desk.tick(eachS * 1000);
    desk.player('playing', { paused: false });
  }
}

/** What is done until readings say something, and no longer. */
const firstCure = (desk: Desk) => words(desk.play(400, 25)).slice(0, 1);
const justSought = (desk: Desk) => {
  desk.state = { ...desk.state, seekCoolUntil: desk.now + 30_000, seekCooldownMs: 30_000 };
};

describe('CO-20: what a page’s own stops leave behind', () => {
  test('is sought at once, however short ago the last seek was', () => {
    const desk = inStep();
    justSought(desk);
    storm(desk, 0.1);
    expect(firstCure(desk)).toEqual(['seek']);
  });

  test('is nudged where it is little', () => {
    const desk = inStep();
    storm(desk, 0.03);
    expect(firstCure(desk)).toEqual(['rate']);
  });

  test('is not sought time and again: the page may do so after each seek', () => {
    const desk = inStep();
    storm(desk, 0.1);
    const seek = desk.until('seek');
    desk.player('seeking', { seeking: true, position: seek.position }, true);
    desk.player('seeked', { seeking: false }, true);
    storm(desk, 0.1);
    expect(firstCure(desk)).toEqual(['rate']);
    desk.play(10_000, 25);
    justSought(desk);
    storm(desk, 0.1);
    expect(firstCure(desk)).toEqual(['seek']);
  });

  test('is left alone as far as its site’s player is better left alone', () => {
    const desk = inStep();
    desk.traits = { ...desk.traits, nudges: false, toleranceS: 1 };
    storm(desk, 0.1);
    expect(firstCure(desk)).toEqual([]);
  });

  test('counts for nothing where the player was not ready: a seek of ours may be why', () => {
    const desk = inStep();
    justSought(desk);
    desk.player('pause', { paused: true, readyState: 2 });
    desk.tick(300);
    desk.player('playing', { paused: false, readyState: 4 });
    expect(firstCure(desk)).toEqual(['rate']);
  });

  test('ends with a seek for another reason', () => {
    const desk = inStep();
    storm(desk, 0.1);
    expect(words(desk.room({ playback: { position: 400 } }))).toEqual(['seek']);
    expect(desk.state.stormRecovery.pending).toBe(false);
  });
});

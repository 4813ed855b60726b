import { describe, expect, test } from 'vitest';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import type { SyncEffect } from '../../../../lib/core/sync/step-io';
import { type Desk, inStep, words } from '../../../helpers/model-desk';

/** Until `seeked`, ms. */
const LANDS_MS = 50;

/** The whole film is buffered. */
const COVERED = { bufferedTo: 600 };

/** How far ahead a seek was aimed, and what was done once it had landed. */
interface Sought {
  readonly leadMs: number;
  readonly then: readonly SyncEffect[];
}

/** Somebody jumps ahead; the player shows the place soon, and, where `dryMs` is given, runs dry there a moment later. */
function seekOnce(desk: Desk, dryMs = 0, view: Partial<PlayerView> = {}): Sought {
  desk.view = { ...desk.view, ...view };
  const from = desk.view.position;
  const [seek] = desk.room({ playback: { position: from + 100 } }).filter(({ type }) => type === 'seek');
  if (seek?.type !== 'seek') throw new Error('no seek');
  desk.player('seeking', { seeking: true, position: seek.position, readyState: 1 }, true);
  desk.now += LANDS_MS;
  desk.player('seeked', { seeking: false, readyState: 4 }, true);
  let then = desk.play(225, 25);
  if (dryMs > 0) {
    desk.player('waiting', { readyState: 2 });
    desk.now += dryMs;
    desk.player('playing', { readyState: 4 });
    then = desk.play(225, 25);
  }
  // What is left is cured, and long over when the next jump comes.
  desk.state = { ...desk.state, phase: { kind: 'following' } };
  desk.view = { ...desk.view, paused: false, rate: 1, position: from + 100 };
  return { leadMs: (seek.position - from - 100) * 1_000, then };
}

describe('CO-6: what a seek costs', () => {
  test('is learned from the first in full, then half-way', () => {
    const desk = inStep();
    seekOnce(desk);
    expect(desk.state.seekLeadMs).toBeCloseTo(LANDS_MS, 0);
    desk.state = { ...desk.state, seekLeadMs: 150 };
    expect(seekOnce(desk).leadMs).toBeCloseTo(150, 0);
    expect(desk.state.seekLeadMs).toBeCloseTo((150 + LANDS_MS) / 2, 0);
  });

  test('CO-24, CO-16: includes running dry right after it: once it may be a stall, twice in a row it is believed', () => {
    const desk = inStep();
    seekOnce(desk, 5_000);
    expect(desk.state.seekLeadMs).toBeLessThan(200);
    seekOnce(desk, 5_000);
    expect(desk.state.seekLeadMs).toBeGreaterThan(5_000);
    expect(seekOnce(desk, 5_000).leadMs).toBeGreaterThan(5_000);
  });

  test('CO-16: is believed at once where nothing had to be loaded, and sought anew without a wait', () => {
    const known = inStep();
    seekOnce(known);
    const { then } = seekOnce(known, 1_300, COVERED);
    expect(known.state.seekLeadMs).toBeGreaterThan(1_300);
    expect(words(then)).toContain('seek');
    const short = inStep();
    seekOnce(short);
    // The piece ends just behind the place.
    const waits = seekOnce(short, 1_300, { bufferedTo: short.view.position + 100.3 });
    expect(short.state.seekLeadMs).toBeLessThan(200);
    expect(words(waits.then)).not.toContain('seek');
  });

  test('is counted from where the seek really went (EC-2)', () => {
    const desk = inStep();
    const [seek] = desk.room({ playback: { position: 300 } }).filter(({ type }) => type === 'seek');
    const aim = seek?.type === 'seek' ? seek.position : Number.NaN;
    // The page goes by steps of ten seconds.
    desk.player('seeking', { seeking: true, position: aim - 3, readyState: 1 }, true);
    desk.now += LANDS_MS;
    desk.player('seeked', { seeking: false, readyState: 4 }, true);
    desk.play(225, 25);
    expect(desk.state.seekLeadMs).toBeCloseTo(LANDS_MS, 0);
  });

  test('a press here tells as well', () => {
    const desk = inStep({ leads: true });
    seekOnce(desk);
    desk.player('seeking', { seeking: true, position: 300, readyState: 1, ...COVERED });
    desk.room({ leads: true, playback: desk.state.pending?.playback ?? {} });
    desk.now += 5_000;
    desk.player('seeked', { seeking: false, readyState: 4 });
    desk.play(225, 25);
    expect(desk.state.seekLeadMs).toBeCloseTo(5_000, 0);
  });

  test('CO-17: varies where it is much: such a seek is aimed a tenth further ahead', () => {
    const desk = inStep();
    desk.state = { ...desk.state, seekLeadMs: 5_000 };
    expect(seekOnce(desk).leadMs).toBeCloseTo(5_500, 0);
  });

  describe('at rest, where it lands only after it was played', () => {
    /** A seek at rest that is played after a while, and lands so long after that. */
    const landsAfter = (desk: Desk, ms: number, view: Partial<PlayerView> = {}) => {
      desk.room({ playback: { paused: true } });
      desk.player('pause', { paused: true, ...view }, true);
      const [seek] = desk.room({ playback: { paused: false, position: desk.view.position + 100 } });
      if (seek?.type !== 'seek') throw new Error('no seek');
      desk.player('seeking', { seeking: true, position: seek.position, readyState: 1 }, true);
      expect(desk.tick(1_500)).toEqual([{ type: 'play' }]);
      desk.player('play', { paused: false }, true);
      desk.now += ms;
      desk.player('seeked', { seeking: false, readyState: 4 }, true);
      // The next time it is looked at whether it lands by itself.
      desk.state = { ...desk.state, seeksNeedPlay: false };
    };

    test('for want of that, it says nothing', () => {
      const desk = inStep();
      const { seekLeadMs } = desk.state;
      landsAfter(desk, 500, COVERED);
      landsAfter(desk, 500, COVERED);
      expect(desk.state).toMatchObject({ seekLeadMs, slowSeekMs: undefined });
    });

    test('CO-16: long after, it is slow: believed at once where nothing had to be loaded, else the second time', () => {
      const covered = inStep();
      landsAfter(covered, 4_000, COVERED);
      expect(covered.state.seekLeadMs).toBe(5_500);
      const desk = inStep();
      const { seekLeadMs } = desk.state;
      landsAfter(desk, 4_000);
      expect(desk.state.seekLeadMs).toBe(seekLeadMs);
      landsAfter(desk, 4_200);
      expect(desk.state.seekLeadMs).toBe(5_600);
    });
  });

  test('a stall at one seek of several is forgotten', () => {
    const desk = inStep();
    for (const dryMs of [5_000, 0, 0, 5_000, 0]) seekOnce(desk, dryMs);
    expect(desk.state.seekLeadMs).toBeLessThan(200);
  });

  test('CO-16: two stalls of very different length say nothing', () => {
    const desk = inStep();
    for (const dryMs of [1_500, 6_000]) seekOnce(desk, dryMs);
    expect(desk.state.seekLeadMs).toBeLessThan(200);
  });

  test('a stall longer than any seek is none', () => {
    const desk = inStep();
    for (const dryMs of [9_000, 9_000]) seekOnce(desk, dryMs);
    expect(desk.state.seekLeadMs).toBeLessThan(200);
  });

  test('a slow player that is slow no more is believed as the next seek begins', () => {
    const desk = inStep();
    desk.state = { ...desk.state, seekLeadMs: 5_000 };
    seekOnce(desk);
    expect(desk.state.seekLeadMs).toBe(5_000);
    expect(seekOnce(desk).leadMs).toBeLessThan(200);
  });

  test('CO-24: a player that runs dry long after a seek has not sought slowly', () => {
    const desk = inStep();
    seekOnce(desk);
    const { seekLeadMs } = desk.state;
    desk.play(5_000);
    desk.player('waiting', { readyState: 2 });
    expect(desk.state.measuring).toBeUndefined();
    expect(desk.state.seekLeadMs).toBe(seekLeadMs);
  });
});

test('CO-17: where a seek takes long, a player that is ahead by as much stands still instead', () => {
  const desk = inStep();
  desk.state = { ...desk.state, seekLeadMs: 5_000 };
  const { position } = desk.view;
  expect(desk.room({ playback: { position: position - 4 } })).toContainEqual({ type: 'pause' });
  const quick = inStep();
  expect(quick.room({ playback: { position: quick.view.position - 4 } }).map(({ type }) => type)).toContain('seek');
});

import { describe, expect, test } from 'vitest';
import { type Desk, inStep } from '../helpers/model-desk';

/** Until `seeked`, ms. */
const LANDS_MS = 50;

/** Somebody jumps ahead; the player shows the place soon, and, where `dryMs` is given, runs dry there a moment later. */
function seekOnce(desk: Desk, dryMs = 0): { readonly leadMs: number } {
  const from = desk.view.position;
  const [seek] = desk.room({ playback: { position: from + 100 } }).filter(({ type }) => type === 'seek');
  if (seek?.type !== 'seek') throw new Error('no seek');
  desk.player('seeking', { seeking: true, position: seek.position, readyState: 1 }, true);
  desk.now += LANDS_MS;
  desk.player('seeked', { seeking: false, readyState: 4 }, true);
  desk.play(225, 25);
  if (dryMs > 0) {
    desk.player('waiting', { readyState: 2 });
    desk.now += dryMs;
    desk.player('playing', { readyState: 4 });
    desk.play(225, 25);
  }
  // What is left is cured, and long over when the next jump comes.
  desk.state = { ...desk.state, phase: { kind: 'following' } };
  desk.view = { ...desk.view, paused: false, rate: 1, position: from + 100 };
  return { leadMs: (seek.position - from - 100) * 1_000 };
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

  test('includes running dry right after it: once it may be a stall, twice in a row it is believed', () => {
    const desk = inStep();
    seekOnce(desk, 5_000);
    expect(desk.state.seekLeadMs).toBeLessThan(200);
    seekOnce(desk, 5_000);
    expect(desk.state.seekLeadMs).toBeGreaterThan(5_000);
    expect(seekOnce(desk, 5_000).leadMs).toBeGreaterThan(5_000);
  });

  test('a stall at one seek of several is forgotten', () => {
    const desk = inStep();
    for (const dryMs of [5_000, 0, 0, 5_000, 0]) seekOnce(desk, dryMs);
    expect(desk.state.seekLeadMs).toBeLessThan(200);
  });

  test('two stalls of very different length say nothing', () => {
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

  test('a player that runs dry long after a seek has not sought slowly', () => {
    const desk = inStep();
    seekOnce(desk);
    const { seekLeadMs } = desk.state;
    desk.play(5_000);
    desk.player('waiting', { readyState: 2 });
    expect(desk.state.landing).toBeUndefined();
    expect(desk.state.seekLeadMs).toBe(seekLeadMs);
  });
});

test('CO-5: where a seek takes long, a player that is ahead by as much stands still instead', () => {
  const desk = inStep();
  desk.state = { ...desk.state, seekLeadMs: 5_000 };
  const { position } = desk.view;
  expect(desk.room({ playback: { position: position - 4 } })).toContainEqual({ type: 'pause' });
  const quick = inStep();
  expect(quick.room({ playback: { position: quick.view.position - 4 } }).map(({ type }) => type)).toContain('seek');
});

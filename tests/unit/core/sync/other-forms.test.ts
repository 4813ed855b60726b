import { describe, expect, test } from 'vitest';
import type { SyncEffect } from '../../../../lib/core/sync/step-io';
import { type Desk, inStep, words } from '../../../helpers/model-desk';

/**
 * The kinds of `page-doings`, in other sizes, at other moments, two of them at once, and at the host: what a page does to its
 * player by itself moves nobody, whoever's page it is.
 */
describe.each([
  ['a guest', false],
  ['the host', true],
] as const)('the page of %s', (_, leads) => {
  const here = (): Desk => {
    const desk = inStep({ leads });
    desk.view = { ...desk.view, userActive: false };
    return desk;
  };
  const causes = (effects: readonly SyncEffect[]) =>
    effects.flatMap((effect) => (effect.type === 'intent' ? [effect.cause] : []));
  const jumps = (desk: Desk, byS: number) => {
    const position = desk.view.position + byS;
    const told = causes(desk.player('seeking', { seeking: true, position }));
    desk.now += 30;
    return [...told, ...causes(desk.player('seeked', { seeking: false, position, readyState: 4 }))];
  };
  const dries = (desk: Desk, forMs: number) => {
    desk.player('waiting', { readyState: 2 });
    for (let t = 0; t < forMs; t += 250) desk.tick(250);
  };

  test.each([0.05, 0.2, 0.49, -0.2, -1.4])('IN-16: nudges itself by %d s, three times in a row', (byS) => {
    const desk = here();
    const told: string[] = [];
    for (let i = 0; i < 3; i++) {
      told.push(...jumps(desk, byS));
      told.push(...causes(desk.play(500)));
    }
    expect(told).toEqual([]);
  });

  test.each([-0.6, -2.5, 0.4, 1.4])('IN-31: goes by %d s once more while we hold it for the step before', (byS) => {
    const desk = here();
    expect(jumps(desk, 0.3)).toEqual([]);
    const held = desk.player('pause', { paused: true }, true);
    expect(words(held)).toEqual([]);
    expect(desk.state.phase.kind).toBe('waiting-for-room');
    desk.now += 50;
    expect(jumps(desk, byS)).toEqual([]);
  });

  test('IN-8, IN-31: skips a piece while we hold it for the step before', () => {
    const desk = here();
    jumps(desk, 0.5);
    desk.player('pause', { paused: true }, true);
    const { position } = desk.view;
    const effects = desk.player('seeking', { seeking: true, position: position + 12 });
    effects.push(...desk.player('seeked', { seeking: false }));
    expect(causes(effects)).toEqual([]);
    expect(effects).toContainEqual({ type: 'skip', to: position + 12 });
  });

  test.each([-2.5, -1, 1.2])('IN-31: goes by %d s once more before its seek has landed', (byS) => {
    const desk = here();
    const { position } = desk.view;
    const told = causes(desk.player('seeking', { seeking: true, position: position + byS }));
    desk.now += 40;
    told.push(...causes(desk.player('seeking', { position: position + 2 * byS })));
    desk.now += 40;
    told.push(...causes(desk.player('seeked', { seeking: false })));
    expect(told).toEqual([]);
  });

  test('IN-31: steps on from where a seek of ours is about to take it', () => {
    const desk = here();
    jumps(desk, -2.8);
    const { position } = desk.until('seek');
    desk.player('seeking', { seeking: true, position }, true);
    desk.now += 20;
    expect(jumps(desk, 0.4)).toEqual([]);
  });

  test('IN-31: catches up by itself with what it has fallen behind', () => {
    const desk = here();
    desk.slip(-12);
    desk.tick(50);
    expect(jumps(desk, 8)).toEqual([]);
    const far = here();
    far.slip(-12);
    far.tick(50);
    expect(jumps(far, -8)).toEqual(['seek']);
  });

  test('IN-8: skips a piece from a little behind the room', () => {
    const desk = here();
    desk.slip(-0.2);
    desk.tick(50);
    const { position } = desk.view;
    expect(jumps(desk, 1.6)).toEqual([]);
    expect(desk.state.skip).toMatchObject({ to: position + 1.6 });
  });

  test.each([250, 1_000, 8_000, 14_000])(
    'IN-16: gets over a stall of %d ms, twice, by nudges and by a leap',
    (forMs) => {
      const desk = here();
      dries(desk, forMs);
      expect([...jumps(desk, 0.1), ...jumps(desk, 0.2), ...jumps(desk, 4)]).toEqual([]);
      expect(causes(desk.play(1_000))).toEqual([]);
      dries(desk, forMs);
      expect(jumps(desk, -0.5)).toEqual([]);
      expect(causes(desk.play(5_000))).toEqual([]);
    },
  );

  test('IN-15, IN-16: waits by rate 0 as its player is dry, and leaps as it goes on', () => {
    const desk = here();
    desk.player('waiting', { readyState: 2 });
    expect(causes(desk.player('ratechange', { rate: 0 }))).toEqual([]);
    expect(causes(desk.play(3_000))).toEqual([]);
    expect(causes(desk.player('ratechange', { rate: 1, readyState: 4 }))).toEqual([]);
    expect(jumps(desk, 1.2)).toEqual([]);
    expect(causes(desk.play(5_000))).toEqual([]);
  });

  test('IN-15: stops by rate 0 again and again', () => {
    const desk = here();
    const told: string[] = [];
    for (let i = 0; i < 6; i++) {
      told.push(...causes(desk.player('ratechange', { rate: 0 })), ...causes(desk.play(700)));
      told.push(...causes(desk.player('ratechange', { rate: 1 })), ...causes(desk.play(700)));
    }
    expect(told).toEqual([]);
  });

  test.each([3, -40, Number.NaN])('IN-1: its film’s length changes by %d s, again and again, while it plays', (byS) => {
    const desk = here();
    const told: string[] = [];
    for (let i = 0; i < 8; i++) {
      told.push(...causes(desk.player('duration', { duration: desk.view.duration + byS })));
      told.push(...causes(desk.play(500, 250)));
    }
    expect(told).toEqual([]);
  });

  test('IN-21: goes by its window, again and again, a moment after it', () => {
    const desk = here();
    const told: string[] = [];
    for (let i = 0; i < 4; i++) {
      told.push(...causes(desk.player('pause', { paused: true, focus: { at: desk.now - 120, to: 'back' } })));
      desk.player('play', { paused: false }, true);
      told.push(...causes(desk.play(5_000, 250)));
      told.push(...causes(desk.player('play', { paused: false, focus: { at: desk.now - 120, to: 'front' } })));
    }
    expect(told).toEqual([]);
  });

  test('IN-2, IN-17: loads the same film anew, plays it, and goes to its bookmark', () => {
    const desk = here();
    desk.player('emptied', { readyState: 0, position: 0, paused: true });
    desk.now += 300;
    const told = causes(desk.player('loaded', { readyState: 1 }));
    desk.now += 900;
    told.push(...causes(desk.player('play', { paused: false, readyState: 4 })));
    desk.now += 700;
    told.push(...jumps(desk, 250));
    expect(told).toEqual([]);
  });

  test.each([1, 0.5, 2])('IN-18: writes over our rate with %d, whoever chooses one', (own) => {
    const desk = here();
    const told: string[] = [];
    for (const rate of [1.25, 1.5, 1.75]) {
      desk.room({ leads, playback: { rate } });
      desk.player('ratechange', { rate }, true);
      desk.now += 100;
      told.push(...causes(desk.player('ratechange', { rate: own })));
      told.push(...causes(desk.play(2_000, 250)));
    }
    // Once it may be a person's.
    expect(told.length).toBeLessThanOrEqual(1);
  });

  test.each([100, 700, 1_400])('IN-18: puts back what it had %d ms after our rate, twice: it insists', (afterMs) => {
    const desk = here();
    desk.room({ leads, playback: { rate: 1.5 } });
    const told: string[] = [];
    for (let i = 0; i < 2; i++) {
      desk.player('ratechange', { rate: 1.5 }, true);
      desk.play(afterMs);
      told.push(...causes(desk.player('ratechange', { rate: 1 })));
    }
    told.push(...causes(desk.play(1_000)));
    expect(told).toEqual([]);
    expect(desk.report).toMatchObject({ reason: 'page-sets-speed' });
  });

  test('IN-18: puts back what it had, after a nudge of ours', () => {
    const desk = here();
    desk.room({ leads, playback: { rate: 1.5 } });
    desk.player('ratechange', { rate: 1.5 }, true);
    desk.play(400);
    desk.slip(-0.05);
    const nudge = desk.until('rate');
    expect(nudge.rate).toBeGreaterThan(1.5);
    desk.player('ratechange', { rate: nudge.rate }, true);
    desk.now += 20;
    const told = desk.player('ratechange', { rate: 1 });
    expect(causes(told)).toEqual([]);
    expect(told).toContainEqual({ type: 'rate', rate: 1.5 });
    desk.player('ratechange', { rate: 1.5 }, true);
    desk.now += 900;
    expect(causes(desk.player('ratechange', { rate: 1 }))).toEqual([]);
    expect(desk.report).toMatchObject({ reason: 'page-sets-speed' });
  });

  test('IN-32: keeps to another rate: the room goes on at it from where it is', () => {
    const desk = here();
    const { position } = desk.view;
    expect(causes(desk.player('ratechange', { rate: 2 }))).toEqual([]);
    const [intent] = desk.play(400, 100).filter((effect) => effect.type === 'intent');
    expect(intent?.playback.position).toBeCloseTo(position + 0.3, 1);
    desk.room({ leads, ack: desk.state.lastIntentId, playback: { ...intent?.playback } });
    expect(desk.state.disturbedByOwnPress).toBe(false);
  });

  test.each([20, 100, 400])('IN-20: pauses %d ms after each play of ours', (afterMs) => {
    const desk = here();
    const told: string[] = [];
    for (let i = 0; i < 4; i++) {
      desk.room({ leads, playback: { paused: true } });
      desk.player('pause', { paused: true }, true);
      desk.now += 3_000;
      const done = desk.room({ leads, playback: { paused: false } });
      // Known for what it is, it is not played any more.
      if (words(done).includes('play')) {
        desk.player('play', { paused: false }, true);
        desk.now += afterMs;
        told.push(...causes(desk.player('pause', { paused: true })));
      }
      told.push(...causes(desk.play(3_000, 250)));
    }
    expect(told.length).toBeLessThanOrEqual(1);
  });

  test.each([1 / 60, -1 / 24, 0.125])('IN-23: steps by %d s at rest are its person’s, each of them', (byS) => {
    const desk = inStep({ leads });
    desk.room({ leads, playback: { paused: true } });
    desk.player('pause', { paused: true }, true);
    const told: string[] = [];
    for (let i = 0; i < 5; i++) {
      desk.now += 200;
      told.push(...jumps(desk, byS));
    }
    expect(told.length).toBeGreaterThanOrEqual(5);
  });
});

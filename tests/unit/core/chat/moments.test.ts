import { describe, expect, test } from 'vitest';
import { addReaction, type Moments, mergeMoments } from '../../../../lib/core/chat/moments';
import { MOMENTS_MAX } from '../../../../lib/core/wire/chat-words';

describe('CH-11: moments of the film', () => {
  test('are the reactions of ten seconds, by sign', () => {
    let moments: Moments = addReaction([], 1, 12, 'laugh');
    for (const [at, sign] of [
      [19.9, 'laugh'],
      [20, 'laugh'],
      [13, 'wow'],
    ] as const) {
      moments = addReaction(moments, 1, at, sign);
    }
    moments = addReaction(addReaction(moments, 2, 12, 'laugh'), 2, 12, 'laugh');
    expect(moments).toEqual([
      { film: 1, at: 10, sign: 'laugh', count: 2 },
      { film: 1, at: 20, sign: 'laugh', count: 1 },
      { film: 1, at: 10, sign: 'wow', count: 1 },
      { film: 2, at: 10, sign: 'laugh', count: 2 },
    ]);
  });

  test('are bounded: the first makes room', () => {
    let moments: Moments = [];
    for (let at = 0; at < 2_000; at += 10) moments = addReaction(moments, 1, at, 'clap');
    expect([moments.length, moments[0]?.at]).toEqual([MOMENTS_MAX, 2_000 - MOMENTS_MAX * 10]);
  });

  test('that the host tells are put to those that were seen', () => {
    const own: Moments = [
      { film: 1, at: 10, sign: 'sad', count: 3 },
      { film: 1, at: 20, sign: 'sad', count: 1 },
    ];
    const told: Moments = [
      { film: 1, at: 10, sign: 'sad', count: 2 },
      { film: 1, at: 30, sign: 'sad', count: 5 },
    ];
    expect(mergeMoments(own, told)).toEqual([
      { film: 1, at: 20, sign: 'sad', count: 1 },
      { film: 1, at: 10, sign: 'sad', count: 3 },
      { film: 1, at: 30, sign: 'sad', count: 5 },
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { LIVE_BASE_S } from '../../../../lib/core/time/playback';
import { words } from '../../../helpers/model-desk';
import { SegmentDesk } from '../../../helpers/model-live-desk';

/** The host's page knows the edge so much later than this one, s. */
const BIAS_S = 1.2;

/** A guest that has watched for a while, in a room whose host is 10 s behind the edge as its page knows it. */
function guest(biasS = BIAS_S, before: (desk: SegmentDesk) => void = () => {}): SegmentDesk {
  const desk = new SegmentDesk();
  before(desk);
  desk.pass(8_000);
  desk.live(10, { playback: { landmarks: desk.told(biasS) } });
  return desk;
}

describe('LV-6: a stream whose segments both fetch', () => {
  test('is followed to the host’s own place in it, wherever the edge seems to be', () => {
    const desk = guest();
    expect(desk.behind).toBeCloseTo(10 + BIAS_S, 2);
    desk.pass(30_000);
    expect(Math.abs(desk.behind - 10 - BIAS_S)).toBeLessThan(0.003);
    expect(desk.view.rate).toBe(1);
  });

  test('LV-8: is followed by the nudges of a film', () => {
    const desk = guest();
    desk.pass(10_000);
    desk.behind += 0.1;
    const effects = desk.pass(6_000);
    expect(new Set(words(effects))).toEqual(new Set(['rate']));
    expect(effects[0]).toMatchObject({ nudge: 'resampled' });
    expect(effects.at(-1)).toEqual({ type: 'rate', rate: 1 });
    expect(Math.abs(desk.behind - 10 - BIAS_S)).toBeLessThan(0.003);
  });

  test('LV-8: what a seek leaves over is made good by a nudge, not by seek after seek', () => {
    const desk = guest();
    desk.pass(10_000);
    desk.behind += 2;
    expect(words(desk.pass(1_000))).toEqual(['seek']);
    desk.behind += 0.6;
    expect(new Set(words(desk.pass(20_000)))).toEqual(new Set(['rate']));
    expect(Math.abs(desk.behind - 10 - BIAS_S)).toBeLessThan(0.01);
  });

  test('LV-9: is sought at once where what is to be shown is buffered, or has been', () => {
    for (const away of [2, -2]) {
      const desk = guest();
      desk.pass(10_000);
      desk.behind += away;
      expect(words(desk.pass(1_000))).toEqual(['seek']);
      desk.pass(2_000);
      expect(Math.abs(desk.behind - 10 - BIAS_S)).toBeLessThan(0.01);
    }
  });

  test('LV-9: and else once it has had the time to come, and again soon after such a seek', () => {
    const desk = guest();
    desk.pass(10_000);
    desk.player('waiting', { readyState: 2 });
    desk.behind += 2;
    const bufferedTo = desk.edge - desk.behind + 1;
    expect(desk.pass(2_500, { readyState: 4, bufferedTo })).toEqual([]);
    expect(words(desk.pass(1_000, { bufferedTo }))).toEqual(['seek']);
    desk.behind += 0.9;
    const [effect, ...others] = desk.pass(3_000);
    expect(effect?.type).toBe('seek');
    expect(others).toEqual([]);
    expect(Math.abs(desk.behind - 10 - BIAS_S)).toBeLessThan(0.01);
  });

  test('LV-9: and again soon after it has run dry', () => {
    const desk = guest();
    desk.pass(10_000);
    desk.behind += 2;
    expect(words(desk.pass(1_000))).toEqual(['seek']);
    desk.look({ readyState: 2 });
    desk.behind += 0.6;
    expect(words(desk.pass(3_000, { readyState: 4 }))).toEqual([]);
    expect(words(desk.pass(1_500))).toEqual(['seek']);
  });

  test('another life of the host’s room place counts its places anew', () => {
    const desk = guest();
    desk.pass(4_000);
    expect(desk.whole.streamShift.matchedS).toBeDefined();
    desk.live(10, { epoch: 2, playback: { landmarks: [{ name: 1, place: LIVE_BASE_S }] } });
    expect(desk.whole.streamShift.matchedS).toBeUndefined();
  });

  test('but not where the person wants no nudges, nor at a rate of the player’s own', () => {
    const still = guest();
    still.pass(10_000);
    still.gentle = false;
    still.behind += 0.1;
    expect(still.pass(6_000)).toEqual([]);
    const own = guest();
    own.pass(10_000);
    own.view = { ...own.view, rate: 1.05 };
    own.behind += 0.1;
    expect(own.pass(1_000)).toEqual([]);
  });

  test('a page that puts every nudge back is let be', () => {
    const desk = guest();
    desk.pass(10_000);
    desk.behind += 0.1;
    const nudges = () => {
      const [effect] = desk.pass(25);
      if (effect) desk.view = { ...desk.view, rate: 1 };
      return effect !== undefined;
    };
    expect(Array.from({ length: 800 }, nudges).filter(Boolean).length).toBeLessThan(12);
    expect(desk.state.capabilities.refused.nudges).toBe(true);
  });

  test('LV-10: is waited for where the host has not told yet', () => {
    const desk = new SegmentDesk();
    desk.pass(8_000);
    desk.live(8);
    expect(desk.pass(6_000)).toEqual([]);
    desk.live(8, { playback: { landmarks: desk.told(2) } });
    expect(desk.pass(3_000)).toEqual([]);
    expect(desk.behind).toBe(10);
  });

  test('LV-10: but not for ever, nor where the room is far away', () => {
    const desk = new SegmentDesk();
    desk.pass(8_000);
    desk.live(8);
    expect(words(desk.pass(16_000))).toContain('rate');
    const far = new SegmentDesk();
    far.pass(8_000);
    far.live(40);
    expect(words(far.pass(6_000))).toEqual(['seek']);
  });

  test('takes a nudge back that was planned for another place', () => {
    const desk = new SegmentDesk();
    desk.pass(8_000);
    desk.live(8);
    desk.pass(16_000);
    expect(desk.view.rate).toBe(1.05);
    const { behind } = desk;
    desk.live(behind, { playback: { landmarks: desk.told(1.5) } });
    desk.pass(8_000);
    expect(desk.view.rate).toBe(1);
    expect(desk.behind).toBeCloseTo(behind + 1.5, 1);
  });

  test('LV-10: another stream’s segments, or another place’s, say nothing', () => {
    const desk = guest(40);
    expect(desk.pass(9_000)).toEqual([]);
    expect([desk.behind, desk.whole.streamShift.matchedS]).toEqual([10, undefined]);
    const foreign = guest(BIAS_S, (one) => {
      one.foreign = 0.5;
    });
    expect(foreign.pass(20_000)).toEqual([]);
  });
});

describe('LV-6: the host tells', () => {
  function host(): SegmentDesk {
    const desk = new SegmentDesk();
    desk.pass(8_000);
    desk.live(10, { leads: true });
    return desk;
  }

  test('where each segment ends, in the room’s places, and lays the room through its player', () => {
    const desk = host();
    desk.behind += 0.2;
    expect(desk.pass(4_000)).toEqual([]);
    const { anchor } = desk.report ?? {};
    expect(anchor?.landmarks?.length).toBeGreaterThan(1);
    for (const { name, place } of anchor?.landmarks ?? []) {
      expect(Math.abs(place - LIVE_BASE_S - name)).toBeLessThan(0.05);
    }
    const behind = LIVE_BASE_S + (anchor?.at ?? 0) / 1000 - (anchor?.position ?? 0);
    expect(behind).toBeCloseTo(10.2, 2);
  });

  test('LV-10: and keeps to it, whatever its edge comes to be', () => {
    const desk = host();
    desk.live(10 + BIAS_S, { leads: true, playback: { landmarks: desk.told(-BIAS_S) } });
    expect(desk.behind).toBe(10);
    expect(desk.pass(20_000)).toEqual([]);
    expect(Math.abs(desk.report?.driftMs ?? Number.NaN)).toBeLessThan(3);
  });

  test('soon where it has come out, having run dry', () => {
    const desk = host();
    desk.pass(2_000);
    desk.player('waiting', { readyState: 2 });
    desk.behind += 2.4;
    expect(desk.pass(600, { readyState: 4 })).toEqual([]);
    const { anchor } = desk.report ?? {};
    expect(LIVE_BASE_S + (anchor?.at ?? 0) / 1000 - (anchor?.position ?? 0)).toBeCloseTo(12.4, 2);
    expect(anchor?.landmarks?.length).toBeGreaterThan(1);
  });

  test('LV-10: and goes where somebody takes the room, at once, but waits after a load for what it has told', () => {
    for (const loaded of [false, true]) {
      const desk = host();
      desk.pass(12_000);
      if (loaded) desk.whole = { ...desk.whole, sync: { ...desk.whole.sync, loadedAt: desk.now } };
      desk.live(desk.behind + 2, { leads: true, change: 2, revision: 2 });
      expect(words(desk.pass(4_000))).toEqual(loaded ? [] : ['seek']);
    }
  });

  test('nothing anew while nothing is new', () => {
    const desk = host();
    desk.pass(4_000);
    const { anchor } = desk.report ?? {};
    if (!anchor) throw new Error('nothing told');
    desk.live(10, { leads: true, playback: anchor });
    desk.pass(25);
    expect(desk.report?.anchor).toBeUndefined();
    desk.pass(2_500);
    expect(desk.report?.anchor?.landmarks?.at(-1)?.name).not.toBe(anchor.landmarks?.at(-1)?.name);
  });

  test('only of what a stream’s element shows itself', () => {
    const desk = new SegmentDesk();
    desk.pass(8_000, { seekableEnd: Number.NaN });
    desk.live(10, { leads: true });
    desk.pass(4_000, { seekableEnd: Number.NaN });
    expect(desk.report?.anchor?.landmarks).toBeUndefined();
  });
});

test.each([
  ['plays at a rate that it is not laid through', { rate: 1.5 }, 0],
  ['is far from its room', {}, 4],
])('LV-6: a host that %s tells its segments all the same, and moves the room by nothing', (_, view, awayS) => {
  const desk = new SegmentDesk();
  desk.pass(8_000);
  desk.live(10, { leads: true });
  desk.behind += awayS;
  desk.reports = [];
  desk.look(view);
  const anchor = desk.reports.find((report) => report.anchor)?.anchor;
  expect(anchor?.landmarks?.length).toBeGreaterThan(0);
  expect((anchor?.position ?? 0) - desk.place(10)).toBeCloseTo(0, 6);
});

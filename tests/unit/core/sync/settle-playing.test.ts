import { describe, expect, test } from 'vitest';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import { Desk, inStep, midFilm, words } from '../../../helpers/model-desk';

/** A desk at rest in a paused room. */
function resting(more: Partial<PlayerView> = {}): Desk {
  const desk = new Desk();
  desk.view = { ...midFilm, paused: true, ...more };
  desk.room({ playback: { paused: true } });
  return desk;
}

test('SY-5: an older playback is ignored, but what it says of rights is of now', () => {
  const desk = inStep();
  const { revision } = desk.state.order ?? { revision: 0 };
  expect(words(desk.room({ revision: revision - 1, playback: { paused: true }, canControl: false }))).toEqual([]);
  expect(desk.state.order).toMatchObject({ revision, canControl: false, playback: { paused: false } });
  desk.room({ epoch: 0, revision: 99, playback: { paused: true } });
  expect(desk.state.order).toMatchObject({ epoch: 1, playback: { paused: false } });
  desk.room({ epoch: 2, revision: 0, playback: { paused: true } });
  expect(desk.state.order).toMatchObject({ epoch: 2, playback: { paused: true } });
});

test('an older order before there was any playback', () => {
  const desk = new Desk();
  const order = {
    leads: false,
    canControl: true,
    driver: '',
    epoch: 1,
    change: 0,
    ack: 0,
    together: false,
    waiting: [],
  } as const;
  desk.run({ type: 'order', order: { ...order, revision: 5 } });
  desk.run({ type: 'order', order: { ...order, revision: 4 } });
  expect(desk.state.order).toEqual({ ...order, revision: 5 });
});

test.each([
  [1, 'resampled'],
  [1.25, 'stretched'],
])('CO-23: at the rate %d a nudge is %s', (rate, nudge) => {
  const desk = inStep();
  desk.view = { ...desk.view, rate };
  desk.room();
  desk.play(3_000);
  desk.slip(-0.02);
  expect(desk.until('rate')).toMatchObject({ nudge });
});

describe('SY-2: pause', () => {
  test('stops at once and settles on the exact position', () => {
    const desk = inStep();
    const effects = desk.room({ playback: { paused: true, position: 111.9 } });
    expect(effects).toEqual([{ type: 'pause' }, { type: 'seek', position: 111.9 }]);
    expect(desk.report).toMatchObject({ state: 'paused' });
    expect(words(desk.tick(50, { paused: true, seeking: true }))).toEqual([]);
    expect(words(desk.tick(50, { seeking: false, position: 111.9 }))).toEqual([]);
  });

  test('takes a nudge back', () => {
    const desk = inStep();
    desk.slip(-0.02);
    desk.until('rate');
    expect(desk.room({ playback: { paused: true, rate: 1 } })).toContainEqual(
      expect.objectContaining({ type: 'rate', rate: 1 }),
    );
  });

  test('SY-6: a player that snaps back is sought three times, and again after a press', () => {
    const desk = resting();
    const seeks = () => Array.from({ length: 8 }, () => desk.tick(100, { position: 103 })).flat().length;
    expect(seeks()).toBe(3);
    desk.room({ playback: { paused: true, position: 100 } });
    expect(seeks()).toBe(2);
  });

  test('SY-6: and once more every 10 s: it may have been busy with its person, or hung', () => {
    const desk = resting();
    const seeks = (looks: number) =>
      Array.from({ length: looks }, () => desk.tick(100, { position: 103 })).flat().length;
    expect(seeks(30)).toBe(3);
    expect(seeks(200)).toBe(2);
  });
});

test('SY-6: what a page does as it loads does not use that up', () => {
  const desk = resting();
  desk.player('loaded');
  const seeks = () => Array.from({ length: 5 }, () => desk.tick(100, { position: 103 })).flat().length;
  expect(seeks()).toBe(5);
  desk.now += 1_500;
  expect(seeks()).toBe(3);
});

describe('play', () => {
  test('SY-3: starts where the player stands when the room is near', () => {
    const desk = resting();
    expect(words(desk.room({ playback: { paused: false } }))).toContain('play');
  });

  test('CO-8: seeks first when the room is elsewhere, aimed to be early', () => {
    const desk = resting();
    const [seek] = desk.room({ playback: { paused: false, position: 200 } });
    expect(seek?.type).toBe('seek');
    expect(seek?.type === 'seek' && seek.position).toBeGreaterThan(200.1);
  });

  test('CO-8: aims further at a cold place, and not beyond the end', () => {
    const aim = (view: Partial<PlayerView>) => {
      const [seek] = resting(view).room({ playback: { paused: false, position: 200 } });
      return seek?.type === 'seek' ? seek.position : Number.NaN;
    };
    expect(aim({ readyState: 1 })).toBeGreaterThan(aim({}) + 0.2);
    expect(aim({ readyState: 1, duration: 200.35 })).toBe(200.35);
    expect(aim({ duration: Number.NaN })).toBe(aim({}));
  });

  test('CO-8: near by it leaps: plays, and seeks at once to where the room will be', () => {
    const desk = resting();
    const effects = desk.room({ playback: { paused: false, position: 101 } });
    expect(words(effects)).toEqual(['play', 'seek']);
    const aim = effects.find((effect) => effect.type === 'seek')?.position ?? Number.NaN;
    expect(aim).toBeCloseTo(101 + desk.state.seekLeadMs / 1000, 6);
    expect(words(resting({ readyState: 1 }).room({ playback: { paused: false, position: 101 } }))).toEqual(['seek']);
    expect(words(resting().room({ playback: { paused: false, position: 103 } }))).toEqual(['seek']);
  });

  describe('CO-21: a start that is known to come out late', () => {
    /** At rest, and known to start so late. */
    const slowStart = (lateMs: number, desk = resting()) => {
      desk.state = { ...desk.state, pipelineEmpty: false, resumeLagMs: lateMs };
      return desk;
    };
    const begin = (desk: Desk) => desk.room({ playback: { paused: false } });

    test.each([
      [11, ['play']],
      [13, ['rate', 'play']],
      [59, ['rate', 'play']],
      [61, ['play', 'seek']],
    ])('by %d ms: %s', (lateMs, done) => expect(words(begin(slowStart(lateMs)))).toEqual(done));

    test('plays a tenth faster, pitch untouched, until it has made that good', () => {
      const desk = slowStart(40);
      const began = desk.now;
      expect(begin(desk)[0]).toEqual({ type: 'rate', rate: 1.1, nudge: 'as-it-is' });
      desk.view = { ...desk.view, rate: 1.1 };
      desk.player('ratechange', {}, true);
      desk.player('play', { paused: false }, true);
      // It stands for the 40 ms that a start takes. The 400 ms after that it plays 440 ms of the film.
      desk.now = began + 439;
      expect(desk.tick(0, { position: 100.439 })).toEqual([]);
      expect(desk.tick(2, { position: 100.441 })).toEqual([{ type: 'rate', rate: 1 }]);
    });

    test('plays at the room’s rate where the person wants no nudges', () => {
      const desk = slowStart(40);
      desk.gentle = false;
      expect(words(begin(desk))).toEqual(['play']);
    });
  });

  test.each([
    ['start', true],
    ['resume', false],
  ] as const)('what a %s costs is learned by the own clock (CO-6)', (of, pipelineEmpty) => {
    const desk = resting();
    desk.state = { ...desk.state, pipelineEmpty, startLagMs: 0, resumeLagMs: 0 };
    desk.room({ playback: { paused: false } });
    desk.state = { ...desk.state, pipelineEmpty, measuring: { of, at: desk.now, position: 100 } };
    desk.now += 60;
    desk.player('play', { paused: false }, true);
    desk.play(600);
    expect([desk.state.startLagMs, desk.state.resumeLagMs]).toEqual(
      of === 'start' ? [expect.closeTo(30, 0), 0] : [0, expect.closeTo(30, 0)],
    );
  });

  describe('CO-13: a seek at rest that does not land', () => {
    const stuck = () => {
      const desk = resting();
      const [seek] = desk.room({ playback: { paused: false, position: 200 } });
      const position = seek?.type === 'seek' ? seek.position : Number.NaN;
      expect(words(desk.player('seeking', { seeking: true, position, readyState: 1 }, true))).toEqual([]);
      return desk;
    };

    test('is followed by a play; the next time the film is played first', () => {
      const desk = stuck();
      const [inMs = 0] = desk.wakes;
      expect(inMs).toBeGreaterThan(1_000);
      expect(words(desk.tick(inMs + 1))).toEqual(['play']);
      desk.player('play', { paused: false }, true);
      desk.player('seeked', { seeking: false, readyState: 4 }, true);
      desk.room({ playback: { paused: true, position: 210 } });
      desk.tick(500, { paused: true, position: 210 });
      expect(words(desk.room({ playback: { paused: false, position: 300 } }))).toEqual(['play', 'seek']);
    });

    test('one that lands is waited for, and what lands by itself is known for that again', () => {
      const desk = stuck();
      desk.state = { ...desk.state, seeksNeedPlay: true };
      desk.now += 800;
      expect(words(desk.player('seeked', { seeking: false, readyState: 4 }, true))).not.toContain('seek');
      expect(desk.state.seeksNeedPlay).toBe(false);
    });
  });

  test('CO-13: a seek at rest holds another back for a while only', () => {
    const desk = resting();
    expect(words(desk.room({ playback: { paused: true, position: 200 } }))).toEqual(['seek']);
    desk.player('seeking', { seeking: true, position: 200, readyState: 1 }, true);
    desk.now += 1_000;
    expect(words(desk.room({ playback: { paused: true, position: 300 } }))).toEqual([]);
    const [inMs = 0] = desk.wakes;
    expect(inMs).toBe(500);
    expect(desk.tick(inMs)).toEqual([{ type: 'seek', position: 300 }]);
    desk.player('seeking', { position: 300 }, true);
    expect(desk.tick(5_000)).toEqual([]);
  });

  test('CO-22: a press that seeks is let be until it is heard, also long after the last seek', () => {
    const desk = resting();
    desk.room({ playback: { paused: true, position: 200 } });
    desk.player('seeking', { seeking: true, position: 200 }, true);
    desk.player('seeked', { seeking: false }, true);
    desk.now += 60_000;
    // An order comes between the press and its event.
    desk.view = { ...desk.view, position: 60, seeking: true };
    expect(words(desk.room({ playback: { paused: true, position: 200 } }))).toEqual([]);
    expect(words(desk.player('seeking'))).toContain('intent');
    expect(desk.state.pending?.playback.position).toBe(60);
  });

  test('CO-6: seeks that load for long at rest do so while playing as well', () => {
    const desk = resting();
    const known = desk.state.seekLeadMs;
    const seekAtRest = (position: number, tookMs: number) => {
      desk.room({ playback: { paused: true, position } });
      desk.player('seeking', { seeking: true, position }, true);
      desk.now += tookMs;
      desk.player('seeked', { seeking: false }, true);
    };
    seekAtRest(200, 50);
    seekAtRest(300, 5_000);
    expect(desk.state.seekLeadMs).toBe(known);
    seekAtRest(200, 5_200);
    expect(desk.state.seekLeadMs).toBe(5_100);
    // A person's own says nothing of ours.
    desk.player('seeking', { seeking: true, position: 100 });
    desk.now += 9_000;
    desk.player('seeked', { seeking: false });
    expect(desk.state.seekLeadMs).toBe(5_100);
  });

  test('what the first start costs is taken in full (CO-6)', () => {
    const desk = resting();
    desk.room({ playback: { paused: false } });
    desk.state = { ...desk.state, pipelineEmpty: true, measuring: { of: 'start', at: desk.now, position: 100 } };
    desk.now += 160;
    desk.player('play', { paused: false }, true);
    desk.play(600);
    expect(desk.state.startLagMs).toBeCloseTo(160, 0);
  });

  test('a start that a stall held up teaches nothing (CO-6)', () => {
    const desk = resting();
    desk.room({ playback: { paused: false } });
    const before = desk.state.startLagMs;
    desk.state = { ...desk.state, pipelineEmpty: true, measuring: { of: 'start', at: desk.now, position: 100 } };
    desk.now += 900;
    desk.player('play', { paused: false }, true);
    desk.play(600);
    expect(desk.state.startLagMs).toBe(before);
  });

  test('CO-8: a player that is early stands still and starts on time', () => {
    const desk = resting({ position: 101 });
    expect(words(desk.room({ playback: { paused: false, position: 100 } }))).toEqual([]);
    const [inMs = 0] = desk.wakes;
    expect(inMs).toBeGreaterThan(700);
    expect(words(desk.tick(inMs))).toContain('play');
    expect(words(desk.player('play', { paused: false }, true))).toEqual([]);
  });

  test('a hold that became pointless ends: the room went elsewhere, or somebody pressed play', () => {
    const desk = resting({ position: 101 });
    desk.room({ playback: { paused: false, position: 100 } });
    expect(words(desk.room({ playback: { paused: false, position: 50 } }))).toEqual([]);
    expect(words(desk.tick(10))).toEqual(['seek']);
    const other = resting({ position: 101 });
    other.room({ playback: { paused: false, position: 100 } });
    expect(words(other.tick(10, { paused: false }))).toEqual([]);
  });

  test('at another rate', () => {
    const desk = resting();
    expect(words(desk.room({ playback: { paused: false, rate: 1.5 } }))).toContain('rate');
  });

  test('a start that does not happen is tried again after four seconds', () => {
    const desk = resting();
    desk.state = { ...desk.state, startLagMs: 0 };
    expect(words(desk.room({ playback: { paused: false } }))).toEqual(['play']);
    expect(words(desk.tick(1_000))).toEqual([]);
    expect(desk.report?.state).toBe('waiting');
    expect(words(desk.tick(3_500, { position: 104.5 }))).toContain('play');
  });

  test('a browser that refuses waits for a press (PL-4)', () => {
    const desk = resting();
    desk.room({ playback: { paused: false } });
    expect(words(desk.player('pause', { blocked: true }, true))).toEqual([]);
    expect(desk.report?.state).toBe('press-play');
    expect(words(desk.player('unblocked', { blocked: false }, true))).not.toEqual([]);
  });

  test('a film that is over is not begun again', () => {
    const desk = resting({ ended: true, position: 600 });
    expect(words(desk.room({ playback: { paused: false, position: 599 } }))).toEqual([]);
    expect(desk.report?.state).toBe('in-sync');
  });

  test('a film that is over goes back with the room', () => {
    const desk = resting({ ended: true, position: 600 });
    expect(words(desk.room({ playback: { paused: false, position: 100 } }))).toContain('seek');
  });
});

describe('loading', () => {
  const loading = (more: Partial<PlayerView> = {}) => {
    const desk = new Desk();
    desk.view = { ...midFilm, readyState: 0, paused: true, ...more };
    return desk;
  };

  test('a page that loads nothing by itself is pressed once', () => {
    const desk = loading();
    expect(words([...desk.room({ playback: { paused: false } }), ...desk.tick(2_000)])).toEqual(['play']);
    expect(desk.report?.state).toBe('waiting');
    expect(words(desk.tick(100))).toEqual([]);
  });

  test('not in a paused room, nor where the browser refuses', () => {
    expect(words(loading().room({ playback: { paused: true } }))).toEqual([]);
    const desk = loading({ blocked: true });
    expect(words(desk.room({ playback: { paused: false } }))).toEqual([]);
    expect(desk.report?.state).toBe('press-play');
  });
});

describe('CO: a playing room', () => {
  test('CO-2: in tolerance nothing is written', () => {
    expect(words(inStep().play(60_000, 250))).toEqual([]);
  });

  test('CO-9: a place that is shown within 150 ms of a discontinuity is no reading', () => {
    const desk = inStep();
    desk.slip(0);
    desk.play(125, 25);
    expect(desk.state.samples).toEqual([]);
    desk.play(50, 25);
    expect(desk.state.samples).toHaveLength(2);
  });

  test('a rate other than the room’s is put right', () => {
    const desk = inStep();
    expect(desk.room({ playback: { rate: 1.5 } })).toContainEqual(expect.objectContaining({ type: 'rate', rate: 1.5 }));
  });

  test('CO-5: far behind: a seek, aimed by the learned lead (CO-6), and the next not at once', () => {
    const desk = inStep();
    desk.slip(-5);
    desk.run({ type: 'sync-now' });
    const lead = desk.state.seekLeadMs;
    const seek = desk.until('seek');
    expect(desk.tick(60, { seeking: true })).toEqual([]);
    expect(desk.report?.state).toBe('catching-up');
    desk.view = { ...desk.view, seeking: false, position: seek.position - 1 };
    const again = desk.play(1_000);
    expect(words(again)).not.toContain('seek');
    expect(desk.state.seekLeadMs).not.toBe(lead);
    expect(desk.state.seekCooldownMs).toBeGreaterThan(2_000);
  });

  test('CO-5: once it has settled, it waits no longer than at first for the next', () => {
    const desk = inStep();
    desk.state = { ...desk.state, seekCoolUntil: desk.now + 1_000, seekCooldownMs: 30_000 };
    desk.play(900);
    expect(desk.state.seekCooldownMs).toBe(30_000);
    desk.play(300);
    expect(desk.state.seekCooldownMs).toBe(2_000);
  });

  test('CO-5: a press is followed at once, however short ago the last seek was', () => {
    const desk = inStep();
    desk.state = { ...desk.state, seekCoolUntil: desk.now + 30_000, seekCooldownMs: 30_000 };
    expect(words(desk.room({ playback: { position: 400 } }))).toEqual(['seek']);
  });

  test('SY-11: a place that another’s press came out at is waited for, before what may be no drift is cured', () => {
    const desk = inStep();
    desk.now += 100;
    desk.room({ playback: { position: desk.view.position + 0.1 - 0.03 } });
    expect(words(desk.play(300, 25))).toEqual([]);
    expect(words(desk.play(100, 25))).toEqual(['rate']);
  });

  test('ahead by much: stands still, and a seek that is never answered is made anew', () => {
    const desk = inStep();
    desk.view = { ...desk.view, position: desk.view.position + 0.6 };
    desk.run({ type: 'sync-now' });
    expect(words(desk.play(600))).toContain('pause');
    const stuck = inStep();
    stuck.player('seeking', { seeking: true, position: 300 });
    expect(words(stuck.tick(7_000))).toEqual([]);
    expect(words(stuck.tick(2_000))).toEqual(['seek']);
    expect(words(stuck.tick(7_000))).toEqual([]);
    const forgotten = inStep();
    forgotten.player('seeking', { seeking: true, position: 300, bufferedTo: 301 });
    expect(words(forgotten.tick(1_900))).toEqual([]);
    expect(words(forgotten.tick(200))).toEqual(['seek']);
    // What has loaded for so long is there only now.
    const late = inStep();
    late.player('seeking', { seeking: true, position: 300 });
    expect(words(late.tick(6_000, { bufferedTo: 301 }))).toEqual([]);
    expect(words(late.tick(1_900))).toEqual([]);
    expect(words(late.tick(200))).toEqual(['seek']);
  });

  test('a nudge runs to its planned end, then the rate is exactly the room’s', () => {
    const desk = inStep();
    desk.slip(-0.02);
    desk.until('rate');
    expect(desk.state.phase.kind).toBe('nudging');
    const { phase } = desk.state;
    const left = phase.kind === 'nudging' ? phase.until - desk.now : 0;
    expect(words(desk.tick(left - 10))).toEqual([]);
    expect(desk.tick(10)).toEqual([expect.objectContaining({ type: 'rate', rate: 1 })]);
  });

  test('a nudge ends with a press elsewhere, a re-anchor does not end it', () => {
    const desk = inStep();
    desk.slip(-0.02);
    desk.until('rate');
    const { change, playback } = desk.state.order ?? {};
    expect(words(desk.room({ change: change ?? 0, playback: playback ?? {} }))).toEqual([]);
    expect(words(desk.room({ playback: { ...playback, position: 400 } }))).toContain('rate');
  });

  test('a drift that a person would notice is said', () => {
    const desk = inStep();
    desk.slip(-0.1);
    desk.until('rate');
    expect(desk.report).toMatchObject({ state: 'catching-up', driftMs: expect.closeTo(-100, 0) });
  });

  test('a player that is paused during a nudge starts again', () => {
    const desk = inStep({ canControl: false });
    desk.slip(-0.02);
    desk.until('rate');
    expect(words(desk.player('pause', { paused: true }))).toContain('play');
  });

  test('a dry player waits and pulls nobody back', () => {
    const desk = inStep();
    expect(words(desk.player('waiting', { readyState: 2 }))).toEqual([]);
    expect(desk.report?.state).toBe('waiting');
    desk.tick(3_000);
    expect(desk.report?.state).toBe('waiting');
    expect(words(desk.player('playing', { readyState: 4 }))).toEqual([]);
    expect(words(desk.play(1_000))).toContain('seek');
  });

  test('a jump that the player makes without our seeing it begin', () => {
    const desk = inStep();
    desk.tick(10, { seeking: true });
    expect(desk.report?.state).toBe('catching-up');
  });

  test('before the clock is known nothing is done', () => {
    const desk = new Desk();
    desk.clock = undefined;
    expect(words(desk.room({ playback: { paused: true } }))).toEqual([]);
    expect(desk.report?.state).toBe('no-video');
  });
});

describe('SY-8: the host', () => {
  test('slips slowly: the room is re-anchored, nothing is nudged', () => {
    const desk = inStep({ leads: true });
    desk.slip(0.008);
    expect(words(desk.play(3_000, 250))).toEqual([]);
    expect(desk.report?.anchor?.position).toBeCloseTo(desk.view.position, 2);
    expect(desk.report?.anchor?.rate).toBe(1);
  });

  test('whose position moves in steps does not shake the room by them', () => {
    const desk = inStep({ leads: true });
    desk.slip(-0.01);
    for (let i = 0; i < 40; i++) {
      const step = i % 2 === 0 ? 0.02 : -0.02;
      desk.tick(250, { position: desk.view.position + 0.25 + step });
      expect(desk.report?.anchor).toBeUndefined();
    }
  });

  test('whose position moves in steps is read closely, and the room led towards it by halves', () => {
    const desk = inStep({ leads: true });
    desk.slip(0.011);
    const { position } = desk.view;
    const began = desk.now;
    const stepped = (at: number) => position + Math.floor((at - began) / 40) * 0.04;
    const told = () => desk.report?.anchor?.position;
    desk.report = { state: 'in-sync' };
    for (let i = 0; i < 200 && told() === undefined; i++) {
      const inMs = Math.min(250, ...desk.wakes);
      expect(desk.tick(inMs, { position: stepped(desk.now + inMs) })).toEqual([]);
    }
    const line = position + (desk.now - began) / 1000;
    // 11 ms ahead less half a step: of what is left to see the half is told.
    expect(told()).toBeGreaterThan(line - 0.036);
    expect(told()).toBeLessThan(line - 0.005);
  });

  test('lands elsewhere than its own jump was told: the room is laid through where it came out, at once', () => {
    const desk = inStep({ leads: true });
    const { position } = desk.view;
    desk.player('seeking', { seeking: true, position: position + 60 });
    desk.room({ leads: true, playback: { position: position + 60, at: desk.now + 100 } });
    // Believed to cost 100 ms, it cost 130.
    desk.now += 130;
    desk.player('seeked', { seeking: false });
    expect(words(desk.play(300, 25))).toEqual([]);
    expect(desk.report?.anchor?.position).toBeCloseTo(desk.view.position, 3);
    expect(desk.urgent).toBe(true);
    // A rest of a millisecond is no news.
    desk.room({ leads: true, change: 2, playback: { position: desk.view.position + 0.001 } });
    desk.play(300, 25);
    expect(desk.urgent).toBe(false);
  });

  test('is corrected like any other when it is further off', () => {
    const desk = inStep({ leads: true });
    desk.slip(0.03);
    expect(desk.until('rate').rate).toBeLessThan(1);
  });
});

describe('SY-10: the end', () => {
  test('runs out by itself', () => {
    const desk = inStep({ playback: { position: 587.5 } });
    desk.view = { ...desk.view, position: 599.8 };
    desk.room({ playback: { position: 599.9 } });
    expect(words(desk.tick(500, { position: 600, ended: true, paused: true }))).toEqual([]);
    expect(words(desk.player('pause'))).toEqual([]);
    expect(words(desk.tick(60_000))).toEqual([]);
    expect(desk.report?.state).toBe('in-sync');
  });

  test('a player far from it is taken there, not over and over', () => {
    const desk = inStep();
    expect(desk.room({ playback: { position: 700 } })).toEqual([{ type: 'seek', position: 600 }]);
    expect(words(desk.tick(100))).toEqual([]);
    expect(words(desk.tick(2_000))).toEqual(['seek']);
  });
});

describe('CO-11: what a player does not take is not tried for ever', () => {
  test('nudges that change nothing', () => {
    const desk = inStep();
    let nudges = 0;
    for (let i = 0; i < 600; i++) {
      // The rate is taken for written, and the film goes on as before.
      const effects = desk.tick(250, { position: desk.view.position + 0.25 - (i === 0 ? 0.02 : 0) });
      for (const effect of effects) if (effect.type === 'rate') desk.view = { ...desk.view, rate: effect.rate };
      nudges += effects.filter((effect) => effect.type === 'rate' && effect.rate !== 1).length;
    }
    expect(nudges).toBeLessThanOrEqual(4);
  });

  test('a player that is never sought stands where it is', () => {
    const desk = resting({ position: 102 });
    desk.traits = { ...desk.traits, seeks: 'never' };
    expect(words(desk.room({ playback: { position: 10 } }))).toEqual([]);
  });

  test('a player that is played for a moment to land a seek need not stand on the very frame (ST-6)', () => {
    const desk = resting({ position: 300.019 });
    desk.traits = { ...desk.traits, seeks: 'toggle' };
    expect(words(desk.room({ playback: { position: 300 } }))).toEqual([]);
    expect(words(desk.room({ playback: { position: 299.998 } }))).toEqual(['seek']);
  });
});

describe('CO-11: a player that takes no nudges', () => {
  const slipped = () => {
    const desk = inStep();
    desk.state = { ...desk.state, reactions: { ...desk.state.reactions, playingAt: -1e9 } };
    desk.slip(-0.02);
    desk.until('rate');
    return desk;
  };

  test('shows it at once where its page puts the rate back', () => {
    const desk = slipped();
    for (let i = 0; i < 3; i++) {
      desk.player('ratechange', { rate: 1 });
      if (i < 2) desk.until('rate');
    }
    expect(desk.state.capabilities.nudges).toBe(3);
    expect(words(desk.play(5_000))).toEqual([]);
  });

  test('is not taken for one while it is getting going', () => {
    const desk = slipped();
    desk.player('playing');
    desk.player('ratechange', { rate: 1 });
    expect(desk.state.capabilities.nudges).toBe(0);
  });

  test('CO-19: is sought to come out ahead', () => {
    const aim = (gentle: boolean) => {
      const desk = inStep();
      desk.gentle = gentle;
      const at = desk.view.position;
      desk.room({ playback: { position: at + 50 } });
      return desk.until('seek').position - at;
    };
    expect(aim(false) - aim(true)).toBeCloseTo(0.08, 2);
  });
});

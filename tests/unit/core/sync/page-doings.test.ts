import { describe, expect, test } from 'vitest';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import type { SyncEffect } from '../../../../lib/core/sync/step-io';
import { Desk, inStep, words } from '../../../helpers/model-desk';

/** In step, and nobody has pressed anything here. */
function untouched(more: Parameters<typeof inStep>[0] = {}): Desk {
  const desk = inStep(more);
  desk.view = { ...desk.view, userActive: false };
  return desk;
}

const causes = (effects: readonly SyncEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'intent' ? [effect.cause] : []));

describe('IN-15: rate 0', () => {
  test('is how a player waits: it is neither told nor written over, and shown as waiting', () => {
    const desk = untouched();
    expect(desk.player('ratechange', { rate: 0 })).toEqual([]);
    expect(desk.play(2_500)).toEqual([]);
    expect(desk.report?.state).toBe('waiting');
    expect(causes(desk.player('ratechange', { rate: 1 }))).toEqual([]);
    expect(words(desk.play(3_000, 25))).toContain('seek');
  });

  test('is not written over at rest either', () => {
    const desk = untouched();
    desk.player('ratechange', { rate: 0 });
    expect(words(desk.room({ playback: { paused: true } }))).not.toContain('rate');
    desk.player('pause', { paused: true }, true);
    expect(words(desk.tick(500))).not.toContain('rate');
    expect(words(desk.room({ playback: { paused: false } }))).not.toContain('rate');
  });

  test('is no room’s rate, though the room begins just then', () => {
    const desk = new Desk();
    desk.view = { ...desk.view, rate: 0 };
    const effects = desk.run({
      type: 'order',
      order: {
        ...{ leads: true, canControl: true, driver: '', together: false, waiting: [] },
        ...{ epoch: 1, revision: 0, change: 0, ack: 0 },
      },
    });
    expect(effects).toContainEqual(expect.objectContaining({ playback: expect.objectContaining({ rate: 1 }) }));
  });
});

describe('IN-16: a player that gets over a stall', () => {
  const dry = () => {
    const desk = untouched();
    desk.player('waiting', { readyState: 2 });
    for (let i = 0; i < 4; i++) desk.tick(250);
    return desk;
  };

  test.each([
    ['by setting its place anew', 0],
    ['by jumping over the gap', 0.1],
    ['by jumping over a gap of a segment', 6],
    ['by going back', -3],
  ])('%s is brought back, and moves nobody', (_, byS) => {
    const desk = dry();
    const position = desk.view.position + byS;
    expect(causes(desk.player('seeking', { seeking: true, position }))).toEqual([]);
    desk.now += 40;
    expect(causes(desk.player('seeked', { seeking: false, readyState: 4 }))).toEqual([]);
    expect(causes(desk.play(5_000))).toEqual([]);
  });

  test('some time after it has gone on, too, but not for good', () => {
    const soon = dry();
    soon.tick(100, { readyState: 4 });
    soon.now += 2_000;
    expect(causes(soon.player('seeking', { position: soon.view.position - 10 }))).toEqual([]);
    const late = dry();
    late.tick(100, { readyState: 4 });
    late.now += 6_000;
    expect(causes(late.player('seeking', { position: late.view.position - 10 }))).toEqual(['seek']);
  });

  test('is its person’s where that has pressed something', () => {
    expect(causes(dry().player('seeking', { position: 300, userActive: true }))).toEqual(['seek']);
  });

  test.each([
    ['a second back', -1, []],
    ['a third of a second ahead', 0.3, []],
    ['a second ahead', 1.4, []],
    ['two seconds back', -2.9, []],
    ['as far back as a remote control goes', -5, ['seek']],
  ] as const)('a step that is not known to be one: %s', (_, byS, told) => {
    const desk = untouched();
    expect(causes(desk.player('seeking', { position: desk.view.position + byS }))).toEqual(told);
  });

  test('of one whose place nobody knows nothing is said', () => {
    const desk = untouched();
    desk.now += 3_000;
    expect(causes(desk.player('seeking', { position: desk.view.position - 1 }))).toEqual(['seek']);
  });
});

describe('IN-17: a page that goes to a place of its own', () => {
  /** Joined, its film loaded, and played for so long, ms. */
  const joined = (playedMs: number, room: Partial<{ paused: boolean }> = {}) => {
    const desk = new Desk();
    desk.view = { ...desk.view, userActive: false, paused: room.paused === true };
    desk.room({ playback: room });
    desk.player('loaded', {}, true);
    for (let t = 0; t < 2_000; t += 250) desk.tick(250, room.paused ? {} : { position: desk.view.position + 0.25 });
    if (playedMs > 0) desk.play(playedMs, 250);
    return desk;
  };
  const goes = (desk: Desk, position: number, view: Partial<PlayerView> = {}) =>
    [
      ...desk.player('seeking', { seeking: true, position, ...view }),
      ...desk.player('seeked', { seeking: false, readyState: 4 }),
    ].flatMap((effect) => (effect.type === 'intent' ? [effect.cause] : effect.type === 'skip' ? ['offered'] : []));
  const bookmark = (desk: Desk, view: Partial<PlayerView> = {}) => goes(desk, 400, view);

  test('as it first plays, however late, is brought back', () => {
    const desk = joined(60_000, { paused: true });
    desk.room({ playback: { paused: false } });
    desk.player('play', { paused: false }, true);
    desk.now += 400;
    expect(causes(desk.player('seeking', { seeking: true, position: 400 }))).toEqual([]);
    desk.now += 50;
    expect(words(desk.player('seeked', { seeking: false }))).toContain('seek');
    // Again and again, it is not followed as fast.
    desk.now += 300;
    expect(words([...desk.player('seeking', { position: 401 }), ...desk.player('seeked')])).toEqual([]);
  });

  test('seconds after a load is brought back; touched it is a press, and later it is offered', () => {
    expect(bookmark(joined(1_500))).toEqual([]);
    expect(bookmark(joined(1_500), { userActive: true })).toEqual(['seek']);
    expect(bookmark(joined(8_000))).toEqual(['offered']);
    expect(goes(joined(8_000), 20)).toEqual(['seek']);
  });

  test.each(['nobody', 'moves', 'is host'])('is offered where the room began with it, until another %s', (another) => {
    const moves = another === 'moves';
    const leads = another !== 'is host';
    const desk = new Desk();
    desk.view = { ...desk.view, userActive: false, position: 0, paused: true };
    const order = { leads: true, epoch: 1, change: 0, revision: 1, canControl: true, driver: '', together: false };
    desk.run({ type: 'order', order: { ...order, waiting: [], ack: 0 } });
    const [start] = desk.tick(3_000);
    expect(start).toMatchObject({ type: 'intent', cause: 'start' });
    desk.room({ leads: true });
    if (moves) desk.room({ leads, playback: { position: 700 } });
    desk.room({ leads, playback: { position: moves ? 700 : 0, paused: false } });
    desk.player('play', { paused: false, position: moves ? 700 : 0 }, true);
    desk.play(1_000, 250);
    expect(goes(desk, 200)).toEqual(another === 'nobody' ? ['offered'] : []);
  });

  test('is believed to have been to all its places after a while, wherever it plays', () => {
    const desk = joined(0);
    for (let t = 0; t < 24_000; t += 250) desk.tick(250, { position: 20 });
    expect(bookmark(desk)).toEqual(['offered']);
  });
});

describe('IN-18: a page that keeps to a rate of its own', () => {
  /** The page sets 1.5 whatever happens. */
  const insisting = () => {
    const desk = untouched();
    const told: SyncEffect[] = [];
    const answer = (effects: readonly SyncEffect[]): void => {
      told.push(...effects);
      if (!effects.some((effect) => effect.type === 'rate')) return;
      desk.now += 5;
      desk.player('ratechange', { rate: 1 }, true);
      desk.now += 5;
      answer(desk.player('ratechange', { rate: 1.5 }));
    };
    desk.player('play', {}, true);
    desk.now += 5;
    answer(desk.player('ratechange', { rate: 1.5 }));
    return { desk, told, answer };
  };

  test('IN-18, IN-25: is told to nobody, is left its rate, and its person is told once', () => {
    const { desk, told } = insisting();
    expect(causes(told)).toEqual([]);
    expect(told.filter(({ type }) => type === 'notice')).toEqual([{ type: 'notice', notice: 'page-sets-speed' }]);
    desk.tick(100);
    expect(desk.report).toMatchObject({ reason: 'page-sets-speed' });
    expect(words(desk.play(5_000, 250))).not.toContain('rate');
  });

  test('IN-25: is tried again as somebody chooses another rate, and known again at once; its person is told once', () => {
    const { desk } = insisting();
    desk.play(20_000, 250);
    expect(desk.room({ playback: { rate: 1.25 } })).toContainEqual({ type: 'rate', rate: 1.25 });
    desk.player('ratechange', { rate: 1.25 }, true);
    // However late: it is the rate that it is known for.
    desk.play(4_000, 250);
    expect(words(desk.player('ratechange', { rate: 1.5 }))).toEqual([]);
    expect(causes(desk.play(1_000, 250))).toEqual([]);
    expect(desk.report).toMatchObject({ reason: 'page-sets-speed' });
  });

  test('IN-25: goes with the room again where it has given in', () => {
    const { desk } = insisting();
    desk.room({ playback: { rate: 1.25 } });
    desk.player('ratechange', { rate: 1.25 }, true);
    desk.play(5_000, 250);
    expect(desk.report?.reason).toBeUndefined();
    // Its person may choose that very rate.
    expect(causes(desk.player('ratechange', { rate: 1.5, userActive: true }))).toEqual(['rate']);
  });

  test('does not pass for a person who chooses another rate in the middle of a nudge', () => {
    const desk = untouched();
    desk.slip(-0.006);
    const { rate } = desk.until('rate');
    desk.player('ratechange', { rate }, true);
    desk.now += 200;
    const held = desk.player('ratechange', { rate: 1.5 });
    expect(causes(held)).toEqual([]);
    const written = held.flatMap((effect) => (effect.type === 'rate' ? [effect.rate] : []));
    expect(written.filter((wrote) => wrote !== 1.5)).toEqual([]);
    expect(causes(desk.tick(260))).toEqual(['rate']);
  });

  test('is waited for by nobody, however often it is sought (WA-7)', () => {
    const { desk } = insisting();
    desk.tick(100, { readyState: 2 });
    expect(desk.report).toMatchObject({ state: 'page-insists', reason: 'page-sets-speed' });
    // As long as it is not there the others read why (IN-25).
    desk.tick(100, { readyState: 4 });
    expect(desk.report).toMatchObject({ state: 'page-insists', reason: 'page-sets-speed' });
  });

  test('IN-25: is kept within about a second of the room, by what it takes', () => {
    const { desk } = insisting();
    const done: string[] = [];
    let worst = 0;
    for (let t = 0; t < 60_000; t += 50) {
      const { paused, position } = desk.view;
      const effects = desk.tick(50, paused ? {} : { position: position + 0.075 });
      for (const { type } of effects) {
        done.push(type);
        if (type === 'pause') desk.player('pause', { paused: true }, true);
        if (type === 'play') desk.player('play', { paused: false }, true);
      }
      const room = desk.state.order?.playback;
      worst = Math.max(
        worst,
        Math.abs(desk.view.position - (room?.position ?? 0) - (desk.now - (room?.at ?? 0)) / 1000),
      );
    }
    expect(new Set(done)).toEqual(new Set(['pause', 'play']));
    expect(worst).toBeLessThan(1.2);
  });

  test('IN-25: and is slower than the room is sought, some seconds apart', () => {
    const { desk, answer } = insisting();
    answer(desk.room({ playback: { rate: 4 } }));
    const sought: number[] = [];
    for (let t = 0; t < 30_000; t += 50) {
      const found = desk.tick(50, { position: desk.view.position + 0.075 }).find(({ type }) => type === 'seek');
      if (found?.type !== 'seek') continue;
      sought.push(desk.now);
      desk.player('seeking', { seeking: true, position: found.position }, true);
      desk.player('seeked', { seeking: false }, true);
    }
    const gaps = sought.slice(1).map((at, i) => at - (sought[i] ?? 0));
    expect(gaps.length).toBeGreaterThan(3);
    for (const gap of gaps) expect([gap >= 5_000, gap < 5_500]).toEqual([true, true]);
  });

  test('is let be where it cannot be sought', () => {
    const { desk, answer } = insisting();
    desk.traits = { ...desk.traits, seeks: 'never' };
    answer(desk.room({ playback: { rate: 4 } }));
    expect(words(desk.play(5_000))).toEqual([]);
  });

  test('IN-25: is its person’s again with a press', () => {
    const { desk } = insisting();
    expect(causes(desk.player('ratechange', { rate: 2, userActive: true }))).toEqual(['rate']);
    expect(desk.state.habits.keepsRate).toBe(false);
  });

  test('is tried anew by *Sync me now*', () => {
    const { desk } = insisting();
    expect(words(desk.run({ type: 'sync-now' }))).toContain('rate');
  });

  test('by going to and fro', () => {
    const desk = untouched();
    const told: SyncEffect[] = [];
    for (const rate of [1.5, 1.2, 1.5, 1.2]) {
      desk.now += 900;
      told.push(...desk.player('ratechange', { rate }), ...desk.play(600, 100));
    }
    expect(causes(told)).toEqual(['rate', 'rate']);
    expect(told).toContainEqual({ type: 'notice', notice: 'page-sets-speed' });
  });
});

describe('IN-19: a rate that nobody is known to have chosen', () => {
  test('is told once it has stood for a quarter of a second', () => {
    const desk = untouched();
    expect(desk.player('ratechange', { rate: 1.5 })).toEqual([]);
    expect(desk.play(200, 50)).toEqual([]);
    expect(causes(desk.play(100, 50))).toEqual(['rate']);
  });

  test('is nobody’s where it is over sooner', () => {
    const desk = untouched();
    desk.player('ratechange', { rate: 1.5 });
    desk.now += 100;
    expect(desk.player('ratechange', { rate: 1 })).toEqual([]);
    expect(causes(desk.play(1_000))).toEqual([]);
  });

  test('is told though no event tells of it', () => {
    const desk = untouched();
    const effects = [...desk.tick(50, { rate: 1.5 }), ...desk.play(400, 50)];
    expect(causes(effects)).toEqual(['rate']);
    expect(words(effects)).not.toContain('rate');
    const touched = inStep();
    expect(causes(touched.tick(50, { rate: 1.5 }))).toEqual(['rate']);
  });

  /** The page is at the front, and nobody is at a button of another window. */
  const atFront = () => {
    const desk = untouched();
    desk.view = { ...desk.view, focus: { at: Number.NEGATIVE_INFINITY, to: 'front' } };
    return desk;
  };
  const sets = (desk: Desk, rate: number, forMs: number) =>
    causes([...desk.player('ratechange', { rate }), ...desk.play(forMs, 50)]);

  test('of a page at the front is told once it has stood for a second', () => {
    expect(sets(atFront(), 1.5, 900)).toEqual([]);
    expect(sets(atFront(), 1.5, 1_100)).toEqual(['rate']);
    const popup = atFront();
    popup.view = { ...popup.view, focus: { at: popup.now - 2_000, to: 'back' } };
    expect(sets(popup, 1.5, 300)).toEqual(['rate']);
  });

  test('of what runs past silences is not told, short ones or long ones', () => {
    const desk = atFront();
    for (const silenceMs of [700, 800, 3_000, 4_500]) {
      expect(sets(desk, 2.5, silenceMs)).toEqual([]);
      expect(sets(desk, 1, 6_000)).toEqual([]);
    }
    expect(sets(desk, 2.5, 5_100)).toEqual(['rate']);
  });

  test('of what has run past a long silence is not told the next time', () => {
    const desk = atFront();
    expect(sets(desk, 2.5, 2_000)).toEqual(['rate']);
    desk.room({ playback: { rate: 2.5 } });
    expect(sets(desk, 1, 1_100)).toEqual(['rate']);
    desk.room({ playback: { rate: 1 } });
    desk.play(20_000);
    expect(sets(desk, 2.5, 4_000)).toEqual([]);
    expect(sets(desk, 1, 60_000)).toEqual([]);
    expect(sets(desk, 1.25, 1_100)).toEqual(['rate']);
  });

  test('that its person takes back says nothing of its page', () => {
    const desk = atFront();
    expect(sets(desk, 1.5, 200)).toEqual([]);
    desk.player('ratechange', { rate: 1, userActive: true });
    desk.play(1_000);
    desk.view = { ...desk.view, userActive: false };
    expect(sets(desk, 1.5, 1_100)).toEqual(['rate']);
  });

  test('of another value begins to stand anew', () => {
    const desk = atFront();
    expect(sets(desk, 1.5, 800)).toEqual([]);
    expect(sets(desk, 1.75, 900)).toEqual([]);
    expect(causes(desk.play(200, 50))).toEqual(['rate']);
  });

  test('that the room has taken over meanwhile is no rate of the page any more', () => {
    const desk = atFront();
    expect(sets(desk, 1.5, 300)).toEqual([]);
    desk.room({ playback: { rate: 1.5 } });
    expect(causes(desk.play(2_000))).toEqual([]);
    expect(sets(desk, 1.25, 1_100)).toEqual(['rate']);
  });

  test('is forgotten with the film', () => {
    const desk = untouched();
    desk.player('ratechange', { rate: 1.5 });
    desk.player('emptied', { readyState: 0, rate: 1 });
    expect(desk.state.heldRate).toBeUndefined();
  });
});

describe('IN-20: a page that pauses whatever is played', () => {
  /** The room plays again, and so do we; the page pauses so much later. */
  const played = (desk: Desk, afterMs: number) => {
    desk.room({ playback: { paused: true } });
    desk.player('pause', { paused: true }, true);
    desk.play(3_000, 250);
    const begun = desk.room({ playback: { paused: false } });
    expect(words(begun)).toContain('play');
    desk.player('play', { paused: false }, true);
    desk.now += afterMs;
    return desk.player('pause', { paused: true });
  };

  test('is not believed because its player was dry the second time (IN-4)', () => {
    const desk = untouched();
    played(desk, 50);
    desk.player('play', { paused: false }, true);
    desk.now += 500;
    expect(desk.player('pause', { paused: true, readyState: 1 })).toEqual([]);
    expect(desk.report).toMatchObject({ state: 'waiting' });
    const done = desk.tick(300, { readyState: 4 });
    for (let t = 0; t < 4_000; t += 250) done.push(...desk.tick(250));
    expect(done).toEqual([{ type: 'notice', notice: 'page-wants-press' }]);
    expect(desk.report).toMatchObject({ state: 'press-play' });
  });

  describe('while its player is dry, as it is where our play has to seek first', () => {
    /** Our play is paused at once, with nothing to show yet. */
    const pausedDry = (desk: Desk) => {
      desk.player('play', { paused: false }, true);
      desk.now += 50;
      return desk.player('pause', { paused: true, readyState: 1 });
    };
    const begun = () => {
      const desk = untouched();
      desk.room({ playback: { paused: true } });
      desk.player('pause', { paused: true }, true);
      desk.play(3_000, 250);
      expect(words(desk.room({ playback: { paused: false } }))).toContain('play');
      return desk;
    };

    test('is left at the second time, though it lasted no time at all: the room stands still for it no more (seed 1255)', () => {
      const desk = begun();
      expect(pausedDry(desk)).toEqual([]);
      desk.room({ playback: { paused: true } });
      desk.tick(300, { readyState: 4 });
      expect(words(desk.room({ playback: { paused: false } }))).toContain('play');
      expect(pausedDry(desk)).toEqual([{ type: 'notice', notice: 'page-wants-press' }]);
      expect(desk.report).toMatchObject({ state: 'press-play' });
    });

    test('is no press of anybody’s where it lasts: it is played once more, and then left (seeds 593, 938)', () => {
      const desk = begun();
      expect(pausedDry(desk)).toEqual([]);
      const done = desk.tick(300, { readyState: 4 });
      for (let t = 0; t < 2_000 && !words(done).includes('play'); t += 250) done.push(...desk.tick(250));
      expect(causes(done)).toEqual([]);
      expect(words(done)).toContain('play');
      expect(pausedDry(desk)).toEqual([{ type: 'notice', notice: 'page-wants-press' }]);
    });

    test('does not insist where the page plays again by itself: it only buffers', () => {
      const desk = begun();
      pausedDry(desk);
      desk.now += 400;
      desk.player('play', { paused: false, readyState: 4 });
      desk.tick(250, { paused: false });
      desk.room({ playback: { paused: true } });
      desk.player('pause', { paused: true }, true);
      desk.tick(300);
      expect(words(desk.room({ playback: { paused: false } }))).toContain('play');
      expect(pausedDry(desk)).toEqual([]);
    });

    test('at the film’s end says nothing', () => {
      const desk = begun();
      desk.player('play', { paused: false }, true);
      desk.now += 50;
      expect(causes(desk.player('pause', { paused: true, ended: true }))).toEqual([]);
      expect(desk.state.habits.naggedAt).toBe(Number.NEGATIVE_INFINITY);
    });
  });

  test('at once is played once more, and then left: the room goes on, and its person is told once', () => {
    const desk = untouched();
    const first = played(desk, 50);
    expect(causes(first)).toEqual([]);
    expect(words(first)).toContain('play');
    desk.player('play', { paused: false }, true);
    desk.now += 50;
    expect(desk.player('pause', { paused: true })).toEqual([{ type: 'notice', notice: 'page-wants-press' }]);
    expect(desk.report).toMatchObject({ state: 'press-play', reason: 'page-wants-press' });
    expect(desk.play(10_000, 250)).toEqual([]);
    expect(desk.player('pause')).toEqual([]);
  });

  test('nor what it has played itself as our seek landed (IN-28)', () => {
    const desk = untouched();
    const pausedAfter = (ms: number) => {
      desk.player('play', { paused: false });
      desk.now += ms;
      return desk.player('pause', { paused: true });
    };
    const first = pausedAfter(50);
    expect(causes(first)).toEqual([]);
    expect(words(first)).toContain('play');
    desk.tick(5_000);
    expect(causes(pausedAfter(160))).toEqual(['pause']);
  });

  test('a moment later may be a person’s, once', () => {
    const desk = untouched();
    expect(causes(played(desk, 700))).toEqual(['pause']);
    expect(causes(played(desk, 700))).toEqual([]);
    expect(desk.report?.state).toBe('press-play');
  });

  test.each([
    [
      'let a start be for a second between',
      (desk: Desk) => {
        desk.room({ playback: { paused: true } });
        desk.play(3_000, 250);
        expect(words(desk.room({ playback: { paused: false } }))).toContain('play');
        desk.player('play', { paused: false }, true);
        desk.play(2_000, 250);
      },
    ],
    [
      'been played here by its person between',
      (desk: Desk) => {
        desk.now += 500;
        expect(causes(desk.player('play', { paused: false }))).toEqual(['play']);
      },
    ],
  ])('does not insist where it has %s', (_, between) => {
    const desk = untouched();
    expect(causes(played(desk, 700))).toEqual(['pause']);
    between(desk);
    expect(causes(played(desk, 700))).toEqual(['pause']);
  });

  test('plays with the room again once its person has pressed what it wants', () => {
    const desk = untouched();
    played(desk, 50);
    desk.player('play', { paused: false }, true);
    desk.now += 50;
    desk.player('pause', { paused: true });
    desk.now += 5_000;
    expect(causes(desk.player('play', { paused: false, userActive: true }))).toEqual([]);
    expect(desk.state.habits.keepsPaused).toBe(false);
    expect(desk.report?.reason).toBeUndefined();
  });

  test('a pause of its person’s own is told', () => {
    const desk = inStep();
    expect(causes(played(desk, 50))).toEqual(['pause']);
  });
});

describe('IN-21: a page that goes by its window', () => {
  test('pauses as that goes from the front: it plays on, and nobody hears of it', () => {
    const desk = untouched();
    expect(desk.player('pause', { paused: true, focus: { at: desk.now - 20, to: 'back' } })).toEqual([
      { type: 'play' },
    ]);
  });

  test('plays as that comes to the front: it is put to rest again', () => {
    const desk = untouched();
    desk.room({ playback: { paused: true } });
    desk.player('pause', { paused: true }, true);
    desk.now += 3_000;
    expect(words(desk.player('play', { paused: false, focus: { at: desk.now - 20, to: 'front' } }))).toEqual(['pause']);
  });

  test('a press, and a headset’s pause some time after, are told', () => {
    const desk = inStep();
    expect(causes(desk.player('pause', { paused: true, focus: { at: desk.now - 20, to: 'back' } }))).toEqual(['pause']);
    const late = untouched();
    const back = untouched();
    expect(causes(back.player('pause', { paused: true, focus: { at: back.now - 20, to: 'front' } }))).toEqual([
      'pause',
    ]);
    expect(causes(late.player('pause', { paused: true, focus: { at: late.now - 500, to: 'back' } }))).toEqual([
      'pause',
    ]);
  });
});

describe('IN-29: a jump by a media key for which the page has a handler', () => {
  const jumps = (desk: Desk, byS: number, keyMs: number) => {
    const view = { mediaKeyAt: desk.now - keyMs, position: desk.view.position + byS, seeking: true };
    return words([...desk.player('seeking', view), ...desk.player('seeked', { seeking: false })]);
  };

  test.each([10, 30, 0.5, -0.5, -10])('by %d s is told, and offered to nobody', (byS) => {
    expect(jumps(untouched(), byS, 20)).toEqual(['intent']);
  });

  test('is told on a site with skippers, too', () => {
    const desk = untouched();
    desk.traits = { ...desk.traits, skippers: true };
    expect(jumps(desk, 10, 20)).toEqual(['intent']);
  });

  test('some time after it is what any other is', () => {
    expect(jumps(untouched(), 10, 400)).not.toContain('intent');
  });

  test('of a page that has just loaded is the page’s', () => {
    const desk = untouched();
    desk.player('emptied', { readyState: 0 });
    desk.player('loaded', { readyState: 4 }, true);
    expect(jumps(desk, 10, 20)).not.toContain('intent');
  });
});

describe('IN-23: single frames', () => {
  test('at rest, each step is told, and none is lost', () => {
    const desk = inStep();
    desk.room({ playback: { paused: true } });
    desk.player('pause', { paused: true }, true);
    const stood = desk.view.position;
    const told: number[] = [];
    for (let i = 1; i <= 5; i++) {
      desk.now += 60;
      const position = stood + i * 0.04;
      const effects = [
        ...desk.player('seeking', { seeking: true, position }),
        ...desk.player('seeked', { seeking: false, position }),
      ];
      for (const effect of effects) if (effect.type === 'intent') told.push(effect.playback.position - stood);
      expect(words(effects)).not.toContain('seek');
    }
    expect(told.at(-1)).toBeCloseTo(0.2, 6);
  });
});

describe('IN-4: a page that pauses until it has data again', () => {
  test('is given its time from when it has', () => {
    const desk = untouched();
    desk.player('waiting', { readyState: 2 });
    desk.player('pause', { paused: true });
    for (let t = 0; t < 10_000; t += 250) expect(causes(desk.tick(250))).toEqual([]);
    desk.view = { ...desk.view, readyState: 4 };
    for (let t = 0; t < 1_250; t += 250) expect(causes(desk.tick(250))).toEqual([]);
    expect(causes(desk.tick(500))).toEqual(['pause']);
  });

  test('is played on where its person may not pause the room, and is not left standing for good', () => {
    const desk = untouched();
    desk.room({ canControl: false });
    desk.player('waiting', { readyState: 2 });
    desk.player('pause', { paused: true });
    const done = desk.tick(250, { readyState: 4 });
    for (let t = 0; t < 2_000 && !words(done).includes('play'); t += 250) done.push(...desk.tick(250));
    expect(words(done)).toEqual(['refused', 'play', 'seek']);
  });

  test('and its pause is forgotten with another load', () => {
    const desk = untouched();
    desk.player('waiting', { readyState: 2 });
    desk.player('pause', { paused: true });
    desk.player('emptied', { readyState: 0 });
    expect(desk.state.sitePausedAt).toBeUndefined();
  });
});

describe('IN-26: a film that cannot be sought', () => {
  const unseekable = () => {
    const desk = untouched();
    desk.view = { ...desk.view, seekableEnd: 0, position: 10 };
    return desk;
  };

  test('is played and paused with the room, and never sought; its person is told once', () => {
    const desk = unseekable();
    const done = [...desk.tick(250), ...desk.play(5_000)];
    expect(words(done)).toEqual(['notice']);
    expect(desk.report).toMatchObject({ state: 'catching-up', reason: 'cannot-seek' });
    expect(words(desk.room({ playback: { position: 300, paused: true } }))).toEqual(['pause']);
    desk.player('pause', { paused: true }, true);
    expect(desk.tick(1_000)).toEqual([]);
    expect(desk.report?.state).toBe('paused');
    expect(words(desk.room({ playback: { position: 300, paused: false, rate: 1.5 } }))).toEqual(['rate', 'play']);
    expect(words(desk.player('waiting', { paused: false, readyState: 2, rate: 1.5 }))).toEqual([]);
    expect(desk.report?.state).toBe('waiting');
    desk.view = { ...desk.view, blocked: true, paused: true };
    desk.tick(250);
    expect(desk.report?.state).toBe('press-play');
  });

  test('leaves the room where it is with a pause, and takes it along with a jump of its person’s', () => {
    const paused = unseekable().player('pause', { paused: true });
    const [intent] = paused.filter((effect) => effect.type === 'intent');
    expect(intent?.playback.position).toBeGreaterThan(100);
    const desk = unseekable();
    expect(causes(desk.player('seeking', { position: 20, userActive: true }))).toEqual(['seek']);
  });

  test('near the room counts as in step, and is not begun again at its end', () => {
    const near = untouched();
    near.tick(250, { seekableEnd: 0, position: near.view.position + 0.25 });
    expect(near.report).toMatchObject({ state: 'in-sync' });
    expect(near.report?.reason).toBeUndefined();
    const over = unseekable();
    expect(words(over.tick(250, { position: 600, paused: true, ended: true }))).toEqual(['notice']);
  });
});

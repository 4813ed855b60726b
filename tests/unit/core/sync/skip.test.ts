import { describe, expect, test } from 'vitest';
import type { PlayerView } from '../../../../lib/core/player/player-view';
import { Desk, inStep, words } from '../../../helpers/model-desk';
import { LiveDesk } from '../../../helpers/model-live-desk';

const PIECE = { from: 115, to: 130 };

/** In step at the place 112, on a site where skippers are at work. */
function watching(more: Parameters<Desk['room']>[0] = {}): Desk {
  const desk = inStep(more);
  desk.traits = { ...desk.traits, skippers: true };
  desk.view = { ...desk.view, userActive: false };
  return desk;
}

/** The player is taken somewhere by itself, and lands there. */
function jump(desk: Desk, to: number, view: Partial<PlayerView> = {}) {
  const begun = desk.player('seeking', { seeking: true, position: to, ...view });
  if (words(begun).includes('pause')) desk.player('pause', { paused: true }, true);
  desk.now += 40;
  return [...begun, ...desk.player('seeked', { seeking: false })];
}

/** We have sought the player, and it lands. */
function land(desk: Desk, position: number) {
  desk.player('seeking', { seeking: true, position }, true);
  desk.now += 60;
  return desk.player('seeked', { seeking: false }, true);
}

/**
 * A page whose skipper takes the player out of the piece whenever it plays in it, everything that we do being done to it.
 * @returns how often what was done
 */
function withSkipper(desk: Desk, forMs: number): Record<string, number> {
  const done: Record<string, number> = {};
  const carryOut = (effects: ReturnType<Desk['run']>) => {
    for (const effect of effects) {
      done[effect.type] = (done[effect.type] ?? 0) + 1;
      if (effect.type === 'rate') desk.view = { ...desk.view, rate: effect.rate };
      if (effect.type === 'pause') carryOut(desk.player('pause', { paused: true }, true));
      if (effect.type === 'play') carryOut(desk.player('play', { paused: false }, true));
      if (effect.type === 'seek') carryOut(land(desk, effect.position));
    }
  };
  for (let t = 0; t < forMs; t += 50) {
    const { paused, position, rate } = desk.view;
    carryOut(desk.tick(50, { position: paused ? position : position + rate * 0.05 }));
    const inside = desk.view.position >= PIECE.from && desk.view.position < PIECE.to;
    if (!desk.view.paused && inside) carryOut(jump(desk, PIECE.to));
  }
  return done;
}

describe('IN-8, IN-27: a jump ahead that nobody made', () => {
  test('is offered, once, and undone at once', () => {
    const desk = watching();
    const begun = desk.player('seeking', { seeking: true, position: 127 });
    expect(begun).toEqual([{ type: 'skip', to: 127 }]);
    expect(desk.report?.state).toBe('catching-up');
    desk.now += 40;
    const landed = desk.player('seeked', { seeking: false });
    expect(words(landed)).toEqual(['seek']);
    expect(landed[0]).toMatchObject({ position: expect.closeTo(112.14, 1) });
  });

  test.each<[string, (desk: Desk) => unknown]>([
    ['with a touch', (desk) => Object.assign(desk, { view: { ...desk.view, userActive: true } })],
    [
      'of a player that its browser will not play',
      (desk) => desk.player('pause', { paused: true, blocked: true }, true),
    ],
  ])('is a press: %s', (_, change) => {
    const desk = watching();
    change(desk);
    expect(words(desk.player('seeking', { seeking: true, position: 127 }))).toContain('intent');
  });

  test('is offered on any other page as well, as soon as its load has gone to all places of its own', () => {
    const desk = watching();
    desk.traits = { ...desk.traits, skippers: false };
    // A press in another frame of the tab is heard of a moment later.
    expect(desk.player('seeking', { seeking: true, position: 127 })).toEqual([]);
    expect(words(desk.player('seeked', { seeking: false, userActive: true }))).toEqual(['intent']);
    const untouched = watching();
    untouched.traits = desk.traits;
    expect(jump(untouched, 127)).toMatchObject([{ type: 'skip', to: 127 }, { type: 'seek' }]);
    for (const [skippers, wanted] of [
      [false, []],
      [true, ['skip']],
    ] as const) {
      const fresh = new Desk();
      fresh.traits = { ...fresh.traits, skippers };
      fresh.room();
      fresh.view = { ...fresh.view, userActive: false };
      fresh.play(3_000);
      const position = fresh.view.position + 12;
      expect(words(fresh.player('seeking', { seeking: true, position }))).toEqual(wanted);
    }
  });

  test('is offered once a second at most', () => {
    const desk = watching();
    const done: string[] = [];
    for (let i = 0; i < 40; i++) {
      desk.now += 50;
      done.push(...words(jump(desk, 127 + (i % 4) * 20)));
    }
    expect(done.filter((word) => word === 'skip').length).toBeLessThanOrEqual(4);
  });

  test('IN-13: is not offered while its page is listened to no more', () => {
    const desk = watching();
    desk.state = { ...desk.state, rateLimit: { ...desk.state.rateLimit, mutedUntil: desk.now + 30_000 } };
    expect(words(jump(desk, 130))).not.toContain('skip');
  });

  test.each([
    ['back', 90],
    ['over more than a piece', 712.5],
  ])('is a press: %s', (_, position) => {
    expect(words(watching().player('seeking', { seeking: true, position }))).toContain('intent');
  });

  test('is a press in a room that stands, or watches a stream', () => {
    const standing = watching();
    standing.room({ playback: { paused: true } });
    expect(words(standing.player('seeking', { seeking: true, position: 127 }))).toContain('intent');
    const stream = new LiveDesk();
    stream.traits = { ...stream.traits, skippers: true };
    stream.look();
    stream.live(40);
    stream.behind = 40;
    stream.pass(12_000, { userActive: false });
    const ahead = { seeking: true, position: stream.view.position + 15 };
    expect(words(stream.player('seeking', ahead))).toContain('intent');
  });

  test('is none of a page that loads, or that seeks back from where it was sought', () => {
    const empty = watching();
    expect(jump(empty, 127, { readyState: 0 })).toEqual([]);
    const loading = watching();
    loading.player('loaded', {}, true);
    expect(words(loading.player('seeking', { seeking: true, position: 127 }))).toEqual([]);
    const desk = watching();
    desk.room({ playback: { position: 50 } });
    const { position } = desk.view;
    land(desk, 50);
    expect(words(desk.player('seeking', { seeking: true, position }))).not.toContain('skip');
  });

  test('is undone with a word, and not offered, where only another may drive', () => {
    expect(jump(watching({ canControl: false }), 127).slice(0, 1)).toEqual([{ type: 'refused', driver: 'Ann' }]);
  });
});

describe('IN-8, IN-12: a player that is taken out of the piece again', () => {
  function back(): Desk {
    const desk = watching();
    jump(desk, 127);
    land(desk, 112.2);
    desk.now += 100;
    return desk;
  }

  test('stands at its end', () => {
    const desk = back();
    expect(words(jump(desk, 127))).toEqual(['pause']);
    expect(desk.report?.state).toBe('catching-up');
    expect(desk.wakes[0]).toBeGreaterThan(10_000);
    expect(desk.tick(1_000)).toEqual([]);
    // Whatever else plays it, or at which rate the room goes on.
    expect(words(desk.player('play', { paused: false }))).toEqual(['pause']);
    expect(words(desk.room({ playback: { rate: 1.5 } }))).toContain('rate');
  });

  test('stands where it was taken to this time', () => {
    const desk = back();
    expect(words(jump(desk, 140))).toEqual(['pause']);
    expect(desk.state.skip).toMatchObject({ to: 140, waitsAtEnd: true });
  });

  test('is no press, even where the page was touched meanwhile', () => {
    const desk = back();
    desk.view = { ...desk.view, userActive: true };
    expect(words(jump(desk, 127))).toEqual(['pause']);
  });

  test('is taken for a person’s where it comes much later, with a touch', () => {
    const desk = back();
    desk.play(6_000);
    desk.view = { ...desk.view, userActive: true };
    expect(words(desk.player('seeking', { seeking: true, position: 127 }))).toContain('intent');
  });

  test('offers anew what it is taken to much later', () => {
    const desk = back();
    desk.play(6_000);
    expect(jump(desk, 140).slice(0, 1)).toEqual([{ type: 'skip', to: 140 }]);
  });

  test('stands there while the room stands in the piece', () => {
    const desk = back();
    jump(desk, 127);
    expect(desk.room({ playback: { position: 115, paused: true } })).toEqual([]);
    expect(desk.wakes).toEqual([]);
  });

  test('goes with the room where somebody takes it elsewhere', () => {
    const desk = back();
    jump(desk, 127);
    expect(words(desk.room({ playback: { position: 20 } }))).toContain('seek');
    expect(desk.state.skip).toBeUndefined();
  });

  test('goes with its person, who takes it elsewhere', () => {
    const desk = back();
    jump(desk, 127);
    expect(words(desk.player('seeking', { seeking: true, position: 118, userActive: true }))).toContain('intent');
  });

  test('plays on in step once the room is there, and there was no loop', () => {
    const desk = watching();
    const done = withSkipper(desk, 22_000);
    expect(done).toMatchObject({ skip: 1, seek: 1, pause: 1, play: 1 });
    expect(done.intent).toBeUndefined();
    const room = desk.state.order?.playback;
    const expected = (room?.position ?? 0) + (desk.now - (room?.at ?? 0)) / 1000;
    expect(desk.view.paused).toBe(false);
    expect(Math.abs(desk.view.position - expected)).toBeLessThan(0.1);
  });
});

describe('RO-9: who takes the room there', () => {
  test('does so by an ordinary press, whatever the page was last touched', () => {
    const desk = watching();
    expect(desk.run({ type: 'go', place: 130 })).toMatchObject([
      { type: 'intent', cause: 'seek', playback: { position: 130, paused: false, at: desk.now } },
      { type: 'seek' },
    ]);
  });

  test('does nothing where there is no room, or no right', () => {
    expect(new Desk().run({ type: 'go', place: 130 })).toEqual([]);
    expect(words(watching({ canControl: false }).run({ type: 'go', place: 130 }))).toEqual(['refused']);
  });
});

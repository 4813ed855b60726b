import { describe, expect, test } from 'vitest';
import type { PlayerEvent, PlayerView } from '../../../../lib/core/player/player-view';
import type { SyncEffect } from '../../../../lib/core/sync/step-io';
import { POSITION_MAX_S } from '../../../../lib/core/time/playback';
import { Desk, inStep, words } from '../../../helpers/model-desk';

/** The desk whose person has just done that, and the intent it made of it. */
function press(event: PlayerEvent, view: Partial<PlayerView>, desk = inStep()) {
  const intent = desk.player(event, view).find((effect) => effect.type === 'intent');
  return { desk, intent };
}

describe('IN-1: a press becomes an intent at once', () => {
  test('pause', () => {
    const { desk, intent } = press('pause', { paused: true, position: 112 });
    expect(intent).toMatchObject({ id: 1, cause: 'pause', playback: { paused: true, position: 112, rate: 1 } });
    expect(desk.report?.state).toBe('paused');
  });

  test('play, for when this player has got going (SY-3)', () => {
    const desk = new Desk();
    desk.view = { ...desk.view, paused: true };
    desk.room();
    const { intent } = press('play', { paused: false }, desk);
    expect(intent).toMatchObject({ cause: 'play', playback: { paused: false, position: 100 } });
    expect(intent?.playback.at).toBeGreaterThan(desk.now);
  });

  test('a jump, for when it lands', () => {
    const { desk, intent } = press('seeking', { seeking: true, position: 300 });
    expect(intent).toMatchObject({ cause: 'seek', playback: { paused: false, position: 300 } });
    expect(intent?.playback.at).toBe(desk.now + desk.state.seekLeadMs);
    expect(desk.report?.state).toBe('catching-up');
  });

  test('a jump that is over when it is seen', () => {
    expect(press('seeked', { position: 300 }).intent).toMatchObject({ cause: 'seek', playback: { position: 300 } });
  });

  test('rate', () => {
    expect(press('ratechange', { rate: 1.5 }).intent).toMatchObject({ cause: 'rate', playback: { rate: 1.5 } });
  });
});

test.each<[PlayerEvent, Partial<PlayerView>]>([
  ['pause', { paused: true }],
  ['seeking', { seeking: true, position: 300 }],
  ['ratechange', { rate: 1.5 }],
])('EC-1: our own %s is none', (event, view) => {
  const desk = inStep();
  expect(words(desk.player(event, view, true))).not.toContain('intent');
});

test('CO-7: a nudge is not the person’s choice of speed, a rate chosen during one is', () => {
  const desk = inStep();
  desk.slip(-0.006);
  expect(desk.until('rate').rate).toBeCloseTo(1.005, 6);
  expect(words(desk.player('ratechange'))).toEqual([]);
  const effects = desk.player('ratechange', { rate: 1.25 });
  expect(words(effects)).toEqual(['intent', 'rate']);
  expect(effects[0]).toMatchObject({ playback: { rate: 1.25 } });
});

test('CO-7: a pause during a nudge publishes the room’s rate', () => {
  const desk = inStep();
  desk.slip(-0.02);
  desk.until('rate');
  const [intent, ...rest] = desk.player('pause', { paused: true });
  expect(intent).toMatchObject({ cause: 'pause', playback: { rate: 1 } });
  expect(rest).toContainEqual(expect.objectContaining({ type: 'rate', rate: 1 }));
});

test('IN-5: scrubbing tells every 150 ms, and its last place', () => {
  const desk = inStep();
  const told = [0, 40, 40, 80, 40].map((ms, i) => {
    desk.now += ms;
    return words(desk.player('seeking', { seeking: true, position: 300 + 10 * i })).includes('intent');
  });
  expect(told).toEqual([true, false, false, true, false]);
  expect(desk.player('seeked', { seeking: false, position: 340 })).toContainEqual(
    expect.objectContaining({ type: 'intent', cause: 'seek' }),
  );
  expect(words(desk.player('seeked', { position: 340.01 }))).not.toContain('intent');
});

test('a landing at the place that was told is the same jump', () => {
  const desk = inStep();
  desk.player('seeking', { seeking: true, position: 300 });
  desk.now += 400;
  expect(words(desk.player('seeked', { seeking: false, position: 300 }))).not.toContain('intent');
});

describe('SY-7: who may not drive', () => {
  test.each<[PlayerEvent, Partial<PlayerView>, string]>([
    ['pause', { paused: true }, 'play'],
    ['ratechange', { rate: 2 }, 'rate'],
  ])('has a %s undone, with a word', (event, view, undo) => {
    const desk = inStep({ canControl: false });
    const effects = desk.player(event, view);
    expect(effects[0]).toEqual({ type: 'refused', driver: 'Ann' });
    expect(words(effects)).toContain(undo);
  });

  test('has a jump undone when it has landed', () => {
    const desk = inStep({ canControl: false });
    expect(words(desk.player('seeking', { seeking: true, position: 300 }))).toEqual(['refused']);
    desk.player('seeked', { seeking: false });
    expect(words(desk.play(600))).toContain('seek');
  });
});

describe('IN-2, IN-3: what is not the person’s', () => {
  test('a pause of a dry player is left alone', () => {
    expect(words(inStep().player('pause', { paused: true, readyState: 2 }))).toEqual([]);
  });

  test('a muted film that the browser pauses on hiding plays on', () => {
    const desk = inStep();
    expect(words(desk.player('pause', { paused: true, hiddenSince: desk.now }))).toEqual(['play']);
  });

  test('the third flip of a storm is demoted', () => {
    const desk = inStep();
    expect(words(desk.player('pause', { paused: true }))).toContain('intent');
    expect(words(desk.player('play', { paused: false }))).toContain('intent');
    expect(words(desk.player('pause', { paused: true }))).not.toContain('intent');
  });

  test('so is the third start within a second that others have undone', () => {
    const desk = inStep();
    const told: boolean[] = [];
    for (let i = 0; i < 3; i++) {
      desk.room({ playback: { paused: true } });
      desk.player('pause', { paused: true }, true);
      desk.now += 300;
      told.push(words(desk.player('play', { paused: false })).includes('intent'));
    }
    expect(told).toEqual([true, true, false]);
  });

  test('a jump or a play that a loading page makes is undone without a word', () => {
    const desk = inStep();
    desk.player('emptied', { position: 0, readyState: 0 });
    desk.view = { ...desk.view, readyState: 4 };
    expect(words(desk.player('seeking', { seeking: true, position: 3 }))).not.toContain('intent');
  });
});

describe('IN-4: a demoted pause', () => {
  const demoted = () => {
    const desk = inStep();
    desk.player('pause', { paused: true, readyState: 2 });
    return desk;
  };

  test('that lasts 1.5 s with a ready player is promoted', () => {
    const desk = demoted();
    expect(words(desk.tick(1_000, { readyState: 4 }))).not.toContain('intent');
    expect(desk.tick(600)).toContainEqual(expect.objectContaining({ type: 'intent', cause: 'pause' }));
  });

  test('that is over is forgotten', () => {
    const desk = demoted();
    desk.tick(100, { paused: false, readyState: 4 });
    expect(desk.state.sitePausedAt).toBeUndefined();
  });

  test('waits on while the player is dry', () => {
    expect(words(demoted().tick(3_000, { readyState: 2 }))).toEqual([]);
  });

  test('is undone where nobody can have pressed', () => {
    expect(words(demoted().tick(3_000, { readyState: 4, hiddenSince: 0 }))).toEqual(['seek']);
  });

  test('counts from its first moment, and ends with a press elsewhere', () => {
    const desk = demoted();
    const since = desk.state.sitePausedAt;
    desk.now += 100;
    desk.player('pause');
    expect(desk.state.sitePausedAt).toBe(since);
    desk.room();
    expect(desk.state.sitePausedAt).toBeUndefined();
  });
});

describe('SY-4: a press that the room has not taken in yet', () => {
  test('is followed at once; what does not acknowledge it is ignored', () => {
    const { desk } = press('pause', { paused: true });
    expect(words(desk.room({ ack: 0, playback: { paused: false } }))).toEqual([]);
    desk.room({ ack: 1, playback: { paused: true } });
    expect(desk.state.pending).toBeUndefined();
  });

  test('…for at most two seconds', () => {
    const { desk } = press('pause', { paused: true });
    desk.room({ ack: 0, playback: { paused: false } });
    expect(words(desk.tick(2_000))).toEqual([]);
    expect(words(desk.tick(1))).not.toEqual([]);
  });

  test('ids go on from what the room knows, also in a page that was loaded again', () => {
    const desk = inStep({ ack: 7 });
    expect(press('pause', { paused: true }, desk).intent).toMatchObject({ id: 8 });
  });
});

describe('RO-5: a room without a playback', () => {
  /** What is done as a room without a playback is heard of. */
  const hear = (desk: Desk, leads: boolean, change = 0) =>
    desk.run({
      type: 'order',
      order: {
        leads,
        canControl: true,
        driver: '',
        epoch: 1,
        revision: 0,
        change,
        ack: 0,
        together: false,
        waiting: [],
      },
    });
  const empty = (leads: boolean, view: Partial<PlayerView> = {}, change = 0) => {
    const desk = new Desk();
    desk.view = { ...desk.view, ...view };
    hear(desk, leads, change);
    return desk;
  };

  test('takes the host’s video as it stands, once', () => {
    const desk = new Desk();
    desk.view = { ...desk.view, rate: 1.25 };
    expect(hear(desk, true)).toContainEqual(
      expect.objectContaining({ type: 'intent', cause: 'start', playback: expect.objectContaining({ rate: 1.25 }) }),
    );
    expect(words(desk.tick())).not.toContain('intent');
  });

  test.each<[string, Desk]>([
    ['a guest’s', empty(false)],
    ['one without metadata', empty(true, { readyState: 0 })],
    ['one before there is an order', new Desk()],
  ])('not %s', (_, desk) => {
    expect(words([...desk.tick(), ...desk.player('canplay' as PlayerEvent)])).not.toContain('intent');
    expect(desk.report?.state).toBe('no-video');
  });

  test('lets a page that has just loaded a film go on to play it', () => {
    const desk = empty(true, { readyState: 0 }, 3);
    desk.player('loaded', { readyState: 4, paused: true, position: 0 });
    expect(words(desk.tick(1_000))).toEqual([]);
    expect(desk.player('play', { paused: false, position: 42 })).toContainEqual(
      expect.objectContaining({ type: 'intent', playback: expect.objectContaining({ position: 42, paused: false }) }),
    );
  });

  test('takes a film that stands when it has stood for a while', () => {
    const desk = empty(true, { readyState: 0 }, 3);
    desk.player('loaded', { readyState: 4, paused: true, position: 0 });
    expect(desk.tick(1_500)).toContainEqual(
      expect.objectContaining({ type: 'intent', playback: expect.objectContaining({ paused: true }) }),
    );
  });

  test('not on an emptied player, nor before the clock is known', () => {
    const desk = empty(true);
    expect(words(desk.player('emptied'))).toEqual([]);
    desk.clock = undefined;
    expect(words(desk.tick())).toEqual([]);
  });
});

test.each<[string, Partial<PlayerView>]>([
  ['position NaN', { position: Number.NaN }],
  ['position 1e308', { position: 1e308 }],
  ['position −1', { position: -1 }],
  ['rate 0', { rate: 0 }],
  ['rate 100', { rate: 100 }],
])('BAD-3: a player that shows %s harms nobody', (_, view) => {
  for (const event of ['pause', 'seeking', 'ratechange', 'seeked'] as const) {
    const desk = inStep();
    for (const effect of [...desk.player(event, { ...view, paused: event === 'pause' }), ...desk.tick(300)]) {
      if (effect.type !== 'intent') continue;
      expect(effect.playback.position).toBeGreaterThanOrEqual(0);
      expect(effect.playback.position).toBeLessThanOrEqual(POSITION_MAX_S);
      expect(effect.playback.rate).toBeGreaterThanOrEqual(0.0625);
      expect(effect.playback.rate).toBeLessThanOrEqual(16);
    }
  }
});

test('BAD-3: what cannot be bounded is no press', () => {
  const desk = new Desk();
  desk.view = { ...desk.view, paused: true };
  desk.room();
  expect(words(desk.player('play', { paused: false, position: Number.NaN }))).not.toContain('intent');
});

test('IN-2: what a page does right after a film has loaded is its own doing, however late it loads', () => {
  const desk = new Desk();
  desk.room();
  desk.run({ type: 'player', event: 'loaded', echo: false });
  desk.view = { ...desk.view, position: 0 };
  const effects = desk.run({ type: 'player', event: 'seeking', echo: false });
  expect(effects.filter((effect) => effect.type === 'intent')).toEqual([]);
});

test('IN-4: a pause right after a jump is not forgotten as the room hears of the jump', () => {
  const desk = inStep();
  desk.player('seeking', { position: 300, seeking: true });
  desk.player('pause', { paused: true });
  expect(words(desk.room({ playback: { paused: false, position: 300 } }))).toEqual([]);
  desk.player('seeked', { seeking: false });
  expect(words(desk.tick(1_600))).toContain('intent');
});

test('PL-7: a player that is left alone is not left at a nudged rate', () => {
  const desk = inStep();
  desk.slip(-0.006);
  const { rate } = desk.until('rate');
  desk.state = { ...desk.state, budget: { ...desk.state.budget, left: 0, restUntil: desk.now + 15_000 } };
  expect(desk.tick(10, { rate })).toEqual([{ type: 'rate', rate: 1 }, { type: 'own-pitch' }]);
  expect(desk.tick(10, { rate: 1 })).toEqual([]);
});

test('PL-7, CO-11: *Sync me now* is done also to a player that is left alone, and that refused nudges', () => {
  const desk = inStep();
  desk.state = { ...desk.state, budget: { ...desk.state.budget, left: 0, restUntil: desk.now + 240_000 } };
  desk.slip(-5);
  expect(words(desk.play(2_000))).toEqual([]);
  const effects = [...desk.run({ type: 'sync-now' }), ...desk.play(500, 25)];
  expect(words(effects)).toContain('seek');
  const nudged = inStep();
  nudged.state = { ...nudged.state, capabilities: { ...nudged.state.capabilities, nudges: 3 } };
  nudged.run({ type: 'sync-now' });
  nudged.slip(-0.03);
  expect(words(nudged.play(500, 25))).toContain('rate');
});

describe('SY-7, ER-1: the word to who may not drive', () => {
  const watching = () => inStep({ canControl: false });
  const said = (effects: readonly SyncEffect[]) => words(effects).filter((word) => word === 'refused').length;

  test('is said once for all events of a scrub, and again for a press some seconds later', () => {
    const desk = watching();
    let times = 0;
    for (let i = 0; i < 20; i++) {
      desk.now += 100;
      times += said(desk.player('seeking', { seeking: true, position: 200 + i }));
      times += said(desk.player('seeked', { seeking: false }));
    }
    expect(times).toBe(1);
    desk.now += 5_000;
    expect(said(desk.player('pause', { paused: true }))).toBe(1);
  });

  test('is said once in a storm of pauses by the page, and as a skipper is at work', () => {
    const desk = watching();
    desk.traits = { ...desk.traits, skippers: true };
    desk.view = { ...desk.view, userActive: false };
    let times = 0;
    for (let i = 0; i < 4; i++) {
      desk.now += 1_100;
      times += said(desk.player('pause', { paused: true }));
      times += said(desk.player('play', { paused: false }, true));
    }
    expect(times).toBe(1);
    times += said(desk.player('seeking', { seeking: true, position: desk.view.position + 20 }));
    expect(times).toBe(1);
  });
});

describe('a page that plays with the room', () => {
  const untouched = () => {
    const desk = inStep();
    desk.view = { ...desk.view, userActive: false };
    return desk;
  };

  test('IN-7: is told of a few times, then only of what it has come to', () => {
    const desk = untouched();
    const intents: SyncEffect[] = [];
    for (let i = 1; i <= 9; i++) {
      desk.now += 200;
      const position = 110 - i * 10;
      const effects = desk.player('seeking', { position });
      intents.push(...effects.filter(({ type }) => type === 'intent'));
      // Followed at once, told or not: the person's own player is not torn back.
      expect(words(effects)).not.toContain('seek');
    }
    // Six at once, and one that came back meanwhile.
    expect(intents.length).toBe(7);
    const last = desk.play(1_000).filter(({ type }) => type === 'intent');
    expect(last).toEqual([expect.objectContaining({ id: 8, playback: expect.objectContaining({ position: 20 }) })]);
  });

  test('IN-13: is not listened to when it goes on, and the person is told', () => {
    const desk = untouched();
    const seen: string[] = [];
    for (let i = 1; i <= 60; i++) {
      desk.now += 250;
      seen.push(...words(desk.player('seeking', { position: 100 + (i % 2) * 700 })));
      desk.room({ playback: { position: 100 + (i % 2) * 700 } });
    }
    expect(seen.filter((word) => word === 'intent').length).toBeLessThan(20);
    expect(seen.filter((word) => word === 'notice')).toEqual(['notice']);
  });

  test('IN-13: which is not said again where the person presses something meanwhile', () => {
    const desk = untouched();
    desk.state = { ...desk.state, rateLimit: { ...desk.state.rateLimit, mutedUntil: desk.now + 30_000 } };
    const press = desk.player('pause', { paused: true, userActive: true });
    expect(words(press)).toEqual(['intent']);
  });

  test('IN-13: nor when it goes on slowly for a minute', () => {
    const desk = untouched();
    const seen: string[] = [];
    for (let i = 1; i <= 55; i++) {
      desk.now += 1_050;
      seen.push(...words(desk.player('seeking', { position: 100 + (i % 2) * 700 })));
      desk.room({ playback: { position: 100 + (i % 2) * 700 } });
    }
    expect(seen.filter((word) => word === 'intent').length).toBe(50);
    expect(seen.filter((word) => word === 'notice')).toEqual(['notice']);
  });

  test('PL-7, PL-12: and undoes whatever is done is left alone, with a word; a press is still carried out', () => {
    const desk = new Desk();
    desk.room({ playback: { paused: true } });
    const seen: string[] = [];
    for (let i = 0; i < 100; i++) seen.push(...words(desk.tick(100, { paused: false })));
    expect(seen.filter((word) => word === 'pause').length).toBeLessThanOrEqual(14);
    expect(seen.filter((word) => word === 'notice')).toEqual(['notice']);
    expect(desk.report?.state).toBe('page-insists');
    expect(words(desk.room({ playback: { paused: true, position: 300 } }))).toEqual(['pause', 'seek']);
  });
});

test('PL-11: readings begin anew where the sound begins or ceases to count, and the rest is made good at once', () => {
  const desk = inStep();
  desk.play(5_000);
  expect(desk.state.samples.length).toBeGreaterThan(1);
  // The player's place is told 60 ms earlier from now on.
  desk.slip(-0.06);
  desk.player('sound', {}, true);
  expect(desk.state).toMatchObject({ samples: [], disturbedAt: desk.now });
  const nudge = desk.until('rate');
  expect(nudge.rate).toBeGreaterThan(1.02);
});

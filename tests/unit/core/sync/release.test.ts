import { describe, expect, test } from 'vitest';
import type { RoomOrder } from '../../../../lib/core/room/order';
import { type Desk, inStep, words } from '../../../helpers/model-desk';

const GIVEN_BACK = { type: 'rate', rate: 1 };
const OWN_PITCH = { type: 'own-pitch' };

/** What the room service sends while the player shows another film. */
function suspended(desk: Desk) {
  const { playback: _, ...order } = desk.state.order as RoomOrder;
  return desk.run({ type: 'order', order: { ...order, suspended: true } });
}

describe('MK-3, PL-8: a player that shows another film', () => {
  test('is let alone, and its presses are not told', () => {
    const desk = inStep();
    expect(words(suspended(desk))).toEqual([]);
    expect(words(desk.player('pause', { paused: true }))).toEqual([]);
    expect(words(desk.tick(1_000, { position: 5 }))).toEqual([]);
    expect(desk.report?.state).toBe('no-video');
  });

  test('keeps no nudge', () => {
    const desk = inStep();
    desk.slip(-0.02);
    const { rate } = desk.until('rate');
    desk.view = { ...desk.view, rate };
    expect(suspended(desk)).toEqual([{ type: 'rate', rate: 1 }, { type: 'own-pitch' }]);
  });

  test('is not left standing where it waited for the room', () => {
    const desk = inStep();
    desk.state = { ...desk.state, phase: { kind: 'waiting-for-room' } };
    desk.view = { ...desk.view, paused: true };
    expect(words(suspended(desk))).toEqual(['play']);
  });

  test.each(['at the end of a piece that is skipped', 'before its cut begins'])('nor where it stands %s', (where) => {
    const desk = inStep();
    const { position } = desk.view;
    if (where.startsWith('before')) {
      desk.shift(-position - 60);
      desk.tick(0, { position: 0 });
      desk.view = { ...desk.view, paused: true };
      desk.tick(1_000);
    } else {
      const piece = { from: position - 1, to: position + 20, at: desk.now, waitsAtEnd: true };
      desk.state = { ...desk.state, skip: piece };
      expect(words(desk.tick(50, { position: piece.to }))).toContain('pause');
      desk.view = { ...desk.view, paused: true };
    }
    expect(words(suspended(desk))).toEqual(['play']);
  });

  test('is left standing where the room stands', () => {
    const desk = inStep();
    desk.room({ playback: { paused: true } });
    desk.player('pause', { paused: true }, true);
    expect(words(suspended(desk))).toEqual([]);
  });

  test('forgets a press that the room has not taken in', () => {
    const desk = inStep();
    desk.player('pause', { paused: true });
    expect(desk.state.pending).toBeDefined();
    suspended(desk);
    expect(desk.state.pending).toBeUndefined();
    // Nothing is left to be ended.
    expect(words(suspended(desk))).toEqual([]);
  });

  test('is driven again once it shows the room’s', () => {
    const desk = inStep();
    suspended(desk);
    expect(words(desk.room({ playback: { paused: true } }))).toEqual(['pause']);
  });

  test('is let alone from another load on, until the room service has heard of it', () => {
    const desk = inStep({ load: 1 });
    expect(words(desk.player('pause', { paused: true }))).toContain('intent');
    desk.load = 2;
    desk.player('emptied', { readyState: 0, paused: true });
    desk.player('loaded', { readyState: 4, position: 0 });
    desk.now += 5_000;
    expect(words(desk.player('play', { paused: false }))).toEqual([]);
    expect(words(desk.room({ load: 1, playback: { position: 50, paused: true } }))).toEqual([]);
    expect(desk.report?.state).toBe('no-video');
    expect(words(desk.room({ load: 2, playback: { position: 50, paused: true } }))).toEqual(['pause', 'seek']);
    // A room service that counts no loads has nothing to hear of.
    desk.load = 3;
    desk.room({ load: 0, playback: { position: 50, paused: false } });
    expect(desk.report?.state).not.toBe('no-video');
  });

  test('and what it does is not told, where the load comes with an ad', () => {
    const desk = inStep({ load: 1 });
    desk.load = 2;
    desk.signs = { ad: true, live: false, film: '' };
    desk.player('emptied', { readyState: 0, paused: true });
    desk.signs = { ad: false, live: false, film: '' };
    desk.now += 15_000;
    desk.player('loaded', { readyState: 4 });
    expect(desk.report?.state).toBe('no-video');
  });

  test('nor is anything kept of it when its host begins another film', () => {
    const desk = inStep({ leads: true });
    desk.state = { ...desk.state, phase: { kind: 'waiting-for-room' } };
    const { playback: _, ...order } = desk.state.order as RoomOrder;
    expect(words(desk.run({ type: 'order', order }))).toContain('play');
  });

  test('is no start of a room either', () => {
    const desk = inStep({ leads: true });
    suspended(desk);
    expect(words(desk.tick(5_000))).toEqual([]);
  });
});

/** In the middle of a nudge. */
function nudged(): Desk {
  const desk = inStep();
  desk.slip(-0.02);
  const { rate } = desk.until('rate');
  desk.view = { ...desk.view, rate };
  return desk;
}
/** Standing still until the room arrives. */
function standing(): Desk {
  const desk = inStep();
  desk.slip(0.8);
  const pause = desk.until('pause');
  expect(pause).toBeDefined();
  desk.player('pause', { paused: true }, true);
  expect(desk.state.phase.kind).toBe('waiting-for-room');
  return desk;
}

describe('PL-5, PL-8: what was done for the room’s sake ends with its cause', () => {
  test('a nudge, as an ad begins; and a player that stands is not left standing', () => {
    for (const [desk, owed] of [
      [nudged(), [GIVEN_BACK, OWN_PITCH]],
      [standing(), [{ type: 'play' }]],
    ] as const) {
      desk.signs = { ad: true, live: false, film: '' };
      expect(desk.tick(10)).toEqual(owed);
      expect(desk.tick(10)).toEqual([]);
    }
  });

  test('as the player loads something else', () => {
    const empty = { readyState: 0, duration: Number.NaN, position: 0, paused: true };
    expect(nudged().player('emptied', { ...empty, rate: 1 })).toEqual([GIVEN_BACK, OWN_PITCH]);
    expect(standing().player('emptied', empty)).toEqual([{ type: 'play' }]);
  });

  test('as the page is left alone for a while (PL-7)', () => {
    for (const [desk, owed] of [
      [nudged(), [GIVEN_BACK, OWN_PITCH]],
      [standing(), [{ type: 'play' }]],
    ] as const) {
      desk.state = { ...desk.state, budget: { ...desk.state.budget, left: 0, restUntil: desk.now + 15_000 } };
      expect(desk.tick(10)).toEqual(owed);
      expect(desk.tick(10)).toEqual([]);
    }
  });

  test('the pitch that a nudge has left off, however long ago it ended', () => {
    const desk = nudged();
    desk.now += 10_000;
    expect(desk.tick(10)).toContainEqual(GIVEN_BACK);
    desk.view = { ...desk.view, rate: 1 };
    desk.tick(5_000, { paused: true, blocked: true });
    expect(suspended(desk)).toEqual([OWN_PITCH]);
    expect(suspended(desk)).toEqual([]);
  });

  test('a nudge, as the page stops its player or has set the rate back', () => {
    const stopped = nudged();
    stopped.state = { ...stopped.state, sitePausedAt: stopped.now };
    expect(stopped.tick(10, { paused: true })).toEqual([GIVEN_BACK]);
    const waits = nudged();
    expect(waits.tick(10, { paused: true, blocked: true, rate: 1 })).toEqual([GIVEN_BACK]);
  });

  test('a nudge, as somebody jumps, and where the film runs out', () => {
    const jumps = nudged();
    expect(jumps.player('seeking', { seeking: true, position: 300 })).toContainEqual(GIVEN_BACK);
    const ends = nudged();
    const { order } = ends.state;
    ends.state = {
      ...ends.state,
      order: order && { ...order, playback: { position: 599.9, rate: 1, paused: false, at: ends.now } },
    };
    expect(ends.tick(10, { position: 599.9 })).toEqual([GIVEN_BACK]);
  });
});

describe('IN-7: a press that is held back', () => {
  /** A page that has used up what it may tell at once, and jumps once more. */
  const heldBack = () => {
    const desk = inStep();
    desk.view = { ...desk.view, userActive: false };
    for (let i = 1; i <= 7; i++) desk.player('seeked', { position: 110 - i * 10 });
    expect(desk.state.pending?.heldBack).toBeDefined();
    return desk;
  };
  const intents = (desk: Desk) =>
    desk.room({ ack: desk.state.lastIntentId - 1 }).filter((effect) => effect.type === 'intent');

  test('is told when it is due, also where the room speaks just then', () => {
    const desk = heldBack();
    desk.now += 1_000;
    expect(intents(desk)).toEqual([expect.objectContaining({ cause: 'seek' })]);
    expect(desk.state.pending).toBeDefined();
  });

  test('is told as all that it has been: a pause is not lost to the jump after it, nor to a play before it', () => {
    const desk = heldBack();
    const id = desk.state.pending?.id ?? 0;
    desk.player('play', { paused: false });
    desk.now += 200;
    desk.player('pause', { paused: true });
    desk.player('seeked', { position: 4 });
    desk.now += 1_000;
    expect(intents(desk)).toEqual([
      expect.objectContaining({
        id,
        cause: 'pause',
        playback: expect.objectContaining({ position: 4, paused: true }),
      }),
      expect.objectContaining({ id: id + 1, cause: 'seek', playback: expect.objectContaining({ position: 4 }) }),
    ]);
    expect(desk.state).toMatchObject({ lastIntentId: id + 1, pending: { id: id + 1 } });
  });

  test('is forgotten as an ad begins (AD-5): nothing is told from within it, nor long after', () => {
    const desk = heldBack();
    desk.signs = { ad: true, live: false, film: '' };
    expect(intents(desk)).toEqual([]);
    desk.now += 15_000;
    desk.signs = { ad: false, live: false, film: '' };
    expect(intents(desk)).toEqual([]);
  });
});

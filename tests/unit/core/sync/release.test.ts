import { describe, expect, test } from 'vitest';
import type { RoomOrder } from '../../../../lib/core/room/order';
import { type Desk, inStep, words } from '../../../helpers/model-desk';

/** What the room service sends while the player shows another film. */
function suspended(desk: Desk) {
  const { playback: _, ...order } = desk.state.order as RoomOrder;
  return desk.run({ type: 'order', order: { ...order, suspended: true } });
}

describe('MK-3: a player that shows another film', () => {
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
    expect(suspended(desk)).toEqual([{ type: 'rate', rate: 1 }]);
  });

  test('is not left standing where it waited for the room', () => {
    const desk = inStep();
    desk.state = { ...desk.state, phase: { kind: 'waiting-for-room' } };
    desk.view = { ...desk.view, paused: true };
    expect(words(suspended(desk))).toEqual(['play']);
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

  test('is no start of a room either', () => {
    const desk = inStep({ role: 'host' });
    suspended(desk);
    expect(words(desk.tick(5_000))).toEqual([]);
  });
});

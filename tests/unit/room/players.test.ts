import { beforeEach, expect, it, vi } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import { Players } from '../../../lib/room/players';

/** A frame with a video so big, as the room service sees it. */
function join(players: Players, score: number) {
  let say: (message: FromPlayer) => void = () => {};
  let leave = () => {};
  const told: ToPlayer[] = [];
  players.add({
    post: (message) => told.push(message),
    onMessage: (listener) => {
      say = listener;
    },
    onClose: (listener) => {
      leave = listener;
    },
    close: () => {},
  });
  say({ type: 'candidate', score, short: false, chosen: false });
  return { say: (message: FromPlayer) => say(message), leave: () => leave(), told };
}

const heard = vi.fn();
let players: Players;
beforeEach(() => {
  heard.mockReset();
  const scheduler = { now: () => 0, after: () => () => {} };
  players = new Players(scheduler, () => false, { message: heard, elected: () => {}, page: () => {} });
  return () => players.close();
});

it('OV-4: what the elected frame waits for is known until another is elected', () => {
  const [film, other] = [join(players, 100), join(players, 10)];
  other.say({ type: 'prompt', prompt: 'unmute' });
  expect(players.prompt).toBe('none');
  film.say({ type: 'prompt', prompt: 'unmute' });
  expect(players.prompt).toBe('unmute');
  expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'prompt', prompt: 'unmute' });
  film.leave();
  expect(players.prompt).toBe('none');
  other.say({ type: 'prompt', prompt: 'press-play' });
  expect(players.prompt).toBe('press-play');
  other.say({ type: 'prompt', prompt: 'none' });
  expect(players.prompt).toBe('none');
});

it('IN-22: what is seen in another frame is told to the one with the film', () => {
  const [film, other] = [join(players, 100), join(players, 10)];
  other.say({ type: 'sign', of: 'press' });
  film.say({ type: 'sign', of: 'front' });
  expect(film.told).toContainEqual({ type: 'sign', of: 'press' });
  expect(film.told).not.toContainEqual({ type: 'sign', of: 'front' });
  expect(other.told).not.toContainEqual(expect.objectContaining({ type: 'sign' }));
});

it('RS-9: another tab’s frames drive the room, and those of the one before are let go of', () => {
  const [film, other] = [join(players, 100), join(players, 10)];
  players.partFromTab();
  expect([film.told.at(-1), other.told.at(-1)]).toEqual([{ type: 'ended' }, { type: 'ended' }]);
  expect(players.hasVideo).toBe(false);
  // It says this before it has heard, and closes after.
  film.say({ type: 'candidate', score: 1_000, short: false, chosen: true });
  film.leave();
  expect(players.hasVideo).toBe(false);
  const next = join(players, 50);
  expect(next.told).toContainEqual({ type: 'elected', active: true });
});

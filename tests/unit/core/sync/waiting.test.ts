import { expect, test } from 'vitest';
import { Desk, midFilm } from '../../../helpers/model-desk';

/** A player that stands still with a room that waits for Ben. */
function standing(more: Parameters<Desk['room']>[0] = {}) {
  const desk = new Desk();
  desk.view = { ...midFilm, paused: true };
  desk.room({ waiting: ['Ben'], together: true, ...more });
  return desk;
}
const intents = (effects: ReturnType<Desk['run']>) => effects.filter((effect) => effect.type === 'intent');

test('WA-3: to go on without the late ones is a press on play', () => {
  const desk = standing();
  expect(intents(desk.run({ type: 'continue' }))).toMatchObject([{ cause: 'play', playback: { paused: false } }]);
});

test('there is nothing to go on from in a room that plays, waits for nobody, or is not known yet', () => {
  expect(intents(standing({ waiting: [] }).run({ type: 'continue' }))).toEqual([]);
  const playing = new Desk();
  playing.room({ waiting: ['Ben'] });
  expect(intents(playing.run({ type: 'continue' }))).toEqual([]);
  expect(intents(new Desk().run({ type: 'continue' }))).toEqual([]);
  const clockless = standing();
  clockless.clock = undefined;
  expect(intents(clockless.run({ type: 'continue' }))).toEqual([]);
});

test('WA-4: a press on play is held until the room says when', () => {
  const desk = standing({ waiting: [] });
  desk.view = { ...desk.view, paused: false };
  const effects = desk.run({ type: 'player', event: 'play', echo: false });
  expect(intents(effects)).toMatchObject([{ cause: 'play', playback: { paused: false } }]);
  expect(effects).toContainEqual({ type: 'pause' });
});

test('WA-1: while the room waits, a player that stands still without data says that it has none', () => {
  const desk = standing();
  expect(desk.report?.state).toBe('paused');
  desk.view = { ...desk.view, readyState: 2 };
  desk.tick();
  expect(desk.report?.state).toBe('waiting');
});

test('WA-1: and one that is still on its way to the frame says so: it would start late', () => {
  const desk = standing();
  desk.tick(0, { position: 90 });
  expect(desk.report?.state).toBe('waiting');
  desk.tick(100, { position: 100, seeking: true });
  expect(desk.report?.state).toBe('waiting');
  desk.tick(4_000, { seeking: false });
  expect(desk.report?.state).toBe('paused');
});

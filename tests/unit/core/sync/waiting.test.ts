import { expect, test } from 'vitest';
import { Desk, inStep, midFilm } from '../../../helpers/model-desk';
import { LiveDesk } from '../../../helpers/model-live-desk';

/** A player that stands still with a room that waits for Ben. */
function standing(more: Parameters<Desk['room']>[0] = {}) {
  const desk = new Desk();
  desk.view = { ...midFilm, paused: true };
  desk.room({ waiting: ['Ben'], together: true, ...more });
  return desk;
}
const intents = (effects: ReturnType<Desk['run']>) => effects.filter((effect) => effect.type === 'intent');

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
  expect(desk.report?.state).toBe('seeking');
  desk.tick(100, { position: 100, seeking: true });
  expect(desk.report?.state).toBe('seeking');
  desk.tick(4_000, { seeking: false });
  expect(desk.report?.state).toBe('paused');
});

/** The room jumps, and the player seeks for so long. @returns what it says of itself then, and how far off */
function seeking(desk: Desk, forMs: number) {
  const [seek] = desk.room({ playback: { position: 300, paused: false } }).filter(({ type }) => type === 'seek');
  const position = seek?.type === 'seek' ? seek.position : Number.NaN;
  desk.player('seeking', { seeking: true, position, readyState: 1 }, true);
  desk.tick(forMs);
  return desk.report;
}

test('WA-5: a player whose seek is not answered has nothing to show', () => {
  expect(seeking(inStep(), 190)).toEqual({ state: 'catching-up' });
  expect(seeking(inStep(), 210)).toEqual({ state: 'seeking' });
});

test('WA-5: and who scrubs is not waited for: each step is a seek of its own', () => {
  const desk = inStep({ leads: true });
  for (let i = 0; i < 10; i++) {
    desk.now += 150;
    desk.player('seeking', { seeking: true, position: 300 + i, readyState: 1 });
    expect(desk.report?.state).toBe('catching-up');
  }
});

test('WA-5: nor one that seeks while it stands, until it has landed', () => {
  const desk = new Desk();
  desk.view = { ...midFilm, paused: true };
  expect(seeking(desk, 1_000)?.state).toBe('seeking');
  desk.player('seeked', { seeking: false, readyState: 4 }, true);
  expect(desk.report?.state).toBe('catching-up');
});

test('a player that has just run dry, and is not known yet to move, is not in step where it is far behind', () => {
  const desk = inStep();
  desk.player('waiting', { readyState: 2 });
  desk.now += 2_000;
  desk.player('playing', { readyState: 4 });
  expect(desk.report).toEqual({ state: 'catching-up' });
  const near = inStep();
  near.player('waiting', { readyState: 2 });
  near.now += 100;
  near.player('playing', { readyState: 4 });
  expect(near.report).toEqual({ state: 'in-sync' });
});

test('WA-5: a seek in a stream is not waited for: at rest the player could not be brought to where the room is', () => {
  const desk = new LiveDesk();
  desk.look();
  desk.live(10, { together: true });
  desk.pass(12_000);
  desk.live(30, { together: true });
  desk.behind = 30;
  desk.player('seeking', { seeking: true, readyState: 1 }, true);
  desk.tick(500);
  expect(desk.report?.state).toBe('catching-up');
});

test('WA-1: while a room waits, who is dry in a stream says so, or it would go on at once', () => {
  const desk = new LiveDesk();
  desk.look();
  desk.live(10, { together: true });
  desk.pass(12_000);
  const still = { together: true, waiting: ['Ben'], playback: { paused: true } };
  desk.view = { ...desk.view, paused: true };
  desk.live(10, still);
  expect(desk.report?.state).toBe('paused');
  desk.tick(100, { readyState: 2 });
  expect(desk.report?.state).toBe('waiting');
  desk.tick(100, { readyState: 4, seeking: true });
  expect(desk.report?.state).toBe('seeking');
  desk.tick(100, { readyState: 4, seeking: false });
  expect(desk.report?.state).toBe('paused');
});

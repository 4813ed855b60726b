import { expect, test } from 'vitest';
import { Desk, inStep, words } from '../../../helpers/model-desk';

const dry = { readyState: 2, bufferedTo: 100 };

/** So long nothing moves. */
function stand(desk: Desk, forMs: number): string[] {
  const done: string[] = [];
  for (let t = 0; t < forMs; t += 1_000) done.push(...words(desk.tick(1_000)));
  return done;
}

function dried(): Desk {
  const desk = inStep();
  desk.player('waiting', dry);
  return desk;
}

test('PL-13: a player that gets nothing for 15 s is told as failed, its person is told once, and it comes back', () => {
  const desk = dried();
  stand(desk, 14_000);
  expect(desk.report?.state).not.toBe('failed');
  expect(stand(desk, 10_000).filter((word) => word === 'notice')).toHaveLength(1);
  expect(desk.report).toEqual({ state: 'failed' });
  // The room pauses: it is as dead as before.
  desk.room({ playback: { paused: true } });
  desk.view = { ...desk.view, seeking: true };
  stand(desk, 2_000);
  expect(desk.state.drought?.isDead).toBe(true);
  desk.room();
  desk.tick(1_000, { readyState: 4, seeking: false });
  expect(desk.state.drought).toBeUndefined();
  expect(desk.state.saidFailed).toBe(false);
});

test('PL-13: so is one that seeks after a room that it never reaches', () => {
  const desk = dried();
  stand(desk, 5_000);
  desk.player('seeking', { position: 120, seeking: true, bufferedTo: Number.NaN }, true);
  stand(desk, 10_000);
  expect(desk.report?.state).toBe('failed');
});

test.each([
  ['data come in, however slowly', (desk: Desk) => desk.tick(0, { bufferedTo: desk.view.bufferedTo + 0.1 })],
  ['the first data have come in', (desk: Desk) => desk.tick(0, { bufferedTo: Number.NaN }) && desk.tick(0, dry)],
  ['nobody sees it', (desk: Desk) => desk.tick(0, { hiddenSince: 0 })],
  ['it waits for a press', (desk: Desk) => desk.tick(0, { blocked: true })],
  ['its film is over', (desk: Desk) => desk.tick(0, { ended: true })],
  ['it has not loaded anything yet', (desk: Desk) => desk.tick(0, { readyState: 0 })],
  ['the machine has slept', (desk: Desk) => desk.tick(20_000)],
  ['the room pauses', (desk: Desk) => desk.room({ playback: { paused: true } })],
  ['it loads something else', (desk: Desk) => desk.player('emptied')],
])('PL-13: but not one that stands for another reason: %s', (_, happens) => {
  const desk = dried();
  for (let rounds = 0; rounds < 3; rounds++) {
    stand(desk, 8_000);
    happens(desk);
  }
  expect(desk.state.drought?.isDead).not.toBe(true);
  expect(desk.report?.state).not.toBe('failed');
});

test('PL-13: nor one of which no room wants anything', () => {
  const desk = new Desk();
  desk.view = { ...desk.view, ...dry };
  stand(desk, 20_000);
  expect(desk.state.drought).toBeUndefined();
});

test('PL-13: one for which the room stands still is as good as one that is to move', () => {
  const desk = dried();
  desk.room({ waiting: ['Ben'], playback: { paused: true } });
  stand(desk, 16_000);
  expect(desk.state.drought?.isDead).toBe(true);
});

test('PL-13: what the browser says to have failed is written no more, and told so after 3 s, also at rest', () => {
  const desk = inStep();
  desk.room({ playback: { paused: true } });
  desk.player('pause', { paused: true }, true);
  desk.player('failed', { failed: true, readyState: 0 });
  expect(desk.report?.state).toBe('waiting');
  expect(stand(desk, 4_000)).toEqual(['notice']);
  expect(desk.report?.state).toBe('failed');
  expect(words(desk.room({ playback: { position: 300, paused: false } }))).toEqual([]);
});

test('PL-13: a page that has never had a film, or empties its player between two, has none that failed', () => {
  const page = new Desk();
  page.view = { ...page.view, failed: true, readyState: 0, duration: Number.NaN };
  page.room({ playback: { position: 10, paused: false, rate: 1 } });
  stand(page, 20_000);
  expect(page.report?.state).toBe('waiting');
  const desk = inStep();
  desk.player('failed', { failed: true, readyState: 0 });
  stand(desk, 2_000);
  desk.player('emptied', { failed: false });
  stand(desk, 2_000);
  expect(desk.state.saidFailed).toBe(false);
});

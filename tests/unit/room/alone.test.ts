import { describe, expect, test } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import type { RoomView } from '../../../lib/core/ports/room-view';
import { parseServiceRecord } from '../../../lib/core/ports/service-record';
import { type Line, World } from './service-world';

type PageLine = Line<FromPlayer, ToPlayer>;
type InRoom = Extract<RoomView, { state: 'room' }>;

const FILM = { key: 'film', url: 'https://v.example/film', title: 'Film' };
const NEXT = { key: 'next', url: 'https://w.example/next', title: 'Next' };
const PLAYING = { position: 60, rate: 1, paused: false };

/** A page with a film in it. */
function shows(page: PageLine, film = FILM, load = 1) {
  page.say({ type: 'page', page: film });
  page.say({ type: 'candidate', score: 1_000, short: false, chosen: false });
  page.say({ type: 'film', load, ready: true, durationS: film === FILM ? 600 : 700 });
}

const orders = (page: PageLine) => page.heard.flatMap((said) => (said.type === 'room' ? [said] : []));
const viewOf = (person: { service: { view(): RoomView } }) => person.service.view() as InRoom;
const stateOf = (seenBy: { service: { view(): RoomView } }, name: string) =>
  viewOf(seenBy).members.find((member) => member.name === name)?.state;

/** Ann and Ben in a room, a film in both pages, playing. */
async function watching() {
  const world = new World();
  const { ann, ben } = await world.party();
  const [anns, bens] = [ann.page(), ben.page()];
  shows(anns);
  await world.run();
  anns.say({ type: 'intent', id: 1, cause: 'start', playback: { ...PLAYING, at: world.time.now } });
  await world.run();
  shows(bens);
  await world.run();
  bens.say({ type: 'report', state: 'in-sync', driftMs: 1 });
  await world.run();
  expect(orders(bens).at(-1)).toMatchObject({ playback: { paused: false } });
  return { world, ann, ben, anns, bens };
}

describe('RO-18: a guest that watches alone', () => {
  test('stays in the room, and its player is let go of', async () => {
    const { world, ann, ben, bens } = await watching();
    ben.service.perform({ type: 'watch-alone', alone: true });
    await world.run();
    expect(orders(bens).at(-1)).toMatchObject({ suspended: true });
    expect(orders(bens).at(-1)?.playback).toBeUndefined();
    expect(viewOf(ben)).toMatchObject({ alone: true });
    expect([stateOf(ann, 'Ben'), stateOf(ben, 'Ben')]).toEqual(['alone', 'alone']);
    expect(bens.heard).toContainEqual({ type: 'toast', text: 'alone', name: '' });
  });

  test('WA-9: is offered no countdown, which others may begin once the film stands', async () => {
    const { world, ann, ben, anns } = await watching();
    expect(viewOf(ben).start).toBeUndefined();
    anns.say({ type: 'intent', id: 2, cause: 'pause', playback: { ...PLAYING, paused: true, at: world.time.now } });
    await world.run();
    expect([viewOf(ann).start, viewOf(ben).start]).toEqual(['possible', 'possible']);
    ben.service.perform({ type: 'start-together', on: true });
    await world.run(500);
    expect([viewOf(ann).start, viewOf(ben).start]).toEqual(['counting', 'counting']);
    ben.service.perform({ type: 'watch-alone', alone: true });
    ann.service.perform({ type: 'set-control', control: 'host' });
    await world.run(500);
    expect([viewOf(ann).start, viewOf(ben).start]).toEqual(['counting', undefined]);
  });

  test('KB-1: by a key, which says nothing of which way, and comes back by it', async () => {
    const { world, ben } = await watching();
    ben.service.perform({ type: 'watch-alone' });
    await world.run();
    expect(viewOf(ben)).toMatchObject({ alone: true });
    ben.service.perform({ type: 'watch-alone' });
    await world.run();
    expect(viewOf(ben).alone).toBeUndefined();
  });

  test('moves nobody, whatever its player does, and is shown as alone all the while', async () => {
    const { world, ann, ben, anns, bens } = await watching();
    ben.service.perform({ type: 'watch-alone', alone: true });
    await world.run();
    const { revision } = orders(anns).at(-1) ?? {};
    bens.say({ type: 'intent', id: 1, cause: 'pause', playback: { ...PLAYING, paused: true, at: world.time.now } });
    bens.say({ type: 'skip', to: 200 });
    bens.say({ type: 'report', state: 'waiting' });
    await world.run();
    expect(orders(anns).at(-1)?.revision).toBe(revision);
    expect(stateOf(ann, 'Ben')).toBe('alone');
    // Its page goes, too: nobody else is told more than that.
    bens.leave();
    await world.run(5_000);
    expect(stateOf(ann, 'Ben')).toBe('alone');
  });

  test('is waited for by nobody', async () => {
    const { world, ann, ben, anns } = await watching();
    ann.service.perform({ type: 'set-together', together: true });
    ben.service.perform({ type: 'watch-alone', alone: true });
    await world.run(5_000);
    expect(orders(anns).at(-1)).toMatchObject({ waiting: [], playback: { paused: false } });
  });

  test('is not taken along, nor asked, where the host goes on to another film', async () => {
    const { world, ben, anns, bens } = await watching();
    ben.service.perform({ type: 'watch-alone', alone: true });
    shows(anns, NEXT, 2);
    await world.run();
    anns.say({ type: 'intent', id: 2, cause: 'start', playback: { ...PLAYING, at: world.time.now } });
    await world.run(20_000);
    expect(viewOf(ben).question).toBeUndefined();
    expect(bens.heard.filter(({ type }) => type === 'question')).toEqual([]);
    ben.service.perform({ type: 'watch-alone', alone: false });
    await world.run();
    expect(viewOf(ben).question).toMatchObject({ title: 'Next' });
  });

  test('comes back in step, and disturbs nobody by it', async () => {
    const { world, ann, ben, anns, bens } = await watching();
    ben.service.perform({ type: 'watch-alone', alone: true });
    await world.run();
    const { revision } = orders(anns).at(-1) ?? {};
    const heard = bens.heard.length;
    ben.service.perform({ type: 'watch-alone', alone: false });
    await world.run();
    const since = bens.heard.slice(heard).filter(({ type }) => type === 'room' || type === 'sync-now');
    expect(since[0]).toMatchObject({ type: 'room', playback: { paused: false } });
    expect(since[0]).not.toMatchObject({ suspended: true });
    expect(since.at(1)).toEqual({ type: 'sync-now' });
    expect(stateOf(ann, 'Ben')).toBe('catching-up');
    expect(viewOf(ben).alone).toBeUndefined();
    expect(orders(anns).at(-1)?.revision).toBe(revision);
  });

  test('may say so in its page', async () => {
    const { world, ann, bens } = await watching();
    bens.say({ type: 'watch-alone' });
    await world.run();
    expect(stateOf(ann, 'Ben')).toBe('alone');
  });

  test('RS-2: is alone still when its room place has died', async () => {
    const { world, ann, ben } = await watching();
    ben.service.perform({ type: 'watch-alone', alone: true });
    await world.run();
    const record = ben.kept.at(-1);
    expect(parseServiceRecord(record)).toMatchObject({ alone: true });
    const again = world.somebody('Ben');
    again.service.resume(record);
    await world.run();
    shows(again.page());
    await world.run(3_000);
    expect(viewOf(again)).toMatchObject({ alone: true });
    expect(stateOf(ann, 'Ben')).toBe('alone');
  });

  test('RS-2: and is so no more where it comes back before the room is open again', async () => {
    const { world, ann, ben } = await watching();
    ben.service.perform({ type: 'watch-alone', alone: true });
    await world.run();
    const again = world.somebody('Ben');
    again.service.resume(ben.kept.at(-1));
    again.service.perform({ type: 'watch-alone', alone: false });
    await world.run();
    shows(again.page());
    await world.run(3_000);
    expect(viewOf(again).alone).toBeUndefined();
    expect(stateOf(ann, 'Ben')).not.toBe('alone');
  });
});

test('RO-18: a host leaves no room to itself so, but comes back where it has become host meanwhile', async () => {
  const { world, ann, ben, bens } = await watching();
  ann.service.perform({ type: 'watch-alone', alone: true });
  await world.run();
  expect(viewOf(ann).alone).toBeUndefined();
  ben.service.perform({ type: 'watch-alone', alone: true });
  await world.run();
  ann.service.perform({ type: 'leave' });
  await world.run(2_000);
  expect(viewOf(ben)).toMatchObject({ isHost: true, alone: true });
  ben.service.perform({ type: 'watch-alone', alone: false });
  await world.run();
  expect(orders(bens).at(-1)).toMatchObject({ leads: true, playback: { paused: false } });
});

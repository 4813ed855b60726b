import { describe, expect, test } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import { parseKeptRoom } from '../../../lib/core/ports/recent-rooms';
import type { RoomView } from '../../../lib/core/ports/room-view';
import { asJson } from '../../helpers/as-json';
import { CODE, DIALLED_MS, type Line, TAB, World } from './service-world';

type PageLine = Line<FromPlayer, ToPlayer>;
type Somebody = ReturnType<World['somebody']>;

const FILM = { key: 'film', url: 'https://v.example/film', title: 'Film' };
const PLAYING = { position: 60, rate: 1, paused: false };
const viewOf = ({ service }: Somebody) => service.view() as Extract<RoomView, { state: 'room' }>;
const last = <T>(all: readonly (T | null)[]) => all.findLast((kept) => kept !== null);

function shows(page: PageLine, film = FILM) {
  page.say({ type: 'page', page: film });
  page.say({ type: 'candidate', score: 1_000, short: false, chosen: false });
  page.say({ type: 'film', load: 1, ready: true, durationS: 600 });
}
async function begins(world: World, page: PageLine) {
  shows(page);
  await world.run();
  page.say({ type: 'intent', id: 1, cause: 'start', playback: { ...PLAYING, at: world.time.now } });
  await world.run();
}

describe('RS-7, RS-8: what is remembered of a room', () => {
  test('is its film and how far that is, every ten seconds; and that it was left', async () => {
    const world = new World();
    const { ann, ben } = await world.party();
    expect(ann.remembered).toEqual([]);
    await begins(world, ann.page());
    await world.run(30_000);
    const kept = last(ann.remembered);
    expect(kept).toMatchObject({ here: FILM.url, room: { ...FILM, code: CODE, who: 'Ann', hosted: true } });
    expect(kept?.room.positionS).toBeGreaterThan(80);
    expect(parseKeptRoom(asJson(kept), world.time.now)).toBeDefined();
    shows(ben.page(), { ...FILM, url: 'https://v.example/else', key: 'else' });
    await world.run(11_000);
    // A guest's own page is where its tab is; the film is the room's.
    expect(last(ben.remembered)).toMatchObject({
      here: 'https://v.example/else',
      room: { ...FILM, hosted: false, who: 'Ann' },
    });
    ben.service.perform({ type: 'leave' });
    expect(ben.remembered.at(-1)).toBeNull();
    const { length } = ben.remembered;
    await world.run(60_000);
    expect(ben.remembered).toHaveLength(length);
  });

  test('EX-4: is nothing in a private window', async () => {
    const world = new World();
    const ann = world.somebody('Ann');
    ann.service.perform({ type: 'create', tabId: TAB, config: { name: 'Ann', private: true } });
    await world.run();
    await begins(world, ann.page());
    await world.run(30_000);
    expect(ann.remembered.filter((kept) => kept !== null)).toEqual([]);
  });
});

describe('RS-8: a host comes back to its room', () => {
  const again = { key: 'film', positionS: 300 };
  const returns = (person: Somebody, to: object) =>
    person.service.perform({ type: 'join', tabId: TAB, invite: { code: CODE }, config: { name: 'Ann' }, ...to });

  test('where nobody is, it is host anew under the same invite, and the film goes on from where it was', async () => {
    const world = new World();
    const ann = world.somebody('Ann');
    returns(ann, { again });
    const page = ann.page();
    await world.run(2 * DIALLED_MS);
    expect(viewOf(ann)).toMatchObject({ state: 'room', isHost: true, code: CODE });
    await begins(world, page);
    expect(page.heard).toContainEqual({ type: 'go', place: 300 });
    // Once: a later load is no coming back.
    page.say({ type: 'intent', id: 2, cause: 'start', playback: { ...PLAYING, at: world.time.now } });
    await world.run();
    expect(page.heard.filter(({ type }) => type === 'go')).toHaveLength(1);
    expect(page.heard.filter(({ type }) => type === 'toast')).toEqual([]);
    const ben = world.somebody('Ben');
    ben.join();
    await world.run();
    expect(ben.members()).toEqual(['Ann', 'Ben']);
  });

  test('on another film it is taken nowhere', async () => {
    const world = new World();
    const ann = world.somebody('Ann');
    returns(ann, { again: { ...again, key: 'other' } });
    const page = ann.page();
    await world.run(2 * DIALLED_MS);
    await begins(world, page);
    expect(page.heard.filter(({ type }) => type === 'go')).toEqual([]);
  });

  test('where somebody hosts it by now, it is a guest there', async () => {
    const world = new World();
    const { ben } = await world.party();
    const ann = world.somebody('Cleo');
    returns(ann, { again });
    await world.run(2_000);
    expect(viewOf(ann)).toMatchObject({ isHost: false });
    expect(ben.members()).toHaveLength(3);
  });

  test('and who was a guest there hears that nobody is there', async () => {
    const world = new World();
    const ben = world.somebody('Ben');
    returns(ben, {});
    await world.run(2 * DIALLED_MS);
    expect(ben.told.at(-1)).toMatchObject({ state: 'problem', problem: 'room-not-found' });
  });
});

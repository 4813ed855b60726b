import { expect, test, vi } from 'vitest';
import { keptRooms, type Shelf } from '../../../lib/browser/kept-rooms';
import type { KeptRoom, RecentRoom } from '../../../lib/core/ports/recent-rooms';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import { memoryShelf } from '../../helpers/memory-shelf';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const codeOf = (seed: number) => makeRoomCode(new Uint8Array(15).fill(seed));
let now = 1_800_000_000_000;
const wall = () => now;

function keptOf(seed: number, formerly?: number): KeptRoom {
  const code = codeOf(seed);
  const page = { key: 'v.example/film', url: 'https://v.example/film', title: `Film ${seed}` };
  const room: RecentRoom = { code, ...page, who: 'Ann', hosted: true, positionS: 60, at: now };
  const was = formerly === undefined ? {} : { formerly: codeOf(formerly) };
  const record = { code, ...was, name: 'Ann', identity: { key: 'k' } };
  return { record: { version: 2, tabId: 1, config: { name: 'Ann' }, room: record }, here: page.url, room };
}

test('RS-7: a room stands until it is left, or for twelve hours, and is erased then', async () => {
  const shelf = memoryShelf();
  const rooms = keptRooms(shelf, wall);
  await rooms.remember(keptOf(1));
  expect(await rooms.present()).toMatchObject({ room: { code: codeOf(1), title: 'Film 1' } });
  void rooms.remember(keptOf(1));
  await rooms.left();
  expect(await rooms.present()).toBeUndefined();
  expect([...shelf.kept.keys()]).toEqual(['recent']);
  await rooms.remember(keptOf(2));
  now += 13 * 3_600_000;
  expect(await rooms.present()).toBeUndefined();
  // Its member's keys are not only out of use.
  expect([...shelf.kept.keys()]).toEqual(['recent']);
});

test('RS-8: the newest comes first, also after it has moved to another code; Clear leaves nothing', async () => {
  const shelf = memoryShelf();
  const rooms = keptRooms(shelf, wall);
  for (const kept of [keptOf(1), keptOf(2), keptOf(3, 1)]) await rooms.remember(kept);
  expect((await rooms.recent()).map(({ code }) => code)).toEqual([codeOf(3), codeOf(2)]);
  // No list of rooms holds a key.
  expect(JSON.stringify(shelf.kept.get('recent'))).not.toContain('identity');
  await rooms.clear();
  expect([await rooms.recent(), await rooms.present(), shelf.kept.size]).toEqual([[], undefined, 0]);
});

test.each([
  ['throws', { change: () => Promise.reject(new Error('no storage here')) }],
  ['holds junk', { change: async (_, to) => to([7, { code: 'x' }, 'junk']) }],
  ['gives nothing back', { change: async () => undefined }],
] satisfies readonly (readonly [string, Shelf])[])(
  'a browser whose storage %s has no rooms, and no trouble',
  async (_, shelf) => {
    const rooms = keptRooms(shelf, wall);
    await rooms.remember(keptOf(1));
    expect([await rooms.present(), await rooms.recent()]).toEqual([undefined, []]);
    await rooms.left();
    await rooms.clear();
  },
);

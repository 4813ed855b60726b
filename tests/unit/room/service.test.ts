import { describe, expect, test } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import { CODE, DIALLED_MS, GRACE_MS, type Line, NOBODYS, SOON_MS, TAB, World } from './service-world';

describe('ER-2: a room that ends with a word', () => {
  const ENDS = {
    'host-left': async (world: World) => {
      const { ann, ben } = await world.party();
      return { who: ben, end: () => ann.service.perform({ type: 'leave', ends: true }), within: SOON_MS };
    },
    'tab-closed': async (world: World) => {
      const { ben } = await world.party();
      return { who: ben, end: () => ben.service.perform({ type: 'tab-gone', tabId: TAB }), within: GRACE_MS + SOON_MS };
    },
    'room-not-found': async (world: World) => {
      const ben = world.somebody('Ben');
      return { who: ben, end: () => ben.join(NOBODYS), within: DIALLED_MS };
    },
    'code-malformed': async (world: World) => {
      const ben = world.somebody('Ben');
      return { who: ben, end: () => ben.join('hello'), within: SOON_MS };
    },
  };

  test.each(Object.entries(ENDS))(
    '%s: says it once, to the background and to who looks, and is over',
    async (problem, make) => {
      const world = new World();
      const { who, end, within } = await make(world);
      const popup = who.popup();
      end();
      await world.run(within);
      const word = {
        ...{ state: 'problem', problem },
        ...(problem === 'room-not-found'
          ? { checks: [{ subject: 'peerjs', tookMs: expect.any(Number), cause: 'nobody-there' }] }
          : {}),
      };
      expect(who.service.view()).toEqual({ state: 'none' });
      expect(who.told.filter((view) => view.state === 'problem')).toEqual([word]);
      expect(who.told.at(-1)).toEqual(word);
      expect(popup.heard.at(-1)).toEqual(word);
      // As when Chrome ends the document: the popup asks the background from then on.
      expect(popup.closed).toBe(true);
      // A popup that is opened after that is not led back to the word.
      expect(who.popup().heard).toEqual([{ state: 'none' }]);
    },
  );

  test('leaves the way free for the next room', async () => {
    const world = new World();
    const { ann, ben } = await world.party();
    ann.service.perform({ type: 'leave' });
    await world.run();
    expect(ann.told.at(-1)).toEqual({ state: 'none' });
    ben.create();
    await world.run();
    expect(ben.service.view()).toMatchObject({ state: 'room', isHost: true });
    expect(ben.told.at(-1)).toMatchObject({ state: 'room' });
  });
});

describe('RS-1: the room’s tab is closed', () => {
  test('a host’s room goes on without a player, and after a minute without the host', async () => {
    const world = new World();
    const { ann, ben } = await world.party();
    ann.service.perform({ type: 'tab-gone', tabId: TAB });
    await world.run(GRACE_MS - 2 * SOON_MS);
    expect(ann.service.view()).toMatchObject({ state: 'room', tabClosed: true });
    expect(ben.members()).toEqual(['Ann', 'Ben']);
    await world.run(3 * SOON_MS);
    expect(ann.told.at(-1)).toEqual({ state: 'problem', problem: 'tab-closed' });
    expect(ben.service.view()).toMatchObject({ state: 'room', isHost: true });
    expect(ben.members()).toEqual(['Ben']);
  });

  test('RS-3: another tab takes its place within that time', async () => {
    const world = new World();
    const { ann, ben } = await world.party();
    const popup = ben.popup();
    ben.service.perform({ type: 'tab-gone', tabId: TAB });
    await world.run();
    expect(popup.heard.at(-1)).toMatchObject({ state: 'room', tabClosed: true });
    ben.service.perform({ type: 'tab-replaced', tabId: 2 });
    await world.run(2 * GRACE_MS);
    expect(popup.heard.at(-1)).toMatchObject({ state: 'room', tabId: 2 });
    expect(popup.heard.at(-1)).not.toHaveProperty('tabClosed');
    expect(ben.kept.at(-1)).toMatchObject({ tabId: 2 });
    expect(ann.members()).toEqual(['Ann', 'Ben']);
  });

  test('another tab that goes is not the room’s', async () => {
    const world = new World();
    const { ben } = await world.party();
    // Told late: the room has another tab by then.
    ben.service.perform({ type: 'tab-replaced', tabId: 2 });
    ben.service.perform({ type: 'tab-gone', tabId: TAB });
    await world.run(2 * GRACE_MS);
    expect(ben.service.view()).toMatchObject({ state: 'room', tabId: 2 });
  });

  test('a room that ended meanwhile does not end the next one', async () => {
    const world = new World();
    const { ben } = await world.party();
    ben.service.perform({ type: 'tab-gone', tabId: TAB });
    await world.run();
    ben.service.perform({ type: 'leave' });
    ben.create();
    await world.run(2 * GRACE_MS);
    expect(ben.service.view()).toMatchObject({ state: 'room', isHost: true });
    expect(ben.service.view()).not.toHaveProperty('tabClosed');
  });
});

describe('RS-2: a name that was changed in a room', () => {
  test('is there again when the room place has died', async () => {
    const world = new World();
    const { ann, ben } = await world.party();
    ben.service.perform({ type: 'rename', name: 'Benny' });
    await world.run();
    expect(ann.members()).toEqual(['Ann', 'Benny']);
    const record = ben.kept.at(-1);
    if (!record) throw new Error('nothing was kept');
    const again = world.somebody('Ben');
    expect(again.service.resume(record)).toBe(true);
    await world.run(DIALLED_MS);
    expect(again.members()).toEqual(['Ann', 'Benny']);
  });

  test('counts when it was changed before the room was open', async () => {
    const world = new World();
    const ann = world.somebody('Ann');
    ann.create();
    ann.service.perform({ type: 'rename', name: 'Anna' });
    await world.run();
    expect(ann.members()).toEqual(['Anna']);
    const ben = world.somebody('Ben');
    ben.join();
    ben.service.perform({ type: 'rename', name: 'Benny' });
    await world.run();
    expect([ann.members(), ben.members()]).toEqual([
      ['Anna', 'Benny'],
      ['Anna', 'Benny'],
    ]);
  });
});

describe('SC-6: an invite that was followed at once', () => {
  const said = (page: Line<FromPlayer, ToPlayer>) => page.heard.filter(({ type }) => type === 'opened');
  const PAGE = { type: 'page', page: { key: 'film', url: 'https://v.example/', title: 'Film' } } as const;

  test('is said in the page, once, with what the others see', async () => {
    const world = new World();
    const [ann, ben] = [world.somebody('Ann'), world.somebody('Ben')];
    ann.create();
    await world.run();
    ben.join(CODE, true);
    const page = ben.page();
    page.say(PAGE);
    await world.run();
    expect(said(page)).toEqual([{ type: 'opened', host: 'Ann', name: 'Ben' }]);
    page.say(PAGE);
    await world.run();
    expect(said(page)).toHaveLength(1);
  });

  test('can be left from there', async () => {
    const world = new World();
    const { ann, ben } = await world.party();
    const page = ben.page();
    page.say(PAGE);
    page.say({ type: 'leave' });
    await world.run();
    expect(ann.members()).toEqual(['Ann']);
    expect(ben.service.view()).toEqual({ state: 'none' });
  });

  test('nothing of it where the person has pressed Join', async () => {
    const world = new World();
    const { ben } = await world.party();
    const page = ben.page();
    page.say(PAGE);
    await world.run();
    expect(said(page)).toEqual([]);
  });
});

test('RS-6: a page that is faster than its room is told nothing, and taken when it comes again', async () => {
  const world = new World();
  const ann = world.somebody('Ann');
  const early = ann.page();
  expect(early.closed).toBe(true);
  expect(early.heard).toEqual([]);
  ann.create();
  expect(ann.page().closed).toBe(false);
});

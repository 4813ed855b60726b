import { describe, expect, test } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import type { RoomView } from '../../../lib/core/ports/room-view';
import type { ServiceRecord } from '../../../lib/core/ports/service-record';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import type { PlayerPort } from '../../../lib/room/player-ports';
import { RoomService } from '../../../lib/room/service';
import { memoryNetwork } from '../../helpers/memory-network';
import { plainLinks } from '../../helpers/plain-links';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const CODE = makeRoomCode(new Uint8Array(15).fill(7));
const NOBODYS = makeRoomCode(new Uint8Array(15).fill(8));
const TAB = 1;
/** A host that is not there is dialled for 5 s, and each dial may take one more. */
const DIALLED_MS = 10_000;
/** Long enough for a hello, and for a goodbye. */
const SOON_MS = 1_000;
/** SPEC RS-1. */
const GRACE_MS = 60_000;

/** A page's or a popup's end of a port. */
class Line<In, Out> {
  readonly heard: Out[] = [];
  closed = false;
  private listener: (message: In) => void = () => {};
  private gone: () => void = () => {};
  readonly port = {
    post: (message: Out) => this.closed || this.heard.push(message),
    onMessage: (listener: (message: In) => void) => {
      this.listener = listener;
    },
    onClose: (listener: () => void) => {
      this.gone = listener;
    },
    close: () => {
      this.closed = true;
    },
  };
  say(message: In) {
    this.listener(message);
  }
  /** The page is gone, or the popup. */
  leave() {
    this.closed = true;
    this.gone();
  }
}

class World {
  readonly time = new VirtualTime();
  private readonly sealing = plainLinks();
  private readonly random = seeded(1);
  private readonly network = memoryNetwork({ scheduler: trueScheduler(this.time), random: () => this.random.next() });

  run(forMs = SOON_MS) {
    return this.time.run(this.time.now + forMs);
  }

  somebody(name: string) {
    const told: RoomView[] = [];
    const kept: (ServiceRecord | null)[] = [];
    const service = new RoomService({
      sealing: this.sealing,
      openWays: () => ({ list: [{ name: 'memory', open: this.network.open, startsAfterMs: 0 }], close: () => {} }),
      iceServers: [],
      scheduler: trueScheduler(this.time),
      wallNow: () => this.time.now,
      randomId: () => `run${this.random.whole(0, 1e9)}`,
      random: () => this.random.next(),
      makeCode: () => CODE,
      changed: (view) => told.push(view),
      keep: (record) => kept.push(record),
      go: () => {},
      watchPage: () => 'none',
    });
    const config = { name };
    return {
      service,
      told,
      kept,
      create: () => service.perform({ type: 'create', tabId: TAB, config }),
      join: (code = CODE, opened = false) =>
        service.perform({ type: 'join', tabId: TAB, invite: { code }, config, ...(opened ? { opened: true } : {}) }),
      popup() {
        const line = new Line<never, RoomView>();
        service.serveView(line.port);
        return line;
      },
      page() {
        const line = new Line<FromPlayer, ToPlayer>();
        service.servePlayer(line.port as PlayerPort, TAB);
        return line;
      },
      members: () => {
        const view = service.view();
        return view.state === 'room' ? view.members.map((member) => member.name) : [];
      },
    };
  }

  /** Ann hosts, Ben is her guest. */
  async party() {
    const [ann, ben] = [this.somebody('Ann'), this.somebody('Ben')];
    ann.create();
    await this.run();
    ben.join();
    await this.run();
    expect(ann.members()).toEqual(['Ann', 'Ben']);
    return { ann, ben };
  }
}

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
      const word = { state: 'problem', problem };
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

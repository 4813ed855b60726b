import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { Outcome } from '../../../lib/core/ports/offer';
import type { FromPlayer } from '../../../lib/core/ports/player-port';
import type { RoomCommand } from '../../../lib/core/ports/room-view';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import { MEMBERS_MAX } from '../../../lib/core/wire/protocol';
import { ticketText } from '../../../lib/core/wire/ticket';
import type { PlayerPort } from '../../../lib/room/player-ports';
import { RoomService } from '../../../lib/room/service';
import { TransportError } from '../../../lib/transport/transport';
import { memoryNetwork } from '../../helpers/memory-network';
import { plainLinks } from '../../helpers/plain-links';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

// An hour of a room, or one of 64 members, on a machine that does other things too.
vi.setConfig({ testTimeout: 30_000 });

const TAB = 1;
const PAGE = 'https://v.example/film';
/** Dialling, and a hello; or that nobody is there, twice. */
const SOON_MS = 5_000;
const MINUTE_MS = 60_000;

/** Rooms over so many networks, and who is on Discord beside them. */
class World {
  readonly time = new VirtualTime();
  readonly sealing = plainLinks();
  private readonly random = seeded(1);
  private codes = 0;
  /** Who opened what, as hosts do. */
  readonly met: string[] = [];
  /** Nothing that is opened now opens. */
  offline = false;
  private readonly networks = [this.network(), this.network()];

  constructor(private readonly ways = 1) {}

  private network() {
    return memoryNetwork({ scheduler: trueScheduler(this.time), random: () => this.random.next() });
  }

  run(forMs = SOON_MS) {
    return this.time.run(this.time.now + forMs);
  }

  somebody(name: string, server?: string) {
    const service = new RoomService({
      sealing: this.sealing,
      openWays: () => ({
        list: this.networks.slice(0, this.ways).map(({ open }, at) => ({
          name: `way${at}`,
          startsAfterMs: 0,
          open: (address, role, signal) => {
            if (role === 'host') this.met.push(address.rendezvousId);
            if (this.offline) return Promise.reject(new TransportError('server-unreachable'));
            return open(address, role, signal);
          },
        })),
        close: () => {},
      }),
      iceServers: [],
      scheduler: trueScheduler(this.time),
      wallNow: () => this.time.now,
      randomId: () => `run${this.random.whole(0, 1e9)}`,
      random: () => this.random.next(),
      makeCode: () => makeRoomCode(new Uint8Array(15).fill(++this.codes)),
      changed: () => {},
      keep: () => {},
      remember: () => {},
      go: () => {},
      watchPage: () => 'none',
    });
    const config = { name, ...(server ? { server } : {}) };
    const view = () => {
      const seen = service.view();
      if (seen.state !== 'room') throw new Error(`no room: ${JSON.stringify(seen)}`);
      return seen;
    };
    return {
      service,
      view,
      does: (command: RoomCommand) => service.perform(command),
      create: () => service.perform({ type: 'create', tabId: TAB, config }),
      join: (code: string) => service.perform({ type: 'join', tabId: TAB, invite: { code }, config }),
      ticket: () => view().party?.ticket,
      /** Watches something. */
      watches: () => {
        let say: (message: FromPlayer) => void = () => {};
        const port = {
          post: () => {},
          onMessage: (listener: typeof say) => {
            say = listener;
          },
          onClose: () => {},
          close: () => {},
        };
        service.servePlayer(port as unknown as PlayerPort, TAB);
        say({ type: 'page', page: { key: 'film', url: PAGE, title: 'Film' } });
        say({ type: 'candidate', score: 10, short: false, chosen: false });
        say({ type: 'film', load: 1, ready: true, durationS: 600 });
      },
      /** What a ticket is good for to this one. */
      redeems: async (text: string | undefined, forMs?: number): Promise<Outcome | undefined> => {
        const outcome = service.redeem(String(text), config);
        await world.run(forMs);
        return outcome;
      },
    };
  }

  /** Ann hosts, shows her room on Discord, and watches a film. */
  async host(server?: string) {
    const ann = this.somebody('Ann', server);
    ann.create();
    await this.run();
    ann.watches();
    ann.does({ type: 'show-on-discord', on: true });
    await this.run();
    return ann;
  }
}

let world: World;
beforeEach(() => {
  world = new World();
});

describe('TK-2: the ticket of a room', () => {
  it('is there while its host shows the room on Discord, and is none of the code’s', async () => {
    const ann = await world.host();
    const ticket = ann.ticket();
    expect(ticket).toMatch(/^1~[A-Za-z0-9_-]{22}$/);
    expect(ticket).not.toContain(ann.view().code);
    ann.does({ type: 'show-on-discord', on: false });
    expect(ann.view()).not.toHaveProperty('party');
  });

  it('is not there, and nothing is opened for it, unless it is wanted', async () => {
    const ann = world.somebody('Ann');
    ann.create();
    await world.run();
    ann.watches();
    await world.run();
    expect(ann.view()).not.toHaveProperty('party');
    expect(world.met).toHaveLength(1);
  });

  it('names the server where an invite would', async () => {
    const ann = await world.host('https://peer.example');
    expect(ann.ticket()).toMatch(/^1~[A-Za-z0-9_-]{22}~https:\/\/peer\.example$/);
  });

  it('is not shown where it would be longer than Discord takes', async () => {
    const ann = await world.host(`https://${'a'.repeat(110)}`);
    expect(ann.view().party).toMatchObject({ size: 1 });
    expect(ann.ticket()).toBeUndefined();
  });

  it('is there when the party is shown for the first time, and that is not put off for ever', async () => {
    const ann = world.somebody('Ann');
    ann.create();
    await world.run();
    ann.watches();
    ann.does({ type: 'show-on-discord', on: true });
    expect(ann.view()).not.toHaveProperty('party');
    await world.run();
    expect(ann.view().party).toMatchObject({ size: 1, ticket: expect.any(String) });
    const cut = world.somebody('Cut');
    cut.create();
    await world.run();
    cut.watches();
    world.offline = true;
    cut.does({ type: 'show-on-discord', on: true });
    await world.run(1_000);
    expect(cut.view()).not.toHaveProperty('party');
    await world.run(5_000);
    expect(cut.view().party).toMatchObject({ size: 1 });
    expect(cut.ticket()).toBeUndefined();
    world.offline = false;
    await world.run(15_000);
    expect(cut.ticket()).toBeDefined();
  });

  it('is not shown before there is anything to come to', async () => {
    const ann = world.somebody('Ann');
    ann.create();
    ann.does({ type: 'show-on-discord', on: true });
    await world.run();
    expect(ann.ticket()).toBeUndefined();
    ann.watches();
    await world.run();
    expect(ann.ticket()).toBeDefined();
  });

  it('is another one after half an hour, and the one before is good for ten minutes more', async () => {
    const ann = await world.host();
    const ben = world.somebody('Ben');
    const first = ann.ticket();
    await world.run(30 * MINUTE_MS);
    expect(ann.ticket()).not.toBe(first);
    ann.does({ type: 'grant' });
    expect(await ben.redeems(first)).toHaveProperty('page', PAGE);
    ann.does({ type: 'grant' });
    await world.run(10 * MINUTE_MS);
    expect(await ben.redeems(first, 15_000)).toEqual({ problem: 'ticket-expired' });
    expect(await world.somebody('Cleo').redeems(ann.ticket())).toHaveProperty('page', PAGE);
  });

  it('TK-5: is the new host’s after a handing over, if that one shows the room', async () => {
    const ann = await world.host();
    const ben = world.somebody('Ben');
    ben.join(ann.view().code);
    await world.run();
    ben.does({ type: 'show-on-discord', on: true });
    expect(ben.view().party).toMatchObject({ size: 2, film: { title: 'Film', url: PAGE } });
    expect(ben.ticket()).toBeUndefined();
    const before = ann.ticket();
    ann.does({ type: 'make-host', id: ben.view().members.find(({ self }) => self)?.id ?? '' });
    await world.run();
    expect(ann.ticket()).toBeUndefined();
    expect(ben.ticket()).toBeDefined();
    expect(await world.somebody('Cleo').redeems(before, 15_000)).toEqual({ problem: 'ticket-expired' });
  });
});

describe('TK-3: who proves a ticket', () => {
  it('and was let in by a member is told the invite and the page, and comes in by that', async () => {
    const ann = await world.host('https://peer.example');
    ann.does({ type: 'grant' });
    const ben = world.somebody('Ben');
    const { code } = ann.view();
    expect(await ben.redeems(ann.ticket())).toEqual({
      invite: { code, server: 'https://peer.example' },
      page: PAGE,
    });
    expect(ann.view().members).toHaveLength(1);
    ben.join(code);
    await world.run();
    expect(ann.view().members.map(({ name }) => name)).toEqual(['Ann', 'Ben']);
  });

  it('and was not let in is refused in words', async () => {
    const ann = await world.host();
    expect(await world.somebody('Ben').redeems(ann.ticket())).toEqual({ problem: 'ticket-used' });
  });

  it('after it has brought in as many as were let in is refused in words', async () => {
    const ann = await world.host();
    ann.does({ type: 'grant' });
    const ticket = ann.ticket();
    expect(await world.somebody('Ben').redeems(ticket)).toHaveProperty('page');
    expect(await world.somebody('Eve').redeems(ticket)).toEqual({ problem: 'ticket-used' });
    ann.does({ type: 'grant' });
    expect(await world.somebody('Cleo').redeems(ticket)).toHaveProperty('page');
  });

  it('at the same moment as another takes no more places than there are', async () => {
    const ann = await world.host();
    ann.does({ type: 'grant' });
    const ticket = ann.ticket();
    const outcomes = await Promise.all([world.somebody('Ben').redeems(ticket), world.somebody('Eve').redeems(ticket)]);
    expect(outcomes.filter((outcome) => outcome && 'page' in outcome)).toHaveLength(1);
    expect(outcomes).toContainEqual({ problem: 'ticket-used' });
  });

  it('on two ways at once takes one place', async () => {
    world = new World(2);
    const ann = await world.host();
    ann.does({ type: 'grant' });
    ann.does({ type: 'grant' });
    const ticket = ann.ticket();
    for (const name of ['Ben', 'Cleo']) expect(await world.somebody(name).redeems(ticket)).toHaveProperty('page');
    expect(await world.somebody('Eve').redeems(ticket)).toEqual({ problem: 'ticket-used' });
  });

  it('of a locked room is refused in words, and of one that is unlocked again is not', async () => {
    const ann = await world.host();
    const [ben, before] = [world.somebody('Ben'), ann.ticket()];
    ann.does({ type: 'grant' });
    ann.does({ type: 'set-door', locked: true });
    await world.run();
    expect(ann.ticket()).toBeUndefined();
    expect(await ben.redeems(before)).toEqual({ problem: 'room-locked' });
    ann.does({ type: 'set-door', locked: false });
    await world.run();
    expect([ann.ticket() === undefined, ann.ticket() === before]).toEqual([false, false]);
    expect(await ben.redeems(ann.ticket())).toHaveProperty('page');
  });

  it('of a full room is refused in words', async () => {
    const ann = await world.host();
    const ticket = ann.ticket();
    const { code } = ann.view();
    for (let at = 1; at < MEMBERS_MAX; at++) world.somebody(`M${at}`).join(code);
    await world.run();
    expect(ann.view().members).toHaveLength(MEMBERS_MAX);
    expect(ann.ticket()).toBeUndefined();
    ann.does({ type: 'grant' });
    expect(await world.somebody('Ben').redeems(ticket)).toEqual({ problem: 'room-full' });
  });

  it('TK-5: after somebody was sent away finds nobody, whoever was let in before', async () => {
    const ann = await world.host();
    const [ben, before] = [world.somebody('Ben'), ann.ticket()];
    ben.join(ann.view().code);
    await world.run();
    ann.does({ type: 'grant' });
    ann.does({ type: 'remove', id: ann.view().members.find(({ self }) => !self)?.id ?? '' });
    await world.run();
    expect([ann.ticket() === undefined, ann.ticket() === before]).toEqual([false, false]);
    expect(await ben.redeems(before, 15_000)).toEqual({ problem: 'ticket-expired' });
    expect(await ben.redeems(ann.ticket())).toEqual({ problem: 'ticket-used' });
  });

  it('TK-5: of a room that is over, or that is not shown any more, finds nobody', async () => {
    const ann = await world.host();
    const [ben, before] = [world.somebody('Ben'), ann.ticket()];
    ann.does({ type: 'grant' });
    ann.does({ type: 'show-on-discord', on: false });
    expect(await ben.redeems(before, 15_000)).toEqual({ problem: 'ticket-expired' });
    ann.does({ type: 'show-on-discord', on: true });
    await world.run();
    const again = ann.ticket();
    ann.does({ type: 'leave', ends: true });
    expect(await ben.redeems(again, 15_000)).toEqual({ problem: 'ticket-expired' });
  });
});

describe('TK-4: whoever has a ticket', () => {
  test.each([
    ['of another application', 'MTI4NzM0OjFpMmhuZToxMjMxMjM='],
    ['and nothing', ''],
    ['with more than Discord hands over', `1~${'A'.repeat(10_000)}`],
  ])('%s is told so, and asks nobody', async (_, text) => {
    expect(await world.somebody('Ben').redeems(text)).toEqual({ problem: 'ticket-malformed' });
  });

  it('takes no other server from the host than the one that the ticket names', async () => {
    const ann = await world.host('https://peer.example');
    ann.does({ type: 'grant' });
    const bare = ann.ticket()?.split('~')[1] ?? '';
    const other = ticketText({ secret: bare, server: 'https://other.example' });
    expect(await world.somebody('Ben').redeems(other)).toEqual({ problem: 'ticket-used' });
  });

  it('gives up one for another, and on being told so', async () => {
    const ann = await world.host();
    ann.does({ type: 'grant' });
    const ben = world.somebody('Ben');
    const nowhere = ben.redeems(ticketText({ secret: 'AAAAAAAAAAAAAAAAAAAAAA' }));
    expect(ben.service.isIdle).toBe(false);
    const there = ben.redeems(ann.ticket());
    expect(await nowhere).toBeUndefined();
    expect(await there).toHaveProperty('page');
    expect(ben.service.isIdle).toBe(true);
    const third = ben.redeems(ann.ticket());
    ben.service.cancelRedeeming();
    expect(await third).toBeUndefined();
    expect(ben.service.isIdle).toBe(true);
  });
});

describe('TK-6: a friend who was let in on Discord', () => {
  /** A room that asks its host about whoever is new, and Ben, who was let in there. */
  async function letIn() {
    const ann = await world.host();
    ann.does({ type: 'set-door', approves: true });
    ann.does({ type: 'grant' });
    const ben = world.somebody('Ben');
    const outcome = await ben.redeems(ann.ticket());
    if (!outcome || 'problem' in outcome) throw new Error('the ticket was good for nothing');
    return { ann, ben, code: outcome.invite.code };
  }

  it('comes in where new members are approved, without a second question', async () => {
    const { ann, ben, code } = await letIn();
    ben.join(code);
    await world.run();
    expect(ann.view().members.map(({ name }) => name)).toEqual(['Ann', 'Ben']);
    expect(ann.view().knocks).toEqual([]);
  });

  it('is asked about like anybody where a ticket had no part in it', async () => {
    const { ann, code } = await letIn();
    world.somebody('Cleo').join(code);
    await world.run();
    expect(ann.view().knocks.map(({ name }) => name)).toEqual(['Cleo']);
  });

  it('waits before a locked door like anybody new, and is asked about once the room is shown no more', async () => {
    const { ann, ben, code } = await letIn();
    ann.does({ type: 'show-on-discord', on: false });
    ben.join(code);
    await world.run();
    expect(ann.view().knocks.map(({ name }) => name)).toEqual(['Ben']);
    const locked = await letIn();
    locked.ann.does({ type: 'set-door', locked: true });
    locked.ben.join(locked.code);
    await world.run();
    expect(locked.ben.service.view()).not.toMatchObject({ state: 'room' });
  });

  it('has the key of the ticket in that room alone', async () => {
    const { ann, ben } = await letIn();
    const dora = world.somebody('Dora');
    dora.create();
    await world.run();
    dora.does({ type: 'set-door', approves: true });
    ben.join(dora.view().code);
    await world.run();
    ben.join(ann.view().code);
    await world.run();
    expect(ann.view().knocks.map(({ name }) => name)).toEqual(['Ben']);
  });
});

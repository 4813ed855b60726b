import { expect } from 'vitest';
import type { FromPlayer } from '../../../../lib/core/ports/player-port';
import { parseToPlayer } from '../../../../lib/core/ports/player-port-schema';
import { parseRoomView } from '../../../../lib/core/ports/room-view-schema';
import { parseServiceRecord } from '../../../../lib/core/ports/service-record';
import { makeRoomCode } from '../../../../lib/core/wire/invite';
import type { PlayerPort } from '../../../../lib/room/player-ports';
import { RoomService } from '../../../../lib/room/service';
import type { Transport } from '../../../../lib/transport/transport';
import { memoryNetwork } from '../../../helpers/memory-network';
import { plainLinks } from '../../../helpers/plain-links';
import { seeded } from '../../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../../helpers/virtual-time';
import { asJson } from '../fuzz';

export const CODE = makeRoomCode(new Uint8Array(15).fill(7));
const TAB = 1;
/** Long enough for a hello, and for a goodbye. */
export const SOON_MS = 1_000;

/** A network with people who are in no doubt about each other, in virtual time. */
export class Town {
  readonly time = new VirtualTime();
  readonly sealing = plainLinks();
  private readonly random = seeded(1);
  readonly network = memoryNetwork({ scheduler: trueScheduler(this.time), random: () => this.random.next() });
  readonly scheduler = trueScheduler(this.time);

  run(forMs = SOON_MS) {
    return this.time.run(this.time.now + forMs);
  }

  /** Somebody's room service: all that it hands to a page, to the popup and to storage is parsed as these parse it. */
  somebody(name: string) {
    const taken = (parse: (message: unknown) => unknown, said: unknown) => {
      if (parse(asJson(said)) === undefined) throw new Error(`not taken: ${JSON.stringify(said)}`);
    };
    let records = 0;
    const service = new RoomService({
      sealing: this.sealing,
      openWays: () => ({ list: [{ name: 'memory', open: this.network.open, startsAfterMs: 0 }], close: () => {} }),
      iceServers: [],
      scheduler: this.scheduler,
      wallNow: () => 1e12 + this.time.now,
      randomId: () => `run${this.random.whole(0, 1e9)}`,
      random: () => this.random.next(),
      makeCode: () => CODE,
      changed: (view) => taken(parseRoomView, view),
      keep: (record) => {
        if (record) taken(parseServiceRecord, record);
        records++;
      },
      remember: (kept) => kept && taken(parseServiceRecord, kept.record),
      go: () => {},
      watchPage: () => 'none',
    });
    const config = { name };
    const view = () => service.view();
    return {
      service,
      view,
      /** How often what it knows of the room has changed: somebody is heard. */
      get records() {
        return records;
      },
      create: () => service.perform({ type: 'create', tabId: TAB, config }),
      join: () => service.perform({ type: 'join', tabId: TAB, invite: { code: CODE }, config }),
      leave: () => service.perform({ type: 'leave' }),
      names: () => {
        const seen = view();
        return seen.state === 'room' ? seen.members.map((member) => member.name) : [];
      },
      isConnected: () => {
        const seen = view();
        return seen.state === 'room' && seen.connection === 'open';
      },
      isHost: () => {
        const seen = view();
        return seen.state === 'room' && seen.isHost;
      },
      /** A popup that is open all the time. */
      popup: () =>
        service.serveView({
          post: (said) => taken(parseRoomView, said),
          onMessage: () => {},
          onClose: () => {},
          close: () => {},
        }),
      /** The page of the room's tab: what it says comes as it is, for the service to parse. */
      page: () => {
        let listener: (message: unknown) => void = () => {};
        const line = { closed: false, say: (message: unknown) => listener(message) };
        const port: PlayerPort = {
          post: (said) => taken(parseToPlayer, said),
          onMessage: (hear) => {
            listener = hear;
          },
          onClose: () => {},
          close: () => {
            line.closed = true;
          },
        };
        service.servePlayer(port, TAB, 'v.example');
        return line;
      },
    };
  }

  /** Ann hosts and Ben is her guest; both have a page with a film, and a popup. */
  async party() {
    const [ann, ben] = [this.somebody('Ann'), this.somebody('Ben')];
    await ann.create();
    await this.run();
    await ben.join();
    await this.run();
    expect(ann.names()).toEqual(['Ann', 'Ben']);
    for (const { page, popup } of [ann, ben]) {
      popup();
      const line = page();
      for (const message of FILM) line.say(message);
    }
    return { ann, ben };
  }

  /** One end of a transport at the place where the room's host of the first term is met. */
  async open(role: 'host' | 'guest'): Promise<Transport> {
    const secrets = await this.sealing.derive(CODE);
    const address = { ...secrets, rendezvousId: secrets.rendezvousIds[1] ?? '', server: undefined, iceServers: [] };
    const opening = this.network.open(address, role, new AbortController().signal);
    await this.run(100);
    return opening;
  }
}

export const FILM: readonly FromPlayer[] = [
  { type: 'candidate', score: 1, short: false, chosen: false },
  { type: 'page', page: { key: 'a.example/w', url: 'https://a.example/w', title: 'A film' } },
  { type: 'film', load: 1, ready: true, durationS: 3_600 },
];

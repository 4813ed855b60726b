import { expect } from 'vitest';
import type { FromPlayer, ToPlayer } from '../../../lib/core/ports/player-port';
import type { KeptRoom } from '../../../lib/core/ports/recent-rooms';
import type { RoomView } from '../../../lib/core/ports/room-view';
import type { ServiceRecord } from '../../../lib/core/ports/service-record';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import type { PlayerPort } from '../../../lib/room/player-ports';
import { RoomService } from '../../../lib/room/service';
import { memoryNetwork } from '../../helpers/memory-network';
import { plainLinks } from '../../helpers/plain-links';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

export const CODE = makeRoomCode(new Uint8Array(15).fill(7));
export const NOBODYS = makeRoomCode(new Uint8Array(15).fill(8));
export const TAB = 1;
/** A host that is not there is dialled for 5 s, and each dial may take one more. */
export const DIALLED_MS = 10_000;
/** Long enough for a hello, and for a goodbye. */
export const SOON_MS = 1_000;
/** SPEC RS-1. */
export const GRACE_MS = 60_000;

/** A page's or a popup's end of a port. */
export class Line<In, Out> {
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

export class World {
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
    const remembered: (KeptRoom | null)[] = [];
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
      remember: (room) => remembered.push(room),
      go: () => {},
      watchPage: () => 'none',
    });
    const config = { name };
    return {
      service,
      told,
      kept,
      remembered,
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

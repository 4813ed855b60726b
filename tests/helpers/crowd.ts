import { WebSocket } from 'ws';
import { machineScheduler } from '../../lib/browser/machine-scheduler';
import { toRemote } from '../../lib/core/time/clock';
import { positionAt } from '../../lib/core/time/playback';
import { makeRoomCode } from '../../lib/core/wire/invite';
import { MEMBERS_MAX } from '../../lib/core/wire/protocol';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { openRoom } from '../../lib/room/open-room';
import type { Room } from '../../lib/room/room';
import { listenToRelay, openRelay } from '../../lib/transport/relay/relay';
import type { RoomAddress } from '../../lib/transport/transport';
import type { Way } from '../../lib/transport/way';
import { memoryNetwork } from './memory-network';

/** How long 64 members may take to come in, all on one machine, ms. */
const FULL_WITHIN_MS = 40_000;
const AT_ONCE = 7;

export const sockets: WebSocket[] = [];
class Socket extends WebSocket {
  constructor(url: string, protocols?: string) {
    super(url, protocols, { perMessageDeflate: false });
    this.on('error', () => {});
    sockets.push(this);
  }
}

/**
 * Rooms as the extension has them, in this process: members who reach each other directly, and over a server of ours who
 * comes beside them. Over the relay each of 64 would have to open what is said to each other one, all on this machine.
 */
export class Crowd {
  readonly code = makeRoomCode(crypto.getRandomValues(new Uint8Array(15)));
  readonly people: CrowdPerson[] = [];
  readonly network = memoryNetwork({
    scheduler: machineScheduler,
    random: () => Math.random(),
    quality: () => ({ delayMs: 1 }),
  });
  readonly sealing = sealedLinks();
  /** Each would stretch the code for itself, and all share one machine. */
  readonly secrets = this.sealing.derive(this.code);

  /** @param url of the server, http */
  constructor(readonly url: string) {
    Object.assign(globalThis, { WebSocket: Socket, addEventListener: () => {}, removeEventListener: () => {} });
  }

  /** A room with all its seats taken. @returns the host */
  async fill(): Promise<CrowdPerson> {
    const host = await new CrowdPerson(this).open('Host', ['direct', 'relay'], true);
    for (let at = 1; at < MEMBERS_MAX; at += AT_ONCE) {
      const names = Array.from({ length: Math.min(AT_ONCE, MEMBERS_MAX - at) }, (_, more) => `Guest ${at + more}`);
      await Promise.all(names.map((name) => this.join(name)));
    }
    const until = performance.now() + FULL_WITHIN_MS;
    while (host.room.facts.members.length < MEMBERS_MAX) {
      if (performance.now() > until) throw new Error(`${host.room.facts.members.length} of ${MEMBERS_MAX} are in`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return host;
  }

  /** A machine that is busy with all of them may be too slow for a hello: then it says another. */
  private async join(name: string) {
    for (let triesLeft = 3; ; triesLeft--) {
      const person = new CrowdPerson(this);
      try {
        return await person.open(name, ['direct']);
      } catch (error) {
        if (triesLeft === 0) throw error;
        await person.room?.close();
        this.people.splice(this.people.indexOf(person), 1);
      }
    }
  }

  async close() {
    await Promise.all([...this.people].reverse().map(({ room }) => room?.close()));
  }
}

/** Somebody in the room, without a browser and a film. */
export class CrowdPerson {
  room!: Room;
  ended: string | undefined;
  private presses = 0;

  constructor(private readonly crowd: Crowd) {}

  async open(name: string, by: readonly ('direct' | 'relay')[], creates = false): Promise<this> {
    const { code, network, people, sealing, secrets, url } = this.crowd;
    const urls = [`${url.replace('http', 'ws')}/mqtt`];
    const at = (address: RoomAddress) => ({ ...address, relay: { secret: address.relay?.secret ?? '', urls } });
    const direct: Way = { name: 'peerjs', startsAfterMs: 0, open: network.open };
    const relay: Way = {
      name: 'relay',
      startsAfterMs: 0,
      open: (address, role, signal) => openRelay(at(address), role, signal),
      listen: (places, signal) => listenToRelay(places.map(at), signal),
    };
    people.push(this);
    await openRoom(
      {
        sealing: { ...sealing, derive: () => secrets },
        ways: by.map((way) => ({ direct, relay })[way]),
        scheduler: machineScheduler,
        wallNow: () => Date.now(),
        randomId: () => crypto.randomUUID().replaceAll('-', ''),
        makeCode: () => code,
        random: () => Math.random(),
        iceServers: [],
      },
      { code, name, creates },
      {
        trying: () => {},
        ordered: () => {},
        changed: () => {},
        recorded: () => {},
        toast: () => {},
        ended: (problem) => {
          this.ended = problem;
        },
      },
      (room) => {
        this.room = room;
      },
    );
    return this;
  }

  press(cause: 'play' | 'pause' | 'seek' | 'rate', position: number, paused: boolean, rate = 1) {
    const clock = this.room.clock();
    if (!clock) throw new Error('no clock');
    const at = toRemote(clock, performance.now());
    this.room.intent({ id: ++this.presses, cause, playback: { position, rate, paused, at } });
  }

  get position(): number | undefined {
    const clock = this.room.clock();
    const { playback } = this.room.facts;
    return clock && playback && positionAt(playback, toRemote(clock, performance.now()));
  }
}

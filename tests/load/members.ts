import { WebSocket } from 'ws';
import { machineScheduler } from '../../lib/browser/machine-scheduler';
import type { RoomConfig } from '../../lib/core/ports/room-view';
import { makeRoomCode } from '../../lib/core/wire/invite';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { RoomService } from '../../lib/room/service';
import { openRelay } from '../../lib/transport/relay/relay';
import type { OpenTransport, Transport } from '../../lib/transport/transport';
import type { Ways } from '../../lib/transport/way';

export { openWatchers } from './watchers';

/** A broker looks at addresses: so many sockets come from each of this machine's own, 127.0.1.1 and so on. */
const SOCKETS_AN_ADDRESS = 100;
let sockets = 0;
/** First bytes of MQTT's PINGREQ and PINGRESP. */
const PING = 0xc0;
const PONG = 0xd0;
let pings: number[] = [];
/** ms from a broker's being asked to its answer, since the last call. */
export function takePings(): number[] {
  const taken = pings;
  pings = [];
  return taken;
}

/** As a browser's: a failure is an event that nobody has to listen to, and what is said is not packed. */
export class Socket extends WebSocket {
  private pingAt: number | undefined;
  constructor(url: string, protocols?: string | string[]) {
    const address = Math.floor(sockets++ / SOCKETS_AN_ADDRESS);
    const localAddress = `127.0.${1 + Math.floor(address / 250)}.${1 + (address % 250)}`;
    super(url, protocols, { localAddress, perMessageDeflate: false });
    this.on('error', () => {});
    this.on('message', (data: ArrayBuffer) => {
      if (new Uint8Array(data)[0] !== PONG || this.pingAt === undefined) return;
      pings.push(performance.now() - this.pingAt);
      this.pingAt = undefined;
    });
  }

  override send(data: Uint8Array): void {
    if (data[0] === PING) this.pingAt ??= performance.now();
    super.send(data);
  }
}

/** Makes this process a place in which rooms can be. */
export function becomePlace(): void {
  Object.assign(globalThis, { WebSocket: Socket, addEventListener: () => {}, removeEventListener: () => {} });
}

/** When something was said, by its last bytes, which are a tag or a signature: no two messages have the same. */
const KEY_BYTES = 16;
/** What nobody has heard by then is forgotten. */
const SAID_MAX = 100_000;

/** How long messages take between the ends of transports. */
export function deliveries() {
  const said = new Map<string, number>();
  let delays: number[] = [];
  const keyOf = (message: Uint8Array) => Buffer.from(message.subarray(-KEY_BYTES)).toString('latin1');
  return {
    /** The same transport, watched. */
    watched(transport: Transport): Transport {
      return {
        ...transport,
        send(message, to) {
          if (said.size > SAID_MAX) said.clear();
          said.set(keyOf(message), performance.now());
          transport.send(message, to);
        },
        onMessage: (listener) =>
          transport.onMessage((message, from) => {
            const at = said.get(keyOf(message));
            if (at !== undefined) delays.push(performance.now() - at);
            listener(message, from);
          }),
      };
    },
    /** ms each, since the last call. */
    take() {
      const taken = delays;
      delays = [];
      return taken;
    },
  };
}

export type Deliveries = ReturnType<typeof deliveries>;

/** One room and its members: room services as the extension has them, which meet over a relay. */
export async function openParty(urls: readonly string[], members: number, heard: Deliveries) {
  const code = makeRoomCode(crypto.getRandomValues(new Uint8Array(15)));
  const open: OpenTransport = async (address, role, signal) => {
    const { relay } = address;
    if (!relay) throw new Error('a room without a secret for relays');
    return heard.watched(await openRelay({ ...address, relay: { ...relay, urls } }, role, signal));
  };
  const ways: Ways = { list: [{ name: 'relay', startsAfterMs: 0, open }], close: () => {} };
  const services: RoomService[] = [];
  const sealing = sealedLinks();
  // Each member stretches the code for itself, which takes its machine 0.1 s of work: here all share one machine.
  const secrets = await sealing.derive(code);
  /** Ms until it is in. */
  async function enter(isHost: boolean): Promise<number> {
    let look = () => {};
    const service = new RoomService({
      sealing: { ...sealing, derive: async () => secrets },
      openWays: () => ways,
      iceServers: [],
      scheduler: machineScheduler,
      random: () => Math.random(),
      wallNow: () => Date.now(),
      randomId: () => crypto.randomUUID().replaceAll('-', ''),
      makeCode: () => code,
      changed: () => look(),
      remember: () => {},
      keep: () => {},
      go: () => {},
      watchPage: () => 'none',
    });
    services.push(service);
    const since = performance.now();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('nobody is let in within 30 s')), 30_000);
      look = () => {
        const view = service.view();
        if (view.state !== 'room' || view.connection !== 'open' || !view.members.some(({ self }) => self)) return;
        look = () => {};
        clearTimeout(late);
        resolve(performance.now() - since);
      };
      service.onChanged(() => look());
      const config: RoomConfig = { name: isHost ? 'Host' : `Guest ${services.length}` };
      if (isHost) service.perform({ type: 'create', tabId: 1, config });
      else service.perform({ type: 'join', tabId: 1, invite: { code }, config });
      look();
    });
  }
  const openMs = await enter(true);
  const joinMs = await Promise.all(Array.from({ length: members - 1 }, () => enter(false)));
  return {
    openMs,
    joinMs,
    /** Whether the host still has everybody, and everybody the room. */
    isWhole: () =>
      services.every((service) => {
        const view = service.view();
        return view.state === 'room' && view.connection === 'open' && view.members.length === members;
      }),
    close() {
      for (const service of services.reverse()) service.perform({ type: 'leave' });
    },
  };
}

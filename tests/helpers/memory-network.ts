import { MEMBERS_MAX, type PeerId } from '../../lib/core/wire/protocol';
import { type Endpoint, endpoint } from '../../lib/transport/endpoint';
import {
  type OpenTransport,
  type RoomAddress,
  type Transport,
  TransportError,
  type TransportFailure,
} from '../../lib/transport/transport';
import { memoryWire, type Plug, type Quality, type WireOptions } from './memory-wire';

export type { Quality, WireOptions };

export interface MemoryNetwork {
  readonly open: OpenTransport;
  /** Holds back all that this peer sends or should get; nobody is told. */
  cut(peer: PeerId): void;
  /** Lets what was held back arrive late, as WebRTC does after a short cut. */
  heal(peer: PeerId): void;
  /** The peer's machine is gone: nobody is told, and its rendezvous stays taken for `GHOST_MS`. */
  kill(peer: PeerId): void;
  /** Whoever introduces members has forgotten this host: it finds out after `NOTICED_MS`, and registers anew. */
  forget(peer: PeerId): void;
  /** Whoever introduces members believes this host's dead socket to be alive, for as long as in `forget`: nobody is let in. */
  deafen(peer: PeerId): void;
  /** The peer's way is over, and it is told so. */
  close(peer: PeerId): void;
  /** Takes the signalling away, or gives it back. */
  signalling(up: boolean): void;
}

/** What an offer and an answer take besides the network, ms. */
const DIAL_MS = 30;
/** How long nobody answering counts as still trying, ms. */
const UNANSWERED_MS = 1_000;
/** A signalling server's memory of a host whose socket has died without a word, ms (our server's `ALIVE_MS`). */
const GHOST_MS = 30_000;
/** A host asks so often whether it is still known (SPEC TR-7), ms. */
const NOTICED_MS = 10_000;
/** Everybody, and as many again as may be saying hello. */
const PEERS_MAX = MEMBERS_MAX + 8;

interface End extends Plug {
  readonly here: Endpoint;
  readonly address: RoomAddress;
  readonly role: 'host' | 'guest';
  /** Nothing that is said by way of its registration reaches it. */
  deaf: boolean;
}

/**
 * A network inside one process: a reliable, ordered one unless its quality says otherwise. All
 * time comes from the scheduler and all chance from `random`, so the same seed gives the same run.
 */
export function memoryNetwork(options: WireOptions): MemoryNetwork {
  const { scheduler } = options;
  const { travel, release } = memoryWire(options);
  const hosts = new Map<string, End>();
  const ends = new Map<PeerId, End>();
  let up = true;
  let guests = 0;
  let registered = 0;

  const list = (end: End, peer: PeerId) => end.here.setPeers([...end.here.peers, peer]);

  function unlist(end: End, peer: PeerId): void {
    if (!end.here.peers.includes(peer)) return;
    end.here.setPeers(end.here.peers.filter((other) => other !== peer));
    if (end.role === 'guest') end.here.setStatus({ state: 'closed', reason: 'lost' });
  }

  function disconnect(end: End, peer: PeerId): void {
    const other = ends.get(peer);
    if (!end.here.peers.includes(peer)) return;
    end.here.setPeers(end.here.peers.filter((listed) => listed !== peer));
    if (other) travel(end, other, () => unlist(other, end.self), true);
  }

  function transport(end: End): Transport {
    const { here } = end;
    return {
      self: end.self,
      ...here.listen,
      send(message, to) {
        for (const peer of to === undefined ? here.peers : here.peers.filter((listed) => listed === to)) {
          const other = ends.get(peer);
          const copy = message.slice();
          if (other) travel(end, other, () => other.here.message(copy.slice(), end.self));
        }
      },
      disconnect: (peer) => disconnect(end, peer),
      close() {
        for (const peer of here.peers) disconnect(end, peer);
        if (hosts.get(end.address.rendezvousId) === end) hosts.delete(end.address.rendezvousId);
        ends.delete(end.self);
        here.setStatus({ state: 'closed', reason: 'aborted' });
      },
    };
  }

  function newEnd(self: PeerId, address: RoomAddress, role: 'host' | 'guest'): End {
    const end: End = { self, here: endpoint(), address, role, cut: false, dead: false, deaf: false };
    ends.set(self, end);
    return end;
  }

  /** The failure, or the end that now has `address`. */
  function register(address: RoomAddress): TransportFailure | End {
    const holder = hosts.get(address.rendezvousId);
    if (holder && holder.address.token !== address.token) return 'code-in-use';
    // Two hosts may come to the same place, one after the other: they are two ends all the same.
    const end = newEnd(`host-${++registered}`, address, 'host');
    hosts.set(address.rendezvousId, end);
    return end;
  }

  function dial(address: RoomAddress): TransportFailure | End {
    const host = hosts.get(address.rendezvousId);
    const answers = host && !host.dead && !host.cut && !host.deaf && host.address.door === address.door;
    if (!answers || host.here.peers.length >= PEERS_MAX) return 'host-not-found';
    const end = newEnd(`guest-${++guests}`, address, 'guest');
    list(end, host.self);
    list(host, end.self);
    return end;
  }

  return {
    open: (address, role, signal) =>
      new Promise((resolve, reject) => {
        const fail = (reason: TransportFailure) => reject(new TransportError(reason));
        if (signal.aborted) return fail('aborted');
        const attempt = () => {
          signal.removeEventListener('abort', abort);
          const outcome = up ? (role === 'host' ? register(address) : dial(address)) : 'server-unreachable';
          if (typeof outcome !== 'string') resolve(transport(outcome));
          else if (outcome !== 'host-not-found') fail(outcome);
          else {
            const cancelWait = scheduler.after(UNANSWERED_MS, () => {
              signal.removeEventListener('abort', abortWait);
              fail(outcome);
            });
            const abortWait = () => {
              cancelWait();
              fail('aborted');
            };
            signal.addEventListener('abort', abortWait, { once: true });
          }
        };
        const cancel = scheduler.after(DIAL_MS, attempt);
        const abort = () => {
          cancel();
          fail('aborted');
        };
        signal.addEventListener('abort', abort, { once: true });
      }),
    cut(peer) {
      const end = ends.get(peer);
      if (end) end.cut = true;
    },
    heal(peer) {
      const end = ends.get(peer);
      if (end) end.cut = false;
      release();
    },
    kill(peer) {
      const end = ends.get(peer);
      if (!end) return;
      end.dead = true;
      scheduler.after(GHOST_MS, () => {
        if (hosts.get(end.address.rendezvousId) === end) hosts.delete(end.address.rendezvousId);
        if (ends.get(peer) === end) ends.delete(peer);
      });
    },
    forget(peer) {
      const end = ends.get(peer);
      if (!end || hosts.get(end.address.rendezvousId) !== end) return;
      hosts.delete(end.address.rendezvousId);
      const again = () => {
        if (ends.get(peer) !== end || end.dead) return;
        if (end.cut || !up) scheduler.after(NOTICED_MS, again);
        else if (!hosts.has(end.address.rendezvousId)) {
          hosts.set(end.address.rendezvousId, end);
          end.here.setStatus({ state: 'open' });
        }
      };
      scheduler.after(NOTICED_MS, again);
    },
    deafen(peer) {
      const end = ends.get(peer);
      if (!end || hosts.get(end.address.rendezvousId) !== end) return;
      end.deaf = true;
      const again = () => {
        if (end.cut || !up) scheduler.after(NOTICED_MS, again);
        else end.deaf = false;
      };
      scheduler.after(NOTICED_MS, again);
    },
    close(peer) {
      const end = ends.get(peer);
      if (end) transport(end).close();
    },
    signalling(next) {
      up = next;
      for (const host of hosts.values()) {
        if (!host.dead) host.here.setStatus({ state: up ? 'open' : 'signalling-lost' });
      }
    },
  };
}

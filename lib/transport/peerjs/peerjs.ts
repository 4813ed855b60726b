import type { DataConnection, Peer } from 'peerjs';
import { MEMBERS_MAX, type PeerId, PROTOCOL_VERSION } from '../../core/wire/protocol';
import { endpoint } from '../endpoint';
import {
  type OpenTransport,
  type RoomAddress,
  type Transport,
  TransportError,
  type TransportFailure,
} from '../transport';
import { hasWebRtc } from '../web-rtc';
import { type Channel, openChannel } from './channel';
import { keepRegistered, peerOptions, register } from './server';

/** Everybody, and as many again as may be saying hello. */
const CONNECTIONS_MAX = MEMBERS_MAX + 8;
/** A PeerServer tells after 5.3 s that nobody has the id; after this nobody answers for another reason, ms. */
const ANSWER_MS = 7_000;
/** An offer that fell on the dead socket of a host is lost: it is made anew after so long without an answer, ms. */
const OFFERED_AGAIN_MS = 2_000;
/** ICE has given up by then (15–17 s measured): no path between the two networks, ms. */
const CHANNEL_MS = 20_000;
/** Most paths open in under a second; whoever has none by then needs another way, ms. */
const UNREACHED_MS = 3_000;
/** Candidates that come late may still better the path; then the guest's socket is given back, ms. */
const TRICKLE_MS = 5_000;
/** As in `channel`: goodbyes leave first. */
const DESTROY_MS = 1_500;

/** WebRTC through a PeerServer, which only introduces (SPEC TR-4…). PeerJS is loaded when first used. */
export function openPeerjs(): OpenTransport {
  return async (address, role, signal) => {
    if (signal.aborted) throw new TransportError('aborted');
    if (!hasWebRtc()) throw new TransportError('webrtc-disabled');
    return role === 'host' ? openHost(address, signal) : openGuest(address, signal);
  };
}

async function openHost(address: RoomAddress, signal: AbortSignal): Promise<Transport> {
  const options = peerOptions(address, address.token);
  const { peer, room } = await register(address.rendezvousId, options, signal, (made) => admitting(made, address));
  keepRegistered(peer, room.over, (status) => room.here.setStatus(status));
  peer.on('close', () => room.close('lost'));
  return room.transport;
}

/** Lets in whoever knows the door. */
function admitting(peer: Peer, { rendezvousId, door: wanted }: RoomAddress) {
  const room = channels(peer, rendezvousId, 'host');
  peer.on('connection', (connection) => {
    // PeerJS answers as soon as this returns: a stranger must be closed here and now, or its offer costs
    // a peer connection (520 of them exhausted the browser). So nothing in here may wait.
    const door: unknown = Object(connection.metadata).door;
    if (
      door !== wanted ||
      connection.serialization !== 'raw' ||
      !connection.reliable ||
      !room.hasPlaceFor(connection.peer)
    ) {
      connection.close();
      return;
    }
    room.add(connection);
  });
  peer.on('call', (call) => call.close());
  return { peer, room };
}

async function openGuest(address: RoomAddress, signal: AbortSignal): Promise<Transport> {
  const id = randomHex();
  const peer = await register(id, peerOptions(address, randomHex()), signal, refusing);
  try {
    const connection = await dial(peer, address, signal);
    const room = channels(peer, id, 'guest');
    room.add(connection);
    // Its socket has done its work. The connection lives on without.
    setTimeout(() => peer.disconnect(), TRICKLE_MS);
    return room.transport;
  } catch (error) {
    peer.destroy();
    throw error;
  }
}

/** Lets nobody in. */
function refusing(peer: Peer): Peer {
  peer.on('connection', (connection) => connection.close());
  peer.on('call', (call) => call.close());
  return peer;
}

const randomHex = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/** Resolves with a connection that is open. Rejects with a `TransportError`. */
function dial(peer: Peer, address: RoomAddress, signal: AbortSignal): Promise<DataConnection> {
  return new Promise((resolve, reject) => {
    const offered: DataConnection[] = [];
    const isAnswered = () => offered.some(({ peerConnection }) => peerConnection?.remoteDescription);
    const fail = (reason: TransportFailure) => end(() => reject(new TransportError(reason)))();
    const end = (settle: () => void) => () => {
      clearInterval(again);
      clearTimeout(answer);
      clearTimeout(path);
      signal.removeEventListener('abort', abort);
      peer.off('error', onError);
      settle();
    };
    const onError = ({ type }: { type: string }) => {
      if (type === 'peer-unavailable') fail('host-not-found');
      else if (type === 'webrtc') fail('no-path');
      else if (!isAnswered()) fail('server-unreachable');
    };
    const abort = () => fail('aborted');
    const offer = () => {
      const connection = peer.connect(address.rendezvousId, {
        serialization: 'raw',
        reliable: true,
        metadata: { v: PROTOCOL_VERSION, door: address.door },
      });
      offered.push(connection);
      connection.on('error', () => fail('no-path'));
      const opened = end(() => {
        for (const other of offered) if (other !== connection) other.close();
        resolve(connection);
      });
      connection.once('open', opened);
    };
    const again = setInterval(() => isAnswered() || peer.disconnected || offer(), OFFERED_AGAIN_MS);
    // A host that closes the door, or died without a word, simply never answers.
    const answer = setTimeout(() => isAnswered() || fail('host-not-found'), ANSWER_MS);
    const path = setTimeout(() => fail('no-path'), CHANNEL_MS);
    signal.addEventListener('abort', abort, { once: true });
    peer.on('error', onError);
    offer();
  });
}

/** The connections of one `Peer`, listed while they are open. A guest's ends with the only one it has. */
function channels(peer: Peer, self: PeerId, role: 'host' | 'guest') {
  const here = endpoint();
  const connections = new Set<DataConnection>();
  const open = new Map<PeerId, Channel>();
  const over = new AbortController();
  const onUnreached = new Set<() => void>();

  function close(reason: TransportFailure): void {
    if (over.signal.aborted) return;
    over.abort();
    here.setStatus({ state: 'closed', reason });
    for (const channel of open.values()) channel.close();
    for (const connection of connections) if (!open.has(connection.peer)) connection.close();
    // Gives the id back at once; the channels get the time to say goodbye.
    peer.disconnect();
    setTimeout(() => peer.destroy(), DESTROY_MS);
  }

  function forget(connection: DataConnection, reason: TransportFailure): void {
    if (!connections.delete(connection) || !open.delete(connection.peer)) return;
    here.setPeers([...open.keys()]);
    if (role === 'guest') close(reason);
  }

  function opened(connection: DataConnection): void {
    const id = connection.peer;
    const channel = openChannel(
      connection,
      (message) => here.message(message, id),
      () => forget(connection, 'lost'),
    );
    open.set(id, channel);
    here.setPeers([...open.keys()]);
  }

  /** Whether there is room for one more, and none from the same end: an id has one connection. */
  const hasPlaceFor = (id: PeerId) =>
    !over.signal.aborted &&
    connections.size < CONNECTIONS_MAX &&
    ![...connections].some(({ peer: other }) => other === id);

  /** Lists it once it is open; forgets it when that takes too long. */
  function add(connection: DataConnection): void {
    connections.add(connection);
    if (connection.open) {
      opened(connection);
      return;
    }
    const giveUp = () => {
      clearTimeout(late);
      clearTimeout(unreached);
      if (open.has(connection.peer)) return;
      connections.delete(connection);
      connection.close();
    };
    const late = setTimeout(giveUp, CHANNEL_MS);
    const unreached = setTimeout(() => {
      for (const listener of [...onUnreached]) listener();
    }, UNREACHED_MS);
    connection.on('error', giveUp);
    connection.once('open', () => {
      clearTimeout(late);
      clearTimeout(unreached);
      if (connections.has(connection)) opened(connection);
    });
  }

  const transport: Transport = {
    self,
    ...here.listen,
    onUnreached(listener) {
      onUnreached.add(listener);
      return () => onUnreached.delete(listener);
    },
    send(message, to) {
      if (to !== undefined) open.get(to)?.send(message);
      else for (const channel of open.values()) channel.send(message);
    },
    usesTurn: (id) => open.get(id)?.usesTurn(),
    disconnect(id) {
      open.get(id)?.close();
      for (const connection of connections) if (connection.peer === id) forget(connection, 'aborted');
    },
    close: () => close('aborted'),
  };
  return { transport, here, over: over.signal, add, hasPlaceFor, close };
}

import { iceConfig } from '../ice-servers';
import { type OpenTransport, type RoomAddress, TransportError, type Unsubscribe } from '../transport';
import { onWake } from '../wake';
import { hasWebRtc } from '../web-rtc';
import type { Board, Library } from './board';
import { openGuest } from './guest';
import { openHost } from './host';
import { type Introductions, introductions } from './introduced';
import { type Mesh, mesh } from './mesh';

/** The release whose wire format is spoken: ends of another do not understand each other, so they never meet. */
const APP_ID = 'lockstep/trystero-0.25';

/** One for all connections of an end: it is known by it, and twenty of them would take their time. */
const CERTIFICATE: EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };

/** Trystero lets an offer live for 57 s: who was in the room in that time may be known there still, ms. */
const BACK_MS = 60_000;

/** What it is made of: handed in, since a page has one Trystero and tests have several ends in a page. */
export interface TrysteroParts {
  readonly torrent: () => Promise<Library>;
  readonly nostr: () => Promise<Library>;
  readonly onWake: (listener: () => void) => Unsubscribe;
}

const PARTS: TrysteroParts = {
  torrent: () => import('@trystero-p2p/torrent'),
  nostr: () => import('@trystero-p2p/nostr'),
  onWake,
};

/**
 * WebRTC introduced by BitTorrent trackers and Nostr relays, for at most eight members (SPEC TR-10…). Of Trystero only
 * the parts that the address names servers for are loaded, and only when first used.
 */
export function openTrystero(parts: TrysteroParts = PARTS): OpenTransport {
  let introducing: Introductions | undefined;
  /** By their rooms: a browser is in a room of Trystero's once. */
  const meshes = new Map<string, Mesh>();
  const leftAt = new Map<string, number>();
  return async (address, role, signal) => {
    if (signal.aborted) throw new TransportError('aborted');
    if (!hasWebRtc()) throw new TransportError('webrtc-disabled');
    introducing ??= introductions(RTCPeerConnection);
    const [{ boards, room, password }, certificate] = await Promise.all([
      placesOf(address, parts),
      RTCPeerConnection.generateCertificate(CERTIFICATE),
    ]);
    if (signal.aborted) throw new TransportError('aborted');
    const rtcConfig = Object.assign(
      iceConfig(() => address.iceServers, address.relayOnly),
      { certificates: [certificate] },
    );
    const place = { appId: APP_ID, room, password, rtcConfig, introductions: introducing };
    const left = () => {
      meshes.delete(room);
      leftAt.set(room, performance.now());
    };
    const isBack = performance.now() - (leftAt.get(room) ?? Number.NEGATIVE_INFINITY) < BACK_MS;
    const joined = meshes.get(room) ?? mesh(boards, place, left);
    meshes.set(room, joined);
    const opening = { address, mesh: joined, introductions: introducing, onWake: parts.onWake, isBack };
    return role === 'host' ? openHost(opening, signal) : openGuest(opening, signal);
  };
}

async function placesOf({ trystero }: RoomAddress, parts: TrysteroParts) {
  if (!trystero) throw new TransportError('server-unreachable', 'no trackers and no relays');
  const wanted = [
    { name: 'torrent', load: parts.torrent, servers: trystero.trackers },
    { name: 'nostr', load: parts.nostr, servers: trystero.relays },
  ] as const;
  const used = wanted.filter(({ servers }) => servers.length > 0);
  if (used.length === 0) throw new TransportError('server-unreachable', 'no trackers and no relays');
  const boards = await Promise.all(
    used.map(async ({ name, load, servers }): Promise<Board> => ({ name, library: await load(), servers })),
  );
  return { boards, room: trystero.room, password: trystero.password };
}

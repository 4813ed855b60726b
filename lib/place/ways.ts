import { parseIceServers, parseSockets, type ReachConfig } from '../core/wire/reach';
import type { IceServer } from '../core/wire/server-offer';
import { lookAtNetwork } from '../transport/gather';
import { isLoopback } from '../transport/ice-servers';
import { listening, transports } from '../transport/index';
import { offerOf } from '../transport/server-offer';
import type { OpenListening, OpenTransport, RoomAddress } from '../transport/transport';
import { TransportError } from '../transport/transport';
import type { Way, Ways } from '../transport/way';
import { byHand } from './by-hand';
import { NOSTR, PUBLIC_RELAYS, STUN, TRACKERS } from './public-servers';

/** A relay carries what a direct path would: it begins when that has had a good head start, ms (RFC 8305's delay). */
const RELAY_AFTER_MS = 250;
/** Others' servers are looked at only when a join takes unusually long, ms. */
const TRYSTERO_AFTER_MS = 2_000;
const PUBLIC_RELAY_AFTER_MS = 2_500;
/** A public relay carries this many beside the host: it is other people's. */
const PUBLIC_GUESTS_MAX = 7;
/** A guest waits so long for what its server offers, ms: without its ICE servers a path may not open. */
const OFFER_MS = 1_000;

/**
 * One for all rooms of a page: it knows which rooms the page has been in a moment ago. Made when it is wanted: a bundle that
 * only mentions this file must not hold the transports.
 */
let trysteroHere: OpenTransport | undefined;

const typed = <T>(parsed: readonly T[] | undefined) => parsed ?? [];
const listOr = <T>(first: readonly T[], other: readonly T[]) => (first.length > 0 ? first : other);

/**
 * The ways of a room, the best first (SPEC TR-29…). Each is loaded when it is first used.
 *
 * @param server that introduces; undefined: the public PeerJS service
 * @param handOffer of a host, for who comes by hand
 */
export function waysOf(server: string | undefined, reach: ReachConfig = {}, handOffer?: string): Ways {
  const over = new AbortController();
  const offer = server === undefined ? undefined : offerOf(server, over.signal);
  const ownIce = typed(parseIceServers(reach.ice ?? ''));
  const ice = () => listOr(ownIce, offer?.now?.iceServers ?? []);
  const hasTurn = ownIce.some(({ credential }) => credential !== undefined);
  const { publicServers = true, alwaysPublic = false, relayOnly = false } = reach;

  const peerjs = transports.peerjs();
  const direct: Way = {
    name: 'peerjs',
    startsAfterMs: 0,
    open: async (address, role, signal) => {
      if (role === 'guest') await Promise.race([offer?.ask().catch(() => {}), after(OFFER_MS)]);
      return peerjs(withIce(address, ice, relayOnly), role, signal);
    },
  };

  const relays = (urls: () => Promise<Partial<NonNullable<RoomAddress['relay']>>>, open = transports.relay()) =>
    (async (address, role, signal) => {
      const { relay } = address;
      const at = await urls();
      if (!relay) throw new TransportError('server-unreachable', 'no secret');
      return open({ ...address, relay: { ...relay, ...at } }, role, signal);
    }) satisfies OpenTransport;
  const own = typed(parseSockets(reach.relay ?? ''));
  const ownUrls = own.length > 0 ? async () => ({ urls: own }) : offer && (() => offer.relay());
  const listen =
    (urls: NonNullable<typeof ownUrls>): OpenListening =>
    async (places, signal) => {
      const at = await urls();
      const known = places.flatMap((place) => (place.relay ? { ...place, relay: { ...place.relay, ...at } } : []));
      return listening.relay(known, signal);
    };
  const ownRelay: Way | undefined = ownUrls && {
    name: 'relay',
    startsAfterMs: RELAY_AFTER_MS,
    open: relays(ownUrls),
    listen: listen(ownUrls),
  };
  const publicRelays = PUBLIC_RELAYS.map((url, at): Way => {
    const relay = { urls: [url], guestsMax: PUBLIC_GUESTS_MAX };
    return { name: `public-relay-${at + 1}`, startsAfterMs: PUBLIC_RELAY_AFTER_MS, open: relays(async () => relay) };
  });

  const trystero: Way = {
    name: 'trystero',
    startsAfterMs: TRYSTERO_AFTER_MS,
    open: async (address, role, signal) => {
      const trackers = listOr(typed(parseSockets(reach.trackers ?? '')), TRACKERS);
      const nostr = listOr(typed(parseSockets(reach.nostr ?? '')), listOr(offer?.now?.nostr ?? [], NOSTR));
      const place = address.trystero && { ...address.trystero, trackers, relays: nostr };
      const found = { ...address, ...(place ? { trystero: place } : {}) };
      trysteroHere ??= transports.trystero();
      return trysteroHere(
        withIce(found, () => listOr(ice(), STUN), relayOnly),
        role,
        signal,
      );
    },
  };

  const mayConnect = !relayOnly || hasTurn;
  const always = [...(mayConnect ? [direct] : []), ...(ownRelay ? [ownRelay] : [])];
  const others = publicServers ? [...(mayConnect ? [trystero] : []), ...publicRelays] : [];
  const stun = () => listOr(ice(), server !== undefined && isLoopback(server) ? [] : STUN);
  const rest = {
    lookAtNetwork: async () => {
      await Promise.race([offer?.ask().catch(() => {}), after(OFFER_MS)]);
      return lookAtNetwork(stun(), relayOnly);
    },
    close: () => over.abort(),
  };
  const codes = relayOnly ? undefined : byHand(stun, handOffer);
  // Who comes by hand has nobody else's servers at work meanwhile.
  if (codes?.isOffered) return { ...rest, byHand: codes, list: [codes.way, ...always] };
  const list = [...always, ...others.map((way) => (alwaysPublic || always.length === 0 ? way : atNeed(way)))];
  return { ...rest, ...(codes ? { byHand: codes } : {}), list: list.length > 0 ? list : [NOWHERE] };
}

/** All that would lead there is switched off. */
const NOWHERE: Way = {
  name: 'relay',
  startsAfterMs: 0,
  open: async () => {
    throw new TransportError('no-path', 'relay only, and there is no relay');
  },
};

const atNeed = (way: Way): Way => ({ ...way, atNeed: true });

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Credentials end: read each time a connection is made. */
function withIce(address: RoomAddress, ice: () => readonly IceServer[], relayOnly: boolean): RoomAddress {
  return {
    ...address,
    ...(relayOnly ? { relayOnly } : {}),
    get iceServers() {
      return ice();
    },
  };
}

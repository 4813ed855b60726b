import { type OpenListening, type OpenTransport, TransportError } from '../transport';
import { openGuest } from './guest';
import { openHost } from './host';
import { openListening } from './listen';
import { roomOf } from './names';
import { deriveKeys } from './seal';

/** Rooms over an MQTT broker (SPEC TR-16…): what the ends say goes through it, so no path between them is needed. */
export const openRelay: OpenTransport = async (address, role, signal) => {
  if (signal.aborted) throw new TransportError('aborted');
  const { relay, rendezvousId, door } = address;
  if (!relay || relay.urls.length === 0) throw new TransportError('server-unreachable', 'no relay');
  const keys = await deriveKeys(relay.secret, rendezvousId, door);
  const opening = { address, relay, keys, rendezvous: await roomOf(keys.rendezvous) };
  return role === 'host' ? openHost(opening, signal) : openGuest(opening, signal);
};

/** Listens to a room's host without a seat (SPEC AU-1). The places are of one room. */
export const listenToRelay: OpenListening = async (places, signal) => {
  const relay = places[0]?.relay;
  if (!relay || relay.urls.length === 0) throw new TransportError('server-unreachable', 'no relay');
  const known = places.map(async ({ rendezvousId, door }) => {
    const keys = await deriveKeys(relay.secret, rendezvousId, door);
    return { keys, rendezvous: await roomOf(keys.rendezvous) };
  });
  return openListening(relay, await Promise.all(known), signal);
};

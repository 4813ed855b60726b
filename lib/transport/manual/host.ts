import { MEMBERS_MAX, type PeerId } from '../../core/wire/protocol';
import { star } from '../star';
import { type Transport, TransportError } from '../transport';
import { type AnswerKeys, CodeError, readAnswer, writeOffer } from './code';
import { type Connection, type IceServers, openConnection } from './connection';
import type { Description } from './description';

/** Both ends are the only ones of their pair: any word is a name. */
export const HOST_ID: PeerId = 'host';
/** As many friends may be asked at once; each costs a connection and its ports. */
const OFFERS_MAX = 8;
/** ICE has given up by then (15–17 s measured): no path between the two networks, ms. */
const CHANNEL_MS = 20_000;

/** A room that is met by codes which people carry. */
export interface ManualRoom {
  /** The 15 random symbols of the room code: each offer brings them along. */
  readonly room: Uint8Array;
  readonly keys: AnswerKeys;
  /** Read for each offer: credentials end. */
  readonly iceServers: IceServers;
}

export interface ManualHost {
  readonly transport: Transport;
  /**
   * A new offer, for one guest. It stays good until it is answered, until eight more are made, or until the end.
   * Rejects with a `TransportError`: `webrtc-disabled`, `no-network`, `full`, `aborted`.
   */
  offerCode(): Promise<string>;
  /**
   * Takes in what a guest sent back, and resolves once that guest is listed.
   * Rejects with a `CodeError`, after which the offer is as good as before, or with a `TransportError`: `no-path`,
   * `aborted`, after which it is used up.
   */
  acceptAnswer(text: string): Promise<PeerId>;
}

/** Hosts a room by hand (SPEC TR-20…): nothing is asked of any server but the ICE servers. */
export function openManualHost(of: ManualRoom): ManualHost {
  const { room, keys } = of;
  const guests = star(HOST_ID, 'host');
  const offers = new Map<number, Connection>();
  let counter = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  guests.over.addEventListener('abort', () => {
    for (const connection of offers.values()) connection.close();
    offers.clear();
  });

  function keep(connection: Connection): number {
    counter = (counter + 1) & 0xffff;
    offers.set(counter, connection);
    const [oldest] = offers;
    if (oldest && offers.size > OFFERS_MAX) {
      offers.delete(oldest[0]);
      oldest[1].close();
    }
    return counter;
  }

  return {
    transport: guests.transport,
    async offerCode() {
      if (guests.over.aborted) throw new TransportError('aborted');
      if (guests.count() >= MEMBERS_MAX) throw new TransportError('full');
      const connection = openConnection(of.iceServers);
      const number = keep(connection);
      try {
        return writeOffer({ counter: number, room, description: await connection.offer() });
      } catch (error) {
        offers.delete(number);
        connection.close();
        throw guests.over.aborted ? new TransportError('aborted') : error;
      }
    },
    async acceptAnswer(text) {
      const answer = await readAnswer(text, keys, (number) => offers.has(number) || guests.over.aborted);
      if (guests.over.aborted) throw new TransportError('aborted');
      const connection = offers.get(answer.counter);
      if (!connection) throw new CodeError('stale');
      offers.delete(answer.counter);
      try {
        await connection.accept(answer.description);
        const channel = await connection.open(CHANNEL_MS, guests.over);
        const peer = peerOf(answer.description);
        guests.add(peer, channel);
        return peer;
      } catch (error) {
        connection.close();
        throw error instanceof TransportError ? error : new TransportError('no-path', String(error));
      }
    },
  };
}

/** An end is known by its certificate, which it has for one connection. */
export const peerOf = ({ fingerprint }: Description): PeerId =>
  Array.from(fingerprint.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');

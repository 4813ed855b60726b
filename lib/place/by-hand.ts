import { makeRoomCode } from '../core/wire/invite';
import type { IceServer } from '../core/wire/server-offer';
import type { ManualHost } from '../transport/manual';
import { type RoomAddress, type Transport, TransportError } from '../transport/transport';
import type { ByHand, HandAnswer, Way } from '../transport/way';

/** Loaded when somebody is first met by hand. */
const manual = () => import('../transport/manual');

/** @returns the code of the room whose host has made this offer. Rejects with a `CodeError` */
export async function roomOfOffer(text: string): Promise<string> {
  const { readOffer } = await manual();
  return makeRoomCode(readOffer(text).room);
}

/**
 * How one room is met by codes that people carry (SPEC TR-33). A host makes an offer for each friend; a guest answers the one
 * offer that it was given, as often as its person likes.
 *
 * @param ice read for each connection
 * @param offer of the host, for a guest that comes by hand
 */
export function byHand(ice: () => readonly IceServer[], offer?: string): ByHand {
  const listeners = new Set<() => void>();
  let host: ManualHost | undefined;
  let answer: HandAnswer | undefined;
  let fresh = () => {};
  let isUsed = false;
  const tell = (next: HandAnswer | undefined) => {
    answer = next;
    for (const listener of [...listeners]) listener();
  };

  async function openHost({ manual: room }: RoomAddress): Promise<Transport> {
    const { openManualHost } = await manual();
    if (!room) throw new TransportError('refused', 'no secret');
    const opened = openManualHost({
      ...{ room: room.room, keys: room },
      get iceServers() {
        return ice();
      },
    });
    host = opened;
    return opened.transport;
  }

  async function openGuest({ manual: room }: RoomAddress, signal: AbortSignal): Promise<Transport> {
    // Of all places at which a host may be, one is enough; and an answer that was taken is good for one connection.
    if (isUsed || offer === undefined) throw new TransportError('pair-lost');
    isUsed = true;
    const { answerTo, readOffer } = await manual();
    if (!room) throw new TransportError('refused', 'no secret');
    const asked = readOffer(offer);
    const over = new AbortController();
    let resolve: (transport: Transport) => void = () => {};
    let reject: (error: unknown) => void = () => {};
    const met = new Promise<Transport>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    const abort = () => reject(new TransportError('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const begin = async () => {
      try {
        const answering = await answerTo(asked, room, ice(), over.signal);
        const mine: HandAnswer = { code: answering.code, endsAt: performance.now() + answering.lifeMs };
        if (!over.signal.aborted) tell(mine);
        answering.expired.then(() => answer === mine && tell({ ...mine, endsAt: 0 }));
        // What is not taken in may be followed by a fresh one; of two that are, one is enough.
        answering.opened.then(
          (transport) => (over.signal.aborted ? transport.close() : resolve(transport)),
          () => {},
        );
      } catch (error) {
        reject(error);
      }
    };
    fresh = begin;
    begin();
    try {
      return await met;
    } finally {
      signal.removeEventListener('abort', abort);
      fresh = () => {};
      over.abort();
      tell(undefined);
    }
  }

  const way: Way = {
    name: 'manual',
    startsAfterMs: 0,
    open: (address, role, signal) => (role === 'host' ? openHost(address) : openGuest(address, signal)),
  };
  return {
    way,
    isOffered: offer !== undefined,
    async offerCode() {
      if (!host) throw new TransportError('aborted');
      return host.offerCode();
    },
    async acceptAnswer(text) {
      if (!host) throw new TransportError('aborted');
      await host.acceptAnswer(text);
    },
    get answer() {
      return answer;
    },
    fresh: () => fresh(),
    onAnswer(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

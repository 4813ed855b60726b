import type { PeerId } from '../core/wire/protocol';
import type { Transport, TransportStatus } from './transport';

type Message = Uint8Array<ArrayBuffer>;

/** Kept for a listener that is about to come; who sends more before anybody listens is not heard. */
const KEPT_MESSAGES_MAX = 64;

/**
 * The listening half of a transport, the same for all of them: who is there, how it is, what came.
 * Nothing is told after `closed`.
 */
export function endpoint() {
  const onMessage = new Set<(message: Message, from: PeerId) => void>();
  const onPeers = new Set<(peers: readonly PeerId[]) => void>();
  const onStatus = new Set<(status: TransportStatus) => void>();
  let kept: [Message, PeerId][] = [];
  let peers: readonly PeerId[] = [];
  let status: TransportStatus = { state: 'open' };

  return {
    get status() {
      return status;
    },
    get peers() {
      return peers;
    },
    /** Only from a listed peer: what a dropped one had still on its way is not heard. */
    message(message: Message, from: PeerId) {
      if (!peers.includes(from)) return;
      if (onMessage.size > 0) for (const listener of [...onMessage]) listener(message, from);
      else if (kept.length < KEPT_MESSAGES_MAX) kept.push([message, from]);
    },
    setPeers(next: readonly PeerId[]) {
      if (status.state === 'closed') return;
      peers = next;
      for (const listener of [...onPeers]) listener(next);
    },
    /** `closed` empties the list of peers first, and is the last thing that is told. */
    setStatus(next: TransportStatus) {
      if (status.state === 'closed') return;
      if (next.state === 'closed' && peers.length > 0) this.setPeers([]);
      if (next.state === status.state) return;
      status = next;
      for (const listener of [...onStatus]) listener(next);
    },
    listen: {
      onMessage(listener) {
        onMessage.add(listener);
        const waiting = kept;
        kept = [];
        for (const [message, from] of waiting) listener(message, from);
        return () => onMessage.delete(listener);
      },
      onPeers(listener) {
        onPeers.add(listener);
        listener(peers);
        return () => onPeers.delete(listener);
      },
      onStatus(listener) {
        onStatus.add(listener);
        listener(status);
        return () => onStatus.delete(listener);
      },
    } satisfies Pick<Transport, 'onMessage' | 'onPeers' | 'onStatus'>,
  };
}

export type Endpoint = ReturnType<typeof endpoint>;

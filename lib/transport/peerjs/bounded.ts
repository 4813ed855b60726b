import type { Peer } from 'peerjs';

/** What a `Peer` keeps by name of a connection or of a peer, as far as PeerJS does not hide it. */
interface Kept {
  _storeMessage(connectionId: string, message: unknown): void;
  readonly _connections: Map<string, readonly unknown[]>;
}

/**
 * Has a `Peer` keep nothing of strangers (SPEC TR-38). PeerJS stores for ever what comes for a connection that it does not
 * know, in case its offer is still to come; but a server's socket keeps the order, and no offer comes after its candidates.
 * It also keeps an empty list for each peer that has ever made an offer.
 */
export function keepNoStrangers(peer: Peer): void {
  const kept = peer as unknown as Kept;
  kept._storeMessage = () => {};
  peer.on('connection', ({ peer: newest }) => {
    for (const [id, connections] of kept._connections)
      if (id !== newest && connections.length === 0) kept._connections.delete(id);
  });
}

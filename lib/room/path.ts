import type { Path } from '../core/ports/room-view';
import type { PeerId } from '../core/wire/protocol';
import type { Transport } from '../transport/transport';

/** What a conversation goes over. */
export interface Over {
  readonly way: string;
  readonly transport: Transport;
}

/** How a peer is reached, as it is now; undefined: that is not known yet. */
export function pathOver({ way, transport }: Over, peer: PeerId): Path | undefined {
  if (way === 'relay') return 'relay';
  if (way.startsWith('public-relay')) return 'public-relay';
  if (!transport.usesTurn) return 'direct';
  const usesTurn = transport.usesTurn(peer);
  return usesTurn === undefined ? undefined : usesTurn ? 'turn' : 'direct';
}

import { subjectOf } from '../core/doctor/cause';
import type { Reached } from '../core/ports/room-view';
import type { PeerId } from '../core/wire/protocol';
import type { Transport } from '../transport/transport';

/** What a conversation goes over. */
export interface Over {
  readonly way: string;
  readonly transport: Transport;
}

/** How a peer is reached, as it is now; undefined: that is not known yet. */
export function pathOver({ way, transport }: Over, peer: PeerId): Reached | undefined {
  const { subject: by } = subjectOf(way);
  if (by === 'relay' || by === 'public-relay') return { by, path: by };
  if (!transport.usesTurn) return { by, path: 'direct' };
  const usesTurn = transport.usesTurn(peer);
  return usesTurn === undefined ? undefined : { by, path: usesTurn ? 'turn' : 'direct' };
}

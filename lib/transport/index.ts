import { openPeerjs } from './peerjs';
import { openRelay } from './relay';
import type { OpenTransport } from './transport';
import { openTrystero } from './trystero';

/** The only list of transports: each way of reaching a room, by the word an invite names it with. */
export const transports = {
  peerjs: openPeerjs,
  relay: openRelay,
  trystero: () => openTrystero(),
} as const satisfies Record<string, () => OpenTransport>;

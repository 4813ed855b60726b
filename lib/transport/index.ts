import { openPeerjs } from './peerjs';
import { listenToRelay, openRelay } from './relay';
import type { OpenListening, OpenTransport } from './transport';
import { openTrystero } from './trystero';

/** The only list of transports: each way of reaching a room, by the word an invite names it with. */
export const transports = {
  peerjs: openPeerjs,
  relay: openRelay,
  trystero: () => openTrystero(),
} as const satisfies Record<string, () => OpenTransport>;

/** Those that carry an audience beside the members. */
export const listening = { relay: listenToRelay } as const satisfies Record<string, OpenListening>;

import type { Peer } from 'peerjs';
import { onWake } from '../wake';

/** A host asks so often whether its server still knows it, ms: a guest that finds nobody dials for two minutes. */
const ECHO_EVERY_MS = 10_000;
/** After sleep, or with another network, the answer is looked for so soon: by then it has come, or comes no more, ms. */
const ECHO_SOON_MS = 3_000;

/** The socket under a `Peer`, as far as PeerJS does not hide it. */
interface ServerSocket {
  send(message: object): void;
  on(event: 'message', listener: (message: unknown) => void): void;
  off(event: 'message', listener: (message: unknown) => void): void;
}

/**
 * Notices that a server has forgotten this peer without its socket's closing (SPEC TR-32): a modem that was given another
 * address, or another socket that has taken over the id, tells nobody. The peer sends itself an offer of a kind that PeerJS
 * drops. A server that has never sent one back is believed as before.
 *
 * @param forgotten the offer before has not come back
 * @param wakes tells that the machine has slept, or has another network: an open socket may be dead then
 */
export function watchEcho(peer: Peer, signal: AbortSignal, forgotten: () => void, wakes = onWake): void {
  const socket = (peer as unknown as { readonly socket: ServerSocket }).socket;
  let count = 0;
  let awaited: string | undefined;
  let hasEchoed = false;
  const hear = (message: unknown) => {
    const { type, payload } = Object(message) as { readonly type?: unknown; readonly payload?: unknown };
    if (awaited === undefined || type !== 'OFFER' || Object(payload).connectionId !== awaited) return;
    awaited = undefined;
    hasEchoed = true;
  };
  const ask = () => {
    const isMissing = awaited !== undefined && hasEchoed;
    awaited = undefined;
    // Being away from the server is noticed elsewhere.
    if (peer.disconnected || !peer.open) return;
    if (isMissing) return forgotten();
    awaited = `echo-${peer.id.slice(0, 8)}-${++count}`;
    socket.send({ type: 'OFFER', dst: peer.id, payload: { type: 'echo', connectionId: awaited } });
  };
  socket.on('message', hear);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const stopWaking = wakes(() => {
    // What was asked before may have been lost with the other network.
    awaited = undefined;
    ask();
    clearTimeout(soon);
    soon = setTimeout(ask, ECHO_SOON_MS);
  });
  const timer = setInterval(ask, ECHO_EVERY_MS);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    clearTimeout(soon);
    stopWaking();
    socket.off('message', hear);
  });
  ask();
}

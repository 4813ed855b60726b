import type { Peer } from 'peerjs';

/** A host asks so often whether its server still knows it, ms: a guest that finds nobody dials for two minutes. */
const ECHO_EVERY_MS = 10_000;

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
 */
export function watchEcho(peer: Peer, signal: AbortSignal, forgotten: () => void): void {
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
  const timer = setInterval(ask, ECHO_EVERY_MS);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    socket.off('message', hear);
  });
  ask();
}

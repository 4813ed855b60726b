import type { Peer, PeerOptions } from 'peerjs';
import { iceConfig, isLoopback } from '../ice-servers';
import { type RoomAddress, TransportError, type TransportStatus } from '../transport';
import { keepNoStrangers } from './bounded';
import { watchEcho } from './echo';

/** PeerJS's public service; named so that nothing depends on the library's defaults. */
const PUBLIC = { host: '0.peerjs.com', port: 443, path: '/', secure: true } as const;
/** PeerJS's own list holds TURN servers that are dead, and a dead one delays every connection: never left out. */
const PUBLIC_STUN = [{ urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.l.google.com:19302'] }];

/** A server that has not let us in by now is told to be unreachable, ms. */
const UNREACHABLE_MS = 8_000;
/**
 * PeerServer adopts a socket that names a known id and its token without a word: a host that comes back
 * before its old socket has timed out never hears OPEN, but can be dialled 36 ms later. A socket that has
 * been open this long without an error is ours, ms.
 */
const ADOPTED_MS = 1_200;
/** How long an id that is taken may be our own, from a server that has not noticed yet, ms. */
const TAKEN_MS = 10_000;
const TAKEN_RETRY_MS = 1_000;
const RECONNECT_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

/** Where and how PeerJS is to reach the address's server: `<server>/peerjs`, ws or wss as the address says. */
export function peerOptions(address: RoomAddress, token: string): PeerOptions {
  const url = address.server === undefined ? undefined : new URL(address.server);
  const secure = url?.protocol === 'https:';
  const others = address.server !== undefined && isLoopback(address.server) ? [] : PUBLIC_STUN;
  return {
    ...(url
      ? {
          host: url.hostname,
          port: url.port ? Number(url.port) : secure ? 443 : 80,
          path: `${url.pathname.replace(/\/+$/, '')}/peerjs`,
          // PeerJS would take it from the page it is in, and an extension's page is neither http nor https.
          secure,
        }
      : PUBLIC),
    key: 'peerjs',
    token,
    // PeerJS keeps it as it is and hands it to each connection that it makes.
    config: iceConfig(() => (address.iceServers.length > 0 ? address.iceServers : others), address.relayOnly),
    debug: 0,
  };
}

/** The socket under a `Peer`: not public, and the only way to tell "adopted" from "not there yet". */
function socketOf(peer: Peer): WebSocket | undefined {
  return (peer as unknown as { readonly socket?: { readonly _socket?: WebSocket } }).socket?._socket;
}

/**
 * Waits until the server has let the peer in.
 * Rejects with a `TransportError`: `code-in-use`, `webrtc-disabled`, `server-unreachable`.
 */
function letIn(peer: Peer): Promise<void> {
  return new Promise((resolve, reject) => {
    let adopted: ReturnType<typeof setTimeout> | undefined;
    const end = (settle: () => void) => () => {
      clearTimeout(unreachable);
      clearTimeout(adopted);
      peer.off('open', onOpen);
      peer.off('error', onError);
      settle();
    };
    const onOpen = end(resolve);
    const onError = (error: { type: string }) => {
      if (error.type === 'peer-unavailable' || error.type === 'webrtc') return;
      const reason =
        error.type === 'unavailable-id'
          ? 'code-in-use'
          : error.type === 'browser-incompatible'
            ? 'webrtc-disabled'
            : 'server-unreachable';
      end(() => reject(new TransportError(reason, `${error.type}: ${String(error)}`)))();
    };
    const unreachable = setTimeout(() => onError({ type: 'timeout' }), UNREACHABLE_MS);
    peer.on('open', onOpen);
    peer.on('error', onError);
    const socket = socketOf(peer);
    const watch = () => {
      adopted = setTimeout(onOpen, ADOPTED_MS);
    };
    if (socket?.readyState === 1) watch();
    else socket?.addEventListener('open', watch);
  });
}

/**
 * Registers under `id`. Rejects with a `TransportError`; once `signal` is aborted, with `aborted`.
 *
 * @param made is handed each peer before its server can hear of it: PeerServer may hand on an offer to a peer that it has
 *   let in without a word, and PeerJS answers it whether anybody listens or not (SPEC TR-36)
 * @returns what came of the one that is registered
 */
export async function register<T>(
  id: string,
  options: PeerOptions,
  signal: AbortSignal,
  made: (peer: Peer) => T,
): Promise<T> {
  const { Peer } = await import('peerjs');
  const giveUpAt = performance.now() + TAKEN_MS;
  for (;;) {
    if (signal.aborted) throw new TransportError('aborted');
    const peer = new Peer(id, options);
    keepNoStrangers(peer);
    const use = made(peer);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new TransportError('aborted')), { once: true });
    });
    try {
      await Promise.race([letIn(peer), aborted]);
      return use;
    } catch (error) {
      peer.destroy();
      const taken = error instanceof TransportError && error.reason === 'code-in-use';
      if (!taken || performance.now() > giveUpAt) throw error;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, TAKEN_RETRY_MS)), aborted]);
    }
  }
}

/**
 * Keeps a host registered: without its socket nobody new can arrive, while the channels that are open
 * go on. Tells `signalling-lost` and `open`; comes back with the same id and token, at longer intervals.
 * Ends when the peer is destroyed or `signal` is aborted.
 */
export function keepRegistered(peer: Peer, signal: AbortSignal, tell: (status: TransportStatus) => void): void {
  let attempts = 0;
  const comeBack = async () => {
    if (signal.aborted || peer.destroyed || !peer.disconnected) return;
    try {
      peer.reconnect();
      await letIn(peer);
      if (signal.aborted || peer.disconnected) return;
      attempts = 0;
      tell({ state: 'open' });
    } catch {
      // A socket that hangs has not told PeerJS yet; this makes it, and so leads back to `lost`.
      peer.disconnect();
    }
  };
  const lost = () => {
    if (signal.aborted || peer.destroyed) return;
    tell({ state: 'signalling-lost' });
    const delayMs = RECONNECT_MS[Math.min(attempts++, RECONNECT_MS.length - 1)];
    setTimeout(comeBack, delayMs);
  };
  peer.on('disconnected', lost);
  watchEcho(peer, signal, () => peer.disconnect());
}

import type { PeerId } from '../core/wire/protocol';
import type { Channel } from './channel';
import { endpoint } from './endpoint';
import type { Transport, TransportFailure } from './transport';

/**
 * A transport over channels that are open: the middle of the star for a host; for a guest its one ray, with which it
 * ends.
 */
export function star(self: PeerId, role: 'host' | 'guest') {
  const here = endpoint();
  const open = new Map<PeerId, Channel>();
  const over = new AbortController();

  function forget(peer: PeerId, reason: TransportFailure): void {
    if (!open.delete(peer)) return;
    here.setPeers([...open.keys()]);
    if (role === 'guest') close(reason);
  }

  function close(reason: TransportFailure): void {
    if (over.signal.aborted) return;
    here.setStatus({ state: 'closed', reason });
    for (const channel of open.values()) channel.close();
    over.abort();
  }

  const transport: Transport = {
    self,
    ...here.listen,
    send(message, to) {
      if (to !== undefined) open.get(to)?.send(message);
      else for (const channel of open.values()) channel.send(message);
    },
    usesTurn: (peer) => open.get(peer)?.usesTurn?.(),
    disconnect(peer) {
      open.get(peer)?.close();
      forget(peer, 'aborted');
    },
    close: () => close('aborted'),
  };

  return {
    transport,
    here,
    /** Aborted once it is closed, by whomever. */
    over: over.signal,
    has: (peer: PeerId) => open.has(peer),
    count: () => open.size,
    /** Lists a peer whose channel is open; closes the channel where the star is closed, or has that peer already. */
    add(peer: PeerId, channel: Channel): void {
      if (over.signal.aborted || open.has(peer)) {
        channel.close();
        return;
      }
      open.set(peer, channel);
      here.setPeers([...open.keys()]);
      channel.onClose(() => forget(peer, 'lost'));
      channel.onMessage((message) => here.message(message, peer));
    },
    close,
  };
}

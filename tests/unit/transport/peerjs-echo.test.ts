import type { Peer } from 'peerjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchEcho } from '../../../lib/transport/peerjs/echo';

const ID = 'a'.repeat(32);

/** A server, as a peer's socket shows it. */
class Server {
  readonly sent: { readonly dst: string; readonly payload: { readonly type: string } }[] = [];
  knows = true;
  echoes = true;
  private readonly listeners = new Set<(message: unknown) => void>();
  readonly peer = {
    id: ID,
    open: true,
    disconnected: false,
    socket: {
      send: (message: never) => {
        this.sent.push(message);
        if (this.knows && this.echoes) this.says({ ...(message as object), src: ID });
      },
      on: (_: string, listener: (message: unknown) => void) => this.listeners.add(listener),
      off: (_: string, listener: (message: unknown) => void) => this.listeners.delete(listener),
    },
  };
  says(message: unknown) {
    queueMicrotask(() => {
      for (const listener of this.listeners) listener(message);
    });
  }
}

let server: Server;
let over: AbortController;
/** Who hears that the machine is awake again. */
let woken: (() => void) | undefined;
const wakes = (listener: () => void) => {
  woken = listener;
  return () => {
    woken = undefined;
  };
};
const forgotten = vi.fn();
beforeEach(() => {
  vi.useFakeTimers();
  forgotten.mockReset();
  server = new Server();
  over = new AbortController();
  watchEcho(server.peer as unknown as Peer, over.signal, forgotten, wakes);
});
afterEach(() => {
  over.abort();
  vi.useRealTimers();
});
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

describe('TR-32: a host sends itself a message over its server', () => {
  test('every 10 s, of a kind that PeerJS drops', async () => {
    await pass(30);
    expect(server.sent).toHaveLength(4);
    for (const { dst, payload } of server.sent) {
      expect(dst).toBe(ID);
      expect(['data', 'media']).not.toContain(payload.type);
    }
    expect(forgotten).not.toHaveBeenCalled();
  });

  test('and knows within 20 s that it is forgotten, once', async () => {
    await pass(25);
    server.knows = false;
    await pass(20);
    expect(forgotten).toHaveBeenCalledOnce();
  });

  test('and within 3 s after sleep, or with another network', async () => {
    await pass(15);
    server.knows = false;
    woken?.();
    await pass(2);
    expect(forgotten).not.toHaveBeenCalled();
    await pass(2);
    expect(forgotten).toHaveBeenCalledOnce();
  });

  test('which concludes nothing from what was lost on the way there', async () => {
    await pass(5);
    server.echoes = false;
    await pass(5);
    server.echoes = true;
    woken?.();
    await pass(60);
    expect(forgotten).not.toHaveBeenCalled();
  });

  test('nothing is concluded from a server that never sent one back', async () => {
    over.abort();
    server = new Server();
    server.echoes = false;
    over = new AbortController();
    watchEcho(server.peer as unknown as Peer, over.signal, forgotten, wakes);
    await pass(120);
    expect(forgotten).not.toHaveBeenCalled();
  });

  test('nor from silence while it is not registered', async () => {
    await pass(10);
    Object.assign(server.peer, { disconnected: true, open: false });
    await pass(60);
    expect(server.sent).toHaveLength(2);
    Object.assign(server.peer, { disconnected: false, open: true });
    await pass(60);
    expect(forgotten).not.toHaveBeenCalled();
  });

  test.each([null, 'OFFER', { type: 'OFFER' }, { type: 'OFFER', payload: { connectionId: 'echo-other-1' } }])(
    'BAD-3: %j from the server is no echo',
    async (message) => {
      await pass(15);
      server.knows = false;
      for (let i = 0; i < 20; i++) {
        server.says(message);
        await pass(1);
      }
      expect(forgotten).toHaveBeenCalled();
    },
  );

  test('it ends with the room', async () => {
    woken?.();
    over.abort();
    expect(woken).toBeUndefined();
    await pass(60);
    expect(server.sent).toHaveLength(2);
  });
});

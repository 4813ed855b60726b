import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { offerPromptly } from '../../../../lib/transport/trystero/prompt-offers';
import { watchServer } from '../../../../lib/transport/trystero/server';

const SELF = 'Abcdefghij0123456789';

/** As much of a socket as is listened to. */
class Socket extends EventTarget {
  onopen: ((event: Event) => void) | null = () => {};
  onclose: ((event: Event) => void) | null = () => {};
  onmessage: ((event: Event) => void) | null = () => {};
  readyState = 0;
  close = vi.fn();
  say(data: unknown) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function watched(board: 'torrent' | 'nostr') {
  const socket = new Socket();
  const changed = vi.fn();
  const server = watchServer(board, SELF, socket as unknown as WebSocket, changed);
  return { socket, server, changed };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a server of a board (TR-10)', () => {
  it('counts once it has done what it is there for', () => {
    const { socket, server, changed } = watched('nostr');
    expect(server.state).toBe('connecting');
    socket.dispatchEvent(new Event('open'));
    expect(server.state).toBe('silent');
    socket.say(JSON.stringify(['OK', 'id', true, '']));
    socket.say(JSON.stringify(['EOSE', 'sub']));
    socket.say(JSON.stringify(['EVENT', 'sub', { content: '{"peerId":"somebody else"}' }]));
    expect(server.state).toBe('silent');
    socket.say(JSON.stringify(['EVENT', 'sub', { content: JSON.stringify({ peerId: SELF }) }]));
    expect(server.state).toBe('working');
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('is a tracker that answers for our room', () => {
    const { socket, server } = watched('torrent');
    socket.dispatchEvent(new Event('open'));
    socket.say('{"action":"scrape"}');
    socket.say('{"action":"announce","info_hash":"abc","offer":{"type":"offer","sdp":"x"}}');
    expect(server.state).toBe('silent');
    socket.say('{"action":"announce","info_hash":"abc","complete":0,"incomplete":1,"interval":120}');
    expect(server.state).toBe('working');
  });

  it.each([
    ['torrent', '{"failure reason":"not authorized"}'],
    ['nostr', '["OK","id",false,"blocked: kind not allowed"]'],
    ['nostr', '["CLOSED","sub","auth-required: members only"]'],
  ] as const)('that refuses is known for it: %s, %s', (board, said) => {
    const { socket, server } = watched(board);
    socket.dispatchEvent(new Event('open'));
    socket.say(said);
    expect(server.state).toBe('refusing');
  });

  it.each([
    ['nostr', '["OK","id",false,"rate-limited: slow down"]'],
    ['nostr', '["OK","id",false,"duplicate: have it"]'],
    ['nostr', '["EVENT"]'],
    ['nostr', '{"EVENT":1}'],
    ['nostr', '<html>'],
    ['nostr', ''],
    ['torrent', 'null'],
    ['torrent', '[]'],
    ['torrent', '{"info_hash":7,"interval":120}'],
    ['torrent', '{"info_hash":"abc","interval":"often"}'],
    ['torrent', '<html>'],
    ['torrent', new ArrayBuffer(4)],
  ] as const)('is told nothing of by %s: %s', (board, said) => {
    const { socket, server } = watched(board);
    socket.dispatchEvent(new Event('open'));
    socket.say(said);
    expect(server.state).toBe('silent');
  });

  it('that says nothing for 150 s is a socket whose other end is gone', () => {
    const { socket, server } = watched('torrent');
    socket.dispatchEvent(new Event('open'));
    socket.say('{"info_hash":"abc","interval":120}');
    vi.advanceTimersByTime(140_000);
    socket.say('{"info_hash":"abc","interval":120}');
    vi.advanceTimersByTime(140_000);
    expect(server.state).toBe('working');
    vi.advanceTimersByTime(20_000);
    expect(server.state).toBe('gone');
    expect(socket.close).toHaveBeenCalled();
    expect([socket.onopen, socket.onclose, socket.onmessage]).toEqual([null, null, null]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be one that is in use already, or gone', () => {
    const states = [1, 2, 3].map((readyState) => {
      const socket = Object.assign(new Socket(), { readyState });
      return watchServer('nostr', SELF, socket as unknown as WebSocket, vi.fn()).state;
    });
    expect(states).toEqual(['silent', 'gone', 'gone']);
    vi.advanceTimersByTime(10_000);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('that is left to others is not closed', () => {
    const { socket, server } = watched('nostr');
    socket.dispatchEvent(new Event('open'));
    server.forget();
    expect(server.state).toBe('gone');
    expect(socket.close).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is gone stays gone, and is looked after no more', () => {
    const { socket, server, changed } = watched('nostr');
    socket.dispatchEvent(new Event('close'));
    socket.dispatchEvent(new Event('open'));
    socket.say(JSON.stringify(['EVENT', 'sub', { content: SELF }]));
    expect(server.state).toBe('gone');
    expect(changed).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an offer that Trystero lets lie (TR-10)', () => {
  const offer = (peer: unknown) => JSON.stringify({ offer: { type: 'offer', sdp: 'x' }, offer_id: 'o', peer_id: peer });

  function announcements() {
    const socket = new Socket();
    const announce = vi.fn();
    socket.onopen = announce;
    offerPromptly(socket as unknown as WebSocket, SELF);
    return { socket, announce };
  }

  it('is answered with our own, once a second', () => {
    const { socket, announce } = announcements();
    socket.say(offer('Zbcdefghij0123456789'));
    socket.say(offer('Zbcdefghij0123456789'));
    expect(announce).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1_100);
    socket.say(offer('Ybcdefghij0123456789'));
    expect(announce).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['one that Trystero answers', offer('0bcdefghij0123456789')],
    ['an answer', JSON.stringify({ answer: { type: 'answer', sdp: 'x' }, peer_id: 'Z' })],
    ['one from nobody', offer(undefined)],
    ['one from no name', offer(7)],
    ['no JSON', '<html>'],
    ['bytes', new ArrayBuffer(2)],
  ])('is not %s', (_, said) => {
    const { socket, announce } = announcements();
    socket.say(said);
    expect(announce).not.toHaveBeenCalled();
  });
});

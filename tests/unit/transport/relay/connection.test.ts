import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allowance } from '../../../../lib/transport/relay/allowance';
import { connect } from '../../../../lib/transport/relay/connection';
import { publishPacket } from '../../../../lib/transport/relay/packets';

/** The network's end of a socket. */
class Socket extends EventTarget {
  static readonly OPEN = 1;
  static made: Socket[] = [];
  readyState = 0;
  bufferedAmount = 0;
  binaryType = '';
  sent: number[][] = [];
  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {
    super();
    Socket.made.push(this);
  }
  send(packet: Uint8Array) {
    this.sent.push([...packet]);
  }
  close() {
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  say(...bytes: number[]) {
    this.dispatchEvent(new MessageEvent('message', { data: new Uint8Array(bytes).buffer }));
  }
}
const LET_IN = [0x20, 2, 0, 0];
const never = new AbortController().signal;

async function connected() {
  const connecting = connect('wss://relay.example.org', { clientId: 'me' }, never);
  const socket = Socket.made.at(-1) as Socket;
  socket.open();
  socket.say(...LET_IN);
  const connection = await connecting;
  const lost = vi.fn();
  connection.onLost(lost);
  return { socket, connection, lost };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  Socket.made = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a connection to a relay (TR-24)', () => {
  it('is asked whether it is still there when it is silent for ten seconds, and lost without an answer', async () => {
    const { socket, lost } = await connected();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(socket.sent.at(-1)).toEqual([0xc0, 0]);
    socket.say(0xd0, 0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lost).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(lost).toHaveBeenCalledTimes(1);
    expect(socket.readyState).toBe(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not asked while it is heard, but speaks twice a minute: the broker would take it for dead', async () => {
    const { socket, lost } = await connected();
    const before = socket.sent.length;
    for (let second = 0; second < 60; second++) {
      socket.say(...publishPacket('t', new Uint8Array([7]), false));
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(socket.sent.slice(before)).toEqual([[0xc0, 0]]);
    expect(lost).not.toHaveBeenCalled();
  });

  it('is asked at once after sleep', async () => {
    const { socket, connection, lost } = await connected();
    connection.check();
    expect(socket.sent.at(-1)).toEqual([0xc0, 0]);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('is lost where it takes nothing any more, and says nothing after that', async () => {
    const { socket, connection, lost } = await connected();
    socket.bufferedAmount = 256 * 1024;
    connection.publish('t', new Uint8Array([1]));
    expect(lost).toHaveBeenCalledTimes(1);
    const sent = socket.sent.length;
    connection.publish('t', new Uint8Array([1]));
    expect(socket.sent).toHaveLength(sent);
    const late = vi.fn();
    connection.onLost(late);
    expect(late).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['text', 'hello'],
    ['no packet', new Uint8Array([0x10, 0]).buffer],
  ])('is lost where it says %s', async (_, data) => {
    const { socket, lost } = await connected();
    socket.dispatchEvent(new MessageEvent('message', { data }));
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('says goodbye when it is closed, and is not lost then', async () => {
    const { socket, connection, lost } = await connected();
    const subscribing = connection.subscribe(['t']);
    connection.close();
    await expect(subscribing).rejects.toMatchObject({ reason: 'signalling-silent' });
    expect(socket.sent.at(-1)).toEqual([0xe0, 0]);
    socket.dispatchEvent(new Event('close'));
    expect(lost).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('grants, refuses, or never answers', async () => {
    const { socket, connection } = await connected();
    const all = [connection.subscribe(['a']), connection.subscribe(['b', 'c']), connection.subscribe(['d'])];
    const settled = Promise.allSettled(all);
    socket.say(0x90, 4, 0, 2, 0, 128);
    socket.say(0x90, 3, 0, 1, 0);
    socket.say(0x90, 3, 0, 9, 0);
    await vi.advanceTimersByTimeAsync(4_000);
    const outcomes = (await settled).map((one) => (one.status === 'rejected' ? one.reason.reason : one.status));
    expect(outcomes).toEqual(['fulfilled', 'refused', 'signalling-silent']);
  });

  it.each([
    [1, 'refused'],
    [2, 'refused'],
    [3, 'server-unreachable'],
    [4, 'refused'],
    [5, 'refused'],
    [99, 'server-unreachable'],
  ])('is not had where the relay answers %i: %s', async (code, reason) => {
    const connecting = connect('wss://relay.example.org', { clientId: 'me' }, never);
    Socket.made[0]?.open();
    Socket.made[0]?.say(0x20, 2, 0, code);
    await expect(connecting).rejects.toMatchObject({ reason });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not had once it is not wanted any more', async () => {
    const abort = new AbortController();
    const connecting = connect('wss://relay.example.org', { clientId: 'me' }, abort.signal);
    abort.abort();
    await expect(connecting).rejects.toMatchObject({ reason: 'aborted' });
    await expect(connect('wss://x', { clientId: 'me' }, abort.signal)).rejects.toMatchObject({ reason: 'aborted' });
    expect(Socket.made).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what may be done so often (TR-18)', () => {
  it('may be done at once for a while, and then now and then', () => {
    const may = allowance(3, 2);
    const times = (count: number) => Array.from({ length: count }, may).filter(Boolean).length;
    expect(times(5)).toBe(3);
    vi.advanceTimersByTime(1_000);
    expect(times(5)).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect(times(5)).toBe(3);
  });
});

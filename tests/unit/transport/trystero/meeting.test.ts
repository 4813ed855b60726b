import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Board, Library } from '../../../../lib/transport/trystero/board';
import { introductions } from '../../../../lib/transport/trystero/introduced';
import { meet } from '../../../../lib/transport/trystero/meeting';

const SELF = 'Abcdefghij0123456789';
/** No connection is made here. */
class NoConnection extends EventTarget {}
const room = {
  appId: 'app',
  room: 'room',
  password: 'password',
  rtcConfig: {},
  introductions: introductions(NoConnection as unknown as typeof RTCPeerConnection),
};

class Socket extends EventTarget {
  onopen = null;
  onclose = null;
  onmessage = null;
  readyState = 0;
  close = vi.fn();
  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
    return this;
  }
  /** As a relay that gives back what was published. */
  work() {
    this.open().dispatchEvent(
      new MessageEvent('message', {
        data: JSON.stringify(['EVENT', 's', { content: JSON.stringify({ peerId: SELF }) }]),
      }),
    );
  }
  refuse() {
    this.open().dispatchEvent(new MessageEvent('message', { data: '["CLOSED","s","auth-required: no"]' }));
  }
  end() {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

/** Trystero, as far as its rooms and sockets go: its own rooms are met in the contract tests. */
function library() {
  const sockets = new Map<string, Socket>();
  const joins: { readonly sockets: readonly Socket[]; left: boolean }[] = [];
  const occupied = new Map<string, unknown>();
  let leaveFails = 0;
  const joinRoom = vi.fn((config: { relayConfig: { urls: string[] } }, id: string) => {
    if (occupied.has(id)) return occupied.get(id);
    const mine = config.relayConfig.urls.map((url) => {
      const socket = sockets.get(url) ?? new Socket();
      sockets.set(url, socket);
      return socket;
    });
    const join = { sockets: mine, left: false };
    joins.push(join);
    const joined = {
      onPeerJoin: null,
      getPeers: () => ({}),
      async leave() {
        if (leaveFails-- > 0) throw new Error('channel is closed');
        join.left = true;
        occupied.delete(id);
      },
    };
    occupied.set(id, joined);
    return joined;
  });
  const parts: Library = {
    joinRoom: joinRoom as unknown as Library['joinRoom'],
    getRelaySockets: () => Object.fromEntries(sockets) as unknown as Record<string, WebSocket>,
    pauseRelayReconnection: vi.fn(),
    selfId: SELF,
  };
  return {
    parts,
    joins,
    failToLeave(times: number) {
      leaveFails = times;
    },
    last: () => joins.at(-1)?.sockets ?? [],
  };
}

async function joined(servers = 1) {
  const trystero = library();
  const board: Board = {
    name: 'nostr',
    library: trystero.parts,
    servers: Array.from({ length: servers }, (_, i) => `wss://relay-${i}.example`),
  };
  const changed = vi.fn();
  const meeting = meet([board], room, () => {}, changed);
  await vi.advanceTimersByTimeAsync(0);
  return { ...trystero, board, meeting, changed };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a board that is kept to (TR-15)', () => {
  it('works while one of its servers does', async () => {
    const { meeting, last, joins } = await joined(2);
    const [one, two] = last();
    expect([meeting.isWorking(), meeting.isHopeless(), meeting.failure().reason]).toEqual([
      false,
      false,
      'server-unreachable',
    ]);
    one?.open();
    expect(meeting.failure().reason).toBe('signalling-silent');
    one?.work();
    two?.end();
    expect([meeting.isWorking(), meeting.isHopeless()]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(joins).toHaveLength(1);
  });

  it('is joined anew where none works, ever later', async () => {
    const { meeting, last, joins } = await joined(2);
    const at: number[] = [];
    const begin = performance.now();
    for (let life = 1; life < 10; life++) {
      for (const socket of last()) socket.end();
      expect(meeting.isHopeless()).toBe(true);
      while (joins.length === life) await vi.advanceTimersByTimeAsync(100);
      at.push(Math.round((performance.now() - begin) / 1000));
      expect(joins.at(-2)?.left).toBe(true);
      expect(meeting.isHopeless()).toBe(false);
    }
    expect(at.slice(0, 5)).toEqual([1, 3, 7, 15, 30]);
    expect((at[8] ?? 0) - (at[7] ?? 0)).toBe(60);
  });

  it('is joined anew at once also where a slow look after one server was due', async () => {
    const { last, joins } = await joined(2);
    last()[0]?.work();
    last()[1]?.end();
    await vi.advanceTimersByTimeAsync(5_000);
    last()[0]?.end();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(joins).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(joins).toHaveLength(2);
  });

  it('begins with short waits again once a server has worked', async () => {
    const { last, joins } = await joined();
    for (const waitMs of [1_000, 2_000, 4_000]) {
      last()[0]?.end();
      await vi.advanceTimersByTimeAsync(waitMs + 100);
    }
    expect(joins).toHaveLength(4);
    last()[0]?.work();
    last()[0]?.end();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(joins).toHaveLength(5);
  });

  it('leaves those in peace that refuse', async () => {
    const { meeting, last, joins } = await joined();
    last()[0]?.refuse();
    last()[0]?.end();
    expect([meeting.isHopeless(), meeting.failure().reason]).toEqual([true, 'refused']);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(joins).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(joins).toHaveLength(2);
  });

  it('looks after those that are away, now and then', async () => {
    const { last, joins } = await joined(2);
    last()[0]?.work();
    last()[1]?.end();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(joins).toHaveLength(2);
    last()[0]?.work();
    last()[1]?.end();
    await vi.advanceTimersByTimeAsync(58_000);
    expect(joins).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(joins).toHaveLength(3);
  });

  it('is joined anew by sockets of its own: Trystero never dials an address again that it has closed', async () => {
    const { meeting, last, joins } = await joined();
    last()[0]?.work();
    meeting.again();
    await vi.advanceTimersByTimeAsync(0);
    expect(joins).toHaveLength(2);
    expect(joins[0]?.sockets[0]?.close).toHaveBeenCalled();
    expect(last()[0]).not.toBe(joins[0]?.sockets[0]);
  });

  it('that worked is held to work while it is joined anew, for three seconds', async () => {
    const { meeting, last, changed } = await joined();
    last()[0]?.work();
    meeting.again();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(meeting.isWorking()).toBe(true);
    changed.mockClear();
    await vi.advanceTimersByTimeAsync(200);
    expect(meeting.isWorking()).toBe(false);
    expect(changed).toHaveBeenCalled();
    last()[0]?.work();
    expect(meeting.isWorking()).toBe(true);
  });

  it('shares its sockets with another room in the same page, and closes them with the last', async () => {
    const { meeting, board, joins } = await joined();
    joins[0]?.sockets[0]?.work();
    const other = meet([board], { ...room, room: 'another' }, () => {}, vi.fn());
    await vi.advanceTimersByTimeAsync(0);
    const socket = joins[0]?.sockets[0];
    expect(joins[1]?.sockets[0]).toBe(socket);
    expect(other.isHopeless()).toBe(false);
    socket?.work();
    expect(other.isWorking()).toBe(true);
    await meeting.leave();
    expect([meeting.isWorking(), other.isWorking()]).toEqual([false, true]);
    expect(socket?.close).not.toHaveBeenCalled();
    await other.leave();
    expect(socket?.close).toHaveBeenCalled();
  });

  it('says so where no connection can be made', async () => {
    const trystero = library();
    vi.mocked(trystero.parts.joinRoom).mockImplementationOnce(() => {
      throw new Error('Cannot create so many PeerConnections');
    });
    const meeting = meet([{ name: 'nostr', library: trystero.parts, servers: ['wss://a'] }], room, () => {}, vi.fn());
    await vi.advanceTimersByTimeAsync(0);
    expect([meeting.isHopeless(), meeting.failure().reason]).toEqual([true, 'webrtc-disabled']);
    await vi.advanceTimersByTimeAsync(1_000);
    trystero.last()[0]?.work();
    expect([meeting.isWorking(), meeting.failure().reason]).toEqual([true, 'server-unreachable']);
  });

  it('is left also where Trystero first fails to', async () => {
    const { meeting, joins, failToLeave } = await joined();
    failToLeave(2);
    const leaving = meeting.leave();
    await vi.advanceTimersByTimeAsync(500);
    await leaving;
    expect(joins[0]?.left).toBe(true);
    expect(joins[0]?.sockets[0]?.close).toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is left for good while it is about to be joined anew', async () => {
    const { meeting, joins } = await joined();
    meeting.again();
    meeting.again();
    await meeting.leave();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(joins.every(({ left }) => left)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is given up to who joins the same room in the same page', async () => {
    const { meeting, board, joins, last, changed } = await joined();
    last()[0]?.work();
    const other = meet([board], room, () => {}, vi.fn());
    await vi.advanceTimersByTimeAsync(0);
    expect(joins).toHaveLength(2);
    expect(joins[0]?.left).toBe(true);
    expect(meeting.isWorking()).toBe(false);
    expect(changed).toHaveBeenCalled();
    meeting.again();
    last()[0]?.work();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(joins).toHaveLength(2);
    expect(other.isWorking()).toBe(true);
    await meeting.leave();
    expect(joins[1]?.left).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepOffer } from '../../../lib/transport/server-offer';

const never = new AbortController().signal;
const stun = { urls: ['stun:a.example.org'] };
let asked = 0;
let isThere = true;
let expires: number | undefined;
let wake = () => {};

/** The network: a server whose credentials are numbered. */
async function server(url: string) {
  if (!isThere) throw new TypeError('fetch failed');
  expect(url).toBe('https://watch.example.org/lockstep.json');
  const turn = { urls: ['turn:a.example.org'], username: `user ${++asked}`, credential: 'c' };
  return new Response(
    JSON.stringify({
      name: 'lockstep',
      protocol: 1,
      iceServers: expires === undefined ? [stun] : [stun, turn],
      ...(expires === undefined ? {} : { iceExpiresInS: expires }),
    }),
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  isThere = true;
  expires = 3_600;
  vi.stubGlobal('fetch', vi.fn(server));
  vi.stubGlobal('addEventListener', (_: string, listener: () => void) => {
    wake = listener;
  });
  vi.stubGlobal('removeEventListener', () => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const keep = () => keepOffer('https://watch.example.org', never);
const users = ({ now }: Awaited<ReturnType<typeof keep>>) => now.iceServers.map(({ username }) => username);

describe('what a server offers, kept good (TR-26)', () => {
  it('is asked for anew when half its life is over', async () => {
    const kept = await keep();
    expect(users(kept)).toEqual([undefined, 'user 1']);
    await vi.advanceTimersByTimeAsync(1_799_000);
    expect(asked).toBe(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(users(kept)).toEqual([undefined, 'user 2']);
    await vi.advanceTimersByTimeAsync(1_800_000);
    expect(asked).toBe(3);
    kept.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is asked for every six hours at least, where credentials live for days', async () => {
    expires = 7 * 86_400;
    const kept = await keep();
    await vi.advanceTimersByTimeAsync(24 * 3_600_000 + 1_000);
    expect(asked).toBe(5);
    kept.close();
  });

  it('is asked for again and again while the server is away, and goes without what has ended', async () => {
    const kept = await keep();
    isThere = false;
    await vi.advanceTimersByTimeAsync(3_599_000);
    expect(users(kept)).toEqual([undefined, 'user 1']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(users(kept)).toEqual([undefined]);
    const tries = vi.mocked(fetch).mock.calls.length;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(15);
    isThere = true;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(users(kept)).toEqual([undefined, 'user 2']);
    kept.close();
  });

  it('is asked for after a sleep, which no timer has seen', async () => {
    const kept = await keep();
    wake();
    expect(asked).toBe(1);
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    expect(users(kept)).toEqual([undefined]);
    wake();
    wake();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toBe(2);
    expect(users(kept)).toEqual([undefined, 'user 2']);
    kept.close();
  });

  it('is asked for once where nothing in it ends', async () => {
    expires = undefined;
    const kept = await keep();
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect(asked).toBe(1);
    expect(users(kept)).toEqual([undefined]);
    kept.close();
  });

  it('is nothing where it cannot be had at first', async () => {
    isThere = false;
    await expect(keep()).rejects.toMatchObject({ reason: 'server-unreachable' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { byHand, roomOfOffer } from '../../../lib/place/by-hand';
import type { RoomAddress, Transport } from '../../../lib/transport/transport';

/** Answers that were made, with what becomes of each. */
const made = vi.hoisted(
  (): {
    signal: AbortSignal;
    expire: () => void;
    open: (transport: Transport) => void;
    lose: (e: Error) => void;
  }[] => [],
);
const failure = vi.hoisted(() => ({ now: undefined as Error | undefined }));
vi.mock(import('../../../lib/transport/manual'), async (original) => ({
  ...(await original()),
  readOffer: (text: string) => {
    if (text === 'none') throw new Error('not a code');
    return { counter: 1, room: new Uint8Array(15).fill(7), description: {} as never };
  },
  answerTo: async (_offer, _keys, _ice, signal) => {
    if (failure.now) throw failure.now;
    const number = made.length + 1;
    let expire = () => {};
    let open: (transport: Transport) => void = () => {};
    let lose: (error: Error) => void = () => {};
    const expired = new Promise<void>((resolve) => (expire = resolve));
    const opened = new Promise<Transport>((resolve, reject) => {
      open = resolve;
      lose = reject;
    });
    made.push({ signal, expire, open, lose });
    return { code: `answer ${number}`, lifeMs: 15_000, expired, opened };
  },
}));

const manual = { room: new Uint8Array(15), key: new Uint8Array(32), tag: new Uint8Array(4) };
const address: RoomAddress = {
  ...{ rendezvousId: 'r', token: 't', door: 'd', server: undefined, iceServers: [], manual },
};
const transport = () => ({ close: vi.fn() }) as unknown as Transport;
const never = new AbortController().signal;
// Loaded when it is first used, which takes its time on a busy machine.
beforeAll(() => import('../../../lib/transport/manual').then(() => {}));
beforeEach(() => {
  made.length = 0;
  failure.now = undefined;
});

/** A guest whose first answer has been made. */
async function guest(signal = never) {
  const codes = byHand(() => [], 'offer');
  const opening = codes.way.open(address, 'guest', signal);
  opening.catch(() => {});
  await vi.waitFor(() => expect(codes.answer?.code).toBe('answer 1'));
  return { codes, opening };
}

describe('TR-33: who joins by hand', () => {
  test('has a code that counts down, and is in once the host has it', async () => {
    const { codes, opening } = await guest();
    expect(codes.answer?.endsAt).toBeGreaterThan(performance.now() + 14_000);
    const host = transport();
    made[0]?.open(host);
    expect(await opening).toBe(host);
    expect(codes.answer).toBeUndefined();
    expect(made[0]?.signal.aborted).toBe(true);
  });

  test('TR-34: is told when its code has ended, and has another for the same offer', async () => {
    const { codes, opening } = await guest();
    const told = vi.fn();
    codes.onAnswer(told);
    made[0]?.expire();
    await vi.waitFor(() => expect(codes.answer).toEqual({ code: 'answer 1', endsAt: 0 }));
    expect(told).toHaveBeenCalled();
    made[0]?.lose(new Error('too late'));
    codes.fresh();
    await vi.waitFor(() => expect(codes.answer?.code).toBe('answer 2'));
    made[1]?.open(transport());
    await opening;
    codes.fresh();
    expect(made).toHaveLength(2);
  });

  test('TR-23: an older code that is taken in nevertheless counts, once', async () => {
    const { codes, opening } = await guest();
    codes.fresh();
    await vi.waitFor(() => expect(codes.answer?.code).toBe('answer 2'));
    made[0]?.expire();
    await Promise.resolve();
    expect(codes.answer?.endsAt).not.toBe(0);
    const [first, second] = [transport(), transport()];
    made[0]?.open(first);
    expect(await opening).toBe(first);
    made[1]?.open(second);
    await vi.waitFor(() => expect(second.close).toHaveBeenCalled());
    expect(first.close).not.toHaveBeenCalled();
  });

  test('TR-34: has one connection of it: what is lost wants two new codes', async () => {
    const { codes, opening } = await guest();
    await expect(codes.way.open(address, 'guest', never)).rejects.toMatchObject({ reason: 'pair-lost' });
    made[0]?.open(transport());
    await opening;
    await expect(codes.way.open(address, 'guest', never)).rejects.toMatchObject({ reason: 'pair-lost' });
  });

  test('gives up when it is not wanted any more', async () => {
    const abort = new AbortController();
    const { opening } = await guest(abort.signal);
    abort.abort();
    await expect(opening).rejects.toMatchObject({ reason: 'aborted' });
    expect(made[0]?.signal.aborted).toBe(true);
    await expect(byHand(() => [], 'offer').way.open(address, 'guest', AbortSignal.abort())).rejects.toThrow('aborted');
  });

  test('fails where no code can be made', async () => {
    failure.now = new Error('no network');
    await expect(byHand(() => [], 'offer').way.open(address, 'guest', never)).rejects.toThrow('no network');
  });
});

describe('TR-33: who has no codes', () => {
  test('a host before its way is open, and a guest without an offer', async () => {
    const codes = byHand(() => []);
    expect(codes.isOffered).toBe(false);
    await expect(codes.offerCode()).rejects.toMatchObject({ reason: 'aborted' });
    await expect(codes.acceptAnswer('x')).rejects.toMatchObject({ reason: 'aborted' });
    await expect(codes.way.open(address, 'guest', never)).rejects.toMatchObject({ reason: 'pair-lost' });
    codes.fresh();
    const { manual: _, ...unknown } = address;
    for (const role of ['host', 'guest'] as const) {
      await expect(byHand(() => [], 'offer').way.open(unknown, role, never)).rejects.toMatchObject({
        reason: 'refused',
      });
    }
  });

  test('a host has them from then on', async () => {
    const codes = byHand(() => []);
    const opened = await codes.way.open(address, 'host', never);
    // Nothing in here has WebRTC: the code is asked of a browser, and only then.
    await expect(codes.offerCode()).rejects.toMatchObject({ reason: 'webrtc-disabled' });
    await expect(codes.acceptAnswer('hello')).rejects.toMatchObject({ problem: 'not-a-code' });
    opened.close();
  });
});

test('TR-20: an offer names its room', async () => {
  expect(await roomOfOffer('offer')).toMatch(/^7777-7777-7777-777.$/);
  await expect(roomOfOffer('none')).rejects.toThrow();
});

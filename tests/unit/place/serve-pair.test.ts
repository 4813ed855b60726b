import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { PairView, ToPairPage } from '../../../lib/core/ports/pair-port';
import { roomOfOffer } from '../../../lib/place/by-hand';
import { servePair } from '../../../lib/place/serve-pair';
import type { HandRoom } from '../../../lib/room/hand-room';
import { TransportError } from '../../../lib/transport/transport';
import type { ByHand } from '../../../lib/transport/way';

vi.mock(
  import('../../../lib/place/by-hand'),
  () =>
    ({
      roomOfOffer: vi.fn(async () => 'K7QX-2M9P-4TRB-8WZC'),
    }) as never,
);

let room: HandRoom | undefined;
let said: ToPairPage[];
let say: (message: unknown) => void;
let leave: () => void;
let changed: () => void;
const rest = vi.fn();
const last = (): PairView | undefined => said.flatMap((m) => (m.type === 'view' ? m.view : [])).at(-1);

function codes(change: Partial<ByHand> = {}): ByHand {
  return {
    way: {} as never,
    isOffered: false,
    offerCode: async () => 'offer',
    acceptAnswer: async () => {},
    answer: undefined,
    fresh: vi.fn(),
    onAnswer: () => () => {},
    ...change,
  };
}
const become = (standing: HandRoom['standing'], of?: ByHand) => {
  room = { standing, codes: of, open: vi.fn(async () => {}) };
  changed();
};

beforeEach(() => {
  vi.clearAllMocks();
  room = undefined;
  said = [];
  servePair(
    {
      post: (message) => void said.push(message),
      onMessage: (listener) => (say = listener),
      onClose: (listener) => (leave = listener),
      close: () => {},
    },
    {
      get byHand() {
        return room;
      },
      onChanged: (listener) => {
        changed = listener;
        return () => {};
      },
    },
    rest,
  );
});

describe('TR-35: a guest whose pair is lost', () => {
  test('begins anew, with the code of whoever is host now', async () => {
    become('guest', codes());
    expect(last()).toEqual({ room: 'guest', came: 0 });
    become('lost', codes());
    expect(last()).toEqual({ room: 'none', came: 0 });
    say({ type: 'take', text: 'offer' });
    await vi.waitFor(() =>
      expect(said).toContainEqual({ type: 'offered', code: 'K7QX-2M9P-4TRB-8WZC', text: 'offer' }),
    );
  });
});

describe('TR-33: a host', () => {
  test('has a code for each friend, and lets in who brings one back', async () => {
    expect(last()).toEqual({ room: 'none', came: 0 });
    become('host', codes());
    say({ type: 'offer' });
    expect(last()).toMatchObject({ room: 'host', busy: true });
    await vi.waitFor(() => expect(last()).toEqual({ room: 'host', code: 'offer', came: 0 }));
    expect(room?.open).toHaveBeenCalledOnce();
    say({ type: 'take', text: 'answer' });
    await vi.waitFor(() => expect(last()).toEqual({ room: 'host', came: 1 }));
  });

  test.each([
    [{ problem: 'stale' }, 'stale'],
    [{ problem: 'mistyped' }, 'mistyped'],
    [new TransportError('no-path'), 'no-path'],
    [new TransportError('aborted'), 'failed'],
    [new Error('whatever'), 'failed'],
  ])('TR-21: is told what is wrong with a code, and keeps its own: %j', async (error, wrong) => {
    const acceptAnswer = vi.fn().mockRejectedValueOnce(error).mockResolvedValue(undefined);
    become('host', codes({ acceptAnswer }));
    say({ type: 'offer' });
    await vi.waitFor(() => expect(last()?.code).toBe('offer'));
    say({ type: 'take', text: 'x' });
    await vi.waitFor(() => expect(last()).toEqual({ room: 'host', code: 'offer', wrong, came: 0 }));
    say({ type: 'take', text: 'y' });
    await vi.waitFor(() => expect(last()).toEqual({ room: 'host', came: 1 }));
  });

  test('has one thing done after another', async () => {
    const offerCode = vi.fn(async () => 'offer');
    become('host', codes({ offerCode }));
    say({ type: 'offer' });
    say({ type: 'offer' });
    await vi.waitFor(() => expect(last()?.code).toBe('offer'));
    expect(offerCode).toHaveBeenCalledOnce();
  });

  test('has none where codes would show what is not to be shown', async () => {
    become('host');
    say({ type: 'offer' });
    await vi.waitFor(() => expect(last()).toEqual({ room: 'host', wrong: 'no-path', came: 0 }));
  });

  test('begins anew in another room', async () => {
    become('host', codes());
    say({ type: 'offer' });
    await vi.waitFor(() => expect(last()?.code).toBe('offer'));
    become('host', codes());
    expect(last()).toEqual({ room: 'host', came: 0 });
  });
});

describe('TR-33: a guest', () => {
  test('is told which room a code is of', async () => {
    say({ type: 'take', text: 'their offer' });
    await vi.waitFor(() =>
      expect(said).toContainEqual({ type: 'offered', code: 'K7QX-2M9P-4TRB-8WZC', text: 'their offer' }),
    );
  });

  test('TR-21: is told what is wrong with it', async () => {
    vi.mocked(roomOfOffer).mockRejectedValueOnce({ problem: 'own-code' });
    say({ type: 'take', text: 'x' });
    await vi.waitFor(() => expect(last()).toEqual({ room: 'none', wrong: 'own-code', came: 0 }));
  });

  test('TR-34: has its code and how long it is good, and another on a press', () => {
    const answer = { code: 'answer', endsAt: performance.now() + 10_000 };
    const mine = codes({ isOffered: true, answer });
    become('joining', mine);
    expect(last()).toEqual({ room: 'joining', code: 'answer', leftMs: expect.any(Number), came: 0 });
    expect(last()?.leftMs).toBeGreaterThan(9_000);
    say({ type: 'fresh' });
    expect(mine.fresh).toHaveBeenCalledOnce();
    become('joining', codes({ isOffered: true, answer: { ...answer, endsAt: 0 } }));
    expect(last()?.leftMs).toBe(0);
    become('guest', mine);
    expect(last()).toEqual({ room: 'guest', came: 0 });
    say({ type: 'offer' });
    expect(last()).toEqual({ room: 'guest', came: 0 });
  });
});

test('what is no word of the page is not heard; the page’s end is told', () => {
  say({ type: 'whatever' });
  expect(said).toHaveLength(1);
  leave();
  expect(rest).toHaveBeenCalledOnce();
});

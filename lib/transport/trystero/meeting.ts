import { TransportError } from '../transport';
import { type Board, type Joined, joinBoard, type RoomOfBoard } from './board';

/**
 * A board on which no server works is joined anew after this, again and again: a server that is started again is found
 * within 15 s, and a browser without a network is told by `online` anyway. Each time costs 20 connections made in advance.
 */
const NONE_AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
/** Of several servers some are always away, and one that refuses does not want to be asked: tried now and then, ms. */
const SOME_AGAIN_MS = [30_000, 60_000, 120_000, 240_000, 480_000, 900_000];

/** A board that is joined anew though it worked is held to work for so long, ms. It has taken 0.3 s on loopback. */
const TRUST_MS = 3_000;

/** All boards on which a room is announced. */
export interface Meeting {
  /** Whether others can find it: some server of some board works. */
  isWorking(): boolean;
  /** Whether there is nothing left to wait for: every server is gone or has refused. */
  isHopeless(): boolean;
  /** Why none works, as far as it is known, and how each is. */
  failure(): TransportError;
  /** Leaves and joins every board anew: what a browser that has slept holds is dead at the other end. */
  again(): void;
  /** Resolves once all is left. Never rejects. */
  leave(): Promise<void>;
}

/**
 * Joins every board and keeps to it.
 *
 * @param changed called whenever one of the answers may have changed
 */
export function meet(
  boards: readonly Board[],
  room: RoomOfBoard,
  onPeer: (connection: RTCPeerConnection) => void,
  changed: () => void,
): Meeting {
  const noticed = () => {
    for (const keeper of keepers) keeper.look();
    changed();
  };
  const keepers = boards.map((board) => keepJoined(() => joinBoard(board, room, onPeer, noticed), noticed));
  const states = () => keepers.flatMap((keeper) => keeper.states());

  return {
    isWorking: () => keepers.some((keeper) => keeper.isWorking()),
    isHopeless: () => keepers.every((keeper) => keeper.isSettled()) && states().every(isUseless),
    failure() {
      const detail = `trackers and relays: ${states().join(', ')}`;
      if (keepers.some((keeper) => keeper.isBroken())) return new TransportError('webrtc-disabled', detail);
      if (states().includes('silent')) return new TransportError('signalling-silent', detail);
      const isRefused = keepers.some((keeper) => keeper.isRefused());
      return new TransportError(isRefused ? 'refused' : 'server-unreachable', detail);
    },
    again() {
      for (const keeper of keepers) keeper.again();
    },
    async leave() {
      await Promise.all(keepers.map((keeper) => keeper.leave()));
    },
  };
}

const isUseless = (state: string) => state === 'gone' || state === 'refusing';

/** One board, joined anew where too few of its servers work. */
function keepJoined(join: () => Promise<Joined>, joinedAnew: () => void) {
  let joined: Joined | undefined;
  let moving: Promise<void> | undefined;
  let timer: { readonly id: ReturnType<typeof setTimeout>; readonly isUrgent: boolean } | undefined;
  let tries = { none: 0, some: 0 };
  let refused = false;
  let isBroken = false;
  let isOver = false;
  let trusted: ReturnType<typeof setTimeout> | undefined;

  const states = () => joined?.servers.map(({ state }) => state) ?? [];

  async function move(): Promise<void> {
    await joined?.leave();
    joined = undefined;
    try {
      if (!isOver) joined = await join();
      isBroken = false;
    } catch {
      // No connection can be made any more: there are too many, or WebRTC has been taken away.
      isBroken = true;
    }
  }

  function again(): void {
    clearTimeout(timer?.id);
    timer = undefined;
    if (isOver || moving) return;
    if (states().includes('working')) {
      clearTimeout(trusted);
      trusted = setTimeout(() => {
        trusted = undefined;
        joinedAnew();
      }, TRUST_MS);
    }
    // Not at once: what it closes is noticed, and is not to be mended.
    moving = Promise.resolve().then(move);
    moving.finally(() => {
      moving = undefined;
      if (!isOver) joinedAnew();
    });
  }

  function look(): void {
    if (joined?.isEvicted()) {
      isOver = true;
      clearTimeout(trusted);
      trusted = undefined;
    }
    if (isOver || moving) return;
    const now = isBroken ? ['gone'] : states();
    refused ||= now.includes('refusing');
    const useless = now.filter(isUseless).length;
    const working = now.filter((state) => state === 'working').length;
    if (working > 0) tries.none = 0;
    if (working === now.length) tries = { none: 0, some: 0 };
    // While others may still answer, the board is left alone.
    if (useless === 0 || (working === 0 && useless < now.length)) return;
    const isUrgent = working === 0 && !refused;
    if (timer && (timer.isUrgent || !isUrgent)) return;
    clearTimeout(timer?.id);
    const delays = isUrgent ? NONE_AGAIN_MS : SOME_AGAIN_MS;
    const count = isUrgent ? tries.none++ : tries.some++;
    timer = { id: setTimeout(again, delays[Math.min(count, delays.length - 1)]), isUrgent };
  }

  again();
  return {
    states,
    isWorking: () => trusted !== undefined || states().includes('working'),
    isSettled: () => moving === undefined,
    isRefused: () => refused,
    isBroken: () => isBroken,
    look,
    again,
    async leave() {
      isOver = true;
      clearTimeout(timer?.id);
      clearTimeout(trusted);
      trusted = undefined;
      await moving;
      await joined?.leave();
    },
  };
}

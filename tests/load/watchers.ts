import { machineScheduler } from '../../lib/browser/machine-scheduler';
import { memberIdOf } from '../../lib/core/room/facts';
import { createHostState, type HostState } from '../../lib/core/room/host-state';
import { toRemote } from '../../lib/core/time/clock';
import { makeRoomCode } from '../../lib/core/wire/invite';
import { address } from '../../lib/room/dependencies';
import { HostAir } from '../../lib/room/host-air';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { WatcherSeat } from '../../lib/room/watcher-seat';
import { listenToRelay, openRelay } from '../../lib/transport/relay/relay';
import type { Listening, RoomAddress, Transport } from '../../lib/transport/transport';

/**
 * People who only watch, as many as wanted in one room: seats of watchers as the extension has them, which open, verify and
 * put in order what the host says on the air, answer when they are asked to, and keep the room's clock by it. The host is
 * the extension's too, without its members: what it spends on its audience is measured at it alone.
 */

/** The slot at which the host of a room's first term is met. */
const FIRST_TERM = 1;
const AUDIENCE_MIN = 0;
/** Whoever hears nothing for longer has missed a beat, ms. */
const GAP_MS = 7_000;

export interface WatchersPlan {
  readonly urls: readonly string[];
  readonly count: number;
  /** So many connect at a time. */
  readonly atOnce: number;
}

export async function openWatchers({ urls, count, atOnce }: WatchersPlan) {
  const sealing = sealedLinks();
  const [secrets, identity] = await Promise.all([
    sealing.derive(makeRoomCode(crypto.getRandomValues(new Uint8Array(15)))),
    sealing.createIdentity(),
  ]);
  const never = new AbortController().signal;
  const nodesFor = (at: number) => [...urls.slice(at % urls.length), ...urls.slice(0, at % urls.length)];
  const place = (slot: number, at: number): RoomAddress => {
    const found = address(secrets, slot, undefined, []);
    return { ...found, relay: { secret: found.relay?.secret ?? '', urls: nodesFor(at) } };
  };

  // The host is on the last: a node that is ended is the first.
  const transport: Transport = await openRelay(place(FIRST_TERM, urls.length - 1), 'host', never);
  const [air] = transport.air ? [transport.air] : [];
  if (!air) throw new Error('the relay carries no audience');
  const seal = sealing.air(secrets);
  let state: HostState = {
    ...createHostState('load', FIRST_TERM, { id: memberIdOf(identity.key), name: 'Host' }),
    playback: { position: 60, rate: 1, paused: false, at: performance.now() },
    audience: AUDIENCE_MIN,
  };
  /** What the host has done for its audience. */
  let hostMessages = 0;
  let hostHeard = 0;
  const host = new HostAir({
    scheduler: machineScheduler,
    state: () => state,
    doorway: () => ({
      airs: [
        {
          get halfMs() {
            return air.halfMs;
          },
          open: (isFull) => air.open(isFull),
          stop: () => {},
          say: (message, kept) => air.say(message, kept),
          onHeard: (listener) =>
            air.onHeard((message) => {
              hostHeard++;
              listener(message);
            }),
        },
      ],
      voice: {
        key: identity.key,
        say: async (message, carry) => {
          const frame = await seal.seal(identity, message);
          hostMessages++;
          sentAt.set(message.n, performance.now());
          due += watchers.length;
          carry(frame);
        },
      },
    }),
    counted: (audience) => {
      state = { ...state, audience: audience ?? AUDIENCE_MIN };
    },
  });

  const sentAt = new Map<number, number>();
  let delays: number[] = [];
  let clockErrors: number[] = [];
  let gaps: number[] = [];
  let due = 0;
  let ended = 0;
  const watchers: WatcherSeat[] = [];
  const joinMs: number[] = [];

  async function watch(at: number): Promise<void> {
    const since = performance.now();
    let heard = 0;
    let heardAt = since;
    const listen = async (signal: AbortSignal): Promise<Listening> =>
      listenToRelay(
        secrets.rendezvousIds.map((_, slot) => place(slot, at)),
        signal,
      );
    const seat: WatcherSeat = new WatcherSeat(
      {
        scheduler: machineScheduler,
        random: () => Math.random(),
        self: `watcher${at}`,
        name: () => 'Watcher',
        listen,
        seal,
        called: () => {},
      },
      {
        ordered: () => {
          const n = seat.newest;
          const said = n === heard ? undefined : sentAt.get(n);
          heard = n;
          if (said !== undefined) {
            if (joined.has(seat) && performance.now() - heardAt > GAP_MS) gaps.push(performance.now() - heardAt);
            heardAt = performance.now();
          }
          if (said !== undefined && joined.has(seat)) delays.push(performance.now() - said);
          const clock = seat.clock();
          // One machine: the host's clock is this one's, too.
          if (clock && joined.has(seat))
            clockErrors.push(Math.abs(toRemote(clock, performance.now()) - performance.now()));
        },
        changed: () => {},
        recorded: () => {},
        ended: () => ended++,
        toast: () => {},
      },
    );
    await seat.open();
    joinMs.push(performance.now() - since);
    joined.add(seat);
    watchers.push(seat);
  }
  const joined = new Set<WatcherSeat>();

  await untilOnAir(air);
  let next = 0;
  let failed = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        await watch(next++).catch(() => {
          failed++;
        });
      }
    }),
  );

  return {
    joinMs,
    failed,
    /** Of the host: a film that stands, or plays on. */
    press(paused: boolean): void {
      const { change, revision, run, epoch } = state;
      const playback = { position: 60, rate: 1, paused, at: performance.now() };
      state = { ...state, change: change + 1, revision: revision + 1, playback };
      host.published({ kind: 'playback', run, epoch, revision, change });
    },
    /**
     * Since the last call: ms a delivery, how many there were to be; how far watchers' clocks are off, and how long who has missed a
     * beat has heard nothing, ms; how many the host
     * has counted, what it has said, and how often it was spoken to; who lost the room.
     */
    take() {
      const counted = state.audience ?? 0;
      const taken = { delays, clockErrors, gaps, due, counted, hostMessages, hostHeard, ended };
      delays = [];
      clockErrors = [];
      gaps = [];
      due = 0;
      hostMessages = 0;
      hostHeard = 0;
      return taken;
    },
    close() {
      host.close();
      for (const seat of watchers) seat.close();
      transport.close();
    },
  };
}

/** The first message has been said, and is kept. */
async function untilOnAir(air: { readonly halfMs: number | undefined }): Promise<void> {
  const until = performance.now() + 15_000;
  while (air.halfMs === undefined) {
    if (performance.now() > until) throw new Error('no air within 15 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

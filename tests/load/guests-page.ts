import { machineScheduler } from '../../lib/browser/machine-scheduler';
import type { HostMessage, SignedMessage } from '../../lib/core/wire/protocol';
import type { HostLink } from '../../lib/room/links/link';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import { openPeerjs } from '../../lib/transport/peerjs';

/** Runs in a page: guests that speak the protocol over real connections, each with a key of its own, and have no film. */
declare global {
  interface Window {
    guests: typeof guests;
  }
}

/** As a guest does (SPEC HB-1). */
const PING_MS = 1_000;
/** The slot at which the host of a room's first term is met. */
const FIRST_TERM = 1;

interface Guest {
  readonly link: HostLink;
  /** From the first word to the server until the host's welcome, ms. */
  readonly joinedMs: number;
  ended: string | undefined;
}

const all: Guest[] = [];
/** How long each heartbeat took, there and back, since `listen`, ms. */
let roundTripsMs: number[] = [];
let unanswered = 0;

/** One more guest; resolves once the host has welcomed it. */
async function join(address: Parameters<ReturnType<typeof openPeerjs>>[0], secrets: Secrets, name: string) {
  const { signal } = new AbortController();
  const beganMs = performance.now();
  const identity = await sealing.createIdentity();
  const transport = await openPeerjs()(address, 'guest', signal);
  const self = { identity, name, believes: () => 'accept' as const };
  const link = await sealing.guest(transport, secrets, self, machineScheduler, signal);
  const guest: Guest = await new Promise((resolve) => {
    let waitsFor: number | undefined;
    link.onMessage((message: HostMessage | SignedMessage) => {
      if (message.kind === 'welcome') resolve({ link, joinedMs: performance.now() - beganMs, ended: undefined });
      if (message.kind !== 'pong' || message.sent !== waitsFor) return;
      roundTripsMs.push(performance.now() - message.sent);
      waitsFor = undefined;
    });
    const ping = () => {
      if (waitsFor !== undefined) unanswered++;
      waitsFor = performance.now();
      link.send({ kind: 'ping', sent: waitsFor, state: 'in-sync', driftMs: 3, rttMs: roundTripsMs.at(-1) ?? 1 });
    };
    // Two guests’ seconds begin at different moments.
    const timer = setTimeout(() => setInterval(ping, PING_MS), Math.random() * PING_MS);
    link.onEnd(() => clearTimeout(timer));
  });
  link.onEnd((reason) => {
    guest.ended = reason;
  });
  all.push(guest);
}

const sealing = sealedLinks();
type Secrets = Awaited<ReturnType<typeof sealing.derive>>;

const guests = {
  /** So many more, all at once. */
  async join(count: number, code: string, server: string): Promise<void> {
    const secrets = await sealing.derive(code);
    const address = { ...secrets, rendezvousId: secrets.rendezvousIds[FIRST_TERM] ?? '', server, iceServers: [] };
    await Promise.all(Array.from({ length: count }, (_, at) => join(address, secrets, `Guest ${all.length + at}`)));
  },
  /** Each of them writes something. @param round so many times by then */
  write(round: number): void {
    for (const [at, { link }] of all.entries()) {
      link.send({
        kind: 'write',
        n: round,
        text: `Message ${round} of ${at}: ${'and so on '.repeat(at % 7)}at 1:02:03`,
      });
    }
  },
  /** Forgets the heartbeats so far. */
  listen(): void {
    roundTripsMs = [];
    unanswered = 0;
  },
  figures: () => ({
    joinedMs: all.map(({ joinedMs }) => joinedMs),
    roundTripsMs,
    unanswered,
    ended: all.flatMap(({ ended }) => ended ?? []),
  }),
};
window.guests = guests;

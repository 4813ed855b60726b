import type { Scheduler } from '../../core/time/scheduler';
import type { Rate } from '../../core/time/token-bucket';
import { type GuestMessage, guestMessageSchema, type PeerId, parseSessionMessage } from '../../core/wire/protocol';
import type { Transport } from '../../transport/transport';
import type { Bytes } from './bytes';
import { conversation } from './conversation';
import type { Suite } from './crypto-suite';
import { type Answer, answerGuest, HELLO_MS } from './hello';
import type { GuestLink, HostLinks, HostSelf, LinkEnd, RoomSecrets } from './link';
import { signMessage } from './signing';
import { FRAME_MAX_BYTES, heardOf, isSigned, plainBody, readBody } from './wire-frames';

/**
 * Hellos that are worked on at once; the others wait for their turn, within their ten seconds, with one frame
 * each. So a host that comes back is found by sixty guests at once, and strangers cost no more than eight.
 */
export const PENDING_MAX = 8;
/** A guest pings once a second and reports presses; a burst is what a healed cut of 15 s lets through at once. */
const GUEST_RATE: Rate = { burst: 60, perSecond: 30 };

/** A refusal of somebody who was answered already. Nobody is answered whose hello or version is refused. */
const GOODBYES = {
  ...({ full: 'full', locked: 'locked', refused: 'refused', removed: 'removed' } as const),
  ...({ version: 'removed', malformed: 'removed' } as const),
};

/** A peer, from its arrival to its leaving. */
interface Arrival {
  readonly cancelTimeout: () => void;
  hello?: Bytes;
  /** Takes one of the eight places. */
  pending: boolean;
  talk?: ReturnType<typeof conversation<Parameters<Parameters<GuestLink['onMessage']>[0]>[0]>>;
  link?: GuestLink;
}

/** The host's end of every conversation in the room. */
export function hostLinks(
  suite: Suite,
  transport: Transport,
  secrets: RoomSecrets,
  self: HostSelf,
  scheduler: Scheduler,
): HostLinks {
  const arrivals = new Map<PeerId, Arrival>();
  const listeners = new Set<(guest: GuestLink) => void>();
  const count = (which: (arrival: Arrival) => boolean) => [...arrivals.values()].filter(which).length;
  function arrive(peer: PeerId): void {
    const cancelTimeout = scheduler.after(HELLO_MS, () => drop(peer, 'hello-timeout'));
    arrivals.set(peer, { cancelTimeout, pending: false });
  }

  /** Forgets a peer; unless it is lost, the transport drops it after what has been said. */
  function drop(peer: PeerId, reason: LinkEnd): void {
    const arrival = arrivals.get(peer);
    if (!arrival) return;
    arrivals.delete(peer);
    arrival.cancelTimeout();
    arrival.pending = false;
    if (arrival.talk) arrival.talk.end(reason);
    else if (reason !== 'lost') transport.disconnect(peer);
    serve();
  }

  function serve(): void {
    for (const [peer, arrival] of arrivals) {
      if (count(({ pending }) => pending) >= PENDING_MAX) return;
      if (arrival.hello && !arrival.pending && !arrival.talk) work(peer, arrival, arrival.hello);
    }
  }

  function work(peer: PeerId, arrival: Arrival, hello: Bytes): void {
    arrival.pending = true;
    answerGuest(suite, secrets, self, hello).then(
      (answer) => {
        if (arrivals.get(peer) !== arrival) return;
        if (answer.kind !== 'stranger') transport.send(answer.frame, peer);
        if (answer.kind === 'answered') talk(peer, arrival, answer);
        else drop(peer, 'malformed');
      },
      () => drop(peer, 'malformed'),
    );
  }

  function talk(peer: PeerId, arrival: Arrival, { guest, session, proves }: Extract<Answer, { kind: 'answered' }>) {
    const held = conversation<GuestMessage>({
      transport,
      peer,
      session,
      scheduler,
      rate: GUEST_RATE,
      floodBody: plainBody({ kind: 'bye', reason: 'flood' }),
      ended: (reason) => drop(peer, reason),
      read(body) {
        const message = parseGuest(body);
        // Nothing is heard before `ready`, and it counts once.
        if (arrival.link) return message === 'nothing' || message.kind === 'ready' ? 'nothing' : message;
        if (message === 'nothing' || message.kind !== 'ready') return 'malformed';
        return proves(message.signature).then((proved) => {
          if (!proved) return 'malformed';
          if (arrivals.get(peer) === arrival) accept();
          return 'nothing';
        });
      },
    });
    arrival.talk = held;

    function accept(): void {
      // The key is proved now: whoever was let say hello in another's name is refused here.
      const refusal = self.refuses({ key: guest.key, name: guest.name });
      if (refusal) {
        const isElsewhere = refusal === 'elsewhere';
        if (!isElsewhere) held.say(plainBody({ kind: 'bye', reason: GOODBYES[refusal] }));
        drop(peer, isElsewhere ? 'refused' : refusal);
        return;
      }
      arrival.cancelTimeout();
      arrival.pending = false;
      const link: GuestLink = {
        ...held.link,
        key: guest.key,
        name: guest.name,
        send: (message) =>
          held.say(isSigned(message) ? signMessage(suite, self.identity, message) : plainBody(message)),
      };
      arrival.link = link;
      for (const listener of [...listeners]) listener(link);
      serve();
    }
  }

  const unsubscribe = [
    transport.onMessage((frame, from) => {
      const arrival = arrivals.get(from);
      if (!arrival) return;
      if (arrival.talk) {
        arrival.talk.receive(frame);
        return;
      }
      // One hello is all that is heard from a peer before it has been answered.
      if (arrival.hello) return;
      if (frame.length > FRAME_MAX_BYTES) {
        drop(from, 'malformed');
        return;
      }
      arrival.hello = frame;
      serve();
    }),
    transport.onPeers((peers) => {
      for (const peer of peers) if (!arrivals.has(peer)) arrive(peer);
      for (const [peer, { talk: held }] of [...arrivals]) {
        if (peers.includes(peer)) continue;
        if (held) held.lost();
        else drop(peer, 'lost');
      }
    }),
  ];

  return {
    onGuest(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(message) {
      const body = signMessage(suite, self.identity, message);
      for (const { talk: held, link } of arrivals.values()) if (link) held?.say(body);
    },
    async close() {
      for (const stop of unsubscribe) stop();
      const links = [...arrivals.values()].flatMap(({ link }) => link ?? []);
      const last = links.map((link) => link.close());
      for (const peer of [...arrivals.keys()]) drop(peer, 'closed');
      await Promise.all(last);
    },
  };
}

/** A guest signs nothing: what it says is its own by its session. */
function parseGuest(body: Bytes): GuestMessage | 'nothing' {
  const read = readBody(body);
  return read && !read.signature ? heardOf(parseSessionMessage(guestMessageSchema, read.json)) : 'nothing';
}

import type { Scheduler } from '../../core/time/scheduler';
import { fullBucket, type Rate, refilled } from '../../core/time/token-bucket';
import type { PeerId } from '../../core/wire/protocol';
import type { Transport } from '../../transport/transport';
import type { Bytes } from './bytes';
import type { Session } from './crypto-suite';
import { inOrder, type MaybeLater, whenDone } from './in-order';
import type { LinkEnd } from './link';
import { FRAME_MAX_BYTES } from './wire-frames';

export interface ConversationDependencies<In> {
  readonly transport: Transport;
  readonly peer: PeerId;
  readonly session: Session;
  readonly scheduler: Scheduler;
  /** Of messages from the peer. */
  readonly rate: Rate;
  /** What a body says: a message for the listener, nothing for it, or that nobody can go on with this peer. */
  read(body: Bytes): MaybeLater<In | 'nothing' | 'malformed'>;
  /** Once, before the listener of `onEnd`. */
  ended?(reason: LinkEnd): void;
  /** What a peer that floods is told before it is dropped. */
  readonly floodBody?: Bytes;
}

/** Messages above the rate are dropped; whoever goes on so long is parted from, ms. A healed cut brings one burst. */
const FLOOD_ENDS_MS = 5_000;

/**
 * One end of a session (SPEC SEC-6): opens, reads and hands on in order of arrival, seals and sends in order of
 * the calls. Frames that do not open, are too long or come above the rate are dropped.
 */
export function conversation<In>(parts: ConversationDependencies<In>) {
  const { transport, peer, session, scheduler, rate } = parts;
  const incoming = inOrder();
  const outgoing = inOrder();
  let allowance = fullBucket(rate, scheduler.now());
  let aboveSince: number | undefined;
  let over: LinkEnd | undefined;
  let hear: ((message: In, arrivedAt: number) => void) | undefined;
  let hearEnd: ((reason: LinkEnd) => void) | undefined;
  let unheard: [In, number][] = [];

  function end(reason: LinkEnd): void {
    if (over) return;
    over = reason;
    unheard = [];
    parts.ended?.(reason);
    hearEnd?.(reason);
    // Behind what has been said already.
    if (reason !== 'lost') outgoing.add(() => transport.disconnect(peer));
  }

  /** Seals and sends a body, which may still be in the making (being signed). */
  function say(body: MaybeLater<Bytes>): void {
    if (over) return;
    outgoing.add(() =>
      whenDone(body, (ready) => whenDone(session.seal(ready), (frame) => transport.send(frame, peer))),
    );
  }

  function tell(message: In, arrivedAt: number): void {
    if (hear) hear(message, arrivedAt);
    else unheard.push([message, arrivedAt]);
  }

  function receive(frame: Bytes): void {
    if (over) return;
    const arrivedAt = scheduler.now();
    // Counted and measured before any work is done for it.
    allowance = refilled(allowance, rate, arrivedAt);
    if (allowance.left > rate.burst / 2) aboveSince = undefined;
    if (allowance.left < 1) {
      aboveSince ??= arrivedAt;
      if (arrivedAt - aboveSince <= FLOOD_ENDS_MS) return;
      if (parts.floodBody) say(parts.floodBody);
      end('flood');
      return;
    }
    allowance = { ...allowance, left: allowance.left - 1 };
    if (frame.length > FRAME_MAX_BYTES) return;
    incoming.add(() => {
      if (over) return;
      return whenDone(session.open(frame), (body) => {
        if (over || !body) return;
        return whenDone(parts.read(body), (message) => {
          if (over || message === 'nothing') return;
          if (message === 'malformed') end('malformed');
          else tell(message, arrivedAt);
        });
      });
    });
  }

  return {
    say,
    receive,
    end,
    /** The peer is gone: over when what it said last has been heard. */
    lost: () => incoming.add(() => end('lost')),
    link: {
      peer,
      onMessage(listener: (message: In, arrivedAt: number) => void) {
        hear = listener;
        const waiting = unheard;
        unheard = [];
        for (const [message, arrivedAt] of waiting) listener(message, arrivedAt);
      },
      onEnd(listener: (reason: LinkEnd) => void) {
        hearEnd = listener;
        if (over) listener(over);
      },
      close() {
        end('closed');
        return outgoing.idle;
      },
    },
  };
}

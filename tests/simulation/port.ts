import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import type { PlayerPort } from '../../lib/room/player-ports';
import { asJson } from '../helpers/as-json';
import type { VirtualMachine } from '../helpers/virtual-machine';
import type { Random } from '../helpers/virtual-random';
import type { VirtualTime } from '../helpers/virtual-time';

/** The page's end of a port. */
export interface PagePort {
  post(message: FromPlayer): void;
  onMessage(listener: (message: ToPlayer) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** One way over an extension's port, ms: 1.5 ms there and back in Chromium, p95 5 ms. */
const LEG_MS = [0.3, 2.5] as const;

/**
 * An extension's port between a page and the room place of one machine: in order, late by a little, and as
 * JSON, since that is how Chrome carries it (what is not finite arrives as null).
 */
export function portPair(time: VirtualTime, machine: VirtualMachine, random: Random): [PagePort, PlayerPort] {
  let open = true;
  const toPage = leg<ToPlayer>();
  const toPlace = leg<FromPlayer>();

  function leg<T>() {
    let arrives = 0;
    let listener: (message: T) => void = () => {};
    let closed: () => void = () => {};
    const later = (task: () => void) => {
      arrives = Math.max(arrives, time.now + random.between(...LEG_MS));
      time.at(arrives, () => machine.perform(task));
    };
    return {
      post(message: T) {
        if (!open) return;
        const copy = asJson(message);
        later(() => listener(copy));
      },
      hear(next: (message: T) => void) {
        listener = next;
      },
      onClose(next: () => void) {
        closed = next;
      },
      closed: () => later(() => closed()),
    };
  }
  const close = (other: { closed(): void }) => () => {
    if (open) other.closed();
    open = false;
  };
  return [
    { post: toPlace.post, onMessage: toPage.hear, onClose: toPage.onClose, close: close(toPlace) },
    { post: toPage.post, onMessage: toPlace.hear, onClose: toPlace.onClose, close: close(toPage) },
  ];
}

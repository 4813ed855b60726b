import type { ToPlayer } from '../core/ports/player-port';
import type { RoomView } from '../core/ports/room-view';
import { runningCountdown } from '../core/room/countdown';
import { toRemote } from '../core/time/clock';
import type { Scheduler } from '../core/time/scheduler';
import { COUNTED_FROM } from '../core/wire/fields';
import type { PlayerPort } from '../room/player-ports';
import type { Room } from '../room/room';

interface Service {
  /** The room that is open. */
  readonly room: Pick<Room, 'facts' | 'clock'> | undefined;
  view(): RoomView;
  onChanged(listener: () => void): () => void;
}

type Told = Extract<ToPlayer, { type: 'countdown' }>;

/**
 * Counts the film in for the frames of the room's tab, by the room's time (SPEC WA-10): the timers of a hidden page are
 * late, those of the room place are not.
 */
export function tellCountdown(service: Service, scheduler: Scheduler): (port: PlayerPort) => void {
  const ports = new Set<PlayerPort>();
  let shown = 0;
  let cancel = () => {};
  const message = (): Told => ({ type: 'countdown', ...(shown > 0 ? { left: shown } : {}) });
  const look = () => {
    cancel();
    if (ports.size === 0) return;
    const leftMs = leftOf(service, scheduler.now());
    const left = Math.ceil(leftMs / 1000);
    const now = left > COUNTED_FROM ? 0 : left;
    if (now !== shown) {
      shown = now;
      for (const port of ports) port.post(message());
    }
    if (leftMs > 0) cancel = scheduler.after(leftMs - (left - 1) * 1000, look);
  };
  service.onChanged(look);
  return (port) => {
    ports.add(port);
    port.onClose(() => ports.delete(port));
    look();
    if (shown > 0) port.post(message());
  };
}

/** Until the film starts, ms; 0: it is not counted in, or not for the member here, who watches alone. */
function leftOf(service: Service, now: number): number {
  const { room } = service;
  const clock = room?.clock();
  if (!room || !clock) return 0;
  const roomNow = toRemote(clock, now);
  const running = runningCountdown(room.facts, roomNow);
  if (!running) return 0;
  const view = service.view();
  return view.state === 'room' && !view.alone ? running.at - roomNow : 0;
}

import type { RoomView } from '../core/ports/room-view';
import type { Scheduler } from '../core/time/scheduler';
import type { Port } from './player-ports';

/** A popup needs no more frames a second than this, ms. */
const VIEW_MIN_MS = 200;

/** The popups that look at the room. */
export class Views {
  private readonly ports = new Set<Port<unknown, RoomView>>();
  private cancelDue: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly view: () => RoomView,
  ) {}

  add(port: Port<unknown, RoomView>) {
    this.ports.add(port);
    port.onClose(() => this.ports.delete(port));
    port.post(this.view());
  }

  /** Something has changed: shown soon. */
  show() {
    if (this.ports.size === 0) return;
    this.cancelDue ??= this.scheduler.after(VIEW_MIN_MS, () => {
      this.cancelDue = undefined;
      this.post(this.view());
    });
  }

  /** Shown at once: the last word of a room. */
  say(view: RoomView) {
    this.cancelDue?.();
    this.cancelDue = undefined;
    this.post(view);
  }

  /**
   * Lets go of everybody who looks. On Chrome the end of the document does so; in Firefox's page, which stays, a popup
   * would look for ever at a room that is over, and never ask the background what there is now.
   */
  close() {
    for (const port of this.ports) port.close();
    this.ports.clear();
  }

  private post(view: RoomView) {
    for (const port of this.ports) port.post(view);
  }
}

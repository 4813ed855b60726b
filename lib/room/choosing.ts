import type { FromPlayer } from '../core/player-port';
import type { Scheduler } from '../core/scheduler';
import type { PlayerPort } from './players';

/** Frames answer within a few ms; one that is busy is left out. */
const ANSWERED_MS = 300;
/** Who walked away does not want to find the page covered. */
const GIVE_UP_MS = 60_000;
/** A frame offers no more; the rest of a gallery is no film. */
const MAX_OFFERED = 20;

type Press = Extract<FromPlayer, { type: 'choosing' }>;
type Offered = Extract<FromPlayer, { type: 'choices' }>;

/**
 * The person chooses a video over all frames of the tab (SPEC FV-7): each frame says how many it has, all are numbered
 * through, and whichever frame hears a press says so here. Ends by itself.
 */
export class Choosing {
  private readonly offers = new Map<PlayerPort, number>();
  private current = 0;
  private shown = false;
  private over = false;
  private cancelTimer: () => void;

  constructor(
    private readonly ports: readonly PlayerPort[],
    private readonly scheduler: Scheduler,
    private readonly ended: () => void,
  ) {
    this.cancelTimer = scheduler.after(ANSWERED_MS, () => this.show());
    for (const port of ports) port.post({ type: 'choose', what: 'offer' });
  }

  /** @param present which of its own is the room's video, in the elected frame */
  offered(port: PlayerPort, { count, present }: Offered, elected: boolean) {
    if (this.shown || !this.ports.includes(port)) return;
    this.offers.set(port, bounded(count, MAX_OFFERED));
    if (elected && present !== undefined) this.current = this.firstOf(port) + bounded(present, MAX_OFFERED);
    if (this.offers.size === this.ports.length) this.show();
  }

  pressed(port: PlayerPort, { press, index }: Press) {
    const { total } = this;
    if (!this.shown || this.over) return;
    switch (press) {
      case 'next':
        this.current = (this.current + 1) % total;
        return this.tell();
      case 'previous':
        this.current = (this.current + total - 1) % total;
        return this.tell();
      case 'take':
        return this.end(index === undefined ? this.current : this.firstOf(port) + bounded(index, MAX_OFFERED));
      default:
        return this.end(undefined);
    }
  }

  /** @param chosen over all frames; undefined: none, and the earlier choice stays */
  end(chosen: number | undefined) {
    if (this.over) return;
    this.over = true;
    this.cancelTimer();
    for (const port of this.ports) {
      const local = chosen === undefined ? undefined : chosen - this.firstOf(port);
      const own = local !== undefined && local >= 0 && local < (this.offers.get(port) ?? 0) ? local : undefined;
      port.post({
        type: 'choose',
        what: 'end',
        cancelled: chosen === undefined,
        ...(own === undefined ? {} : { own }),
      });
    }
    this.ended();
  }

  private show() {
    this.shown = true;
    this.cancelTimer();
    if (this.total === 0) return this.end(undefined);
    this.cancelTimer = this.scheduler.after(GIVE_UP_MS, () => this.end(undefined));
    this.current %= this.total;
    this.tell();
  }

  private tell() {
    const { total, current } = this;
    for (const port of this.ports)
      port.post({ type: 'choose', what: 'show', first: this.firstOf(port), total, current });
  }

  private get total(): number {
    return [...this.offers.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The number, over all frames, of a frame's first one. */
  private firstOf(port: PlayerPort): number {
    let first = 0;
    for (const other of this.ports) {
      if (other === port) break;
      first += this.offers.get(other) ?? 0;
    }
    return first;
  }
}

const bounded = (value: number, max: number) => (value > 0 && value <= max ? Math.floor(value) : 0);

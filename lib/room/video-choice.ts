import type { FromPlayer } from '../core/ports/player-port';
import type { Scheduler } from '../core/time/scheduler';
import type { PlayerPort } from './player-ports';

/** Frames answer within a few ms; who presses does not wait longer for one that is busy. It is let in when it answers. */
const ANSWERED_MS = 300;
/** Who walked away does not want to find the page covered. */
const GIVE_UP_MS = 60_000;
/** A frame offers no more; the rest of a gallery is no film. */
const MAX_OFFERED = 20;

type Press = Extract<FromPlayer, { type: 'choosing' }>;
type Offered = Extract<FromPlayer, { type: 'choices' }>;

/**
 * The person chooses a video over all frames of the tab (SPEC FV-7): each frame says how many it has, all are numbered
 * through, and whichever frame hears a press says so here. Frames come and go meanwhile. Ends by itself.
 */
export class VideoChoice {
  /** How many videos each frame has, in the order that they are numbered in; undefined until it says so. */
  private readonly offers = new Map<PlayerPort, number | undefined>();
  private current: { readonly port: PlayerPort; readonly own: number } | undefined;
  private waited = false;
  private shown = false;
  private over = false;
  private readonly cancelTimers: readonly (() => void)[];

  constructor(
    ports: Iterable<PlayerPort>,
    scheduler: Scheduler,
    private readonly ended: () => void,
  ) {
    this.cancelTimers = [
      scheduler.after(ANSWERED_MS, () => {
        this.waited = true;
        this.changed();
      }),
      scheduler.after(GIVE_UP_MS, () => this.end(undefined)),
    ];
    for (const port of ports) this.add(port);
  }

  add(port: PlayerPort) {
    this.offers.set(port, undefined);
    port.post({ type: 'choose', what: 'offer' });
  }

  remove(port: PlayerPort) {
    this.offers.delete(port);
    if (this.current?.port === port) this.current = undefined;
    this.changed();
  }

  /** Said again where a frame's videos change. @param present which of its own is the room's, in the elected frame */
  offered(port: PlayerPort, { count, present }: Offered, elected: boolean) {
    if (!this.offers.has(port)) return;
    const own = bounded(count, MAX_OFFERED);
    this.offers.set(port, own);
    if (this.current?.port === port && this.current.own >= own) this.current = undefined;
    if (elected && present !== undefined && own > 0) {
      this.current ??= { port, own: Math.min(bounded(present, MAX_OFFERED), own - 1) };
    }
    this.changed();
  }

  pressed(port: PlayerPort, { press, index }: Press) {
    if (!this.shown || this.over) return;
    switch (press) {
      case 'next':
        return this.move(1);
      case 'previous':
        return this.move(-1);
      case 'take':
        return this.end(index === undefined ? this.number : this.firstOf(port) + bounded(index, MAX_OFFERED));
      default:
        return this.end(undefined);
    }
  }

  /** @param chosen its number over all frames; undefined: none, and the earlier choice stays */
  end(chosen: number | undefined) {
    if (this.over) return;
    this.over = true;
    for (const cancel of this.cancelTimers) cancel();
    for (const [port, count = 0] of this.offers) {
      const local = chosen === undefined ? -1 : chosen - this.firstOf(port);
      port.post({
        type: 'choose',
        what: 'end',
        cancelled: chosen === undefined,
        ...(local >= 0 && local < count ? { own: local } : {}),
      });
    }
    this.ended();
  }

  private changed() {
    if (this.over) return;
    const allSaid = ![...this.offers.values()].includes(undefined);
    if (this.total > 0) {
      this.shown ||= this.waited || allSaid;
      if (this.shown) this.tell();
    } else if (this.shown || allSaid) this.end(undefined);
  }

  private move(by: 1 | -1) {
    const { total } = this;
    this.current = this.at((this.number + total + by) % total);
    this.tell();
  }

  private tell() {
    const { total, number: current } = this;
    for (const port of this.offers.keys()) {
      port.post({ type: 'choose', what: 'show', first: this.firstOf(port), total, current });
    }
  }

  private get total(): number {
    return [...this.offers.values()].reduce<number>((sum, count = 0) => sum + count, 0);
  }

  /** The current one's, over all frames. */
  private get number(): number {
    return this.current ? this.firstOf(this.current.port) + this.current.own : 0;
  }

  /** The number, over all frames, of a frame's first one. */
  private firstOf(port: PlayerPort): number {
    let first = 0;
    for (const [other, count = 0] of this.offers) {
      if (other === port) break;
      first += count;
    }
    return first;
  }

  private at(number: number): VideoChoice['current'] {
    for (const [port, count = 0] of this.offers) {
      const own = number - this.firstOf(port);
      if (own >= 0 && own < count) return { port, own };
    }
    return undefined;
  }
}

const bounded = (value: number, max: number) => (value > 0 && value <= max ? Math.floor(value) : 0);

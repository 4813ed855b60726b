import type { FromPlayer, ToPlayer } from '../core/player-port';
import type { Scheduler } from '../core/scheduler';

/** A port as the room service sees it: named fields only, made by `lib/browser` or the simulator. */
export interface Port<In, Out> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
export type PlayerPort = Port<FromPlayer, ToPlayer>;

export interface PlayerListeners {
  /** From the elected frame only. */
  message(message: FromPlayer): void;
  /** Another frame drives now: it has to be told everything. */
  elected(): void;
}

/** Another frame's video has to be this much better than the present one's. */
const SWAP_FACTOR = 1.5;
const TICK_PLAYING_MS = 250;
const TICK_PAUSED_MS = 1_000;

/**
 * The player parts of the room's tab, one a frame (SPEC FV-2). The frame with the best video is elected
 * and driven; the others only say what they have.
 */
export class Players {
  private readonly scores = new Map<PlayerPort, number>();
  private active: PlayerPort | undefined;
  private cancelTick: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly isPlaying: () => boolean,
    private readonly listeners: PlayerListeners,
  ) {
    this.tick();
  }

  add(port: PlayerPort) {
    this.scores.set(port, 0);
    port.onMessage((message) => this.receive(port, message));
    port.onClose(() => {
      this.scores.delete(port);
      if (this.active === port) this.active = undefined;
      this.elect();
    });
  }

  get hasVideo(): boolean {
    return this.active !== undefined;
  }

  /** To the elected frame. */
  post(message: ToPlayer) {
    this.active?.post(message);
  }

  /** To the first frame there is: words do not depend on a video. */
  postAny(message: ToPlayer) {
    (this.active ?? this.scores.keys().next().value)?.post(message);
  }

  close() {
    this.closed = true;
    this.cancelTick?.();
    for (const port of this.scores.keys()) port.post({ type: 'ended' });
    this.scores.clear();
    this.active = undefined;
  }

  private receive(port: PlayerPort, message: FromPlayer) {
    const received = this.scheduler.now();
    switch (message.type) {
      case 'candidate':
        this.scores.set(port, Number.isFinite(message.score) ? message.score : 0);
        return this.elect();
      case 'ping':
        return port.post({ type: 'pong', sent: message.sent, received, answered: this.scheduler.now() });
      case 'wake':
        this.scheduler.after(
          Math.max(0, Math.min(message.inMs, TICK_PAUSED_MS)),
          () => port === this.active && port.post({ type: 'tick' }),
        );
        return;
      default:
        if (port === this.active) this.listeners.message(message);
    }
  }

  private elect() {
    let best = this.active;
    let bestScore = best ? (this.scores.get(best) ?? 0) * SWAP_FACTOR : 0;
    for (const [port, score] of this.scores) {
      if (score > bestScore) [best, bestScore] = [port, score];
    }
    if (bestScore === 0) best = undefined;
    if (best === this.active) return;
    this.active?.post({ type: 'elected', active: false });
    this.active = best;
    if (!best) return;
    best.post({ type: 'elected', active: true });
    this.listeners.elected();
    // A frame that has just begun learns at once where it stands.
    this.tick();
  }

  /** Timers in a hidden page are held up; messages are not: the room service is the players' clockwork. */
  private tick() {
    this.cancelTick?.();
    if (this.closed) return;
    this.cancelTick = this.scheduler.after(this.isPlaying() ? TICK_PLAYING_MS : TICK_PAUSED_MS, () => {
      this.active?.post({ type: 'tick' });
      this.tick();
    });
  }
}

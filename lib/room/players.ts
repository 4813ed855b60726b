import type { VideoAt } from '../core/film/chosen-video';
import type { Page, VideoLoad } from '../core/film/media';
import type { TabLoad } from '../core/film/tab-film';
import type { FromPlayer, ToPlayer } from '../core/ports/player-port';
import { parseFromPlayer } from '../core/ports/player-port-schema';
import type { Scheduler } from '../core/time/scheduler';
import type { PlayerPort } from './player-ports';
import { VideoChoice } from './video-choice';

export interface PlayerListeners {
  /** From the elected frame only. */
  message(message: FromPlayer): void;
  /** Another frame drives now, or none, or its video loads anew: it has to be told everything. */
  elected(): void;
  /** Another page is in the tab, or none for now. */
  page(page: Page | undefined): void;
}

/** Another frame's video has to be this much better than the present one's. */
const SWAP_FACTOR = 1.5;
/** And for so long, lest an ad's frame steals the place; so long, too, a frame may be without while it swaps players. */
const COOLDOWN_MS = 2_000;
/** The frames of a page speak up one after another: the first one is no better for it. */
const SETTLING_MS = 500;

/** What a frame last said of its best video. */
interface Offer {
  readonly score: number;
  readonly short: boolean;
  readonly chosen: boolean;
}
const NOTHING: Offer = { score: 0, short: false, chosen: false };
/** Above every score. */
const CHOSEN = 1e12;
const TICK_PLAYING_MS = 250;
const TICK_PAUSED_MS = 1_000;

/**
 * The player parts of the room's tab, one a frame (SPEC FV-2). The frame with the best video is elected
 * and driven; the others only say what they have.
 */
export class Players {
  private readonly offers = new Map<PlayerPort, Offer>();
  private readonly films = new Map<PlayerPort, VideoLoad & { readonly id: string }>();
  /** The top frame's. */
  private top: PlayerPort | undefined;
  private count = 0;
  private active: PlayerPort | undefined;
  private electedAt = 0;
  /** Since when the frame that is elected is not the best one. */
  private outdoneSince: number | undefined;
  private cancelCooldown: (() => void) | undefined;
  /** How the elected player is shifted against the room, as it says, s. */
  shiftS = 0;
  /** What the elected frame's player waits for in its page. */
  prompt: Extract<FromPlayer, { type: 'prompt' }>['prompt'] = 'none';
  private cancelTick: (() => void) | undefined;
  private cancelWake: (() => void) | undefined;
  private choosing: VideoChoice | undefined;
  /** The video that the person here has chosen last, and in which frame. */
  private chosen: { readonly port: PlayerPort; readonly video: VideoAt } | undefined;
  private preferred: VideoAt | undefined;
  private closed = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly isPlaying: () => boolean,
    private readonly listeners: PlayerListeners,
  ) {
    this.tick();
  }

  /** @param site host of the page in the tab */
  add(port: PlayerPort, site?: string) {
    this.offers.set(port, NOTHING);
    this.choosing?.add(port);
    if (site !== undefined) port.post({ type: 'site', host: site });
    if (this.preferred) port.post({ type: 'prefer', video: this.preferred });
    const name = String(++this.count);
    port.onMessage((said) => {
      const message = parseFromPlayer(said);
      if (message) this.receive(port, name, message);
    });
    port.onClose(() => this.remove(port));
  }

  private remove(port: PlayerPort) {
    if (!this.offers.has(port)) return;
    // Another page is another choice.
    if (this.top === port) this.choosing?.end(undefined);
    this.choosing?.remove(port);
    this.offers.delete(port);
    this.films.delete(port);
    if (this.top === port) {
      this.top = undefined;
      this.listeners.page(undefined);
    }
    const wasActive = this.active === port;
    if (wasActive) this.active = undefined;
    if (wasActive) this.prompt = 'none';
    this.elect();
    if (wasActive && !this.active) this.listeners.elected();
  }

  /** Another tab is the room's from now on: whatever is in the one before is no part of it any more. */
  partFromTab() {
    for (const port of [...this.offers.keys()]) {
      port.post({ type: 'ended' });
      this.remove(port);
    }
  }

  get hasVideo(): boolean {
    return this.active !== undefined;
  }

  get hasTop(): boolean {
    return this.top !== undefined;
  }

  /** What the elected frame plays. */
  get film(): TabLoad | undefined {
    const film = this.active && this.films.get(this.active);
    return film && { ...film, video: this.active === this.chosen?.port ? this.chosen?.video : undefined };
  }

  /** The host's choice on the page that is here: the person's own, made on this page, outranks it (SPEC FV-12). */
  prefer(video: VideoAt | undefined) {
    if (!video || (video.frame === this.preferred?.frame && video.path === this.preferred.path)) return;
    this.preferred = video;
    for (const port of this.offers.keys()) port.post({ type: 'prefer', video });
  }

  /** To the top frame: what is asked there can be answered there. */
  postTop(message: ToPlayer) {
    this.top?.post(message);
  }

  /** To the elected frame. */
  post(message: ToPlayer) {
    this.active?.post(message);
  }

  /** To the first frame there is: words do not depend on a video. */
  postAny(message: ToPlayer) {
    (this.active ?? this.offers.keys().next().value)?.post(message);
  }

  /** Lets the person choose the room's video in the page, over all frames (SPEC FV-7). */
  choose() {
    this.choosing?.end(undefined);
    if (this.offers.size === 0) return;
    const { top } = this;
    // Frames speak up in any order: what the page itself has is numbered first.
    const ports = new Set([...(top ? [top] : []), ...this.offers.keys()]);
    const choosing = new VideoChoice(ports, this.scheduler, () => {
      if (this.choosing === choosing) this.choosing = undefined;
    });
    this.choosing = choosing;
  }

  close() {
    this.choosing?.end(undefined);
    this.closed = true;
    this.cancelTick?.();
    this.cancelWake?.();
    this.cancelCooldown?.();
    for (const port of this.offers.keys()) port.post({ type: 'ended' });
    this.offers.clear();
    this.active = undefined;
  }

  private receive(port: PlayerPort, name: string, message: FromPlayer) {
    // Let go of, and not heard of that yet.
    if (!this.offers.has(port)) return;
    const received = this.scheduler.now();
    switch (message.type) {
      case 'candidate':
        this.offers.set(port, { score: message.score, short: message.short, chosen: message.chosen });
        return this.elect();
      case 'choices':
        return this.choosing?.offered(port, message, port === this.active);
      case 'choosing':
        return this.choosing?.pressed(port, message);
      case 'chosen':
        this.chosen = { port, video: message.video };
        return;
      case 'film': {
        const { type: _, ...film } = message;
        this.films.set(port, { id: `${name}.${film.load}`, ...film });
        if (port === this.active) this.listeners.elected();
        return;
      }
      case 'page':
        this.top = port;
        return this.listeners.page(message.page);
      case 'answer':
      case 'leave':
        if (port === this.top) this.listeners.message(message);
        return;
      case 'ping':
        return port.post({ type: 'pong', sent: message.sent, received, answered: this.scheduler.now() });
      case 'wake':
        if (port === this.active) this.wake(port, message.inMs);
        return;
      case 'sign':
        if (port !== this.active) this.active?.post(message);
        return;
      case 'shift':
        if (port === this.active) this.shiftS = message.seconds;
        return this.listeners.message(message);
      case 'prompt':
        if (port !== this.active) return;
        this.prompt = message.prompt;
        return this.listeners.message(message);
      default:
        if (port === this.active) this.listeners.message(message);
    }
  }

  private elect() {
    this.cancelCooldown?.();
    const best = this.best();
    if (best === this.active) {
      this.outdoneSince = undefined;
      return;
    }
    const now = this.scheduler.now();
    const better = best && this.offers.get(best);
    if (this.active && !better?.chosen && !(better && now - this.electedAt < SETTLING_MS)) {
      this.outdoneSince ??= now;
      const leftMs = this.outdoneSince + COOLDOWN_MS - now;
      if (leftMs > 0) {
        this.cancelCooldown = this.scheduler.after(leftMs, () => this.elect());
        return;
      }
    }
    this.outdoneSince = undefined;
    this.active?.post({ type: 'elected', active: false });
    this.active = best;
    this.prompt = 'none';
    if (best) {
      this.electedAt = now;
      best.post({ type: 'elected', active: true });
    }
    this.listeners.elected();
    if (!best) return;
    // A frame that has just begun learns at once where it stands.
    this.tick();
  }

  /** The elected frame unless another is clearly better; no ad's length displaces a film. */
  private best(): PlayerPort | undefined {
    const present = (this.active && this.offers.get(this.active)) ?? NOTHING;
    let best = present.score > 0 ? this.active : undefined;
    let bestScore = worth(present) * SWAP_FACTOR;
    for (const [port, offer] of this.offers) {
      if (offer.short && !offer.chosen && present.score > 0 && !present.short) continue;
      if (worth(offer) > bestScore) [best, bestScore] = [port, worth(offer)];
    }
    return best;
  }

  /**
   * Looks in at a frame at the time it has asked for. Of several it is the last that counts, as with the frame's own
   * timer: each look asks for another, and if all were kept, every event would leave one more of them running for good.
   */
  private wake(port: PlayerPort, inMs: number) {
    this.cancelWake?.();
    this.cancelWake = this.scheduler.after(
      Math.max(0, Math.min(inMs, TICK_PAUSED_MS)),
      () => port === this.active && port.post({ type: 'tick' }),
    );
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

const worth = ({ score, chosen }: Offer) => (chosen && score > 0 ? CHOSEN : score);

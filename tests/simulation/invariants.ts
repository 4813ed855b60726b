import { type Playback, POSITION_MAX_S, RATE_MAX, RATE_MIN } from '../../lib/core/playback';
import type { FromPlayer, ToPlayer } from '../../lib/core/player-port';
import type { ModelVideo } from '../helpers/model-video';
import type { Member } from './member';

/** A coarse nudge is at most this far from the room's rate (SPEC CO-4). */
const NUDGE_MAX = 0.1;
/** Rates the room chose are remembered this long: a write may still be on its way to an older one, ms. */
const RATE_KEPT_MS = 3_000;

/**
 * Looks at all that one frame says, hears and writes, and tells the world of what can never be right.
 */
export class Watch {
  order: Extract<ToPlayer, { type: 'room' }> | undefined;
  active = false;
  private rates: { readonly rate: number; until: number }[] = [];
  private seen: number;

  constructor(
    private readonly member: Member,
    private readonly video: ModelVideo,
  ) {
    // A page that comes back finds its video as it left it: those writes have been looked at.
    this.seen = video.writes.length;
  }

  sent(message: FromPlayer) {
    this.check();
    if (message.type === 'intent') {
      this.member.trace(`intent ${message.id} ${message.cause} ${show(message.playback)}`);
      this.inBounds(message.playback);
      this.allow(message.playback.rate);
    }
    if (message.type === 'report') {
      const { anchor, driftMs } = message;
      if (anchor) this.inBounds(anchor);
      this.expect(driftMs === undefined || Number.isFinite(driftMs), `driftMs ${driftMs}`);
    }
    if (message.type === 'wake') this.expect(message.inMs >= 0, `wake in ${message.inMs} ms`);
  }

  received(message: ToPlayer) {
    this.check();
    if (message.type === 'elected') this.active = message.active;
    if (message.type !== 'room') return;
    const { order } = this;
    const back = order && message.epoch === order.epoch && message.revision < order.revision;
    this.expect(!back, `revision went back from ${order?.revision} to ${message.revision}`);
    this.expect(!order || message.epoch >= order.epoch, `epoch went back to ${message.epoch}`);
    if (message.change !== order?.change && message.playback) {
      this.member.trace(`told ${message.epoch}.${message.revision} ${show(message.playback)}`);
    }
    this.order = message;
    if (message.playback) {
      this.inBounds(message.playback);
      this.allow(message.playback.rate);
    }
  }

  /** Everything written since the last look. */
  check() {
    for (; this.seen < this.video.writes.length; this.seen++) {
      const write = this.video.writes[this.seen];
      if (!write) continue;
      this.member.trace(`${write.by} ${write.what} ${write.value?.toFixed(4) ?? ''}`, write.at);
      if (write.by !== 'lockstep') continue;
      this.expect(this.active, `${write.what} by a frame that is not elected`);
      const { value = 0 } = write;
      if (write.what === 'seek') this.expect(value >= 0 && value <= POSITION_MAX_S, `seek to ${value}`);
      if (write.what === 'rate') this.expect(this.allowed(value), `rate ${value} is neither the room's nor a nudge`);
    }
  }

  private allow(rate: number) {
    const until = this.member.world.time.now + RATE_KEPT_MS;
    for (const known of this.rates) if (known.rate !== rate) known.until = Math.min(known.until, until);
    this.rates = this.rates.filter((known) => known.rate !== rate && known.until >= this.member.world.time.now);
    this.rates.push({ rate, until: Number.POSITIVE_INFINITY });
  }

  private allowed(rate: number): boolean {
    const inForce = this.order?.playback ? [...this.rates, this.order.playback] : this.rates;
    return inForce.some((known) => Math.abs(rate / known.rate - 1) <= NUDGE_MAX + 1e-9);
  }

  private inBounds({ position, rate, at }: Playback) {
    this.expect(position >= 0 && position <= POSITION_MAX_S, `position ${position}`);
    this.expect(rate >= RATE_MIN && rate <= RATE_MAX, `rate ${rate}`);
    this.expect(Number.isFinite(at), `at ${at}`);
  }

  private expect(holds: boolean, what: string) {
    // Not thrown: we are within somebody's event listener, which would swallow it.
    if (!holds) this.member.world.violated(`${this.member.name}: ${what}`);
  }
}

function show({ position, rate, paused, at }: Playback): string {
  return `${paused ? 'paused' : 'playing'} at ${position.toFixed(3)} ×${rate} (${at.toFixed(0)})`;
}

import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import { type Playback, POSITION_MAX_S, RATE_MAX, RATE_MIN } from '../../lib/core/time/playback';
import type { ModelVideo, Writer } from '../helpers/model-video';
import type { Member } from './member';

/** A coarse nudge is at most this far from the room's rate (SPEC CO-4). */
const NUDGE_MAX = 0.1;
/** Two nudges of a player that nothing happened to in between. */
const PING_PONG_MS = 30_000;
const TURNS_MAX = 4;
const SAME_RATE = 1e-4;
/** Six writes a second on average is more than any party needs, whatever a page does. */
const WRITES_MAX = 60;
const WRITES_WINDOW_MS = 10_000;
/** …but for people who scrub to and fro, and pages that answer each time. */
const WRITES_A_PRESS = 4;
/** Looks every 25 ms, and what pings, orders and events add; a flood of them has begun to feed itself. */
const WAKES_MAX = 400;
const WAKES_WINDOW_MS = 5_000;
/** Pages put a rate back within this long of a player's getting going, ms. */
const RATE_BACK_MS = 1_500;
/** A person's press explains so long what comes after it, ms; some more for events and ports. */
const TOUCHED_MS = 1_100;
/**
 * Rates the room chose are remembered this long, by the clock of the page: a write may still be on its way to an older one,
 * and a press here is followed for two seconds before the room has taken it in (SPEC SY-4), ms.
 */
const RATE_KEPT_MS = 3_000;

/**
 * Looks at all that one frame says, hears and writes, and tells the world of what can never be right.
 */
export class Watch {
  order: Extract<ToPlayer, { type: 'room' }> | undefined;
  active = false;
  /** True ms of its being elected no more, or closed: what it lends its video it takes back then. */
  private deposedAt = Number.NaN;
  /** True ms of the last press that this page was told of. */
  movedAt = 0;
  private soughtBy: Writer = 'lockstep';
  /** True ms of the person's last press on play: at a film's end it begins it anew. */
  private playedAt = Number.NaN;
  /** …and of the last rate that the person chose: a page that puts one back soon after passes for them (SPEC IN-6). */
  private ratedAt = Number.NaN;
  private nudged = { up: false, at: Number.NEGATIVE_INFINITY, turns: 0 };
  /** When this page was told of presses. */
  private told: readonly number[] = [];
  /** When the last writes were ours. */
  private recent: readonly number[] = [];
  /** When the room service was asked to look in, true ms. */
  private wakes: readonly number[] = [];
  private rates: { readonly rate: number; until: number }[] = [];
  private seen: number;

  constructor(
    private readonly member: Member,
    private readonly video: ModelVideo,
  ) {
    // A page that comes back finds its video as it left it: those writes have been looked at.
    this.seen = video.writes.length;
  }

  closed() {
    this.deposedAt = this.member.world.time.now;
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
    if (message.type === 'wake') this.woken(message.inMs);
  }

  /** The room service stands in for the timers of a hidden tab, and calls no oftener than they would. */
  private woken(inMs: number) {
    const { now } = this.member.world.time;
    this.expect(inMs >= 0, `wake in ${inMs} ms`);
    this.wakes = [...this.wakes.filter((at) => now - at < WAKES_WINDOW_MS), now];
    this.expect(this.wakes.length <= WAKES_MAX, `asks to be woken ${this.wakes.length} times in ${WAKES_WINDOW_MS} ms`);
  }

  received(message: ToPlayer) {
    this.check();
    if (message.type === 'elected') {
      if (this.active && !message.active) this.deposedAt = this.member.world.time.now;
      this.active = message.active;
    }
    if (message.type !== 'room') return;
    const { order } = this;
    const back = order && message.epoch === order.epoch && message.revision < order.revision;
    this.expect(!back, `revision went back from ${order?.revision} to ${message.revision}`);
    this.expect(!order || message.epoch >= order.epoch, `epoch went back to ${message.epoch}`);
    if (message.change !== order?.change || message.epoch !== order.epoch) {
      this.movedAt = this.member.world.time.now;
      this.told = [...this.told, this.movedAt];
    }
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
      if (write.what === 'seek') this.soughtBy = write.by;
      // A page that plays because its person sought does what the person knows it to do.
      if (write.by === 'person' && write.what === 'play') this.playedAt = write.at;
      const startedBySeek = write.what === 'play' && this.soughtBy === 'person';
      const soughtByPlay = write.what === 'seek' && this.playedAt === write.at;
      if (write.by === 'person' && write.what === 'rate') this.ratedAt = write.at;
      const ratedBack = write.what === 'rate' && write.at - this.ratedAt < RATE_BACK_MS;
      // What a page does within a second of its person's press passes for a part of that (SPEC IN-22).
      const withPress = write.at - this.video.touchedAt < TOUCHED_MS;
      // The room began where the host's page was, and goes along with it until somebody else has moved it (SPEC IN-17).
      const { host, room } = this.member.world;
      const leads = write.what === 'seek' && this.member === host && !room.isMoved;
      const answered = write.by === 'site' && (startedBySeek || soughtByPlay || ratedBack || withPress || leads);
      if (write.by === 'person' || answered) this.member.world.room.allow(1);
      if (write.by !== 'lockstep') continue;
      this.paced(write.at);
      const givenBack = (write.what === 'rate' || write.what === 'play') && write.at === this.deposedAt;
      this.expect(this.active || givenBack, `${write.what} by a frame that is not elected`);
      const { value = 0 } = write;
      if (write.what === 'seek') {
        const { duration } = this.video;
        this.expect(value >= 0 && value <= (duration > 0 ? duration : POSITION_MAX_S), `seek to ${value}`);
      }
      if (write.what === 'rate') this.steady(value, write.at);
      if (write.what === 'rate')
        this.expect(givenBack || this.allowed(value), `rate ${value} is neither the room's nor a nudge`);
    }
  }

  /** One nudge lands where it was aimed: to and fro and to again, with nothing in between, is hunting. */
  private steady(rate: number, at: number) {
    const room = this.order?.playback?.rate;
    if (room === undefined || Math.abs(rate / room - 1) < SAME_RATE) return;
    const up = rate > room;
    const undisturbed =
      at - this.nudged.at < PING_PONG_MS && Math.max(this.video.stirredAt, this.movedAt) < this.nudged.at;
    const turns = undisturbed ? this.nudged.turns + (up === this.nudged.up ? 0 : 1) : 0;
    this.nudged = { up, at, turns };
    this.expect(turns <= TURNS_MAX, `nudged to and fro ${turns} times`);
  }

  /** No control loop with a page, and none with ourselves. */
  private paced(at: number) {
    const within = (times: readonly number[]) => times.filter((time) => at - time < WRITES_WINDOW_MS);
    this.recent = [...within(this.recent), at];
    this.told = within(this.told);
    const most = WRITES_MAX + WRITES_A_PRESS * this.told.length;
    this.expect(this.recent.length <= most, `more than ${most} writes in ${WRITES_WINDOW_MS} ms`);
  }

  private allow(rate: number) {
    const now = this.member.machine.monotonicMs();
    for (const known of this.rates) if (known.rate !== rate) known.until = Math.min(known.until, now + RATE_KEPT_MS);
    this.rates = this.rates.filter((known) => known.rate !== rate && known.until >= now);
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

import { type AirExtras, airMessage } from '../core/room/air';
import { answered, counted, firstCount, isNobody } from '../core/room/head-count';
import type { HostState } from '../core/room/host-state';
import { askForSeat, callToSeats, emptyLine, placesInLine } from '../core/room/seat-line';
import type { Scheduler } from '../core/time/scheduler';
import { fullBucket, type Rate, takeToken } from '../core/time/token-bucket';
import { audienceMessageSchema } from '../core/wire/air';
import { MEMBERS_MAX, parseMessage, type SignedMessage } from '../core/wire/protocol';
import type { Air } from '../transport/transport';
import { roundToMicroseconds } from './dependencies';
import type { Doorway } from './doorway';
import { repeat } from './repeat';

/** While there is an audience. Whether there is one to be had shows in the list of the members, told every 5 s at least. */
const LOOK_MS = 1_000;
/** What each message costs the relay is multiplied by the audience. */
const BEAT_MS = 5_000;
/** Who the host is and what is watched is said again, for who comes later. */
const WHOLE_MS = 30_000;
/** Presses are told at once: four, and then one in two seconds. Our relay carries four at once to 10,000 watchers. */
const PRESSES: Rate = { burst: 4, perSecond: 0.5 };

export interface HostAirParts {
  readonly scheduler: Scheduler;
  readonly state: () => HostState;
  /** The ways in under the room's code. */
  readonly doorway: () => Pick<Doorway, 'airs' | 'voice'>;
  /** How many watch; undefined: nobody is spoken to any more. */
  readonly counted: (audience: number | undefined) => void;
}

/**
 * What a host says to those who watch without a seat (SPEC AU-1): begun once all seats are taken, and while somebody
 * watches. One message serves them all, and nothing is kept of any of them.
 */
export class HostAir {
  private isOn = false;
  private n = 0;
  private count = firstCount;
  /** The number of the message that asks who is there. */
  private polledAt = 0;
  private line = emptyLine;
  private beatAt = Number.NEGATIVE_INFINITY;
  private wholeAt = Number.NEGATIVE_INFINITY;
  /** What was pressed last, as it was said on the air. */
  private told = '';
  private presses;
  private isGoing = false;
  private cancel = () => {};
  private readonly heard = new Map<Air, () => void>();

  constructor(private readonly parts: HostAirParts) {
    this.presses = fullBucket(PRESSES, parts.scheduler.now());
  }

  /**
   * What is said to the members: presses and films are the audience's, too, and who is host after this one. Who is here says
   * whether an audience is wanted.
   */
  published(message: SignedMessage) {
    if (!this.isOn) {
      if (message.kind === 'roster') this.look();
      return;
    }
    if (message.kind === 'playback' || message.kind === 'media') this.pressed();
    if (message.kind !== 'handover') return;
    this.isGoing = true;
    this.say({ next: message.to }, true);
  }

  /** The room has ended. */
  end() {
    if (this.isOn) this.say({ over: true }, true);
  }

  close() {
    this.cancel();
    for (const stop of this.heard.values()) stop();
  }

  private look() {
    const { airs } = this.parts.doorway();
    const { members, audience } = this.parts.state();
    if (this.isGoing) return;
    const free = MEMBERS_MAX - members.length;
    const isWanted =
      free <= 0 || this.line.waiting.length > 0 || (this.isOn ? !isNobody(this.count) : audience !== undefined);
    if (airs.length === 0 || !isWanted) return this.rest(airs);
    if (!this.isOn) this.begin(audience ?? 0);
    const line = callToSeats(
      this.line,
      members.map(({ id }) => id),
      free,
      this.now(),
    );
    const hasCalled = line.called.some((call) => !this.line.called.includes(call));
    this.line = line;
    for (const air of airs) this.use(air, free <= line.called.length);
    if (hasCalled) this.say({}, false);
    this.pressed();
    if (this.now() - this.beatAt >= BEAT_MS) this.beat();
  }

  private begin(audience: number) {
    this.isOn = true;
    this.cancel = repeat(this.parts.scheduler, LOOK_MS, () => this.look());
    this.count = { ...firstCount, people: audience };
    this.wholeAt = Number.NEGATIVE_INFINITY;
    this.beatAt = Number.NEGATIVE_INFINITY;
    this.parts.counted(audience);
  }

  private rest(airs: readonly Air[]) {
    if (!this.isOn) return;
    this.isOn = false;
    this.cancel();
    for (const air of airs) air.stop();
    this.parts.counted(undefined);
  }

  private use(air: Air, isFull: boolean) {
    air.open(isFull);
    if (!this.heard.has(air))
      this.heard.set(
        air,
        air.onHeard((message) => this.hear(message)),
      );
  }

  private hear(bytes: Uint8Array<ArrayBuffer>) {
    const message = parseMessage(audienceMessageSchema, bytes);
    if (message?.kind === 'ask-for-seat') this.line = askForSeat(this.line, message.id);
    if (message?.kind === 'here' && message.n === this.polledAt) this.count = answered(this.count);
  }

  /** A press, or another film, that the audience does not know yet. */
  private pressed() {
    const { change, film, epoch, media } = this.parts.state();
    const news = JSON.stringify([epoch, change, film, media]);
    if (news === this.told) return;
    const presses = takeToken(this.presses, PRESSES, this.now());
    if (!presses || !this.say({}, true)) return;
    this.told = news;
    this.presses = presses;
  }

  private beat() {
    const before = this.count;
    const next = this.polledAt > 0 ? counted(before) : before;
    this.count = next;
    if (!this.say({ poll: next.share }, this.now() - this.wholeAt >= WHOLE_MS)) {
      this.count = before;
      return;
    }
    this.beatAt = this.now();
    this.polledAt = this.n;
    if (next.people !== this.parts.state().audience) this.parts.counted(next.people);
  }

  /** @param isWhole with who the host is and what is watched @returns whether anybody can have heard it */
  private say(more: Partial<AirExtras>, isWhole: boolean): boolean {
    const { airs, voice } = this.parts.doorway();
    // How far the relay is goes into the message: without a connection there is nobody to hear it either.
    const open = airs.flatMap((air) => (air.halfMs === undefined ? [] : [{ air, halfMs: air.halfMs }]));
    if (open.length === 0) return false;
    this.n += 1;
    if (isWhole) this.wholeAt = this.now();
    const { line, count, n } = this;
    for (const { air, halfMs } of open) {
      const extras: AirExtras = {
        ...{ n, at: roundToMicroseconds(this.now()), halfMs: roundToMicroseconds(halfMs) },
        ...{ watching: count.people, line: placesInLine(line), calls: line.called.map(({ id }) => id) },
        ...more,
      };
      voice.say(airMessage(this.parts.state(), extras, isWhole ? voice.key : undefined), (message) =>
        air.say(message, isWhole),
      );
    }
    return true;
  }

  private now() {
    return this.parts.scheduler.now();
  }
}

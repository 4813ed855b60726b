import { type AirHeard, takeAir } from '../core/room/air';
import { type Belief, believing, heard, judgeClaim } from '../core/room/belief';
import { memberIdOf } from '../core/room/facts';
import { createGuestState, type GuestState } from '../core/room/guest-state';
import type { PlayerReport } from '../core/room/order';
import { type ToldReport, toldReport } from '../core/room/report';
import { type AirClock, addBeat, emptyAirClock, readAirClock } from '../core/time/air-clock';
import type { ClockReading } from '../core/time/clock';
import type { Scheduler } from '../core/time/scheduler';
import { type AirMessage, type AudienceMessage, encodeAir } from '../core/wire/air';
import type { Member, MemberId } from '../core/wire/protocol';
import type { Listening, OnAir } from '../transport/transport';
import { inOrder, whenDone } from './links/in-order';
import type { AirSeal } from './links/link';
import { ProblemError } from './problem';
import { repeat } from './repeat';
import { type Connection, orderOf, type Seat, type SeatListeners } from './seat';
import { AIR_SILENT_MS, GIVEN_UP_MS } from './silences';

const LOOK_MS = 1_000;
/** A host that is on the air is heard by then: the relay keeps its last word, and there is another in 5 s, ms. */
const FIRST_HEARD_MS = 8_000;
/** Who was asked to answer a beat does so within this, each at its own time: before the next one, ms. */
const ANSWER_WITHIN_MS = 3_000;
/** Nobody says whether an ask has come, and a line that was full may not be so now, ms. */
const ASK_AGAIN_MS = 15_000;
/** A thousand may ask as the room’s first seat is free: each at its own time, ms. */
const ASK_WITHIN_MS = 1_000;

export interface WatcherSeatDependencies {
  readonly scheduler: Scheduler;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  readonly self: MemberId;
  /** Of this one, as it is now: nobody else is told. */
  readonly name: () => string;
  readonly listen: (signal: AbortSignal) => Promise<Listening>;
  readonly seal: AirSeal;
  /** The host keeps a seat for this one. */
  readonly called: () => void;
}

/** The place of somebody who watches without a seat: it hears the host, and may press nothing (SPEC AU-1…). */
export class WatcherSeat implements Seat {
  readonly powers = undefined;
  readonly asks = undefined;
  readonly diary = [];
  readonly waiting = [];
  readonly skip = undefined;
  readonly carrier = { host: () => {} };
  connection: Connection = 'open';
  /** A seat is asked for. */
  isAsking = false;
  private latest: ToldReport = { state: 'no-video' };
  private heard: AirHeard | undefined;
  private belief: Belief | undefined;
  /** Of the host that is believed. */
  private key: string | undefined;
  private air: AirClock = emptyAirClock;
  private halfMs: number | undefined;
  private listening: Listening | undefined;
  private askedAt = Number.NEGATIVE_INFINITY;
  private cancelAnswer = () => {};
  private cancelLook = () => {};
  private readonly over = new AbortController();
  private readonly incoming = inOrder();
  private tellHeard = () => {};

  constructor(
    private readonly parts: WatcherSeatDependencies,
    private readonly listeners: SeatListeners,
  ) {}

  get facts(): GuestState {
    return this.heard?.state ?? createGuestState(this.parts.self, { run: '', epoch: 0, host: '' });
  }

  /** The number of the newest message. */
  get newest(): number {
    return this.heard?.n ?? 0;
  }

  /** Itself alone, as its own player says: nobody tells it of the others. */
  get members(): readonly Member[] {
    const { self: id, name } = this.parts;
    return [{ id, name: name(), ...this.latest }];
  }

  pathTo() {
    return undefined;
  }

  clock(): ClockReading | undefined {
    this.halfMs = this.listening?.halfMs ?? this.halfMs;
    return this.halfMs === undefined ? undefined : readAirClock(this.air, this.halfMs, this.now());
  }

  order() {
    return orderOf(this.facts, this.parts.self, { ...this.facts, waiting: [] });
  }

  report(report: PlayerReport) {
    const isNews = report.state !== this.latest.state;
    this.latest = toldReport(report);
    if (isNews) this.listeners.changed();
  }

  // Nobody counts on a watcher's player.
  intent() {}
  goOn() {}
  offerSkip() {}
  rename() {}

  /** Resolves once the host is heard. Rejects with what `problemOf` understands. */
  async open(): Promise<void> {
    const { scheduler, listen } = this.parts;
    const listening = await listen(this.over.signal);
    if (this.over.signal.aborted) return listening.close();
    this.listening = listening;
    await new Promise<void>((resolve, reject) => {
      const cancel = scheduler.after(FIRST_HEARD_MS, () => reject(new ProblemError('host-lost')));
      this.tellHeard = () => {
        cancel();
        resolve();
      };
      listening.onAir((onAir) => this.arrive(onAir));
    });
    this.cancelLook = repeat(scheduler, LOOK_MS, () => this.look());
  }

  askForSeat() {
    this.isAsking = true;
    this.askedAt = Number.NEGATIVE_INFINITY;
    this.ask();
    this.listeners.changed();
  }

  /** It is not to be had, or had already. */
  askNoMore() {
    this.isAsking = false;
    this.listeners.changed();
  }

  async close() {
    this.over.abort();
    this.cancelAnswer();
    this.cancelLook();
    this.listening?.close();
  }

  private arrive({ message: frame, agoMs, kept, air }: OnAir) {
    const heardAt = this.now() - agoMs;
    this.incoming.add(() =>
      whenDone(this.parts.seal.open(frame, this.key), (opened) => {
        if (opened && !this.over.signal.aborted) this.take(opened.message, opened.key, { heardAt, kept, air });
      }),
    );
  }

  private take(message: AirMessage, key: string, how: { heardAt: number; kept: boolean; air: string }) {
    const { self: id } = this.parts;
    const claim = { host: memberIdOf(key), run: message.run, epoch: message.epoch };
    if (judgeClaim(this.belief, claim, this.now()) !== 'accept') return;
    const before = this.heard;
    const taken = takeAir(before, message, { id, key });
    if (!taken || taken === before) return;
    this.heard = taken;
    const { belief } = this;
    const isSame = belief?.epoch === claim.epoch;
    // Another term may be by another clock.
    if (!isSame) this.air = emptyAirClock;
    this.belief = isSame ? heard(belief, this.now()) : believing(belief, claim, this.now());
    if (message.next) this.belief = { ...this.belief, named: message.next };
    this.key = key;
    this.listening?.believe(how.air);
    if (!how.kept) {
      this.air = addBeat(this.air, { saidAt: message.at, hostHalfMs: message.halfMs, heardAt: how.heardAt });
    }
    this.connection = 'open';
    this.tellHeard();
    this.answer(message, how.kept);
    this.listeners.ordered();
    this.listeners.changed();
    if (message.over) return this.ended('host-left');
    if (this.isAsking && !how.kept && message.calls.includes(id)) this.parts.called();
    else this.ask();
  }

  private answer({ poll, n }: AirMessage, kept: boolean) {
    const { scheduler, random } = this.parts;
    if (poll === undefined || kept) return;
    this.cancelAnswer();
    if (random() >= poll) return;
    this.cancelAnswer = scheduler.after(random() * ANSWER_WITHIN_MS, () => this.say({ kind: 'here', n }));
  }

  /** Where there is room in the line; else once there is. */
  private ask() {
    const { scheduler, random, self: id } = this.parts;
    const hasRoom = (this.heard?.newest.line ?? 0) > 0;
    if (!this.isAsking || !hasRoom || this.now() - this.askedAt < ASK_AGAIN_MS) return;
    this.askedAt = this.now();
    scheduler.after(random() * ASK_WITHIN_MS, () => this.say({ kind: 'ask-for-seat', id }));
  }

  private say(message: AudienceMessage) {
    if (!this.over.signal.aborted) this.listening?.say(encodeAir(message));
  }

  private look() {
    const silentMs = this.now() - (this.belief?.heardAt ?? 0);
    if (silentMs >= GIVEN_UP_MS) return this.ended('host-lost');
    const connection = silentMs >= AIR_SILENT_MS ? 'reconnecting' : 'open';
    if (connection === this.connection) return;
    this.connection = connection;
    this.listeners.changed();
  }

  private ended(problem: 'host-left' | 'host-lost') {
    this.close();
    this.listeners.ended(problem);
  }

  private now() {
    return this.parts.scheduler.now();
  }
}

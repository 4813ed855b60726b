import { type Claim, goesOver, type Judgement, type Known, SLOTS, slotsFrom } from '../core/room/belief';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberId } from '../core/wire/protocol';
import { Backoff } from './backoff';
import { DialError, type Dialler, type Reached } from './dialler';

/**
 * A host looks so long after its last look whether those whom it lost have another host by now, ms: often while they may
 * be dialling (they give up after two minutes), and then less and less.
 */
const PROBE_MS = [4_000, ...Array<number>(15).fill(8_000), 16_000, 32_000, 60_000];
/**
 * A host whose room place has died looks each second (SPEC SU-8): its members wait five seconds for it, so that one of
 * them may have become host while it was away, or becomes so a moment later. From then on it looks as any other host, ms.
 */
const RETURNED_FOR_MS = 6_000;
const RETURNED_PROBE_MS = [...Array<number>(RETURNED_FOR_MS / 1_000).fill(1_000), ...PROBE_MS];
/** Whoever is away for so long has gone home: it is not looked for any more while others are here, ms. */
const MISSED_MS = 900_000;
/** Whoever was told by this host that it begins a later term is given so long to come to it, ms. */
const HOLDS_MS = 10_000;
/**
 * Two hosts at one place, each with guests, are told of each other's term by guests that dial anew. Did each begin a later
 * term each time, neither would ever go over. After one it looks for the other: it holds, then looks every 8 s, ms.
 */
const RAISES_AGAIN_MS = 25_000;

export interface ProberDependencies {
  readonly scheduler: Scheduler;
  /** Asks this prober what it thinks of whom it meets. */
  readonly dialler: Pick<Dialler, 'dial'>;
  /** The term of this host. */
  readonly own: () => Claim;
  /** Who was ever met in this run and is not here. */
  readonly strays: () => ReadonlySet<MemberId>;
  /** Nobody else is here. */
  readonly isAlone: () => boolean;
  /** This host was host before its room place died. */
  readonly returns: boolean;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  /** Another member is host of this room, and this one goes over to it. */
  readonly found: (other: Reached) => void;
  /** Whoever dials this host's place does not come to it. */
  readonly displaced: () => void;
}

/**
 * After a network has split, members that were cut off may have a host of their own. A host that lost members without
 * their goodbye looks for one; and for as long as nobody else is here, since who it does not know of may have followed it
 * (SPEC SU-3). Of two hosts one goes over: to the later term, if it has nothing to lose or knows who that is. One that has
 * nobody, or that met somebody whom it knows in an earlier term before, says which term its own is: the other begins a
 * later one, and is gone over to.
 */
export class Prober {
  private readonly missing = new Map<MemberId, number>();
  private readonly over = new AbortController();
  private backoff: Backoff;
  private cancelNext: (() => void) | undefined;
  private isProbing = false;
  /** The round before has met somebody known in an earlier term, and it stayed there. */
  private insists = false;
  private metEarlier = false;
  private raisedAt = Number.NEGATIVE_INFINITY;
  /** Whom this round has met at the place where this host is met. */
  private atOwnPlace: 'nobody' | 'itself' | 'another' = 'nobody';
  /** Until then (local ms) this host has just come back. */
  private readonly returnedUntil: number;

  constructor(private readonly parts: ProberDependencies) {
    this.returnedUntil = parts.returns ? this.now() + RETURNED_FOR_MS : Number.NEGATIVE_INFINITY;
    this.backoff = this.newBackoff();
  }

  /** Whom this host has lost, and who may be host meanwhile. */
  get suspects(): readonly MemberId[] {
    return [...this.missing.keys()];
  }

  lost(id: MemberId) {
    this.missing.set(id, this.now());
    this.hurry();
  }

  back(id: MemberId) {
    this.missing.delete(id);
  }

  /** It has said goodbye: nobody to look for. */
  left() {
    this.look();
  }

  /** Somebody has come or gone. */
  look() {
    if (this.cancelNext || this.isProbing || this.over.signal.aborted || !this.isWanted) return;
    this.cancelNext = this.parts.scheduler.after(this.backoff.nextMs(), () => this.probe());
  }

  /** Looks again as soon as after a loss. */
  hurry() {
    this.backoff = this.newBackoff();
    this.cancelNext?.();
    this.cancelNext = undefined;
    this.look();
  }

  /** May this host begin a later term for somebody's sake (SPEC SU-6)? It does, if it may. */
  raises(): boolean {
    if (this.now() - this.raisedAt < RAISES_AGAIN_MS) return false;
    this.raisedAt = this.now();
    return true;
  }

  /** What this host says of its room as it dials. */
  known(): Known | undefined {
    return this.insists || this.parts.isAlone() ? this.parts.own() : undefined;
  }

  judge(claim: Claim, slot: number): Judgement {
    const { parts } = this;
    const own = parts.own();
    const isSelf = claim.host === own.host;
    if (slot === own.epoch % SLOTS) this.atOwnPlace = isSelf ? 'itself' : 'another';
    if (this.now() - this.raisedAt < HOLDS_MS) return 'wait';
    const strays = parts.strays();
    if (goesOver(own, claim, strays, parts.isAlone())) return 'accept';
    if (!isSelf && claim.run === own.run && strays.has(claim.host)) this.metEarlier = true;
    return 'refuse';
  }

  close() {
    this.over.abort();
    this.cancelNext?.();
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private newBackoff() {
    const { scheduler, random } = this.parts;
    return new Backoff(scheduler, this.hasJustReturned ? RETURNED_PROBE_MS : PROBE_MS, random);
  }

  private get hasJustReturned(): boolean {
    return this.now() < this.returnedUntil;
  }

  private get isWanted(): boolean {
    for (const [id, since] of this.missing) if (this.now() - since > MISSED_MS) this.missing.delete(id);
    return this.missing.size > 0 || (this.parts.isAlone() && this.parts.strays().size > 0);
  }

  private async probe() {
    this.cancelNext = undefined;
    if (!this.isWanted) return;
    this.isProbing = true;
    this.atOwnPlace = 'nobody';
    this.metEarlier = false;
    const places = slotsFrom(this.parts.own().epoch + 1);
    // Its own place too, the last: whoever comes to it later displaces who is there, and nobody is told. Who has just
    // come back may not be met there yet itself.
    const skipsOwn = this.hasJustReturned;
    try {
      const other = await this.parts.dialler.dial(skipsOwn ? places.slice(0, -1) : places, this.over.signal);
      if (!this.over.signal.aborted) this.parts.found(other);
    } catch (error) {
      // Mostly nobody: those who are missing have just closed their laptops.
      if (!skipsOwn) this.afterNobody(error);
    }
    this.insists = this.metEarlier;
    this.isProbing = false;
    this.look();
  }

  private afterNobody(error: unknown) {
    if (this.over.signal.aborted) return;
    const { atOwnPlace, parts } = this;
    const isForgotten = atOwnPlace === 'nobody' && error instanceof DialError && error.nobodyThere;
    // To register anew parts from everybody for a moment: while others are here, only where it is sure.
    if (atOwnPlace === 'another' || (isForgotten && parts.isAlone())) parts.displaced();
  }
}

import type { Scheduler } from '../core/time/scheduler';
import type { AirMessage } from '../core/wire/air';
import type { SignedMessage } from '../core/wire/protocol';
import { type Air, type Transport, TransportError } from '../transport/transport';
import type { Way } from '../transport/way';
import type { Backoff } from './backoff';
import { Diary } from './diary';
import type { GuestLink, HostLinks } from './links/link';
import type { Over } from './path';

/** How a way in is: `lost` while it is being opened again. */
export type WayState = 'opening' | 'open' | 'signalling-lost' | 'lost';

/** How a host speaks to its audience. */
export interface Voice {
  /** The host's signing key, by which it is known there. */
  readonly key: string;
  /** Signs and seals, in order of the calls. */
  say(message: AirMessage, carry: (sealed: Uint8Array<ArrayBuffer>) => void): void;
}

export interface DoorwayDependencies {
  readonly ways: readonly Way[];
  /** Opens the way for the host of this room; aborted at the end. */
  readonly open: (way: Way, signal: AbortSignal) => Promise<Transport>;
  /** The conversations over a way that is open. */
  readonly links: (transport: Transport) => HostLinks;
  readonly backoff: () => Backoff;
  readonly scheduler: Scheduler;
  readonly voice: Voice;
}

export interface DoorwayListeners {
  /** A member has proved itself, on whichever way. */
  guest(link: GuestLink, over: Over): void;
  /** How the ways are has changed. */
  changed(): void;
}

/** Where no way that is always used is open for so long, others are needed, ms: a socket that hangs tells nothing. */
const NEEDED_AFTER_MS = 2_000;

interface OpenWay {
  readonly transport: Transport;
  readonly links: HostLinks;
}

/**
 * Every way into a room, each kept open for as long as the room is (SPEC TR-8): one that closes is opened again. Having no
 * way left is how the room is, never its end. Ways that are used at need are opened once no other is open, or once somebody
 * cannot come by it; from then on they are kept open too.
 */
export class Doorway {
  private readonly over = new AbortController();
  private readonly open = new Map<Way, OpenWay>();
  private readonly states = new Map<Way, WayState>();
  private readonly written = new Diary(
    () => this.parts.scheduler.now(),
    () => {},
  );
  private firstOpen = () => {};
  private admitting: Promise<void> | undefined;
  /** The first tries of the ways that are used at need, from when they are needed. */
  private atNeed: readonly Promise<void>[] | undefined;

  constructor(
    private readonly parts: DoorwayDependencies,
    private readonly listeners: DoorwayListeners,
  ) {
    for (const way of this.always) this.states.set(way, 'opening');
  }

  /** Resolves with the first way that is open; rejects with the failure of the first in the list when none can be opened. */
  opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.firstOpen = resolve;
      const first = this.always.map((way) => this.openFirst(way));
      this.whileNotOpen();
      Promise.any(first).catch(({ errors }: AggregateError) => {
        const failure = errors[0] ?? new TransportError('refused', 'there is no way');
        Promise.any(this.needed()).catch(() => reject(failure));
      });
    });
  }

  /** Why ways could not be opened. */
  get diary() {
    return this.written.lines(this.parts.ways);
  }

  /** Opens one more way in, beside those of the room; once, while it holds. */
  async admit(way: Way): Promise<void> {
    if (this.open.has(way)) return;
    const admitting = this.admitting ?? this.openOnce(way);
    this.admitting = admitting;
    try {
      await admitting;
    } finally {
      this.admitting = undefined;
    }
  }

  /** The best that any way is. */
  get state(): WayState {
    const states = [...this.states.values()];
    return (['open', 'signalling-lost', 'opening', 'lost'] as const).find((state) => states.includes(state)) ?? 'lost';
  }

  /** To every guest, over every way on which it has proved itself. */
  publish(message: SignedMessage): void {
    for (const { links } of this.open.values()) links.publish(message);
  }

  /** Of those ways that carry an audience. */
  get airs(): readonly Air[] {
    return [...this.open.values()].flatMap(({ transport }) => transport.air ?? []);
  }

  get voice(): Voice {
    return this.parts.voice;
  }

  /** Registers anew: whoever introduces may have forgotten this host without its noticing. */
  renew(): void {
    for (const { transport } of [...this.open.values()]) transport.close();
  }

  /** Lets go of every guest and way. Resolves when the transports have all that was said before. */
  async close(): Promise<void> {
    this.over.abort();
    const open = [...this.open.values()];
    this.open.clear();
    await Promise.all(open.map(({ links }) => links.close()));
    for (const { transport } of open) transport.close();
  }

  private get always(): readonly Way[] {
    return this.parts.ways.filter(({ atNeed }) => !atNeed);
  }

  private async openFirst(way: Way): Promise<void> {
    try {
      await this.openOnce(way);
    } catch (error) {
      this.keepOpen(way);
      throw error;
    }
  }

  /** Opens the ways that are used at need. */
  private needed(): readonly Promise<void>[] {
    if (this.atNeed || this.over.signal.aborted) return this.atNeed ?? [];
    const ways = this.parts.ways.filter(({ atNeed }) => atNeed);
    for (const way of ways) this.states.set(way, 'opening');
    this.atNeed = ways.map((way) => this.openFirst(way));
    for (const open of this.atNeed) open.catch(() => {});
    return this.atNeed;
  }

  /** Looks after a while whether none of the ways that are always used is open then either. */
  private whileNotOpen() {
    if (this.atNeed || this.always.length === this.parts.ways.length) return;
    this.parts.scheduler.after(NEEDED_AFTER_MS, () => {
      if (this.always.every((way) => this.states.get(way) !== 'open')) this.needed();
    });
  }

  private async openOnce(way: Way): Promise<void> {
    const { signal } = this.over;
    this.written.begin(way.name);
    const transport = await this.parts.open(way, signal).catch((error: unknown) => {
      this.written.fail(way.name, error);
      throw error;
    });
    this.written.succeed(way.name);
    if (signal.aborted) {
      this.firstOpen();
      return transport.close();
    }
    const links = this.parts.links(transport);
    links.onGuest((link) => this.listeners.guest(link, { way: way.name, transport }));
    this.open.set(way, { transport, links });
    this.firstOpen();
    transport.onUnreached?.(() => this.needed());
    transport.onStatus(({ state }) => {
      if (signal.aborted) return;
      if (state !== 'closed') return this.note(way, state);
      this.open.delete(way);
      links.close();
      this.note(way, 'lost');
      this.keepOpen(way);
    });
  }

  private async keepOpen(way: Way): Promise<void> {
    const backoff = this.parts.backoff();
    while (!this.over.signal.aborted) {
      this.note(way, 'lost');
      await backoff.wait(this.over.signal);
      if (this.over.signal.aborted) return;
      try {
        return await this.openOnce(way);
      } catch {
        // Whatever it was, it is tried again: a room may wait for its network for hours.
      }
    }
  }

  private note(way: Way, state: WayState) {
    if (this.states.get(way) === state) return;
    this.states.set(way, state);
    if (state !== 'open') this.whileNotOpen();
    this.listeners.changed();
  }
}

import type { RoomRecord } from '../core/ports/service-record';
import { intentMessage, type PingExtras, pingMessage, renameMessage } from '../core/room/guest-messages';
import { createGuestState, type GuestState, membersSeen, playbackOf, takeSigned } from '../core/room/guest-state';
import type { Intent, PlayerReport } from '../core/room/order';
import { type ToldReport, toldReport } from '../core/room/report';
import type { HostMessage, MemberId, SignedMessage } from '../core/wire/protocol';
import type { Transport } from '../transport/transport';
import { GuestPulse } from './guest-pulse';

import { type HostLink, type Identity, LinkError, type RoomSecrets } from './links/link';
import { address, type RoomParts } from './parts';
import { ProblemError, problemOf } from './problem-of';
import { DEAD_MS, orderOf, type Room, type RoomListeners } from './room';

/** A host that reloads is back within seconds: a first dial that finds nobody tries again for this long. */
const FIRST_DIAL_MS = 5_000;
/** The film plays on meanwhile; after this long without a host the room is over. */
const REDIAL_MS = 120_000;
const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000, 8_000];
/** What may pass by itself; anything else is not cured by dialling again. */
const PASSING: ReadonlySet<string> = new Set(['room-not-found', 'server-unreachable', 'host-lost', 'no-path']);

/** Joins a room; resolves when the host has said welcome. Rejects with a `ProblemError`. */
export async function openGuestRoom(
  parts: RoomParts,
  record: Extract<RoomRecord, { role: 'guest' }> | undefined,
  wanted: { readonly code: string; readonly name: string; readonly server?: string },
  listeners: RoomListeners,
  signal: AbortSignal,
): Promise<Room> {
  listeners.trying('server');
  const [secrets, identity] = await Promise.all([
    parts.sealing.derive(wanted.code),
    record ? parts.sealing.importIdentity(record.identity) : parts.sealing.createIdentity(),
  ]);
  const room = new GuestRoom(parts, wanted, identity, secrets, record?.pinned, listeners, signal);
  await room.dial(record ? REDIAL_MS : FIRST_DIAL_MS);
  return room;
}

class GuestRoom implements Room {
  readonly role = 'guest';
  connection: Room['connection'] = 'open';
  private state: GuestState = createGuestState('', 0);
  private transport: Transport | undefined;
  private link: HostLink | undefined;
  private latest: ToldReport = { state: 'no-video' };
  private readonly pulse: GuestPulse;
  private closed = false;

  constructor(
    private readonly parts: RoomParts,
    private wanted: { readonly code: string; readonly name: string; readonly server?: string },
    private readonly identity: Identity,
    private readonly secrets: RoomSecrets,
    private pinned: string | undefined,
    private readonly listeners: RoomListeners,
    private readonly signal: AbortSignal,
  ) {
    this.pulse = new GuestPulse(parts.scheduler, {
      ping: () => this.ping(),
      suspect: (silent) => {
        this.connection = silent ? 'reconnecting' : 'open';
        listeners.changed();
      },
      dead: () => this.lost(),
    });
  }

  get self(): MemberId {
    return this.state.self ?? '';
  }
  get members() {
    return membersSeen(this.state, this.latest, this.connection === 'open');
  }
  get control() {
    return this.state.control;
  }
  get canControl() {
    return this.state.control === 'everyone';
  }
  get playback() {
    return playbackOf(this.state);
  }
  get media() {
    return this.state.media;
  }
  get together() {
    return this.state.together;
  }
  get waiting() {
    return this.state.members.filter((m) => this.state.waiting.includes(m.id)).map((m) => m.name);
  }
  get skip() {
    return this.state.skip;
  }
  clock() {
    return this.pulse.reading();
  }

  order() {
    const driver = this.state.members.find((m) => m.role === 'host')?.name ?? '';
    return orderOf(this, driver, this.state, this.state.ack);
  }

  intent(intent: Intent) {
    const message = intentMessage(intent);
    if (message) this.link?.send(message);
  }

  report(report: PlayerReport) {
    const news = report.state !== this.latest.state;
    this.latest = toldReport(report);
    if (!news) return;
    this.ping();
    this.listeners.changed();
  }

  goOn() {
    this.ping({ goOn: true });
  }

  offerSkip(to: number) {
    this.ping({ skip: to });
  }

  setMedia() {}
  startFilm() {}
  setControl() {}
  setTogether() {}

  rename(name: string) {
    this.wanted = { ...this.wanted, name };
    this.link?.send(renameMessage(name));
  }

  record(): RoomRecord {
    const { code, server, name } = this.wanted;
    return {
      role: 'guest',
      code,
      ...(server ? { server } : {}),
      name,
      identity: this.identity.exported,
      ...(this.pinned ? { pinned: this.pinned } : {}),
    };
  }

  async close() {
    if (this.closed) return;
    this.closed = true;
    this.link?.send({ kind: 'leave' });
    await this.hangUp();
  }

  /** Dials until the host has proved itself; gives up after `forMs`, or at once where trying again cannot help. */
  async dial(forMs: number): Promise<void> {
    const since = this.now();
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.dialOnce();
      } catch (error) {
        this.hangUp();
        if (this.closed || this.signal.aborted) throw new ProblemError('refused');
        const problem = problemOf(error);
        const backoff = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0;
        if (!PASSING.has(problem) || this.now() + backoff - since > forMs) throw new ProblemError(problem);
        await new Promise<void>((resolve) => this.parts.scheduler.after(backoff, resolve));
        if (this.closed) throw new ProblemError('refused');
      }
    }
  }

  private async dialOnce(): Promise<void> {
    const { parts, secrets, identity, wanted, signal } = this;
    this.listeners.trying('host');
    const transport = await parts.open(address(secrets, wanted.server, parts.iceServers), 'guest', signal);
    this.transport = transport;
    this.listeners.trying('hello');
    const link = await parts.sealing.guest(
      transport,
      secrets,
      { identity, name: wanted.name, ...(this.pinned ? { pinned: this.pinned } : {}) },
      parts.scheduler,
      signal,
    );
    if (this.closed) return link.close();
    this.link = link;
    this.pinned ??= link.key;
    // Same run and epoch: the clock is the one we knew, and nothing older than what we hold is taken.
    const same = link.run === this.state.run && link.epoch === this.state.epoch;
    if (!same) {
      this.state = {
        ...createGuestState(link.run, link.epoch),
        members: this.state.members,
        control: this.state.control,
      };
    }
    let welcomed = false;
    await new Promise<void>((resolve, reject) => {
      // A host that dies right after its hello says nothing any more, and its network end may not be told.
      parts.scheduler.after(DEAD_MS, () => reject(new LinkError('lost')));
      link.onEnd((reason) => {
        if (!welcomed) reject(new LinkError(reason));
        else if (this.link === link) this.lost();
      });
      link.onMessage((message, arrivedAt) => {
        this.pulse.heard();
        this.hear(message, arrivedAt);
        if (message.kind !== 'welcome') return;
        welcomed = true;
        resolve();
      });
    });
    this.connection = 'open';
    this.pulse.start(same);
    this.listeners.recorded();
    this.listeners.changed();
  }

  private hear(message: HostMessage | SignedMessage, arrivedAt: number) {
    switch (message.kind) {
      case 'welcome':
        this.state = { ...this.state, self: message.member };
        return;
      case 'pong':
        this.pulse.pong(message, arrivedAt);
        return this.listeners.ordered();
      case 'bye':
        if (this.closed) return;
        this.close();
        return this.listeners.ended(
          message.reason === 'ended' ? 'host-left' : message.reason === 'full' ? 'room-full' : 'removed',
        );
      default: {
        const before = this.state;
        this.state = takeSigned(before, message);
        if (this.state === before) return;
        if (message.kind === 'roster') this.greet(before, this.state);
        this.listeners.ordered();
        this.listeners.changed();
      }
    }
  }

  private greet(before: GuestState, after: GuestState) {
    if (before.rosterRevision < 0) return;
    const missing = (from: GuestState, other: GuestState) =>
      from.members.filter((m) => m.id !== after.self && !other.members.some((o) => o.id === m.id));
    for (const member of missing(after, before)) this.listeners.toast('joined', member.name);
    for (const member of missing(before, after)) this.listeners.toast('left', member.name);
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private ping(more: PingExtras = {}) {
    const half = this.clock()?.uncertaintyMs;
    const rttMs = half === undefined ? undefined : 2 * half;
    this.link?.send(pingMessage(this.now(), this.latest, rttMs, more));
  }

  /** The host is not heard any more: the film plays on by what is known, and the host is dialled again. */
  private lost() {
    if (this.closed) return;
    this.hangUp();
    this.connection = 'reconnecting';
    this.listeners.changed();
    this.dial(REDIAL_MS).catch((error: unknown) => {
      if (this.closed) return;
      this.close();
      const problem = problemOf(error);
      this.listeners.ended(problem === 'room-not-found' ? 'host-lost' : problem);
    });
  }

  /** Lets go of the link; what was said last is sealed and sent before the channel goes. */
  private async hangUp() {
    this.pulse.stop();
    const { link, transport } = this;
    this.link = undefined;
    this.transport = undefined;
    await link?.close();
    transport?.close();
  }
}

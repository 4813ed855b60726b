import { addSample, BURST, type ClockState, emptyClock, readClock } from '../core/clock';
import { createGuestState, type GuestState, takeSigned } from '../core/guest-state';
import type { Intent } from '../core/host-state';
import type { HostMessage, MemberId, SignedMessage } from '../core/protocol';
import type { Problem } from '../core/view';
import { type Transport, TransportError } from '../transport/transport';
import { address, type HostParts, micros } from './host-room';
import { type HostLink, type Identity, LinkError, type RoomSecrets } from './link';
import {
  DEAD_MS,
  PING_MS,
  type PlayerReport,
  type Room,
  type RoomListeners,
  type RoomRecord,
  SUSPECT_MS,
} from './room';

/** Samples of a burst follow each other this closely: 8 in under a second. */
const BURST_GAP_MS = 60;
/** A host that reloads is back within seconds: a first dial that finds nobody tries again for this long. */
const FIRST_DIAL_MS = 5_000;
/** The film plays on meanwhile; after this long without a host the room is over. */
const REDIAL_MS = 120_000;
const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000, 8_000];

/** Joins a room; resolves when the host has said welcome. Rejects with a `ProblemError`. */
export async function openGuestRoom(
  parts: HostParts,
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

/** Why a room could not be had, as the word that `lib/ui/problem` explains. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

class GuestRoom implements Room {
  readonly role = 'guest';
  connection: Room['connection'] = 'open';
  private state: GuestState = createGuestState('', 0);
  private network: ClockState = emptyClock;
  private transport: Transport | undefined;
  private link: HostLink | undefined;
  private heardAt = 0;
  private latest: PlayerReport = { state: 'no-video' };
  private cancelBeat: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly parts: HostParts,
    private wanted: { readonly code: string; readonly name: string; readonly server?: string },
    private readonly identity: Identity,
    private readonly secrets: RoomSecrets,
    private pinned: string | undefined,
    private readonly listeners: RoomListeners,
    private readonly signal: AbortSignal,
  ) {}

  get self(): MemberId {
    return this.state.self ?? '';
  }
  get members() {
    return this.state.members;
  }
  get control() {
    return this.state.control;
  }
  get canControl() {
    return this.state.control === 'everyone';
  }
  get playback() {
    return this.state.playback;
  }
  clock() {
    return readClock(this.network, this.now());
  }

  order() {
    const { playback, epoch, revision, change, ack } = this.state;
    const driver = this.state.members.find((m) => m.role === 'host')?.name ?? '';
    return {
      role: 'guest',
      canControl: this.canControl,
      driver,
      ...(playback ? { playback } : {}),
      epoch,
      revision,
      change,
      ack,
    } as const;
  }

  intent({ id, cause, playback }: Intent) {
    this.link?.send({ kind: 'intent', id, cause, playback });
  }

  report(report: PlayerReport) {
    const news = report.state !== this.latest.state;
    this.latest = report;
    if (news) this.ping();
  }

  setControl() {}

  rename(name: string) {
    this.wanted = { ...this.wanted, name };
    this.link?.send({ kind: 'rename', name });
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

  close() {
    if (this.closed) return;
    this.closed = true;
    this.cancelBeat?.();
    this.link?.send({ kind: 'leave' });
    const { link, transport } = this;
    // The goodbye is sealed and sent before the channel goes.
    this.parts.scheduler.after(150, () => {
      link?.close();
      transport?.close();
    });
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
        const hopeless = problem !== 'room-not-found' && problem !== 'server-unreachable' && problem !== 'host-lost';
        const backoff = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0;
        if (hopeless || this.now() + backoff - since > forMs) throw new ProblemError(problem);
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
    if (link.run !== this.state.run || link.epoch !== this.state.epoch) {
      this.network = emptyClock;
      this.state = {
        ...createGuestState(link.run, link.epoch),
        members: this.state.members,
        control: this.state.control,
      };
    }
    this.heardAt = this.now();
    let welcomed = false;
    await new Promise<void>((resolve, reject) => {
      link.onEnd((reason) => {
        if (!welcomed) reject(new LinkError(reason));
        else if (this.link === link) this.lost();
      });
      link.onMessage((message, arrivedAt) => {
        this.heardAt = this.now();
        this.hear(message, arrivedAt);
        if (message.kind !== 'welcome') return;
        welcomed = true;
        resolve();
      });
    });
    this.connection = 'open';
    this.burst(link, BURST);
    this.beat();
    this.listeners.recorded();
    this.listeners.changed();
  }

  private hear(message: HostMessage | SignedMessage, arrivedAt: number) {
    switch (message.kind) {
      case 'welcome':
        this.state = { ...this.state, self: message.member };
        return;
      case 'pong': {
        const taken = addSample(this.network, { ...message, returned: arrivedAt });
        this.network = taken.state;
        if (taken.reset && this.link) this.burst(this.link, BURST);
        return this.listeners.ordered();
      }
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

  private burst(link: HostLink, left: number) {
    if (left === 0 || this.link !== link || this.closed) return;
    this.ping();
    this.parts.scheduler.after(BURST_GAP_MS, () => this.burst(link, left - 1));
  }

  private ping() {
    const rtt = this.clock()?.uncertaintyMs;
    const { state, driftMs } = this.latest;
    this.link?.send({
      kind: 'ping',
      sent: micros(this.now()),
      state,
      ...(driftMs === undefined ? {} : { driftMs }),
      ...(rtt === undefined ? {} : { rttMs: Math.round(rtt * 20) / 10 }),
    });
  }

  private beat() {
    this.cancelBeat?.();
    this.cancelBeat = this.parts.scheduler.after(PING_MS, () => {
      if (this.closed || !this.link) return;
      const silent = this.now() - this.heardAt;
      if (silent > DEAD_MS) return this.lost();
      const connection = silent > SUSPECT_MS ? 'reconnecting' : 'open';
      if (connection !== this.connection) {
        this.connection = connection;
        this.listeners.changed();
      }
      this.ping();
      this.beat();
    });
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

  private hangUp() {
    this.cancelBeat?.();
    const { link, transport } = this;
    this.link = undefined;
    this.transport = undefined;
    link?.close();
    transport?.close();
  }
}

/** Which sentence a failure deserves. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TransportError) {
    switch (error.reason) {
      case 'host-not-found':
        return 'room-not-found';
      case 'server-unreachable':
        return 'server-unreachable';
      case 'webrtc-disabled':
        return 'webrtc-disabled';
      case 'lost':
        return 'host-lost';
      default:
        return 'refused';
    }
  }
  if (error instanceof LinkError) {
    switch (error.reason) {
      case 'version-ours-old':
      case 'version-theirs-old':
      case 'removed':
        return error.reason;
      case 'full':
        return 'room-full';
      case 'lost':
      case 'hello-timeout':
        return 'host-lost';
      default:
        return 'refused';
    }
  }
  return 'refused';
}

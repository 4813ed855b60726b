import type { Problem } from '../../../lib/core/ports/room-view';
import type { RoomRecord } from '../../../lib/core/ports/service-record';
import type { Known } from '../../../lib/core/room/belief';
import { toRemote } from '../../../lib/core/time/clock';
import { positionAt } from '../../../lib/core/time/playback';
import type { Colour } from '../../../lib/core/wire/colours';
import { makeRoomCode } from '../../../lib/core/wire/invite';
import type { GuestMessage, HostMessage, PeerId, SignedMessage } from '../../../lib/core/wire/protocol';
import type { RoomDependencies } from '../../../lib/room/dependencies';
import type { HostLink, LinkEnd } from '../../../lib/room/links/link';
import { openRoom } from '../../../lib/room/open-room';
import type { Room } from '../../../lib/room/room';
import { TransportError, type TransportFailure } from '../../../lib/transport/transport';
import type { Way } from '../../../lib/transport/way';
import { type MemoryNetwork, memoryNetwork } from '../../helpers/memory-network';
import { plainLinks } from '../../helpers/plain-links';
import { seeded } from '../../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../../helpers/virtual-time';

const CODE = 'K7QX-2M9P-4TRB-8WZC';
const DELAY_MS = 20;

/** One room over two networks, its people and their time. */
export class Place {
  readonly time = new VirtualTime();
  readonly random = seeded(1);
  readonly sealing = plainLinks();
  /** What is not as on a wire of its own, from now on. */
  wire: { readonly delayMs?: number; readonly reorder?: number; readonly duplicate?: number } = {};
  readonly networks: readonly MemoryNetwork[] = [this.network(), this.network()];

  /** The first of them makes the room and plays; the others come one by one. */
  async party(names: readonly string[], ways = 1): Promise<Person[]> {
    const people = names.map((name) => new Person(this, name, ways));
    for (const [at, person] of people.entries()) {
      const opening = person.open(at === 0);
      await this.wait(1_500);
      await opening;
    }
    people[0]?.play(60);
    await this.wait(500);
    return people;
  }

  wait(forMs: number) {
    return this.time.run(this.time.now + forMs);
  }

  /** A guest that is no room of ours: what it says is the test's. */
  async stranger(name: string, identity?: unknown, knows?: Known): Promise<Stranger> {
    const { sealing, time } = this;
    const secrets = await sealing.derive(CODE);
    const self = await (identity ? sealing.importIdentity(identity) : sealing.createIdentity());
    const address = { ...secrets, rendezvousId: secrets.rendezvousIds[1] ?? '', server: undefined, iceServers: [] };
    const { signal } = new AbortController();
    const opening = this.networks[0]
      ?.open(address, 'guest', signal)
      .then((transport) =>
        sealing.guest(
          transport,
          secrets,
          { identity: self, name, believes: () => 'accept', ...(knows ? { knows } : {}) },
          trueScheduler(time),
          signal,
        ),
      );
    // Waited for below: a refusal comes before that.
    opening?.catch(() => {});
    await this.wait(500);
    return new Stranger(this, (await opening) as HostLink, self.exported);
  }

  private network() {
    const { time, random } = this;
    const quality = () => ({ delayMs: DELAY_MS, ...this.wire });
    return memoryNetwork({ scheduler: trueScheduler(time), random: () => random.next(), quality });
  }
}

export class Stranger {
  readonly heard: (HostMessage | SignedMessage)[] = [];
  ended: LinkEnd | undefined;

  constructor(
    private readonly place: Place,
    private readonly link: HostLink,
    readonly identity: unknown,
  ) {
    link.onMessage((message) => this.heard.push(message));
    link.onEnd((reason) => (this.ended = reason));
  }

  says(message: unknown) {
    this.link.send(message as GuestMessage);
  }

  /** Stays in the room for so long, whatever else it says. */
  pings(forMs: number) {
    for (let at = 0; at < forMs; at += 1_000) {
      this.place.time.after(at, () => this.says({ kind: 'ping', sent: this.place.time.now, state: 'in-sync' }));
    }
  }
}

/** Somebody in the room, over so many networks as ways. */
export class Person {
  room: Room | undefined;
  ended: Problem | undefined;
  readonly toasts: string[] = [];
  record: RoomRecord | undefined;
  /** All the ends that it has had, by network. */
  readonly ends: PeerId[][] = [[], []];

  constructor(
    private readonly place: Place,
    readonly name: string,
    readonly ways = 1,
    /** The second way is used at need only. */
    readonly atNeed = false,
  ) {}

  /** Why nothing opens on the first way. */
  blocked: TransportFailure | undefined;
  /** How often each way was opened, or tried. */
  readonly tries = [0, 0];

  /** How it is being let in. */
  trying: string | undefined;

  /** A page may have read the invite by which it comes. */
  seen = false;

  /** @param byHand made so, over the second network */
  async open(creates: boolean, record?: RoomRecord, code = CODE, byHand = false) {
    const dependencies = this.dependencies();
    const hand = byHand ? { byHand: this.handWay } : {};
    await openRoom(
      dependencies,
      { code, name: this.name, colour: this.colour, seen: this.seen, creates, record, ...hand },
      {
        trying: (diary) => (this.trying = diary.at(0)?.step),
        ordered: () => this.changed(),
        changed: () => this.changed(),
        recorded: () => queueMicrotask(() => (this.record = this.room?.record())),
        ended: (problem) => (this.ended = problem),
        toast: (text, name) => this.toasts.push(`${name} ${text}`),
      },
      (room) => (this.room = room),
    );
  }

  /** That it has chosen. */
  colour: Colour | undefined;

  /** What of its room others are shown may be otherwise. */
  changed = () => {};

  handOpened = 0;
  /** A way that nobody opens by itself. */
  readonly handWay: Way = {
    name: 'manual',
    startsAfterMs: 0,
    open: async (address, role, signal) => {
      this.handOpened++;
      const transport = await this.place.networks[1]?.open(address, role, signal);
      if (!transport) throw new TransportError('server-unreachable');
      return transport;
    },
  };

  /** The whole machine is off, without a word. */
  die() {
    this.everywhere((network, end) => network.kill(end));
    this.dead = true;
  }
  dead = false;

  /** No network, for now. */
  cutOff() {
    this.offline = true;
    this.everywhere((network, end) => network.cut(end));
  }
  cutOn() {
    this.offline = false;
    this.everywhere((network, end) => network.heal(end));
  }
  offline = false;

  play(position: number) {
    this.press('play', position, false);
  }
  pause(position: number) {
    this.press('pause', position, true);
  }
  private press(cause: 'play' | 'pause', position: number, paused: boolean) {
    const clock = this.room?.clock();
    if (!clock) throw new Error('no clock');
    const playback = { position, rate: 1, paused, at: toRemote(clock, this.place.time.now) };
    this.room?.intent({ id: ++this.presses, cause, playback });
  }
  private presses = 0;

  get position(): number | undefined {
    const clock = this.room?.clock();
    const playback = this.room?.facts.playback;
    return clock && playback && positionAt(playback, toRemote(clock, this.place.time.now));
  }

  /** @param at which network; undefined: all of them */
  everywhere(act: (network: MemoryNetwork, end: PeerId) => void, at?: number) {
    for (const [index, network] of this.place.networks.entries()) {
      if (at === undefined || at === index) for (const end of this.ends[index] ?? []) act(network, end);
    }
  }

  private dependencies(): RoomDependencies {
    const { sealing, time } = this.place;
    const scheduler = trueScheduler(time);
    return {
      sealing,
      scheduler: { now: scheduler.now, after: (ms, task) => scheduler.after(ms, () => this.dead || task()) },
      wallNow: () => 1e12 + this.place.time.now,
      makeCode: () => makeRoomCode(new Uint8Array(15).map(() => this.place.random.whole(0, 255))),
      randomId: () => `run${this.place.random.whole(0, 1e9)}`,
      random: () => this.place.random.next(),
      iceServers: [],
      ways: this.place.networks.slice(0, this.ways).map((of, at) => ({
        name: `way${at}`,
        startsAfterMs: at * (this.atNeed ? 2_000 : 250),
        ...(at > 0 && this.atNeed ? { atNeed: true as const } : {}),
        open: async (address, role, signal) => {
          this.tries[at] = (this.tries[at] ?? 0) + 1;
          if (at === 0 && this.blocked) throw new TransportError(this.blocked);
          if (this.offline) throw new TransportError('server-unreachable');
          const transport = await of.open(address, role, signal);
          if (this.dead) of.kill(transport.self);
          this.ends[at]?.push(transport.self);
          return transport;
        },
      })),
    };
  }
}

export const names = (person: Person | undefined) => person?.room?.facts.members.map(({ name }) => name);
export const isHost = (person: Person | undefined) => person?.room?.powers !== undefined;

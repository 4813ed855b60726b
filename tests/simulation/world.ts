import { makeRoomCode } from '../../lib/core/wire/invite';
import type { PeerId } from '../../lib/core/wire/protocol';
import { type MemoryNetwork, memoryNetwork, type Quality } from '../helpers/memory-network';
import { plainLinks } from '../helpers/plain-links';
import { type Random, seeded } from '../helpers/virtual-random';
import { trueScheduler, VirtualTime } from '../helpers/virtual-time';
import { Member, type MemberOptions } from './member';
import { RoomWatch } from './room-watch';

/** A failing run shows so much of its end. */
const TRACE_LINES = Number(process.env.TRACE_LINES ?? 60);

const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

/** It goes over where this host tells it to. */
export const goesOver = (member: Member, host: Member) => member.room?.facts.host === host.room?.self;

/** Everything of one simulated room: its time, its network, its members. One seed, one course of events. */
export class World {
  readonly time = new VirtualTime();
  readonly random: Random;
  readonly sealing = plainLinks();
  readonly network: MemoryNetwork;
  readonly peers = new Map<PeerId, Member>();
  readonly members: Member[] = [];
  readonly room = new RoomWatch(this);
  readonly code: string;
  /** What is wrong with every wire. */
  wire: Pick<Quality, 'drop' | 'duplicate' | 'reorder'> = {};
  /** All faults so far are over then, true ms. */
  quietAt = 0;
  /** Some wire has lost something for good, or has told it out of order. */
  wasLossy = false;
  /** Room places that have died. */
  deaths = 0;
  /** What was written in the chat, and how the room was then. */
  readonly written: { text: string; author: Member; id: string; epoch: number | undefined; deaths: number }[] = [];
  /** Of all that happened: two runs with the same digest took the same course. */
  digest = 0;
  private readonly lines: string[] = [];
  private violation: string | undefined;

  constructor(readonly seed: number) {
    this.random = seeded(seed);
    this.code = makeRoomCode(Uint8Array.from({ length: 15 }, () => this.random.whole(0, 255)));
    this.network = memoryNetwork({
      scheduler: trueScheduler(this.time),
      random: () => this.random.next(),
      quality: (from, to) => {
        // A star: one end of each link is the host's, and the link's qualities are the guest's.
        const sender = this.peers.get(from);
        const ofGuest = sender?.room?.powers ? this.peers.get(to)?.options.down : sender?.options.up;
        return { ...ofGuest, ...this.wire };
      },
    });
  }

  /** Who is host of the latest term; while nobody is, whoever was last. */
  get host(): Member {
    let [host] = this.members;
    for (const member of this.members) {
      const { room } = member;
      if (member.gone || !room?.powers) continue;
      if (!host?.room?.powers || host.gone || room.facts.epoch > host.room.facts.epoch) host = member;
    }
    if (!host) throw new Error('no host');
    return host;
  }

  /** Who is still there. */
  get present(): readonly Member[] {
    return this.members.filter((member) => !member.gone);
  }

  add(options: MemberOptions): Member {
    const member = new Member(this, options);
    this.members.push(member);
    return member;
  }

  /** @throws Error of the first invariant that breaks, with the seed and the last events */
  async run(forMs: number): Promise<void> {
    await this.time.run(this.time.now + forMs, () => {
      for (const member of this.members) for (const frame of member.watched) frame.watch.check();
      this.room.check();
      if (this.violation !== undefined) throw this.failure(this.violation);
    });
  }

  /** @returns something that nobody has said before */
  writes(author: Member): string {
    const text = `word ${this.written.length}`;
    const { self = '', facts } = author.room ?? {};
    this.written.push({ text, author, id: self, epoch: facts?.epoch, deaths: this.deaths });
    return text;
  }

  /** A fault that lasts until `end` has run. */
  trouble(forMs: number, end: () => void) {
    this.quietAt = Math.max(this.quietAt, this.time.now + forMs);
    this.time.after(forMs, end);
  }

  /** Something that can never be right has happened; the first such thing ends the run. */
  violated(what: string) {
    this.violation ??= what;
  }

  failure(what: string): Error {
    const people = this.members.map(({ options }) => JSON.stringify(options, short)).join('\n');
    return new Error(`seed ${this.seed}, ${this.time.now.toFixed(0)} ms: ${what}\n${this.lines.join('\n')}\n${people}`);
  }

  trace(what: string, at = this.time.now) {
    const line = `${at.toFixed(0).padStart(7)} ${what}`;
    this.lines.push(line);
    for (let i = 0; i < line.length; i++) this.digest = (Math.imul(this.digest, 31) + line.charCodeAt(i)) | 0;
    if (this.lines.length > TRACE_LINES) this.lines.shift();
  }

  randomId(): string {
    return `run${this.random.whole(0, 1e9)}`;
  }
}

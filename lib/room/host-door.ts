import { type Acquaintances, admission } from '../core/room/admission';
import { memberIdOf, type RoomFacts } from '../core/room/facts';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberId } from '../core/wire/protocol';
import { Knocks } from './knocks';
import type { GuestLink, Refused } from './links/link';

/** Who comes under ever new keys is told of no more often. */
const SEEN_MAX = 64;

export interface HostDoorDependencies {
  readonly scheduler: Scheduler;
  readonly facts: () => RoomFacts;
  /** Who was ever here in this run. */
  readonly met: () => ReadonlySet<MemberId>;
  /** Comes in. */
  readonly enter: (link: GuestLink) => void;
  /** Of a room in which nobody is asked about: a page may have read the invite by which this member has come. */
  readonly seen: (id: MemberId) => void;
  /** Who waits has changed. @param name of somebody who has just come */
  readonly changed: (name: string | undefined) => void;
}

/** Who comes in at a host: at once, after its person was asked, or not at all (SPEC RO-15, RO-16). */
export class HostDoor {
  readonly knocks: Knocks;
  private readonly removed = new Set<MemberId>();
  /** Who has said that a page may have read the invite. */
  private readonly seenBy = new Set<MemberId>();
  /** Whom the person here has let in already, elsewhere. */
  expected: ReadonlySet<MemberId> = new Set();
  /** Another is named: whoever comes now is to be met by the next host. */
  isRetiring = false;

  constructor(private readonly parts: HostDoorDependencies) {
    this.knocks = new Knocks(parts.scheduler, parts.changed);
  }

  /** Why this member may not even say hello; asked again once it has proved its key. */
  refusal(id: MemberId): Refused | undefined {
    if (this.isRetiring) return 'elsewhere';
    const admitted = admission(this.parts.facts(), id, this.acquaintances);
    return admitted === 'in' || admitted === 'ask' ? undefined : admitted;
  }

  /** It has proved its key. */
  arrive(link: GuestLink) {
    const id = memberIdOf(link.key);
    const isAsked = admission(this.parts.facts(), id, this.acquaintances) === 'ask' && !this.expected.has(id);
    if (isAsked) this.knocks.add(link);
    else this.parts.enter(link);
  }

  /** The person's answer to somebody who waits. */
  answer(id: MemberId, may: boolean) {
    if (!may) return this.knocks.answer(id);
    const link = this.knocks.take(id);
    if (link) this.parts.enter(link);
    this.parts.changed(undefined);
  }

  /** A page may have read the invite of this member. It is told once, and not where nobody comes in unasked (SPEC SC-13). */
  inviteSeen(id: MemberId) {
    const { locked, approves } = this.parts.facts();
    if (locked || approves || this.seenBy.has(id) || this.seenBy.size >= SEEN_MAX) return;
    this.seenBy.add(id);
    this.parts.seen(id);
  }

  /** It is not let in again in this run. */
  shut(id: MemberId) {
    this.removed.add(id);
  }

  private get acquaintances(): Acquaintances {
    return { met: this.parts.met(), removed: this.removed };
  }
}

import { memberIdOf } from '../core/room/facts';
import type { Scheduler } from '../core/time/scheduler';
import type { GuestMessage, HostMessage, MemberId, SignedMessage } from '../core/wire/protocol';
import type { GuestLink } from './links/link';
import { DEAD_MS, EXPECTED_MS, OLDER_LINK_MS, SUSPECT_MS } from './silences';

/** One member as its host reaches it. */
interface Reached {
  /** Every link on which it has proved itself, the oldest first. */
  readonly links: Set<GuestLink>;
  /** The one it speaks on: the newest that it has pinged on. */
  current: GuestLink | undefined;
  /** Local ms of its last sign of life. */
  heardAt: number;
  /** So long it may be silent, ms: longer where it has not come over from another host yet. */
  patienceMs: number;
  away: boolean;
}

/** What is left of a guest's messages when its coming and going have been seen to. */
export type Said = Exclude<GuestMessage, { kind: 'leave' | 'ready' }>;

/** More links than a member has ways; the oldest makes room. */
const LINKS_MAX = 4;

export interface HostMemberListeners {
  /**
   * It has come: for the first time, or on another link. Everything has to be told to it on this link.
   * `begins`: it has no other link, so what it says begins anew.
   */
  came(id: MemberId, link: GuestLink, begins: boolean): void;
  said(id: MemberId, message: Said, link: GuestLink, arrivedAt: number): void;
  /** It was not heard for `SUSPECT_MS`, or is heard again. */
  away(id: MemberId, isAway: boolean): void;
  /** It has said goodbye (`left`), or was not heard for `DEAD_MS`. */
  gone(id: MemberId, left: boolean): void;
}

/**
 * The members of a host, each on as many links as it has: a new link is made before an old one breaks (SPEC HB-4). A member
 * whose links are all over stays one until it has been silent for too long, for it may be dialling already.
 */
export class HostMembers {
  private readonly members = new Map<MemberId, Reached>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly listeners: HostMemberListeners,
  ) {}

  /** Members of a room that was taken over: they are on their way here. */
  expect(ids: readonly MemberId[]) {
    for (const id of ids) this.members.set(id, this.unheard(EXPECTED_MS));
  }

  has(id: MemberId): boolean {
    return this.members.has(id);
  }

  arrive(link: GuestLink) {
    const id = memberIdOf(link.key);
    const known = this.members.get(id);
    const member = known ?? this.unheard(DEAD_MS);
    this.members.set(id, member);
    member.links.add(link);
    const [oldest] = member.links;
    if (member.links.size > LINKS_MAX) oldest?.close();
    member.current ??= link;
    this.hears(id, member);
    link.onMessage((message, arrivedAt) => this.hear(id, link, message, arrivedAt));
    link.onEnd(() => this.ended(id, link));
    this.listeners.came(id, link, member.links.size === 1);
  }

  /** The link that a member is heard on; undefined where it is not heard. */
  linkTo(id: MemberId): GuestLink | undefined {
    const member = this.members.get(id);
    return member?.away ? undefined : member?.current;
  }

  /** To one member, on the link that it speaks on. */
  send(id: MemberId, message: HostMessage | SignedMessage) {
    this.members.get(id)?.current?.send(message);
  }

  /**
   * To one member, on every link that it has. A question may come on a newer link before anything shows that the member
   * speaks on that one; the older one may be over at its end already.
   */
  sendEach(id: MemberId, message: HostMessage) {
    for (const link of this.members.get(id)?.links ?? []) link.send(message);
  }

  /** Says the same on every link there is. */
  sendAll(message: HostMessage) {
    for (const { links } of this.members.values()) for (const link of links) link.send(message);
  }

  /** Looks who is silent: once a second. */
  review() {
    const now = this.scheduler.now();
    for (const [id, member] of [...this.members]) {
      const silentMs = now - member.heardAt;
      if (silentMs >= member.patienceMs) this.drop(id, false);
      else if (silentMs > SUSPECT_MS !== member.away) {
        member.away = !member.away;
        this.listeners.away(id, member.away);
      }
    }
  }

  /** Sends one member away, in words. */
  dismiss(id: MemberId) {
    for (const link of this.members.get(id)?.links ?? []) link.send({ kind: 'bye', reason: 'removed' });
    this.drop(id, true);
  }

  /** Parts from one member. */
  drop(id: MemberId, left: boolean) {
    const member = this.members.get(id);
    if (!member) return;
    this.members.delete(id);
    for (const link of member.links) link.close();
    this.lookWhetherEmpty();
    this.listeners.gone(id, left);
  }

  /** Resolves once nobody has a link any more, as when all have gone over to another host. */
  get empty(): Promise<void> {
    this.emptied ??= new Promise((resolve) => {
      this.whenEmpty = resolve;
    });
    this.lookWhetherEmpty();
    return this.emptied;
  }
  private emptied: Promise<void> | undefined;
  private whenEmpty: (() => void) | undefined;

  private lookWhetherEmpty() {
    if ([...this.members.values()].every(({ links }) => links.size === 0)) this.whenEmpty?.();
  }

  private unheard(patienceMs: number): Reached {
    return { links: new Set(), current: undefined, heardAt: this.scheduler.now(), patienceMs, away: false };
  }

  private hears(id: MemberId, member: Reached) {
    member.heardAt = this.scheduler.now();
    member.patienceMs = DEAD_MS;
    if (!member.away) return;
    member.away = false;
    this.listeners.away(id, false);
  }

  private hear(id: MemberId, link: GuestLink, message: GuestMessage, arrivedAt: number) {
    const member = this.members.get(id);
    if (!member?.links.has(link)) return;
    this.hears(id, member);
    if (message.kind === 'ready') return;
    if (message.kind === 'leave') return this.drop(id, true);
    if (message.kind === 'ping') this.speaksOn(member, link);
    this.listeners.said(id, message, link, arrivedAt);
  }

  /** The newest link that a member pings on is the one it is answered on; older ones are let go of after a while. */
  private speaksOn(member: Reached, link: GuestLink) {
    const links = [...member.links];
    const current = member.current ? links.indexOf(member.current) : -1;
    if (links.indexOf(link) <= current) return;
    member.current = link;
    const older = links.slice(0, links.indexOf(link));
    this.scheduler.after(OLDER_LINK_MS, () => {
      for (const old of older) if (member.current !== old) old.close();
    });
  }

  private ended(id: MemberId, link: GuestLink) {
    const member = this.members.get(id);
    if (!member?.links.delete(link)) return;
    if (member.current === link) member.current = [...member.links].at(-1);
    this.lookWhetherEmpty();
  }
}

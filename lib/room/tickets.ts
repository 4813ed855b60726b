import { hostName, memberIdOf } from '../core/room/facts';
import {
  type Grants,
  grant,
  showsTicket,
  spend,
  TICKET_OVERLAP_MS,
  TICKET_SHOWN_MS,
  ticketRefusal,
} from '../core/room/ticket-rules';
import type { Refusal } from '../core/wire/hello-words';
import type { HostMessage } from '../core/wire/protocol';
import { ticketText } from '../core/wire/ticket';
import type { RoomDependencies } from './dependencies';
import type { Doorway } from './doorway';
import type { GuestLink, Identity } from './links/link';
import { Reach } from './reach';
import type { Room } from './room';

export interface TicketsDependencies extends RoomDependencies {
  /** By which the room's members are introduced. */
  readonly server: string | undefined;
  /** The server to name in an invite; undefined where it is the compiled-in default. */
  readonly inviteServer: string | undefined;
  /** Undefined while it is not open. */
  readonly room: () => Pick<Room, 'facts' | 'code' | 'powers'> | undefined;
  /** The ticket to show is another one, or there is none any more. */
  readonly changed: () => void;
}

/** A way that is to open at all is open by then, ms. */
const OPENING_MS = 5_000;

/** A ticket, and the host's ways in for who has it. */
class Issued {
  private doorway: Doorway | undefined;
  private isOver = false;
  /** Can be met. Nobody is shown a ticket that leads nowhere yet. */
  isOpen = false;

  constructor(readonly text: string) {}

  /** Resolves with the first try. Without a way just then, each is opened again and again. */
  async open(doorway: Doorway): Promise<void> {
    if (this.isOver) return doorway.close();
    this.doorway = doorway;
    await doorway.opened().catch(() => {});
  }

  /** @returns whether it is new that it can be met */
  noteOpen(): boolean {
    const was = this.isOpen;
    this.isOpen ||= this.doorway?.state === 'open';
    return this.isOpen !== was;
  }

  close() {
    this.isOver = true;
    this.doorway?.close();
  }
}

/**
 * The join tickets of a room that is held here (SPEC TK-1…): a second door, under secrets that have nothing to do with the
 * room's code. Who proves the ticket there is told the invite, once for each whom a member has let in.
 */
export class Tickets {
  private isOn = false;
  private isOver = false;
  private grants: Grants = [];
  /** Keys that were told the invite: on another way, or asking again, they are the same one. */
  private readonly served = new Set<string>();
  private current: Issued | undefined;
  private before: Issued | undefined;
  private code: string | undefined;
  private wasLocked = false;
  private issuedAt = 0;
  private cancelOpening = () => {};
  private cancelTurn = () => {};
  private cancelEnd = () => {};
  private identity: Promise<Identity> | undefined;

  constructor(private readonly parts: TicketsDependencies) {}

  /** What Discord may be given. */
  get text(): string | undefined {
    const facts = this.parts.room()?.facts;
    return facts && showsTicket(facts) ? this.shown?.text : undefined;
  }

  /** There will be one in a moment. */
  get isOpening(): boolean {
    return this.current !== undefined && !this.shown && this.now() - this.issuedAt < OPENING_MS;
  }

  /** While the new one is being opened, the one before. */
  private get shown(): Issued | undefined {
    return [this.current, this.before].find((issued) => issued?.isOpen);
  }

  /** The person here wants others to come by Discord, or no more. */
  setOn(on: boolean) {
    this.isOn = on;
    this.update();
  }

  /** A member of the room has let one more in. */
  grant() {
    this.grants = grant(this.grants, this.now());
  }

  /** Something of the room has changed. */
  update() {
    const room = this.parts.room();
    if (!this.isOn || this.isOver || !room?.powers) return this.withdraw();
    const { locked } = room.facts;
    // Somebody was sent away, who may have come by a ticket.
    if (room.code !== this.code) this.withdraw();
    else if (locked && !this.wasLocked) this.retire();
    this.code = room.code;
    this.wasLocked = locked;
    if (!this.current && showsTicket(room.facts)) this.issue();
  }

  close() {
    this.isOver = true;
    this.withdraw();
  }

  private now() {
    return this.parts.scheduler.now();
  }

  private issue() {
    const { scheduler, sealing, inviteServer } = this.parts;
    const secret = sealing.makeTicket();
    const text = ticketText({ secret, ...(inviteServer ? { server: inviteServer } : {}) });
    if (text === undefined) return;
    const issued = new Issued(text);
    this.current = issued;
    this.issuedAt = this.now();
    this.cancelOpening();
    this.cancelOpening = scheduler.after(OPENING_MS, () => this.parts.changed());
    this.identity ??= sealing.createIdentity();
    Promise.all([this.identity, sealing.deriveTicket(secret)]).then(([identity, secrets]) => {
      const { facts } = this.parts.room() ?? {};
      if (!facts) return;
      const { server } = this.parts;
      const name = () => hostName(this.parts.room()?.facts ?? facts);
      const doorway = new Reach({ ...this.parts, secrets, server, identity, name }).doorway(
        () => this.parts.room()?.facts ?? facts,
        { refuses: ({ key }) => this.refusal(key) },
        { guest: (link) => this.answer(link), changed: () => issued.noteOpen() && this.parts.changed() },
      );
      issued.open(doorway).then(() => issued.noteOpen() && this.parts.changed());
    });
    this.cancelTurn = scheduler.after(TICKET_SHOWN_MS, () => {
      this.retire();
      this.update();
    });
  }

  /** The present ticket is shown no more, and good for a while. */
  private retire() {
    this.cancelTurn();
    this.cancelEnd();
    this.before?.close();
    const { current } = this;
    this.before = current;
    this.current = undefined;
    this.cancelEnd = this.parts.scheduler.after(TICKET_OVERLAP_MS, () => {
      current?.close();
      if (this.before === current) this.before = undefined;
    });
  }

  /** No ticket is good any more. */
  private withdraw() {
    this.cancelOpening();
    this.cancelTurn();
    this.cancelEnd();
    this.current?.close();
    this.before?.close();
    this.current = undefined;
    this.before = undefined;
    this.grants = [];
    this.served.clear();
    this.expect();
  }

  /** Who was let in on Discord is not asked about once more at the room's own door (SPEC TK-6). */
  private expect() {
    this.parts.room()?.powers?.expect([...this.served].map(memberIdOf));
  }

  private refusal(key: string): Refusal | undefined {
    const facts = this.parts.room()?.facts;
    if (!facts?.media) return 'refused';
    const refusal = ticketRefusal(facts, this.grants, this.now());
    return refusal === 'refused' && this.served.has(key) ? undefined : refusal;
  }

  /** It has proved the ticket, and its key. */
  private answer(link: GuestLink) {
    link.send(this.invite(link.key) ?? { kind: 'bye', reason: 'refused' });
    link.close();
  }

  private invite(key: string): HostMessage | undefined {
    const { room, inviteServer } = this.parts;
    const { code, facts } = room() ?? {};
    // Two may have come at once, for whom only one was let in.
    if (!code || !facts?.media || this.refusal(key)) return undefined;
    if (!this.served.has(key)) this.grants = spend(this.grants, this.now());
    this.served.add(key);
    this.expect();
    return { kind: 'invite', code, ...(inviteServer ? { server: inviteServer } : {}), page: facts.media.url };
  }
}

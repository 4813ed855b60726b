import { type CompanionPort, openCompanionPort } from '../../lib/browser/companion-port';
import type { DiscordLink, DiscordStatus, DiscordView, FromCompanion } from '../../lib/core/ports/companion';
import type { Presence } from '../../lib/core/ports/presence';

/** A companion that ended is started again after so long, each time longer, ms. */
const AGAIN_MS = [5_000, 10_000, 20_000, 40_000, 60_000];
/** No more ask at a time; the oldest is forgotten. */
const REQUESTS_MAX = 16;

export interface DiscordLineParts {
  readonly clientId: string;
  /** How it is with Discord, or who asks to join, has changed. */
  readonly changed: () => void;
  /** Somebody new asks. */
  readonly asked: (name: string) => void;
  /** Discord has handed over a join ticket. */
  readonly joins: (ticket: string) => void;
}

type Requests = DiscordView['requests'];

/** The line to Discord over the companion: started again when it ends, and told the last presence again. */
export class DiscordLine {
  link: DiscordLink = { state: 'starting' };
  requests: Requests = [];
  private port: CompanionPort | undefined;
  private presence: Presence | undefined;
  private isOver = false;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: DiscordLineParts) {
    this.open();
  }

  /** Shows this party, or nothing. */
  show(presence: Presence | undefined) {
    if (!presence && !this.presence) return;
    this.presence = presence;
    this.port?.send(presence ? { type: 'presence', presence } : { type: 'clear' });
  }

  /** @returns false where nobody of that id asks any more */
  answer(userId: string, letIn: boolean): boolean {
    const asks = this.requests.some((request) => request.userId === userId);
    if (asks) this.port?.send({ type: 'answer', userId, letIn });
    this.forget(userId);
    return asks;
  }

  /** Nobody is waited for any more. */
  forgetAll() {
    if (this.requests.length === 0) return;
    this.requests = [];
    this.parts.changed();
  }

  /** The person looks: who has just installed the companion need not wait. */
  again() {
    if (this.port || this.isOver) return;
    this.open();
  }

  close() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.port?.close();
  }

  private open() {
    clearTimeout(this.timer);
    this.become({ state: 'starting' });
    const port = openCompanionPort({
      heard: (message) => this.hear(message),
      gone: (why) => this.gone(why),
    });
    this.port = port;
    port.send({ type: 'hello', clientId: this.parts.clientId });
    if (this.presence) port.send({ type: 'presence', presence: this.presence });
  }

  private gone(why: Extract<DiscordLink, { state: 'no-companion' }>['why']) {
    this.port = undefined;
    this.requests = [];
    this.become({ state: 'no-companion', why });
    // What only the person can change is looked at again when the person looks.
    if (this.isOver || (why !== 'ended' && why !== 'busy')) return;
    this.timer = setTimeout(() => this.open(), AGAIN_MS[Math.min(this.tries++, AGAIN_MS.length - 1)]);
  }

  private hear(message: FromCompanion) {
    switch (message.type) {
      case 'status':
        this.tries = 0;
        if (message.discord !== 'connected') this.requests = [];
        return this.become(linkOf(message));
      case 'request':
        return this.ask(message);
      case 'answered':
        return this.forget(message.userId);
      case 'join':
        return this.parts.joins(message.secret);
      default:
        return;
    }
  }

  private ask({ userId, name }: Requests[number]) {
    const isNew = this.requests.every((request) => request.userId !== userId);
    const others = this.requests.filter((request) => request.userId !== userId);
    this.requests = [...others, { userId, name }].slice(-REQUESTS_MAX);
    this.parts.changed();
    if (isNew) this.parts.asked(name);
  }

  private forget(userId: string) {
    const left = this.requests.filter((request) => request.userId !== userId);
    if (left.length === this.requests.length) return;
    this.requests = left;
    this.parts.changed();
  }

  private become(link: DiscordLink) {
    this.link = link;
    this.parts.changed();
  }
}

function linkOf(status: DiscordStatus): DiscordLink {
  switch (status.discord) {
    case 'searching':
      return { state: 'searching' };
    case 'absent':
      return { state: 'absent', why: status.why };
    case 'connected':
      return { state: 'connected', name: status.name };
    case 'link-only':
      return { state: 'link-only', name: status.name };
  }
}

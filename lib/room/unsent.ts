import type { Scheduler } from '../core/time/scheduler';
import type { GuestChatMessage, Unheard } from '../core/wire/chat-words';

/** A host answers within a round trip; one that takes longer has not heard it, or knows no chat, ms. */
const UNANSWERED_MS = 15_000;
/** Nobody waits for more; the oldest is given up. */
const UNSENT_MAX = 20;

type Write = Extract<GuestChatMessage, { kind: 'write' }>;

/** Written here, and not yet told to everybody by the host. */
export interface UnsentMessage {
  readonly message: Write;
  /** Why it is not on its way any more. */
  readonly failed?: Unheard | 'unanswered';
}

/** What this member has written and the host has not passed on yet: it is said again over each new link (SPEC CH-4). */
export class Unsent {
  private messages: readonly UnsentMessage[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly send: (message: Write) => void,
    private readonly changed: () => void,
  ) {}

  get all(): readonly UnsentMessage[] {
    return this.messages;
  }

  /** Sends a message, for the first time or again. */
  add(message: Write) {
    const unsent = { message };
    this.messages = [...this.without(message.n), unsent].slice(-UNSENT_MAX);
    this.changed();
    this.scheduler.after(UNANSWERED_MS, () => this.fail(unsent, 'unanswered'));
    this.send(message);
  }

  /** Everybody has it now, or nobody wants it any more. */
  drop(n: number) {
    const left = this.without(n);
    if (left.length === this.messages.length) return;
    this.messages = left;
    this.changed();
  }

  refused(n: number, why: Unheard) {
    const unsent = this.messages.find(({ message }) => message.n === n);
    if (unsent) this.fail(unsent, why);
  }

  /** Once more, because the person asks for it. */
  again(n: number) {
    const unsent = this.messages.find(({ message }) => message.n === n);
    if (unsent?.failed) this.add(unsent.message);
  }

  /** There is somebody new to say it to. */
  sendAll() {
    for (const { message, failed } of this.messages) if (!failed) this.send(message);
  }

  private without(n: number) {
    return this.messages.filter(({ message }) => message.n !== n);
  }

  private fail(unsent: UnsentMessage, failed: Unheard | 'unanswered') {
    if (!this.messages.includes(unsent)) return;
    this.messages = this.messages.map((other) => (other === unsent ? { ...unsent, failed } : other));
    this.changed();
  }
}

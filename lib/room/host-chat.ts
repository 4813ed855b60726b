import { type ChatLog, findLine, inBatches, missedSince, toldLine } from '../core/chat/log';
import type { Moments } from '../core/chat/moments';
import { type ChatOrder, type ChatRules, freeForAll, freshOrder, judge } from '../core/chat/order';
import { findMember, type RoomFacts } from '../core/room/facts';
import type { Scheduler } from '../core/time/scheduler';
import {
  type GuestChatMessage,
  type HostChatMessage,
  LINES_MAX,
  type Ref,
  type ToldLine,
} from '../core/wire/chat-words';
import { nameToTell } from '../core/wire/fields';
import { encodeMessage, MESSAGE_MAX_BYTES, type MemberId } from '../core/wire/protocol';

/** What is around the lines of a message, bytes. */
const AROUND_BYTES = 100;
const sizeOf = (line: ToldLine) => encodeMessage({ kind: 'lines', lines: [line] }).byteLength;

interface HostChatDependencies {
  /** As this member has it. */
  readonly chat: { readonly log: ChatLog; readonly moments: Moments; readonly rules: ChatRules };
  readonly facts: () => RoomFacts;
  /** Everybody, this member too. */
  readonly tellAll: (message: HostChatMessage) => void;
  readonly tell: (id: MemberId, message: HostChatMessage) => void;
}

/** The host's part of the chat: it judges what members say, and passes on to all what it takes (SPEC CH-7). */
export class HostChat {
  private order: ChatOrder;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly parts: HostChatDependencies,
  ) {
    this.order = freshOrder(scheduler.now());
  }

  hear(by: MemberId, message: GuestChatMessage) {
    const { chat, facts, tell, tellAll } = this.parts;
    const { log, rules } = chat;
    const now = this.scheduler.now();
    const isHost = by === facts().host;
    const [order, why] = judge(this.order, log, rules, { by, message, isHost, now });
    this.order = order;
    if (why) {
      if (message.kind === 'write') tell(by, { kind: 'unheard', n: message.n, why });
      return;
    }
    switch (message.kind) {
      case 'write':
        return this.written(by, message);
      case 'rewrite':
        return this.changed({ by, n: message.n }, message.text);
      case 'erase':
        return this.changed({ by, n: message.n }, '');
      case 'react': {
        const { n, sign, film, at } = message;
        // Of another film it would be a moment that nobody has seen.
        const place = film === facts().film && at !== undefined ? { film, at } : {};
        return tellAll({ kind: 'reacted', by, n, sign, ...place });
      }
      case 'typing':
        return tellAll({ kind: 'types', by });
      case 'recall':
        return this.recall(by, message.after);
    }
  }

  private written(by: MemberId, { n, text, re }: Extract<GuestChatMessage, { kind: 'write' }>) {
    const { chat, facts, tell, tellAll } = this.parts;
    const known = findLine(chat.log, { by, n });
    // Its author has not heard that it was taken.
    if (known) return tell(by, { kind: 'lines', lines: [toldLine(known, this.scheduler.now())] });
    const name = nameToTell(findMember(facts(), by)?.name ?? '');
    tellAll({ kind: 'lines', lines: [{ by, n, name, text, agoMs: 0, ...(re ? { re } : {}) }] });
  }

  private changed(ref: Ref, text: string) {
    const { chat, tellAll } = this.parts;
    const line = findLine(chat.log, ref);
    if (!line) return;
    tellAll({ kind: 'lines', lines: [{ ...toldLine(line, this.scheduler.now()), text, edited: true }] });
  }

  /** Tells a member what it has missed. */
  private recall(by: MemberId, after: Ref | undefined) {
    const { chat, tell } = this.parts;
    const now = this.scheduler.now();
    const missed = missedSince(chat.log, after, now).map((line) => toldLine(line, now));
    const bounds = { linesMax: LINES_MAX, bytesMax: MESSAGE_MAX_BYTES - AROUND_BYTES };
    for (const lines of inBatches(missed, bounds, sizeOf)) tell(by, { kind: 'lines', lines: [...lines] });
    if (chat.moments.length > 0) tell(by, { kind: 'moments', moments: [...chat.moments] });
    if (chat.rules !== freeForAll) {
      const { slowS, muted } = chat.rules;
      tell(by, { kind: 'chat-rules', slowS, muted: [...muted] });
    }
  }
}

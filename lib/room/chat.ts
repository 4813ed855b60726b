import { type ChatLog, emptyLog, findLine, isSame, takeLines } from '../core/chat/log';
import { addReaction, type Moments, mergeMoments } from '../core/chat/moments';
import { type ChatRules, freeForAll } from '../core/chat/order';
import { startTyping, stopTyping, TYPING_EVERY_MS, TYPING_MS, type Typing, whoTypes } from '../core/chat/typing';
import type { RoomFacts } from '../core/room/facts';
import { cleanMessage } from '../core/text/clean-message';
import { type ClockReading, toRemote } from '../core/time/clock';
import { POSITION_MAX_S, positionAt } from '../core/time/playback';
import type { Scheduler } from '../core/time/scheduler';
import {
  type GuestChatMessage,
  type HostChatMessage,
  type Ref,
  type Sign,
  SLOW_MAX_S,
  type ToldLine,
} from '../core/wire/chat-words';
import type { MemberId } from '../core/wire/protocol';
import { HostChat } from './host-chat';
import { Unsent } from './unsent';

/** What a member has missed for longer than this is no news to it, ms: a newcomer is handed the evening so far. */
const NEWS_MS = 60_000;
/** A reaction floats over the film so far behind where it was sent: by then it has come to everybody who is near, s. */
const FLOATS_BEHIND_S = 0.4;
/** Whose film is not where the sender's was waits no longer for it, ms. */
const FLOATS_WITHIN_MS = 2_000;
/** Reactions come once on each link of a member; so many are told apart. */
const REACTIONS_KEPT = 50;
/** A member's numbers begin anywhere in 2^30 places that are 2^20 apart: a room place that dies forgets how far it was. */
const FIRST_NUMBERS = 2 ** 30;
const NUMBERS_EACH = 2 ** 20;
/** What was said to one host may be unknown to the next, if they were cut off from each other for as long as anybody dials, ms… */
const SAID_AGAIN_MS = 120_000;
/** …and so many of the newest are said again: a host takes five at once, and the person may be writing. */
const SAID_AGAIN_MAX = 3;

/** How a seat carries what is said: a host's to all its guests, or to one; a guest's to its host. */
export type Carrier =
  | {
      readonly all: (message: HostChatMessage) => void;
      readonly to: (id: MemberId, message: HostChatMessage) => void;
    }
  | { readonly host: (message: GuestChatMessage) => void };

export type Reacted = Extract<HostChatMessage, { kind: 'reacted' }>;

export interface ChatListener {
  changed(): void;
  /** @param inMs when the film is to be where the reaction floats over it; 0 where that is past, or where there is no such place */
  reacted(reaction: Reacted, inMs: number): void;
}

interface ChatDependencies {
  readonly scheduler: Scheduler;
  /** Evenly from 0 to 1. */
  readonly random: () => number;
  readonly self: MemberId;
  readonly facts: () => RoomFacts;
  readonly clock: () => ClockReading | undefined;
  /** Of the seat that this member has just now. */
  readonly carrier: () => Carrier;
}

/** The chat of a room as one member has it, whichever seat it sits in: the log goes with the member (SPEC CH-3). */
export class Chat {
  log: ChatLog = emptyLog;
  moments: Moments = [];
  rules: ChatRules = freeForAll;
  /** Messages of others that the person here has not seen. */
  unread = 0;
  private typing: Typing = new Map();
  private typedAt = Number.NEGATIVE_INFINITY;
  private reactions: readonly Ref[] = [];
  private newest: number | undefined;
  /** The term in which what is in the log was said last; undefined: nothing was, in this life of the room place. */
  private term: string | undefined;
  readonly unsent: Unsent;
  private readonly host: HostChat;
  private readonly listeners = new Set<ChatListener>();

  constructor(private readonly parts: ChatDependencies) {
    const { scheduler } = parts;
    this.unsent = new Unsent(
      scheduler,
      (message) => this.deliver(message),
      () => this.changed(),
    );
    this.host = new HostChat(scheduler, {
      chat: this,
      facts: parts.facts,
      tellAll: (message) => this.tellAll(message),
      tell: (id, message) => this.tell(id, message),
    });
  }

  /** @returns call it to hear no more */
  listen(listener: ChatListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // --- What the person here does ---

  write(text: string, re?: Ref) {
    const cleaned = cleanMessage(text);
    this.typedAt = Number.NEGATIVE_INFINITY;
    if (cleaned) this.unsent.add({ kind: 'write', n: this.number(), text: cleaned, ...(re ? { re } : {}) });
  }

  /** Of one's own messages. */
  rewrite(n: number, text: string) {
    const cleaned = cleanMessage(text);
    if (cleaned) this.deliver({ kind: 'rewrite', n, text: cleaned });
  }

  erase(n: number) {
    this.deliver({ kind: 'erase', n });
  }

  react(sign: Sign) {
    this.deliver({ kind: 'react', n: this.number(), sign, ...this.place() });
  }

  type() {
    if (this.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = this.now();
    this.deliver({ kind: 'typing' });
  }

  /** Everything that there is has been looked at. */
  seen() {
    if (this.unread === 0) return;
    this.unread = 0;
    this.changed();
  }

  /** A host's only. @param slowS seconds between two messages of a member @param muted who may say nothing */
  setRules({ slowS, muted }: Partial<ChatRules>) {
    if (!this.isHost) return;
    this.tellAll({
      kind: 'chat-rules',
      slowS: Math.min(SLOW_MAX_S, Math.max(0, slowS ?? this.rules.slowS)),
      muted: [...(muted ?? this.rules.muted)].slice(-64),
    });
  }

  /** Who is typing, beside this member. */
  get typists(): readonly MemberId[] {
    return whoTypes(this.typing, this.now()).filter((id) => id !== this.parts.self);
  }

  // --- What others say ---

  /** A guest of this member, which is host. */
  hear(by: MemberId, message: GuestChatMessage) {
    this.host.hear(by, message);
  }

  /** What the host tells everybody, this member or another. */
  take(message: HostChatMessage) {
    switch (message.kind) {
      case 'lines':
        return this.takeLines(message.lines);
      case 'reacted':
        return this.takeReaction(message);
      case 'types':
        this.typing = startTyping(this.typing, message.by, this.now());
        this.parts.scheduler.after(TYPING_MS, () => this.changed());
        return this.changed();
      case 'moments':
        this.moments = mergeMoments(this.moments, message.moments);
        return this.changed();
      case 'chat-rules':
        this.rules = message;
        return this.changed();
      case 'unheard':
        return this.unsent.refused(message.n, message.why);
    }
  }

  /** Whether anything was said yet: without it the chat costs a room nothing. */
  get talks(): boolean {
    return this.log.lines.length > 0 || this.moments.length > 0 || this.rules !== freeForAll;
  }

  /**
   * There is a link to the host, or this member is host now: what was missed is asked for, what was not heard is said again.
   * @param talks the host has something to tell
   */
  begun(talks = false) {
    const last = this.log.lines.at(-1);
    if (talks && !this.isHost) this.deliver({ kind: 'recall', ...(last ? { after: { by: last.by, n: last.n } } : {}) });
    this.unsent.sendAll();
    this.sayAgain();
  }

  /** The host before may have been cut off from this one, and have taken what this one has never heard (SPEC CH-21). */
  private sayAgain() {
    const term = this.termNow();
    if (term === this.term) return;
    this.term = term;
    const own = this.log.lines.filter(({ by, at }) => by === this.parts.self && this.now() - at < SAID_AGAIN_MS);
    for (const { n, text, re } of own.slice(-SAID_AGAIN_MAX)) {
      if (text !== '') this.deliver({ kind: 'write', n, text, ...(re ? { re } : {}) });
    }
  }

  private termNow(): string {
    const { host, epoch } = this.parts.facts();
    return `${host} ${epoch}`;
  }

  private takeLines(told: readonly ToldLine[]) {
    const before = this.log;
    this.log = takeLines(before, told, this.now());
    for (const { by, n } of told) {
      this.typing = stopTyping(this.typing, by);
      if (by === this.parts.self) this.unsent.drop(n);
    }
    if (this.log === before) return;
    this.term = this.termNow();
    const isNews = (line: ToldLine) =>
      line.by !== this.parts.self && line.text !== '' && line.agoMs < NEWS_MS && !findLine(before, line);
    this.unread += told.filter(isNews).length;
    this.changed();
  }

  private takeReaction(reaction: Reacted) {
    if (this.reactions.some((known) => isSame(known, reaction))) return;
    this.reactions = [...this.reactions, { by: reaction.by, n: reaction.n }].slice(-REACTIONS_KEPT);
    const { film, at, sign } = reaction;
    if (film !== undefined && at !== undefined) this.moments = addReaction(this.moments, film, at, sign);
    const inMs = this.floatsIn(reaction);
    for (const listener of [...this.listeners]) listener.reacted(reaction, inMs);
    this.changed();
  }

  /** How long until the film is as far as everybody sees a reaction at (SPEC CH-15), ms. */
  private floatsIn({ film, at }: Reacted): number {
    const here = this.place();
    const { playback } = this.parts.facts();
    if (at === undefined || here.at === undefined || here.film !== film || !playback || playback.paused) return 0;
    const inMs = ((at + FLOATS_BEHIND_S - here.at) / playback.rate) * 1000;
    return Math.min(FLOATS_WITHIN_MS, Math.max(0, inMs));
  }

  /** Where the film is now; a stream and a loop have no place that others could come back to. */
  private place(): { readonly film?: number; readonly at?: number } {
    const { facts, clock } = this.parts;
    const { playback, film } = facts();
    const reading = clock();
    if (!playback || !reading || playback.live || playback.roundS !== undefined) return {};
    return { film, at: Math.min(POSITION_MAX_S, positionAt(playback, toRemote(reading, this.now()))) };
  }

  /** Drawn when something is said for the first time. */
  private number(): number {
    this.newest ??= Math.floor(this.parts.random() * FIRST_NUMBERS) * NUMBERS_EACH;
    return ++this.newest;
  }

  private get isHost(): boolean {
    return 'all' in this.parts.carrier();
  }

  private deliver(message: GuestChatMessage) {
    const carrier = this.parts.carrier();
    if ('host' in carrier) carrier.host(message);
    else this.hear(this.parts.self, message);
  }

  private tellAll(message: HostChatMessage) {
    const carrier = this.parts.carrier();
    if ('all' in carrier) carrier.all(message);
    this.take(message);
  }

  private tell(id: MemberId, message: HostChatMessage) {
    const carrier = this.parts.carrier();
    if (id === this.parts.self) this.take(message);
    else if ('to' in carrier) carrier.to(id, message);
  }

  private changed() {
    for (const listener of [...this.listeners]) listener.changed();
  }

  private now() {
    return this.parts.scheduler.now();
  }
}

import { fullBucket, type Rate, type TokenBucket, takeToken } from '../time/token-bucket';
import type { GuestChatMessage, Unheard } from '../wire/chat-words';
import type { MemberId } from '../wire/protocol';
import { type ChatLog, findLine } from './log';

/** One's own message can be edited and deleted for so long, ms. */
export const CHANGEABLE_MS = 60_000;
/** Messages, with their edits and deletions: nobody writes faster. */
const WORDS: Rate = { burst: 5, perSecond: 1 };
/** Reactions, and that somebody is typing. */
const SIGNS: Rate = { burst: 8, perSecond: 3 };
/** Histories: a member asks at each new link. */
const RECALLS: Rate = { burst: 4, perSecond: 0.2 };
/** Of all members together: a member hears 60 messages a second of its host, and the film's come first. */
const EVERYBODY: Rate = { burst: 60, perSecond: 20 };
/** More have never been in one room at once; who was here longest ago makes room. */
const KNOWN_MAX = 128;

/** What the host's person has set. */
export interface ChatRules {
  /** So many seconds pass between two messages of a member. */
  readonly slowS: number;
  /** Who may say nothing. */
  readonly muted: readonly MemberId[];
}
export const freeForAll: ChatRules = { slowS: 0, muted: [] };

interface Allowance {
  readonly words: TokenBucket;
  readonly signs: TokenBucket;
  readonly recalls: TokenBucket;
  /** Its last message, own clock, ms. */
  readonly wroteAt: number;
}

/** What each member may still say, as the host counts it (SPEC CH-7). */
export interface ChatOrder {
  readonly members: ReadonlyMap<MemberId, Allowance>;
  readonly everybody: TokenBucket;
}

export const freshOrder = (now: number): ChatOrder => ({ members: new Map(), everybody: fullBucket(EVERYBODY, now) });

export interface Heard {
  readonly by: MemberId;
  readonly message: GuestChatMessage;
  /** The host itself is not made to wait. */
  readonly isHost: boolean;
  /** Own clock, ms. */
  readonly now: number;
}

/**
 * Whether the host takes what a member says.
 * @returns the order after it, and why it is not taken; undefined: it is
 */
export function judge(
  order: ChatOrder,
  log: ChatLog,
  rules: ChatRules,
  { by, message, isHost, now }: Heard,
): readonly [ChatOrder, Unheard | undefined] {
  const { kind } = message;
  const isWords = kind === 'write' || kind === 'rewrite' || kind === 'erase';
  if (kind !== 'recall' && rules.muted.includes(by)) return [order, 'muted'];
  if ((kind === 'rewrite' || kind === 'erase') && !mayChange(log, by, message.n, now)) return [order, 'too-late'];
  const known = order.members.get(by) ?? fullAllowance(now);
  // What is said again to another host is nothing new.
  const isNew = kind === 'write' && !findLine(log, { by, n: message.n });
  const isSlow = isNew && !isHost && now - known.wroteAt < rules.slowS * 1000;
  if (isSlow) return [order, 'slow'];
  const which = kind === 'recall' ? 'recalls' : isWords ? 'words' : 'signs';
  const own = takeToken(known[which], RATES[which], now);
  const all = takeToken(order.everybody, EVERYBODY, now);
  // What is only a hint gives way to words.
  const isTold = all && (kind !== 'typing' || all.left > EVERYBODY.burst / 2);
  if (!own || !isTold) return [order, 'too-fast'];
  const allowance = { ...known, [which]: own, ...(isNew ? { wroteAt: now } : {}) };
  const others = [...order.members].filter(([id]) => id !== by).slice(1 - KNOWN_MAX);
  return [{ members: new Map([...others, [by, allowance]]), everybody: all }, undefined];
}

const RATES = { words: WORDS, signs: SIGNS, recalls: RECALLS };

const fullAllowance = (now: number): Allowance => ({
  words: fullBucket(WORDS, now),
  signs: fullBucket(SIGNS, now),
  recalls: fullBucket(RECALLS, now),
  wroteAt: Number.NEGATIVE_INFINITY,
});

/** One's own, for a minute, and not what is deleted. */
export function mayChange(log: ChatLog, by: MemberId, n: number, now: number): boolean {
  const line = findLine(log, { by, n });
  return line !== undefined && line.text !== '' && now - line.at < CHANGEABLE_MS;
}

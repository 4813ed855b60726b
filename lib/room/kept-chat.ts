import { emptyLog, takeLines, toldLine } from '../core/chat/log';
import type { KeptChat } from '../core/ports/kept-chat';
import { TIME_MAX_MS } from '../core/time/playback';
import type { Scheduler } from '../core/time/scheduler';
import type { ToldLine } from '../core/wire/chat-words';
import type { Chat } from './chat';

/** The record is written anew at each press, too, so the texts in it have an end, characters: of usual length, all fit. */
const TEXTS_MAX = 60_000;
/** A change of the chat is in the record so soon: what comes at once is written once, ms. */
const WRITTEN_WITHIN_MS = 300;

type Said = Pick<Chat, 'log' | 'moments' | 'rules' | 'unread' | 'talks'>;

/** @param wallNow ms since 1970 @param now own clock, ms @returns undefined where nothing was said yet */
export function keptChat({ log, moments, rules, unread, talks }: Said, wallNow: number, now: number) {
  if (!talks) return undefined;
  const lines = newest(log.lines.map((line) => toldLine(line, now)));
  const { slowS, muted } = rules;
  return { lines, moments, slowS, muted, unread, wallAt: wallNow } satisfies KeptChat;
}

/** As many of the newest as fit. */
function newest(lines: readonly ToldLine[]): readonly ToldLine[] {
  let left = TEXTS_MAX;
  const tooOld = lines.findLastIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return lines.slice(tooOld + 1);
}

interface KeptChatDependencies {
  readonly scheduler: Scheduler;
  /** Ms since 1970. */
  readonly wallNow: () => number;
  /** Writes the record of the room anew. */
  readonly write: () => void;
}

/** Gives a chat what was kept of it before, and has all that is said from now on kept, too. */
export function keepChat(chat: Chat, kept: KeptChat | undefined, { scheduler, wallNow, write }: KeptChatDependencies) {
  if (kept) restoreChat(chat, kept, wallNow(), scheduler.now());
  const parts = () => [chat.log, chat.moments, chat.rules, chat.unread];
  let written = parts();
  let isDue = false;
  const changed = () => {
    if (isDue || parts().every((part, at) => part === written[at])) return;
    isDue = true;
    scheduler.after(WRITTEN_WITHIN_MS, () => {
      isDue = false;
      written = parts();
      write();
    });
  };
  chat.listen({ changed, reacted: () => {} });
}

function restoreChat(
  chat: Pick<Chat, 'log' | 'moments' | 'rules' | 'unread'>,
  { lines, moments, slowS, muted, unread, wallAt }: KeptChat,
  wallNow: number,
  now: number,
) {
  const older = Math.max(0, wallNow - wallAt);
  const told = lines.map((line) => ({ ...line, agoMs: Math.min(TIME_MAX_MS, line.agoMs + older) }));
  chat.log = takeLines(emptyLog, told, now);
  chat.moments = moments;
  if (slowS > 0 || muted.length > 0) chat.rules = { slowS, muted };
  chat.unread = unread;
}

import { type Browser, browser } from 'wxt/browser';
import { CHAT_DOOR_PORT, CHAT_FRAME_PORT } from '../core/ports/chat-door';
import { CHAT_PORT } from '../core/ports/chat-port';
import { PAIR_PORT } from '../core/ports/pair-port';
import { PLAYER_PORT, TEST_PORT, VIEW_PORT } from '../core/ports/player-port';
import type { Kind } from './message-map';

/** The kinds of context that may say something, by what can be between them and the person (SPEC EX-1). */
export type Context =
  /** A page of ours that nothing covers: at the top of a tab, the popup, the room place, the background. */
  | 'page'
  /** A page of ours in a frame: the page around it chooses when it is loaded, what covers it and where a press lands. */
  | 'frame'
  /** A content script: it lives in the process of a web page, which may have taken that over. */
  | 'content';

/** The contexts that may send each message. A frame of ours in a web page sends none. */
const MAY_ASK: { readonly [K in Kind]: readonly Context[] } = {
  invite: ['content'],
  'self-made': ['content'],
  revive: ['content'],
  bridge: ['content'],
  words: ['content'],
  command: ['page'],
  'join-at': ['page'],
  retry: ['page'],
  return: ['page'],
  'move-here': ['page'],
  'return-to': ['page'],
  'forget-rooms': ['page'],
  status: ['page'],
  dismiss: ['page'],
  decline: ['page'],
  'waiting-invites': ['page'],
  perform: ['page'],
  idle: ['page'],
  resume: ['page'],
  changed: ['page'],
  keep: ['page'],
  go: ['page'],
  place: ['page'],
  rest: ['page'],
  discord: ['page'],
  redeem: ['page'],
  redeemed: ['page'],
};

/** Who may open which port. */
const MAY_OPEN: { readonly [name: string]: readonly Context[] } = {
  [PLAYER_PORT]: ['content'],
  [VIEW_PORT]: ['page'],
  [TEST_PORT]: ['page'],
  [CHAT_PORT]: ['page'],
  [PAIR_PORT]: ['page'],
  [CHAT_DOOR_PORT]: ['content'],
  // Whoever has made the frame: without a pass it is told nothing (SPEC CH-16).
  [CHAT_FRAME_PORT]: ['frame'],
};

/** What a browser says of a sender, as far as it counts here. */
export type Spoken = Pick<Browser.runtime.MessageSender, 'id' | 'url' | 'origin' | 'tab' | 'frameId'> & {
  /** Chrome's. */
  readonly documentLifecycle?: string | undefined;
};

/**
 * Tells the kind of context apart by what the browser itself says of it.
 *
 * @returns undefined for who may say nothing: another extension, a page that is only prepared (prerendered), a sandboxed
 *   page of ours, a context of which the browser says too little
 */
export function contextOf(sender: Spoken): Context | undefined {
  const { id, url, origin, tab, frameId = 0, documentLifecycle } = sender;
  if (id !== browser.runtime.id || url === undefined || documentLifecycle === 'prerender') return undefined;
  const root = browser.runtime.getURL('/');
  if (!url.startsWith(root)) return tab === undefined || origin === root.slice(0, -1) ? undefined : 'content';
  // A sandboxed page of ours has an origin of its own. Older Firefox names none.
  if (origin !== undefined && origin !== root.slice(0, -1)) return undefined;
  return frameId === 0 ? 'page' : 'frame';
}

/** @param kind of message; nobody may send what is not in the table */
export function mayAsk(sender: Spoken, kind: string): boolean {
  return holds(MAY_ASK, kind, sender);
}

/** @param name of the port; nobody may open what is not in the table */
export function mayOpen(sender: Spoken, name: string): boolean {
  return holds(MAY_OPEN, name, sender);
}

function holds(rights: { readonly [name: string]: readonly Context[] }, name: string, sender: Spoken): boolean {
  const context = contextOf(sender);
  return context !== undefined && Object.hasOwn(rights, name) && (rights[name]?.includes(context) ?? false);
}

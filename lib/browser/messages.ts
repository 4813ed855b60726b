import { type Browser, browser } from 'wxt/browser';
import type { Kind, Messages } from './message-map';
import { mayAsk } from './rights';

type Addressed<K extends Kind> = { readonly to: Messages[K]['to']; readonly kind: K; readonly body: Messages[K]['in'] };
const ADDRESSEE: { readonly [K in Kind]: Messages[K]['to'] } = {
  invite: 'background',
  'self-made': 'background',
  'join-at': 'background',
  retry: 'background',
  return: 'background',
  'move-here': 'background',
  'return-to': 'background',
  'forget-rooms': 'background',
  decline: 'background',
  'waiting-invites': 'background',
  command: 'background',
  status: 'background',
  dismiss: 'background',
  revive: 'background',
  bridge: 'background',
  words: 'background',
  changed: 'background',
  keep: 'background',
  go: 'background',
  place: 'background',
  rest: 'background',
  discord: 'background',
  redeemed: 'background',
  redeem: 'place',
  perform: 'place',
  idle: 'place',
  resume: 'place',
};
/** No answer within this is an error: the longest honest one is a worker that starts and makes a document. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Sends one message; rejects when nobody answers. */
export async function ask<K extends Kind>(kind: K, body: Messages[K]['in']): Promise<Messages[K]['out']> {
  const message: Addressed<K> = { to: ADDRESSEE[kind], kind, body };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nobody answered "${kind}"`)), ANSWER_TIMEOUT_MS);
  });
  try {
    const answer: unknown = await Promise.race([browser.runtime.sendMessage(message), timeout]);
    if (typeof answer !== 'object' || answer === null || !('answer' in answer)) {
      throw new Error(`nobody answers "${kind}"`);
    }
    return answer.answer as Messages[K]['out'];
  } finally {
    clearTimeout(timer);
  }
}

export interface Sender {
  readonly tabId: number | undefined;
  readonly frameId: number | undefined;
}
export type Answers<To extends 'background' | 'place'> = {
  readonly [K in Kind as Messages[K]['to'] extends To ? K : never]: (
    body: Messages[K]['in'],
    sender: Sender,
  ) => Messages[K]['out'] | Promise<Messages[K]['out']>;
};

/** Answers the messages addressed to this context, as far as who says them may say them (SPEC EX-1). */
export function answer<To extends 'background' | 'place'>(to: To, answers: Answers<To>): void {
  browser.runtime.onMessage.addListener(((
    message: unknown,
    sender: Browser.runtime.MessageSender,
    respond: (a: unknown) => void,
  ) => {
    if (typeof message !== 'object' || message === null) return undefined;
    const { to: addressee, kind, body } = message as Record<string, unknown>;
    if (addressee !== to || typeof kind !== 'string' || !Object.hasOwn(answers, kind)) return undefined;
    if (!mayAsk(sender, kind)) return undefined;
    const handler = answers[kind as keyof Answers<To>] as (body: unknown, sender: Sender) => unknown;
    // `sendResponse` with `true` is the one form that every browser and the polyfill understand.
    Promise.resolve(handler(body, { tabId: sender.tab?.id, frameId: sender.frameId })).then(
      (out) => respond({ answer: out }),
      (error: unknown) => {
        console.error(`lockstep: "${kind}" failed`, error);
        respond({ failed: true });
      },
    );
    return true;
  }) as never);
}

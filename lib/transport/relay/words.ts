import { fromHex, isId, isRoom, toHex } from './names';

type Bytes = Uint8Array<ArrayBuffer>;

/** What a host is known by where others of its room may be (see `precedence`). */
export interface Announcement {
  readonly id: string;
  /** Of its own, where it takes guests. */
  readonly room: string;
  /** The same for the same host in another life; nobody can tell its token from it. */
  readonly claim: string;
  /** How long it has been the host, ms. */
  readonly ageMs: number;
  /** Where it speaks to its audience. */
  readonly air?: string;
  /** All seats are taken: whoever is new here need not ask. */
  readonly full?: true;
}

/** What ends say to each other besides what they carry. Whose words they are is in the frame. */
export type Say =
  /** At the rendezvous, kept by the broker: where to ask. */
  | ({ readonly say: 'host' } & Announcement)
  /** At the rendezvous: is somebody there? And the answer, which nobody can have kept. */
  | { readonly say: 'probe'; readonly nonce: string }
  | ({ readonly say: 'alive'; readonly nonce: string } & Announcement)
  /** At the rendezvous, by the broker in the name of a guest whose connection has died. */
  | { readonly say: 'gone' }
  /**
   * To the host: let me in, or: here I am on another connection. `seenMs` is the host's age as it was announced. The key
   * to the lock of the first asking shows that it is the same guest.
   */
  | {
      readonly say: 'ask';
      readonly nonce: string;
      readonly seenMs: number;
      readonly lock: string;
      readonly key?: string;
    }
  | { readonly say: 'bye' }
  /** To one guest, for all to hear. */
  | { readonly say: 'welcome'; readonly to: string; readonly nonce: string }
  | { readonly say: 'full' | 'out'; readonly to: string }
  | { readonly say: 'end' };

/** What is carried, to one or to all. */
export type Words =
  | { readonly kind: 'say'; readonly said: Say }
  | { readonly kind: 'all'; readonly message: Bytes }
  | { readonly kind: 'one'; readonly to: string; readonly message: Bytes };

const KIND = { say: 0, all: 1, one: 2 } as const;
const ID_BYTES = 16;
const SAY_MAX_BYTES = 1_024;
/** A year: longer than any browser stays open. */
const AGE_MAX_MS = 4e10;

export const sayWords = (said: Say): Bytes => after([KIND.say], new TextEncoder().encode(JSON.stringify(said)));
export const wordsToAll = (message: Bytes): Bytes => after([KIND.all], message);
export function wordsToOne(to: string, message: Bytes): Bytes {
  const id = fromHex(to);
  return after([KIND.one, ...id], message);
}
function after(head: readonly number[], rest: Bytes): Bytes {
  const bytes = new Uint8Array(head.length + rest.length);
  bytes.set(head);
  bytes.set(rest, head.length);
  return bytes;
}

/** @returns undefined for anything that the three above do not write */
export function readWords(words: Bytes): Words | undefined {
  if (words[0] === KIND.all) return { kind: 'all', message: words.slice(1) };
  if (words[0] === KIND.one && words.length > ID_BYTES)
    return { kind: 'one', to: toHex(words.slice(1, 1 + ID_BYTES)), message: words.slice(1 + ID_BYTES) };
  if (words[0] !== KIND.say || words.length > SAY_MAX_BYTES) return undefined;
  const said = saidIn(parsed(words.subarray(1)));
  return said && { kind: 'say', said };
}

function saidIn({
  say,
  nonce,
  id,
  room,
  claim,
  ageMs,
  seenMs,
  lock,
  key,
  to,
  air,
  full,
}: Record<string, unknown>): Say | undefined {
  const onAir = { ...(isRoom(air) ? { air } : {}), ...(full === true ? { full: true as const } : {}) };
  const announced =
    isId(id) && isRoom(room) && isId(claim) && isAge(ageMs) ? { id, room, claim, ageMs, ...onAir } : undefined;
  switch (say) {
    case 'host':
      return announced && { say, ...announced };
    case 'alive':
      return announced && isId(nonce) ? { say, nonce, ...announced } : undefined;
    case 'probe':
      return isId(nonce) ? { say, nonce } : undefined;
    case 'ask':
      if (!isId(nonce) || !isAge(seenMs) || !isId(lock) || !(key === undefined || isId(key))) return undefined;
      return { say, nonce, seenMs, lock, ...(key === undefined ? {} : { key }) };
    case 'welcome':
      return isId(to) && isId(nonce) ? { say, to, nonce } : undefined;
    case 'full':
    case 'out':
      return isId(to) ? { say, to } : undefined;
    case 'gone':
    case 'bye':
    case 'end':
      return { say };
    default:
      return undefined;
  }
}

const isAge = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= AGE_MAX_MS;

function parsed(json: Bytes): Record<string, unknown> {
  try {
    return Object(JSON.parse(new TextDecoder().decode(json)));
  } catch {
    return {};
  }
}

/** A lock whose key is `key`, or a claim whose token it is. */
export async function hashOf(label: 'lock' | 'claim', key: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`lockstep/relay/${label}/${key}`));
  return toHex(new Uint8Array(bytes).slice(0, ID_BYTES));
}

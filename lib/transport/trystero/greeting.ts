import { MESSAGE_MAX_BYTES, type PeerId } from '../../core/wire/protocol';

/**
 * What two ends say to each other once Trystero has introduced them, before anything of the room (SPEC TR-12…). Its mesh
 * makes no difference between hosts and guests, and lets nobody be refused.
 *
 * host → whoever: `host`. guest → host: `guest`. host → guest: `welcome` or `full`. A guest says nothing to a guest.
 */
export type Greeting =
  | {
      readonly kind: 'host';
      readonly id: PeerId;
      /** Which of the room's places it is host at. */
      readonly at: string;
      readonly door: string;
      readonly token: string;
      /** How long it has been the host, ms. */
      readonly ageMs: number;
    }
  | { readonly kind: 'guest'; readonly id: PeerId; readonly to: PeerId; readonly door: string }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'full' };

type Frame = Uint8Array<ArrayBuffer>;

const GREETING_VERSION = 1;
const WORD_MAX = 128;
/** A year: longer than any browser stays open. */
const AGE_MAX_MS = 4e10;

export const writeGreeting = (greeting: Greeting): Frame =>
  new TextEncoder().encode(JSON.stringify({ v: GREETING_VERSION, ...greeting }));

/** @returns undefined for anything that `writeGreeting` does not write; an unknown version too */
export function readGreeting(frame: Frame): Greeting | undefined {
  if (frame.length > MESSAGE_MAX_BYTES) return undefined;
  const said = parsed(frame);
  if (said.v !== GREETING_VERSION) return undefined;
  const { kind, id, at, to, door, token, ageMs } = said;
  if (kind === 'welcome' || kind === 'full') return { kind };
  if (!isWord(id) || !isWord(door)) return undefined;
  if (kind === 'guest') return isWord(to) ? { kind, id, to, door } : undefined;
  if (kind !== 'host' || !isWord(at) || !isWord(token)) return undefined;
  if (typeof ageMs !== 'number' || !(ageMs >= 0 && ageMs <= AGE_MAX_MS)) return undefined;
  return { kind, id, at, door, token, ageMs };
}

const isWord = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= WORD_MAX;

function parsed(frame: Frame): Record<string, unknown> {
  try {
    return Object(JSON.parse(new TextDecoder().decode(frame)));
  } catch {
    return {};
  }
}

import type { MemberId } from '../wire/protocol';

/** Who types says so this often, ms… */
export const TYPING_EVERY_MS = 3_000;
/** …and counts as typing for so long, ms: one word of it may be lost. */
export const TYPING_MS = 5_000;

/** Until when each member counts as typing, own clock, ms. */
export type Typing = ReadonlyMap<MemberId, number>;

export function startTyping(typing: Typing, id: MemberId, now: number): Typing {
  return new Map([...typing].filter(([, until]) => until > now)).set(id, now + TYPING_MS);
}

/** It has written what it typed. */
export function stopTyping(typing: Typing, id: MemberId): Typing {
  return new Map([...typing].filter(([other]) => other !== id));
}

export function whoTypes(typing: Typing, now: number): readonly MemberId[] {
  return [...typing].flatMap(([id, until]) => (until > now ? id : []));
}

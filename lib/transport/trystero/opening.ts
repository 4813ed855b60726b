import type { PeerId } from '../../core/wire/protocol';
import type { RoomAddress, Unsubscribe } from '../transport';
import type { Waiting } from '../waiting';
import type { Introductions } from './introduced';
import type { Membership, Mesh } from './mesh';

/** What an end is opened with. */
export interface Opening {
  readonly address: RoomAddress;
  readonly mesh: Mesh;
  readonly introductions: Introductions;
  readonly onWake: (listener: () => void) => Unsubscribe;
  /** Whether this browser was in the room a moment ago. */
  readonly isBack: boolean;
}

/** The mesh introduces everybody to everybody; with more than eight that alone is a burden. The host is one of them. */
export const GUESTS_MAX = 7;
/** No tracker or relay that has not worked by now is waited for, ms. */
const SERVERS_MS = 8_000;

/** An end's name is its own: Trystero's stays the same while the page lives, and reaches strangers. */
export const randomId = (): PeerId =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Resolves once a server works, or somebody has been met, which may come first.
 * Rejects with a `TransportError`: why none works, or `aborted`.
 */
export async function serversWork(mesh: Membership, hasMet: () => boolean, wait: Waiting): Promise<void> {
  const look = () => (mesh.isWorking() || hasMet() ? true : mesh.isHopeless() ? false : undefined);
  if (!(await wait.until(look, SERVERS_MS))) throw mesh.failure();
}

/**
 * Waits for an answer, and longer where a path to somebody is still being looked for: it may be the one.
 *
 * @returns undefined when there is none
 */
export async function answered<T>(
  look: () => T | undefined,
  limits: { readonly ms: number; readonly longerMs: number },
  introductions: Introductions,
  wait: Waiting,
): Promise<T | undefined> {
  const answer = await wait.until(look, limits.ms);
  if (answer !== undefined) return answer;
  const settled = () => look() ?? (introductions.counts().underWay > 0 ? undefined : null);
  return (await wait.until(settled, limits.longerMs)) ?? undefined;
}

import { browser } from 'wxt/browser';

/**
 * What the background must know over its own death, and nobody after the browser's: `storage.session` is in
 * memory and closed to content scripts.
 */
export interface Session {
  /** The tab that is in a room. */
  readonly tabId: number | undefined;
  /** For the room place, should it die. Opaque here but for the code. */
  readonly record: unknown;
  readonly code: string | undefined;
  /** What went wrong last, until the person has read it. */
  readonly problem: string | undefined;
  readonly offered: { readonly tabId: number; readonly invite: string } | undefined;
}

const KEYS = ['tabId', 'record', 'problem', 'offered'] as const;

export async function readSession(): Promise<Session> {
  const kept: Record<string, unknown> = await browser.storage.session.get([...KEYS]);
  const { tabId, record, problem, offered } = kept;
  return {
    tabId: typeof tabId === 'number' ? tabId : undefined,
    record,
    code: codeOf(record),
    problem: typeof problem === 'string' ? problem : undefined,
    offered: offered as Session['offered'],
  };
}

function codeOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('room' in record)) return undefined;
  const { room } = record;
  return typeof room === 'object' && room !== null && 'code' in room && typeof room.code === 'string'
    ? room.code
    : undefined;
}

/** `undefined` removes. */
export async function writeSession(change: Partial<Omit<Session, 'code'>>): Promise<void> {
  const entries = Object.entries(change);
  const gone = entries.filter(([, value]) => value === undefined).map(([key]) => key);
  const kept = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  if (gone.length > 0) await browser.storage.session.remove(gone);
  if (Object.keys(kept).length > 0) await browser.storage.session.set(kept);
}

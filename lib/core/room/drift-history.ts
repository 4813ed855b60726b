import type { Member, MemberId } from '../wire/protocol';

/** One member's drift over the last minute, oldest first. */
export interface DriftLine {
  readonly id: MemberId;
  readonly points: readonly { readonly at: number; readonly driftMs: number }[];
}

/** What the graph shows. */
export const HISTORY_MS = 60_000;

/**
 * Adds everybody's drift as it is now, and drops what is older than a minute and who is gone.
 * @param now any one clock, ms
 */
export function addToHistory(lines: readonly DriftLine[], members: readonly Member[], now: number): DriftLine[] {
  return members.map(({ id, driftMs, state }) => {
    const kept = (lines.find((line) => line.id === id)?.points ?? []).filter((p) => now - p.at <= HISTORY_MS);
    // A player that stands still, or has none, drifts from nothing.
    const moving = state === 'in-sync' || state === 'catching-up';
    return { id, points: moving && driftMs !== undefined ? [...kept, { at: now, driftMs }] : kept };
  });
}

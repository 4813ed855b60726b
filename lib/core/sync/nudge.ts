import { RATE_RESET_MS } from '../intent/page-reactions';
import { noteCutShort } from '../player/capabilities';
import { SAME_RATE, type SettleContext } from './context';
import { markDiscontinuity, type SyncState } from './state';

/**
 * Begins a nudge: open-loop, over when it was planned to be (SPEC CO-2). At any rate but 1 Chromium 156 stretches already:
 * to resample for a while would cost 20 ms at each change between the two, which would be nudged away again and again
 * (CO-23).
 */
export function beginNudge(
  state: SyncState,
  { target, moment: { now }, effects }: SettleContext,
  { factor, durationMs }: { readonly factor: number; readonly durationMs: number },
  how: 'resampled' | 'stretched',
): SyncState {
  const rate = target.rate * factor;
  effects.push(
    { type: 'rate', rate, nudge: target.rate === 1 ? how : 'stretched' },
    { type: 'wake', inMs: durationMs },
  );
  return { ...markDiscontinuity(state, now), phase: { kind: 'nudging', until: now + durationMs, rate } };
}

/** Is a nudge under way, and left alone by the page? It is looked at again when it is planned to be over. */
export function continuesNudge({ phase }: SyncState, { moment: { view, now }, effects }: SettleContext): boolean {
  if (phase.kind !== 'nudging' || now >= phase.until || Math.abs(view.rate - phase.rate) >= SAME_RATE) return false;
  effects.push({ type: 'wake', inMs: phase.until - now });
  return true;
}

/** A nudge is over. Cut short by a page that is not just getting going, it is one that is not taken (SPEC CO-11). */
export function endNudge(state: SyncState, { target, moment: { view, now } }: SettleContext): SyncState {
  const { phase, reactions, capabilities } = state;
  const cut = phase.kind === 'nudging' && now < phase.until && Math.abs(view.rate - target.rate) < SAME_RATE;
  const missed = cut && now - reactions.playingAt > RATE_RESET_MS;
  return {
    ...markDiscontinuity(state, now),
    nudgedAt: now,
    capabilities: missed ? noteCutShort(capabilities) : capabilities,
  };
}

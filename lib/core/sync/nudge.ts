import { RATE_RESET_MS } from '../intent/page-reactions';
import { cutShort } from '../player/capabilities';
import { type FollowContext, SAME_RATE } from './context';
import { broken, type SyncState } from './state';
import type { SyncEffect } from './step-io';

/**
 * Begins a nudge: open-loop, over when it was planned to be (SPEC CO-2). At any rate but 1 Chromium 156 stretches already:
 * to resample for a while would cost 20 ms at each change between the two, which would be nudged away again and again.
 */
export function nudge(
  state: SyncState,
  { target, moment: { now }, effects }: FollowContext,
  { factor, durationMs }: { readonly factor: number; readonly durationMs: number },
  how: 'resampled' | 'stretched',
): SyncState {
  const rate = target.rate * factor;
  effects.push(
    { type: 'rate', rate, nudge: target.rate === 1 ? how : 'stretched' },
    { type: 'wake', inMs: durationMs },
  );
  return { ...broken(state, now), phase: { kind: 'nudging', until: now + durationMs, rate } };
}

/** A nudge is over. Cut short by a page that is not just getting going, it is one that is not taken (SPEC CO-11). */
export function nudged(state: SyncState, { target, moment: { view, now } }: FollowContext): SyncState {
  const { phase, doing, tried } = state;
  const cut = phase.kind === 'nudging' && now < phase.until && Math.abs(view.rate - target.rate) < SAME_RATE;
  const missed = cut && now - doing.playingAt > RATE_RESET_MS;
  return { ...broken(state, now), nudgedAt: now, tried: missed ? cutShort(tried) : tried };
}

/** What takes a nudge back that is under way. */
export function nudgeEnd({ phase, order }: SyncState): SyncEffect[] {
  const rate = order?.playback?.rate;
  return phase.kind === 'nudging' && rate !== undefined ? [{ type: 'rate', rate }] : [];
}

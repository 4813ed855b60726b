import { checksOf, needsNetwork } from '../core/doctor/cause';
import type { Cause, Check } from '../core/doctor/check';
import type { Problem } from '../core/ports/room-view';
import { type DiaryLine, triedOf } from './diary';

/** The room was there, and somebody has said why it is over: how its ways are has nothing to do with it. */
const SAID: ReadonlySet<Problem> = new Set(['host-left', 'removed', 'tab-closed']);

/**
 * Why a room could not be had, in a row a way (SPEC DR-1, DR-3). This machine's network is looked at only where that tells
 * causes apart; else the answer comes at once.
 *
 * @param look what keeps this machine from being reached; takes up to four seconds and never rejects
 */
export function examine(
  problem: Problem,
  diary: readonly DiaryLine[],
  look: (() => Promise<Cause | undefined>) | undefined,
  tell: (checks: readonly Check[]) => void,
) {
  const tried = SAID.has(problem) ? [] : triedOf(diary);
  if (!look || !needsNetwork(tried)) return tell(checksOf(tried, undefined));
  look().then((network) => tell(checksOf(tried, network)));
}

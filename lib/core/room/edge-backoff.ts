import { reanchor } from '../time/playback';
import type { MemberState } from '../wire/protocol';
import { type HostState, noStalls, pressedByRoom, sameIds } from './host-state';

/** One spell may be the network's, a second that of the seek after it. */
const STALLS_MAX = 3;
const WITHIN_MS = 12_000;
/** A page that pauses its player in a storm makes it wait as well: that is no running dry, and counts once. */
const STORM_COUNTS_ONCE_MS = 1_500;
/** More than the host's player is let be beside the room (SPEC LV-13), and a segment of most streams, s. */
const BACK_OFF_S = 2;
/** A network that is too slow would be too slow anywhere. */
const TIMES_MAX = 3;

/** @param now room time, ms */
export function backOffFromEdge(state: HostState, now: number): HostState {
  const { playback, stalls, members } = state;
  if (!playback?.live) return stalls === noStalls ? state : { ...state, stalls: noStalls };
  const guests = (word: MemberState) => members.filter((m) => m.id !== state.host && m.state === word).map((m) => m.id);
  const inStep = guests('in-sync');
  // A player that is being loaded or sought was not there yet.
  const begun = playback.paused ? [] : guests('waiting').filter((id) => stalls.inStep.includes(id));
  if (begun.length === 0) {
    return sameIds(inStep, stalls.inStep) ? state : { ...state, stalls: { ...stalls, inStep } };
  }
  const at = Object.fromEntries(
    members.map(({ id }) => {
      const recent = (stalls.at[id] ?? []).filter((spell) => now - spell < WITHIN_MS);
      const counts = begun.includes(id) && now - (recent.at(-1) ?? Number.NEGATIVE_INFINITY) >= STORM_COUNTS_ONCE_MS;
      return [id, counts ? [...recent, now] : recent] as const;
    }),
  );
  const often = Object.values(at).some((recent) => recent.length >= STALLS_MAX);
  if (!often || stalls.timesBackedOff >= TIMES_MAX) return { ...state, stalls: { ...stalls, at, inStep } };
  const there = reanchor(playback, now);
  const back = pressedByRoom(state, { ...there, position: there.position - BACK_OFF_S }, 'wait');
  return { ...back, stalls: { at: {}, inStep, timesBackedOff: stalls.timesBackedOff + 1 } };
}

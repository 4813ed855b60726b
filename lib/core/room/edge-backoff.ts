import { reanchor } from '../time/playback';
import type { MemberState } from '../wire/protocol';
import { HOST_ID, type HostState, noSpells, pressedByRoom, sameIds } from './host-state';

/** One spell may be the network's, a second that of the seek after it. */
const SPELLS = 3;
const WITHIN_MS = 12_000;
/** A page that pauses its player in a storm makes it wait as well: that is no running dry, and counts once. */
const STORM_MS = 1_500;
/** More than the host's player is let be beside the room (SPEC LV-3), and a segment of most streams, s. */
const BACK_S = 2;
/** A network that is too slow would be too slow anywhere. */
const TIMES_MAX = 3;

/** @param now room time, ms */
export function giveWay(state: HostState, now: number): HostState {
  const { playback, spells, members } = state;
  if (!playback?.live) return spells === noSpells ? state : { ...state, spells: noSpells };
  const guests = (word: MemberState) => members.filter((m) => m.id !== HOST_ID && m.state === word).map((m) => m.id);
  const inStep = guests('in-sync');
  // A player that is being loaded or sought was not there yet.
  const begun = playback.paused ? [] : guests('waiting').filter((id) => spells.inStep.includes(id));
  if (begun.length === 0) {
    return sameIds(inStep, spells.inStep) ? state : { ...state, spells: { ...spells, inStep } };
  }
  const at = Object.fromEntries(
    members.map(({ id }) => {
      const recent = (spells.at[id] ?? []).filter((spell) => now - spell < WITHIN_MS);
      const counts = begun.includes(id) && now - (recent.at(-1) ?? Number.NEGATIVE_INFINITY) >= STORM_MS;
      return [id, counts ? [...recent, now] : recent] as const;
    }),
  );
  const often = Object.values(at).some((recent) => recent.length >= SPELLS);
  if (!often || spells.gaveWay >= TIMES_MAX) return { ...state, spells: { ...spells, at, inStep } };
  const there = reanchor(playback, now);
  const back = pressedByRoom(state, { ...there, position: there.position - BACK_S }, 'wait');
  return { ...back, spells: { at: {}, inStep, gaveWay: spells.gaveWay + 1 } };
}

import { MEMBERS_MAX, type MemberId } from '../wire/protocol';
import { findMember, mayDrive } from './facts';
import { type DriveAsk, type HostState, setDriver, touched } from './host-state';

/** A guest asks again no sooner than so long after a word of its host, or without one, ms. */
export const ASK_AGAIN_MS = 60_000;

/**
 * Takes in that a guest asks to drive (SPEC RO-19).
 * @param now room time, ms
 * @returns the same state where that is no news to the host: it may drive, asks already, or was refused of late
 */
export function askToDrive(state: HostState, by: MemberId, now: number): HostState {
  if (!findMember(state, by) || mayDrive(state, by)) return state;
  const last = state.asks.find((ask) => ask.by === by);
  if (last && (!last.isRefused || now - last.at < ASK_AGAIN_MS)) return state;
  return { ...state, asks: withAsk(state, { by, at: now, isRefused: false }) };
}

/** Guests who wait for the host's word, in the order in which they asked. */
export function standingAsks(state: HostState): readonly { readonly id: MemberId; readonly name: string }[] {
  return state.asks.flatMap(({ by, isRefused }) => {
    const member = findMember(state, by);
    return isRefused || !member || mayDrive(state, by) ? [] : { id: by, name: member.name };
  });
}

/**
 * The host's word to a guest who asks. Where only the host might drive, this guest may now too, and nobody else.
 * @param now room time, ms
 * @returns the same state where that guest does not ask
 */
export function answerAsk(state: HostState, id: MemberId, may: boolean, now: number): HostState {
  if (!standingAsks(state).some((ask) => ask.id === id)) return state;
  if (!may) return { ...state, asks: withAsk(state, { by: id, at: now, isRefused: true }) };
  const answered = { ...state, asks: state.asks.filter(({ by }) => by !== id) };
  if (state.control === 'chosen') return setDriver(answered, id, true);
  return { ...touched(answered), control: 'chosen', drivers: [id] };
}

const withAsk = ({ asks }: HostState, ask: DriveAsk) =>
  [...asks.filter(({ by }) => by !== ask.by), ask].slice(-MEMBERS_MAX);

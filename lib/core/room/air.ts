import type { AirMessage } from '../wire/air';
import { nameToTell } from '../wire/fields';
import type { SignedMessage } from '../wire/protocol';
import { hostName, memberIdOf } from './facts';
import { createGuestState, type GuestState, nextTerm, takeSigned } from './guest-state';
import { mediaMessage, playbackMessage } from './host-messages';
import type { HostState } from './host-state';

/** What of a message on the air is not said by the room's facts. */
export type AirExtras = Pick<AirMessage, 'n' | 'at' | 'halfMs' | 'watching' | 'line'> &
  Partial<Pick<AirMessage, 'poll' | 'calls' | 'next' | 'over'>>;

/** @param key of the host: with it, the message says who the host is and what is watched, too */
export function airMessage(state: HostState, extras: AirExtras, key?: string): AirMessage {
  const { run, epoch, revision, change, playback, cause } = playbackMessage(state, extras.at) as PlaybackMessage;
  const media = key === undefined ? undefined : mediaMessage(state);
  return {
    ...{ run, epoch, revision, change, film: state.film, calls: [] },
    ...(playback ? { playback } : {}),
    ...(cause ? { cause } : {}),
    ...(key === undefined ? {} : { host: { key, name: nameToTell(hostName(state)) } }),
    ...(media?.kind === 'media' ? { media: media.media } : {}),
    ...extras,
  };
}
type PlaybackMessage = Extract<SignedMessage, { kind: 'playback' }>;

/** What has been heard on the air, in the order in which the host has said it. */
export interface AirHeard {
  readonly state: GuestState;
  /** Of the newest message of this epoch. */
  readonly n: number;
  readonly newest: AirMessage;
}

/**
 * Takes in a message whose signature is the host's (SPEC AU-3).
 *
 * @param id of the watcher itself @param key of the host that has signed it
 * @returns the same where it is of another room, or no later than the newest
 */
export function takeAir(
  before: AirHeard | undefined,
  message: AirMessage,
  { id, key }: { readonly id: string; readonly key: string },
): AirHeard | undefined {
  const { run, epoch, n, revision, change, film, playback, cause, media } = message;
  const host = memberIdOf(key);
  if (before) {
    if (run !== before.state.run || epoch < before.state.epoch) return before;
    if (epoch === before.state.epoch && (n <= before.n || host !== before.state.host)) return before;
  }
  const isSameTerm = before?.state.epoch === epoch;
  const known = before ? (isSameTerm ? before.state : nextTerm(before.state, { epoch, host })) : undefined;
  const name = message.host?.name ?? (known && isSameTerm ? hostName(known) : '');
  let state = known ?? createGuestState(id, { run, epoch, host });
  state = { ...state, host, audience: message.watching, members: [{ id: host, name, state: 'in-sync' }] };
  const told = { run, epoch, revision, film };
  if (media) state = takeSigned(state, { kind: 'media', ...told, media });
  state = takeSigned(state, {
    ...{ kind: 'playback', ...told, change },
    ...(playback ? { playback } : {}),
    ...(cause ? { cause } : {}),
  });
  return { state, n, newest: message };
}

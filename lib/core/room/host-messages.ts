import { cleanText } from '../text/clean-text';
import { boundPlayback, type Playback } from '../time/playback';
import { NAME_MAX } from '../wire/fields';
import { encodeMessage, MESSAGE_MAX_BYTES, type MemberId, MISSED_MAX, type SignedMessage } from '../wire/protocol';
import { runningCountdown } from './countdown';
import type { HostState } from './host-state';
import { newestSkip } from './skip-offer';

/** An acknowledgement is repeated for as long as a press is waited on. */
const ACK_KEPT_MS = 4_000;

export function playbackMessage(state: HostState, now: number): SignedMessage {
  const acks = Object.entries(state.acks).filter(([, ack]) => now - ack.at < ACK_KEPT_MS);
  const skip = newestSkip(state, now);
  const countdown = runningCountdown(state, now);
  // A film that has played on from the greatest place there is would be beyond it.
  const playback = state.playback && boundPlayback(state.playback);
  return {
    kind: 'playback',
    run: state.run,
    epoch: state.epoch,
    revision: state.revision,
    change: state.change,
    ...(state.film > 0 ? { film: state.film } : {}),
    ...(playback ? { playback: rounded(playback) } : {}),
    ...(state.cause ? { cause: state.cause } : {}),
    ...(state.by ? { by: state.by } : {}),
    ...(state.waiting ? { waiting: [...state.waiting.for] } : {}),
    ...(skip ? { skip } : {}),
    ...(countdown ? { countdown: { ...countdown, at: Math.round(countdown.at) } } : {}),
    ...(acks.length > 0 ? { acks: Object.fromEntries(acks.map(([id, ack]) => [id, ack.id])) } : {}),
  };
}

/** A microsecond is finer than any player; more digits are only bytes. A paused frame keeps every digit. */
function rounded(playback: Playback): Playback {
  if (playback.paused) return playback;
  return { ...playback, position: Math.round(playback.position * 1e6) / 1e6, at: Math.round(playback.at * 1e3) / 1e3 };
}

/** @returns undefined while nobody has said what is watched */
export function mediaMessage({ run, epoch, revision, film, media }: HostState): SignedMessage | undefined {
  return media && { kind: 'media', run, epoch, revision, film, media };
}

/**
 * Names are cut where all of them would not fit into one message (SPEC PR-7): 64 names of 40 emoji are 10 kB, beside 8 kB of
 * everything else.
 *
 * @param missed whom the host has lost, the latest last
 */
export function rosterMessage(state: HostState, missed: readonly MemberId[] = []): SignedMessage {
  const { run, epoch, revision, host, control, drivers, together, locked, approves, members, audience } = state;
  const withNames = (max: number): SignedMessage => ({
    ...{ kind: 'roster', run, epoch, revision, host, control, together },
    ...(locked ? { locked } : {}),
    ...(approves ? { approves } : {}),
    ...(audience === undefined ? {} : { audience }),
    ...(missed.length > 0 ? { missed: missed.slice(-MISSED_MAX) } : {}),
    drivers: [...drivers],
    members: members.map((member) => ({ ...member, name: cleanText(member.name, max) })),
  });
  let max = NAME_MAX;
  while (max > 1 && encodeMessage(withNames(max)).byteLength > MESSAGE_MAX_BYTES) max -= 1;
  return withNames(max);
}

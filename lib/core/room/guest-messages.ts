import { boundPlayback, POSITION_MAX_S } from '../time/playback';
import type { Colour } from '../wire/colours';
import { nameToTell } from '../wire/fields';
import { type GuestMessage, RTT_MAX_MS } from '../wire/protocol';
import type { Intent } from './order';
import type { ToldReport } from './report';

/** What a guest adds to a ping, each at most once a press. */
export interface PingExtras {
  /** Its player was taken to this place of the room, s. */
  readonly skip?: number;
  /** It goes on without those whom the room stands still for. */
  readonly goOn?: true;
}

/** @param sent local ms @param rttMs of the path to the host; undefined: not known yet */
export function pingMessage(
  sent: number,
  { state, driftMs }: ToldReport,
  rttMs: number | undefined,
  { skip, goOn }: PingExtras = {},
): GuestMessage {
  return {
    kind: 'ping',
    sent: Math.round(sent * 1e3) / 1e3,
    state,
    ...(driftMs === undefined ? {} : { driftMs }),
    ...(rttMs === undefined || !(rttMs >= 0) ? {} : { rttMs: Math.min(RTT_MAX_MS, Math.round(rttMs * 10) / 10) }),
    ...(skip !== undefined && skip >= 0 && skip <= POSITION_MAX_S ? { skip } : {}),
    ...(goOn ? { goOn } : {}),
  };
}

/** @returns undefined for a press whose numbers make no sense: the host would take it for a broken peer's (SPEC BAD-3) */
export function intentMessage({ id, cause, film, playback }: Intent): GuestMessage | undefined {
  const bounded = boundPlayback(playback);
  return bounded && Number.isSafeInteger(id) && id >= 0
    ? { kind: 'intent', id, cause, film, playback: bounded }
    : undefined;
}

export function renameMessage(name: string, colour?: Colour): GuestMessage {
  return { kind: 'rename', name: nameToTell(name), ...(colour ? { colour } : {}) };
}

import type { HostState } from '../core/host-state';
import { reanchor } from '../core/playback';
import type { Identity } from './link';
import type { RoomRecord } from './room';

type HostRecord = Extract<RoomRecord, { role: 'host' }>;

/**
 * What a host keeps over a death of its room place. The room's clock dies with the document, so the playback
 * is written by this machine's wall clock: its only use, over seconds, on one machine.
 * @param wallNow ms since 1970 @param now room time, ms
 */
export function hostRecord(
  state: HostState,
  { code, server }: { readonly code: string; readonly server?: string },
  identity: Identity,
  wallNow: number,
  now: number,
): HostRecord {
  const { run, epoch, control, together, playback, members } = state;
  return {
    role: 'host',
    code,
    ...(server ? { server } : {}),
    name: members[0]?.name ?? '',
    identity: identity.exported,
    run,
    epoch,
    control,
    together,
    ...(playback ? { playback: { ...playback, at: playback.at + wallNow - now } } : {}),
  };
}

/** The state of a room taken up again: the film has gone on meanwhile. */
export function restored(
  fresh: HostState,
  { playback, control, together }: HostRecord,
  wallNow: number,
  now: number,
): HostState {
  if (!playback) return { ...fresh, control, together };
  return { ...fresh, control, together, playback: reanchor({ ...playback, at: playback.at - wallNow + now }, now) };
}

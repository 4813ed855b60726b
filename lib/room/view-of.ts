import type { DriftLine } from '../core/drift-history';
import type { RoomConfig, RoomView, Trying } from '../core/view';
import type { Room } from './room';

/** What a view is made of: a room that is open, or being opened. */
export interface Viewed {
  readonly tabId: number;
  readonly config: RoomConfig;
  readonly code: string;
  readonly server: string | undefined;
  readonly role: 'host' | 'guest';
  readonly trying: Trying;
  readonly room: Room | undefined;
  readonly history: readonly DriftLine[];
}

/** What a popup is shown. @param now the service's clock, ms */
export function viewOf({ room, role, tabId, trying, code, server, config, history }: Viewed, now: number): RoomView {
  if (!room) return { state: 'connecting', role, trying, tabId };
  return {
    state: 'room',
    role,
    code,
    inviteServer: server === config.defaultServer ? undefined : server,
    tabId,
    control: room.control,
    canControl: room.canControl,
    together: room.together,
    waiting: room.waiting,
    members: room.members.map((m) => ({ ...m, self: m.id === room.self })),
    drift: history.map(({ id, points }) => ({
      id,
      points: points.map(({ at, driftMs }) => ({ ageMs: now - at, driftMs })),
    })),
    connection: room.connection,
    video: !room.playback ? 'none' : room.playback.paused ? 'paused' : 'playing',
  };
}

import { suggestShift } from '../core/film/shifts';
import type { RoomConfig, RoomView, Trying } from '../core/ports/room-view';
import type { DriftLine } from '../core/room/drift-history';
import type { Follow } from './follow';
import type { Players } from './players';
import type { Room } from './room';
import type { Skips } from './skips';

/** What a view is made of: a room that is open, or being opened. */
export interface Viewed {
  readonly tabId: number;
  readonly config: RoomConfig;
  readonly code: string;
  readonly server: string | undefined;
  readonly role: 'host' | 'guest';
  readonly trying: Trying;
  readonly room: Room | undefined;
  readonly players: Pick<Players, 'hasVideo' | 'shiftS' | 'prompt'>;
  readonly follow: Follow;
  readonly skips: Pick<Skips, 'question'>;
  readonly history: readonly DriftLine[];
}

/** What a popup is shown. @param now the service's clock, ms */
export function viewOf(current: Viewed, now: number): RoomView {
  const { room, role, tabId, trying, code, server, config, history, players, follow, skips } = current;
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
    ...(role === 'guest' && players.hasVideo && !follow.question ? { shift: shiftOf(players.shiftS, follow) } : {}),
    ...(skips.question ? { skip: skips.question } : {}),
    ...(players.prompt === 'none' ? {} : { prompt: players.prompt }),
    ...(follow.question ? { question: follow.question } : {}),
  };
}

/** What differs in length by so much, and has not been shifted yet, may be another cut (SPEC CU-4). */
function shiftOf(seconds: number, { lengths }: Pick<Follow, 'lengths'>) {
  const suggestedS = seconds === 0 ? suggestShift(lengths.own, lengths.host) : undefined;
  return { seconds, ...(suggestedS === undefined ? {} : { suggestedS }) };
}

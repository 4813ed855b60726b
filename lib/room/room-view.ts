import { suggestShift } from '../core/film/shifts';
import { partyKey } from '../core/ports/presence';
import type { RoomConfig, RoomView } from '../core/ports/room-view';
import { canCountDown, runningCountdown } from '../core/room/countdown';
import type { DriftLine } from '../core/room/drift-history';
import { hostName, mayDrive } from '../core/room/facts';
import { namesOf } from '../core/room/names';
import { toRemote } from '../core/time/clock';
import { colourOf } from '../core/wire/colours';
import type { DiaryLine } from './diary';
import type { Follow } from './follow';
import { isPairLost } from './hand-room';
import type { Players } from './players';
import type { Room } from './room';
import { inviteServer } from './session-of';
import type { ShownParty } from './shown-party';
import type { Skips } from './skips';

/** What a view is made of: a room that is open, or being opened. */
export interface Viewed {
  readonly tabId: number;
  readonly config: RoomConfig;
  readonly server: string | undefined;
  readonly creates: boolean;
  /** How each way is being tried. */
  readonly diary: readonly DiaryLine[];
  /** Undefined while it is being opened. */
  readonly room: Room | undefined;
  readonly players: Pick<Players, 'hasVideo' | 'shiftS' | 'prompt'>;
  readonly follow: Follow;
  readonly skips: Pick<Skips, 'question'>;
  readonly history: readonly DriftLine[];
  readonly alone: boolean;
  /** As it is shown outside, where that is wanted. */
  readonly shown: Pick<ShownParty, 'party'>;
}

/** What a popup is shown. @param now the service's clock, ms */
export function roomView(viewed: Viewed, now: number): RoomView {
  const { room, creates, tabId, diary, server, config, history, players, follow, skips, alone, shown } = viewed;
  if (!room) return { state: 'connecting', creates, trying: diary.at(0)?.step ?? 'server', tabId };
  const party = shown.party(now);
  const { control, together, locked, approves, host, playback } = room.facts;
  const isHost = room.powers !== undefined;
  return {
    state: 'room',
    isHost,
    code: room.code,
    inviteServer: inviteServer(server, config),
    tabId,
    control,
    canControl: room.canControl,
    together,
    locked,
    approves,
    knocks: room.powers?.knocks ?? [],
    asks: room.powers?.asks ?? [],
    ...(room.asks?.isAsking ? { asking: true as const } : {}),
    waiting: namesOf(
      room.facts,
      room.waiting.filter((id) => id !== room.self),
    ),
    ...(room.waiting.includes(room.self) ? { holdsUp: true } : {}),
    members: room.members.map((m) => ({
      ...m,
      colour: colourOf(m),
      isHost: m.id === host,
      self: m.id === room.self,
      reached: room.pathTo(m.id),
      drives: mayDrive(room.facts, m.id) || undefined,
    })),
    ...(room.facts.audience === undefined ? {} : { audience: room.facts.audience }),
    ...(room.watcher ? { watches: { hostName: hostName(room.facts), isAsking: room.watcher.isAsking } } : {}),
    drift: history.map(({ id, points }) => ({
      id,
      points: points.map(({ at, driftMs }) => ({ ageMs: now - at, driftMs })),
    })),
    connection: room.connection,
    ...(isPairLost(room) ? { pairLost: true as const } : {}),
    video: !playback ? 'none' : playback.paused ? 'paused' : 'playing',
    ...(room.chat.unread > 0 ? { unread: room.chat.unread } : {}),
    ...(alone ? { alone: true as const } : startOf(room, now)),
    ...(!isHost && !alone && players.hasVideo && !follow.question ? { shift: shiftOf(players.shiftS, follow) } : {}),
    ...(skips.question ? { skip: skips.question } : {}),
    ...(players.prompt === 'none' ? {} : { prompt: players.prompt }),
    ...(follow.question ? { question: follow.question } : {}),
    ...(follow.taking === undefined ? {} : { taking: follow.taking }),
    ...(party ? { party } : {}),
  };
}

/** Whether the person here can have the film counted in, or end that. */
function startOf(room: Room, now: number): Pick<Extract<RoomView, { state: 'room' }>, 'start'> {
  const clock = room.clock();
  if (!room.canControl || !clock) return {};
  if (runningCountdown(room.facts, toRemote(clock, now))) return { start: 'counting' };
  return canCountDown(room.facts, room.waiting) ? { start: 'possible' } : {};
}

/** What differs in length by so much, and has not been shifted yet, may be another cut (SPEC CU-4). */
function shiftOf(seconds: number, { lengths }: Pick<Follow, 'lengths'>) {
  const suggestedS = seconds === 0 ? suggestShift(lengths.own, lengths.host) : undefined;
  return { seconds, ...(suggestedS === undefined ? {} : { suggestedS }) };
}

/** What of a room's view shows without a popup: to tell more would wake the worker for every figure. */
export function badgeKey(view: RoomView): string {
  if (view.state !== 'room') return JSON.stringify(view);
  return JSON.stringify([view.tabId, view.members.length, view.connection, view.unread, partyKey(view.party)]);
}

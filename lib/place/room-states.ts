import type { ToPlayer } from '../core/ports/player-port';
import type { RoomView } from '../core/ports/room-view';
import type { PlayerPort } from '../room/player-ports';

type RoomState = Extract<ToPlayer, { type: 'room-state' }>;

/** What of a room a page shows all the time. */
function stateOf(view: RoomView): RoomState | undefined {
  if (view.state !== 'room') return undefined;
  const state = view.members.find(({ self }) => self)?.state ?? 'catching-up';
  return {
    type: 'room-state',
    members: view.members.length,
    state,
    reconnecting: view.connection === 'reconnecting',
    unread: view.unread ?? 0,
  };
}

interface Told {
  view(): RoomView;
  onChanged(listener: () => void): () => void;
}

/** Tells the frames of the room's tab how the room is, when they come and whenever that changes (SPEC PI-2). */
export function tellRoomStates(service: Told): (port: PlayerPort) => void {
  const ports = new Set<PlayerPort>();
  let last = '';
  service.onChanged(() => {
    if (ports.size === 0) return;
    const state = stateOf(service.view());
    const now = JSON.stringify(state);
    if (now === last) return;
    last = now;
    if (state) for (const port of ports) port.post(state);
  });
  return (port) => {
    ports.add(port);
    port.onClose(() => ports.delete(port));
    const state = stateOf(service.view());
    last = JSON.stringify(state);
    if (state) port.post(state);
  };
}

import type { RoomCommand } from '../core/ports/room-view';
import type { Players } from './players';
import type { Room } from './room';

/** Has the room do what a person asks of it; nothing where it is not open, or where that is not for this member to do. */
export function askRoom(room: Pick<Room, 'powers' | 'asks' | 'goOn'> | undefined, command: RoomCommand) {
  const powers = room?.powers;
  switch (command.type) {
    case 'set-control':
      return powers?.setControl(command.control);
    case 'set-driver':
      return powers?.setDriver(command.id, command.may);
    case 'make-host':
      return powers?.makeHost(command.id);
    case 'remove':
      return powers?.remove(command.id);
    case 'set-door':
      return powers?.setDoor(command);
    case 'let-in':
      return powers?.letIn(command.id, command.may);
    case 'let-drive':
      return powers?.letDrive(command.id, command.may);
    case 'ask-to-drive':
      return room?.asks?.toDrive();
    case 'set-together':
      return powers?.setTogether(command.together);
    case 'continue':
      return room?.goOn();
    default:
      return undefined;
  }
}

/** Has the player of the room's tab do what a person asks of it. */
export function askPlayers(players: Pick<Players, 'post' | 'choose'>, command: RoomCommand) {
  switch (command.type) {
    case 'set-shift':
      return players.post({ type: 'shift', seconds: command.seconds });
    case 'choose-video':
      return players.choose();
    case 'sync-now':
      return players.post({ type: command.type });
    default:
      return undefined;
  }
}

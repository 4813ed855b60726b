import type { RoomCommand } from '../core/ports/room-view';
import type { Follow } from './follow';
import type { Players } from './players';
import type { Room } from './room';
import type { ShownParty } from './shown-party';
import type { Skips } from './skips';

/** Has the room do what a person asks of it; nothing where it is not open, or where that is not for this member to do. */
export function askRoom(room: Pick<Room, 'powers' | 'asks' | 'watcher' | 'goOn'> | undefined, command: RoomCommand) {
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
    case 'ask-for-seat':
      return room?.watcher?.askForSeat();
    case 'set-together':
      return powers?.setTogether(command.together);
    case 'start-together':
      return powers ? powers.countDown(command.on) : room?.asks?.toCountDown(command.on);
    case 'continue':
      return room?.goOn();
    default:
      return undefined;
  }
}

/** What of a session is the tab's own, whatever its room is. */
export interface TabParts {
  readonly players: Pick<Players, 'post' | 'postAny' | 'choose'>;
  readonly follow: Pick<Follow, 'answer' | 'strayed'>;
  readonly skips: Pick<Skips, 'answer'>;
  readonly shown: Pick<ShownParty, 'setOn' | 'grant'>;
}

/** Has the room's tab, or what is shown of it outside, do what a person asks. */
export function askTab({ players, follow, skips, shown }: TabParts, command: RoomCommand) {
  switch (command.type) {
    case 'set-shift':
      return players.post({ type: 'shift', seconds: command.seconds });
    case 'choose-video':
      return players.choose();
    case 'go-to':
      return players.post({ type: 'go', place: command.place });
    case 'sync-now':
    case 'chat-over-film':
      return players.post({ type: command.type });
    case 'answer':
      return follow.answer(command.answer);
    case 'answer-skip':
      return skips.answer(command.answer, command.to);
    case 'strayed':
      return follow.strayed(command.url);
    case 'show-on-discord':
      return shown.setOn(command.on);
    case 'grant':
      return shown.grant();
    case 'asks':
      return players.postAny({ type: 'toast', text: 'asks', name: command.name });
    default:
      return undefined;
  }
}

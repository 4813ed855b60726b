import type { FromPlayer } from '../core/ports/player-port';
import type { PlayerReport } from '../core/room/order';
import type { Follow } from './follow';
import type { Room } from './room';
import type { Skips } from './skips';

/** What of a session hears the player of its tab. */
export interface PlayerHearing {
  readonly room: Room;
  readonly follow: Follow;
  readonly skips: Skips;
  /** The member here watches alone: nothing that its player does is the room's business. */
  readonly isAlone: boolean;
  readonly report: (report: PlayerReport) => void;
  readonly askToDrive: () => void;
  readonly watchAlone: () => void;
  readonly left: () => void;
  /** What a popup shows has changed. */
  readonly changed: () => void;
}

/** Takes in what the elected player of the room's tab says, or the person in the page. */
export function hearPlayer(message: FromPlayer, hearing: PlayerHearing) {
  const { room, follow, skips, isAlone } = hearing;
  switch (message.type) {
    case 'intent':
      if (!isAlone && !follow.begins(room, message)) room.intent(message);
      return;
    case 'leave':
      return hearing.left();
    case 'ask-to-drive':
      return hearing.askToDrive();
    case 'watch-alone':
      return hearing.watchAlone();
    case 'answer':
      return follow.answer(message.answer);
    case 'answer-skip':
      return skips.answer(message.answer, message.to);
    case 'skip':
      return isAlone || room.offerSkip(message.to);
    case 'shift':
    case 'prompt':
      return hearing.changed();
    case 'report': {
      const { type: _, ...report } = message;
      hearing.report(report);
      return skips.look();
    }
  }
}

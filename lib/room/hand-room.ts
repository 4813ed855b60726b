import type { ByHand } from '../transport/way';
import type { Room } from './room';

/** A room as far as it is met by codes that people carry. */
export interface HandRoom {
  /** Absent where such a code would show what is not to be shown. */
  readonly codes: ByHand | undefined;
  /** `joining`: the code of this end has to be carried to the host; `lost`: this guest's own pair is over. */
  readonly standing: 'opening' | 'joining' | 'host' | 'guest' | 'lost';
  /** Lets friends in by hand, where this member is host. */
  open(): Promise<void>;
}

/**
 * Whether this guest came by hand and has lost that way: its host is gone, or another member is host now (SPEC TR-35). Its
 * other ways are dialled on.
 */
export const isPairLost = ({ connection, diary }: Pick<Room, 'connection' | 'diary'>): boolean =>
  connection === 'reconnecting' && diary.some(({ failed }) => failed?.problem === 'pair-lost');

/** @param room once others can be met in it */
export function handRoom(codes: ByHand | undefined, room: Room | undefined): HandRoom {
  return {
    codes,
    standing: room ? standingIn(room) : codes?.isOffered ? 'joining' : 'opening',
    async open() {
      if (codes) await room?.openByHand(codes.way);
    },
  };
}

function standingIn(room: Room) {
  if (room.powers) return 'host';
  return isPairLost(room) ? 'lost' : 'guest';
}

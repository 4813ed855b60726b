import type { ByHand } from '../transport/way';
import type { Room } from './room';

/** A room as far as it is met by codes that people carry. */
export interface HandRoom {
  /** Absent where such a code would show what is not to be shown. */
  readonly codes: ByHand | undefined;
  /** `joining`: the code of this end has to be carried to the host. */
  readonly standing: 'opening' | 'joining' | 'host' | 'guest';
  /** Lets friends in by hand, where this member is host. */
  open(): Promise<void>;
}

/** @param room once others can be met in it */
export function handRoom(codes: ByHand | undefined, room: Room | undefined): HandRoom {
  const isHost = room?.powers !== undefined;
  return {
    codes,
    standing: room ? (isHost ? 'host' : 'guest') : codes?.isOffered ? 'joining' : 'opening',
    async open() {
      if (codes) await room?.openByHand(codes.way);
    },
  };
}

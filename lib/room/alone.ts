import type { PlayerReport, RoomOrder } from '../core/room/order';
import type { Follow } from './follow';
import type { Players } from './players';
import type { Room } from './room';

interface AloneDependencies {
  readonly room: () => Room | undefined;
  readonly players: Pick<Players, 'hasVideo' | 'post' | 'postAny'>;
  readonly follow: () => Pick<Follow, 'memberState' | 'forgetAnswers'>;
  /** The player here is to be told what the room wants of it. */
  readonly order: () => void;
  /** The popup has to be told, and what is kept is another. */
  readonly changed: () => void;
}

/**
 * Whether the member here watches alone (SPEC RO-18): the player of its tab is let go of, and the room hears nothing of that
 * player but that it is so.
 */
export class Alone {
  constructor(
    private readonly parts: AloneDependencies,
    private alone: boolean,
  ) {}

  get is(): boolean {
    return this.alone;
  }

  /** Who holds the room can come back to it, and cannot leave it to itself. Coming back counts also while the room is not open. */
  set(alone: boolean) {
    const { players, follow, order, changed } = this.parts;
    const room = this.parts.room();
    if (alone === this.alone || (alone && (!room || room.powers))) return;
    this.alone = alone;
    // Where the room has gone on to another film meanwhile, this member comes along as if that were news.
    if (!alone) follow().forgetAnswers();
    this.tell({ state: players.hasVideo ? 'catching-up' : 'no-video' });
    order();
    if (alone) players.postAny({ type: 'toast', text: 'alone', name: '' });
    else players.post({ type: 'sync-now' });
    changed();
  }

  /** Tells the room how the player here is. */
  tell(report: PlayerReport) {
    const state = this.alone ? undefined : this.parts.follow().memberState(report.state);
    this.parts.room()?.report(state ? { ...report, state } : { state: 'alone' });
  }

  /** What the player here is to do: nothing. */
  limit(order: RoomOrder): RoomOrder {
    if (!this.alone) return order;
    const { playback: _, ...rest } = order;
    return { ...rest, suspended: true };
  }
}

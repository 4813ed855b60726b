import type { PlayerReport } from '../core/room/order';
import { stateUnheard } from '../core/room/report';
import type { Scheduler } from '../core/time/scheduler';
import type { MemberState } from '../core/wire/protocol';
import type { Players } from './players';

/**
 * When and how the player here last told of itself. Of one that is gone or silent its room service tells, since nobody else
 * would (SPEC ME-1).
 */
export class OwnReports {
  /** The service's clock, ms. */
  private heardAt: number;
  isInAd = false;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly players: Pick<Players, 'hasVideo'>,
  ) {
    this.heardAt = scheduler.now();
  }

  /** It has told, or another one is driven now. */
  heard(state?: MemberState) {
    this.heardAt = this.scheduler.now();
    this.isInAd = state === 'ad';
  }

  tellUnheard(own: { tell(report: PlayerReport): void }) {
    const state = stateUnheard(this.players.hasVideo, this.scheduler.now() - this.heardAt);
    if (state) own.tell({ state });
  }
}

import type { SyncEffect, SyncEvent } from '../../lib/core/sync/step-io';
import {
  attached,
  initialPlayer,
  type PageSigns,
  type PlayerState,
  playerStep,
  shifted,
} from '../../lib/core/timeline/player-step';
import { Desk } from './model-desk';

/** The same bench for a player that may show other things than the room's film at the room's place. */
export class PlayerDesk extends Desk {
  whole: PlayerState = initialPlayer;
  signs: PageSigns = { ad: false, live: false, film: '' };

  /** Another video takes the place of this one. */
  attach() {
    this.whole = attached(this.whole, this.now);
  }

  /** The person shifts it against the room. */
  shift(seconds: number) {
    this.whole = shifted(this.whole, seconds, this.now);
  }

  override run(event: SyncEvent): SyncEffect[] {
    const { now, clock, view, gentle, traits } = this;
    const step = playerStep(this.whole, event, { now, clock, view, gentle, traits }, this.signs);
    this.whole = step.state;
    this.state = step.state.sync;
    return this.done(step.effects);
  }
}

import type { PlayerEvent, PlayerView } from '../../lib/core/player/player-view';
import { defaultTraits, type PlayerTraits } from '../../lib/core/player/traits';
import type { PlayerReport, RoomOrder } from '../../lib/core/room/order';
import { markDiscontinuity, type SyncState } from '../../lib/core/sync/state';
import type { Moment, OrderEvent, SyncEffect, SyncEvent } from '../../lib/core/sync/step-io';
import { ownClock } from '../../lib/core/time/clock';
import type { Playback } from '../../lib/core/time/playback';
import {
  attached,
  initialPlayer,
  type PageSigns,
  type PlayerState,
  playerStep,
  shifted,
} from '../../lib/core/timeline/player-step';

/** A player's view in the middle of a film, playing. */
export const midFilm: PlayerView = {
  position: 100,
  paused: false,
  rate: 1,
  seeking: false,
  ended: false,
  readyState: 4,
  duration: 600,
  seekableStart: 0,
  seekableEnd: Number.NaN,
  bufferedTo: Number.NaN,
  loop: false,
  hiddenSince: undefined,
  focus: undefined,
  mediaKeyAt: undefined,
  thawedAt: undefined,
  muted: false,
  failed: false,
  blocked: false,
  userActive: true,
};

/**
 * A test bench for the sync of one player: holds its state, the time, and what player and page show, and runs one event at
 * a time, as the driver does. Room time is local time here. Effects come back without their reports and wakes.
 */
export class Desk {
  whole: PlayerState = initialPlayer;
  signs: PageSigns = { ad: false, live: false, film: '' };
  now = 1_000_000;
  view: PlayerView = midFilm;
  gentle = true;
  traits: PlayerTraits = defaultTraits;
  load = 0;
  clock: Moment['clock'] = ownClock;
  report: PlayerReport | undefined;
  /** All of the last step's. */
  reports: PlayerReport[] = [];
  urgent: boolean | undefined;
  wakes: number[] = [];
  private revision = 0;

  /** What does not know of ads, other cuts, loops and streams. */
  get state(): SyncState {
    return this.whole.sync;
  }
  set state(sync: SyncState) {
    this.whole = { ...this.whole, sync };
  }

  /** Another video takes the place of this one. */
  attach() {
    this.whole = attached(this.whole, this.now);
  }

  /** The person shifts it against the room. */
  shift(seconds: number) {
    this.whole = shifted(this.whole, seconds, this.now);
  }

  /** The room plays what the player shows, unless told otherwise. */
  room(more: Partial<Omit<RoomOrder, 'playback'>> & { playback?: Partial<Playback> } = {}): SyncEffect[] {
    const { playback, ...rest } = more;
    const { position, rate, paused } = this.view;
    this.revision++;
    return this.run({
      type: 'order',
      order: {
        leads: false,
        canControl: true,
        driver: 'Ann',
        together: false,
        waiting: [],
        epoch: 1,
        revision: this.revision,
        change: this.revision,
        ack: this.state.lastIntentId,
        playback: { position, rate, paused, at: this.now, ...playback },
        ...rest,
      },
    });
  }

  /** The player does this, and then shows that. */
  player(event: PlayerEvent, view: Partial<PlayerView> = {}, echo = false): SyncEffect[] {
    this.view = { ...this.view, ...view };
    return this.run({ type: 'player', event, echo });
  }

  tick(afterMs = 0, view: Partial<PlayerView> = {}): SyncEffect[] {
    this.now += afterMs;
    this.view = { ...this.view, ...view };
    return this.run({ type: 'tick' });
  }

  /** Time goes by, and the film with it; everything that is done on the way. */
  play(forMs: number, everyMs = 50): SyncEffect[] {
    const effects: SyncEffect[] = [];
    for (let t = 0; t < forMs; t += everyMs) {
      effects.push(...this.tick(everyMs, { position: this.view.position + (this.view.rate * everyMs) / 1000 }));
      for (const effect of effects) if (effect.type === 'rate') this.view = { ...this.view, rate: effect.rate };
    }
    return effects;
  }

  /** The player has slipped by so many seconds of media, and been read afresh since. */
  slip(seconds: number) {
    this.view = { ...this.view, position: this.view.position + seconds };
    this.state = markDiscontinuity(this.state, this.now);
  }

  /** Plays on until that is done. */
  until<T extends SyncEffect['type']>(type: T): Extract<SyncEffect, { type: T }> {
    for (let i = 0; i < 400; i++) {
      const found = this.play(25, 25).find((effect) => effect.type === type);
      if (found) return found as Extract<SyncEffect, { type: T }>;
    }
    throw new Error(`no ${type} in ten seconds`);
  }

  run(event: SyncEvent | OrderEvent): SyncEffect[] {
    const { now, clock, view, gentle, traits, load } = this;
    const step = playerStep(this.whole, event, { now, clock, view, gentle, traits, load }, this.signs);
    this.whole = step.state;
    this.wakes = [];
    this.reports = [];
    return step.effects.filter((effect) => {
      if (effect.type === 'report') {
        [this.report, this.urgent] = [effect.report, effect.urgent];
        this.reports.push(effect.report);
      }
      if (effect.type === 'wake') this.wakes.push(effect.inMs);
      return effect.type !== 'report' && effect.type !== 'wake';
    });
  }
}

/** What was done, in words. */
export const words = (effects: readonly SyncEffect[]): string[] => effects.map((effect) => effect.type);

/** A desk in a room that has played for a while, in step. */
export function inStep(more: Parameters<Desk['room']>[0] = {}): Desk {
  const desk = new Desk();
  desk.load = more.load ?? 0;
  desk.room(more);
  desk.play(12_000, 250);
  return desk;
}

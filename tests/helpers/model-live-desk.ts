import type { PlayerView } from '../../lib/core/player/player-view';
import type { RoomOrder } from '../../lib/core/room/order';
import type { SyncEffect } from '../../lib/core/sync/step-io';
import { LANDMARKS_MAX, type Landmark, LIVE_BASE_S, type Playback } from '../../lib/core/time/playback';
import { Desk, midFilm } from './model-desk';

/** This element counts the stream from so many seconds before local time 0. */
export const ZERO_S = 5_000;

/** A player of a live stream whose edge moves on in segments of 2 s. */
export class LiveDesk extends Desk {
  /** Seconds behind the edge. */
  behind = 10;
  /** So many seconds of the stream can be sought. */
  windowS = 3_600;
  override view: PlayerView = { ...midFilm, duration: Number.POSITIVE_INFINITY };

  get edge(): number {
    return this.now / 1000 + ZERO_S;
  }

  /** The room's place of so many seconds behind the edge, now. */
  place(behind: number): number {
    return LIVE_BASE_S + this.now / 1000 - behind;
  }

  /** The stream goes on; the player, too, unless it stands. */
  pass(forMs: number, view: Partial<PlayerView> = {}): SyncEffect[] {
    const effects: SyncEffect[] = [];
    for (let ms = 0; ms < forMs; ms += 250) {
      this.now += 250;
      if (this.view.paused) this.behind += 0.25;
      else this.behind -= 0.25 * (this.view.rate - 1);
      effects.push(...this.look(view));
      for (const effect of effects.splice(0, effects.length, ...effects)) {
        if (effect.type === 'rate') this.view = { ...this.view, rate: effect.rate };
      }
    }
    return effects;
  }

  look(view: Partial<PlayerView> = {}): SyncEffect[] {
    const segments = 2 * Math.floor(this.edge / 2);
    const seekableStart = this.edge - this.windowS;
    return this.tick(0, { position: this.edge - this.behind, seekableStart, seekableEnd: segments, ...view });
  }

  live(behind: number, more: Partial<Omit<RoomOrder, 'playback'>> & { playback?: Partial<Playback> } = {}) {
    const { playback, ...rest } = more;
    return this.room({
      ...rest,
      playback: { position: this.place(behind), rate: 1, paused: false, live: true, ...playback },
    });
  }
}

const SEGMENT_S = 2;

/** One whose page is seen to fetch the segments, and which is looked at as closely as it asks for. */
export class SegmentDesk extends LiveDesk {
  /** The page's names of the segments are its own. */
  foreign = 0;

  /** Newest segments, each by the stream's own time of its end, s. */
  private get ends(): readonly number[] {
    const last = SEGMENT_S * Math.floor(this.now / 1000 / SEGMENT_S);
    return Array.from({ length: LANDMARKS_MAX }, (_, i) => last - SEGMENT_S * (LANDMARKS_MAX - 1 - i));
  }

  /** As a host tells them that counts the stream's places from so much later, s. */
  told(biasS: number): readonly Landmark[] {
    return this.ends.map((end) => ({ name: end, place: LIVE_BASE_S + end + biasS }));
  }

  override look(view: Partial<PlayerView> = {}): SyncEffect[] {
    const { ends } = this;
    const fetched = ends.map((end) => ({ name: end + this.foreign, at: end * 1000 }));
    this.signs = { ad: false, live: false, film: '', fetched };
    return super.look({ bufferedTo: (ends.at(-1) ?? 0) + ZERO_S, ...view });
  }

  override live(...room: Parameters<LiveDesk['live']>): SyncEffect[] {
    return this.carriedOut(super.live(...room));
  }

  override pass(forMs: number, view: Partial<PlayerView> = {}): SyncEffect[] {
    const effects: SyncEffect[] = [];
    for (let ms = 0; ms < forMs; ms += 25) {
      this.now += 25;
      this.behind -= 0.025 * (this.view.rate - 1);
      effects.push(...this.carriedOut(this.look(view)));
    }
    return effects;
  }

  private carriedOut(effects: SyncEffect[]): SyncEffect[] {
    for (const effect of effects) {
      if (effect.type === 'rate') this.view = { ...this.view, rate: effect.rate };
      if (effect.type === 'seek') this.behind = this.edge - effect.position;
    }
    return effects;
  }
}

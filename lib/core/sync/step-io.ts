import type { PlayerEvent, PlayerView } from '../player/player-view';
import type { PlayerTraits } from '../player/traits';
import type { Intent, PlayerReport, RoomOrder } from '../room/order';
import type { ClockReading } from '../time/clock';
import type { Landmark } from '../time/playback';

/** What the room wants of the player. */
export interface OrderEvent {
  readonly type: 'order';
  readonly order: RoomOrder;
}

export type SyncEvent =
  | { readonly type: 'player'; readonly event: PlayerEvent; readonly echo: boolean }
  | { readonly type: 'tick' }
  | { readonly type: 'sync-now' }
  /** The person here takes the room to a place, s. */
  | { readonly type: 'go'; readonly place: number };

/** What is seen of a player at the moment of an event, read together. */
export interface PlayerMoment {
  /** Local clock, ms. */
  readonly now: number;
  /** Local → room time; undefined until the first clock sample. */
  readonly clock: ClockReading | undefined;
  readonly view: PlayerView;
  /** Small temporary changes of speed are allowed, by the person and by the player. */
  readonly gentle: boolean;
  /** What the site's file says that its player bears. */
  readonly traits: PlayerTraits;
  /** Counts what this player's frame has loaded. */
  readonly load: number;
}

/** The same in the room's places: all that the sync step knows of. */
export interface Moment extends PlayerMoment {
  /** At which this player's film begins, s: before it there is nothing to show. */
  readonly begins: number;
  /** Of a live stream's edge as this player knows it, s. */
  readonly edge: number | undefined;
  /** What this player has come to know of a live stream. */
  readonly landmarks: readonly Landmark[];
  /** The room has stopped going round, and this player would by itself: at its end it is put to rest. */
  readonly stopsAtEnd: boolean;
  /** They have told exactly where this player is in the host's stream. */
  readonly exact: boolean;
}

/**
 * The page changes its video by itself and is not listened to, or undoes what is done and is left alone, for a while; or it
 * sets its speed itself, or wants a press before it plays, its film cannot be sought, or its player has failed.
 */
export type Notice =
  | 'page-muted'
  | 'left-alone'
  | 'page-sets-speed'
  | 'page-wants-press'
  | 'cannot-seek'
  | 'video-failed';

/**
 * Resampled, it shifts exactly as planned; stretched, it keeps the pitch. `as-it-is`: stretched, unless the pitch is off
 * since a nudge before.
 */
export type NudgeKind = 'resampled' | 'stretched' | 'as-it-is';

/** What is to be done, in this order. */
export type SyncEffect =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'seek'; readonly position: number }
  /** `nudge`: temporary. */
  | { readonly type: 'rate'; readonly rate: number; readonly nudge?: NudgeKind }
  /** Nothing is nudged here any more: the page's own choice of pitch holds again. */
  | { readonly type: 'own-pitch' }
  | ({ readonly type: 'intent' } & Intent)
  /** Something here has skipped to this place of the room, s: to be offered to the others. */
  | { readonly type: 'skip'; readonly to: number }
  /** Undone because only `driver` may drive. */
  | { readonly type: 'refused'; readonly driver: string }
  /** To be said to the person, once. */
  | { readonly type: 'notice'; readonly notice: Notice }
  /** `urgent`: others are about to settle on what this corrects. */
  | { readonly type: 'report'; readonly report: PlayerReport; readonly urgent?: boolean }
  | { readonly type: 'wake'; readonly inMs: number };

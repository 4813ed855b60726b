import type { KeptRoom } from '../core/ports/recent-rooms';
import type { RoomConfig, RoomView } from '../core/ports/room-view';
import type { ServiceRecord } from '../core/ports/service-record';
import type { Ways } from '../transport/way';
import type { RoomDependencies } from './dependencies';
import type { FollowParts } from './follow';

export interface SessionDependencies extends Omit<RoomDependencies, 'ways'> {
  /** The ways of a room that is introduced by this server, or whose host gave this offer by hand; closed with the room. */
  readonly openWays: (server: string | undefined, reach: RoomConfig['reach'], offer?: string) => Ways;
  /** Take the room's tab to this page, an http(s) address from another person (SPEC FO-3, FO-8). */
  readonly go: FollowParts['go'];
  readonly watchPage: FollowParts['watchPage'];
}

export interface ServiceDependencies extends SessionDependencies {
  /** What shows outside of popups may have changed. */
  readonly changed: (view: RoomView) => void;
  /** To be handed to `resume` if this place dies; null: there is nothing to take up any more. */
  readonly keep: (record: ServiceRecord | null) => void;
  /** For when this place, and all that the browser has in mind, is gone; null: the room was left (SPEC RS-7). */
  readonly remember: (kept: KeptRoom | null) => void;
}

import type { Playback } from '../time/playback';
import type { Cause, MemberState } from '../wire/protocol';

/** What the room wants of this player, as the room service last said it. */
export interface RoomOrder {
  /** The room is laid through this player: its member is the host. */
  readonly leads: boolean;
  readonly canControl: boolean;
  /** Who drives when this member may not. */
  readonly driver: string;
  readonly playback?: Playback;
  /** Nothing is to be done to this player, and nothing to be made of it: it shows another film, or nobody knows yet. */
  readonly suspended?: boolean;
  readonly epoch: number;
  readonly revision: number;
  readonly change: number;
  readonly ack: number;
  /** Every start is a common one: a press here waits for the room's word. */
  readonly together: boolean;
  /** Names of those whom the room stands still for. */
  readonly waiting: readonly string[];
  /** The newest load of this frame's video that the room service has heard of; 0, or absent: it counts none. */
  readonly load?: number;
}

/** Where the host's player really is: the room's playback may be laid through it. */
export interface Anchor extends Playback {
  /** The room's change that this was worked out from: of a later one it says nothing (SPEC SY-12). */
  readonly change: number;
}

/** Why a player is not simply where the room is, in one word: what its page does that nobody here has pressed. */
export type PlayerReason = 'page-sets-speed' | 'page-wants-press' | 'cannot-seek';

/** What a player says of itself. */
export interface PlayerReport {
  readonly state: MemberState;
  /** Absent where the state says all. */
  readonly reason?: PlayerReason;
  /** Absent until measured. */
  readonly driftMs?: number;
  /** Steady and settled: the host's room service may re-anchor the room to this player. */
  readonly anchor?: Anchor;
}

/** A press: what somebody wants the room to do. */
export interface Intent {
  /** Counted by whoever presses, so that the room can say which it has taken in. */
  readonly id: number;
  /** Of which film; undefined: of the one that is watched. */
  readonly film?: number | undefined;
  readonly cause: Cause;
  /** `at` is room time. */
  readonly playback: Playback;
}

import type { ClockReading } from './clock';
import type { Playback } from './playback';
import type { Cause, MemberState } from './protocol';
import type { RoomOrder } from './sync-state';
import type { Problem } from './view';

/**
 * What a frame's player part and the room service say to each other over the port `player`.
 * Both ends are ours, in one browser; still, every message is a plain object of these shapes.
 */
export const PLAYER_PORT = 'player';
/** Over this port a popup is shown the `RoomView`, at once and at each change. */
export const VIEW_PORT = 'view';

export type FromPlayer =
  /** The best video of this frame, or none; the room service elects one frame of the tab. */
  | { readonly type: 'candidate'; readonly score: number }
  | { readonly type: 'ping'; readonly sent: number }
  /** A press by the person here; `playback.at` is room time. */
  | { readonly type: 'intent'; readonly id: number; readonly cause: Cause; readonly playback: Playback }
  | {
      readonly type: 'report';
      readonly state: MemberState;
      /** Absent until measured. */
      readonly driftMs?: number;
      /** Steady and settled: the host's room service may re-anchor the room to this player. */
      readonly anchor?: Playback;
    }
  /** Wanted: a `tick` in so many ms. Timers here are throttled in hidden tabs; the service's are not. */
  | { readonly type: 'wake'; readonly inMs: number };

export type ToPlayer =
  | { readonly type: 'elected'; readonly active: boolean }
  | { readonly type: 'pong'; readonly sent: number; readonly received: number; readonly answered: number }
  | { readonly type: 'tick' }
  | (RoomOrder & {
      readonly type: 'room';
      /** Room time against the room service's own clock. */
      readonly clock: ClockReading;
      /** Small temporary changes of speed are allowed. */
      readonly gentle: boolean;
    })
  | { readonly type: 'sync-now' }
  /** The person goes on without those who are waited for. */
  | { readonly type: 'continue' }
  /** The room is over for this tab: stop driving, forget everything. */
  | { readonly type: 'ended' }
  /** Said in the page, because no popup may be open. */
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'toast'; readonly text: 'in-room' | 'joined' | 'left' | 'waiting'; readonly name: string };

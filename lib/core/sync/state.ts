import type { Sample } from '../correction/drift';
import type { SkippedPiece } from '../intent/evidence';
import { noHabits, type PageHabits } from '../intent/habits';
import { noReactions, type PageReactions } from '../intent/page-reactions';
import { fullAllowance, type RateLimit } from '../intent/rate-limiter';
import { unknownCapabilities } from '../player/capabilities';
import { initialLatencies, type Learned } from '../player/profile';
import { fullBudget, type WriteBudget } from '../player/write-budget';
import type { RoomOrder } from '../room/order';
import type { Playback } from '../time/playback';
import type { Cause } from '../wire/protocol';
import type { Drought } from './drought';
import type { SyncEffect } from './step-io';
import { noStormRecovery, type StormRecovery } from './storm-recovery';

/** A press here that the room has not taken in yet: followed at once, for at most `PENDING_MS`. */
export interface PendingIntent {
  readonly id: number;
  readonly playback: Playback;
  /** Local ms. */
  readonly since: number;
  /** The room goes on from where it was, not from where this player is: that one has to come there. */
  readonly keepsPlace?: true;
  /** Held back until then (local ms), because this page changes its video too often. */
  readonly heldBack?:
    | {
        /** Each kind of press that has been held back, the newest last: a jump alone does not stop a room. */
        readonly causes: readonly Cause[];
        readonly playback: Playback;
        readonly dueAt: number;
      }
    | undefined;
}

/** What the player is in the middle of. All times are local ms. */
export type Phase =
  /** Nothing begun. */
  | { readonly kind: 'idle' }
  /** At rest; so many seeks were tried to reach the exact paused frame, the last of them at `soughtAt`. */
  | { readonly kind: 'resting'; readonly seeks: number; readonly soughtAt: number }
  /** It is to move, and with it may land what was sought at rest. */
  | { readonly kind: 'starting'; readonly since: number; readonly sought?: RestSeek }
  /** A seek is under way; what it needs has been there since `thereAt`, and was there from the first where `covered`. */
  | {
      readonly kind: 'seeking';
      readonly since: number;
      readonly thereAt?: number | undefined;
      readonly covered?: boolean;
    }
  /** Standing still on purpose until the room arrives. */
  | { readonly kind: 'waiting-for-room' }
  | { readonly kind: 'nudging'; readonly until: number; readonly rate: number }
  /** Moving at the room's rate and being watched. */
  | { readonly kind: 'following' };

/** What the player has loaded, and what has become of it since. */
export interface Load {
  /** Length of its film, s; NaN while unknown. A load that has not told its own yet has that of the one before. */
  readonly durationS: number;
  /** It is what was there before, loaded once more, as far as its length tells; undefined while that is unknown. */
  readonly again: boolean | undefined;
  /** It has been where the room wants it: whoever has loaded it again has put it back by now. */
  readonly restored: boolean;
  /** There was a look at it at which its page was untouched: a touch that comes later is none that has loaded it. */
  readonly untouched: boolean;
  /** Since when it has moved, and since when it has moved where the room was, local ms; undefined: not yet. */
  readonly movedAt: number | undefined;
  readonly inStepAt: number | undefined;
}

/** What a player showed when it was last looked at. */
export interface LastSeen {
  /** Where it was, s, and when, local ms; undefined: nowhere yet. */
  readonly place: { readonly position: number; readonly at: number; readonly speed: number } | undefined;
  /** Where a seek was taking it, s; undefined: none was under way. */
  readonly goal: number | undefined;
  readonly rate: number | undefined;
  /** Local ms of its last having nothing to show, while it was to play. */
  readonly dryAt: number;
}

/** A seek of ours at rest: since when (local ms), and whether all that was to be shown was buffered already. */
export interface RestSeek {
  readonly at: number;
  readonly covered: boolean;
}

/** What has become of a live player since the room last wanted it elsewhere. */
export interface LiveSeekRecord {
  /** How far off it was when it was last sought, s; undefined: that has been looked at since. */
  readonly driftBefore: number | undefined;
  /** It was sought, and stayed where it was. */
  readonly refused: boolean;
  /** Nothing had to be loaded for its last seek: where that came out, the next would as well. */
  readonly wasBuffered: boolean;
  /** It has run dry since. */
  readonly stalled: boolean;
  /** Since its last seek the host's player has moved the room. */
  readonly movedByHost: boolean;
}

export const noLiveSeek: LiveSeekRecord = {
  driftBefore: undefined,
  refused: false,
  wasBuffered: false,
  stalled: false,
  movedByHost: false,
};

export interface SyncState extends Learned {
  readonly order: RoomOrder | undefined;
  readonly pending: PendingIntent | undefined;
  readonly lastIntentId: number;
  readonly phase: Phase;
  /** Readings since the last discontinuity. */
  readonly samples: readonly Sample[];
  /** Local ms of the last discontinuity: readings begin a little after it. */
  readonly discontinuityAt: number;
  /** Local ms of the last press, seek or start: coarse cures are not minded right after. */
  readonly disturbedAt: number;
  /** That was a press here: the room's line was drawn from where this player was believed to land. */
  readonly disturbedByOwnPress: boolean;
  /** The room has moved away, and nothing has been done about it yet. */
  readonly roomMoved: boolean;
  readonly nudgedAt: number;
  /** What a nudge has begun may go on: it ends when the player is let go of (SPEC PL-5). */
  readonly owesPitch: boolean;
  /** A load or a seek has emptied the player's pipeline since it last moved. */
  readonly pipelineEmpty: boolean;
  /** Seeks at rest land here only once the film plays, as it seems. */
  readonly seeksNeedPlay: boolean;
  /** The last seek or start, until what it cost has been measured. */
  readonly measuring: Landing | undefined;
  /** The last seek that has been measured: it counts anew if the player runs dry right after it. */
  readonly measured: { readonly measuring: Landing; readonly lagMs: number } | undefined;
  /** What the last seek cost that took far longer than those before, ms. */
  readonly slowSeekMs: number | undefined;
  readonly seekCoolUntil: number;
  readonly seekCooldownMs: number;
  readonly stormRecovery: StormRecovery;
  readonly flips: readonly number[];
  /** Local ms of the last pause here that was told to the room. */
  readonly pausedAt: number;
  readonly loadedAt: number;
  readonly load: Load;
  /** A pause that was taken for the site's own, since (local ms). */
  readonly sitePausedAt: number | undefined;
  readonly live: LiveSeekRecord;
  /** By which a page's own answer to us is known for one. */
  readonly reactions: PageReactions;
  /** What the page insists on. */
  readonly habits: PageHabits;
  /** What the player showed last: by it a change is known that no event tells of. */
  readonly seen: LastSeen;
  /** It is to move, and nothing comes in. */
  readonly drought: Drought | undefined;
  /** Its person has been told that it has failed. */
  readonly saidFailed: boolean;
  /** A rate that nobody is known to have chosen, since when (local ms): told once it has stood for a moment. */
  readonly heldRate: { readonly rate: number; readonly since: number } | undefined;
  /** The piece out of which something takes this player, until the room is past it. */
  readonly skip: SkippedPiece | undefined;
  readonly rateLimit: RateLimit;
  /** Local ms at which the person was last told that another drives. */
  readonly refusedAt: number;
  readonly budget: WriteBudget;
  /** The last jump that was told to the room: scrubbing must not flood it. */
  readonly lastToldSeek: { readonly at: number; readonly position: number };
}

/** A seek or a start that has been made: when (local ms), and at which place the player stood then. */
export interface Landing {
  readonly of: 'seek' | 'start' | 'resume';
  readonly at: number;
  readonly position: number;
  /** All that was to be shown there was buffered already: nothing had to be loaded. */
  readonly covered?: boolean;
}

export interface Step {
  readonly state: SyncState;
  readonly effects: readonly SyncEffect[];
}

export const LONG_AGO = -1e9;

export const restingAnew: Phase & { kind: 'resting' } = { kind: 'resting', seeks: 0, soughtAt: LONG_AGO };

const noLoad: Load = {
  durationS: Number.NaN,
  again: undefined,
  restored: false,
  untouched: false,
  movedAt: undefined,
  inStepAt: undefined,
};

/** Something is being loaded in the place of what was there. */
export const nextLoad = ({ durationS }: Load): Load => ({ ...noLoad, durationS });

export const nothingSeen: LastSeen = { place: undefined, goal: undefined, rate: undefined, dryAt: LONG_AGO };

export const initialSync: SyncState = {
  ...initialLatencies,
  rememberedProfile: undefined,
  order: undefined,
  pending: undefined,
  lastIntentId: 0,
  phase: { kind: 'idle' },
  samples: [],
  discontinuityAt: LONG_AGO,
  disturbedAt: LONG_AGO,
  disturbedByOwnPress: false,
  roomMoved: false,
  nudgedAt: LONG_AGO,
  owesPitch: false,
  pipelineEmpty: true,
  seeksNeedPlay: false,
  measuring: undefined,
  measured: undefined,
  slowSeekMs: undefined,
  seekCoolUntil: LONG_AGO,
  seekCooldownMs: 2_000,
  stormRecovery: noStormRecovery,
  flips: [],
  pausedAt: LONG_AGO,
  loadedAt: LONG_AGO,
  load: noLoad,
  sitePausedAt: undefined,
  capabilities: unknownCapabilities,
  rateLimit: fullAllowance,
  refusedAt: LONG_AGO,
  budget: fullBudget,
  lastToldSeek: { at: LONG_AGO, position: Number.NaN },
  live: noLiveSeek,
  reactions: noReactions,
  habits: noHabits,
  seen: nothingSeen,
  drought: undefined,
  saidFailed: false,
  heldRate: undefined,
  skip: undefined,
};

/** Most steps find the player in the phase in which it was: then the state is the same one. */
export function inPhase(state: SyncState, kind: 'idle' | 'waiting-for-room' | 'following'): SyncState {
  return state.phase.kind === kind ? state : { ...state, phase: { kind } };
}

/** After a discontinuity the readings so far say nothing about what comes. */
export function markDiscontinuity(state: SyncState, now: number): SyncState {
  return { ...state, samples: [], discontinuityAt: now };
}

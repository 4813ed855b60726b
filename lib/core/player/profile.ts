import { type Capabilities, recallRefusals } from './capabilities';

/** What a player takes for what it is asked, as learned here, ms. */
export interface Latencies {
  /** How long a seek takes until the film moves again. */
  readonly seekLeadMs: number;
  /** How long a seek at rest takes until its frame is there. */
  readonly seekTookMs: number;
  /** What a start costs until the film moves freely: from an emptied pipeline… */
  readonly startLagMs: number;
  /** …and after a mere pause. */
  readonly resumeLagMs: number;
}

/** What has been learned of a player that is being watched. */
export interface Learned extends Latencies {
  /** What such a player was learned to be like before. */
  readonly rememberedProfile: PlayerProfile | undefined;
  readonly capabilities: Capabilities;
}

/** Where a seek is aimed before this player's own latency is known: in a buffered mp4 of Chromium 156 it costs 95–105 ms. */
const SEEK_LEAD_MS = 100;
/** A seek at rest in a buffered film, Chromium 156: 33–75 ms. */
const SEEK_TOOK_MS = 100;
/** What a first start, or one after a seek at rest, costs in Chromium 156 (70–90 ms); after a mere pause it is 0 ± 5. */
const START_LAG_MS = 75;

export const initialLatencies: Latencies = {
  seekLeadMs: SEEK_LEAD_MS,
  seekTookMs: SEEK_TOOK_MS,
  startLagMs: START_LAG_MS,
  resumeLagMs: 0,
};

/** What a site's player was learned to be like: its own latencies, ms, and what it does not take (SPEC CO-12). */
export interface PlayerProfile extends Latencies {
  readonly nudgesRefused: boolean;
  readonly seeksRefused: boolean;
}

export type Latency = keyof Latencies;

/** Some embeds load for 5 s after every seek. More is a stall, or a machine that slept. */
export const LEAD_MAX_MS = 7_500;
/** A seek that no `seeked` has answered by then is not waited for any longer: `LEAD_MAX_MS`, and a look. */
export const SEEK_TIMEOUT_MS = 8_000;
/** Players that have what is sought land within this (Chromium 156: 0.1 s): one that has not landed has nothing to show (SPEC WA-5). */
export const SEEK_ANSWERED_MS = 200;
export const START_LAG_MAX_MS = 500;
/** A resumed player may seem to gain by a buffer's length. */
export const LAG_MIN_MS = -30;

const BOUNDS_MS: { readonly [L in Latency]: readonly [min: number, max: number] } = {
  seekLeadMs: [LAG_MIN_MS, LEAD_MAX_MS],
  seekTookMs: [0, LEAD_MAX_MS],
  startLagMs: [LAG_MIN_MS, START_LAG_MAX_MS],
  resumeLagMs: [LAG_MIN_MS, START_LAG_MAX_MS],
};
export const LATENCIES = Object.keys(BOUNDS_MS) as readonly Latency[];
/** One landing differs from the next by as much: less is nothing new… */
const NOTABLE_MS = 20;
/** …nor is so small a part of what is known. */
const NOTABLE_PART = 0.2;
/** What is off by more than this part of what was remembered is another kind of player by now. */
const STRANGE_PART = 0.5;

/** What this player has shown so far, or was remembered for and has not belied. */
export function profileOf(learned: Learned): PlayerProfile {
  const { nudges, seeks } = learned.capabilities.refused;
  return {
    ...latencies((which) => boundLatency(which, learned[which])),
    nudgesRefused: nudges === true,
    seeksRefused: seeks === true,
  };
}

/** Has a step taught anything that belongs to the profile? */
export function isSameProfile(a: Learned, b: Learned): boolean {
  return a.capabilities.refused === b.capabilities.refused && LATENCIES.every((which) => a[which] === b[which]);
}

/** Begins with what is remembered of such a player (SPEC CO-18); what has been learned here already counts more. */
export function withProfile<S extends Learned>(learned: S, profile: PlayerProfile): S {
  const { nudgesRefused: nudges, seeksRefused: seeks } = profile;
  return {
    ...learned,
    ...latencies((which) => (learned[which] === initialLatencies[which] ? profile[which] : learned[which])),
    rememberedProfile: profile,
    capabilities: recallRefusals(learned.capabilities, { nudges, seeks }),
  };
}

/**
 * Is a latency to be taken in full, rather than half-way? The first is, for a slow player is slow by far, and the first
 * that has little to do with what was remembered. Later ones are draws from a wide distribution.
 */
export function isNews(learned: Learned, which: Latency, ms: number): boolean {
  const known = learned[which];
  if (known === initialLatencies[which]) return true;
  return (
    known === learned.rememberedProfile?.[which] && Math.abs(ms - known) > Math.max(NOTABLE_MS, STRANGE_PART * known)
  );
}

/** Is the difference worth writing? */
export function isNotable(kept: PlayerProfile, now: PlayerProfile): boolean {
  if (kept.nudgesRefused !== now.nudgesRefused || kept.seeksRefused !== now.seeksRefused) return true;
  return LATENCIES.some((which) => {
    const differs = Math.abs(now[which] - kept[which]);
    return differs > Math.max(NOTABLE_MS, NOTABLE_PART * kept[which]);
  });
}

export function latencies(of: (which: Latency) => number): Latencies {
  return {
    seekLeadMs: of('seekLeadMs'),
    seekTookMs: of('seekTookMs'),
    startLagMs: of('startLagMs'),
    resumeLagMs: of('resumeLagMs'),
  };
}

/** Whole ms; what is no finite number stays none. */
export function boundLatency(which: Latency, ms: unknown): number {
  if (typeof ms !== 'number' || !Number.isFinite(ms)) return Number.NaN;
  const [min, max] = BOUNDS_MS[which];
  return Math.round(Math.min(max, Math.max(min, ms)));
}

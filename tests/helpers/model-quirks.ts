import type { Random } from './virtual-random';

type Range = readonly [low: number, high: number];

/** How a browser and its film behave; measured figures are those of the design's platform notes. */
export interface VideoQuirks {
  readonly durationS: number;
  /** Until metadata is there, ms. */
  readonly loadMs: Range;
  /** `play()` until it moves, ms. */
  readonly playMs: Range;
  /** A seek until `seeked`, ms. */
  readonly seekMs: Range;
  /** `seeked` or `playing` until it moves again, ms. */
  readonly resumeMs: Range;
  /** `currentTime` moves in steps of so many ms; 0: smoothly. */
  readonly stepMs: number;
  /** Rates that are nearer to 1 than this are ignored while pitch is preserved. */
  readonly deadZone: number;
  /** Lost when stretching sets in, seconds. */
  readonly lurchS: number;
  /** The sound card's crystal, parts per million. */
  readonly mediaPpm: number;
  /** What may play before the person has pressed anything. */
  readonly autoplay: 'any' | 'muted' | 'none';
}

/** Chromium 156 with a buffered mp4. */
export const chromium: VideoQuirks = {
  durationS: 5_400,
  loadMs: [20, 300],
  playMs: [2, 4],
  seekMs: [30, 120],
  resumeMs: [2, 60],
  stepMs: 0,
  deadZone: 0.001,
  lurchS: 0.022,
  mediaPpm: 0,
  autoplay: 'any',
};

/** Firefox ESR 153: no lurch and no dead zone, but `currentTime` is stepped. */
export const firefox: VideoQuirks = { ...chromium, stepMs: 40, deadZone: 0, lurchS: 0 };

/** Somebody's browser, film and network for the film. */
export function someQuirks(random: Random): VideoQuirks {
  const slow = random.chance(0.15) ? random.between(2, 6) : 1;
  return {
    ...(random.chance(0.3) ? firefox : chromium),
    playMs: [2, random.chance(0.2) ? 40 : 4],
    seekMs: [30 * slow, random.between(60, 200) * slow],
    resumeMs: [2, random.between(4, 60)],
    mediaPpm: random.between(-100, 100),
    autoplay: random.pick(['any', 'any', 'muted'] as const),
  };
}

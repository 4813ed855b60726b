import type { Random } from './virtual-random';

export type Range = readonly [low: number, high: number];

/** What a page's own script does to its player; see SITES in the design for who does. */
export interface SiteQuirks {
  /** A seek of ours is accepted, and then the page seeks back; so many times, `Infinity`: always. */
  readonly snapBack?: { readonly afterMs: Range; readonly times: number };
  /** The page sets rate 1 on each `playing`, and once more so much later, ms. */
  readonly rateReset?: { readonly laterMs: number };
  /** A player that stands and is sought begins to play. */
  readonly startsOnSeek?: boolean;
  /** Dry for a second, it is moved by so much, s: 0 sets its place anew. */
  readonly gapJumpS?: number;
  /** While it is dry its rate is 0. */
  readonly waitsByRate?: boolean;
  /** So long after it has first played it goes to where its viewer left off, s. */
  readonly bookmark?: { readonly toS: number; readonly afterMs: number };
  /** Whatever rate it is given, and whenever it plays, the page sets this one. */
  readonly ownRate?: number;
  /** Each start after the first so many is followed by a pause, until the person presses play. */
  readonly nagsAfterPlays?: number;
  /** Paused as the window goes from the front, and played as it comes back. */
  readonly followsWindow?: boolean;
}

/** How a browser and its film behave; measured figures are those of the design's platform notes. */
export interface VideoQuirks {
  /** `Infinity`: a live stream, whose places begin anywhere and of which the last `LIVE_WINDOW_S` can be sought. */
  readonly durationS: number;
  /** What the player says instead of its length, where that is another. */
  readonly shownDurationS?: number;
  /** A live stream's page is seen to fetch its segments. */
  readonly segments?: boolean;
  /** Until metadata is there, ms. */
  readonly loadMs: Range;
  /** `play()` until it moves, ms. */
  readonly playMs: Range;
  /** The same after a load or a seek at rest, which leave no sound ready, ms. */
  readonly coldPlayMs: Range;
  /** A seek until `seeked`, ms. */
  readonly seekMs: Range;
  /** `seeked` or `playing` until it moves again, ms. */
  readonly resumeMs: Range;
  /** `currentTime` moves in steps of so many ms of the film; 0: smoothly. */
  readonly stepMs: number;
  /** Rates that are nearer to 1 than this are ignored while pitch is preserved. */
  readonly deadZone: number;
  /** Lost when stretching sets in, seconds. */
  readonly lurchS: number;
  /** Lost of the sound, at most, when the pitch is preserved again, seconds. */
  readonly readAheadS: number;
  /** The same when the rate is 1 again, seconds. */
  readonly stretcherS: number;
  /** Rates are counted as a whole number of samples a second, of so many; 0: exactly. */
  readonly rateHz: number;
  /** The sound card's crystal, parts per million. */
  readonly mediaPpm: number;
  /** What may play before the person has pressed anything. */
  readonly autoplay: 'any' | 'muted' | 'none';
  /** At its end the film begins anew. */
  readonly loop?: boolean;
  /** A seek shows nothing at all for so long, and only then begins, ms. */
  readonly lateSeekMs?: Range;
  /** What is sought while the player stands begins only when it is played. */
  readonly seeksWhenPlayed?: boolean;
  /** The rate stays as it is, whatever is written. */
  readonly rateFixed?: boolean;
  readonly site?: SiteQuirks;
}

/** Seconds of a live stream that are kept. */
export const LIVE_WINDOW_S = 60;

/** Chromium 156 with a buffered mp4. */
export const chromium: VideoQuirks = {
  durationS: 5_400,
  loadMs: [20, 300],
  playMs: [2, 4],
  coldPlayMs: [70, 90],
  seekMs: [30, 120],
  resumeMs: [2, 60],
  stepMs: 0,
  deadZone: 0.001,
  lurchS: 0.022,
  readAheadS: 512 / 48_000,
  stretcherS: 0,
  rateHz: 0,
  mediaPpm: 0,
  autoplay: 'any',
};

/** Firefox ESR 153: no lurch and no dead zone, but `currentTime` is stepped, and each nudge's end throws sound away. */
export const firefox: VideoQuirks = {
  ...{ ...chromium, stepMs: 40, deadZone: 0, lurchS: 0 },
  ...{ readAheadS: 0, stretcherS: 0.028, rateHz: 48_000 },
};

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

/** The window has come to the front, or gone from it. */
export interface FocusChange {
  /** Local ms. */
  readonly at: number;
  readonly to: 'front' | 'back';
}

/** What a video element shows of itself at one moment, read together (SPEC PL-1). */
export interface PlayerView {
  /** Seconds. */
  readonly position: number;
  readonly paused: boolean;
  /** `playbackRate` as it stands, nudged or not. */
  readonly rate: number;
  readonly seeking: boolean;
  readonly ended: boolean;
  /** HTMLMediaElement.readyState: 1 metadata, 3 can play on. */
  readonly readyState: number;
  /** Seconds, as `boundDuration` gives it; NaN while unknown, Infinity for live. */
  readonly duration: number;
  /** The beginning of what can be sought, seconds; 0 where there is nothing. */
  readonly seekableStart: number;
  /** The end of what can be sought, seconds; NaN where there is nothing. */
  readonly seekableEnd: number;
  /** The end of what is buffered where it is, seconds; NaN where there is nothing. */
  readonly bufferedTo: number;
  /** Begins again by itself at its end. */
  readonly loop: boolean;
  /** The tab is hidden, since this local time (ms). */
  readonly hiddenSince: number | undefined;
  /** When the window last came to the front, or went from it, local ms. */
  readonly focus: FocusChange | undefined;
  /** When the browser last ran a handler of the page's media session, local ms: a media key, a headset's button. */
  readonly mediaKeyAt: number | undefined;
  /** When the tab last went on that the browser had frozen, local ms. */
  readonly thawedAt: number | undefined;
  readonly muted: boolean;
  /** The browser says that it cannot go on with what is loaded. */
  readonly failed: boolean;
  /** The browser refused to play without a press, even muted. */
  readonly blocked: boolean;
  /** The browser holds that the person has pressed something in this frame within the last seconds. */
  readonly userActive: boolean;
}

/** The end of what a player shows, s; a film of unknown length, or a stream, has none. */
export function endOf({ duration }: Pick<PlayerView, 'duration'>): number {
  return Number.isFinite(duration) ? duration : Number.POSITIVE_INFINITY;
}

/** Has the film's server no byte ranges, so that every seek would end at its beginning (Chromium 156)? */
export function isUnseekable({ duration, seekableEnd }: Pick<PlayerView, 'duration' | 'seekableEnd'>): boolean {
  return Number.isFinite(duration) && duration > 0 && seekableEnd === 0;
}

export const HAVE_METADATA = 1;
export const HAVE_FUTURE_DATA = 3;

/** DOM events of a player that the sync step looks at. */
export type PlayerEvent =
  | 'play'
  | 'playing'
  | 'pause'
  | 'seeking'
  | 'seeked'
  | 'ratechange'
  | 'waiting'
  | 'ended'
  | 'emptied'
  /** Another film, or a film at last: the page sets its place and rate by itself now. */
  | 'loaded'
  | 'ready'
  /** Its duration has become known, or another. */
  | 'duration'
  /** Its sound counts, counts no more, or is later than it was thought to be (SPEC PL-10): its place is another. */
  | 'sound'
  /** What is loaded is of no use any more. */
  | 'failed'
  | 'unblocked';

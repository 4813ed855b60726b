import { SEEK_TIMEOUT_MS } from '../../core/player/profile';
import type { Scheduler } from '../../core/time/scheduler';
import type { BridgeAnswer } from '../../sites/bridge';
import type { VideoLike } from './player';
import { standIn } from './stand-in';
import { standInEvents } from './stand-in-events';

/** How the film's time is known and moved where the element's own must be left alone. */
export interface Ways {
  readonly bridge: ((seekS?: number) => BridgeAnswer | undefined) | undefined;
  /** What the page shows, where the bridge does not answer: film time = element time + this, seconds. */
  readonly offsetS: () => number | undefined;
  readonly durationS: () => number | undefined;
  /** The page's own buttons that jump. `press`: so many times; false where there is no such button. */
  readonly skip:
    | { readonly stepS: number; readonly press: (direction: 'back' | 'forward', times: number) => boolean }
    | undefined;
}

/** A player's own figure is renewed a few times a second: it lags, and is taken for a jump from here on. */
const PLAYER_JUMP_S = 1.5;
/** There is no event for a seek that has landed; looked for only while one is under way. */
const LOOK_MS = 100;
/** A player that takes a seek but has not touched its element by then was there already. */
const BEGUN_MS = 1_500;
/** Ten minutes of ±10 s: farther than that nobody wants to see buttons pressed. */
const MAX_SKIPS = 60;
/** A seek by steps is followed by others where they bring it nearer: so many in all. */
const STEPPINGS_MAX = 3;
const SAME_FILM_S = 1;
/** HTMLMediaElement.HAVE_CURRENT_DATA */
const CURRENT_DATA = 2;
/** Signs of life of the element, upon which the player is asked where it is. */
const SIGNS = ['timeupdate', 'playing', 'canplay', 'pause'] as const;

/** Where a seek by steps is to lead: to this place at that local ms, and on from there. */
interface Wanted {
  readonly position: number;
  readonly at: number;
  readonly triesLeft: number;
}

/**
 * A video that is sought through its site's own player, and tells the film's time instead of its own (SPEC ST-4). The
 * element's own position is never written from here. Events of a load that is really a seek (players that start
 * another stream at each) are told as the seek that they are.
 */
export function bridgedVideo(video: VideoLike, ways: Ways, scheduler: Scheduler, signal: AbortSignal): VideoLike {
  /** Film time = element time + this. */
  let offsetS: number | undefined;
  let filmS: number | undefined;
  /** Where the film was last seen when all was well. */
  let last: { readonly position: number; readonly at: number } | undefined;
  /** A seek of ours; begun once the element shows something of it. */
  let own:
    | { readonly target: number; readonly since: number; begun: boolean; readonly wanted: Wanted | undefined }
    | undefined;
  let reloading = false;
  /** It is elsewhere, of which no event has told yet, since then. */
  let strayedAt: number | undefined;

  const { emit, addEventListener } = standInEvents(video, (type) => isTold(type), signal);
  /** The largest difference is the truest, as the figure only lags; a paused one does not. */
  const measure = (): number | undefined => {
    const answer = ways.bridge?.();
    const offset = answer ? answer.positionS - video.currentTime : ways.offsetS();
    filmS = answer?.durationS ?? ways.durationS() ?? filmS;
    if (offset === undefined) return offsetS;
    const jumped = offsetS === undefined || Math.abs(offset - offsetS) > PLAYER_JUMP_S;
    offsetS = jumped || video.paused ? offset : Math.max(offset, offsetS ?? offset);
    return offsetS;
  };
  const where = () => video.currentTime + (measure() ?? 0);
  /** Farther from where it was last seen than it can have moved. */
  const isElsewhere = (position: number) => {
    if (!last) return false;
    const playedS = video.paused ? 0 : ((scheduler.now() - last.at) / 1000) * video.playbackRate;
    const movedS = position - last.position;
    return movedS > playedS + PLAYER_JUMP_S || movedS < -PLAYER_JUMP_S;
  };
  /** Its page seeks: the player shows where to before the element shows anything (SPEC ST-10). */
  const strays = () => {
    strayedAt = !own && isElsewhere(where()) ? (strayedAt ?? scheduler.now()) : undefined;
    return strayedAt !== undefined && scheduler.now() - strayedAt < BEGUN_MS;
  };
  const seen = () => {
    last = { position: where(), at: scheduler.now() };
  };

  const look = () => {
    if (own) {
      const far = Math.abs(where() - own.target) > PLAYER_JUMP_S;
      const sinceMs = scheduler.now() - own.since;
      const begun = own.begun || sinceMs > BEGUN_MS;
      const busy = far || !begun || video.seeking || video.readyState < CURRENT_DATA;
      if (busy && sinceMs < SEEK_TIMEOUT_MS) return;
      const { wanted } = own;
      own = undefined;
      reloading = false;
      offsetS = undefined;
      seen();
      // While it was moved the film went on: another step may bring it nearer. All of them are one seek.
      if (!(wanted && wanted.triesLeft > 0 && !busy && stepTo(wanted))) emit('seeked');
      return;
    }
    if (video.readyState < CURRENT_DATA || (!reloading && strays())) return;
    const jumped = reloading && isElsewhere(where());
    reloading = false;
    seen();
    if (!jumped) return;
    emit('seeking');
    emit('seeked');
  };
  const lookAgain = () => {
    if (signal.aborted || !own) return;
    look();
    scheduler.after(LOOK_MS, lookAgain);
  };
  const begin = (target: number, wanted?: Wanted) => {
    own = { target, since: scheduler.now(), begun: false, wanted };
    const isFirst = !wanted || wanted.triesLeft === STEPPINGS_MAX - 1;
    if (isFirst) {
      scheduler.after(0, () => own && emit('seeking'));
      scheduler.after(LOOK_MS, lookAgain);
    }
  };
  const seek = (target: number) => {
    if (ways.bridge?.(target)) return begin(target);
    stepTo({ position: target, at: scheduler.now(), triesLeft: STEPPINGS_MAX });
  };
  /** By the page's own buttons, to where the film should be by now. @returns whether there was anything to press */
  function stepTo({ position: wanted, at, triesLeft }: Wanted): boolean {
    const { skip } = ways;
    if (!skip) return false;
    const playedS = video.paused ? 0 : ((scheduler.now() - at) / 1000) * video.playbackRate;
    const position = where();
    const times = Math.round((wanted + playedS - position) / skip.stepS);
    if (times === 0 || Math.abs(times) > MAX_SKIPS) return false;
    if (!skip.press(times < 0 ? 'back' : 'forward', Math.abs(times))) return false;
    begin(position + times * skip.stepS, { position: wanted, at, triesLeft: triesLeft - 1 });
    return true;
  }

  /** @returns whether the driver hears of it */
  const isTold = (type: string): boolean => {
    if (own && (type === 'seeking' || type === 'emptied')) own.begun = true;
    if ((own || reloading) && (type === 'seeking' || type === 'seeked')) {
      if (type === 'seeked') look();
      return false;
    }
    if (type === 'seeking' || type === 'seeked') seen();
    if (type === 'emptied') {
      reloading = true;
      return false;
    }
    if (type !== 'loadedmetadata') return true;
    const before = filmS;
    measure();
    const another = before !== undefined && filmS !== undefined && Math.abs(filmS - before) > SAME_FILM_S;
    if (!another && last) return false;
    last = undefined;
    reloading = false;
    return true;
  };
  for (const sign of SIGNS) video.addEventListener(sign, look, { signal });
  look();

  return standIn(video, {
    get currentTime() {
      return own ? own.target : where();
    },
    set currentTime(position: number) {
      seek(position);
    },
    get seeking() {
      return own !== undefined || reloading || video.seeking || strays();
    },
    get duration() {
      measure();
      return filmS ?? (ways.bridge && !Number.isFinite(video.duration) ? Number.NaN : video.duration);
    },
    addEventListener,
  });
}

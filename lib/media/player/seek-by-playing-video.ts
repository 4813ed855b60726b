import type { Scheduler } from '../../core/time/scheduler';
import type { VideoLike } from './player';
import { standIn } from './stand-in';
import { standInEvents } from './stand-in-events';

/** A seek that has not landed by then never will, ms. */
const TIMEOUT_MS = 4_000;
/** Chromium 156 may stay in a seek that came right after two others for good: another one, a hair off, frees it. */
const REST_AGAIN_MS = 1_000;
const HAIR_S = 0.001;
/** Players round what is written to their own time base, s. */
const LANDED_S = 0.25;
/** The slowest that browsers play: what passes until the pause takes hold, some 16 ms, is then one of the film. */
const SLOWEST = 0.0625;
/** What the toggle makes the element say, and nobody is to hear. */
const OWN = new Set(['play', 'playing', 'pause', 'seeking', 'seeked', 'waiting', 'volumechange', 'ratechange']);

/** Somebody has it played meanwhile: it goes on from where it lands. */
interface Onward {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A video that lands a seek only once it plays (SPEC ST-6): one at rest is followed by a play, muted and as
 * slow as can be, and, once it has landed, a pause. Until then the stand-in is at its target and seeks, as any video would.
 * At the end of `signal` the element gets back its rate and its sound, and stands, unless it was to be played.
 */
export function toggledVideo(video: VideoLike, scheduler: Scheduler, signal: AbortSignal): VideoLike {
  let target: number | undefined;
  /** It has landed, and comes to rest. */
  let landed = false;
  /** What is wanted of it while the toggle has it muted and slow. */
  let muted = false;
  let rate = 1;
  /** The last of these is the one that counts. */
  let attempt = 0;
  let onward: Onward | undefined;

  const { emit, addEventListener } = standInEvents(video, (type) => target === undefined || !OWN.has(type), signal);
  const quicken = () => {
    if (video.playbackRate !== rate) video.playbackRate = rate;
  };
  const end = () => {
    if (target === undefined) return;
    target = undefined;
    quicken();
    video.muted = muted;
    emit('seeked');
    const { resolve, reject } = onward ?? {};
    onward = undefined;
    if (resolve) Promise.resolve(video.play()).then(resolve, reject);
  };
  /** Nobody waits for the landing any more: the video must not be left playing, muted and slow. */
  const giveBack = () => {
    if (target === undefined) return;
    if (!onward) video.pause();
    end();
  };
  /** The element comes to rest in an event of its own, which still belongs to the toggle. */
  const rest = () => {
    landed = true;
    if (video.paused) return end();
    video.addEventListener('pause', () => scheduler.after(0, end), { once: true, signal });
    video.pause();
    quicken();
  };
  const look = () => {
    if (target === undefined || landed || video.seeking || video.paused) return;
    if (Math.abs(video.currentTime - target) <= LANDED_S) rest();
  };
  const again = (times: number) => {
    const mine = ++attempt;
    scheduler.after(REST_AGAIN_MS, () => {
      if (mine !== attempt || target === undefined || landed || signal.aborted) return;
      if (times * REST_AGAIN_MS >= TIMEOUT_MS) return rest();
      if (video.seeking) video.currentTime = Math.max(0, target - times * HAIR_S);
      again(times + 1);
    });
  };
  const seekAtRest = (position: number) => {
    const underWay = target !== undefined;
    target = position;
    video.currentTime = position;
    scheduler.after(0, () => target !== undefined && emit('seeking'));
    if (underWay && !landed) return;
    if (!underWay) {
      muted = video.muted;
      rate = video.playbackRate;
    }
    landed = false;
    video.muted = true;
    video.playbackRate = SLOWEST;
    Promise.resolve(video.play()).catch(() => video.paused && !landed && end());
    again(1);
  };
  for (const sign of ['timeupdate', 'seeked', 'playing']) video.addEventListener(sign, look, { signal });
  signal.addEventListener('abort', giveBack);

  return standIn(video, {
    get currentTime() {
      return target ?? video.currentTime;
    },
    set currentTime(position: number) {
      if (video.paused || target !== undefined) seekAtRest(position);
      else video.currentTime = position;
    },
    get seeking() {
      return target !== undefined || video.seeking;
    },
    get paused() {
      return target === undefined ? video.paused : onward === undefined;
    },
    get playbackRate() {
      return target === undefined ? video.playbackRate : rate;
    },
    set playbackRate(wanted: number) {
      if (target === undefined) video.playbackRate = wanted;
      else rate = wanted;
    },
    get muted() {
      return target === undefined ? video.muted : muted;
    },
    set muted(wanted: boolean) {
      if (target === undefined) video.muted = wanted;
      else muted = wanted;
    },
    play() {
      if (target === undefined) return video.play();
      return new Promise<void>((resolve, reject) => {
        onward = { resolve, reject };
      });
    },
    pause() {
      if (target === undefined) return video.pause();
      onward?.reject(new DOMException('It was paused before it had landed.', 'AbortError'));
      onward = undefined;
    },
    addEventListener,
  });
}

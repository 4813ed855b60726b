import type { Scheduler } from '../../core/time/scheduler';
import type { VideoLike } from './player';
import { standIn } from './stand-in';
import { standInEvents } from './stand-in-events';

/** A stream that does not come within this is none of ours any more, ms. */
const LOAD_MS = 8_000;
/** What the page's start makes the element say, and nobody is to hear. */
const OWN = new Set(['play', 'playing', 'pause', 'waiting']);
/** HTMLMediaElement.HAVE_METADATA */
const HAVE_METADATA = 1;

/**
 * A video whose page plays every stream that it fetches: one that stood before is put to rest again as soon as it moves
 * (SPEC ST-8). Until then the stand-in stands, as any video would that was sought at rest.
 *
 * A stream that is on its way when `signal` ends is still put to rest, so that no film starts by itself once its room is
 * left.
 *
 * @param film what the page says that it shows: another one is played
 */
export function restedVideo(
  video: VideoLike,
  film: () => string,
  scheduler: Scheduler,
  signal: AbortSignal,
): VideoLike {
  /** Somebody has let it stand; a film that has run out only stands until the next one. */
  let stands = video.paused && !video.ended;
  let loaded = video.readyState >= HAVE_METADATA;
  /** Another stream comes for a video that stood: the how-manieth, or none. */
  let resting = 0;
  let loads = 0;
  let shown = film();
  /** Ends with `signal`; if a stream is on its way then, once that has come to rest. */
  const life = new AbortController();

  const { emit, addEventListener } = standInEvents(video, (type) => resting === 0 || !OWN.has(type), signal);
  const end = () => {
    resting = 0;
    if (signal.aborted) life.abort();
  };
  const hear: Readonly<Record<string, () => void>> = {
    loadedmetadata: () => {
      loaded = true;
      const before = shown;
      shown = film();
      if (resting === 0 || shown === before) return;
      end();
      stands = false;
      if (!video.paused) emit('play');
    },
    emptied: () => {
      loads += 1;
      // What comes after the end is the page's own.
      resting = loaded && stands && !signal.aborted ? loads : 0;
      if (!resting) return;
      const mine = resting;
      scheduler.after(LOAD_MS, () => resting === mine && end());
    },
    // One that does not start by itself needs nothing.
    canplay: () => resting > 0 && video.paused && end(),
    playing: () => resting > 0 && video.pause(),
    play: () => {
      if (resting === 0) stands = false;
    },
    pause: () => {
      // Its event still belongs to the page's start.
      if (resting > 0) scheduler.after(0, end);
      stands = !video.ended;
    },
    ended: () => {
      stands = false;
    },
  };
  for (const [type, listener] of Object.entries(hear)) video.addEventListener(type, listener, { signal: life.signal });
  signal.addEventListener('abort', () => resting === 0 && life.abort());

  return standIn(video, {
    get paused() {
      return resting > 0 || video.paused;
    },
    play() {
      if (resting === 0) return video.play();
      end();
      stands = false;
      const goesOn = !video.paused;
      const started = Promise.resolve(video.play());
      // It runs already: there is no event of this start but ours.
      if (goesOn) scheduler.after(0, () => emit('play'));
      return started;
    },
    pause() {
      if (resting === 0) video.pause();
    },
    addEventListener,
  });
}

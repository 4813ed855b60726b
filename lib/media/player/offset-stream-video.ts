import type { Scheduler } from '../../core/time/scheduler';
import type { VideoLike } from './player';
import { bridgedVideo } from './site-player-video';
import { standIn } from './stand-in';

/** How the film's time is known where its stream begins in the middle. */
export interface Shift {
  /** Film time = element time + this, seconds; read anew each time. */
  readonly offsetS: () => number;
  /** Of the film, seconds; undefined: the stream's end is the film's. */
  readonly durationS: () => number | undefined;
  /**
   * Has the page send a stream of that place, by the page's own bar.
   * @param exact the element can be sought in what comes, which therefore has to begin before that place
   * @returns false where the page has no such bar, or not now
   */
  readonly slide?: (positionS: number, exact: boolean) => boolean;
}

/** A page that sends nothing of use is not asked for ever: so often, until a stream comes that somebody else wanted. */
const SLIDES_MAX = 3;
/** A server begins to transcode within seconds; `bridgedVideo` waits no longer, either, ms. */
const STREAM_MS = 8_000;
/** Nearer than this it is there, s. */
const SAME_FRAME_S = 0.001;
/** HTMLMediaElement.HAVE_METADATA */
const HAVE_METADATA = 1;
/** Of the element: when it is to be seen whether the stream has come. */
const SIGNS = ['loadedmetadata', 'canplay', 'seeked', 'timeupdate'] as const;

/**
 * A video whose own time begins later than its film's: a server that transcodes from the middle sends a stream that
 * starts at 0 there, and another one when its page is sought to where that does not reach (SPEC ST-5). Such places are
 * sought by the page's bar, and once the new stream is there, exactly by the element (SPEC ST-7).
 */
export function shiftedVideo(
  video: VideoLike,
  { offsetS, durationS, slide }: Shift,
  scheduler: Scheduler,
  signal: AbortSignal,
): VideoLike {
  /** Where a stream of that place is on its way. */
  let wanted: { readonly positionS: number; readonly since: number } | undefined;
  let slides = 0;

  const reaches = (positionS: number) => {
    const place = positionS - offsetS();
    const { seekable } = video;
    if (place < 0) return false;
    // Who does not say what can be sought is tried.
    return !seekable || (seekable.length > 0 && place <= seekable.end(seekable.length - 1));
  };
  const awaited = () => {
    if (wanted && scheduler.now() - wanted.since > STREAM_MS) wanted = undefined;
    return wanted;
  };
  const sought = (positionS: number) => {
    wanted = undefined;
    if (slide && !reaches(positionS)) {
      const exact = !video.seekable || video.seekable.length > 0;
      if (slides < SLIDES_MAX && slide(positionS, exact)) {
        slides += 1;
        wanted = { positionS, since: scheduler.now() };
        return true;
      }
    }
    if (positionS < offsetS()) return false;
    video.currentTime = positionS - offsetS();
    return true;
  };
  const arrive = () => {
    const there = awaited();
    if (!there || video.readyState < HAVE_METADATA || video.seeking || !reaches(there.positionS)) return;
    wanted = undefined;
    slides = 0;
    const place = there.positionS - offsetS();
    if (Math.abs(video.currentTime - place) > SAME_FRAME_S) video.currentTime = place;
  };
  for (const sign of SIGNS) video.addEventListener(sign, arrive, { signal });
  const another = () => {
    if (!awaited()) slides = 0;
  };
  video.addEventListener('emptied', another, { signal });

  const work = (seekS?: number) => {
    if (seekS !== undefined && !sought(seekS)) return undefined;
    return { positionS: video.currentTime + offsetS() };
  };
  // How long the film is cannot be told from a stream of its end.
  const lengthS = () => (offsetS() > 0 ? Number.NaN : (durationS() ?? video.duration));
  const ways = { bridge: work, offsetS: () => undefined, durationS: lengthS, skip: undefined };
  const underWay = standIn(video, {
    get seeking() {
      return awaited() !== undefined || video.seeking;
    },
  });
  return bridgedVideo(underWay, ways, scheduler, signal);
}

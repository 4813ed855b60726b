import type { Scheduler } from '../core/scheduler';
import type { VideoLike } from './player';
import { bridgedVideo } from './player-bridged';

/**
 * A video whose own time begins later than its film's: a server that transcodes from the middle sends a stream that
 * starts at 0 there, and another one when its page is sought to where that does not reach (SPEC ST-5). Only the page can
 * have another stream sent: a place before this one's beginning is out of our reach.
 *
 * @param offsetS film time = element time + this, seconds; read anew each time
 * @param durationS of the film, seconds; undefined: the stream's end is the film's
 */
export function shiftedVideo(
  video: VideoLike,
  offsetS: () => number,
  durationS: () => number | undefined,
  scheduler: Scheduler,
  signal: AbortSignal,
): VideoLike {
  const work = (seekS?: number) => {
    const offset = offsetS();
    if (seekS !== undefined) {
      if (seekS < offset) return undefined;
      video.currentTime = seekS - offset;
    }
    return { positionS: video.currentTime + offset };
  };
  // How long the film is cannot be told from a stream of its end.
  const lengthS = () => (offsetS() > 0 ? Number.NaN : (durationS() ?? video.duration));
  const ways = { bridge: work, offsetS: () => undefined, durationS: lengthS, skip: undefined };
  return bridgedVideo(video, ways, scheduler, signal);
}

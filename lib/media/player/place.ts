import { finite } from './finite';

/**
 * Where a video is (SPEC PL-9). What a browser says of a film that plays may be behind on average; what it says of one that
 * stands is exact.
 *
 * @param behindS by so much it is behind, film s
 */
export function placeOf(
  video: EventTarget & Pick<HTMLVideoElement, 'currentTime' | 'duration' | 'paused' | 'seeking'>,
  behindS: number,
  signal: AbortSignal,
): () => number {
  /** Where it stood last: until it has left that place, it stands. */
  let stoodAt = video.currentTime;
  const stands = () => {
    stoodAt = video.currentTime;
  };
  for (const type of ['pause', 'seeked', 'waiting']) video.addEventListener(type, stands, { signal });
  return () => {
    if (video.paused || video.seeking) stands();
    const told = finite(video.currentTime);
    if (told === stoodAt) return told;
    // Not beyond its end, where it has one.
    return told + behindS > video.duration ? Math.max(told, video.duration) : told + behindS;
  };
}

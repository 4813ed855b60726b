import { type Audible, isAloud } from './aloud';
import { finite } from './finite';

/**
 * Where a video is (SPEC PL-9). What a browser says of a film that plays may be behind on average; what it says of one that
 * stands is exact. While it plays aloud it is where its sound is, if the person has said that this is late (SPEC PL-10).
 *
 * @param behindS by so much it is behind, film s
 * @param lateMs so late is the sound
 */
export function placeOf(
  video: EventTarget &
    Audible &
    Pick<HTMLVideoElement, 'currentTime' | 'duration' | 'paused' | 'playbackRate' | 'seeking'>,
  behindS: number,
  lateMs: () => number,
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
    const shown = told + behindS > video.duration ? Math.max(told, video.duration) : told + behindS;
    const lateS = isAloud(video) ? (lateMs() / 1000) * finite(video.playbackRate, 1) : 0;
    return lateS > 0 ? Math.max(0, shown - lateS) : shown;
  };
}

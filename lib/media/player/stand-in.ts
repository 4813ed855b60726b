import type { VideoLike } from './player';

/** What a stand-in tells otherwise than its element, in the element's own words. */
export type Overrides = Partial<
  Pick<
    VideoLike,
    | 'currentTime'
    | 'duration'
    | 'seekable'
    | 'seeking'
    | 'paused'
    | 'muted'
    | 'playbackRate'
    | 'play'
    | 'pause'
    | 'addEventListener'
  >
>;

/**
 * The element with some of its properties told otherwise: the driver works it like any video, and does not know.
 * @param told its getters and setters are used as they are
 */
export function standIn(video: VideoLike, overrides: Overrides): VideoLike {
  return new Proxy({} as VideoLike, {
    get(_, key) {
      if (key in overrides) return Reflect.get(overrides, key);
      // In the element's places, which are not those that are told.
      if (key === 'buffered' && 'currentTime' in overrides) return undefined;
      const value: unknown = Reflect.get(video, key);
      return typeof value === 'function' ? value.bind(video) : value;
    },
    set: (_, key, value) => Reflect.set(key in overrides ? overrides : video, key, value),
  });
}

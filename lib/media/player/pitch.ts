/**
 * Resampled playback follows a fine rate exactly and does not lurch; stretched playback does. So the pitch is switched off
 * for a nudge at the rate 1, and then left off (SPEC PL-5): nothing of that is heard at the rate 1. Given back at once,
 * Chromium 156 would throw away what its resampler has read ahead, up to 512 samples of the film: the sound would be up to
 * 11 ms (at 48 kHz) further than `currentTime` says from then on, more with each nudge, until the next seek.
 */
export interface Pitch {
  switchOff(): void;
  /** The page's own choice holds again. */
  giveBack(): void;
}

/** @param signal ends it, when the page's own choice holds again */
export function keepPitch(video: EventTarget & Pick<HTMLVideoElement, 'preservesPitch'>, signal: AbortSignal): Pitch {
  /** The page's own choice, while it is switched off. */
  let own: boolean | undefined;
  const giveBack = () => {
    if (own && !video.preservesPitch) video.preservesPitch = true;
    own = undefined;
  };
  // A seek and a load empty by themselves what has been read ahead; a pause does not.
  for (const type of ['seeking', 'emptied']) video.addEventListener(type, giveBack, { signal });
  signal.addEventListener('abort', giveBack);
  return {
    giveBack,
    switchOff() {
      // A page that has switched it on meanwhile has chosen anew.
      if (own === undefined || video.preservesPitch) own = video.preservesPitch;
      video.preservesPitch = false;
    },
  };
}

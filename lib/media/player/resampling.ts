/**
 * Resampled playback follows a fine rate exactly and does not lurch; stretched playback does. So a nudge at the rate 1
 * switches the pitch off, and what it has begun goes on after it, where nothing of it is heard (SPEC PL-5): what a browser
 * has read ahead of the film for it would be thrown away, unseen by `currentTime`, and the sound would be further than the
 * picture from then on, more with each nudge, until the next seek. Chromium 156 resamples as long as the pitch is off, and
 * would throw away up to 11 ms of a film of 48 kHz; Firefox as long as the rate is not 1 (`restRate`), and would throw
 * away 23 to 33 ms.
 */
export interface Resampling {
  /** A nudge begins. @param resampled with the pitch off; else as the pitch is */
  begin(resampled: boolean): void;
  /** The page's own choice of pitch holds again. The rate is to be written next. */
  giveBack(): void;
  /** The same, and the rate is no other than it seems. */
  end(): void;
  /** What is to be written for the rate to be this. */
  written(rate: number): number;
  /** What it is meant to be where this was written. */
  meant(rate: number): number;
}

/**
 * @param restRate is 1 to everybody, but not to the browser
 * @param write writes a rate of ours
 * @param signal ends it
 */
export function keepResampling(
  video: EventTarget & Pick<HTMLVideoElement, 'preservesPitch' | 'playbackRate'>,
  restRate: number,
  write: (rate: number) => void,
  signal: AbortSignal,
): Resampling {
  /** The page's own choice, while it is switched off. */
  let pitch: boolean | undefined;
  /** What a nudge has begun goes on. */
  let goesOn = false;
  const giveBack = () => {
    goesOn = false;
    if (pitch && !video.preservesPitch) video.preservesPitch = true;
    pitch = undefined;
  };
  const meant = (rate: number) => (rate === restRate ? 1 : rate);
  const end = () => {
    giveBack();
    if (meant(video.playbackRate) !== video.playbackRate) write(1);
  };
  // A seek and a load empty by themselves what has been read ahead; a pause does not.
  for (const type of ['seeking', 'emptied']) video.addEventListener(type, end, { signal });
  signal.addEventListener('abort', end);
  return {
    giveBack,
    end,
    meant,
    written: (rate) => (rate === 1 && goesOn ? restRate : rate),
    begin(resampled) {
      goesOn = true;
      if (!resampled) return;
      // A page that has switched it on meanwhile has chosen anew.
      if (pitch === undefined || video.preservesPitch) pitch = video.preservesPitch;
      video.preservesPitch = false;
    },
  };
}

import type { Scheduler } from '../../core/time/scheduler';
import { findDeep, type Site } from '../../sites/site';
import type { Bridge } from './bridge';
import { restedVideo } from './kept-paused-video';
import { shiftedVideo } from './offset-stream-video';
import type { VideoLike } from './player';
import { toggledVideo } from './seek-by-playing-video';
import { bridgedVideo } from './site-player-video';
import { slide } from './slider';
import { standIn } from './stand-in';

/** The video as its site has it worked: most sites the element itself. */
export function adapt(
  video: HTMLMediaElement,
  site: Site,
  bridge: Bridge | undefined,
  scheduler: Scheduler,
  signal: AbortSignal,
): VideoLike {
  const offsetS = () => site.offsetS?.(video, document);
  const durationS = () =>
    site.isLive?.(video, new URL(location.href)) ? Number.POSITIVE_INFINITY : site.durationS?.(video, document);
  if (site.bridge) {
    const { skipButtons } = site;
    const skip = skipButtons && {
      stepS: skipButtons.stepS,
      press(direction: 'back' | 'forward', times: number) {
        const button = findDeep(document, skipButtons[direction]);
        for (let i = 0; button && i < times; i++) button.click();
        return button !== undefined;
      },
    };
    const asked = bridge && ((seekS?: number) => bridge(video, seekS));
    return bridgedVideo(video, { bridge: asked, offsetS, durationS, skip }, scheduler, signal);
  }
  if (site.offsetS) {
    const { slider } = site;
    const shift = { offsetS: () => offsetS() ?? 0, durationS };
    if (!slider) return shiftedVideo(video, shift, scheduler, signal);
    const film = () => site.mediaKey?.(new URL(location.href), document) ?? '';
    const bySlider = (positionS: number, exact: boolean) => slide(document, slider, positionS, exact);
    return shiftedVideo(restedVideo(video, film, scheduler, signal), { ...shift, slide: bySlider }, scheduler, signal);
  }
  if (site.isLive) return lastingVideo(video, durationS);
  if (site.traits?.seeks === 'toggle') return toggledVideo(video, scheduler, signal);
  return video;
}

/** A video that is longer than it says: live. */
function lastingVideo(video: HTMLMediaElement, durationS: () => number | undefined): VideoLike {
  return standIn(video, {
    get duration() {
      return durationS() ?? video.duration;
    },
  });
}

import { answerTo, type BridgeAnswer, type BridgeName, parseAnswer, write } from '../../sites/bridge';

/** Asks a site's own player. @returns undefined where it does not answer; without `seekS` only where it is */
export type Bridge = (video: HTMLMediaElement, seekS?: number) => BridgeAnswer | undefined;

/** @param channel the name that `entrypoints/page.ts` answers to in this frame */
export function openBridge(site: BridgeName, channel: string): Bridge {
  return (video, seekS) => {
    let answer: BridgeAnswer | undefined;
    const hear = (event: Event) => {
      if (event instanceof CustomEvent) answer ??= parseAnswer(event.detail);
    };
    video.addEventListener(answerTo(channel), hear);
    const detail = write(seekS === undefined ? { site } : { site, seekS });
    // Composed: the listener sits on the window, and the video may be in a shadow root.
    video.dispatchEvent(new CustomEvent(channel, { detail, composed: true }));
    video.removeEventListener(answerTo(channel), hear);
    return answer;
  };
}

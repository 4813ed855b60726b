import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { answerTo, type BridgeAnswer, parseCall, write } from '../lib/sites/bridge';
import { PLAYERS } from '../lib/sites/page/index';

/** 24 letters; `crypto.randomUUID` is not there on pages without TLS. */
function newChannel(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => String.fromCharCode(97 + (byte % 26))).join('');
}

/** Does as it is told by the site's own player. Whatever goes wrong in there, we are only a guest: no answer. */
function perform(video: HTMLVideoElement, text: unknown): BridgeAnswer | undefined {
  const wanted = parseCall(text);
  if (!wanted) return undefined;
  try {
    const player = PLAYERS[wanted.site](video);
    if (!player) return undefined;
    if (wanted.seekS !== undefined) player.seek(wanted.seekS);
    const durationS = player.durationS();
    return { positionS: player.positionS(), ...(durationS === undefined ? {} : { durationS }) };
  } catch {
    return undefined;
  }
}

/**
 * Runs in the page's own world, only in the room's tab and only on sites whose player has to be asked (SPEC ST-3).
 * Answers calls that are events on the video; knows nothing of the room.
 */
export default defineUnlistedScript({
  // A named bundle would be a global variable of the page.
  globalName: false,
  main() {
    const channel = newChannel();
    addEventListener(
      channel,
      (event) => {
        event.stopImmediatePropagation();
        const [video] = event.composedPath();
        if (!(video instanceof HTMLVideoElement) || !(event instanceof CustomEvent)) return;
        const answer = perform(video, event.detail);
        if (answer) video.dispatchEvent(new CustomEvent(answerTo(channel), { detail: write(answer) }));
      },
      true,
    );
    // It comes back as the result of the injection.
    return channel;
  },
});

import { browser } from 'wxt/browser';

/**
 * Firefox reloads an extension as soon as there is an update, also in mid-film; the room, and all that is known of it over a
 * death of its place, would be gone. To an extension that listens it leaves the moment (SPEC BG-6).
 *
 * @returns to be called when a room may have ended
 */
export function holdUpdates(isInRoom: () => boolean): () => void {
  let isWaiting = false;
  const apply = () => {
    if (isWaiting && !isInRoom()) browser.runtime.reload();
  };
  browser.runtime.onUpdateAvailable.addListener(() => {
    isWaiting = true;
    apply();
  });
  return apply;
}

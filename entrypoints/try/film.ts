import { machineScheduler } from '../../lib/browser/machine-scheduler';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import { createDriver } from '../../lib/media/driver';
import { watchFocus } from '../../lib/media/page/focus';
import { watchHidden } from '../../lib/media/page/hidden';
import { watchTouch } from '../../lib/media/page/touch';
import { chromiumFacts, firefoxFacts } from '../../lib/media/player/browser-facts';
import type { PlayerPort } from '../../lib/room/player-ports';

/** The film of both windows, by a name that is nobody's. */
const PAGE = { key: 'lockstep/try', url: 'https://lockstep.example/try', title: '' };
/** No other video is here to be better. */
const SCORE = 1e5;

/**
 * Has a film driven as in a page of the web: by the same driver, over a port to the room service of this window.
 * @param serve gives that port to the room service
 */
export function driveFilm(video: HTMLVideoElement, serve: (port: PlayerPort) => void, signal: AbortSignal): void {
  const touch = watchTouch(signal);
  const focus = watchFocus(signal, () => {});
  let toService: (message: unknown) => void = () => {};
  // As over a port between contexts, nothing is heard before it has all been said.
  const send = (message: FromPlayer) => queueMicrotask(() => toService(message));
  const driver = createDriver(
    send,
    machineScheduler,
    // The film has no sound that a browser could refuse, and its own controls can be pressed.
    { prompt: () => {}, refused: () => {}, notice: () => {} },
    {
      hiddenSince: watchHidden(signal),
      userActive: touch.userActive,
      focus: focus.change,
      isFloating: () => Boolean(document.pictureInPictureElement),
      facts: import.meta.env.FIREFOX ? firefoxFacts : chromiumFacts,
    },
    signal,
  );
  serve({
    post: (message: ToPlayer) => queueMicrotask(() => driver.receive(message)),
    onMessage: (listener) => {
      toService = listener;
    },
    onClose: (listener) => signal.addEventListener('abort', listener),
    close: () => {},
  });
  send({ type: 'page', page: PAGE });
  driver.attach(video);
  send({ type: 'candidate', score: SCORE, short: false, chosen: false });
}

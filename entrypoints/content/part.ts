import { browser } from 'wxt/browser';
import { machineScheduler } from '../../lib/browser/machine-scheduler';
import { ask } from '../../lib/browser/messages';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { t } from '../../lib/browser/words';
import { type FromPlayer, PLAYER_PORT, type ToPlayer } from '../../lib/core/player-port';
import { createDriver } from '../../lib/media/driver';
import { watchVideos } from '../../lib/media/find-video';
import { createOverlay } from '../../lib/media/overlay';
import { problemKeys } from '../../lib/ui/problem';

const TOASTS = { 'in-room': 'toastInRoom', joined: 'toastJoined', left: 'toastLeft', waiting: 'toastWaiting' } as const;

/** One part a frame: a second injection finds it here, out of the page's sight. */
interface Slot {
  lockstepPart?: { readonly isAlive: () => boolean; readonly stop: () => void };
}

/** Starts the player part of this frame, unless one is alive already. */
export function startPart(): void {
  const slot = globalThis as Slot;
  if (slot.lockstepPart?.isAlive()) return;
  slot.lockstepPart?.stop();
  const life = new AbortController();
  const stop = () => life.abort();
  slot.lockstepPart = { isAlive: () => !life.signal.aborted && browser.runtime?.id !== undefined, stop };
  run(life.signal, stop);
  // A page that comes back from the back/forward cache has a port that is silently dead.
  addEventListener('pageshow', (event) => event.persisted && revive(), { signal: life.signal });
}

/** The port broke: the room place died, or only this page was away. Come back if there is still a room. */
async function revive(): Promise<void> {
  (globalThis as Slot).lockstepPart?.stop();
  try {
    if ((await ask('revive', null)).running) startPart();
  } catch {
    // The extension itself is gone: nothing is left to drive this page.
  }
}

function run(signal: AbortSignal, stop: () => void) {
  const port: TypedPort<ToPlayer, FromPlayer> = connect(PLAYER_PORT);
  let hidden = document.hidden ? performance.now() : undefined;
  document.addEventListener(
    'visibilitychange',
    () => {
      hidden = document.hidden ? performance.now() : undefined;
    },
    { signal },
  );
  let video: HTMLVideoElement | undefined;
  const overlay = createOverlay({ unmute: t('unmute'), play: t('pressPlay') }, signal);
  const driver = createDriver(
    (message) => port.post(message),
    machineScheduler,
    {
      prompt: (prompt, press) => video && overlay.prompt(prompt, video, press),
      refused: (name) => overlay.toast(t('toastHostOnly', name)),
    },
    () => hidden,
    signal,
  );
  port.onMessage((message) => {
    switch (message.type) {
      case 'ended':
        return stop();
      case 'toast':
        return overlay.toast(t(TOASTS[message.text], message.name));
      case 'problem': {
        const { sentence, next } = problemKeys(message.problem);
        return overlay.toast(`${t(sentence)} ${t(next)}`);
      }
      default:
        return driver.receive(message);
    }
  });
  port.onClose(() => {
    if (!signal.aborted) revive();
  });
  signal.addEventListener('abort', () => port.close());
  // A port must not keep a page out of the back/forward cache, nor be found dead after it.
  addEventListener('pagehide', (event) => event.persisted && port.close(), { signal });
  watchVideos(
    (best) => {
      if (best?.video !== video) {
        video = best?.video;
        driver.attach(video);
      }
      port.post({ type: 'candidate', score: best?.score ?? 0 });
    },
    (element) => element.shadowRoot,
    signal,
  );
}

import { machineScheduler } from '../../lib/browser/machine-scheduler';
import type { TrialSide } from '../../lib/browser/trial';
import type { RoomView } from '../../lib/core/ports/room-view';
import { sealedLinks } from '../../lib/room/links/sealed-links';
import type { PlayerPort } from '../../lib/room/player-ports';
import { RoomService } from '../../lib/room/service';
import { openWindows } from '../../lib/transport/windows';

/** A window is its room's tab, whatever the browser calls it. */
const TAB = 1;
/** Whose room is gone, or not there yet, looks for it again so soon, ms. */
const AGAIN_MS = 1_000;

const bytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const nothing = () => {};

interface Seat {
  /** The window goes. */
  readonly leave: () => void;
}

/**
 * A room service of this window alone, the same as that of a room of people: only its members meet by a way between windows
 * (SPEC TRY-2). The person's own window makes the room, the friend's joins it, again and again.
 * @param begins a room begins, or begins anew: the film is to be served to it
 */
export function takeSeat(
  { code, side, name }: { readonly code: string; readonly side: TrialSide; readonly name: string },
  show: (view: RoomView) => void,
  begins: (serve: (port: PlayerPort) => void) => void,
): Seat {
  const service = new RoomService({
    sealing: sealedLinks(),
    openWays: () => ({ list: [{ name: 'windows', startsAfterMs: 0, open: openWindows }], close: nothing }),
    iceServers: [],
    scheduler: machineScheduler,
    wallNow: () => Date.now(),
    random: () => Math.random(),
    randomId: () => Array.from(bytes(16), (byte) => (byte % 36).toString(36)).join(''),
    makeCode: () => code,
    // Nothing of it is to be seen elsewhere, or to outlive the window.
    changed: nothing,
    keep: nothing,
    remember: nothing,
    go: nothing,
    watchPage: () => 'none',
  });
  let isLooking = false;
  let again: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    clearTimeout(again);
    again = undefined;
    const entry = { tabId: TAB, config: { name } };
    void service.perform(side === 'own' ? { ...entry, type: 'create' } : { ...entry, type: 'join', invite: { code } });
    if (!isLooking) look();
    begins((port) => service.servePlayer(port, TAB));
  };
  const look = () => {
    isLooking = true;
    service.serveView({
      post: (view) => {
        show(view);
        if (view.state === 'problem') again ??= setTimeout(begin, AGAIN_MS);
      },
      onMessage: nothing,
      onClose: nothing,
      // With the room: the next one is looked at anew.
      close: () => {
        isLooking = false;
      },
    });
  };
  begin();
  return {
    leave: () => {
      void service.perform({ type: 'leave', ...(side === 'own' ? { ends: true } : {}) });
      clearTimeout(again);
    },
  };
}

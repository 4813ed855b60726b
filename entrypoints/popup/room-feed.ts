import type { Status } from '../../lib/browser/message-map';
import type { TypedPort } from '../../lib/browser/ports';
import type { RoomView } from '../../lib/core/ports/room-view';

/** After a port broke, before asking how things are: lets a dying room place finish. */
const ASK_AGAIN_MS = 250;
/** The room place shows its state the moment a port opens; one that was just ending may never say, nor close the port. */
const FIRST_VIEW_MS = 1_000;

export interface RoomFeed {
  /** Asks how things are; stays connected from then on if there is a room place. */
  readonly refresh: () => Promise<void>;
}

interface FeedParts {
  readonly status: () => Promise<Status>;
  /** A port over which the room place shows each `RoomView`. */
  readonly connect: () => TypedPort<RoomView, never>;
  readonly show: (view: RoomView) => void;
  /** What the background says beside that, each time it is asked. */
  readonly told: (now: Status) => void;
  /** The background does not answer. */
  readonly silent: () => void;
}

/**
 * What the popup shows, as it changes: from the room place while there is one, else from the background.
 */
export function openRoomFeed({ status, connect, show, told, silent }: FeedParts): RoomFeed {
  let connected = false;
  const refresh = async (): Promise<void> => {
    let now: Status;
    try {
      now = await status();
    } catch {
      return silent();
    }
    told(now);
    if (connected) return;
    if (!now.running) return show(now.view);
    connected = true;
    const port = connect();
    const lost = () => {
      clearTimeout(unheard);
      connected = false;
      setTimeout(refresh, ASK_AGAIN_MS);
    };
    // Closing a port from this side tells this side nothing.
    const unheard = setTimeout(() => {
      port.close();
      lost();
    }, FIRST_VIEW_MS);
    port.onMessage((view) => {
      clearTimeout(unheard);
      show(view);
    });
    port.onClose(lost);
  };
  return { refresh };
}

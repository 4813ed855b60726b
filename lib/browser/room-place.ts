/**
 * Where the room service runs, started and ended here and nowhere else (SPEC EX-3): in an offscreen document on
 * Chrome, because a service worker has no `RTCPeerConnection`; on Firefox in the background page itself.
 */
export interface RoomPlace {
  /** Is it there now? Never starts it. */
  isRunning(): Promise<boolean>;
  /** Starts it if need be; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it: an idle browser holds no document and no connection. */
  stop(): Promise<void>;
}

const PAGE = 'offscreen.html';

/** Chrome's: at most one document, made on demand. */
export function offscreenPlace(): RoomPlace {
  let starting: Promise<void> | undefined;
  const isRunning = async () => {
    const contexts = await chrome.runtime.getContexts({
      contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType],
    });
    return contexts.length > 0;
  };
  const start = async () => {
    if (await isRunning()) return;
    await chrome.offscreen.createDocument({
      url: PAGE,
      reasons: ['WEB_RTC' as chrome.offscreen.Reason],
      justification: 'Holds the connection to the friends in the room.',
    });
  };
  return {
    isRunning,
    start: () => {
      // Two that start it at once would make Chrome refuse the second document.
      starting ??= start().finally(() => {
        starting = undefined;
      });
      return starting;
    },
    stop: async () => {
      if (await isRunning()) await chrome.offscreen.closeDocument();
    },
  };
}

/** Firefox's: the background page is always there; it counts as running while it holds a room. */
export function backgroundPlace(holdsRoom: () => boolean): RoomPlace {
  return {
    isRunning: async () => holdsRoom(),
    start: async () => {},
    stop: async () => {},
  };
}

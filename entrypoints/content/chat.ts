import { browser } from 'wxt/browser';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { CHAT_DOOR_PORT, parseToChatDoor, type ToChatDoor } from '../../lib/core/ports/chat-door';
import type { FromPlayer, ToPlayer } from '../../lib/core/ports/player-port';
import { createChatFrame } from '../../lib/media/overlay/chat-frame';
import type { Layer } from '../../lib/media/overlay/layer';
import { t } from './words';

/** A page of ours that has loaded shows its pass in a tenth of it, and on a busy machine in half of it, ms. */
const SHUT_OUT_MS = 4_000;
/** On a busy machine a page may take seconds to load, ms. */
const LOADS_MS = 10_000;

/** By the film, or by the person's key for the whole window. */
const fillsScreen = () => Boolean(document.fullscreenElement) || innerHeight >= screen.height;

interface PageChat {
  readonly over: (film: HTMLMediaElement | undefined) => void;
  /** Shown, or no more. */
  readonly toggle: () => void;
}

/**
 * The chat over this frame's film, or beside it, while it is the room's (SPEC CH-16, CH-18).
 * @param shutOut the page lets no frame of ours in
 */
export function letChat(
  port: TypedPort<ToPlayer, FromPlayer>,
  layer: Layer,
  shutOut: () => void,
  signal: AbortSignal,
): PageChat {
  const chat = createChatFrame(layer, () => t('chatTitle'), signal);
  // In Chrome what a page may frame has an address that is made up anew with each start, and not the page's origin.
  const address = browser.runtime.getURL('/chat-frame.html');
  const origin = browser.runtime.getURL('').replace(/\/$/, '');
  let door: TypedPort<ToChatDoor, never> | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  let isElected = false;

  const leaveDoor = () => {
    door?.close();
    door = undefined;
  };
  const close = () => {
    clearTimeout(late);
    leaveDoor();
    chat.close();
  };
  const refused = () => {
    close();
    shutOut();
  };
  const wait = (forMs: number) => {
    clearTimeout(late);
    late = setTimeout(refused, forMs);
  };
  /** A page is in the frame, perhaps ours: it gets a pass, once. One that was moved in the page loads anew, and gets another. */
  const loaded = (frame: Window) => {
    wait(SHUT_OUT_MS);
    leaveDoor();
    const mine: TypedPort<ToChatDoor, never> = connect(CHAT_DOOR_PORT, parseToChatDoor);
    door = mine;
    mine.onMessage((message) => {
      if (door !== mine) return;
      if (message.type === 'pass') return frame.postMessage(message, origin);
      if (message.type === 'closed') return close();
      clearTimeout(late);
      chat.focus();
    });
    // The room is over, or the room place is gone: whoever is at the door then is in no room.
    mine.onClose(() => door === mine && close());
  };
  const open = () => {
    // Seen there, and not to be pressed, it would only cover the film.
    if (!layer.isReachable) return shutOut();
    wait(LOADS_MS);
    chat.open(address, loaded);
  };
  const toggle = () => {
    if (chat.isOpen) close();
    else if (isElected && !signal.aborted) open();
  };
  layer.onPlaced(() => chat.isOpen && !layer.isReachable && close());
  port.onMessage((message) => {
    if (message.type === 'elected') isElected = message.active;
    if (message.type === 'elected' && !isElected) close();
    if (message.type === 'chat-over-film' && fillsScreen()) toggle();
  });
  signal.addEventListener('abort', close);
  return { over: (film) => chat.over(film), toggle };
}

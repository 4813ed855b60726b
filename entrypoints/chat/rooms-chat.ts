import { browser } from 'wxt/browser';
import { ask } from '../../lib/browser/messages';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { CHAT_FRAME_PORT, type Pass, parsePass } from '../../lib/core/ports/chat-door';
import { CHAT_PORT, type FromChatPage, parseToChatPage, type ToChatPage } from '../../lib/core/ports/chat-port';

/** A page's hold on the room's chat: messages come by `hear` (`OpenChat`), and go by `post`. */
export interface RoomsChat {
  readonly post: (message: FromChatPage) => void;
  /** The person closes the chat; in a frame whoever has made it does that. */
  readonly leave: () => void;
  /** The page needs it no more. */
  readonly end: () => void;
}

/** @param hear undefined: there is no room */
export type OpenChat = (hear: (message: ToChatPage | undefined) => void) => RoomsChat;

/** Without a room the background is asked again when it has news; a room place that is just ending has none, ms. */
const AGAIN_MS = 300;
const NEWS = 'room';

/** The chat of a page of ours, whichever room there is. */
export function chatOfPage(leave: () => void): OpenChat {
  return (hear) => {
    let isOver = false;
    let timer = 0;
    let port: TypedPort<ToChatPage, FromChatPage> | undefined;
    const open = async () => {
      if (isOver || port) return;
      // Without a room place nobody would answer, and nothing has to be started for that.
      const { running } = await ask('status', { tabId: undefined }).catch(() => ({ running: false }));
      if (isOver || port) return;
      if (!running) return hear(undefined);
      port = connect<ToChatPage, FromChatPage>(CHAT_PORT, parseToChatPage);
      port.onMessage(hear);
      port.onClose(() => {
        port = undefined;
        timer = window.setTimeout(open, AGAIN_MS);
      });
    };
    const news = (changes: Record<string, unknown>, area: string) => {
      if (area === 'session' && NEWS in changes) void open();
    };
    browser.storage.onChanged.addListener(news);
    void open();
    return {
      post: (message) => port?.post(message),
      leave,
      end() {
        isOver = true;
        clearTimeout(timer);
        browser.storage.onChanged.removeListener(news);
        port?.close();
      },
    };
  };
}

/**
 * The chat of a frame in a web page: of the room that the page's tab is in, once whoever has made the frame hands it a pass
 * (SPEC CH-16). A frame that a page has made gets none that is good, and shows nothing.
 *
 * Listens from now on: the pass comes as soon as the page has loaded, which may be before anything is drawn.
 */
export function chatOfFrame(): OpenChat {
  let enter = (_: Pass) => {};
  let early: Pass | undefined;
  const take = ({ source, data }: MessageEvent<unknown>) => {
    const pass = parsePass(data);
    if (!pass || source !== window.parent) return;
    window.removeEventListener('message', take);
    early = pass;
    enter(pass);
  };
  window.addEventListener('message', take);
  return (hear) => {
    let port: TypedPort<ToChatPage, Pass | FromChatPage | { readonly type: 'close' }> | undefined;
    enter = (pass) => {
      port = connect(CHAT_FRAME_PORT, parseToChatPage);
      port.onMessage(hear);
      port.onClose(() => hear(undefined));
      port.post(pass);
    };
    if (early) enter(early);
    return {
      post: (message) => port?.post(message),
      leave: () => port?.post({ type: 'close' }),
      end: () => port?.close(),
    };
  };
}

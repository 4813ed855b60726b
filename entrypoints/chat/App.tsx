import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { ask } from '../../lib/browser/messages';
import { closeChat } from '../../lib/browser/panel';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { type ChatLog, emptyLog, takeLines } from '../../lib/core/chat/log';
import {
  CHAT_PORT,
  type ChatView,
  type FromChatPage,
  parseToChatPage,
  type ToChatPage,
} from '../../lib/core/ports/chat-port';
import { Chat } from './Chat';
import type { ChatActions, Seen } from './types';

/** Without a room the background is asked again when it has news; a room place that is just ending has none, ms. */
const AGAIN_MS = 300;
/** What a reaction is shown for, ms. */
const REACTION_MS = 4_000;
const NEWS = 'room';

/** The chat page, wired to the browser and the room place: in a side panel, or in a tab of its own. */
export function App(): JSX.Element {
  const [view, setView] = useState<ChatView>();
  const [log, setLog] = useState<ChatLog>(emptyLog);
  const [reaction, setReaction] = useState<Seen>();
  const port = useRef<TypedPort<ToChatPage, FromChatPage> | undefined>(undefined);
  const post = (message: FromChatPage) => port.current?.post(message);

  useEffect(() => {
    let isOver = false;
    let timer = 0;
    let reactionTimer = 0;
    function hear(message: ToChatPage) {
      if (message.type === 'view') return setView(message.view);
      if (message.type === 'lines') {
        const { fresh, lines } = message;
        return setLog((known) => takeLines(fresh ? emptyLog : known, lines, performance.now()));
      }
      setReaction(message);
      clearTimeout(reactionTimer);
      reactionTimer = window.setTimeout(() => setReaction(undefined), REACTION_MS);
    }
    async function open() {
      if (isOver || port.current) return;
      // Without a room place nobody would answer, and nothing has to be started for that.
      const { running } = await ask('status', { tabId: undefined }).catch(() => ({ running: false }));
      if (isOver || port.current) return;
      if (!running) return setView(undefined);
      const opened = connect<ToChatPage, FromChatPage>(CHAT_PORT, parseToChatPage);
      port.current = opened;
      opened.onMessage(hear);
      opened.onClose(() => {
        port.current = undefined;
        timer = window.setTimeout(open, AGAIN_MS);
      });
    }
    const news = (changes: Record<string, unknown>, area: string) => {
      if (area === 'session' && NEWS in changes) void open();
    };
    browser.storage.onChanged.addListener(news);
    void open();
    return () => {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(reactionTimer);
      browser.storage.onChanged.removeListener(news);
      port.current?.close();
    };
  }, []);

  // What came while the person looked elsewhere stays unread.
  useEffect(() => {
    const seen = () => document.visibilityState === 'visible' && post({ type: 'seen' });
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [log]);

  const actions = useMemo<ChatActions>(
    () => ({
      write: (text, re) => post({ type: 'write', text, ...(re ? { re } : {}) }),
      rewrite: (n, text) => post({ type: 'rewrite', n, text }),
      erase: (n) => post({ type: 'erase', n }),
      react: (sign) => post({ type: 'react', sign }),
      typing: () => post({ type: 'typing' }),
      again: (n) => post({ type: 'again', n }),
      drop: (n) => post({ type: 'drop', n }),
      go: (place) => post({ type: 'go', place }),
      setSlow: (slowS) => post({ type: 'slow', slowS }),
      mute: (id, muted) => post({ type: 'mute', id, muted }),
      openLink: (url) => void browser.tabs.create({ url }),
      close: () => void closeChat(),
    }),
    [],
  );
  return <Chat view={view} log={log} reaction={reaction} actions={actions} now={() => performance.now()} />;
}

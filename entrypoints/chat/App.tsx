import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { type ChatLog, emptyLog, takeLines } from '../../lib/core/chat/log';
import type { ChatView, FromChatPage, ToChatPage } from '../../lib/core/ports/chat-port';
import { Chat } from './Chat';
import type { OpenChat, RoomsChat } from './rooms-chat';
import type { ChatActions, Seen } from './types';

/** What a reaction is shown for, ms. */
const REACTION_MS = 4_000;

interface AppProps {
  readonly openChat: OpenChat;
  /** In a web page: nothing is to be seen before it is let in, and it is opened to be written in. */
  readonly framed: boolean;
}

/** The chat page, wired to the browser and the room place: in a side panel, in a tab, or in a frame over the film. */
export function App({ openChat, framed }: AppProps): JSX.Element | null {
  const [view, setView] = useState<ChatView>();
  const [log, setLog] = useState<ChatLog>(emptyLog);
  const [reaction, setReaction] = useState<Seen>();
  const chat = useRef<RoomsChat | undefined>(undefined);
  const post = (message: FromChatPage) => chat.current?.post(message);

  useEffect(() => {
    let reactionTimer = 0;
    const opened = openChat((message: ToChatPage | undefined) => {
      if (!message) return setView(undefined);
      if (message.type === 'view') return setView(message.view);
      if (message.type === 'lines') {
        const { fresh, lines } = message;
        return setLog((known) => takeLines(fresh ? emptyLog : known, lines, performance.now()));
      }
      setReaction(message);
      clearTimeout(reactionTimer);
      reactionTimer = window.setTimeout(() => setReaction(undefined), REACTION_MS);
    });
    chat.current = opened;
    return () => {
      clearTimeout(reactionTimer);
      opened.end();
    };
  }, [openChat]);

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
      // Firefox gives a frame in a web page no tabs.
      openLink: (url) =>
        void (framed ? window.open(url, '_blank', 'noopener,noreferrer') : browser.tabs.create({ url })),
      close: () => chat.current?.leave(),
    }),
    [framed],
  );
  if (framed && !view) return null;
  return (
    <Chat view={view} log={log} reaction={reaction} actions={actions} now={() => performance.now()} framed={framed} />
  );
}

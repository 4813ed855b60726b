import { render } from 'preact';
import { watchWords } from '../../lib/browser/language';
import { closeChat } from '../../lib/browser/panel';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './chat.css';
import { App } from './App';
import { chatOfFrame, chatOfPage } from './rooms-chat';

/** The same page by another name, for web pages. */
const framed = location.pathname === '/chat-frame.html';
const openChat = framed ? chatOfFrame() : chatOfPage(() => void closeChat());
const root = document.getElementById('app');
watchWords((t) => {
  declareLanguage(document, t);
  document.title = t('chatTitle');
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <App openChat={openChat} framed={framed} />
    </Words.Provider>,
    root,
  );
});

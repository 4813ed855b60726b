import { render } from 'preact';
import { closeChat } from '../../lib/browser/panel';
import { t } from '../../lib/browser/words';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './chat.css';
import { App } from './App';
import { chatOfFrame, chatOfPage } from './rooms-chat';

/** The same page by another name, for web pages. */
const framed = location.pathname === '/chat-frame.html';
const openChat = framed ? chatOfFrame() : chatOfPage(() => void closeChat());
document.documentElement.lang = t('languageTag');
document.title = t('chatTitle');
const root = document.getElementById('app');
if (root) {
  render(
    <Words.Provider value={t}>
      <App openChat={openChat} framed={framed} />
    </Words.Provider>,
    root,
  );
}

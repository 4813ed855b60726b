import { render } from 'preact';
import { t } from '../../lib/browser/words';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './chat.css';
import { App } from './App';

document.documentElement.lang = t('languageTag');
document.title = t('chatTitle');
const root = document.getElementById('app');
if (root) {
  render(
    <Words.Provider value={t}>
      <App />
    </Words.Provider>,
    root,
  );
}

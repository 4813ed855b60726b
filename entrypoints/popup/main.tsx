import { render } from 'preact';
import { browser } from 'wxt/browser';
import { t } from '../../lib/browser/words';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './popup.css';
import { App } from './App';

declareLanguage(document, t);
const root = document.getElementById('app');
// The popup's own tab query has to be answered before anything can be drawn that would have to change.
void browser.tabs.query({ active: true, currentWindow: true }).then(([tab]) => {
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <App tab={tab} />
    </Words.Provider>,
    root,
  );
});

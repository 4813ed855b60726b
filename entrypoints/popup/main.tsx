import { render } from 'preact';
import { browser } from 'wxt/browser';
import { watchWords } from '../../lib/browser/language';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './popup.css';
import { App } from './App';

const root = document.getElementById('app');
const asked = browser.tabs.query({ active: true, currentWindow: true });
watchWords(async (t) => {
  declareLanguage(document, t);
  // The popup's own tab query has to be answered before anything can be drawn that would have to change.
  const [tab] = await asked;
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <App tab={tab} />
    </Words.Provider>,
    root,
  );
});

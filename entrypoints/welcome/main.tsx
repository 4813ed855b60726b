import { render } from 'preact';
import { watchWords } from '../../lib/browser/language';
import { readSettings } from '../../lib/browser/settings';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './welcome.css';
import { App } from './App';

const root = document.getElementById('app');
const settings = readSettings();
watchWords(async (t) => {
  declareLanguage(document, t);
  document.title = t('welcomeTitle');
  const kept = await settings;
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <App kept={kept} />
    </Words.Provider>,
    root,
  );
});

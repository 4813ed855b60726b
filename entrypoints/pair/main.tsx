import { render } from 'preact';
import { watchWords } from '../../lib/browser/language';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './pair.css';
import { App } from './App';

const root = document.getElementById('app');
const tab = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
watchWords((t) => {
  declareLanguage(document, t);
  document.title = t('connectByHand');
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <App tabId={Number.isSafeInteger(tab) ? tab : undefined} />
    </Words.Provider>,
    root,
  );
});

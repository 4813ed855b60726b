import { render } from 'preact';
import { t } from '../../lib/browser/words';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './pair.css';
import { App } from './App';

declareLanguage(document, t);
document.title = t('connectByHand');
const root = document.getElementById('app');
const tab = Number(new URLSearchParams(location.search).get('tab') ?? Number.NaN);
if (root) {
  render(
    <Words.Provider value={t}>
      <App tabId={Number.isSafeInteger(tab) ? tab : undefined} />
    </Words.Provider>,
    root,
  );
}

import { render } from 'preact';
import { readSettings } from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { declareLanguage } from '../../lib/ui/language';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './welcome.css';
import { App } from './App';

declareLanguage(document, t);
document.title = t('welcomeTitle');
const root = document.getElementById('app');
void readSettings().then((kept) => {
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <App kept={kept} />
    </Words.Provider>,
    root,
  );
});

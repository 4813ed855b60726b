import { render } from 'preact';
import { readSettings } from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './welcome.css';
import { App } from './App';

document.documentElement.lang = t('languageTag');
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

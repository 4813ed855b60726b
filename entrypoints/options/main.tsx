import { render } from 'preact';
import { DEFAULT_SERVER, readSettings, writeSettings } from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './options.css';
import { Options } from './Options';

document.documentElement.lang = t('languageTag');
document.title = t('optionsTitle');
const root = document.getElementById('app');
void readSettings().then((kept) => {
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <Options kept={kept} defaultServer={DEFAULT_SERVER} save={writeSettings} />
    </Words.Provider>,
    root,
  );
});

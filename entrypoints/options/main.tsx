import { render } from 'preact';
import { ask } from '../../lib/browser/messages';
import { DEFAULT_SERVER, readSettings, type Settings, writeSettings } from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './options.css';
import { Options } from './Options';

document.documentElement.lang = t('languageTag');
document.title = t('optionsTitle');
/** What a room that goes on has to know at once. */
async function save(change: Partial<Settings>): Promise<void> {
  await writeSettings(change);
  if (change.gentle !== undefined) await ask('command', { type: 'set-gentle', gentle: change.gentle });
  if (change.follow !== undefined) await ask('command', { type: 'set-follow', follow: change.follow });
}

const root = document.getElementById('app');
void readSettings().then((kept) => {
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <Options kept={kept} defaultServer={DEFAULT_SERVER} save={save} />
    </Words.Provider>,
    root,
  );
});

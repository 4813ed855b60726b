import { render } from 'preact';
import { browser } from 'wxt/browser';
import { copy } from '../../lib/browser/clipboard';
import { ask } from '../../lib/browser/messages';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { DEFAULT_SERVER, readSettings, roomConfig, type Settings, writeSettings } from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { parseTested, type Tested, type TestRequest } from '../../lib/core/ports/check-schema';
import { TEST_PORT } from '../../lib/core/ports/player-port';
import { Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './options.css';
import { Options } from './Options';
import type { TestIt } from './TestConnection';

document.documentElement.lang = t('languageTag');
document.title = t('optionsTitle');
/** What a room that goes on has to know at once. */
async function save(change: Partial<Settings>): Promise<void> {
  await writeSettings(change);
  if (change.gentle !== undefined) await ask('command', { type: 'set-gentle', gentle: change.gentle });
  if (change.follow !== undefined) await ask('command', { type: 'set-follow', follow: change.follow });
}

/** In the room place, where the ways are. */
const test: TestIt = (told, ended) => {
  let port: TypedPort<Tested, TestRequest> | undefined;
  let isOver = false;
  const begin = async () => {
    const { server, reach } = await roomConfig();
    await ask('place', null);
    if (isOver) return;
    port = connect(TEST_PORT, parseTested);
    port.onMessage((tested) => {
      told(tested);
      if (tested.done) port?.close();
    });
    port.onClose(ended);
    port.post({ ...(server ? { server } : {}), reach: reach ?? {} });
  };
  begin().catch(ended);
  return () => {
    isOver = true;
    port?.close();
  };
};

const root = document.getElementById('app');
void readSettings().then((kept) => {
  if (root === null) return;
  render(
    <Words.Provider value={t}>
      <Options
        kept={kept}
        defaultServer={DEFAULT_SERVER}
        save={save}
        testing={{ version: browser.runtime.getManifest().version, test, copy }}
      />
    </Words.Provider>,
    root,
  );
});

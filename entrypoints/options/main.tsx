import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { copy } from '../../lib/browser/clipboard';
import { ask } from '../../lib/browser/messages';
import { connect, type TypedPort } from '../../lib/browser/ports';
import {
  DEFAULT_SERVER,
  DISCORD_ID,
  readSettings,
  roomConfig,
  type Settings,
  writeSettings,
} from '../../lib/browser/settings';
import { t } from '../../lib/browser/words';
import { parseTested, type Tested, type TestRequest } from '../../lib/core/ports/check-schema';
import type { DiscordLink } from '../../lib/core/ports/companion';
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
  const keys: readonly string[] = Object.keys(change);
  if (keys.some((key) => key.startsWith('discord'))) await ask('discord', { type: 'switched' });
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

/** The browser asks the person, and wants it to be at once after the press. */
async function allow(on: boolean): Promise<boolean> {
  const wanted = { permissions: ['nativeMessaging' as const] };
  try {
    return await (on ? browser.permissions.request(wanted) : browser.permissions.remove(wanted));
  } catch {
    return false;
  }
}

function App({ kept }: { readonly kept: Settings }): JSX.Element {
  const [link, setLink] = useState<DiscordLink>();
  useEffect(() => {
    const look = async () => setLink((await ask('status', { tabId: undefined })).discord?.link);
    const changed = (changes: Record<string, unknown>, area: string) => {
      if (area === 'session' && 'discord' in changes) void look();
    };
    browser.storage.onChanged.addListener(changed);
    void look();
    void ask('discord', { type: 'look' });
    return () => browser.storage.onChanged.removeListener(changed);
  }, []);
  return (
    <Words.Provider value={t}>
      <Options
        kept={kept}
        defaultServer={DEFAULT_SERVER}
        discord={{ builtInId: DISCORD_ID, link, allow }}
        save={save}
        testing={{ version: browser.runtime.getManifest().version, test, copy }}
      />
    </Words.Provider>
  );
}

const root = document.getElementById('app');
void readSettings().then((kept) => {
  if (root !== null) render(<App kept={kept} />, root);
});

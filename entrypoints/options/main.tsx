import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { copy } from '../../lib/browser/clipboard';
import { download } from '../../lib/browser/download';
import { changeKeys, readKeys } from '../../lib/browser/keys';
import { forgetFilms, forgetSite, readRemembered } from '../../lib/browser/known-sites';
import { watchWords } from '../../lib/browser/language';
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
import { FILE_MAX, readSettingsText, settingsText } from '../../lib/browser/settings-file';
import { parseTested, type Tested, type TestRequest } from '../../lib/core/ports/check-schema';
import type { DiscordLink } from '../../lib/core/ports/companion';
import { TEST_PORT } from '../../lib/core/ports/player-port';
import { declareLanguage } from '../../lib/ui/language';
import { type Translate, Words } from '../../lib/ui/words';
import '../../lib/ui/styles.css';
import './options.css';
import { diagnose } from './diagnose';
import type { FilesProps } from './Files';
import { Options } from './Options';
import type { TestIt } from './TestConnection';

/** What a room that goes on has to know at once. */
async function save(change: Partial<Settings>): Promise<void> {
  await writeSettings(change);
  if (change.colour !== undefined) {
    const { name } = await roomConfig();
    await ask('command', { type: 'rename', name, colour: change.colour });
  }
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

/** What the page begins with. */
interface Beginning {
  readonly kept: Settings;
  /** Settings from a file are another beginning: its number, or none. */
  readonly imported: number;
}

function App({ kept, imported }: Beginning): JSX.Element {
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
  const files: FilesProps = {
    exportSettings: async () =>
      download('lockstep-settings.json', settingsText(await readSettings()), 'application/json'),
    exportDiagnostics: async () => download('lockstep-diagnostics.txt', await diagnose(), 'text/plain'),
    importSettings: async (file) => {
      const settings = file.size > FILE_MAX ? undefined : readSettingsText(await file.text());
      if (settings === undefined) return false;
      await save(settings);
      beginning = Promise.resolve({ kept: settings, imported: imported + 1 });
      await draw();
      return true;
    },
  };
  return (
    <Options
      kept={kept}
      imported={imported > 0}
      defaultServer={DEFAULT_SERVER}
      discord={{ builtInId: DISCORD_ID, link, allow }}
      save={save}
      testing={{ version: browser.runtime.getManifest().version, test, copy }}
      keys={{ read: readKeys, change: changeKeys }}
      sites={{ read: readRemembered, forgetSite, forgetFilms }}
      files={files}
    />
  );
}

const root = document.getElementById('app');
let beginning: Promise<Beginning> = readSettings().then((kept) => ({ kept, imported: 0 }));
let words: Translate;

async function draw(): Promise<void> {
  const { kept, imported } = await beginning;
  if (root === null) return;
  render(
    <Words.Provider value={words}>
      <App key={imported} kept={kept} imported={imported} />
    </Words.Provider>,
    root,
  );
}
watchWords((t) => {
  words = t;
  declareLanguage(document, t);
  document.title = t('optionsTitle');
  void draw();
});

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import type { WaitingInvite } from '../../lib/browser/message-map';
import { ask } from '../../lib/browser/messages';
import { roomConfig, type Settings, writeSettings } from '../../lib/browser/settings';
import { showTab } from '../../lib/browser/tabs';
import { openTrial } from '../../lib/browser/trial';
import { makeRoomCode } from '../../lib/core/wire/invite';
import { Welcome } from './Welcome';

/** The background's list of invites that wait, in `storage.session`: a change of it is news here. */
const OFFERS = 'offers';

/** The welcome page, wired to the browser and the background. @param kept what is set already */
export function App({ kept }: { readonly kept: Settings }): JSX.Element {
  const [invites, setInvites] = useState<readonly WaitingInvite[]>([]);
  useEffect(() => {
    const look = () => {
      ask('waiting-invites', null).then(setInvites, () => setInvites([]));
    };
    const changed = (changes: Record<string, unknown>, area: string) => {
      if (area === 'session' && OFFERS in changes) look();
    };
    browser.storage.onChanged.addListener(changed);
    look();
    return () => browser.storage.onChanged.removeListener(changed);
  }, []);

  return (
    <Welcome
      kept={kept}
      invites={invites}
      save={writeSettings}
      join={async ({ tabId, invite }) => {
        await showTab(tabId);
        await ask('command', { type: 'join', tabId, invite, config: await roomConfig() });
      }}
      tryIt={browser.windows ? () => openTrial(makeRoomCode(crypto.getRandomValues(new Uint8Array(15)))) : undefined}
      done={async () => {
        const own = await browser.tabs.getCurrent();
        if (own?.id !== undefined) await browser.tabs.remove(own.id);
      }}
    />
  );
}

import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { copy } from '../../lib/browser/clipboard';
import { ask } from '../../lib/browser/messages';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { readSettings, roomConfig } from '../../lib/browser/settings';
import { showTab, tabExists } from '../../lib/browser/tabs';
import {
  type FromPairPage,
  PAIR_PORT,
  type PairView,
  parseToPairPage,
  type ToPairPage,
} from '../../lib/core/ports/pair-port';
import { Pair, type PairActions } from './Pair';

/** The room place ends with its last room: then there is another to connect to, ms. */
const AGAIN_MS = 300;

/** The page *by hand*, wired to the browser and the room place. @param tabId where the film is */
export function App({ tabId }: { readonly tabId: number | undefined }): JSX.Element {
  const [view, setView] = useState<PairView>();
  const [obstacle, setObstacle] = useState<'no-tab' | 'relay-only'>();
  const port = useRef<TypedPort<ToPairPage, FromPairPage> | undefined>(undefined);

  const join = async (code: string, offer: string) => {
    if (tabId === undefined) return;
    await ask('command', { type: 'join', tabId, invite: { code }, config: await roomConfig(), offer });
  };

  useEffect(() => {
    let isOver = false;
    const again = () => isOver || setTimeout(open, AGAIN_MS);
    async function open() {
      try {
        if (tabId === undefined || !(await tabExists(tabId))) return setObstacle('no-tab');
        if ((await readSettings()).relayOnly) return setObstacle('relay-only');
        await ask('place', null);
        if (isOver) return;
        const opened = connect<ToPairPage, FromPairPage>(PAIR_PORT, parseToPairPage);
        port.current = opened;
        opened.onMessage((message) => {
          if (message.type === 'view') setView(message.view);
          else void join(message.code, message.text);
        });
        opened.onClose(again);
      } catch {
        again();
      }
    }
    void open();
    return () => {
      isOver = true;
      port.current?.close();
    };
  }, []);

  const isJoining = view?.room === 'joining';
  const actions = useMemo<PairActions>(
    () => ({
      create: async () => {
        if (tabId !== undefined) {
          await ask('command', { type: 'create', tabId, config: await roomConfig(), byHand: true });
        }
      },
      newCode: () => port.current?.post({ type: isJoining ? 'fresh' : 'offer' }),
      take: (text) => port.current?.post({ type: 'take', text }),
      copy,
      goToRoomTab: () => void (tabId !== undefined && showTab(tabId)),
    }),
    [isJoining],
  );
  return <Pair view={view} obstacle={obstacle} actions={actions} />;
}

import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Browser, browser } from 'wxt/browser';
import { ask, type Status } from '../../lib/browser/messages';
import { connect } from '../../lib/browser/ports';
import { DEFAULT_SERVER, readSettings, roomConfig, writeSettings } from '../../lib/browser/settings';
import { VIEW_PORT } from '../../lib/core/ports/player-port';
import { holdsNone, type RoomCommand, type RoomView } from '../../lib/core/ports/room-view';
import { parseRoomView } from '../../lib/core/ports/room-view-schema';
import { parseInvite } from '../../lib/core/wire/invite';
import { cleanName } from '../../lib/core/wire/protocol';
import { Notice } from '../../lib/ui/Notice';
import { useWords } from '../../lib/ui/words';
import { Popup } from './Popup';
import { askForAccess, lookAtPage } from './page-here';
import { openRoomFeed, type RoomFeed } from './room-feed';
import { showTab, useInviteLink } from './room-tab';
import type { Obstacle, PageHere, PopupActions } from './types';

/** An invite link, or its fragment, rather than a mere code. */
const LINK = /lockstep=/;
/** What of the background's session shows while there is no room. */
const NEWS = ['tabId', 'problem', 'offered'];
/** How often the page is looked at again while no room shows: its video may still be on its way. */
const LOOK_AGAIN_MS = 1_500;

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The popup over this tab, wired to the browser, the background and the room place. */
export function App({ tab }: { readonly tab: Browser.tabs.Tab | undefined }): JSX.Element {
  const t = useWords();
  const tabId = tab?.id;
  const [view, setView] = useState<RoomView>();
  const [silent, setSilent] = useState(false);
  const [page, setPage] = useState<PageHere>({ state: 'looking' });
  const [offered, setOffered] = useState<Status['offered']>();
  const [server, setServer] = useState<string>();
  const [name, setName] = useState('');
  const feed = useRef<RoomFeed | undefined>(undefined);
  /** A press on Create or Join is under way: it shows by itself how it goes. */
  const entering = useRef(false);
  const inviteLink = useInviteLink(view);

  const look = async () => {
    const now = await lookAtPage(tabId === undefined ? undefined : await browser.tabs.get(tabId));
    setPage(now);
    return now;
  };

  useEffect(() => {
    void readSettings().then((settings) => {
      setName(settings.name);
      setServer(settings.server || DEFAULT_SERVER);
    });
    feed.current = openRoomFeed({
      status: () => ask('status', null),
      connect: () => connect<RoomView, never>(VIEW_PORT, parseRoomView),
      show: setView,
      offered: setOffered,
      silent: () => setSilent(true),
    });
    void feed.current.refresh();
    // An invite that is offered, a problem, a room that begins elsewhere: shown as it comes.
    const news = (changes: Record<string, unknown>, area: string) => {
      if (area !== 'session' || entering.current || !NEWS.some((key) => key in changes)) return;
      void feed.current?.refresh();
    };
    browser.storage.onChanged.addListener(news);
    return () => browser.storage.onChanged.removeListener(news);
  }, []);

  const inRoom = view !== undefined && !holdsNone(view);
  useEffect(() => {
    if (inRoom) return undefined;
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [inRoom]);

  const perform = async (command: RoomCommand): Promise<Obstacle> => {
    try {
      const { ok } = await ask('command', command);
      await feed.current?.refresh();
      return ok ? undefined : 'no-answer';
    } catch {
      return 'no-answer';
    }
  };

  /** Creates or joins, showing at once that it is tried. */
  const enter = async (command: (tabId: number) => Promise<RoomCommand>): Promise<Obstacle> => {
    const { state } = await look();
    if (tabId === undefined || state === 'not-a-web-page') return 'not-a-web-page';
    if (state === 'no-access') return 'no-access';
    await writeSettings({ name: cleanName(name) });
    const asked = await command(tabId);
    setView({ state: 'connecting', role: asked.type === 'join' ? 'guest' : 'host', trying: 'server', tabId });
    entering.current = true;
    const obstacle = await perform(asked);
    entering.current = false;
    if (obstacle !== undefined) setView({ state: 'none' });
    return obstacle;
  };

  const roomTab = inRoom ? view.tabId : undefined;
  const actions: PopupActions = {
    setName,
    create: () => enter(async (id) => ({ type: 'create', tabId: id, config: await roomConfig() })),
    join: async (text) => {
      const parsed = parseInvite(text);
      if (!parsed.ok) return parsed.problem;
      return enter(async (id) => {
        const config = await roomConfig();
        // A link names its server unless it is the default. A code that is told on the phone seldom does: then it is
        // of people who use the same server.
        const server = parsed.invite.server ?? (LINK.test(text) ? undefined : config.server);
        const invite = { code: parsed.invite.code, ...(server ? { server } : {}) };
        return { type: 'join', tabId: id, invite, config };
      });
    },
    leave: () => void perform({ type: 'leave' }),
    rename: (typed) => {
      setName(typed);
      void writeSettings({ name: typed });
      void perform({ type: 'rename', name: typed });
    },
    setControl: (control) => void perform({ type: 'set-control', control }),
    setTogether: (together) => void perform({ type: 'set-together', together }),
    goOn: () => void perform({ type: 'continue' }),
    setShift: (seconds) => void perform({ type: 'set-shift', seconds }),
    answer: (answer) => void perform({ type: 'answer', answer }),
    answerSkip: (answer, to) => void perform({ type: 'answer-skip', answer, to }),
    syncNow: () => void perform({ type: 'sync-now' }),
    chooseVideo: async () => {
      if (roomTab === undefined) return;
      // The popup goes as soon as its window loses the focus: first what it is for.
      await perform({ type: 'choose-video' });
      if (roomTab !== tabId) await showTab(roomTab);
      window.close();
    },
    reloadPage: () => {
      if (roomTab !== undefined) void browser.tabs.reload(roomTab);
    },
    dismiss: async () => {
      await ask('dismiss', null).catch(() => null);
      await feed.current?.refresh();
    },
    copy,
    goToRoomTab: async () => {
      if (roomTab === undefined) return;
      await showTab(roomTab);
      window.close();
    },
    allowAccess: async (origins) => {
      await askForAccess(origins);
      await look();
    },
    openOptions: () => void browser.runtime.openOptionsPage(),
  };
  const known = useMemo(() => ({ version: browser.runtime.getManifest().version, server }), [server]);

  if (silent) {
    return (
      <main class="state">
        <Notice role="alert">{t('noAnswer')}</Notice>
      </main>
    );
  }
  return (
    <Popup
      view={view}
      page={page}
      name={name}
      inviteLink={inviteLink}
      offered={offered && (inRoom || offered.tabId === tabId) ? offered.invite : ''}
      elsewhere={roomTab !== undefined && roomTab !== tabId}
      known={known}
      actions={actions}
    />
  );
}

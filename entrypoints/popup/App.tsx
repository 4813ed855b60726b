import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Browser, browser } from 'wxt/browser';
import { copy } from '../../lib/browser/clipboard';
import type { Status } from '../../lib/browser/message-map';
import { ask } from '../../lib/browser/messages';
import { openChat } from '../../lib/browser/panel';
import { connect } from '../../lib/browser/ports';
import { DEFAULT_SERVER, readSettings, roomConfig, writeSettings } from '../../lib/browser/settings';
import { share } from '../../lib/browser/share';
import { showTab } from '../../lib/browser/tabs';
import type { Offer } from '../../lib/core/ports/offer';
import { VIEW_PORT } from '../../lib/core/ports/player-port';
import { holdsNone, type RoomCommand, type RoomView } from '../../lib/core/ports/room-view';
import { parseRoomView } from '../../lib/core/ports/room-view-schema';
import { cleanName } from '../../lib/core/wire/fields';
import { type Invite, inviteText } from '../../lib/core/wire/invite';
import { Notice } from '../../lib/ui/Notice';
import { useWords } from '../../lib/ui/words';
import { Popup } from './Popup';
import { askForAccess, lookAtPage } from './page-here';
import { RoomApart } from './RoomApart';
import { openRoomFeed, type RoomFeed } from './room-feed';
import { useInviteLink } from './room-tab';
import type { Obstacle, PageHere, PopupActions } from './types';
import { mayEnter, readWanted, shows, type Wanted } from './wanted';

/** What of the background's session shows while there is no room. */
const NEWS = ['room', 'problem', 'offers', 'returns', 'joining', 'ticket', 'discord'];
/** How often the page is looked at again while no room shows: its video may still be on its way. */
const LOOK_AGAIN_MS = 1_500;

/** The popup over this tab, wired to the browser, the background and the room place. */
export function App({ tab }: { readonly tab: Browser.tabs.Tab | undefined }): JSX.Element {
  const t = useWords();
  const tabId = tab?.id;
  const [view, setView] = useState<RoomView>();
  const [silent, setSilent] = useState(false);
  const [page, setPage] = useState<PageHere>({ state: 'looking' });
  /** Of what the background says beside the view. */
  const [told, setTold] = useState<Status>();
  const [typed, setTyped] = useState('');
  /** A link that was pasted, to a server that the person does not know: asked about as if it had been opened. */
  const [asked, setAsked] = useState<Wanted>();
  const [server, setServer] = useState<string>();
  const [name, setName] = useState('');
  const feed = useRef<RoomFeed | undefined>(undefined);
  /** A press on Create or Join is under way: it shows by itself how it goes. */
  const entering = useRef(false);
  const invite = useInviteLink(view);

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
      status: () => ask('status', { tabId }),
      connect: () => connect<RoomView, never>(VIEW_PORT, parseRoomView),
      show: setView,
      told: setTold,
      silent: () => setSilent(true),
    });
    void feed.current.refresh();
    // Who has just installed the companion need not wait.
    void ask('discord', { type: 'look' }).catch(() => null);
    // An invite that is offered, a problem, a room that begins elsewhere: shown as it comes.
    const news = (changes: Record<string, unknown>, area: string) => {
      if (area !== 'session' || entering.current || !NEWS.some((key) => key in changes)) return;
      void feed.current?.refresh();
    };
    browser.storage.onChanged.addListener(news);
    return () => browser.storage.onChanged.removeListener(news);
  }, []);

  const inRoom = view !== undefined && !holdsNone(view);
  const roomTab = inRoom ? view.tabId : undefined;
  useEffect(() => {
    // In a room only another tab than the room's is looked at, once: the film may go on there.
    if (roomTab === undefined || roomTab !== tabId) void look();
    if (inRoom) return undefined;
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [inRoom, roomTab]);

  /** Has the background do it, and shows what comes of it. */
  const request = async (done: () => Promise<{ readonly ok: boolean }>): Promise<Obstacle> => {
    try {
      const { ok } = await done();
      await feed.current?.refresh();
      return ok ? undefined : 'no-answer';
    } catch {
      return 'no-answer';
    }
  };
  const perform = (command: RoomCommand) => request(() => ask('command', command));

  /** Creates or joins, showing at once that it is tried. */
  const enter = async (creates: boolean, done: (tabId: number) => Promise<{ ok: boolean }>): Promise<Obstacle> => {
    if (tabId === undefined) return 'not-a-web-page';
    const before = view;
    await writeSettings({ name: cleanName(name) });
    setView({ state: 'connecting', creates, trying: 'server', tabId });
    entering.current = true;
    const obstacle = await request(() => done(tabId));
    entering.current = false;
    if (obstacle !== undefined) setView(before);
    return obstacle;
  };
  /** In this very tab, where its page allows it. */
  const enterHere = async (command: (tabId: number) => Promise<RoomCommand & { type: 'create' | 'join' }>) => {
    const { state } = await look();
    if (tabId === undefined || state === 'not-a-web-page') return 'not-a-web-page';
    if (state === 'no-access') return 'no-access';
    const entry = await command(tabId);
    return enter(entry.type === 'create', () => ask('command', entry));
  };
  const joinInvite = async (invite: Invite, at?: string, seen?: true): Promise<Obstacle> => {
    if (at === undefined || (tabId !== undefined && (await shows(tabId, at)))) {
      const more = seen ? { seen } : {};
      return enterHere(async (id) => ({ type: 'join', tabId: id, invite, config: await roomConfig(), ...more }));
    }
    if (!(await mayEnter(at))) return 'no-access';
    // What the person has open stays; a tab without a page of its own is there for one.
    const { state } = await look();
    const over = state === 'not-a-web-page' && tabId !== undefined ? { tabId } : {};
    return enter(false, () => ask('join-at', { invite, page: at, ...over }));
  };

  const offered: Offer | undefined = asked ? { ...asked, why: 'server' } : told?.offered;
  const actions: PopupActions = {
    setName,
    setTyped,
    create: () => enterHere(async (id) => ({ type: 'create', tabId: id, config: await roomConfig() })),
    join: async (text) => {
      const wanted = await readWanted(text);
      if (typeof wanted === 'string') return wanted;
      if (wanted.trust === 'known') return joinInvite(wanted.invite, wanted.page);
      setAsked(wanted);
      return undefined;
    },
    joinOffer: async () => {
      if (offered && 'ticket' in offered) return request(() => ask('discord', { type: 'take' }));
      const wanted = asked ?? (offered && 'invite' in offered ? offered : undefined);
      const obstacle =
        wanted && (await joinInvite(wanted.invite, asked?.page, 'seen' in wanted ? wanted.seen : undefined));
      if (obstacle === undefined) setAsked(undefined);
      return obstacle;
    },
    decline: async () => {
      if (asked) return setAsked(undefined);
      if (offered && 'ticket' in offered) await ask('discord', { type: 'decline' }).catch(() => null);
      else if (tabId !== undefined) await ask('decline', { tabId }).catch(() => null);
      await feed.current?.refresh();
    },
    retry: () => {
      void enter(told?.attempt?.type === 'create', (id) => ask('retry', { tabId: id }));
    },
    returnToRoom: async () => {
      await ask('return', null).catch(() => null);
      window.close();
    },
    moveHere: async () => {
      if (tabId !== undefined) await ask('move-here', { tabId }).catch(() => null);
      window.close();
    },
    returnTo: async (code) => {
      setView({ state: 'connecting', creates: false, trying: 'server', tabId: tabId ?? -1 });
      entering.current = true;
      await request(() => ask('return-to', code === undefined ? {} : { code }));
      entering.current = false;
    },
    forgetRooms: (all) =>
      void request(async () => {
        await ask('forget-rooms', { all });
        return { ok: true };
      }),
    leave: (ends) => void perform({ type: 'leave', ...(ends ? { ends } : {}) }),
    rename: (typed) => {
      setName(typed);
      void writeSettings({ name: typed });
      void perform({ type: 'rename', name: typed });
    },
    setControl: (control) => void perform({ type: 'set-control', control }),
    setTogether: (together) => void perform({ type: 'set-together', together }),
    setDriver: (id, may) => void perform({ type: 'set-driver', id, may }),
    removeMember: (id) => void perform({ type: 'remove', id }),
    setDoor: (door) => void perform({ type: 'set-door', ...door }),
    letIn: (id, may) => void perform({ type: 'let-in', id, may }),
    letDrive: (id, may) => void perform({ type: 'let-drive', id, may }),
    askToDrive: () => void perform({ type: 'ask-to-drive' }),
    makeHost: (id) => void perform({ type: 'make-host', id }),
    showOnDiscord: (on) => void request(() => ask('discord', { type: 'show', on })),
    tellSite: (site, on) => void request(() => ask('discord', { type: 'tell', site, on })),
    answerRequest: (userId, letIn) => void request(() => ask('discord', { type: 'answer', userId, letIn })),
    askForSeat: () => void perform({ type: 'ask-for-seat' }),
    startTogether: (on) => void perform({ type: 'start-together', on }),
    goOn: () => void perform({ type: 'continue' }),
    setShift: (seconds) => void perform({ type: 'set-shift', seconds }),
    answer: (answer) => void perform({ type: 'answer', answer }),
    answerSkip: (answer, to) => void perform({ type: 'answer-skip', answer, to }),
    syncNow: () => void perform({ type: 'sync-now' }),
    watchAlone: (alone) => void perform({ type: 'watch-alone', alone }),
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
    connectByHand: async () => {
      // The film's tab: of a room, or where one is to be.
      const { state } = inRoom ? { state: 'video' } : await look();
      if (state === 'not-a-web-page' || state === 'no-access') return state;
      const film = roomTab ?? tabId;
      if (film === undefined) return 'not-a-web-page';
      await browser.tabs.create({ url: browser.runtime.getURL(`/pair.html?tab=${film}`) });
      window.close();
      return undefined;
    },
    dismiss: async () => {
      // What was wanted by a link can be changed, or tried later.
      const attempt = told?.attempt;
      if (typed === '' && attempt?.type === 'join') setTyped(`lockstep=${inviteText(attempt.invite)}`);
      await ask('dismiss', null).catch(() => null);
      await feed.current?.refresh();
    },
    copy,
    share,
    goToRoomTab: async () => {
      if (roomTab === undefined) return;
      await showTab(roomTab);
      window.close();
    },
    openChat: () => {
      void openChat(tab?.windowId).then(() => window.close());
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
  if (told?.apart && !offered) return <RoomApart apart={told.apart} />;
  return (
    <Popup
      view={view}
      page={page}
      name={name}
      invite={invite}
      typed={typed}
      offered={offered}
      discord={told?.discord}
      retries={told?.attempt !== undefined}
      rooms={told?.before}
      elsewhere={roomTab !== undefined && roomTab !== tabId}
      known={known}
      actions={actions}
    />
  );
}

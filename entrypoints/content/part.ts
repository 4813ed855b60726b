import { browser } from 'wxt/browser';
import { keep, readKept } from '../../lib/browser/kept';
import { machineScheduler } from '../../lib/browser/machine-scheduler';
import { ask } from '../../lib/browser/messages';
import { connect, type TypedPort } from '../../lib/browser/ports';
import { watchSoundLate } from '../../lib/browser/settings';
import { openShadow } from '../../lib/browser/shadow';
import { profileList } from '../../lib/core/player/kept-profiles';
import type { PlayerProfile } from '../../lib/core/player/profile';
import { type FromPlayer, PLAYER_PORT, type ToPlayer } from '../../lib/core/ports/player-port';
import { parseToPlayer } from '../../lib/core/ports/player-port-schema';
import { createDriver } from '../../lib/media/driver';
import { watchVideos } from '../../lib/media/find/find-video';
import { lastMediaKeyAt, takeFromHook } from '../../lib/media/find/hook';
import { createLayer } from '../../lib/media/overlay/layer';
import { createOverlay, type OverlayWords } from '../../lib/media/overlay/overlay';
import { watchFocus } from '../../lib/media/page/focus';
import { watchFrozen } from '../../lib/media/page/frozen';
import { watchHidden } from '../../lib/media/page/hidden';
import { readPageSigns } from '../../lib/media/page/page-signs';
import { isSentInParts, watchRecording } from '../../lib/media/page/recording';
import { watchSegments } from '../../lib/media/page/segments';
import { watchSite } from '../../lib/media/page/site-here';
import { watchTouch } from '../../lib/media/page/touch';
import { watchPage } from '../../lib/media/page/watch-page';
import { adapt } from '../../lib/media/player/adapt';
import { type Bridge, openBridge } from '../../lib/media/player/bridge';
import { chromiumFacts, firefoxFacts } from '../../lib/media/player/browser-facts';
import { createPlayerMemory } from '../../lib/media/player/player-memory';
import { BRIDGE_TIMEOUT_MS, type BridgeName } from '../../lib/sites/bridge';
import { spokenIn } from '../../lib/ui/language';
import { problemKeys } from '../../lib/ui/problem';
import { createCards } from './cards';
import { letChoose } from './choose';
import { drawOverFilm } from './over-film';
import { createOwnShift } from './own-shift';
import { NOTICES, TOASTS } from './toasts';
import { learnWords, t } from './words';

const OVERLAY: OverlayWords = {
  get unmute() {
    return t('unmute');
  },
  get play() {
    return t('pressPlay');
  },
  get unmuteByKey() {
    return t('unmuteByKey');
  },
  get playByKey() {
    return t('playByKey');
  },
  get answerElsewhere() {
    return t('answerElsewhere');
  },
};

/** One part a frame: a second injection finds it here, out of the page's sight. */
interface Slot {
  lockstepPart?: { readonly isAlive: () => boolean; readonly stop: () => void };
}

/** Starts the player part of this frame, unless one is alive already. */
export function startPart(): void {
  const slot = globalThis as Slot;
  const { document: mine } = globalThis;
  if (slot.lockstepPart?.isAlive()) return;
  slot.lockstepPart?.stop();
  const life = new AbortController();
  const stop = () => life.abort();
  // A frame that begins empty keeps its window when its page comes, and nothing else.
  const isHere = () => globalThis.document === mine;
  slot.lockstepPart = {
    isAlive: () => !life.signal.aborted && isHere() && browser.runtime?.id !== undefined,
    stop,
  };
  run(life.signal, stop);
  // A page that comes back from the back/forward cache has a port that is silently dead.
  addEventListener('pageshow', (event) => event.persisted && revive(), { signal: life.signal });
}

/** A worker that dies as it is asked, or finds the room place dying, answers the next time, ms. */
const ASKED_AGAIN_MS = [0, 500, 1_000, 2_000, 4_000];

/** The port broke: the room place died, or only this page was away. Come back if there is still a room. */
async function revive(): Promise<void> {
  (globalThis as Slot).lockstepPart?.stop();
  for (const afterMs of ASKED_AGAIN_MS) {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    // The extension itself is gone: nothing is left to drive this page.
    if (browser.runtime?.id === undefined) return;
    try {
      if ((await ask('revive', null)).running) startPart();
      return;
    } catch {
      // Nobody has answered.
    }
  }
}

/** Without an answer in time, or on a page that does not let it in, the site is worked without it. */
async function bridgeTo(site: BridgeName): Promise<Bridge | undefined> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, BRIDGE_TIMEOUT_MS, null));
  const asked = ask('bridge', null).then(
    ({ channel }) => channel,
    () => null,
  );
  const channel = await Promise.race([asked, late]);
  return channel === null ? undefined : openBridge(site, channel);
}

/** @returns whether our listeners are still there: `document.open()` takes them all away */
function listens(signal: AbortSignal): () => boolean {
  const name = Math.random().toString(36).slice(2);
  let heard = false;
  addEventListener(
    name,
    () => {
      heard = true;
    },
    { signal },
  );
  return () => {
    heard = false;
    dispatchEvent(new Event(name));
    return heard;
  };
}

function run(signal: AbortSignal, stop: () => void) {
  const port: TypedPort<ToPlayer, FromPlayer> = connect(PLAYER_PORT, parseToPlayer);
  let video: HTMLMediaElement | undefined;
  let soundLateMs = 0;
  const touch = watchTouch(signal, () => port.post({ type: 'sign', of: 'press' }));
  const focus = watchFocus(signal, (to) => port.post({ type: 'sign', of: to }));
  const prompted = (press: () => void) => () => {
    touch.forget();
    press();
  };
  const layer = createLayer(openShadow, signal, () => spokenIn(t));
  const overlay = createOverlay(layer, OVERLAY, signal);
  const learnt = learnWords(signal);
  /** In order, and in the person's language: a word that came before it is known would stay in the browser's. */
  const say = (what: () => void) => void learnt.then(what);
  // Words are said in the top frame, or in the one that is elected.
  if (window === window.top) layer.stand();
  const cards = createCards(overlay, port);
  // The page before the film on it: which film it is follows from both.
  const lookAtPage = window === window.top ? watchPage((page) => port.post({ type: 'page', page }), signal) : undefined;
  const driver = createDriver(
    (message) => {
      if (message.type === 'film') lookAtPage?.();
      port.post(message);
    },
    machineScheduler,
    {
      prompt: (prompt, press) => {
        say(() => video && overlay.prompt(prompt, video, prompted(press)));
        port.post({ type: 'prompt', prompt });
      },
      refused: (name) => say(() => cards.refused(name)),
      notice: (notice) => say(() => overlay.toast(t(NOTICES[notice]))),
    },
    {
      hiddenSince: watchHidden(signal),
      userActive: touch.userActive,
      focus: focus.change,
      mediaKeyAt: lastMediaKeyAt,
      thawedAt: watchFrozen(signal),
      isFloating: () => Boolean(document.pictureInPictureElement),
      facts: import.meta.env.FIREFOX ? firefoxFacts : chromiumFacts,
      soundLateMs: () => soundLateMs,
    },
    signal,
  );
  watchSoundLate((lateMs) => {
    if (lateMs === soundLateMs) return;
    soundLateMs = lateMs;
    driver.soundMoved();
  }, signal);
  const shift = createOwnShift((seconds) => {
    driver.receive({ type: 'shift', seconds });
    port.post({ type: 'shift', seconds });
  });
  port.onMessage((message) => {
    switch (message.type) {
      case 'shift':
        return shift.set(message.seconds);
      case 'elected':
        if (message.active) layer.stand();
        if (message.active) port.post({ type: 'shift', seconds: shift.seconds });
        return driver.receive(message);
      case 'sign':
        return message.of === 'press' ? touch.pressedElsewhere() : focus.changedElsewhere(message.of);
      case 'ended':
        return stop();
      case 'toast':
        return say(() => overlay.toast(t(TOASTS[message.text], message.name, message.detail ?? '')));
      case 'opened':
        return say(() => cards.opened(message));
      case 'question':
        return say(() => cards.film(message.question));
      case 'skip-offer':
        return say(() => cards.skip(message.offer));
      case 'problem': {
        const { sentence, next } = problemKeys(message.problem);
        return say(() => overlay.toast(`${t(sentence)} ${t(next)}`));
      }
      default:
        return driver.receive(message);
    }
  });
  // Behind the driver in the line of those who hear: the film comes first.
  const syncNow = () => driver.receive({ type: 'sync-now' });
  const shutOut = () => say(() => overlay.toast(t('chatShutOut')));
  const drawOver = drawOverFilm(port, layer, { syncNow, shutOut }, signal);
  port.onClose(() => {
    if (!signal.aborted) revive();
  });
  signal.addEventListener('abort', () => port.close());
  // A port must not keep a page out of the back/forward cache, nor be found dead after it.
  addEventListener('pagehide', (event) => event.persisted && port.close(), { signal });
  const { host } = location;
  const store = {
    read: async () => (await readKept(profileList, host))?.[1],
    write: (profile: PlayerProfile) => keep(profileList, [host, profile]),
  };
  const memory = createPlayerMemory(store, machineScheduler, signal);
  addEventListener('pagehide', memory.detached, { signal });
  const here = watchSite(document);
  let bridge: Promise<Bridge | undefined> | undefined;
  let attached = new AbortController();
  signal.addEventListener('abort', () => attached.abort());
  /** Takes the frame's video in charge; where the site's own player has to be asked, once it can be. */
  const attach = async (next: HTMLMediaElement | undefined) => {
    attached.abort();
    attached = new AbortController();
    const { signal: life } = attached;
    if (!next) return driver.attach(undefined);
    const { site } = here.ask();
    if (site.bridge) bridge ??= bridgeTo(site.bridge);
    const way = await (site.bridge && bridge);
    if (life.aborted) return;
    const look = () => driver.receive({ type: 'tick' });
    const read = readPageSigns(next, document, here, look, life);
    const isFile = watchRecording(next, isSentInParts, look, life);
    const segments = watchSegments(next, machineScheduler, life);
    const signs = () => {
      const now = read();
      shift.shows(now.film);
      return { ...now, isFile: isFile(), fetched: segments() };
    };
    driver.attach(adapt(next, site, way, machineScheduler, life), signs, site.traits, memory);
  };
  const isHeard = listens(signal);
  const watch = watchVideos(
    {
      best: (best) => {
        if (best?.video !== video) {
          video = best?.video;
          drawOver(video);
          void attach(video);
        }
        port.post({
          type: 'candidate',
          score: best?.score ?? 0,
          short: best?.short ?? false,
          chosen: best?.chosen ?? false,
        });
      },
      moved: () => driver.moved(),
      rootReplaced: () => {
        if (isHeard()) return;
        stop();
        startPart();
      },
      isCandidate: (candidate, shows) => here.now().site.isCandidate?.(candidate, shows) ?? true,
      openShadow,
    },
    signal,
  );
  takeFromHook(watch.take, signal);
  letChoose(port, watch, layer, () => video, driver.leave, signal);
}

import { browser } from 'wxt/browser';
import { readRemembered } from '../../lib/browser/known-sites';
import { ask } from '../../lib/browser/messages';
import { connect } from '../../lib/browser/ports';
import { readSettings } from '../../lib/browser/settings';
import { type Diagnosed, diagnosticsText } from '../../lib/core/doctor/diagnostics';
import { VIEW_PORT } from '../../lib/core/ports/player-port';
import type { RoomView } from '../../lib/core/ports/room-view';
import { parseRoomView } from '../../lib/core/ports/room-view-schema';

/** The room place shows its room at once; where it does not, the rest is told without, ms. */
const ROOM_ANSWERS_MS = 1_000;

/** The room that there is, or why there is none. */
async function roomNow(): Promise<RoomView> {
  const { running, view } = await ask('status', { tabId: undefined });
  if (!running) return view;
  const port = connect<RoomView, never>(VIEW_PORT, parseRoomView);
  const shown = new Promise<RoomView>((resolve) => {
    port.onMessage(resolve);
    port.onClose(() => resolve(view));
    setTimeout(resolve, ROOM_ANSWERS_MS, view);
  });
  const now = await shown;
  port.close();
  return now;
}

/** Words for it; no name, no code, no address, and no film. */
function aboutRoom(view: RoomView): Pick<Diagnosed, 'room' | 'members' | 'problem' | 'checks'> {
  if (view.state === 'problem') {
    return { room: [], members: [], problem: view.problem, checks: view.checks ?? [] };
  }
  if (view.state !== 'room') return { room: view.state === 'none' ? [] : [view.state], members: [], checks: [] };
  const { isHost, connection, video, control, together, locked, approves, members } = view;
  const flags = { together, locked, approves, alone: view.alone === true, question: view.question !== undefined };
  const on = Object.entries(flags).flatMap(([name, isOn]) => (isOn ? [name] : []));
  return {
    room: [isHost ? 'host' : 'guest', `connection ${connection}`, `video ${video}`, `control ${control}`, ...on],
    members: members.map(({ state, driftMs, rttMs, reached }) => ({
      state,
      driftMs,
      rttMs,
      path: reached && `${reached.path} by ${reached.by}`,
    })),
    checks: [],
  };
}

/** `Chrome 156 · Linux x86_64 · en-US`: by what browsers say of themselves. */
function browserName(): string {
  const { userAgent, platform, language } = navigator;
  const [, name = 'browser', version = ''] = /(Firefox|Edg|Chrome)\/(\d+)/.exec(userAgent) ?? [];
  return [`${name} ${version}`.trim(), platform, language].join(' · ');
}

/** All that helps whoever is to help, as text. */
export async function diagnose(): Promise<string> {
  const [settings, { sites, films }, view] = await Promise.all([
    readSettings(),
    readRemembered(),
    roomNow().catch((): RoomView => ({ state: 'none' })),
  ]);
  const { autoJoin, gentle, follow, soundLateMs, relayOnly, publicServers, alwaysPublic } = settings;
  const { server, relay, ice, trackers, nostr } = settings;
  const isTyped = Object.entries({ server, relay, ice, trackers, nostr }).map(([of, typed]) => [of, typed !== '']);
  return diagnosticsText({
    version: browser.runtime.getManifest().version,
    browser: browserName(),
    options: { autoJoin, gentle, follow, soundLateMs, relayOnly, publicServers, alwaysPublic },
    addresses: Object.fromEntries(isTyped) as Record<string, boolean>,
    kept: { sites: sites.length, films },
    ...aboutRoom(view),
  });
}

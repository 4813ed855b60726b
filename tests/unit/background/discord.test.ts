import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { DiscordView } from '../../../lib/core/ports/companion';
import type { Party } from '../../../lib/core/ports/presence';
import type { FakeNativePort, FakeTab } from '../../helpers/fake-browser';
import { serveOwnFiles } from '../../helpers/package-files';
import { ANNAS, BENS, FILM, openBackground, roomView } from './stage';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

const CLIENT_ID = '1234567890123456789';
const SECRET = 'AAECAwQFBgcICQoLDA0ODw';
const TICKET = `1~${SECRET}`;
const ANN = '223372036854775807';
const film = { title: 'Film', url: FILM, durationS: 600 };
const PARTY: Party = {
  id: 'abc',
  size: 2,
  film,
  playing: { position: 60, rate: 1 },
  change: 1,
  paused: false,
  ticket: TICKET,
};

let stage: ReturnType<typeof openBackground>;
let tab: FakeTab;
beforeEach(async () => {
  stage = openBackground();
  await stage.settled();
  tab = stage.browser.openTab(FILM);
});
afterEach(async () => {
  vi.useRealTimers();
  // Or the line of this test would be opened again in the browser of another.
  await settings({ discord: false });
  await act({ type: 'switched' });
});

const settings = (change: object) => stage.browser.storage.local.set({ name: 'Ben', discordId: CLIENT_ID, ...change });
const act = async (body: object) => {
  await stage.browser.send('discord', body);
  await stage.settled();
};
const switchOn = async (change: object = {}) => {
  stage.browser.allowed.add('nativeMessaging');
  await settings({ discord: true, ...change });
  await act({ type: 'switched' });
  return port();
};
const port = (at = -1): FakeNativePort => {
  const found = stage.browser.native.at(at);
  if (!found) throw new Error('no companion was started');
  return found;
};
/** What the companion says. */
const says = async (message: object, to = port()) => {
  to.says({ v: 1, ...message });
  await stage.settled();
};
const connected = () => says({ type: 'status', discord: 'connected', name: 'Mason' });
const view = async () => (await stage.session()).discord as DiscordView | undefined;
const presences = (of = port()) => of.sent.filter(({ type }) => type === 'presence').map(({ presence }) => presence);

/** Ben hosts, and his room is shown. */
async function shown(party: Partial<Party> = {}) {
  await stage.browser.send('command', { type: 'create', tabId: tab.id, config: { name: 'Ben' } });
  await stage.opened(tab, ANNAS, 'host');
  await act({ type: 'show', on: true });
  await told(party);
}
const told = async (party: Partial<Party> | undefined) => {
  const room = roomView(tab, ANNAS, 'host');
  await stage.changed({ ...room, ...(party ? { party: { ...PARTY, ...party } } : {}) } as typeof room);
  await stage.settled();
};
const commands = (...types: string[]) => stage.place.performed.filter(({ type }) => types.includes(type));

describe('DX-1: Discord is off', () => {
  it('until it is switched on: nothing is started or kept', async () => {
    await settings({});
    await act({ type: 'look' });
    await shown();
    expect(stage.browser.native).toEqual([]);
    expect(await view()).toBeUndefined();
  });

  test.each([
    ['the browser does not allow it', { discord: true }, false],
    ['no application is named', { discord: true, discordId: '' }, true],
  ])('where %s', async (_, change, allowed) => {
    if (allowed) stage.browser.allowed.add('nativeMessaging');
    await settings(change);
    await act({ type: 'switched' });
    expect(stage.browser.native).toEqual([]);
  });

  it('again when it is switched off: the companion ends, and nothing of it is kept', async () => {
    await switchOn();
    await connected();
    await shown();
    const before = port();
    await settings({ discord: false });
    await act({ type: 'switched' });
    expect(before.isOpen).toBe(false);
    expect(await view()).toBeUndefined();
    expect(commands('show-on-discord').at(-1)).toEqual({ type: 'show-on-discord', on: false });
    expect(await stage.room()).not.toHaveProperty('onDiscord');
    await told({});
    expect(stage.browser.native).toHaveLength(1);
  });
});

describe('DX-2: the companion', () => {
  it('is greeted with the application’s id, and hears a sign of life', async () => {
    await switchOn();
    expect(port().name).toBe('example.lockstep.companion');
    expect(port().sent).toEqual([{ v: 1, type: 'hello', clientId: CLIENT_ID }]);
  });

  it('is another one for another application', async () => {
    await switchOn();
    const before = port();
    await settings({ discord: true, discordId: '9234567890123456789' });
    await act({ type: 'switched' });
    expect(before.isOpen).toBe(false);
    expect(port().sent).toMatchObject([{ type: 'hello', clientId: '9234567890123456789' }]);
  });

  test.each([
    ['Specified native messaging host not found.', 'missing'],
    ['No such native application example.lockstep.companion', 'missing'],
    ['Access to the specified native messaging host is forbidden.', 'forbidden'],
    ['Native host has exited.', 'ended'],
    [undefined, 'ended'],
  ])('that is not there is told in words: %s', async (error, why) => {
    await switchOn();
    port().ends(error);
    await stage.settled();
    expect((await view())?.link).toEqual({ state: 'no-companion', why });
  });

  test.each([
    [{ v: 2, type: 'hello', companion: '9.0.0' }, 'version'],
    [{ v: 1, type: 'refused', reason: 'version', words: '…' }, 'version'],
    [{ v: 1, type: 'bye', reason: 'busy', words: '…' }, 'busy'],
    [{ v: 1, type: 'bye', reason: 'lock', words: '…' }, 'ended'],
  ])('that refuses is told in words: %j', async (message, why) => {
    await switchOn();
    port().says(message);
    await stage.settled();
    expect((await view())?.link).toEqual({ state: 'no-companion', why });
    expect(port().isOpen).toBe(false);
  });

  it('that is missing is looked for again when the person looks', async () => {
    await switchOn();
    port().ends('not found');
    await stage.settled();
    await act({ type: 'look' });
    expect(stage.browser.native).toHaveLength(2);
    expect((await view())?.link).toEqual({ state: 'starting' });
    await act({ type: 'look' });
    expect(stage.browser.native).toHaveLength(2);
  });

  it('that ended is started again after 5 s, is told the party again, and gets a sign of life each 20 s', async () => {
    await switchOn();
    await shown();
    vi.useFakeTimers();
    port().ends('Native host has exited.');
    await vi.advanceTimersByTimeAsync(4_900);
    expect(stage.browser.native).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(port().sent).toMatchObject([{ type: 'hello' }, { type: 'presence', presence: { secret: TICKET } }]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(port().sent.at(-1)).toEqual({ v: 1, type: 'ping' });
  });

  test.each([
    [{ discord: 'searching' }, { state: 'searching' }],
    [
      { discord: 'connected', name: 'Mason' },
      { state: 'connected', name: 'Mason' },
    ],
    [
      { discord: 'link-only', name: 'arRPC', why: 'arrpc' },
      { state: 'link-only', name: 'arRPC' },
    ],
    [
      { discord: 'absent', why: 'not-running', words: '…' },
      { state: 'absent', why: 'not-running' },
    ],
    [
      { discord: 'absent', why: 'something new', words: '…' },
      { state: 'absent', why: 'refused' },
    ],
  ])('says how it is with Discord: %j', async (status, link) => {
    await switchOn();
    await says({ type: 'status', ...status });
    expect((await view())?.link).toEqual(link);
  });

  test.each([
    null,
    'hello',
    7,
    [],
    {},
    { v: 1 },
    { v: 1, type: 'unheard-of' },
    { v: 1, type: 'status', discord: 'perhaps' },
    { v: 1, type: 'request', userId: 'Ann', name: 'Ann' },
    { v: 1, type: 'request', userId: ANN, name: { toString: 'x' } },
    { v: 1, type: 'join', secret: 'x'.repeat(100_000) },
    { v: 1, type: 'join' },
  ])('is not heard where it makes no sense: %j', async (message) => {
    await switchOn();
    await connected();
    await shown();
    const before = await stage.session();
    port().says(message);
    await stage.settled();
    expect(await stage.session()).toEqual(before);
    expect(stage.place.redeemed).toEqual([]);
  });
});

describe('DX-3: the party', () => {
  it('DX-4: is shown while the person wants it for this room, and not before', async () => {
    await switchOn();
    await connected();
    await stage.browser.send('command', { type: 'create', tabId: tab.id, config: { name: 'Ben' } });
    await stage.opened(tab, ANNAS, 'host');
    expect(commands('show-on-discord')).toEqual([]);
    expect(port().sent).toHaveLength(1);
    await act({ type: 'show', on: true });
    expect(commands('show-on-discord')).toEqual([{ type: 'show-on-discord', on: true }]);
    expect(await stage.room()).toMatchObject({ onDiscord: true });
    await told({});
    expect(presences()).toMatchObject([
      { state: 'discordWatching', party: { id: 'abc', size: 2, max: 4 }, secret: TICKET },
    ]);
    expect(presences()[0]).not.toHaveProperty('title');
    await act({ type: 'show', on: false });
    expect(port().sent.at(-1)).toEqual({ v: 1, type: 'clear' });
  });

  it('LA-3: follows a choice of the language at its next change', async () => {
    serveOwnFiles();
    await switchOn();
    await shown();
    await stage.browser.storage.local.set({ language: 'es' });
    await told({ size: 3, change: 2 });
    const said = () => presences().at(-1);
    await vi.waitFor(() => expect(said()).toMatchObject({ state: 'Viendo juntos', party: { size: 3 } }));
    await stage.browser.storage.local.set({ language: 'auto' });
    await told({ size: 4, change: 3 });
    await vi.waitFor(() => expect(said()).toMatchObject({ state: 'discordWatching', party: { size: 4 } }));
  });

  it('tells titles of the sites that the person has chosen, or of all', async () => {
    await switchOn();
    await shown();
    expect((await view())?.site).toEqual({ name: 'v.example', told: false });
    await act({ type: 'tell', site: 'v.example', on: true });
    expect(presences().at(-1)).toMatchObject({ title: 'Film', titleUrl: FILM });
    expect((await view())?.site).toEqual({ name: 'v.example', told: true });
    await act({ type: 'tell', site: 'v.example', on: false });
    expect(presences().at(-1)).not.toHaveProperty('title');
    await settings({ discord: true, discordTitles: true });
    await act({ type: 'switched' });
    expect(presences().at(-1)).toMatchObject({ title: 'Film' });
    expect(await view()).not.toHaveProperty('site');
  });

  it('tells no title of a private window', async () => {
    await switchOn({ discordTitles: true });
    tab = stage.browser.openTab(FILM, { incognito: true });
    await shown();
    expect(presences()).toMatchObject([{ party: { size: 2 } }]);
    expect(presences()[0]).not.toHaveProperty('title');
  });

  it('is shown again by the next life of the worker', async () => {
    await switchOn();
    await shown();
    await stage.restart();
    expect(stage.browser.native).toHaveLength(2);
    expect(commands('tell')).not.toEqual([]);
    await told({});
    expect(presences()).toHaveLength(1);
  });

  it('is shown again by the next life of the room place', async () => {
    await switchOn();
    await shown();
    stage.place.running = false;
    await stage.browser.send('revive', null, tab.id);
    expect(commands('show-on-discord').at(-1)).toEqual({ type: 'show-on-discord', on: true });
  });

  it('ends with its room', async () => {
    await switchOn();
    await shown();
    await stage.browser.send('command', { type: 'leave' });
    await stage.changed({ state: 'none' });
    await stage.settled();
    expect(port().sent.at(-1)).toEqual({ v: 1, type: 'clear' });
  });
});

describe('DX-5: somebody asks to join', () => {
  const asks = (userId = ANN, name = 'Ann') => says({ type: 'request', userId, name });

  it('shows in the popup, on the badge and in the page, until it is answered', async () => {
    await switchOn();
    await connected();
    await shown();
    expect(stage.browser.badge).toBe('2');
    await asks();
    expect((await view())?.requests).toEqual([{ userId: ANN, name: 'Ann' }]);
    expect(stage.browser.badge).toBe('?');
    expect(commands('asks')).toEqual([{ type: 'asks', name: 'Ann' }]);
    // The room goes on, and the question stands.
    await told({ size: 3 });
    expect(stage.browser.badge).toBe('?');
    await act({ type: 'answer', userId: ANN, letIn: true });
    expect(commands('grant', 'tell').slice(-2)).toEqual([{ type: 'grant' }, { type: 'tell' }]);
    expect(port().sent.at(-1)).toEqual({ v: 1, type: 'answer', userId: ANN, letIn: true });
    expect((await view())?.requests).toEqual([]);
    await told({ size: 3 });
    expect(stage.browser.badge).toBe('2');
  });

  it('and gets no place where the answer is no, or to somebody who does not ask', async () => {
    await switchOn();
    await connected();
    await shown();
    await asks();
    await act({ type: 'answer', userId: ANN, letIn: false });
    expect(port().sent.at(-1)).toEqual({ v: 1, type: 'answer', userId: ANN, letIn: false });
    const sent = port().sent.length;
    await act({ type: 'answer', userId: ANN, letIn: true });
    expect(commands('grant')).toEqual([]);
    expect(port().sent).toHaveLength(sent);
  });

  it('of a room that is not shown, and nobody is bothered', async () => {
    await switchOn();
    await connected();
    await asks();
    expect((await view())?.requests).toEqual([]);
    expect(stage.browser.badge).toBe('');
  });

  it('again and again, and stands once; of very many the last sixteen stand', async () => {
    await switchOn();
    await connected();
    await shown();
    await asks();
    await asks();
    expect(commands('asks')).toHaveLength(1);
    for (let at = 0; at < 40; at++)
      port().says({ v: 1, type: 'request', userId: `${10n ** 17n + BigInt(at)}`, name: `M${at}` });
    await stage.settled();
    await stage.settled();
    expect((await view())?.requests).toHaveLength(16);
    expect((await view())?.requests.at(-1)).toMatchObject({ name: 'M39' });
  });

  it('and Discord, or the companion, is gone: nobody can be answered any more', async () => {
    await switchOn();
    await connected();
    await shown();
    await asks();
    await says({ type: 'status', discord: 'absent', why: 'gone', words: '…' });
    expect((await view())?.requests).toEqual([]);
    await connected();
    await asks();
    port().ends();
    await stage.settled();
    expect((await view())?.requests).toEqual([]);
  });
});

describe('DX-6: a friend has let this person in', () => {
  const joins = (secret = TICKET) => says({ type: 'join', secret });
  const waits = async () => (await stage.status(tab)).offered;
  const outcome = { invite: { code: ANNAS }, page: 'https://films.example/7' };
  const joined = async (to = outcome) => {
    await stage.redeemed(to);
    await stage.settled();
  };

  it('and the film opens in a tab of its own, which is in the room', async () => {
    await switchOn();
    await joins();
    expect(stage.place.redeemed).toEqual([TICKET]);
    expect(await stage.status(tab)).toMatchObject({ running: false, view: { state: 'connecting', creates: false } });
    expect(stage.browser.badge).toBe('…');
    await joined();
    const opened = stage.browser.open.at(-1);
    expect(opened).toMatchObject({ url: outcome.page, active: true });
    expect(stage.place.entered).toMatchObject([
      { type: 'join', tabId: opened?.id, invite: outcome.invite, opened: true },
    ]);
    expect(tab.url).toBe(FILM);
  });

  it.each([
    ['asked', { autoJoin: false }, TICKET],
    ['server', {}, `${TICKET}~https://other.example`],
  ])('and is offered the invite, with nobody asked before Join: %s', async (why, change, ticket) => {
    await switchOn(change);
    await joins(ticket);
    expect(stage.place.redeemed).toEqual([]);
    expect(await waits()).toMatchObject({ ticket, why });
    expect(stage.browser.badge).toBe('?');
    expect(stage.browser.popups).toBe(1);
    await act({ type: 'take' });
    expect(stage.place.redeemed).toEqual([ticket]);
    expect(await waits()).toBeUndefined();
    await joined();
    expect(stage.place.entered).toHaveLength(1);
  });

  it('and does not want it', async () => {
    await switchOn({ autoJoin: false });
    await joins();
    await act({ type: 'decline' });
    expect([await waits(), stage.browser.badge]).toEqual([undefined, '']);
    await act({ type: 'take' });
    expect(stage.place.redeemed).toEqual([]);
  });

  it('and is in another room: it is offered, and the room goes on', async () => {
    await switchOn();
    await shown();
    await joins();
    expect(await waits()).toMatchObject({ ticket: TICKET, why: 'other-room' });
    expect(stage.place.redeemed).toEqual([]);
    expect(stage.browser.badge).toBe('2');
    await act({ type: 'take' });
    expect(await stage.status(tab)).toMatchObject({ running: true });
    expect(await stage.room()).toMatchObject({ code: ANNAS });
    await joined({ ...outcome, invite: { code: BENS } });
    expect(await stage.room()).toMatchObject({ code: BENS });
  });

  it('to the room that this person is in: its tab comes forward', async () => {
    await switchOn({ autoJoin: false });
    await stage.browser.send('command', {
      type: 'join',
      tabId: tab.id,
      invite: { code: ANNAS },
      config: { name: 'Ben' },
    });
    await joins();
    stage.browser.openTab('https://other.example/');
    await act({ type: 'take' });
    await joined();
    expect(tab.active).toBe(true);
    expect(stage.place.entered).toHaveLength(1);
  });

  it('and cancels while its host is looked for', async () => {
    await switchOn();
    await joins();
    await stage.browser.send('command', { type: 'leave' });
    expect([stage.place.running, stage.browser.badge]).toEqual([false, '']);
    await joined();
    expect(stage.place.entered).toEqual([]);
  });

  it.each(['ticket-expired', 'ticket-used', 'room-locked'] as const)(
    'and that leads nowhere, in words: %s',
    async (problem) => {
      await switchOn();
      await joins();
      await stage.redeemed({ problem });
      await stage.settled();
      expect(await stage.status(tab)).toMatchObject({ view: { state: 'problem', problem } });
      expect([stage.browser.badge, stage.place.running]).toEqual(['!', false]);
    },
  );

  it.each(['MTI4NzM0OjFpMmhuZToxMjMxMjM=', '2~of a newer version', `1~${SECRET}~javascript:alert(1)`])(
    'with what is no ticket: %s',
    async (secret) => {
      await switchOn();
      await joins(secret);
      expect(stage.place.redeemed).toEqual([]);
      expect(await stage.status(tab)).toMatchObject({ view: { state: 'problem' } });
    },
  );

  it('and that leads nowhere, while this person is in another room: said beside it, which goes on', async () => {
    await switchOn();
    await shown();
    await joins();
    await act({ type: 'take' });
    await stage.redeemed({ problem: 'ticket-expired' });
    await stage.settled();
    expect(await waits()).toEqual({ problem: 'ticket-expired' });
    expect(await stage.room()).toMatchObject({ code: ANNAS });
    expect([stage.browser.badge, stage.place.running]).toEqual(['2', true]);
    await stage.browser.send('command', { type: 'leave' });
    await stage.changed({ state: 'none' });
    await stage.settled();
    expect(await waits()).toBeUndefined();
  });

  it('and the room place does not come up: it is said, and nothing stays', async () => {
    await switchOn();
    stage.place.failure = new Error('no document');
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await joins();
    expect(await stage.status(tab)).toMatchObject({ view: { state: 'problem', problem: 'refused' } });
    expect(await stage.session()).not.toHaveProperty('joining');
  });
});

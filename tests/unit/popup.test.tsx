// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Popup } from '../../entrypoints/popup/Popup';
import type { PopupActions } from '../../entrypoints/popup/types';
import type { MemberView, RoomView } from '../../lib/core/ports/room-view';
import { Words } from '../../lib/ui/words';
import en from '../../public/_locales/en/messages.json';
import { SCENES, type Scene } from '../fixtures/gallery/scenes';
import { translator } from '../fixtures/gallery/words';

const t = translator(en);
const actions = {
  setName: vi.fn(),
  setTyped: vi.fn(),
  create: vi.fn<PopupActions['create']>(async () => undefined),
  join: vi.fn<PopupActions['join']>(async () => undefined),
  joinOffer: vi.fn<PopupActions['joinOffer']>(async () => undefined),
  decline: vi.fn(),
  retry: vi.fn(),
  returnToRoom: vi.fn(),
  returnTo: vi.fn(),
  forgetRooms: vi.fn(),
  leave: vi.fn(),
  rename: vi.fn(),
  setControl: vi.fn(),
  setDriver: vi.fn(),
  makeHost: vi.fn(),
  removeMember: vi.fn(),
  setDoor: vi.fn(),
  letIn: vi.fn(),
  letDrive: vi.fn(),
  askToDrive: vi.fn(),
  showOnDiscord: vi.fn(),
  tellSite: vi.fn(),
  answerRequest: vi.fn(),
  setTogether: vi.fn(),
  startTogether: vi.fn(),
  askForSeat: vi.fn(),
  goOn: vi.fn(),
  answer: vi.fn(),
  answerSkip: vi.fn(),
  syncNow: vi.fn(),
  watchAlone: vi.fn(),
  chooseVideo: vi.fn(),
  reloadPage: vi.fn(),
  setShift: vi.fn(),
  connectByHand: vi.fn<PopupActions['connectByHand']>(async () => undefined),
  dismiss: vi.fn(),
  copy: vi.fn<PopupActions['copy']>(async () => true),
  goToRoomTab: vi.fn(),
  moveHere: vi.fn(),
  openChat: vi.fn(),
  allowAccess: vi.fn(),
  openOptions: vi.fn(),
} satisfies PopupActions;

afterEach(() => {
  act(() => render(null, document.body));
  vi.clearAllMocks();
});

async function show(name: string, change: Partial<Scene> = {}) {
  const scene = { ...SCENES[name], ...change } as Scene;
  await act(async () =>
    render(
      <Words.Provider value={t}>
        <Popup {...scene} actions={{ ...actions, ...scene.actions }} />
      </Words.Provider>,
      document.body,
    ),
  );
}

const button = (name: string) =>
  [...document.querySelectorAll('button')].find((found) => found.textContent?.trim() === name);
const textbox = (name: string) => {
  const label = [...document.querySelectorAll('label')].find((found) => found.textContent?.trim() === name);
  return label && (document.getElementById(label.htmlFor) as unknown as HTMLInputElement);
};
const press = (name: string) => act(async () => button(name)?.click());
const said = () => [...document.querySelectorAll('[role=status]')].map((region) => region.textContent).join('|');

/** @returns whether the browser may do with it what it likes: close the popup */
async function pressEscape(): Promise<boolean> {
  let isLeft = true;
  await act(async () => {
    const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
    isLeft = document.activeElement?.dispatchEvent(event) ?? true;
  });
  return isLeft;
}

async function type(input: HTMLInputElement | undefined, text: string) {
  if (!input) throw new Error('no such textbox');
  await act(async () => {
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

describe('without a room', () => {
  it('offers to create and to join, and starts at the name', async () => {
    await show('no-room');
    expect(document.activeElement).toBe(textbox('Your name'));
    expect(document.body.textContent).toContain('Big Buck Bunny · youtube.com');
    await press('Create room');
    expect(actions.create).toHaveBeenCalledOnce();
  });

  it('ties the word about a typo to the textbox', async () => {
    actions.join.mockResolvedValueOnce('code-typo');
    await show('no-room');
    await type(textbox('Invite link or room code'), 'K7QX-2M9P-4TRB-8WZD');
    expect(actions.setTyped).toHaveBeenCalledWith('K7QX-2M9P-4TRB-8WZD');
    await show('no-room', { typed: 'K7QX-2M9P-4TRB-8WZD' });
    await press('Join');
    const input = textbox('Invite link or room code');
    expect(actions.join).toHaveBeenCalledWith('K7QX-2M9P-4TRB-8WZD');
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    const described = document.getElementById(input?.getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toContain('This code has a typo. Compare it');
    await type(input, 'K7QX-2M9P-4TRB-8WZC');
    expect(textbox('Invite link or room code')?.hasAttribute('aria-invalid')).toBe(false);
  });

  it('ER-3: keeps what was typed', async () => {
    await show('no-room', { typed: 'K7QX-2M9P-4TRB-8WZC' });
    expect(textbox('Invite link or room code')?.value).toBe('K7QX-2M9P-4TRB-8WZC');
  });

  it('says once, and aloud, why no room can be made here', async () => {
    actions.create.mockResolvedValueOnce('not-a-web-page');
    await show('no-room', { page: { state: 'not-a-web-page' } });
    expect(document.querySelector('[role=alert]')).toBeNull();
    await press('Create room');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Lockstep cannot work on this page.');
    expect(document.body.textContent?.split('Lockstep cannot work')).toHaveLength(2);
  });

  it('ER-3: says as seldom why a code cannot be joined from here', async () => {
    actions.join.mockResolvedValueOnce('not-a-web-page');
    await show('no-room', { page: { state: 'not-a-web-page' }, typed: 'K7QX-2M9P-4TRB-8WZC' });
    await press('Join');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Lockstep cannot work on this page.');
    expect(document.body.textContent?.split('Lockstep cannot work')).toHaveLength(2);
  });

  it('says how to give access', async () => {
    await show('no-room', { page: { state: 'no-access', origins: ['https://*/*'] } });
    expect(document.body.textContent).toContain('Lockstep may not see this page yet.');
    await press('Allow access');
    expect(actions.allowAccess).toHaveBeenCalledWith(['https://*/*']);
  });
});

describe('RS-7, RS-8: rooms that there were', () => {
  it('offers the one that nobody has left, and the way back to the others', async () => {
    await show('no-room-before');
    expect(document.body.textContent).toContain('You were in a room when the browser ended: Big Buck Bunny');
    await press('Return');
    expect(actions.returnTo).toHaveBeenLastCalledWith(undefined);
    await press('Not now');
    expect(actions.forgetRooms).toHaveBeenLastCalledWith(false);
    const rows = [...document.querySelectorAll<HTMLElement>('ul[aria-label="Recent rooms"] > li')];
    // The one that stands is named once.
    expect(rows.map((row) => row.querySelector('.recent-title')?.textContent)).toEqual([
      'Sintel',
      'Tears of Steel: the whole film with all its credits',
      'Spring',
    ]);
    expect(rows[0]?.textContent).toMatch(/Jonas · Nov 29, 2026.* · 12:34/);
    // In Arabic a date beside a name in Latin letters would fall apart.
    const apart = [...(rows[0]?.querySelectorAll('bdi') ?? [])].map(({ textContent }) => textContent);
    expect(apart).toEqual(['Jonas', expect.stringContaining('2026'), '12:34']);
    await act(async () => rows[0]?.querySelector('button')?.click());
    expect(actions.returnTo).toHaveBeenLastCalledWith('K7QX-2M9P-4TRB-8WZ0');
    await press('Clear');
    expect(actions.forgetRooms).toHaveBeenLastCalledWith(true);
  });

  it('shows nothing of it where there were none', async () => {
    await show('no-room');
    expect(button('Clear')).toBeUndefined();
    expect(button('Return')).toBeUndefined();
  });
});

describe('SC-3: an invite that waits', () => {
  const text = () => document.querySelector('main')?.textContent;

  it('says what joining shows to others, and is joined or not', async () => {
    await show('invited');
    expect(text()).toContain('You are invited to watch together');
    expect(text()).toContain('The others will see your name');
    expect(text()).not.toContain('server http');
    expect(textbox('Invite link or room code')).toBeUndefined();
    await press('Join');
    expect(actions.joinOffer).toHaveBeenCalledOnce();
    await press('Not now');
    expect(actions.decline).toHaveBeenCalledOnce();
  });

  it('takes no key that was meant for the page it is opened over', async () => {
    await show('invited');
    expect(document.activeElement?.tagName).toBe('H1');
  });

  it('SC-5, INV-7: says that a page made it, and names a server that is not known', async () => {
    await show('invited-by-page');
    expect(text()).toContain('This page made the invite by itself');
    expect(text()).toContain('It uses the server https://lockstep.example.org, which you have not used before.');
    await show('invited-near');
    expect(text()).toContain('It uses http://192.168.178.200:9000, a server in your own network.');
  });

  it('says why it could not be joined', async () => {
    actions.joinOffer.mockResolvedValueOnce('no-answer');
    await show('invited');
    await press('Join');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Lockstep does not answer.');
  });

  it('RS-4: tells who is in another room what joining ends', async () => {
    await show('guest-host-only');
    expect(said()).toContain('Joining it leaves this one.');
    await press('Leave and join');
    expect(actions.joinOffer).toHaveBeenCalledOnce();
    await show('host-tab-closed');
    expect(said()).toContain('Joining it leaves this one.');
    await press('Not now');
    expect(actions.decline).toHaveBeenCalledOnce();
  });

  it('ER-1: says in a room, too, that what was opened is no invite', async () => {
    await show('host-wrong-invite');
    expect(said()).toContain('This code has a typo. Compare it');
  });
});

describe('in a room', () => {
  it('gives the host all that the contract names', async () => {
    await show('host');
    expect(textbox('Invite link')?.readOnly).toBe(true);
    expect(textbox('Room code')?.value).toBe('K7QX-2M9P-4TRB-8WZC');
    expect(document.querySelectorAll('ul[aria-label=Members] > li')).toHaveLength(3);
    expect(document.querySelectorAll('[role=radiogroup] input[type=radio]')).toHaveLength(3);
    expect(button('Leave room')).toBeDefined();
    expect(button('Sync me now')).toBeUndefined();
  });

  it('asks a host who leaves what becomes of the room, and nobody else', async () => {
    await show('host');
    await press('Leave room');
    expect(actions.leave).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button('Let the others go on'));
    await press('Back');
    expect(document.activeElement).toBe(button('Leave room'));
    await press('Leave room');
    expect(await pressEscape()).toBe(false);
    expect(document.activeElement).toBe(button('Leave room'));
    await press('Leave room');
    await press('Let the others go on');
    expect(actions.leave).toHaveBeenLastCalledWith();
    await press('Leave room');
    await press('End it for everyone');
    expect(actions.leave).toHaveBeenLastCalledWith(true);
    await show('guest');
    await press('Leave room');
    expect(actions.leave).toHaveBeenCalledTimes(3);
  });

  it('RO-16: asks a host whether somebody comes in', async () => {
    const { view } = SCENES.host as Scene & { view: Extract<RoomView, { state: 'room' }> };
    await show('host', { view: { ...view, knocks: [{ id: 'dora', name: 'Dora' }] } });
    expect(said()).toContain('Dora wants to come in');
    await press('Let in');
    await press('Not now');
    expect(actions.letIn.mock.calls).toEqual([
      ['dora', true],
      ['dora', false],
    ]);
  });

  it('RO-19: lets a guest ask to drive, and the host answer', async () => {
    await show('guest');
    expect(button('Ask to drive')).toBeUndefined();
    await show('guest-host-only');
    await press('Ask to drive');
    expect(actions.askToDrive).toHaveBeenCalledOnce();
    const guest = SCENES['guest-host-only'] as Scene & { view: Extract<RoomView, { state: 'room' }> };
    await show('guest-host-only', { view: { ...guest.view, asking: true } });
    expect(button('Ask to drive')).toBeUndefined();
    expect(said()).toContain('You asked Mia');
    const host = SCENES.host as Scene & { view: Extract<RoomView, { state: 'room' }> };
    await show('host', { view: { ...host.view, control: 'host', asks: [{ id: 'b', name: 'Jonas' }] } });
    expect(said()).toContain('Jonas asks to drive');
    await press('Let them drive');
    await press('Not now');
    expect(actions.letDrive.mock.calls).toEqual([
      ['b', true],
      ['b', false],
    ]);
  });

  it('DX-4, DX-5: shows a room on Discord, its titles by site, and who asks there to join', async () => {
    await show('host-on-discord');
    expect(said()).toContain('Ben asks on Discord to join');
    expect(said()).toContain('Connected to Discord as Mason.');
    await press('Let in');
    await press('Not now');
    expect(actions.answerRequest.mock.calls).toEqual([
      ['223372036854775807', true],
      ['223372036854775807', false],
    ]);
    await act(async () => textbox('Show titles from youtube.com')?.click());
    await act(async () => textbox('Show on Discord')?.click());
    expect(actions.tellSite).toHaveBeenCalledWith('youtube.com', false);
    expect(actions.showOnDiscord).toHaveBeenCalledWith(false);
  });

  it('DX-1: says nothing of Discord while it is switched off', async () => {
    await show('host');
    expect(document.body.textContent).not.toContain('Discord');
  });

  it('DX-4: says what to do where the companion is missing, and that a client passes no requests on', async () => {
    const { discord } = SCENES['host-on-discord'] ?? {};
    if (!discord) throw new Error('no scene');
    await show('guest', { discord: { ...discord, link: { state: 'no-companion', why: 'missing' } } });
    expect(said()).toContain('npx lockstep-companion install');
    await show('guest', { discord: { ...discord, link: { state: 'link-only', name: 'arRPC' } } });
    expect(said()).toContain('send your friends the link');
  });

  it('DX-6: offers the invite of a friend who has let this person in', async () => {
    await show('invited-on-discord');
    expect(document.body.textContent).toContain('A friend on Discord has let you in.');
    expect(document.body.textContent).toContain('lockstep.example.org');
    await press('Join');
    expect(actions.joinOffer).toHaveBeenCalledOnce();
    await press('Not now');
    expect(actions.decline).toHaveBeenCalledOnce();
  });

  it('lets a host choose who may drive and who is host', async () => {
    const { view } = SCENES.host as Scene & { view: Extract<RoomView, { state: 'room' }> };
    await show('host', { view: { ...view, control: 'chosen' } });
    const other = view.members.find(({ isHost }) => !isHost);
    const menu = () => document.querySelector<HTMLButtonElement>(`button[aria-label="Menu of ${other?.name}"]`);
    await act(async () => menu()?.click());
    expect(menu()?.getAttribute('aria-expanded')).toBe('true');
    await act(async () => document.querySelector<HTMLInputElement>('.member-acts input')?.click());
    expect(actions.setDriver).toHaveBeenCalledWith(other?.id, true);
    button('Make host')?.focus();
    expect(await pressEscape()).toBe(false);
    expect([document.activeElement, button('Make host')]).toEqual([menu(), undefined]);
    await act(async () => menu()?.click());
    await press('Make host');
    expect(actions.makeHost).toHaveBeenCalledWith(other?.id);
    expect(document.activeElement).toBe(menu());
    await show('guest');
    expect(menu()).toBeNull();
  });

  it('shares the invite where the browser has a way to, and nowhere else', async () => {
    const shareButton = () => document.querySelector<HTMLElement>('[aria-label="Share…"]');
    await show('host');
    expect(shareButton()).toBeNull();
    const share = vi.fn(async () => {});
    await show('host', { actions: { share } });
    await act(async () => shareButton()?.click());
    expect(share).toHaveBeenCalledWith(textbox('Invite link')?.value);
  });

  it('says that the invite was copied, and keeps the name of the button', async () => {
    await show('host');
    await press('Copy invite link');
    expect(actions.copy).toHaveBeenCalledWith(SCENES.host?.invite.link);
    expect(said()).toContain('Copied');
    expect(button('Copy invite link')).toBeDefined();
  });

  it('says it when the clipboard refuses', async () => {
    actions.copy.mockResolvedValueOnce(false);
    await show('host');
    await press('Copy invite link');
    expect(said()).toContain('copy it by hand');
  });

  it('changes who can control', async () => {
    await show('host');
    const onlyMe = document.querySelector<HTMLInputElement>('input[value=host]');
    await act(async () => onlyMe?.click());
    expect(actions.setControl).toHaveBeenCalledWith('host');
  });

  it('gives a guest no invite and no settings, but a sync', async () => {
    await show('guest');
    expect(textbox('Invite link')).toBeUndefined();
    expect(document.querySelector('[role=radiogroup]')).toBeNull();
    await press('Sync me now');
    expect(actions.syncNow).toHaveBeenCalledOnce();
  });

  it('TR-35: tells a guest whose connection by hand is gone what to do', async () => {
    await show('guest-pair-lost');
    expect(said()).toContain('The connection by hand broke off. Both of you: choose “Connect by hand” again');
    expect(said()).not.toContain(t('reconnecting'));
    await press('Connect by hand');
    expect(actions.connectByHand).toHaveBeenCalledOnce();
  });

  it('RO-18: lets a guest watch alone, and come back', async () => {
    await show('guest');
    await press('Watch alone');
    expect(actions.watchAlone).toHaveBeenLastCalledWith(true);
    await show('guest-alone');
    expect(button('Sync me now')).toBeUndefined();
    expect(button('Watch alone')).toBeUndefined();
    expect(said()).not.toContain('Waiting for');
    await press('Rejoin');
    expect(actions.watchAlone).toHaveBeenLastCalledWith(false);
    await show('host');
    expect(button('Watch alone')).toBeUndefined();
  });

  it('says who came and who left, and not each number', async () => {
    await show('host');
    const view = SCENES.host?.view as Extract<RoomView, { state: 'room' }>;
    await show('host', { view: { ...view, members: view.members.slice(0, 2) } });
    expect(said()).toContain('Noor left');
    const moved = view.members.slice(0, 2).map((member) => ({ ...member, driftMs: 99 }));
    await show('host', { view: { ...view, members: moved } });
    await show('host', { view });
    expect(said()).toContain('Noor joined');
  });

  it('ME-2: draws nothing over a time in which nothing was measured, and tells of nobody’s old drift', async () => {
    const { view } = SCENES['host-drift'] as { view: Extract<RoomView, { state: 'room' }> };
    const from = (line: number, keep: (ageMs: number) => boolean) => {
      const { id, points } = view.drift[line] as (typeof view.drift)[number];
      return { id, points: points.filter(({ ageMs }) => keep(ageMs)) };
    };
    const drift = [from(0, () => true), from(1, (age) => age < 10_000 || age > 30_000), from(2, (age) => age > 30_000)];
    await show('host-drift', { view: { ...view, drift } });
    const lines = (kind: number) => document.querySelectorAll(`polyline.drift-line-${kind}`).length;
    expect([0, 1, 2].map(lines)).toEqual([1, 2, 1]);
    const words = document.querySelector('svg[role=img]')?.getAttribute('aria-label');
    expect(words).toMatch(/Mia .*Jonas/);
    expect(words).not.toMatch(/Noor/);
  });

  it('renames at Enter, and never to nothing', async () => {
    await show('host');
    const form = textbox('Your name')?.form;
    const submit = () =>
      act(async () => {
        form?.dispatchEvent(new Event('submit', { cancelable: true }));
      });
    await type(textbox('Your name'), '  Mia   the Great ');
    await submit();
    expect(actions.rename).toHaveBeenCalledWith('Mia the Great');
    await type(textbox('Your name'), '  ');
    await submit();
    expect(actions.rename).toHaveBeenCalledOnce();
    expect(textbox('Your name')?.value).toBe('Mia');
  });

  it('RS-3: leads back to a tab that was closed', async () => {
    await show('host-tab-closed');
    expect(said()).toContain('The room’s tab was closed.');
    expect(said()).not.toContain('No video');
    expect(button('Go to the room’s tab')).toBeUndefined();
    await press('Return');
    expect(actions.returnToRoom).toHaveBeenCalledOnce();
  });

  it('leads back to the room’s tab', async () => {
    await show('host-elsewhere');
    await press('Go to the room’s tab');
    expect(actions.goToRoomTab).toHaveBeenCalledOnce();
  });

  it('RS-9: moves the room to the tab over which it is opened, where that has a video', async () => {
    await show('host');
    expect(button('Move the room here')).toBeUndefined();
    await show('host-elsewhere');
    await press('Move the room here');
    expect(actions.moveHere).toHaveBeenCalledOnce();
  });
});

describe('from state to state', () => {
  it('moves the focus to what comes next', async () => {
    await show('no-room');
    await show('connecting-host');
    expect(document.activeElement).toBe(button('Cancel'));
    await show('host');
    expect(document.activeElement).toBe(button('Copy invite link'));
    await show('problem-server-unreachable');
    expect(document.activeElement?.textContent).toBe('The server that introduces you cannot be reached.');
    await press('Back');
    expect(actions.dismiss).toHaveBeenCalledOnce();
  });

  it('ER-3: tries again what may go better the next time', async () => {
    await show('problem-room-not-found');
    await press('Try again');
    expect(actions.retry).toHaveBeenCalledOnce();
    await show('problem-room-not-found', { retries: false });
    expect(button('Try again')).toBeUndefined();
    await show('problem-room-not-found', { view: { state: 'problem', problem: 'host-left' } });
    expect(button('Try again')).toBeUndefined();
    expect(button('Back')).toBeDefined();
  });

  it('DR-6: says how a member is connected, with its round trip', async () => {
    const { view } = SCENES.host ?? {};
    if (view?.state !== 'room') throw new Error('no room');
    const by = (reached: MemberView['reached']) => view.members.map((member) => ({ ...member, reached }));
    await show('host', { view: { ...view, members: by({ path: 'direct', by: 'trystero' }) } });
    const labels = () => [...document.querySelectorAll('.measure')].map((measure) => measure.getAttribute('title'));
    expect(labels().join()).toContain('; connected directly (Trackers and Nostr relays)');
    await show('host', { view: { ...view, members: by({ path: 'relay', by: 'relay' }) } });
    expect(labels().join()).toContain('; connected via relay');
    await show('host');
    expect(labels().join()).not.toContain('connected');
  });

  it('DR-3: says what keeps the machine from being reached, and what to do, before the rest', async () => {
    await show('problem-no-path');
    const words = document.querySelector('.trouble-words')?.textContent;
    expect(words).toContain('The two browsers found no way to each other through their networks.');
    expect(words).toContain('symmetric NAT');
    expect(words).toContain('Enter a relay or a TURN server in the options');
    expect(words).not.toContain('Try another network on one side');
    const rows = [...document.querySelectorAll('[aria-label="What was tried"] > li')].map((row) => row.textContent);
    expect(rows).toHaveLength(3);
    expect(rows[2]).toContain('Public relay 2 4.0 s');
    await press('Copy report');
    expect(actions.copy).toHaveBeenCalledWith(expect.stringMatching(/^Lockstep 0\.1\.0 · no-path\n✗ network/));
    expect(actions.copy).toHaveBeenCalledWith(expect.not.stringMatching(/example|K7QX|Mia/));
    expect(said()).toContain('Copied');
  });

  it('DR-3: says the usual next step where nothing more is known', async () => {
    await show('problem-no-path', { view: { state: 'problem', problem: 'no-path' } });
    expect(document.querySelector('.trouble-words')?.textContent).toContain('Try another network on one side');
    expect(document.querySelector('.checks')).toBeNull();
  });

  it('does not grab the focus when it is opened over a room', async () => {
    await show('host');
    expect(document.activeElement).toBe(document.body);
  });
});

describe('OV-4: what the browser wants a press for in the page', () => {
  it('is said here too: there it may be out of reach', async () => {
    await show('guest-muted');
    expect(said()).toContain('Your video is muted: press Unmute over it.');
    await show('guest-muted', { view: { ...SCENES['guest-muted']?.view, prompt: 'press-play' } as RoomView });
    expect(said()).toContain('Your browser waits for a press: press Play over the video.');
    await show('guest');
    expect(said()).not.toContain('press');
  });
});

describe('CU-2: another cut', () => {
  it('shifts by steps that add up, and back', async () => {
    const shift = (seconds: number) => ({ view: { ...SCENES.guest?.view, shift: { seconds } } as RoomView });
    const step = (name: string) =>
      act(async () => document.querySelector<HTMLButtonElement>(`button[aria-label="${name}"]`)?.click());
    await show('guest', shift(0.2));
    await step('Shift by +0.1 s');
    await step('Shift by −1 s');
    expect(actions.setShift.mock.calls).toEqual([[0.3], [-0.8]]);
    expect(document.querySelector('output')?.textContent).toBe('+0.2 s');
    await press('Reset');
    expect(actions.setShift).toHaveBeenLastCalledWith(0);
    await show('guest', shift(0));
    expect(button('Reset')?.disabled).toBe(true);
  });

  it('CU-4: offers what the lengths suggest', async () => {
    await show('guest-shift-suggested');
    expect(document.body.textContent).toContain('Your video is 12 s longer than the host’s.');
    await press('Shift by +12 s');
    expect(actions.setShift).toHaveBeenCalledWith(12);
  });

  it('is not for a host, who is where the room is', async () => {
    await show('host');
    expect(document.querySelector('.shift')).toBeNull();
  });

  it('AD-3: says who is in an ad', async () => {
    await show('guest-shift-suggested');
    expect(document.querySelector('[data-state=ad]')?.textContent).toContain('In an ad');
  });
});

describe('MK-9: a secret in the address', () => {
  it('is named where the invite is', async () => {
    await show('host', { invite: { link: 'https://v.example/#lockstep=CODE', left: ['token', 'sig'] } });
    expect(document.body.textContent).toContain('it looks like a key of yours: token, sig');
  });
});

describe('WA-8: whoever is waited for', () => {
  const waits = (view: object) => show('guest', { view: { ...SCENES.guest?.view, ...view } as RoomView });

  it('is spoken to, and cannot be gone on without', async () => {
    await waits({ holdsUp: true });
    expect(said()).toContain('The others are waiting for your video');
    expect(document.body.textContent).not.toContain('Continue without');
  });

  it('is named to the others, who wait and have not paused', async () => {
    const { view } = SCENES.guest as { view: Extract<RoomView, { state: 'room' }> };
    const members = view.members.map((member) => ({ ...member, state: 'paused' as const }));
    await waits({ waiting: ['Noor'], members });
    expect(said()).toContain('Waiting for Noor');
    expect(button('Continue without Noor')).toBeDefined();
    const rows = [...document.querySelectorAll('.member-how')].map((row) => row.textContent);
    expect(rows.every((row) => row?.includes('Waiting for somebody'))).toBe(true);
  });
});

describe('AU-1: who watches without a seat', () => {
  it('sees how many watch and who the host is, and no list, no chat and nothing to drive with', async () => {
    await show('guest-watching');
    expect(document.querySelector('h1')?.textContent).toBe('Room of Mia');
    expect(said()).toContain('All seats are taken');
    expect(document.body.textContent).toContain('1240 watching');
    expect(document.querySelector('.member-how')).toBeNull();
    for (const name of ['Chat', 'Ask to drive']) expect(button(name)).toBeUndefined();
    await press('Ask for a seat');
    expect(actions.askForSeat).toHaveBeenCalledOnce();
  });

  it('is told that it has asked, and is not offered to again', async () => {
    const { view } = SCENES['guest-watching'] as { view: Extract<RoomView, { state: 'room' }> };
    await show('guest-watching', { view: { ...view, watches: { hostName: 'Mia', isAsking: true } } });
    expect(said()).toContain('You asked for a seat');
    expect(button('Ask for a seat')).toBeUndefined();
  });
});

describe('WA-9: a film that stands', () => {
  it('is counted in by a press, and not after all by another', async () => {
    await show('host-can-start');
    await press('Start together');
    await show('guest-counting');
    await press('Stop the countdown');
    expect(actions.startTogether.mock.calls).toEqual([[true], [false]]);
    await show('host');
    expect(button('Start together')).toBeUndefined();
  });
});

describe('FO-11: a tab that shows something else', () => {
  it('has left the room’s page, or the host has', async () => {
    await show('guest-other-video');
    expect(said()).toContain('Mia is watching another video.');
    expect(button('Go there')).toBeDefined();
    const { view } = SCENES['guest-other-video'] as { view: Extract<RoomView, { state: 'room' }> };
    const left = { ...view, question: view.question && { ...view.question, left: true } } as RoomView;
    await show('guest-other-video', { view: left });
    expect(said()).toContain('You are on another page than the room.');
    await press('Go back');
    expect(actions.answer).toHaveBeenCalledWith('go');
  });
});

describe('FO-12: a tab that is being taken along', () => {
  it('names the film, and does not speak of a video that is missing', async () => {
    await show('guest-taken-along');
    expect(said()).toContain('Taking you to Sintel …');
    expect(said()).not.toContain('No video');
    expect(button('Reload the page')).toBeUndefined();
  });
});

describe('RO-9: another’s player skipped a piece of the film', () => {
  it('asks who may take the room there', async () => {
    await show('guest-skip');
    expect(said()).toContain('Noor skipped ahead to 1:01:15. Skip too?');
    await press('Skip');
    await press('Stay');
    expect(actions.answerSkip.mock.calls).toEqual([
      ['skip', 3_675],
      ['stay', 3_675],
    ]);
  });

  it('tells the others, without a button', async () => {
    const skip = { who: 'Noor', to: 75, may: false };
    await show('guest-skip', { view: { ...SCENES['guest-skip']?.view, skip } as RoomView });
    expect(said()).toContain('Noor skipped ahead to 1:15.');
    expect(said()).not.toContain('Skip too?');
    expect(button('Skip')).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakeTab } from '../../helpers/fake-browser';
import { ANNAS, BENS, FILM, openBackground } from './stage';

vi.mock('wxt/browser', async () => ({ browser: (await import('../../helpers/fake-browser')).browser }));

let stage: ReturnType<typeof openBackground>;
let tab: FakeTab;
const PRIVATE_WINDOW = 7;

describe.each([
  ['a private window', true],
  ['a window that is not private', false],
])('RS-10: a room in %s', (_, isPrivate) => {
  const openTab = (inPrivate: boolean) =>
    stage.browser.openTab(FILM, inPrivate ? { incognito: true, windowId: PRIVATE_WINDOW } : {});
  /** Of the other kind of window. */
  let apart: FakeTab;

  beforeEach(async () => {
    stage = openBackground();
    tab = openTab(isPrivate);
    const config = { name: 'Ann' };
    await stage.browser.send('command', { type: 'join', tabId: tab.id, invite: { code: ANNAS }, config });
    await stage.opened(tab, ANNAS);
    apart = openTab(!isPrivate);
  });

  it('shows nothing of it in the popup of the other, but where it is', async () => {
    const told = { running: false, view: { state: 'none' }, apart: { private: isPrivate, tabId: tab.id } };
    expect(await stage.status(apart)).toEqual(told);
    expect(await stage.status(tab)).toMatchObject({ running: true });
    expect(await stage.status(openTab(isPrivate))).toMatchObject({ running: true });
  });

  it.each([
    ['its own invite', ANNAS],
    ['another invite', BENS],
  ])('has %s that is opened in the other only offered there, and no tab raised', async (_, code) => {
    await stage.invite(apart, { code });
    expect(stage.browser.focusedWindow).toBe(apart.windowId);
    expect(await stage.offerIn(apart)).toMatchObject({ invite: { code }, why: 'other-room' });
    expect(stage.place.entered).toHaveLength(1);
    expect(stage.browser.open).toContain(apart);
  });

  it('has what a page of the other makes offered as a page’s', async () => {
    await stage.invite(apart, { code: ANNAS, by: 'page' });
    expect(await stage.offerIn(apart)).toMatchObject({ why: 'page' });
  });

  it('moves to no tab of the other', async () => {
    expect(await stage.browser.send('move-here', { tabId: apart.id })).toEqual({ ok: false });
    expect(await stage.room()).toMatchObject({ tabId: tab.id });
    const near = openTab(isPrivate);
    expect(await stage.browser.send('move-here', { tabId: near.id })).toEqual({ ok: true });
  });

  it('has its tab opened again in its own kind', async () => {
    stage.browser.closeTab(tab.id);
    await stage.settled();
    expect(await stage.browser.send('return', null)).toEqual({ ok: true });
    expect(stage.browser.open.at(-1)).toMatchObject({ url: FILM, incognito: isPrivate });
  });
});

it('RS-10: a page that is not of a private window is told of no invite that waits in one', async () => {
  stage = openBackground();
  await stage.browser.storage.local.set({ autoJoin: false });
  const hidden = stage.browser.openTab(FILM, { incognito: true, windowId: PRIVATE_WINDOW });
  await stage.invite(hidden, { code: ANNAS });
  expect(await stage.offerIn(hidden)).toMatchObject({ invite: { code: ANNAS } });
  expect(await stage.browser.send('waiting-invites', null)).toEqual([]);
});
